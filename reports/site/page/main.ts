/// <reference lib="dom" />
import { plainMetric } from "../../../records/record.ts";
import { verdictAt, VERDICTS } from "../../../judging/judge.ts";
import type { SiteClaim, SiteData, SitePoints } from "../data.ts";
import { answerOf } from "./answer.ts";
import { claimsTable } from "./claims_table.ts";
import { byId, html, verdictLabel } from "./dom.ts";
import { startExplorer } from "./explorer.ts";
import { leagueView } from "./league.ts";
import type { Mine } from "./my_runs.ts";
import { startMyRuns } from "./my_runs_view.ts";
import { startPanel } from "./panel.ts";
import { paperList } from "./papers.ts";
import { factorPlot } from "./plots.ts";
import { CHOICES, type Column, isAsked, type Row, sorted, tally, valuesOf } from "./rows.ts";
import { fromHash, START, type State, toHash, VIEWS } from "./state.ts";
import { glossaryList, startTerms } from "./term.ts";
import { titleOf, verdictClass } from "./text.ts";
import { shortTitle } from "../../../papers/page.ts";
import { counted, listed, noun } from "../../../terminal/counted.ts";

const { data, embeddings } = (globalThis as unknown as {
  reclaim: { data: SiteData; embeddings: Record<string, SitePoints> };
}).reclaim;

const COLUMN_NAMES: Record<Exclude<Column, "">, string> = {
  verdict: "Verdict",
  paper: "Paper, place",
  dataset: "Data set",
  method: "Claim",
  metric: "Metric",
  printed: "Paper",
  ours: "Ours",
  off: "← worse, better →",
};

/** How long the address waits for more input, in milliseconds: browsers allow few changes of it in a second. */
const SETTLED = 250;

let state = fromHash(location.hash);
/** The claims in the order shown. */
let shown: readonly SiteClaim[] = [];
let mine: ReadonlyMap<string, Mine> | undefined;
let settling: ReturnType<typeof setTimeout> | undefined;

/**
 * Changes what is shown.
 *
 * @param how `push` makes a step that the browser's back button takes back; `settle` writes the address once input rests.
 */
function go(change: Partial<State>, how: "push" | "replace" | "settle" = "push"): void {
  settle();
  const opens = state.claim === "" && (change.claim ?? "") !== "";
  state = { ...state, ...change };
  if (how === "settle") settling = setTimeout(settle, SETTLED);
  else {
    // Only a panel that has a step of its own can be closed by a step back.
    const step = how === "push" ? { opened: opens } : history.state;
    history[how === "push" ? "pushState" : "replaceState"](step, "", `#${toHash(state)}`);
  }
  render();
}

/** Writes the address of what is shown, if it waits for that. */
function settle(): void {
  if (settling === undefined) return;
  clearTimeout(settling);
  settling = undefined;
  history.replaceState(history.state, "", `#${toHash(state)}`);
}

const list = claimsTable(byId<HTMLTableElement>("rows"), (claim) => go({ claim: claim.id }));

const panel = startPanel(data, {
  // One step back closes the panel, however many claims were looked at in it.
  go: (claim) => go({ claim: claim.id }, "replace"),
  leave: () => {
    if (state.claim === "") return;
    if (!history.state?.opened) return go({ claim: "" }, "replace");
    // The step back takes a moment, in which nothing may open the panel again.
    state = { ...state, claim: "" };
    history.back();
  },
  linkOf: (claim) => list.linkOf(claim),
});

