import { nonEmptyContingency } from "./contingency.ts";
import { shareTold } from "./information.ts";

/**
 * Homogeneity (HOM): what the clusters tell about the classes, relative to all that there is to tell. From 0 to 1, higher
 * is better: 1 where each cluster has points of one class only. Not symmetric, and 1 where every point is a cluster of its
 * own; `homogeneity(a, b)` is `completeness(b, a)`.
 *
 * ```text
 * HOM = 1 - H(true | predicted) / H(true) = I(true; predicted) / H(true)
 * ```
 *
 * As in scikit-learn, it is 1 where there is one single class. No label at all is an error, where scikit-learn gives 1.
 *
 * @param trueLabels Classes of the n points: integers of any values.
 * @param predictedLabels Clusters of the same points: integers of any values.
 * @throws {RangeError} If there is no label, the lengths differ or a label is not an integer.
 * @see A. Rosenberg, J. Hirschberg. V-Measure: A conditional entropy-based external cluster evaluation measure.
 * EMNLP-CoNLL 2007, equation 1.
 *
 * @example
 * ```ts
 * import { homogeneity } from "./homogeneity.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(homogeneity([0, 0, 1, 1], [5, 5, 2, 3]), 1);
 * assertEquals(homogeneity([0, 0, 1, 1], [5, 5, 5, 5]), 0);
 * ```
 */
export function homogeneity(trueLabels: ArrayLike<number>, predictedLabels: ArrayLike<number>): number {
  const table = nonEmptyContingency(trueLabels, predictedLabels, "the homogeneity");
  return shareTold(table, table.rows);
}
