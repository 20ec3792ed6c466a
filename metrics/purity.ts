import { nonEmptyContingency } from "./contingency.ts";

/**
 * Purity: the share of points that are of the commonest class in their cluster. From 1 / classes to 1, higher is
 * better. Not symmetric, and 1 where every point is a cluster of its own: compare only equal numbers of clusters.
 *
 * ```text
 * purity = 1 / n · Σ over clusters j of max over classes i of n_ij
 * ```
 *
 * @param trueLabels Classes of the n points: integers of any values.
 * @param predictedLabels Clusters of the same points: integers of any values.
 * @throws {RangeError} If there is no label, the lengths differ or a label is not an integer.
 * @see C. D. Manning, P. Raghavan, H. Schütze. Introduction to Information Retrieval, §16.3. Cambridge, 2008.
 *
 * @example
 * ```ts
 * import { purity } from "./purity.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(purity([0, 0, 1, 1], [3, 3, 3, 8]), 0.75);
 * assertEquals(purity([3, 3, 3, 8], [0, 0, 1, 1]), 0.75);
 * assertEquals(purity([0, 0, 1, 1], [0, 1, 2, 3]), 1);
 * ```
 */
export function purity(trueLabels: ArrayLike<number>, predictedLabels: ArrayLike<number>): number {
  const { points, columns, cells } = nonEmptyContingency(trueLabels, predictedLabels, "the purity");
  const commonest = new Float64Array(columns.length);
  for (const { column, size } of cells) commonest[column] = Math.max(commonest[column], size);
  return commonest.reduce((sum, size) => sum + size, 0) / points;
}
