/// <reference lib="dom" />
import { showDuration } from "../../../terminal/progress.ts";
import { firmAt, verdictAt } from "../../../judging/judge.ts";
import { asPrinted, signed } from "../../markdown/digits.ts";
import type { SiteClaim, SiteData, SiteRun } from "../data.ts";
import { type Child, html, verdictLabel } from "./dom.ts";
import { curvePlot, seedPlot } from "./plots.ts";
import { START, toHash } from "./state.ts";
import { commandsFor, metricName, oursText, recordFile, short, verdictClass } from "./text.ts";

/** All about one claim. */
export function detailsOf(claim: SiteClaim, data: SiteData, factor: number): Child[] {
  const runs = claim.runs.map((index) => data.runs[index]);
  const verdict = verdictAt(claim.judging, factor);
  const title = data.papers.find(({ id }) => id === claim.paper)?.title ?? claim.paper;
  return [
    html("p", { class: "over" }, title),
    html(
      "h2",
      { id: "details-title", tabindex: -1 },
      claim.method === "" ? metricName(claim) : `${claim.method}, ${metricName(claim)}`,
    ),
    html("p", { class: "under" }, `${claim.dataset} · ${claim.where}`),
    html(
      "div",
      { class: "versus" },
      figure("the paper", claim.printed, claim.statistic === "single" ? "" : claim.statistic),
      figure(
        claim.kind === "ordinal" ? "ours: the lead" : "ours",
        oursText(claim) || "nothing",
        claim.profile === null ? "" : `${claim.profile} profile`,
      ),
      html(
        "div",
        {},
        html("span", { class: verdictClass(verdict) }, ...verdictLabel(verdict)),
        html(
          "small",
          {},
          [firmness(claim, factor), factor === 1 ? "" : `at ${short(factor)} × the tolerance`]
            .filter((part) => part !== "").join(", "),
        ),
      ),
    ),
    seedPlot(claim, factor),
    ...(claim.reason === "" ? [] : [html("p", {}, claim.reason)]),
    ...causes(claim, data),
    section("In the paper", listOf(inThePaper(claim))),
    ...(claim.errata.length === 0
      ? []
      : [section("Known errors in the paper that affect this claim", ...errors(claim, data))]),
    ...(claim.basis === "" ? [] : [section("How it is judged", listOf(judgement(claim)))]),
    ...(runs.length === 0 ? [] : [section("Our runs", runTable(claim, runs, data))]),
    ...curves(runs),
    ...(claim.lost.length === 0
      ? []
      : [section("Runs without a result", lostRuns(claim.lost.map((index) => data.runs[index])))]),
    ...(runs.length === 0 ? [] : [
      section(
        "Make it again",
        ...commandsFor(runs, data.again).map((command) => html("pre", { tabindex: 0 }, command)),
      ),
      ...made(runs, data),
    ]),
    html(
      "p",
      { class: "id" },
      "Link to this claim: ",
      html("a", { href: `#${toHash({ ...START, claim: claim.id })}` }, claim.id),
    ),
  ];
}

/** Whether what is reproduced is so firmly. */
function firmness({ judging }: SiteClaim, factor: number): string {
  const firm = firmAt(judging, factor);
  return firm === null ? "" : firm ? "firm" : "by the mean";
}

/** What may explain a miss. */
function causes({ causes }: SiteClaim, data: SiteData): HTMLElement[] {
  if (causes.length === 0) return [];
  return [
    section(
      "What may explain the difference",
      ...causes.map((index) => {
        const { cause, study, metric, printed, without, with: changed, outcome, note } = data.causes[index];
        const from = without === "" ? "not run" : without, to = changed === "" ? "not run" : changed;
        return listOf([
          ["cause", cause],
          ["outcome", outcome],
          ["study", study],
          ["paper", printed === "" ? "" : `${metric} ${printed}`],
          ["ours without → with", study === "" ? "" : `${from} → ${to}`],
          ["note", note],
        ]);
      }),
    ),
  ];
}

function figure(name: string, value: string, note: string): HTMLElement {
  return html("div", {}, html("small", {}, name), html("strong", {}, value), html("small", {}, note));
}

function section(title: string, ...children: Child[]): HTMLElement {
  return html("section", {}, html("h3", {}, title), ...children);
}

/** Names with their texts, without those that are empty. */
function listOf(items: readonly (readonly [string, string])[]): HTMLElement {
  return html(
    "dl",
    {},
    ...items.filter(([, text]) => text !== "")
      .flatMap(([name, text]) => [html("dt", {}, name), html("dd", {}, text)]),
  );
}

