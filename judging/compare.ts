/**
 * The papers' numbers beside ours: one comparison a claim, from records alone.
 *
 * @module
 */
import { measurementName, type Profile, recordPath, type RunRecord } from "../records/record.ts";
import {
  askedOf,
  type Claim,
  DOES_NOT_HOLD,
  type Erratum,
  experimentsOf,
  orderOf,
} from "../claims/claims.ts";
import { isWithin, type Judging, type Verdict, verdictAt } from "./judge.ts";
import { isPlainNumber } from "../claims/numbers.ts";
import { leadInWords, leadOf, type Side, weakestOf } from "./orders.ts";
import { lastOf, obstaclesOf, type Sample, sampleOf } from "./samples.ts";
import { studentT95 } from "./student_t.ts";

/** One claim beside our runs, in the unit that the paper prints. Where nothing was measured, the numbers are null. */
export interface Comparison {
  readonly claim: Claim;
  /** The mean over the seeds; for a claim about the best run, the best of them; for an order, the lead. */
  readonly ours: number | null;
  /** Standard deviation over the seeds (n - 1 in the denominator); null for one seed. */
  readonly sd: number | null;
  /** The best of the seeds; null where no way is better, and for an order. */
  readonly best: number | null;
  /** The mean over the seeds, whatever the claim is about; null for an order. */
  readonly mean: number | null;
  /** The number of seeds. */
  readonly n: number;
  /** The tolerance used: the claim's, or the interval of our seeds where that is wider. */
  readonly tolerance: number | null;
  /** Ours less the paper's; null for an order. */
  readonly difference: number | null;
  readonly verdict: Verdict;
  /** Why, where the verdict alone does not say it. */
  readonly reason: string;
  readonly profile: Profile | null;
  /** The records behind it, as paths from the result folder. */
  readonly records: readonly string[];
  /** What the verdict depends on: `verdictAt` gives it at any tolerance. */
  readonly judging: Judging;
  /** The verdict at half the tolerance. */
  readonly atHalf: Verdict;
  /** The verdict at twice the tolerance. */
  readonly atTwice: Verdict;
  /** The verdict at the claim's own tolerance, even where the interval of our seeds is wider. */
  readonly atStated: Verdict;
  /** The verdict under the 95 % interval of our seeds alone; null where there is none, or nothing is judged. */
  readonly atInterval: Verdict | null;
}

/** All that a claim is compared with. */
interface Context {
  claims: ReadonlyMap<string, Claim>;
  errata: readonly Erratum[];
  records: ReadonlyMap<string, readonly RunRecord[]>;
}

/**
 * Every claim beside our runs.
 *
 * A number is `reproduced` if it is within the tolerance of the paper's, `close` if it is further by no more than the
 * claim's own tolerance (twice that in all, where our seeds' interval is not wider), and otherwise `better` or `worse`
 * by the metric's direction (`worse` where it has none). It is `contradicted` if it misses the
 * printed value and meets the right one of an erratum, or another that the paper prints for the same, within that one's
 * tolerance: the claims that an erratum names together. Only runs of the profile `paper` on the paper's own data are judged. The tolerance is
 * never smaller than the 95 % interval of our seeds: of their mean for an average, of one more run for a single value;
 * two seeds have none.
 *
 * An order is judged over the seeds, as {@linkcode verdictAt} does: `worse` means that it does not hold, `contradicted` that
 * it does not hold in the paper's own numbers either.
 *
 * @throws {RangeError} If a record has one measurement twice.
 */
export function compare(
  claims: readonly Claim[],
  errata: readonly Erratum[],
  records: readonly RunRecord[],
): Comparison[] {
  const byId = new Map(claims.map((claim) => [claim.id, claim]));
  const byExperiment = Map.groupBy(records, ({ experiment }) => experiment);
  return claims.map((claim) => {
    const touching = errata.filter((erratum) => erratum.claims.includes(claim.id));
    const context = { claims: byId, errata: touching, records: byExperiment };
    if (claim.kind === "ordinal") return ordered(claim, context);
    const own = byExperiment.get(claim.experiment) ?? [];
    const sample = sampleOf(own, claim, claim.units);
    if (sample !== undefined) return measured(claim, sample, context);
    return unmeasured(claim, claim.kind === "cited" ? CITED : notRun(claim, claim.experiment, context));
  });
}

