/**
 * The papers' numbers beside ours: one comparison a claim, from records alone.
 *
 * @module
 */
import papaparse from "papaparse";
import {
  type Measurement,
  type Profile,
  PROFILES,
  recordPath,
  type RunRecord,
} from "../benchmarks/runner/record.ts";
import { type Claim, type Erratum, isPlainNumber } from "./claims.ts";
import { directionOf } from "./direction.ts";
import { studentT95 } from "./student_t.ts";

/** What a comparison can come to, in the order that reports show. */
export const VERDICTS = [
  "reproduced",
  "close",
  "better",
  "worse",
  "contradicted",
  "not comparable",
  "not run",
] as const;

/** What a comparison came to. */
export type Verdict = typeof VERDICTS[number];

/** One claim beside our runs. Where nothing was measured, the numbers are null. */
export interface Comparison {
  readonly claim: Claim;
  /** The mean over the seeds; for a claim about the best run, the best of them. */
  readonly ours: number | null;
  /** Standard deviation over the seeds (n - 1 in the denominator); null for one seed. */
  readonly sd: number | null;
  /** The best of the seeds; null where no way is better. */
  readonly best: number | null;
  /** The mean over the seeds, whatever the claim is about. */
  readonly mean: number | null;
  /** The number of seeds. */
  readonly n: number;
  /** The tolerance used: the claim's, or the interval of our seeds where that is wider. */
  readonly tolerance: number | null;
  /** Ours less the paper's. */
  readonly difference: number | null;
  readonly verdict: Verdict;
  /** Why, where the verdict alone does not say it. */
  readonly reason: string;
  readonly profile: Profile | null;
  /** The records behind it, as paths from the result folder. */
  readonly records: readonly string[];
  /** The verdict at half the tolerance. */
  readonly atHalf: Verdict;
  /** The verdict at twice the tolerance. */
  readonly atTwice: Verdict;
}

/** The runs that one number stands on. */
export interface Sample {
  readonly records: readonly RunRecord[];
  readonly values: readonly number[];
  readonly mean: number;
  /** Null for one value. */
  readonly sd: number | null;
  /** How many other configurations of the same profile were measured too. */
  readonly others: number;
}

/** The measurement that a record has for something, if any. */
export type Picker = (record: RunRecord) => Measurement | undefined;

/**
 * The runs behind a number: of the records that are done and have the measurement, those of the highest profile, and
 * of these the configuration that was run last. Nothing if there are none.
 */
export function sampleOf(records: readonly RunRecord[], pick: Picker): Sample | undefined {
  const usable = records.filter((record) => record.status === "done" && pick(record) !== undefined);
  if (usable.length === 0) return undefined;
  const highest = Math.max(...usable.map(({ profile }) => PROFILES.indexOf(profile)));
  const eligible = usable.filter(({ profile }) => PROFILES.indexOf(profile) === highest);
  const { digest } = lastOf(eligible);
  const group = eligible.filter((record) => record.digest === digest).sort((a, b) => a.seed - b.seed);
  const values = group.map((record) => pick(record)!.value);
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return {
    records: group,
    values,
    mean,
    sd: values.length > 1 ? Math.sqrt(squares / (values.length - 1)) : null,
    others: new Set(eligible.map(({ digest }) => digest)).size - 1,
  };
}

/** The record whose run began last. */
function lastOf(records: readonly RunRecord[]): RunRecord {
  return records.reduce((a, b) => b.provenance.started > a.provenance.started ? b : a);
}

/** The measurement of a record that answers a claim: the first of its metric, in its space if it names one. */
function answer({ metric, space }: Claim, { measurements }: RunRecord): Measurement | undefined {
  return measurements.find((one) => one.metric === metric && (space === "" || one.space === space));
}

