import { checkLevel, checkValues } from "./checks.ts";
import { halfWidth, type Interval } from "./interval.ts";
import { momentsOf } from "./moments.ts";
import { studentTQuantile } from "./student_t.ts";

const WHAT = "the difference";

/** How far one method is ahead of another. */
export interface Difference {
  /** The mean of the first less that of the second. */
  readonly difference: number;
  /** Where the true difference lies; null where a side has one run, and nothing shows how far it may lie from another. */
  readonly interval: Interval | null;
}

/**
 * The mean difference of pairs, `a[i]` less `b[i]`, which share what makes both vary: a seed. Student's interval of one
 * sample, of the differences.
 *
 * @param level The share of cases in which the interval is to hold the true difference, above 0 and below 1.
 * @throws {RangeError} If the lengths differ, there is no pair, a value is not finite or the level is outside its
 * range.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { pairedDifference } from "./difference.ts";
 *
 * const { difference, interval } = pairedDifference([5, 7, 9], [4, 5, 6]);
 * assertEquals(difference, 2);
 * assertEquals(interval!.low.toFixed(2), "-0.48");
 * ```
 */
export function pairedDifference(a: readonly number[], b: readonly number[], level = 0.95): Difference {
  if (a.length !== b.length) {
    throw new RangeError(
      `Cannot compute ${WHAT}: pairs must be complete, got ${a.length} and ${b.length} values`,
    );
  }
  checkValues(a, WHAT);
  checkValues(b, WHAT);
  const moments = momentsOf(a.map((value, i) => value - b[i]));
  return around(moments.mean, halfWidth(moments, Infinity, level));
}

/**
 * The difference of the means of two groups of runs that have no seeds in common: Welch's interval, with
 * Satterthwaite's degrees of freedom, for spreads that need not be equal. A group of one run shows no spread; its run
 * is taken to vary as the other group's do, if these do.
 *
 * @param level The share of cases in which the interval is to hold the true difference, above 0 and below 1.
 * @throws {RangeError} If a group is empty, a value is not finite or the level is outside its range.
 * @see B. L. Welch. The generalization of "Student's" problem when several different population variances are involved.
 * Biometrika 34, 1947.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { groupDifference } from "./difference.ts";
 *
 * const { difference, interval } = groupDifference([5, 7, 9], [1, 2, 3, 2]);
 * assertEquals(difference, 5);
 * assertEquals(interval!.low.toFixed(2), "0.63");
 * ```
 */
export function groupDifference(a: readonly number[], b: readonly number[], level = 0.95): Difference {
  checkLevel(level, WHAT);
  const x = momentsOf(a), y = momentsOf(b);
  const difference = x.mean - y.mean;
  // A width of 0 would say that one run lies exactly where others do that never vary.
  if (x.n === 1 || y.n === 1) return around(difference, halfWidth(y.n === 1 ? x : y, 1, level) || null);
  const error = Math.hypot(x.sd! / Math.sqrt(x.n), y.sd! / Math.sqrt(y.n));
  if (error === 0) return around(difference, 0);
  const share = (x.sd! / error) ** 2 / x.n;
  // Of two runs beside a group without spread they are 1, which rounding can take it below.
  const degrees = Math.max(1, 1 / (share ** 2 / (x.n - 1) + (1 - share) ** 2 / (y.n - 1)));
  return around(difference, studentTQuantile((1 + level) / 2, degrees) * error);
}

/**
 * The difference of our mean from a number that a paper cites from elsewhere. How much that number varies is unknown;
 * it is taken to be one run that varies as ours do.
 *
 * @param values Our seeds' values.
 * @param cited The number.
 * @param level The share of cases in which the interval is to hold the true difference, above 0 and below 1.
 * @throws {RangeError} If there is no value, one is not finite or the level is outside its range.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { citedDifference } from "./difference.ts";
 *
 * const { difference, interval } = citedDifference([5, 7, 9], 6);
 * assertEquals(difference, 1);
 * assertEquals(interval!.high.toFixed(2), "10.94");
 * ```
 */
export function citedDifference(values: readonly number[], cited: number, level = 0.95): Difference {
  checkLevel(level, WHAT);
  checkValues([cited], WHAT);
  const moments = momentsOf(values);
  return around(moments.mean - cited, halfWidth(moments, 1, level));
}

function around(difference: number, half: number | null): Difference {
  return {
    difference,
    interval: half === null ? null : { low: difference - half, high: difference + half },
  };
}
