/**
 * The papers' numbers beside ours: one comparison a claim, from records alone.
 *
 * @module
 */
import { measurementName, type Profile, recordPath, type RunRecord } from "../records/record.ts";
import {
  askedOf,
  type Bound,
  type Claim,
  DOES_NOT_HOLD,
  type Erratum,
  experimentsOf,
  type Order,
  orderOf,
} from "../claims/claims.ts";
import { numberOf, significant } from "../claims/numbers.ts";
import { boundOf, type Reached } from "./bounds.ts";
import {
  firmAt,
  isWithin,
  type Judging,
  MISSES,
  type Range,
  type Standing,
  standingOf,
  type Verdict,
  verdictAt,
} from "./judge.ts";
import { leadInWords, leadOf, type Side, weakestOf } from "./orders.ts";
import { failuresOf, lastOf, obstaclesOf, type Sample, sampleOf } from "./samples.ts";
import {
  bestInterval,
  expectedBest,
  expectedOfMany,
  levelAt,
  LOOKS,
  meanInterval,
  momentsOf,
  type PaperNumber,
} from "./statistics/mod.ts";
import { counted } from "../terminal/counted.ts";

/** One claim beside our runs, in the unit that the paper prints. Where nothing was measured, the numbers are null. */
export interface Comparison {
  readonly claim: Claim;
  /**
   * Our estimate of what the paper printed: the mean over the seeds; for the best of m runs, the expected best of m; for an order,
   * the lead.
   */
  readonly ours: number | null;
  /** Standard deviation over the seeds (n - 1 in the denominator); null for one seed, and for an order. */
  readonly sd: number | null;
  /** The best of the seeds; null where no way is better, and for an order. */
  readonly best: number | null;
  /** The mean over the seeds, whatever the claim is about; null for an order. */
  readonly mean: number | null;
  /** The number of seeds. */
  readonly n: number;
  /** The claim's tolerance; null where nothing is judged by one. */
  readonly tolerance: number | null;
  /** Ours less the paper's; null for an order. */
  readonly difference: number | null;
  /** Where the difference lies by the seeds, or an order's lead; null for one seed. */
  readonly interval: Range | null;
  readonly verdict: Verdict;
  /** Of a number that is reproduced: whether its whole interval lies within the tolerance, not its estimate alone. */
  readonly firm: boolean | null;
  /**
   * Of a number that is inconclusive: whether any number of further seeds would decide it, if these are like those we have.
   * Where they would not, the paper's own number is too uncertain: it is of a few runs.
   */
  readonly seedsMayDecide: boolean | null;
  /**
   * Of an order that our runs deny: what it comes to with the number that the paper prints for the side that it puts
   * ahead, where our runs miss that number. Null where there is no such number.
   */
  readonly withPrinted: Standing | null;
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
}

/** All that a claim is compared with. */
interface Context {
  claims: ReadonlyMap<string, Claim>;
  errata: readonly Erratum[];
  bounds: readonly Bound[];
  records: ReadonlyMap<string, readonly RunRecord[]>;
}

/** What an order is compared with beside: what became of the numbers, by their claims' ids. */
interface OrderContext extends Context {
  numbers: ReadonlyMap<string, Comparison>;
}

/**
 * Every claim beside our runs.
 *
 * The rules are those of `docs/VERDICTS.md`: a number is judged by {@linkcode estimateOf} and its tolerance, an order by the
 * interval of its lead. A number is `contradicted` if it misses the printed value and meets the right one of an erratum, or
 * another that the paper prints for the same, within that one's tolerance: the claims that an erratum names together. Only runs
 * of the profile `paper` on the paper's own data are judged, and no tolerance that is too coarse.
 *
 * An order that does not hold is `worse`, or `contradicted` if the paper's own numbers do not have it either.
 *
 * @throws {RangeError} If a record has one measurement twice.
 */