/**
 * Every claim beside our runs.
 *
 * A number is `reproduced` if it is within the tolerance of the paper's, `close` within twice that, and otherwise
 * `better` or `worse` by the metric's direction (`worse` where it has none). It is `contradicted` if it misses the
 * printed value and meets the right one of an erratum. Only runs of the profile `paper` on the paper's own data are
 * judged. The tolerance is never smaller than the 95 % interval of our seeds: of their mean for an average, of one
 * more run for a single value.
 */
export function compare(
  claims: readonly Claim[],
  errata: readonly Erratum[],
  records: readonly RunRecord[],
): Comparison[] {
  const byExperiment = Map.groupBy(records, ({ experiment }) => experiment);
  return claims.map((claim) => {
    const own = byExperiment.get(claim.experiment) ?? [];
    const sample = claim.kind === "ordinal" ? undefined : sampleOf(own, (record) => answer(claim, record));
    if (sample === undefined) return unmeasured(claim, own);
    return measured(claim, errata.filter((erratum) => erratum.claims.includes(claim.id)), sample);
  });
}

function unmeasured(claim: Claim, records: readonly RunRecord[]): Comparison {
  const cited = claim.kind === "cited";
  const verdict = cited ? "not comparable" : "not run";
  return {
    claim,
    ours: null,
    sd: null,
    best: null,
    mean: null,
    n: 0,
    tolerance: claim.tolerance,
    difference: null,
    verdict,
    reason: cited ? CITED : notRun(claim, records),
    profile: null,
    records: [],
    atHalf: verdict,
    atTwice: verdict,
  };
}

const CITED = "cited from other work";

function notRun({ kind, experiment, metric, space }: Claim, records: readonly RunRecord[]): string {
  if (kind === "ordinal") return "ordinal claims are not judged yet";
  if (experiment === "") return "no experiment answers this claim yet";
  if (records.length === 0) return `no record of ${experiment}`;
  if (records.some(({ status }) => status === "done")) {
    return `no run measured ${metric}${space === "" ? "" : ` in ${space}`}`;
  }
  return outcome(lastOf(records));
}

/** What became of a run that is not done, in words. */
export function outcome({ status, error, reason }: RunRecord): string {
  const why = status === "failed" ? error : reason;
  return why === undefined || why === "" ? status : `${status}: ${why}`;
}

function measured(claim: Claim, errata: readonly Erratum[], sample: Sample): Comparison {
  const { records, values, mean, sd, others } = sample;
  const { profile } = records[0];
  const value = Number(claim.value);
  const direction = directionOf(claim.metric);
  const best = direction === undefined
    ? null
    : direction === "higher"
    ? Math.max(...values)
    : Math.min(...values);
  const ours = claim.statistic === "best" ? best! : mean;
  const width = intervalOf(claim, sample);
  const tolerance = claim.tolerance === null ? null : Math.max(claim.tolerance, width);

  const reasons = obstacles(claim, sample);
  const verdicts = [1, 0.5, 2].map((factor): Verdict =>
    reasons.length > 0 || tolerance === null
      ? "not comparable"
      : judge(ours, value, tolerance * factor, errata, direction)
  );
  if (verdicts[0] === "contradicted") {
    reasons.push(...errata.filter((erratum) => isRight(ours, erratum, tolerance!)).map(({ note }) => note));
  }
  if (tolerance !== null && width > claim.tolerance!) {
    reasons.push(`the tolerance is the 95 % interval of ${values.length} seeds`);
  }
  if (others > 0) reasons.push(`${others} other configuration${others > 1 ? "s" : ""} measured, run before`);
  return {
    claim,
    ours,
    sd,
    best,
    mean,
    n: values.length,
    tolerance,
    difference: ours - value,
    verdict: verdicts[0],
    reason: reasons.join("; "),
    profile,
    records: records.map(recordPath),
    atHalf: verdicts[1],
    atTwice: verdicts[2],
  };
}

/**
 * Half the width of the 95 % interval that a claim's statistic would fall in by our seeds; 0 where none is known: for a
 * best, and from fewer than three seeds, whose interval would hold almost anything.
 */
