/**
 * How many comparisons came to each verdict, in words too, and the totals that all parts of a report agree on.
 *
 * @module
 */
import type { Claim, Kind, Measure } from "../claims/claims.ts";
import type { SameComputation } from "../experiments/experiment.ts";
import type { Comparison } from "./compare.ts";
import { noun } from "../terminal/counted.ts";
import { type Verdict, VERDICTS } from "./judge.ts";

/** Where a comparison holds a verdict. */
export type VerdictField = "verdict" | "atHalf" | "atTwice";

/** How many there are of each verdict. */
export function tally(
  comparisons: readonly Comparison[],
  of: VerdictField = "verdict",
): Record<Verdict, number> {
  const counts = Object.fromEntries(VERDICTS.map((verdict) => [verdict, 0])) as Record<Verdict, number>;
  for (const comparison of comparisons) counts[comparison[of]]++;
  return counts;
}

/**
 * A tally in words, without what there is none of; "none" if there is nothing.
 *
 * @param kind Of all claims that are counted, where it is one.
 */
export function tallyInWords(counts: Record<Verdict, number>, kind: Kind = "result"): string {
  const words = VERDICTS.filter((verdict) => counts[verdict] > 0).map((verdict) =>
    `${counts[verdict]} ${verdictInWords(verdict, kind, counts[verdict])}`
  );
  return words.length === 0 ? "none" : words.join(", ");
}

/**
 * What is said of a number of claims with a verdict. An order, and a value that a paper cites, is not the paper's to
 * reproduce: it holds or it does not.
 */
export function verdictInWords(verdict: Verdict, kind: Kind, count = 1): string {
  if (kind !== "ordinal" && kind !== "cited") return verdict;
  if (verdict === "reproduced") return noun(count, "holds", "hold");
  if (!JUDGED.includes(verdict) || verdict === "inconclusive") return verdict;
  const not = noun(count, "does not hold", "do not hold");
  // An order that does not hold is called worse, whichever side is ahead.
  return kind === "ordinal" && verdict === "worse" ? not : `${not}: ${verdict}`;
}

/** The verdicts on what was judged. */
export const JUDGED: readonly Verdict[] = VERDICTS.filter((verdict) =>
  verdict !== "not comparable" && verdict !== "not run"
);

/** Whether a comparison was judged: by the full protocol, on the paper's own data. */
export function isJudged({ verdict }: Pick<Comparison, "verdict">): boolean {
  return JUDGED.includes(verdict);
}

/** The totals of numbers of one kind. */
export interface Totals {
  /** How many numbers there are, each once however often it is printed. */
  readonly numbers: number;
  readonly judged: number;
  /** How many are reproduced with their whole interval. */
  readonly firm: number;
  /** How many are inconclusive, and further seeds like ours would not decide them. */
  readonly beyondSeeds: number;
  readonly verdicts: Readonly<Record<Verdict, number>>;
}

/** What a report's headline says. */
export interface Headline extends Readonly<Record<Measure, Totals>> {
  /** The scores without those that repeat another's computation under another name; nothing where none do. */
  readonly without: Totals | undefined;
  /** Why some numbers are one computation, a text each. */
  readonly why: readonly string[];
}

/**
 * The totals of what was compared, as the report, the page, the badge and the README show them. Orders and cited values are not
 * in them.
 *
 * @param same What the papers say of experiments that compute the same.
 */
export function headline(
  comparisons: readonly Comparison[],
  same: readonly SameComputation[] = [],
): Headline {
  const numbers = onceEach(comparisons);
  const of = (measure: Measure) => numbers.filter(({ claim }) => claim.measure === measure);
  const scores = of("score");
  const repeats = new Set(same.flatMap(({ experiments: [, ...others] }) => others));
  const others = scores.filter(({ claim }) => !repeats.has(claim.experiment));
  const told = same.filter(({ experiments }) =>
    scores.some(({ claim }) => experiments.slice(1).includes(claim.experiment))
  );
  return {
    score: totalsOf(scores),
    loss: totalsOf(of("loss")),
    count: totalsOf(of("count")),
    other: totalsOf(of("other")),
    without: others.length === scores.length ? undefined : totalsOf(others),
    why: [...new Set(told.map(({ why }) => why))],
  };
}

/** The numbers that a paper's results and facts are, each once: the first of those that print it. */
export function onceEach(comparisons: readonly Comparison[]): Comparison[] {
  const own = comparisons.filter(({ claim: { kind } }) => kind === "result" || kind === "fact");
  return [...Map.groupBy(own, ({ claim }) => numberOf(claim)).values()].map(([first]) => first);
}

/** What makes two claims the same number: what answers them, and the value in our unit. */
function numberOf(claim: Claim): string {
  const { id, experiment, dataset, metric, space, split, average, statistic, value, units } = claim;
  if (experiment === "") return id;
  const inUnits = Number((Number(value) / units).toPrecision(12));
  return JSON.stringify([experiment, dataset, metric, space, split, average, statistic, inUnits]);
}

function totalsOf(comparisons: readonly Comparison[]): Totals {
  return {
    numbers: comparisons.length,
    judged: comparisons.filter(isJudged).length,
    firm: comparisons.filter(({ firm }) => firm === true).length,
    beyondSeeds: comparisons.filter(({ seedsMayDecide }) => seedsMayDecide === false).length,
    verdicts: tally(comparisons),
  };
}
