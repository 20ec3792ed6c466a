import { contingency } from "./contingency.ts";

/**
 * Adjusted Rand index (ARI): the share of pairs of points on which the two labellings agree, corrected for chance.
 * From -0.5 to 1, higher is better; 0 is what random labels give on average; symmetric.
 *
 * ```text
 * ARI = 2 (tp · tn - fn · fp) / ((tp + fn)(fn + tn) + (tp + fp)(fp + tn))
 * ```
 *
 * over ordered pairs: tp are together in both, tn apart in both, fn together in the classes only, fp together in
 * the clusters only. As in scikit-learn, it is 1 where the labellings agree on every pair, which includes no label
 * at all and both sides one single cluster.
 *
 * @param trueLabels Classes of the n points: integers of any values.
 * @param predictedLabels Clusters of the same points: integers of any values.
 * @throws {RangeError} If the lengths differ or a label is not an integer.
 * @see L. Hubert, P. Arabie. Comparing partitions. Journal of Classification 2, 1985. The lower bound: J. E. Chacón,
 * A. I. Rastrojo. Minimum adjusted Rand index for two clusterings of a given size, 2022.
 *
 * @example
 * ```ts
 * import { ari } from "./ari.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(ari([0, 0, 1, 1], [1, 1, 0, 0]), 1);
 * assertEquals(ari([0, 0, 0, 0], [0, 1, 2, 3]), 0);
 * assertEquals(ari([0, 0, 1, 1], [0, 1, 0, 1]), -0.5);
 * ```
 */
export function ari(trueLabels: ArrayLike<number>, predictedLabels: ArrayLike<number>): number {
  const { points, rows, columns, cells } = contingency(trueLabels, predictedLabels, "the ARI");
  const both = cells.reduce((sum, { size }) => sum + size * size, 0);
  const tp = both - points;
  const fn = sumOfSquares(rows) - both;
  const fp = sumOfSquares(columns) - both;
  const tn = points * points - fn - fp - both;
  if (fn === 0 && fp === 0) return 1;
  return 2 * (tp * tn - fn * fp) / ((tp + fn) * (fn + tn) + (tp + fp) * (fp + tn));
}

function sumOfSquares(sizes: Float64Array): number {
  return sizes.reduce((sum, size) => sum + size * size, 0);
}
