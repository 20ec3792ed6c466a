import { nonEmptyContingency } from "./contingency.ts";
import { shareTold } from "./information.ts";

/**
 * Completeness (COM): what the classes tell about the clusters, relative to all that there is to tell. From 0 to 1, higher
 * is better: 1 where all points of each class are in the same cluster. Not symmetric, and 1 where all points are in one
 * cluster; `completeness(a, b)` is `homogeneity(b, a)`.
 *
 * ```text
 * COM = 1 - H(predicted | true) / H(predicted) = I(true; predicted) / H(predicted)
 * ```
 *
 * As in scikit-learn, it is 1 where there is one single cluster. No label at all is an error, where scikit-learn gives 1.
 *
 * @param trueLabels Classes of the n points: integers of any values.
 * @param predictedLabels Clusters of the same points: integers of any values.
 * @throws {RangeError} If there is no label, the lengths differ or a label is not an integer.
 * @see A. Rosenberg, J. Hirschberg. V-Measure: A conditional entropy-based external cluster evaluation measure.
 * EMNLP-CoNLL 2007, equation 2.
 *
 * @example
 * ```ts
 * import { completeness } from "./completeness.ts";
 * import { assertAlmostEquals, assertEquals } from "@std/assert";
 *
 * assertEquals(completeness([0, 0, 1, 2], [5, 5, 5, 5]), 1);
 * assertAlmostEquals(completeness([0, 0, 1, 1], [0, 1, 2, 3]), 1 / 2);
 * ```
 */
export function completeness(trueLabels: ArrayLike<number>, predictedLabels: ArrayLike<number>): number {
  const table = nonEmptyContingency(trueLabels, predictedLabels, "the completeness");
  return shareTold(table, table.columns);
}
