/**
 * What may explain misses, and what its studies show, from records alone.
 *
 * @module
 */
import type { Cause, Claim, Claims, Erratum } from "../claims/claims.ts";
import { plainMetric, type RunRecord } from "../records/record.ts";
import { compare, type Comparison } from "./compare.ts";
import { MISSES } from "./judge.ts";
import { type Sample, sampleOf } from "./samples.ts";
import { isJudged, onceEach } from "./tallies.ts";

/** What can come of testing a cause, what explains most first. */
export const OUTCOMES = [
  "explains",
  "explains some",
  "open",
  "ruled out",
  "nothing to explain",
  "not tested",
] as const;

/** What came of testing a cause. */
export type Outcome = typeof OUTCOMES[number];

/** The seeds that a study must have before it explains a miss, or is ruled out. */
const SEEDS = 4;

/** A cause beside the numbers that it may explain. */
export interface Tested {
  readonly cause: Cause;
  readonly outcome: Outcome;
  /** The numbers that the study measures too, by the verdict that they would have with the study's change. */
  readonly judged: readonly Comparison[];
  /** The claim whose number is shown: the first of the misses that is about the study's metric; nothing without a study. */
  readonly claim: Claim | undefined;
  /** Ours without the study's change, in the printed unit; nothing where it was not run. */
  readonly without: Sample | undefined;
  /** Ours with it. */
  readonly with: Sample | undefined;
}

/** Whether a comparison is a miss that wants a cause: decided, and outside the tolerance. */
export function isMiss({ claim, verdict }: Pick<Comparison, "claim" | "verdict">): boolean {
  return claim.kind === "result" && MISSES.includes(verdict);
}

/**
 * Causes with what the records show of them, in the causes' order.
 *
 * The study's runs are judged in the place of the protocol's, by the same rules, against the numbers of the group that they
 * measure: those of the experiment that the study varies, if the group has any. Bounds are left out: they only say of a miss
 * that it cannot be met. A cause
 *
 * - `explains` the misses if each number that is missed is reproduced, and no other is missed instead;
 * - `explains some` if only some that are missed are reproduced, or another is missed instead;
 * - is `ruled out` if every number that was missed still is;
 * - has `nothing to explain` if the study measures some, and none of them is missed;
 * - is `open` while the study has fewer than four seeds, and in all other cases;
 * - is `not tested` where no run of the study measured what it is about.
 *
 * @param comparisons Of the paper's claims, with the protocol as it is.
 * @param errata The paper's own.
 * @throws {RangeError} If a record has one measurement twice.
 */
export function causesOf(
  causes: readonly Cause[],
  comparisons: readonly Comparison[],
  records: readonly RunRecord[],
  errata: readonly Erratum[],
): Tested[] {
  const claims = comparisons.map(({ claim }) => claim);
  const byId = new Map(comparisons.map((one) => [one.claim.id, one]));
  const byExperiment = Map.groupBy(records, ({ experiment }) => experiment);
  return causes.map((cause) => {
    const own = byExperiment.get(cause.study) ?? [];
    const of = sampleOf(own, cause)?.records[0].study?.of;
    const group = cause.misses.map((id) => byId.get(id)).filter((one) => one !== undefined);
    const varied = group.filter(({ claim }) => claim.experiment === of);
    const about = (varied.length > 0 ? varied : group).map(({ claim }) => claim);
    const shown = about.filter(({ metric }) => cause.study !== "" && metric === cause.metric);
    // An average says more of a change than a best run.
    const claim = shown.find(({ statistic }) => statistic !== "best") ?? shown[0];
    const units = claim?.units ?? 1;
    const changed = sampleOf(own, cause, units);
    // Each beside all that its paper prints for the same, which an erratum may name as right.
    const varies = new Set(about.map(({ experiment }) => experiment));
    const moved = claims.filter(({ kind, experiment }) => kind === "result" && varies.has(experiment))
      .map((one) => asked(one, cause));
    const changedById = new Map(compare(moved, errata, own).map((one) => [one.claim.id, one]));
    const judged = about.filter(({ kind }) => kind === "result")
      .map(({ id }) => changedById.get(id)!).filter(isJudged);
    return {
      cause,
      outcome: changed === undefined ? "not tested" : outcomeOf(judged, byId, changed.values.length),
      judged,
      claim,
      without: claim && sampleOf(byExperiment.get(claim.experiment) ?? [], claim, units),
      with: changed,
    };
  });
}