function unmeasured(claim: Claim, reason: string): Comparison {
  const verdict = claim.kind === "cited" ? "not comparable" : "not run";
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
    reason,
    profile: null,
    records: [],
    judging: { verdict },
    atHalf: verdict,
    atTwice: verdict,
    atStated: verdict,
    atInterval: null,
  };
}

const CITED = "cited from other work";

/** Why nothing answers a claim; `asked` is what it asks of one of its experiments. */
function notRun(asked: Claim, experiment: string, { records }: Context): string {
  if (experiment === "") return asked.basis;
  const own = records.get(experiment) ?? [];
  if (own.length === 0) return `no record of ${experiment}`;
  return own.some(({ status }) => status === "done")
    ? `no run measured ${measurementName(asked)}`
    : outcome(lastOf(own));
}

/** What became of a run, in words. */
export function outcome({ status, error }: RunRecord): string {
  return error ? `${status}: ${error}` : status;
}

/** A value that would be as good an answer as the printed one, and what it means if it is ours. */
interface Alternative {
  value: number;
  /** That of the claim which has the value: another value's size asks for another tolerance. */
  tolerance: number;
  /** What to say of it. */
  name: string;
  note: string;
}

function measured(claim: Claim, sample: Sample, context: Context): Comparison {
  const { records, values, mean, sd, others } = sample;
  const value = Number(claim.value);
  const { direction } = claim;
  const best = bestOf(values, direction);
  const ours = claim.statistic === "best" ? best! : mean;
  const width = intervalOf(claim, { n: values.length, sd });
  const tolerance = claim.tolerance === null ? null : Math.max(claim.tolerance, width);
  const alternatives = alternativesTo(claim, context, width);
  const obstacles = [
    ...(claim.kind === "cited" ? [CITED] : tolerance === null ? [claim.basis] : []),
    ...obstaclesOf(sample),
  ];
  const judging: Judging = obstacles.length > 0 ? { verdict: "not comparable" } : {
    ours,
    printed: value,
    tolerance: tolerance!,
    more: claim.tolerance!,
    others: alternatives.map(({ value, tolerance }) => ({ value, tolerance })),
    direction,
  };
  const verdict = verdictAt(judging, 1);
  const stated: Judging = "ours" in judging
    ? { ...judging, tolerance: claim.tolerance!, others: alternativesTo(claim, context, 0) }
    : judging;
  const reasons = [
    ...obstacles,
    ...(obstacles.length > 0 ? [] : holding(ours, verdict, alternatives)),
    ...(tolerance !== null && width > claim.tolerance!
      ? [`the tolerance is the 95 % interval of ${values.length} seeds`]
      : []),
    ...otherConfigurations(others),
  ];
  return {
    claim,
    ours,
    sd,
    best,
    mean,
    n: values.length,
    tolerance,
    difference: ours - value,
    verdict,
    reason: reasons.join("; "),
    profile: records[0].profile,
    records: records.map(recordPath),
    judging,
    atHalf: verdictAt(judging, 0.5),
    atTwice: verdictAt(judging, 2),
    atStated: verdictAt(stated, 1),
    atInterval: width > 0 && "ours" in judging
      ? verdictAt({ ...judging, tolerance: width, more: 0 }, 1)
      : null,
  };
}

function bestOf(values: readonly number[], direction: Claim["direction"]): number | null {
  if (direction === null) return null;
  return direction === "higher" ? Math.max(...values) : Math.min(...values);
}

function otherConfigurations(others: number): string[] {
  return others > 0 ? [`${others} other configuration${others > 1 ? "s" : ""} measured, run before`] : [];
}

/**
 * Half the width of the 95 % interval that a claim's statistic would fall in by our seeds; 0 where none is known: for a
 * best, and from fewer than three seeds, whose interval would hold almost anything.
 */
export function intervalOf(
  { statistic }: Pick<Claim, "statistic">,
  { n, sd }: Pick<Comparison, "n" | "sd">,
): number {
  if (sd === null || n < 3 || statistic === "best") return 0;
  return studentT95(n - 1) * sd * Math.sqrt(statistic === "avg" ? 1 / n : 1 + 1 / n);
}

