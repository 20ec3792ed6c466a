import munkres from "munkres";
import { nonEmptyContingency } from "./contingency.ts";

/**
 * Clustering accuracy (ACC): the share of points whose cluster, under the best one-to-one matching m of clusters to
 * classes, is matched to their class. From 0 to 1, higher is better; symmetric.
 *
 * ```text
 * ACC = max over m of |{ i : true_i = m(predicted_i) }| / n
 * ```
 *
 * The matching is optimal (Hungarian algorithm). Where there are more clusters than classes, the points of the
 * clusters left over count as wrong; where there are fewer, so do those of the classes left over.
 *
 * @param trueLabels Classes of the n points: integers of any values.
 * @param predictedLabels Clusters of the same points: integers of any values.
 * @throws {RangeError} If there is no label, the lengths differ or a label is not an integer.
 * @see Y. Yang, D. Xu, F. Nie, S. Yan, Y. Zhuang. Image Clustering Using Local Discriminant Models and Global
 * Integration. IEEE Trans. Image Processing 19(10), 2010. H. W. Kuhn. The Hungarian method for the assignment
 * problem. Naval Research Logistics Quarterly 2, 1955.
 *
 * @example The names of the clusters do not matter
 * ```ts
 * import { accuracy } from "./accuracy.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(accuracy([0, 0, 1, 1], [7, 7, -3, -3]), 1);
 * assertEquals(accuracy([0, 0, 1, 1], [0, 1, 2, 2]), 0.75);
 * ```
 */
export function accuracy(trueLabels: ArrayLike<number>, predictedLabels: ArrayLike<number>): number {
  const { points, rows, columns, cells } = nonEmptyContingency(trueLabels, predictedLabels, "the accuracy");
  const profit = Array.from(rows, () => new Array<number>(columns.length).fill(0));
  for (const { row, column, size } of cells) profit[row][column] = size;
  const cost = profit.map((row) => row.map((size) => -size));
  return munkres(cost).reduce((right, [row, column]) => right + profit[row][column], 0) / points;
}
