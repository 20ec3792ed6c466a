/**
 * What no clustering of points can exceed, whatever k-means finds.
 *
 * @module
 */
import type { Matrix } from "../../engine/mod.ts";
import { fitPca } from "../../models/pca/pca.ts";

/**
 * The Calinski-Harabasz index that no clustering of these points into k clusters exceeds.
 *
 * The dispersion between k clusters is at most the sum of the k - 1 largest eigenvalues of the points' scatter matrix (Ding &
 * He, Theorem 3.1). With r their share of the whole scatter:
 *
 * ```text
 * CHI ≤ r (n - k) / ((1 - r) (k - 1))
 * ```
 *
 * @param points n × d.
 * @returns Infinity where the points lie in no more than k - 1 dimensions, except for rounding.
 * @see C. Ding, X. He. K-means clustering via principal component analysis. ICML 2004.
 */
export async function spectralBound(points: Matrix, k: number): Promise<number> {
  const { rows: n, columns: d } = points;
  if (k - 1 >= d) return Infinity;
  const { explainedVarianceRatio } = await fitPca(points, { components: k - 1 });
  const share = explainedVarianceRatio.reduce((sum, ratio) => sum + ratio, 0);
  // The components' variances are known to about the precision of float32.
  if (share > 1 - 1e-6) return Infinity;
  return share * (n - k) / ((1 - share) * (k - 1));
}