export function compare(
  claims: readonly Claim[],
  errata: readonly Erratum[],
  records: readonly RunRecord[],
  bounds: readonly Bound[] = [],
): Comparison[] {
  const byId = new Map(claims.map((claim) => [claim.id, claim]));
  const byExperiment = Map.groupBy(records, ({ experiment }) => experiment);
  const contextOf = ({ id }: Claim): Context => ({
    claims: byId,
    errata: errata.filter(({ claims }) => claims.includes(id)),
    bounds,
    records: byExperiment,
  });
  const numbers = new Map(
    claims.filter(({ kind }) => kind !== "ordinal").map((
      claim,
    ) => [claim.id, number(claim, contextOf(claim))]),
  );
  return claims.map((claim) => numbers.get(claim.id) ?? ordered(claim, { ...contextOf(claim), numbers }));
}

/** A printed number beside our runs. */
function number(claim: Claim, context: Context): Comparison {
  const sample = sampleOf(context.records.get(claim.experiment) ?? [], claim, claim.units);
  if (sample !== undefined) return measured(claim, sample, context);
  return isOnlyCited(claim)
    ? unmeasured(claim, "not comparable", CITED)
    : unmeasured(claim, "not run", notRun(claim, claim.experiment, context));
}

/** Whether nothing of ours is to answer a claim, since it is the number of a method that is not run here. */
function isOnlyCited({ kind, experiment }: Claim): boolean {
  return kind === "cited" && experiment === "";
}

function unmeasured(claim: Claim, verdict: "not comparable" | "not run", reason: string): Comparison {
  return {
    claim,
    ours: null,
    sd: null,
    best: null,
    mean: null,
    n: 0,
    tolerance: claim.tolerance,
    difference: null,
    interval: null,
    verdict,
    firm: null,
    seedsMayDecide: null,
    withPrinted: null,
    reason,
    profile: null,
    records: [],
    judging: { verdict },
    atHalf: verdict,
    atTwice: verdict,
  };
}

const CITED = "cited from other work, not run here";

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
  const { direction, tolerance } = claim;
  const { estimate, interval } = estimateOf(claim, values);
  const difference = estimate - value;
  const range: Range | null = interval === null ? null : [interval.low - value, interval.high - value];
  const alternatives = alternativesTo(claim, context);
  const reached = boundOf(claim, context.bounds, context.records);
  const obstacles = [
    ...(tolerance === null ? [claim.basis || NO_TOLERANCE] : []),
    ...(claim.tooCoarse ? [`too coarse: a tolerance of ${significant(tolerance!, 3)}`] : []),
    ...obstaclesOf(sample),
  ];
  const failures = failuresOf(sample);
  const judging: Judging = outright(obstacles, failures) ?? {
    estimate,
    printed: value,
    tolerance: tolerance!,
    interval: range,
    ...claim.measure === "count" && { seedless: true as const },
    others: alternatives.map(({ value, tolerance }) => ({ value, tolerance })),
    direction,
    ...reached && { bound: { side: reached.bound.side, value: reached.value } },
  };
  const verdict = verdictAt(judging, 1);
  const seedsMayDecide = verdict === "inconclusive" && failures.length === 0
    ? mayDecide(claim, values, judging)
    : null;
  const reasons = [
    ...obstacles,
    ...(obstacles.length > 0 ? [] : holding(estimate, verdict, alternatives)),
    ...(verdict === "unreachable" ? [boundInWords(reached!)] : []),
    ...failures,
    ...(seedsMayDecide === null ? [] : [undecided(claim, values.length, seedsMayDecide)]),
    ...otherConfigurations(others),
  ];
  return {
    claim,
    ours: estimate,
    sd,
    best: bestOf(values, direction),
    mean,
    n: values.length,
    tolerance,
    difference,
    interval: range,
    verdict,
    firm: firmAt(judging, 1),
    seedsMayDecide,
    withPrinted: null,
    reason: reasons.join("; "),
    profile: records[0].profile,
    records: records.map(recordPath),
    judging,
    atHalf: verdictAt(judging, 0.5),
    atTwice: verdictAt(judging, 2),
  };
}

/** The verdict at any tolerance, where runs cannot be judged, or do not decide anything since some failed. */
function outright(
  obstacles: readonly string[],
  failures: readonly string[],
): { verdict: Verdict } | undefined {
  if (obstacles.length > 0) return { verdict: "not comparable" };
  return failures.length > 0 ? { verdict: "inconclusive" } : undefined;
}

const NO_TOLERANCE = "no tolerance is stated";

