/**
 * What may explain the misses, with what its studies measured.
 *
 * @module
 */
import type { Claim } from "../../claims/claims.ts";
import { type Fate, metricsByFate, OUTCOMES, type Tested } from "../../judging/causes.ts";
import type { Sample } from "../../judging/samples.ts";
import type { Paper } from "../../papers/load.ts";
import { plainMetric } from "../../records/record.ts";
import { datasetTitle } from "../figures/names.ts";
import { decimalsIn, spreadText } from "../markdown/digits.ts";
import { anchor, anchorOf, MARKS, printedCell, runsLink, table, text } from "../markdown/markup.ts";

/** A sign for what becomes of a number with a study's change. */
const FATE_MARKS: Record<Fate, string> = {
  reproduced: MARKS.reproduced,
  inconclusive: MARKS.inconclusive,
  missed: "✗",
};

/** The causes of the same misses. */
export interface CauseGroup {
  /** The name of its anchor. */
  readonly id: string;
  /** The claims that are missed, as far as the paper makes them. */
  readonly missed: readonly Claim[];
  readonly causes: readonly Tested[];
}

/** Causes by the misses that they may explain, in the causes' order. */
export function causeGroups(
  { id: paper, claims }: Pick<Paper, "id" | "claims">,
  tested: readonly Tested[],
): CauseGroup[] {
  const byId = new Map(claims.map((claim) => [claim.id, claim]));
  return [...Map.groupBy(tested, ({ cause }) => cause.misses.join(";")).values()].map((causes, i) => ({
    id: anchorOf(paper, "causes", i + 1),
    missed: causes[0].cause.misses.map((name) => byId.get(name)).filter((one) => one !== undefined),
    causes,
  }));
}

/** What is missed, in words: the methods, data sets and metrics, each once. */
export function missedInWords({ missed }: CauseGroup): string {
  const each = (of: (claim: Claim) => string) => [...new Set(missed.map(of))].join(", ");
  const metrics = each(({ metric }) => plainMetric(metric));
  return `${each(({ method }) => method)} on ${each(({ dataset }) => datasetTitle(dataset))}: ${metrics}`;
}

/**
 * How many causes came to what, paper by paper, and in all where there are several papers.
 *
 * @param tested By the papers' ids; papers without causes have no row.
 * @param nameOf A paper's name as Markdown.
 */
export function causeTotals(
  tested: ReadonlyMap<string, readonly Tested[]>,
  nameOf: (paper: string) => string,
): string {
  const row = (name: string, own: readonly Tested[]) => [
    name,
    ...[own.length, ...OUTCOMES.map((outcome) => own.filter((one) => one.outcome === outcome).length)].map(
      String,
    ),
  ];
  const papers = [...tested].filter(([, own]) => own.length > 0);
  return table(["candidate causes", "number", ...OUTCOMES], [
    ...papers.map(([paper, own]) => row(nameOf(paper), own)),
    ...papers.length < 2 ? [] : [row("all", papers.flatMap(([, own]) => own))],
  ]);
}

/** What the studies behind causes are looked up in. */
export interface CauseTableInput {
  readonly paper: Pick<Paper, "id" | "experiments">;
  /** The papers that have a chapter: only there are runs that a link can lead to. */
  readonly chapters: ReadonlySet<string>;
}

/** A table of causes under what they may explain, which a link can lead to. */
export function causeTable(group: CauseGroup, input: CauseTableInput): string[] {
  return [
    `${anchor(group.id)}**What may explain ${text(missedInWords(group))}**`,
    table(
      ["candidate cause", "tested by", "paper", "ours without → with", "outcome", "note"],
      group.causes.map((one) => causeRow(one, input)),
    ),
  ];
}

function causeRow(tested: Tested, input: CauseTableInput): string[] {
  const { cause: { cause, study, metric, note }, outcome, claim, without, with: changed } = tested;
  const isNumber = claim !== undefined && claim.value !== "";
  const numbers = isNumber
    ? `${oursInWords(without, claim)} → ${oursInWords(changed, claim)}`
    : oursInWords(changed, claim);
  return [
    text(cause),
    study === "" ? "no study" : studyCell(tested, input),
    [text(plainMetric(metric)), isNumber ? printedCell(claim) : ""].join(" ").trim(),
    study === "" ? "" : numbers,
    [outcome, ...fatesInWords(tested).map(text)].join("<br>"),
    text(note),
  ];
}

/** Ours with its spread and the number of seeds, such as "0.45 ± 0.07 (4)", in the digits of a claim. */
export function oursInWords(sample: Sample | undefined, claim: Claim | undefined): string {
  if (sample === undefined) return "not run";
  return `${spreadText(sample.mean, sample.sd, claim && decimalsIn(claim.value))} (${sample.values.length})`;
}

/** What becomes of the numbers that a study measures, such as "✓ SIL, DBI" and "✗ CHI". */
export function fatesInWords(tested: Pick<Tested, "judged">): string[] {
  const found = metricsByFate(tested);
  return (Object.keys(FATE_MARKS) as Fate[]).filter((fate) => found[fate].length > 0)
    .map((fate) => `${FATE_MARKS[fate]} ${found[fate].join(", ")}`);
}

/** What a study asks; it leads to the study's runs where there are any. */
function studyCell(
  { cause: { study: id }, with: changed }: Tested,
  { paper, chapters }: CauseTableInput,
): string {
  const declared = paper.experiments.find((one) => one.id === id);
  const name = text(
    changed?.records[0].study?.question ?? declared?.study?.question ?? declared?.title ?? id,
  );
  const isThere = changed !== undefined && chapters.has(id.split("/")[0]);
  return isThere ? `[${name}](${runsLink(id, paper.id)})` : name;
}
