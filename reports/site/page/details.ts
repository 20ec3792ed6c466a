/// <reference lib="dom" />
import { showDuration } from "../../../terminal/duration.ts";
import { firmAt, type Range, verdictAt } from "../../../judging/judge.ts";
import { asPrinted, signed, typeset } from "../../markdown/digits.ts";
import type { SiteClaim, SiteData, SiteRun } from "../data.ts";
import { causesOf } from "./causes.ts";
import { copied } from "./copy.ts";
import { type Child, html, listOf, section, verdictLabel } from "./dom.ts";
import type { Mine } from "./my_runs.ts";
import { curvePlot, seedPlot } from "./plots.ts";
import { readIt } from "./papers.ts";
import { recordsOf, table } from "./record.ts";
import { START, toHash } from "./state.ts";
import { stepsFor } from "./steps.ts";
import { explained } from "./term.ts";
import { metricName, mineText, oursText, recordFile, short, titleOf, verdictClass } from "./text.ts";

/** What a claim's panel is drawn from beside the claim. */
export interface DetailsInput {
  readonly data: SiteData;
  /** The tolerances' factor. */
  readonly factor: number;
  /** What the reader's own runs found of the claim. */
  readonly mine: Mine | undefined;
}

/** All about one claim: the answer first, then why, then what is behind it. */
export function detailsOf(claim: SiteClaim, { data, factor, mine }: DetailsInput): Child[] {
  const runs = claim.runs.map((index) => data.runs[index]);
  const title = data.papers.find(({ id }) => id === claim.paper)?.title ?? claim.paper;
  return [
    html("p", { class: "over" }, title),
    html("h2", { id: "details-title", tabindex: -1 }, titleOf(claim)),
    html(
      "p",
      { class: "under" },
      ...explained([claim.dataset, claim.where, metricName(claim)].join(" · ")),
    ),
    versus(claim, factor, mine),
    ...strip(claim, factor, mine),
    ...(claim.reason === "" ? [] : [
      html("p", {}, factor === 1 ? "" : "At the stated tolerance: ", ...explained(typeset(claim.reason))),
    ]),
    ...causesOf(claim, data),
    ...(claim.errata.length === 0
      ? []
      : [section("Known errors in the paper that affect this claim", ...errors(claim, data))]),
    ...stepsFor(claim, runs, data),
    ...curves(runs),
    ...(runs.length === 0 ? [] : [
      section(
        "Our runs",
        ...foundElsewhere(runs),
        runTable(claim, runs),
        ...pictures(claim, data),
        recordsOf(runs, data),
      ),
    ]),
    ...(claim.lost.length === 0
      ? []
      : [section("Runs without a result", lostRuns(claim.lost.map((index) => data.runs[index])))]),
    ...(claim.basis === "" ? [] : [section("How it is judged", listOf(judgement(claim)))]),
    section("In the paper", listOf(inThePaper(claim)), ...citation(claim, data)),
    html(
      "p",
      { class: "id" },
      "Link to this claim: ",
      html("a", { href: `#${toHash({ ...START, claim: claim.id })}` }, claim.id),
    ),
  ];
}

/** The paper's value, ours, where the difference lies, the verdict, and the reader's own. */
function versus(claim: SiteClaim, factor: number, mine: Mine | undefined): HTMLElement {
  const verdict = verdictAt(claim.judging, factor);
  const isOrder = claim.kind === "ordinal";
  const range = intervalOf(claim);
  return html(
    "div",
    { class: "versus" },
    figure("the paper", claim.printed, claim.statistic === "single" ? "" : claim.statistic),
    figure(
      isOrder ? "ours: the lead" : "ours",
      oursText(claim) || "nothing",
      claim.profile === null ? "" : `${claim.profile} profile`,
    ),
    ...(range === "" ? [] : [figure("interval", range, "of ours less the paper's")]),
    html(
      "div",
      {},
      html("small", {}, "verdict"),
      html("span", { class: verdictClass(verdict) }, ...verdictLabel(verdict, claim.kind)),
      html(
        "small",
        {},
        [firmness(claim, factor), factor === 1 ? "" : `at ${short(factor)} × the tolerance`]
          .filter((part) => part !== "").join(", "),
      ),
    ),
    ...(mine === undefined ? [] : [figure("my runs", mineText(mine, claim), "")]),
  );
}

/** Where the difference lies by the seeds, in the paper's digits; nothing where one seed shows no spread, or for an order. */
function intervalOf({ judging, ...claim }: SiteClaim): string {
  const interval: Range | null = "estimate" in judging ? judging.interval : null;
  return interval?.map((end) => signed(end, claim, claim.sd)).join(" to ") ?? "";
}