/** What a value lies beyond, in words. */
function boundInWords({ bound: { side, control, evidence }, value, isMeasured }: Reached): string {
  const reach = side === "at most" ? "no more than" : "no less than";
  const who = isMeasured ? `the control ${control} finds` : "the value can be";
  return `${who} ${reach} ${significant(value, 5)}: ${evidence}`;
}

/** Our estimate of what a claim prints, and where that lies by the seeds. */
export interface Estimate {
  readonly estimate: number;
  /** Of the estimate and the paper's value, if both came from one method: null for one seed. */
  readonly interval: { readonly low: number; readonly high: number } | null;
}

/**
 * Our estimate of what a claim prints: for an average or a single value the mean, for the best of m runs the expected best of
 * m. Where the paper does not say of how many runs it is, an average or a single value is taken to be of one, and a best of
 * four, as many as our first look has.
 *
 * @param values Our seeds' values, finite, at least one, in the printed unit.
 */
export function estimateOf(
  { statistic, runs, direction }: Pick<Claim, "statistic" | "runs" | "direction">,
  values: readonly number[],
): Estimate {
  const level = levelAt(values.length);
  const { m, bestBy } = paperNumber({ statistic, runs, direction });
  return bestBy === null
    ? { estimate: momentsOf(values).mean, interval: meanInterval(values, m, level) }
    : { estimate: expectedBest(values, m, bestBy), interval: bestInterval(values, m, bestBy, level) };
}

/** What a paper's number is taken to be. */
function paperNumber(
  { statistic, runs, direction }: Pick<Claim, "statistic" | "runs" | "direction">,
): PaperNumber {
  if (statistic === "best" && direction !== null) return { m: runs ?? LOOKS[0].seeds, bestBy: direction };
  return { m: statistic === "avg" ? runs ?? 1 : 1, bestBy: null };
}

/** Whether a number that these seeds leave inconclusive is decided by ever more of them, if these are like those. */
function mayDecide(claim: Claim, values: readonly number[], judging: Judging): boolean {
  if (values.length === 1 || !("estimate" in judging)) return true;
  const { estimate, low, high } = expectedOfMany(values, paperNumber(claim), LOOKS.at(-1)!.level);
  const interval: Range = [low - judging.printed, high - judging.printed];
  return verdictAt({ ...judging, estimate, interval }, 1) !== "inconclusive";
}

/** Why a number is inconclusive. */
function undecided(claim: Claim, seeds: number, moreMay: boolean): string {
  const told = `${seeds === 1 ? "one seed does" : `${seeds} seeds do`} not decide it`;
  if (moreMay) return told;
  const { m, bestBy } = paperNumber(claim);
  const ofRuns = m === 1 ? "of one run" : bestBy === null ? `of ${m} runs` : `the best of ${m} runs`;
  const taken = claim.runs === null ? "taken to be " : "";
  return `${told}, and more like these would not: the paper's own number is ${taken}${ofRuns}`;
}

function bestOf(values: readonly number[], direction: Claim["direction"]): number | null {
  if (direction === null) return null;
  return direction === "higher" ? Math.max(...values) : Math.min(...values);
}

function otherConfigurations(others: number): string[] {
  return others > 0 ? [`${counted(others, "other configuration")} measured, run before`] : [];
}

