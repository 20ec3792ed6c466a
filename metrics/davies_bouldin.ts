import { type Matrix, matrix, squaredDistance } from "../engine/matrix.ts";
import { centroids, clustersOf } from "./clusters.ts";

/**
 * Davies-Bouldin index (DBI): how much each cluster overlaps the one it is most alike, averaged over the clusters.
 * From 0 up, lower is better. Unchanged when all points are moved or scaled.
 *
 * ```text
 * DBI = 1 / k · Σ_i max over j ≠ i of (s_i + s_j) / ‖c_i - c_j‖
 * ```
 *
 * with the centroids c and the mean Euclidean distances s of a cluster's points to its centroid. It is computed in
 * float64. As in scikit-learn, a pair of clusters with the same centroid is left out, and the index is 0 where all s
 * or all distances of centroids are at most 1e-8.
 *
 * @param points n × d.
 * @param labels The clusters of the n points: integers of any values; 2 ≤ k ≤ n - 1 of them.
 * @throws {RangeError} If k is out of range, there is not one integer label a point, a coordinate is not finite
 * (its row and column are named, counting from 0), or float64 points are some 1e150 and more apart.
 * @see D. L. Davies, D. W. Bouldin. A Cluster Separation Measure. IEEE Trans. PAMI 1(2), 1979.
 *
 * @example
 * ```ts
 * import { matrix } from "../engine/matrix.ts";
 * import { daviesBouldin } from "./davies_bouldin.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const points = matrix(Float64Array.of(0, 1, 4, 5), 4, 1);
 * assertEquals(daviesBouldin(points, [0, 0, 1, 1]), 0.25);
 * ```
 */
export function daviesBouldin(points: Matrix, labels: ArrayLike<number>): number {
  const { rows, columns } = points;
  const clusters = clustersOf(points, labels, "the Davies-Bouldin index");
  const { codes, sizes, count: k } = clusters;
  const means = matrix(centroids(points, clusters), k, columns);
  const spreads = new Float64Array(k);
  for (let i = 0; i < rows; i++) {
    const distance = Math.sqrt(squaredDistance(points, i, codes[i], means));
    spreads[codes[i]] += distance / sizes[codes[i]];
  }
  let sum = 0, widest = 0;
  for (let i = 0; i < k; i++) {
    let worst = 0;
    for (let j = 0; j < k; j++) {
      const separation = Math.sqrt(squaredDistance(means, i, j));
      widest = Math.max(widest, separation);
      if (separation > 0) worst = Math.max(worst, (spreads[i] + spreads[j]) / separation);
    }
    sum += worst;
  }
  const isZero = (value: number) => value <= 1e-8;
  return isZero(widest) || spreads.every(isZero) ? 0 : sum / k;
}