function render(): void {
  for (const view of VIEWS) {
    byId(view).hidden = state.view !== view;
    const link = byId(`to-${view}`);
    if (state.view === view) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  renderClaims();
  panel.show({ claim: state.claim, factor: state.factor, order: shown, mine: mine ?? new Map() });
  explorer?.show(state.view === "embeddings" ? state : null);
  document.title = documentTitle();
}

const VIEW_TITLES = {
  claims: "what the papers report, and what we find",
  embeddings: "embeddings",
  league: "league",
};

/** What is open, for the browser's tab and its history. */
function documentTitle(): string {
  const claim = data.claims.find(({ id }) => id === state.claim);
  if (claim === undefined) return `Reclaim: ${VIEW_TITLES[state.view]}`;
  const paper = data.papers.find(({ id }) => id === claim.paper)?.title ?? claim.paper;
  return `${titleOf(claim)} on ${claim.dataset} (${shortTitle(paper)}) · Reclaim`;
}

function renderClaims(): void {
  renderControls();
  const asked = data.claims.filter((claim) => isAsked(claim, state, mine))
    .map((claim): Row => ({ claim, verdict: verdictAt(claim.judging, state.factor) }));
  const counts = tally(asked.map(({ verdict }) => verdict));
  for (const [i, verdict] of VERDICTS.entries()) {
    const button = byId("verdicts").children[i] as HTMLButtonElement;
    button.setAttribute("aria-pressed", String(state.verdicts.includes(verdict)));
    button.lastElementChild!.textContent = String(counts[i]);
  }
  const rows = sorted(
    asked.filter(({ verdict }) => state.verdicts.length === 0 || state.verdicts.includes(verdict)),
    state,
  );
  shown = rows.map(({ claim }) => claim);
  list.show(rows, state.factor);
  byId("none").hidden = rows.length > 0;
  const words = `${rows.length} of ${data.claims.length} claims`;
  byId("count").textContent = words;
  const told = VERDICTS.map((verdict, i) => `${counts[i]} ${verdict}`).filter((_, i) => counts[i] > 0);
  byId("factor-plot").style.setProperty("--at", String((Math.log2(state.factor) + 1) / 2));
  rest(() => {
    byId("live").textContent = `${words}. ${told.join(", ")}`;
    drawFactorPlot(asked.map(({ claim }) => claim));
  });
}

/** Whether there is room for everything: the filters are not folded away then. */
const wide = matchMedia("(min-width: 75.01rem)");
wide.addEventListener("change", renderControls);

let drawn = "";

/** Draws the verdicts over the factor again if the claims are others. */
function drawFactorPlot(claims: readonly SiteClaim[]): void {
  const key = claims.map(({ id }) => id).join();
  if (key !== drawn) byId("factor-plot").replaceChildren(factorPlot(claims));
  drawn = key;
}

let resting: ReturnType<typeof setTimeout> | undefined;

/** Does what can wait, once things have come to rest: what is told to those who listen, and what many claims are drawn in. */
function rest(then: () => void): void {
  clearTimeout(resting);
  resting = setTimeout(then, 400);
}

function renderControls(): void {
  for (const field of CHOICES) byId<HTMLSelectElement>(field).value = state[field];
  byId<HTMLSelectElement>("show").value = state.show;
  const text = byId<HTMLInputElement>("text");
  if (text.value !== state.text) text.value = state.text;
  const factor = byId<HTMLInputElement>("factor");
  if (Math.abs(2 ** Number(factor.value) - state.factor) > 0.005) {
    factor.value = String(Math.log2(state.factor));
  }
  factor.setAttribute("aria-valuetext", `${state.factor.toFixed(2)} times the stated tolerances`);
  byId("factor-text").textContent = state.factor.toFixed(2);
  byId<HTMLButtonElement>("factor-reset").disabled = state.factor === 1;
  byId<HTMLSelectElement>("sort").value = (state.descending ? "-" : "") + state.sort;
  for (const head of byId("head").children) {
    const column = (head as HTMLElement).dataset.column;
    const order = column !== state.sort ? "none" : state.descending ? "descending" : "ascending";
    head.setAttribute("aria-sort", order);
  }
  byId<HTMLDetailsElement>("more").open ||= wide.matches;
  byId("reset").hidden = toHash({ ...START, ...filtersOf(state) }) === "";
}

/** What "Show all" takes back. */
function filtersOf({ show, paper, dataset, metric, kind, verdicts, text }: State): Partial<State> {
  return { show, paper, dataset, metric, kind, verdicts, text };
}

function setUp(): void {
  for (const field of CHOICES) {
    const select = byId<HTMLSelectElement>(field);
    select.append(
      html("option", { value: "" }, "all"),
      ...valuesOf(data.claims, field)
        .map((value) => html("option", { value }, plainMetric(value))),
    );
    select.addEventListener("change", () => go({ [field]: select.value }));
  }
  const show = byId<HTMLSelectElement>("show");
  show.addEventListener("change", () => go({ show: show.value as State["show"] }));
  byId("sort").append(
    html("option", { value: "" }, "judged scores first"),
    ...Object.entries(COLUMN_NAMES).flatMap(([column, name]) => [
      html("option", { value: column }, `${name} ↑`),
      html("option", { value: `-${column}` }, `${name} ↓`),
    ]),
  );
  byId("sort").addEventListener("change", () => {
    const { value } = byId<HTMLSelectElement>("sort");
    go({ sort: value.replace(/^-/, "") as Column, descending: value.startsWith("-") });
  });
  for (const [column, name] of Object.entries(COLUMN_NAMES) as [Column, string][]) {
    const button = html("button", { type: "button" }, name);
    button.addEventListener("click", () => go(nextSort(column)));
    byId("head").append(
      html(
        "th",
        {
          role: "columnheader",
          scope: "col",
          class: `cell-${column}`,
          "data-column": column,
          // Where there is no room for the head, its buttons are hidden, and the menu sorts.
          "aria-label": name,
        },
        button,
      ),
    );
  }
  for (const verdict of VERDICTS) {
    const button = html(
      "button",
      { type: "button", class: verdictClass(verdict), "aria-pressed": "false" },
      ...verdictLabel(verdict),
      " ",
      html("b"),
    );
    button.addEventListener("click", () => {
      const on = state.verdicts.includes(verdict);
      const verdicts = on ? state.verdicts.filter((one) => one !== verdict) : [...state.verdicts, verdict];
      go({ verdicts });
    });
    byId("verdicts").append(button);
  }
  byId("filters").addEventListener("submit", (event) => event.preventDefault());
  const text = byId<HTMLInputElement>("text");
  text.addEventListener("input", () => go({ text: text.value }, "settle"));
  const factor = byId<HTMLInputElement>("factor");
  factor.addEventListener("input", () => {
    go({ factor: Number((2 ** Number(factor.value)).toFixed(3)) }, "settle");
  });
  byId("factor-reset").addEventListener("click", () => go({ factor: 1 }));
  byId("reset").addEventListener("click", () => go(filtersOf(START)));
  for (const view of VIEWS) {
    byId(`to-${view}`).addEventListener("click", (event) => {
      event.preventDefault();
      go({ view });
    });
  }
  byId("to-list").addEventListener("click", (event) => {
    event.preventDefault();
    if (state.view !== "claims") go({ view: "claims" });
    toList();
  });
  byId("skip").addEventListener("click", (event) => {
    event.preventDefault();
    if (state.view === "claims") toList();
    else byId(state.view).focus();
  });
  byId("about").textContent = aboutText();
  byId("answer").append(...answerOf(data, (change) => {
    go({ ...filtersOf(START), ...change });
    toList();
  }));
  byId("papers").append(...paperList(data));
  byId("glossary").append(glossaryList());
  startTerms();
  startMyRuns(data.claims, (found) => {
    mine = found;
    list.beside(mine ?? new Map());
    byId<HTMLOptionElement>("show-mine").disabled = mine === undefined;
    if (mine === undefined && state.show === "mine") go({ show: "" }, "replace");
    else render();
  });
  addEventListener("popstate", () => {
    clearTimeout(settling);
    settling = undefined;
    state = fromHash(location.hash);
    render();
  });
}

/** Leads the reader to the list of the claims. */
function toList(): void {
  byId("list-title").scrollIntoView();
  byId("list-title").focus({ preventScroll: true });
}

/** What the page has, in a few sentences. */
function aboutText(): string {
  const all = data.totals.at(-1);
  if (all === undefined) return "The papers of this report make no claims.";
  const { numbers, judged, firm, verdicts: { reproduced, inconclusive } } = all.headline.score;
  const papers = `${counted(data.papers.length, "paper")} ${noun(data.papers.length, "prints", "print")}`;
  const printed = `${papers} ${counted(numbers, "score")} of clusters.`;
  if (judged === 0) return `${printed} None is judged yet: that takes runs of the full protocol.`;
  const parts = (counts: readonly (readonly [number, string])[]) =>
    listed(counts.filter(([count]) => count > 0).map(([count, words]) => `${count} ${words}`));
  const missed = judged - reproduced - inconclusive;
  const settled = parts([
    [firm, noun(firm, "holds firmly", "hold firmly")],
    [missed, noun(missed, "does not hold", "do not hold")],
  ]);
  const open = parts([
    [reproduced - firm, "reproduced by the mean"],
    [inconclusive, "inconclusive"],
  ]);
  const found = [settled, open && `${settled && "the others are not settled: "}${open}`].filter((part) =>
    part !== ""
  );
  return `${printed} ${judged} of them could be judged: ${found.join("; ")}.`;
}

/** A column sorts upwards, then downwards, then not at all. */
function nextSort(column: Column): Pick<State, "sort" | "descending"> {
  if (state.sort !== column) return { sort: column, descending: false };
  return state.descending ? { sort: "", descending: false } : { sort: column, descending: true };
}

setUp();
const explorer = data.embeddings.length === 0
  ? undefined
  : startExplorer(data, embeddings, (change) => go(change));
byId("to-embeddings").hidden = explorer === undefined;
byId("league").append(...leagueView(data.leagues));
byId("to-league").hidden = data.leagues.length === 0;
render();