function inThePaper(claim: SiteClaim): [string, string][] {
  const line = claim.line === null ? "" : `, line ${claim.line} of its text`;
  return [
    ["printed", claim.printed],
    ["where", claim.where + line],
    ["kind", claim.kind],
    ["experiment", claim.experiment],
    ["statistic", claim.statistic],
    ["runs behind it", claim.behind === null ? "" : String(claim.behind)],
    ["space", claim.space],
    ["split", claim.split],
    ["average", claim.average],
    ["note", claim.note],
  ];
}

function errors({ errata }: SiteClaim, data: SiteData): HTMLElement[] {
  return errata.map((index) => {
    const { where, line, printed, right, note } = data.errata[index];
    return listOf([
      ["where", `${where}, line ${line}`],
      ["printed", printed],
      ["right", right],
      ["note", note],
    ]);
  });
}

function judgement(claim: SiteClaim): [string, string][] {
  const { tolerance, basis, judging, sd } = claim;
  const at = [0.5, 1, 2].map((factor) => `× ${factor}: ${verdictAt(judging, factor)}`).join(", ");
  const interval = "estimate" in judging ? judging.interval : null;
  return [
    ["tolerance", tolerance === null ? "none" : `± ${short(tolerance)}`],
    ["basis", basis],
    ["interval of the difference", interval?.map((end) => signed(end, claim, sd)).join(" to ") ?? ""],
    ["verdict", "verdict" in judging ? "" : at],
  ];
}

function runTable(claim: SiteClaim, runs: readonly SiteRun[], data: SiteData): HTMLElement {
  const several = new Set(runs.map(({ experiment }) => experiment)).size > 1;
  const names = [...several ? ["experiment"] : [], "seed", "value", "took", "record", "commit"];
  const value = (index: number) =>
    claim.kind === "ordinal"
      ? short(claim.values[index])
      : asPrinted(claim.values[index], claim, (claim.sd ?? 0) / 100);
  return html(
    "div",
    { class: "scroll", tabindex: 0, role: "region", "aria-label": "Our runs" },
    html(
      "table",
      {},
      html("thead", {}, html("tr", {}, ...names.map((name) => html("th", { scope: "col" }, name)))),
      html(
        "tbody",
        {},
        ...runs.map((run, index) =>
          html(
            "tr",
            { title: `${run.started}; ${data.machines[run.machine]}` },
            ...several ? [html("td", {}, run.experiment)] : [],
            html("td", {}, String(run.seed)),
            html("td", {}, value(index)),
            html("td", {}, showDuration(run.seconds)),
            html("td", {}, html("a", { href: recordFile(run) }, `${run.digest}-s${run.seed}`)),
            html("td", {}, run.commit === "" ? "none" : run.commit.replace(/^([0-9a-f]{10})[0-9a-f]+/, "$1")),
          )
        ),
      ),
    ),
  );
}

function lostRuns(runs: readonly SiteRun[]): HTMLElement {
  return html(
    "ul",
    {},
    ...runs.map((run) =>
      html(
        "li",
        {},
        `${run.experiment} (${run.profile}, seed ${run.seed}): ${run.outcome}; `,
        html("a", { href: recordFile(run) }, "record"),
      )
    ),
  );
}

/** The curve of what was logged over the epochs, with a choice where more than one thing was. */
function curves(runs: readonly SiteRun[]): HTMLElement[] {
  const names = [...new Set(runs.flatMap(({ curves }) => curves.map(([name]) => name)))];
  if (names.length === 0) return [];
  const plot = html("div", {}, curvePlot(runs, names[0]));
  const choice = html("select", {}, ...names.map((name) => html("option", {}, name)));
  choice.addEventListener("change", () => plot.replaceChildren(curvePlot(runs, choice.value)));
  return [section("Training", html("label", {}, "What ", choice), plot)];
}

/** With which configuration, data and machine. */
function made(runs: readonly SiteRun[], data: SiteData): HTMLElement[] {
  const unique = (positions: number[], texts: readonly string[]) =>
    [...new Set(positions)].map((position) => html("pre", { tabindex: 0 }, texts[position]));
  const parts: [string, HTMLElement[]][] = [
    ["Configuration", unique(runs.map(({ config }) => config), data.configs)],
    ["Data", unique(runs.map((run) => run.data), data.data)],
    ["Machine", unique(runs.map(({ machine }) => machine), data.machines)],
  ];
  return parts.map(([name, blocks]) => html("details", {}, html("summary", {}, name), ...blocks));
}
