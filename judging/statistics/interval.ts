import { checkLevel } from "./checks.ts";
import { type Moments, momentsOf } from "./moments.ts";
import { studentTQuantile } from "./student_t.ts";

/** A range of values, its ends included. */
export interface Interval {
  readonly low: number;
  readonly high: number;
}

/**
 * Half the width of the interval of the difference between our mean of n seeds and a paper's mean of m runs:
 *
 * ```text
 * t(n - 1, level) · sd · √(1/n + 1/m)
 * ```
 *
 * Both sides' errors are counted: ours over n seeds, and the paper's over its m runs, whose spread is taken to be
 * ours. The interval is exact for seeds that are normally distributed. `coverage_test.ts` measures it for others, and
 * `mod.ts` says where it is off.
 *
 * @param ours How many seeds and their standard deviation, in any unit.
 * @param m How many runs the paper's mean is of: a whole number from 1; Infinity for a value without any error.
 * @param level The share of cases in which the interval is to hold the true difference, above 0 and below 1.
 * @returns The half-width in the unit of sd: 0 if all seeds are equal; null for one seed, which shows no spread.
 * @throws {RangeError} If n or m is not a whole number from 1, sd is below 0 or no number, or the level is outside its
 * range.
 *
 * @example
 * ```ts
 * import { assertAlmostEquals } from "@std/assert";
 * import { halfWidth } from "./interval.ts";
 *
 * assertAlmostEquals(halfWidth({ n: 4, sd: 0.02 }, 1)!, 3.1824 * 0.02 * Math.sqrt(1 / 4 + 1), 1e-5);
 * ```
 */
export function halfWidth({ n, sd }: Pick<Moments, "n" | "sd">, m: number, level = 0.95): number | null {
  const what = "the interval";
  checkLevel(level, what);
  for (const [name, count] of [["n", n], ["m", m]] as const) {
    const whole = Number.isSafeInteger(count) || name === "m" && count === Infinity;
    if (!whole || count < 1) {
      throw new RangeError(`Cannot compute ${what}: ${name} must be a whole number from 1, got ${count}`);
    }
  }
  if (n === 1) return null;
  if (sd === null || !(sd >= 0 && sd < Infinity)) {
    throw new RangeError(`Cannot compute ${what}: sd must be finite and from 0, got ${sd}`);
  }
  return studentTQuantile((1 + level) / 2, n - 1) * sd * Math.sqrt(1 / n + 1 / m);
}

/**
 * Where a paper's mean of m runs falls, if its runs are like our seeds: our mean, give or take {@linkcode halfWidth}.
 * Less the printed value, it is the interval of the difference between ours and the paper's.
 *
 * @param values Our seeds' values.
 * @param m How many runs the paper's mean is of, as in {@linkcode halfWidth}.
 * @param level As in {@linkcode halfWidth}.
 * @returns null for one seed.
 * @throws {RangeError} If there is no value or one that is not finite, or as {@linkcode halfWidth} does.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { meanInterval } from "./interval.ts";
 *
 * const { low, high } = meanInterval([0.654, 0.669, 0.742, 0.743], 4)!;
 * assertEquals([low.toFixed(3), high.toFixed(3)], ["0.596", "0.808"]);
 * assertEquals(meanInterval([0.7], 4), null);
 * ```
 */
export function meanInterval(values: readonly number[], m: number, level = 0.95): Interval | null {
  const moments = momentsOf(values);
  const half = halfWidth(moments, m, level);
  return half === null ? null : { low: moments.mean - half, high: moments.mean + half };
}