/** The causes of each paper, by its id, as {@linkcode causesOf} has them; a cause may be tested by another paper's experiment. */
export function causesByPaper(
  papers: readonly Pick<Claims & { readonly id: string }, "id" | "causes" | "errata">[],
  comparisons: readonly Comparison[],
  records: readonly RunRecord[],
): Map<string, Tested[]> {
  const ofPaper = Map.groupBy(comparisons, ({ claim }) => claim.paper);
  return new Map(
    papers.map((
      paper,
    ) => [paper.id, causesOf(paper.causes, ofPaper.get(paper.id) ?? [], records, paper.errata)]),
  );
}

/** A claim as the runs of a cause's study answer it. */
function asked(claim: Claim, { study, metric, space, split, average }: Cause): Claim {
  return {
    ...claim,
    experiment: study,
    space,
    split,
    average: claim.metric === metric ? average : claim.average,
  };
}

/** @param before The comparisons with the protocol as it is, by their claims' ids. */
function outcomeOf(
  judged: readonly Comparison[],
  before: ReadonlyMap<string, Comparison>,
  seeds: number,
): Outcome {
  const missed = judged.filter(({ claim }) => isMiss(before.get(claim.id)!));
  if (judged.length > 0 && missed.length === 0) return "nothing to explain";
  if (seeds < SEEDS) return "open";
  const solved = missed.filter(({ verdict }) => verdict === "reproduced").length;
  const spoilt = judged.some((one) =>
    fateOf(one) === "missed" && fateOf(before.get(one.claim.id)!) !== "missed"
  );
  if (solved > 0) return solved === missed.length && !spoilt ? "explains" : "explains some";
  return missed.length > 0 && missed.every((one) => fateOf(one) === "missed") ? "ruled out" : "open";
}

/** What becomes of a number with a study's change. One that then meets what the paper should have printed is still missed. */
export type Fate = "reproduced" | "inconclusive" | "missed";

function fateOf({ verdict }: Comparison): Fate {
  return verdict === "reproduced" || verdict === "inconclusive" ? verdict : "missed";
}

/**
 * The metrics of the numbers that a cause's study measures, by what becomes of them with its change. Where the best and the
 * average of a metric differ in that, they are named apart.
 */
export function metricsByFate({ judged }: Pick<Tested, "judged">): Record<Fate, string[]> {
  const found: Record<Fate, string[]> = { reproduced: [], inconclusive: [], missed: [] };
  for (const [metric, own] of Map.groupBy(judged, ({ claim }) => plainMetric(claim.metric))) {
    const differ = new Set(own.map(fateOf)).size > 1;
    for (const one of own) {
      const name = differ && one.claim.statistic === "best" ? `best ${metric}` : metric;
      if (!found[fateOf(one)].includes(name)) found[fateOf(one)].push(name);
    }
  }
  return found;
}

/** What the search for causes came to. */
export interface Search {
  /** How many results are missed. */
  readonly missed: number;
  /** How many of them have a cause that was tested. */
  readonly tested: number;
  /** How many are reproduced with one. */
  readonly explained: number;
  /**
   * How often a missed result was judged by a study of four seeds or more, in one of the spaces that it measures: each such
   * trial may hit by chance. A number counts once, however often it is printed.
   */
  readonly trials: number;
  /** In how many of these it was reproduced. */
  readonly hits: number;
}

/** How far the misses are explained, and how many trials that took. */
export function searchForCauses(comparisons: readonly Comparison[], tested: readonly Tested[]): Search {
  const missed = new Set(comparisons.filter(isMiss).map(({ claim }) => claim.id));
  const own = tested.filter(isTested);
  const explaining = own.filter(({ outcome }) => outcome === "explains" || outcome === "explains some");
  const reproduced = explaining.flatMap(({ judged }) => judged)
    .filter(({ verdict }) => verdict === "reproduced").map(({ claim }) => claim.id);
  const trials = own.filter((one) => one.with!.values.length >= SEEDS)
    .flatMap(({ judged }) => onceEach(judged.filter(({ claim }) => missed.has(claim.id))));
  return {
    missed: missed.size,
    tested: missed.intersection(new Set(own.flatMap(judgedIn))).size,
    explained: missed.intersection(new Set(reproduced)).size,
    trials: trials.length,
    hits: trials.filter(({ verdict }) => verdict === "reproduced").length,
  };
}

/** The ids of the claims that a cause's study measured. */
export function judgedIn({ judged }: Pick<Tested, "judged">): string[] {
  return judged.map(({ claim }) => claim.id);
}

/** Whether a cause was put to a test. */
export function isTested({ outcome }: Pick<Tested, "outcome">): boolean {
  return outcome !== "not tested";
}
