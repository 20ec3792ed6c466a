/// <reference lib="dom" />
import { plainMetric } from "../../../records/record.ts";
import { verdictAt, VERDICTS } from "../../../judging/judge.ts";
import type { EmbeddingData } from "../../../records/figure_data.ts";
import type { SiteClaim, SiteData } from "../data.ts";
import { detailsOf } from "./details.ts";
import { byId, html, verdictLabel } from "./dom.ts";
import { startExplorer } from "./explorer.ts";
import { leagueView } from "./league.ts";
import { factorPlot, offPlot } from "./plots.ts";
import { CHOICES, type Column, isAsked, offOf, type Row, sorted, tally, valuesOf } from "./rows.ts";
import { fromHash, START, type State, toHash, VIEWS } from "./state.ts";
import { metricName, oursText, subjectOf, verdictClass } from "./text.ts";

const { data, embeddings } = (globalThis as unknown as {
  reclaim: { data: SiteData; embeddings: Record<string, EmbeddingData> };
}).reclaim;

const COLUMN_NAMES: Record<Exclude<Column, "">, string> = {
  verdict: "Verdict",
  paper: "Paper, place",
  dataset: "Data set",
  method: "Claim",
  metric: "Metric",
  printed: "Paper",
  ours: "Ours",
  off: "Off, in tolerances",
};

let state = fromHash(location.hash);
/** The claims in the order shown, for "previous" and "next". */
let shown: readonly SiteClaim[] = [];

/** Changes what is shown; `push` makes a step that the browser's back button takes back. */
function go(change: Partial<State>, how: "push" | "replace" = "push"): void {
  state = { ...state, ...change };
  history[how === "push" ? "pushState" : "replaceState"](null, "", `#${toHash(state)}`);
  render();
}

/** The elements of a claim's row that change. */
interface Line {
  row: HTMLTableRowElement;
  verdict: HTMLElement;
  link: HTMLAnchorElement;
}

const lines = new Map<SiteClaim, Line>();

function lineOf(claim: SiteClaim): Line {
  const known = lines.get(claim);
  if (known !== undefined) return known;
  const link = html("a", { href: `#${toHash({ ...START, claim: claim.id })}` }, subjectOf(claim));
  const verdict = html("span");
  const off = offOf(claim);
  const cell = (name: string, ...children: (Node | string)[]) =>
    html("td", { role: "cell", class: `cell-${name}` }, ...children);
  const row = html(
    "tr",
    { role: "row" },
    cell("verdict", verdict),
    cell("paper", claim.paper, " ", html("small", {}, claim.where)),
    cell("dataset", claim.dataset),
    cell("method", link),
    cell("metric", metricName(claim)),
    cell(
      "printed",
      claim.kind === "ordinal" ? html("div", { class: "words" }, claim.printed) : claim.printed,
      claim.statistic === "single" ? "" : html("small", {}, ` ${claim.statistic}`),
    ),
    cell("ours", oursText(claim)),
    cell("off", offPlot(claim), off === null ? "" : html("small", {}, offText(off))),
  );
  row.addEventListener("click", (event) => {
    const { ctrlKey, metaKey, shiftKey, detail } = event as MouseEvent;
    // A click that ends the selection of text, which the keyboard's has nothing to do with.
    const selects = detail > 0 && getSelection()?.toString();
    if (ctrlKey || metaKey || shiftKey || selects) return;
    event.preventDefault();
    go({ claim: claim.id });
  });
  const line = { row, verdict, link };
  lines.set(claim, line);
  return line;
}

function offText(off: number): string {
  if (off === 0) return "0";
  const sign = off < 0 ? "−" : "+";
  return Math.abs(off) > 99 ? `${off < 0 ? "<" : ">"} ${sign}99` : `${sign}${Math.abs(off).toFixed(1)}`;
}

