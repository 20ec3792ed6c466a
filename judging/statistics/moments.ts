import { checkValues } from "./checks.ts";

/** What an interval needs to know of a group of values. */
export interface Moments {
  /** How many values. */
  readonly n: number;
  readonly mean: number;
  /** The standard deviation (n - 1 in the denominator): exactly 0 if all values are equal, null for one value. */
  readonly sd: number | null;
}

/**
 * The mean and the standard deviation of values.
 *
 * @throws {RangeError} If there is no value, or one that is not finite.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { momentsOf } from "./moments.ts";
 *
 * assertEquals(momentsOf([1, 2, 3]), { n: 3, mean: 2, sd: 1 });
 * ```
 */
export function momentsOf(values: readonly number[]): Moments {
  checkValues(values, "the mean");
  // Distances from the first value are exactly 0 where all are equal; rounding would leave a spread otherwise.
  const [first] = values;
  const n = values.length;
  let shift = 0;
  for (const value of values) shift += value - first;
  shift /= n;
  let squares = 0;
  for (const value of values) squares += (value - first - shift) ** 2;
  return { n, mean: first + shift, sd: n === 1 ? null : Math.sqrt(squares / (n - 1)) };
}