function intervalOf({ statistic }: Claim, { values, sd }: Sample): number {
  const n = values.length;
  if (sd === null || n < 3 || statistic === "best") return 0;
  return studentT95(n - 1) * sd * Math.sqrt(statistic === "avg" ? 1 / n : 1 + 1 / n);
}

/** Why a claim cannot be judged by these runs. */
function obstacles(claim: Claim, { records }: Sample): string[] {
  const { profile } = records[0];
  const standIns = records.flatMap(({ data }) => data).filter(({ standIn }) => standIn !== undefined);
  return [
    ...(claim.kind === "cited" ? [CITED] : []),
    ...new Set(standIns.map(({ name, standIn }) => `stand-in data: ${name} ${standIn}`)),
    ...(profile === "paper" ? [] : [`scaled: ${profile} profile`]),
  ];
}

function judge(
  ours: number,
  value: number,
  tolerance: number,
  errata: readonly Erratum[],
  direction: "higher" | "lower" | undefined,
): Verdict {
  if (isWithin(ours, value, tolerance)) return "reproduced";
  if (errata.some((erratum) => isRight(ours, erratum, tolerance))) return "contradicted";
  if (isWithin(ours, value, 2 * tolerance)) return "close";
  if (direction === undefined) return "worse";
  return (ours > value) === (direction === "higher") ? "better" : "worse";
}

function isRight(ours: number, { right }: Erratum, tolerance: number): boolean {
  return isPlainNumber(right) && isWithin(ours, Number(right), tolerance);
}

/** Whether two numbers are at most `tolerance` apart, give or take what rounding to a float64 does to them. */
function isWithin(a: number, b: number, tolerance: number): boolean {
  return Math.abs(a - b) <= tolerance + 1e-12 * Math.max(Math.abs(a), Math.abs(b));
}

/** A measurement that no claim asks for, over the seeds of one experiment. */
export interface Extra {
  readonly paper: string;
  readonly experiment: string;
  readonly method: string;
  readonly dataset: string;
  readonly measurement: Measurement;
  readonly profile: Profile;
  readonly sample: Sample;
}

/** What was measured beyond what the claims ask for, in the order of the records. */
export function extras(claims: readonly Claim[], records: readonly RunRecord[]): Extra[] {
  return [...Map.groupBy(records, ({ experiment }) => experiment)].flatMap(([experiment, own]) => {
    const asked = claims.filter((claim) => claim.experiment === experiment);
    const found = new Map<string, Measurement>();
    for (const record of own) {
      const answers = new Set(asked.map((claim) => answer(claim, record)));
      for (const one of record.measurements) if (!answers.has(one)) found.set(keyOf(one), one);
    }
    return [...found].flatMap(([key, measurement]) => {
      const sample = sampleOf(own, ({ measurements }) => measurements.find((one) => keyOf(one) === key));
      if (sample === undefined) return [];
      const { paper, method, dataset, profile } = sample.records[0];
      return [{ paper, experiment, method, dataset, measurement, profile, sample }];
    });
  });
}

function keyOf({ metric, space, split, average }: Measurement): string {
  return JSON.stringify([metric, space, split, average]);
}

/** The comparisons as CSV, one row a claim: what `OUT/claims.csv` holds. */
export function claimsCsv(comparisons: readonly Comparison[]): string {
  const rows = comparisons.map(({ claim, ...ours }) => ({
    id: claim.id,
    paper: claim.paper,
    where: claim.where,
    dataset: claim.dataset,
    method: claim.method,
    metric: claim.metric,
    statistic: claim.statistic,
    value: claim.value,
    ours: ours.ours,
    sd: ours.sd,
    best: ours.best,
    n: ours.n,
    tolerance: ours.tolerance,
    difference: ours.difference,
    verdict: ours.verdict,
    reason: ours.reason,
    profile: ours.profile,
    records: ours.records.join(";"),
  }));
  return papaparse.unparse(rows, { newline: "\n" }) + "\n";
}