function render(): void {
  for (const view of VIEWS) {
    byId(view).hidden = state.view !== view;
    const link = byId(`to-${view}`);
    if (state.view === view) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  renderClaims();
  renderDetails();
  explorer?.show(state.view === "embeddings" ? state.embedding : null);
}

function renderClaims(): void {
  renderControls();
  const asked = data.claims.filter((claim) => isAsked(claim, state))
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
  for (const { claim, verdict } of rows) {
    const { verdict: cell } = lineOf(claim);
    if (cell.className === verdictClass(verdict)) continue;
    cell.replaceChildren(...verdictLabel(verdict));
    cell.className = verdictClass(verdict);
  }
  const order = rows.map(({ claim }) => claim);
  if (order.length !== shown.length || order.some((claim, i) => claim !== shown[i])) {
    shown = order;
    byId("rows").replaceChildren(...order.map((claim) => lineOf(claim).row));
  }
  byId("rows").style.setProperty("--factor", String(state.factor));
  byId("none").hidden = rows.length > 0;
  const words = `${rows.length} of ${data.claims.length} claims`;
  byId("count").textContent = words;
  const told = VERDICTS.map((verdict, i) => `${counts[i]} ${verdict}`).filter((_, i) => counts[i] > 0);
  tell(`${words}. ${told.join(", ")}`);
  drawFactorPlot(asked.map(({ claim }) => claim));
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
  byId("factor-plot").style.setProperty("--at", String((Math.log2(state.factor) + 1) / 2));
}

let telling: ReturnType<typeof setTimeout> | undefined;

/** Tells those who listen, once things have come to rest. */
function tell(words: string): void {
  clearTimeout(telling);
  telling = setTimeout(() => byId("live").textContent = words, 400);
}

function renderControls(): void {
  for (const field of CHOICES) byId<HTMLSelectElement>(field).value = state[field];
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
function filtersOf({ paper, dataset, metric, kind, verdicts, text }: State): Partial<State> {
  return { paper, dataset, metric, kind, verdicts, text };
}

function renderDetails(): void {
  const dialog = byId<HTMLDialogElement>("details");
  if (state.claim === "") {
    if (dialog.open) dialog.close();
    return;
  }
  const claim = data.claims.find(({ id }) => id === state.claim);
  byId("details-body").replaceChildren(
    ...(claim === undefined
      ? [html("h2", { id: "details-title", tabindex: -1 }, `No claim has the id ${state.claim}`)]
      : detailsOf(claim, data, state.factor)),
  );
  const position = claim === undefined ? -1 : shown.indexOf(claim);
  for (const [id, to] of [["previous", position - 1], ["next", position + 1]] as const) {
    const button = byId<HTMLButtonElement>(id);
    button.disabled = position === -1 || shown[to] === undefined;
    button.onclick = () => go({ claim: shown[to].id });
  }
  if (!dialog.open) dialog.showModal();
  dialog.scrollTop = 0;
  byId("details-title").focus();
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
  byId("sort").append(
    html("option", { value: "" }, "the papers' order"),
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
        { role: "columnheader", scope: "col", class: `cell-${column}`, "data-column": column },
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
  text.addEventListener("input", () => go({ text: text.value }, "replace"));
  const factor = byId<HTMLInputElement>("factor");
  factor.addEventListener("input", () => {
    go({ factor: Number((2 ** Number(factor.value)).toFixed(3)) }, "replace");
  });
  byId("factor-reset").addEventListener("click", () => go({ factor: 1 }));
  byId("reset").addEventListener("click", () => go(filtersOf(START)));
  for (const view of VIEWS) {
    byId(`to-${view}`).addEventListener("click", (event) => {
      event.preventDefault();
      go({ view });
    });
  }
  setUpDialog();
  byId("about").textContent = aboutText();
  addEventListener("popstate", () => {
    state = fromHash(location.hash);
    render();
  });
}

/** What the page has, in a few sentences. */
function aboutText(): string {
  const all = data.totals.at(-1);
  if (all === undefined) return "The papers of this report make no claims.";
  const { score } = all.headline;
  const done = data.runs.filter(({ outcome }) => outcome === "done").length;
  const judged = VERDICTS.filter((verdict) => verdict !== "not comparable" && verdict !== "not run")
    .flatMap((verdict) => score.verdicts[verdict] > 0 ? [`${score.verdicts[verdict]} ${verdict}`] : []);
  return `${score.judged} of ${score.numbers} scores are judged, from ${done} runs${
    judged.length === 0 ? "" : `: ${judged.join(", ")}`
  }. Each counts once; the list below has all ${data.claims.length} claims of ${data.papers.length} papers. ` +
    `Open a claim for its runs, its causes and the command that makes it again. Move the slider to see which ` +
    `verdicts depend on the tolerance.`;
}

/** A column sorts upwards, then downwards, then not at all. */
function nextSort(column: Column): Pick<State, "sort" | "descending"> {
  if (state.sort !== column) return { sort: column, descending: false };
  return state.descending ? { sort: "", descending: false } : { sort: column, descending: true };
}

function setUpDialog(): void {
  const dialog = byId<HTMLDialogElement>("details");
  byId("close").addEventListener("click", () => dialog.close());
  // What is beside the panel is the dialog's too, as is the panel's margin.
  dialog.addEventListener("pointerdown", ({ clientX }) => {
    if (clientX < dialog.getBoundingClientRect().left) dialog.close();
  });
  dialog.addEventListener("close", () => {
    const claim = data.claims.find(({ id }) => id === state.claim);
    if (state.claim !== "") go({ claim: "" });
    if (claim !== undefined) lines.get(claim)?.link.focus();
  });
}

setUp();
const explorer = data.embeddings.length === 0
  ? undefined
  : startExplorer(data, embeddings, (embedding) => go({ embedding }));
byId("to-embeddings").hidden = explorer === undefined;
byId("league").append(...leagueView(data.leagues));
byId("to-league").hidden = data.leagues.length === 0;
render();