/** What the paper should have printed, and what else it prints for the same. */
function alternativesTo(claim: Claim, { claims, errata }: Context): Alternative[] {
  const right = errata.flatMap(({ right, note }) => {
    const value = numberOf(right, claim.units);
    return value === undefined
      ? []
      : [{ value, tolerance: claim.tolerance ?? 0, name: `the right value, ${right},`, note }];
  });
  const same = (other: Claim) =>
    (["kind", "experiment", "metric", "statistic", "space", "split", "average"] as const)
      .every((field) => other[field] === claim[field]);
  const printed = errata.flatMap(({ claims: ids, note }) =>
    ids.flatMap((id) => claims.get(id) ?? []).filter(same).map((other) => ({
      value: Number(other.value) / other.units * claim.units,
      tolerance: (other.tolerance ?? 0) / other.units * claim.units,
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
      .map(({ name, note }) => `${name} holds: ${asReason(note)}`);
  }
  if (verdict === "inconclusive") return [];
  if (verdict !== "reproduced") return ["ours matches neither the printed nor the corrected value"];
  return alternatives.filter(({ value, tolerance }) => !isWithin(ours, value, tolerance))
    .map(({ name }) => `${name} does not hold`);
}

/** A note as one of several reasons, between semicolons: without its last full stop. */
function asReason(note: string): string {
  return note.replace(/\.$/, "");
}

/** An order over our runs; it stands with the weakest of its pairs. */
function ordered(claim: Claim, context: OrderContext): Comparison {
  const order = orderOf(claim.experiment);
  if (order === undefined) return unmeasured(claim, "not run", claim.basis);
  const lost = experimentsOf(claim).find((id) => runsOf(id, claim, context) === undefined);
  if (lost !== undefined) return unmeasured(claim, "not run", notRun(askedOf(claim, lost), lost, context));

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
  const failures = [...new Set(samples.flatMap(failuresOf))];
  const judging: Judging = outright(obstacles, failures) ?? {
    leads: leads.map(({ lead, interval }) => ({ lead, interval })),
    margin,
    doubted: doubts.length > 0,
  };
  const weakest = weakestOf(leads, margin);
  const verdict = verdictAt(judging, 1);
  const isDenied = verdict === "worse" || verdict === "contradicted";
  const printed = isDenied ? withPrinted(claim, order, behind, context) : undefined;
  return {
    ...unmeasured(claim, "not run", ""),
    ours: weakest.lead,
    n: weakest.n,
    tolerance: claim.tolerance,
    interval: weakest.interval,
    verdict,
    withPrinted: printed?.standing ?? null,
    reason: [
      leadInWords(weakest, leads.length),
      ...(printed === undefined ? [] : [printedInWords(printed)]),
      ...obstacles,
      ...failures,
      ...(verdict === "contradicted" ? doubts.map(({ note }) => asReason(note)) : []),
      ...otherConfigurations(Math.max(...samples.map(({ others }) => others))),
    ].join("; "),
    profile: profiles.size === 1 ? records[0].profile : null,
    records: [...new Set(records.map(recordPath))],
    judging,
    atHalf: verdictAt(judging, 0.5),
    atTwice: verdictAt(judging, 2),
  };
}

/** What an order comes to with the paper's own number of the side that it puts ahead. */
interface WithPrinted {
  /** The method, and the number as it is printed. */
  readonly name: string;
  readonly standing: Standing;
}

/**
 * What an order comes to with the number that the paper prints for the one experiment that it puts ahead, where our runs miss
 * that; an average or a single value, since a best compares with no mean. A study counts as the experiment that it varies.
 * Where the paper prints several numbers, all must be missed, and come to the same.
 */
function withPrinted(
  claim: Claim,
  order: Order,
  behind: readonly Side[],
  context: OrderContext,
): WithPrinted | undefined {
  const [id, ...more] = order.ahead;
  const sample = runsOf(id, claim, context);
  if (more.length > 0 || sample === undefined || behind.some((side) => "cited" in side)) return undefined;
  const of = sample.records[0].study?.of ?? id;
  if (order.behind.includes(of)) return undefined;
  const { metric, space, split, average } = askedOf(claim, id);
  const printed = [...context.numbers.values()].filter(({ claim: one }) =>
    one.kind === "result" && one.experiment === of && one.statistic !== "best" && one.metric === metric &&
    one.space === space && one.split === split && one.average === average
  );
  if (printed.length === 0 || !printed.every(({ verdict }) => MISSES.includes(verdict))) return undefined;
  const margin = claim.tolerance ?? 0;
  const standings = printed.map(({ claim: { value, units } }) => {
    const side = { name: "", cited: Number(value) / units };
    return standingOf(weakestOf(behind.map((other) => leadOf(side, other, claim)), margin), margin);
  });
  if (new Set(standings).size > 1) return undefined;
  return { name: `${of.split("/")[1]}'s printed ${printed[0].claim.printed}`, standing: standings[0] };
}

function printedInWords({ name, standing }: WithPrinted): string {
  const would = {
    reproduced: "would hold",
    inconclusive: "would not be decided",
    worse: "would not hold either",
  };
  return `with ${name}, which our runs miss, it ${would[standing]}`;
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
