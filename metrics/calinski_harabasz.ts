import { type Matrix, matrix, squaredDistance } from "../engine/matrix.ts";
import { centroids, clustersOf } from "./clusters.ts";

/**
 * Calinski-Harabasz index (CHI), the variance ratio: the dispersion between the clusters over that within them, each
 * by its degrees of freedom. From 0 up, higher is better. Unchanged when all points are moved or scaled; it grows
 * with n, so compare only equal numbers of points.
 *
 * ```text
 * CHI = (B / (k - 1)) / (W / (n - k)),   B = Σ_c n_c ‖c - mean‖²,   W = Σ_i ‖x_i - c(i)‖²
 * ```
 *
 * It is computed in float64. As in scikit-learn, it is 1 where W is 0.
 *
 * @param points n × d.
 * @param labels The clusters of the n points: integers of any values; 2 ≤ k ≤ n - 1 of them.
 * @throws {RangeError} If k is out of range, there is not one integer label a point, a coordinate is not finite
 * (its row and column are named, counting from 0), or float64 points are some 1e150 and more apart.
 * @see T. Caliński, J. Harabasz. A dendrite method for cluster analysis. Communications in Statistics 3, 1974.
 *
 * @example
 * ```ts
 * import { matrix } from "../engine/matrix.ts";
 * import { calinskiHarabasz } from "./calinski_harabasz.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const points = matrix(Float64Array.of(0, 1, 4, 5), 4, 1);
 * assertEquals(calinskiHarabasz(points, [0, 0, 1, 1]), 32);
 * ```
 */
export function calinskiHarabasz(points: Matrix, labels: ArrayLike<number>): number {
  const { rows, columns } = points;
  const clusters = clustersOf(points, labels, "the Calinski-Harabasz index");
  const { codes, sizes, count: k } = clusters;
  const means = matrix(centroids(points, clusters), k, columns);
  const mean = matrix(new Float64Array(columns), 1, columns);
  for (let i = 0; i < means.data.length; i++) {
    mean.data[i % columns] += means.data[i] * sizes[Math.floor(i / columns)] / rows;
  }
  let between = 0, within = 0;
  for (let c = 0; c < k; c++) between += sizes[c] * squaredDistance(means, c, 0, mean);
  for (let i = 0; i < rows; i++) within += squaredDistance(points, i, codes[i], means);
  return within === 0 ? 1 : between * (rows - k) / (within * (k - 1));
}
