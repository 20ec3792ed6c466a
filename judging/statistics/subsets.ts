import { checkRuns } from "./checks.ts";

/**
 * How much each of n sorted values counts in the mean of the largest values of all their subsets of size m:
 *
 * ```text
 * w_i = C(i - 1, m - 1) / C(n, m)
 * ```
 *
 * since the i-th smallest is the largest of those subsets whose other m - 1 members are among the i - 1 below it.
 *
 * @param n How many values, a whole number from m.
 * @param m The size of the subsets, a whole number from 1.
 * @returns n weights that add up to 1, for values in ascending order.
 * @throws {RangeError} If m is not a whole number from 1, or n not one from m.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { subsetMaximumWeights } from "./subsets.ts";
 *
 * // Of the six pairs of four values the largest is in three, the second in two, the third in one.
 * assertEquals(subsetMaximumWeights(4, 2), [0, 1 / 6, 2 / 6, 3 / 6]);
 * ```
 */
export function subsetMaximumWeights(n: number, m: number): number[] {
  checkRuns(m, "the weights");
  if (!Number.isSafeInteger(n) || n < m) {
    throw new RangeError(`Cannot compute the weights: n must be a whole number from m = ${m}, got ${n}`);
  }
  const weights = Array.from({ length: n }, () => 0);
  // The largest value is in m of n subsets; each value below is the largest of a smaller share.
  let weight = m / n;
  for (let i = n; i >= m; i--) {
    weights[i - 1] = weight;
    weight *= (i - m) / (i - 1);
  }
  return weights;
}
