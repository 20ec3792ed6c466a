import { checkLevel, checkRuns } from "./checks.ts";
import type { Direction } from "./best.ts";
import type { Interval } from "./interval.ts";
import { normalQuantile } from "./normal.ts";
import { momentsOf } from "./moments.ts";
import { expectedNormalMaximum } from "./normal_maximum.ts";

/** What a paper's number is: of how many runs, and whether it is their best. */
export interface PaperNumber {
  /** A whole number from 1. */
  readonly m: number;
  /** Which way is better where it is the best of them; null for their mean. */
  readonly bestBy: Direction | null;
}

/** What many seeds like ours would tell. */
export interface OfMany extends Interval {
  /** Their estimate of the paper's number. */
  readonly estimate: number;
}

/**
 * Where a paper's number falls if its runs are like our seeds, once there are so many seeds that our own error is gone, and if
 * these go on as they began: normally distributed, with today's mean and standard deviation. Only the paper's own error is
 * left: its number is of a few runs, and another few would have given another.
 *
 * It tells what more seeds can decide, and decides nothing itself: mean and standard deviation of a few seeds may be far off, and
 * `bestInterval()`, by which a best is judged, assumes no distribution.
 *
 * @param values Our seeds' values, two or more, finite.
 * @param level The share of cases in which the interval is to hold the paper's number, above 0 and below 1.
 * @throws {RangeError} If there is no value or one that is not finite, or an argument is outside its range.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { expectedOfMany } from "./more_seeds.ts";
 *
 * const seeds = [0.68, 0.7, 0.72];
 * const { low, high } = expectedOfMany(seeds, { m: 4, bestBy: null }, 0.95);
 * // 0.7 ± 1.96 · 0.02 / √4
 * assertEquals([low.toFixed(4), high.toFixed(4)], ["0.6804", "0.7196"]);
 * ```
 */
export function expectedOfMany(
  values: readonly number[],
  { m, bestBy }: PaperNumber,
  level: number,
): OfMany {
  const what = "the interval of many seeds";
  checkLevel(level, what);
  checkRuns(m, what);
  const { mean, sd } = momentsOf(values);
  const at = (z: number) => mean + z * (sd ?? 0);
  const miss = (1 - level) / 2;
  if (bestBy === null) {
    const z = normalQuantile(1 - miss) / Math.sqrt(m);
    return { estimate: mean, low: at(-z), high: at(z) };
  }
  // The largest of m draws lies below x with probability Φ(x)^m.
  const [inner, outer] = [miss, 1 - miss].map((share) => normalQuantile(Math.pow(share, 1 / m)));
  const expected = expectedNormalMaximum(m);
  return bestBy === "higher"
    ? { estimate: at(expected), low: at(inner), high: at(outer) }
    : { estimate: at(-expected), low: at(-outer), high: at(-inner) };
}