/** What the paper should have printed, and what else it prints for the same; no tolerance is below `width`. */
function alternativesTo(claim: Claim, { claims, errata }: Context, width: number): Alternative[] {
  const right = errata.filter(({ right }) => isPlainNumber(right)).map(({ right, note }) => ({
    value: Number(right),
    tolerance: Math.max(claim.tolerance ?? 0, width),
    name: `the right value, ${right},`,
    note,
  }));
  const same = (other: Claim) =>
    (["kind", "experiment", "metric", "statistic", "space", "split", "average"] as const)
      .every((field) => other[field] === claim[field]);
  const printed = errata.flatMap(({ claims: ids, note }) =>
    ids.map((id) => claims.get(id)!).filter(same).map((other) => ({
      value: Number(other.value) / other.units * claim.units,
      tolerance: Math.max((other.tolerance ?? 0) / other.units * claim.units, width),
      name: `the paper's other value, ${other.printed} (${other.where}),`,
      note,
    }))
  );
  const known = [Number(claim.value)];
  return [...right, ...printed].filter(({ value }) => {
    const isNew = !known.some((one) => isWithin(one, value, 0));
    known.push(value);
    return isNew;
  });
}

/** Which of a paper's values holds, where it has more than one. */
function holding(
  ours: number,
  verdict: Verdict,
  alternatives: readonly Alternative[],
): string[] {
  if (alternatives.length === 0) return [];
  if (verdict === "contradicted") {
    return alternatives.filter(({ value, tolerance }) => isWithin(ours, value, tolerance))
      .map(({ name, note }) => `${name} holds: ${note}`);
  }
  if (verdict !== "reproduced") return ["none of the values printed or right holds"];
  return alternatives.filter(({ value, tolerance }) => !isWithin(ours, value, tolerance))
    .map(({ name }) => `${name} does not hold`);
}

/** An order over our runs; it stands with the weakest of its pairs. */
function ordered(claim: Claim, context: Context): Comparison {
  const order = orderOf(claim.experiment);
  if (order === undefined) return unmeasured(claim, claim.basis);
  const lost = experimentsOf(claim).find((id) => runsOf(id, claim, context) === undefined);
  if (lost !== undefined) return unmeasured(claim, notRun(askedOf(claim, lost), lost, context));

  const [ahead, behind] = [order.ahead, order.behind].map((side) =>
    side.map((id) => sideOf(id, claim, context))
  );
  const leads = ahead.flatMap((a) => behind.map((b) => leadOf(a, b, claim)));
  const samples = [...ahead, ...behind].flatMap((side) => "sample" in side ? [side.sample] : []);
  const records = samples.flatMap(({ records }) => records);
  const profiles = new Set(records.map(({ profile }) => profile));
  const obstacles = [...new Set(samples.flatMap(obstaclesOf))];
  const doubts = context.errata.filter(({ right }) => right === DOES_NOT_HOLD);
  const margin = claim.tolerance ?? 0;
  const judging: Judging = obstacles.length > 0 ? { verdict: "not comparable" } : {
    leads: leads.map(({ lead, spread }) => ({ lead, spread })),
    margin,
    doubted: doubts.length > 0,
  };
  const weakest = weakestOf(leads, margin);
  const verdict = verdictAt(judging, 1);
  return {
    ...unmeasured(claim, ""),
    ours: weakest.lead,
    sd: weakest.n > 1 ? weakest.spread : null,
    n: weakest.n,
    verdict,
    reason: [
      leadInWords(weakest, leads),
      ...obstacles,
      ...(verdict === "contradicted" ? doubts.map(({ note }) => note) : []),
      ...otherConfigurations(Math.max(...samples.map(({ others }) => others))),
    ].join("; "),
    profile: profiles.size === 1 ? records[0].profile : null,
    records: [...new Set(records.map(recordPath))],
    judging,
    atHalf: verdictAt(judging, 0.5),
    atTwice: verdictAt(judging, 2),
    atStated: verdict,
  };
}

/** The runs of an experiment that an order compares. */
function runsOf(id: string, claim: Claim, { records }: Context): Sample | undefined {
  return sampleOf(records.get(id) ?? [], askedOf(claim, id));
}

/** A side of an order: the runs of an experiment, or the value of a cited claim. */
function sideOf(id: string, claim: Claim, context: Context): Side {
  const sample = runsOf(id, claim, context);
  if (sample !== undefined) return { name: sample.records[0].experiment.split("/")[1], sample };
  const cited = context.claims.get(id)!;
  return {
    name: `${cited.method} (${cited.printed}, cited)`,
    cited: Number(cited.value) / cited.units,
  };
}