/** The seeds as a strip, with what its parts are. */
function strip(claim: SiteClaim, factor: number, mine: Mine | undefined): Child[] {
  const plot = seedPlot(claim, factor, mine?.ours);
  if (plot === "") return [];
  const parts = [
    claim.values.length === 1 ? "Dot: our one seed" : `Dots: our ${claim.values.length} seeds`,
    "tall line: our estimate",
    ...("printed" in claim.judging
      ? ["band: within the tolerance of the paper's value, and within twice of it"]
      : []),
    ...(intervalOf(claim) === "" ? [] : ["bar: the interval"]),
    ...(mine === undefined ? [] : ["diamond: my runs"]),
  ];
  return [html("figure", {}, plot, html("figcaption", {}, `${parts.join("; ")}.`))];
}

/** Whether what is reproduced is so firmly. */
function firmness({ judging }: SiteClaim, factor: number): string {
  const firm = firmAt(judging, factor);
  return firm === null ? "" : firm ? "firm" : "by the mean";
}

function figure(name: string, value: string, note: string): HTMLElement {
  return html("div", {}, html("small", {}, name), html("strong", {}, value), html("small", {}, note));
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

/** Where the paper can be read, and how it is cited. */
function citation({ paper }: SiteClaim, data: SiteData): Child[] {
  const reference = data.papers.find(({ id }) => id === paper)?.reference;
  if (reference === undefined) return [];
  return [
    html("p", {}, ...readIt(reference)),
    html(
      "details",
      {},
      html("summary", {}, "Cite it (BibTeX)"),
      copied(reference.bibtex, "BibTeX of the paper"),
    ),
  ];
}

/** Links to what the runs left of their embeddings. */
function pictures({ runs }: SiteClaim, { embeddings }: SiteData): Child[] {
  const own = embeddings.filter(({ run }) => runs.includes(run));
  if (own.length === 0) return [];
  return [html(
    "p",
    {},
    "See the points: ",
    ...own.flatMap(({ title, file }, i) => [
      i === 0 ? "" : "; ",
      html("a", { href: `#${toHash({ ...START, view: "embeddings", embedding: file })}` }, title),
    ]),
    ".",
  )];
}

/** The errors by their names, with their texts. */
function errors({ errata }: SiteClaim, data: SiteData): HTMLElement[] {
  return errata.map((index) => {
    const { id, where, line, printed, right, note } = data.errata[index];
    return html(
      "div",
      { class: "erratum" },
      html("h4", {}, id),
      html("p", {}, note),
      listOf([
        ["where", line === null ? where : `${where}, line ${line}`],
        ["printed", printed],
        ["right", right],
      ]),
    );
  });
}

function judgement(claim: SiteClaim): [string, string][] {
  const { tolerance, basis, judging } = claim;
  const at = [0.5, 1, 2].map((factor) => `× ${factor}: ${verdictAt(judging, factor)}`).join(", ");
  const range = intervalOf(claim);
  return [
    ["tolerance", tolerance === null ? "none" : `± ${short(tolerance)}`],
    ["basis", basis],
    [
      "interval",
      range === ""
        ? ""
        : `${range}. It counts the paper's error and ours. It is at 98.07 %, so that three looks, at 4, 8 and 16 seeds, ` +
          "together err in 5 of 100 cases.",
    ],
    ["verdict", "verdict" in judging ? "" : at],
  ];
}

/** What found what was scored, where it was another program. */
function foundElsewhere(runs: readonly SiteRun[]): HTMLElement[] {
  const words = new Set(runs.map(({ foundBy }) => foundBy).filter((one) => one !== ""));
  return [...words].map((sentence) => html("p", {}, sentence));
}

function runTable(claim: SiteClaim, runs: readonly SiteRun[]): HTMLElement {
  const several = new Set(runs.map(({ experiment }) => experiment)).size > 1;
  const names = [...several ? ["experiment"] : [], "seed", "value", "took", "record", "commit"];
  const value = (index: number) =>
    claim.kind === "ordinal"
      ? short(claim.values[index])
      : asPrinted(claim.values[index], claim, (claim.sd ?? 0) / 100);
  return table(
    "Our runs",
    names,
    runs.map((run, index) => [
      ...several ? [html("td", {}, run.experiment)] : [],
      html("td", {}, String(run.seed)),
      html("td", {}, value(index)),
      html("td", {}, showDuration(run.seconds)),
      html("td", {}, html("a", { href: recordFile(run) }, `${run.digest}-s${run.seed}`)),
      html("td", {}, run.commit === "" ? "none" : run.commit.replace(/^([0-9a-f]{10})[0-9a-f]+/, "$1")),
    ]),
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
  return [section("Training", html("label", { class: "choice" }, "Curve ", choice), plot)];
}
