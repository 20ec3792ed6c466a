import { type AverageOptions, meanBy } from "./averages.ts";
import { contingency } from "./contingency.ts";
import { entropy, mutualInformation } from "./information.ts";

/**
 * Normalised mutual information (NMI): what the clusters tell about the classes, relative to what either could.
 * From 0 to 1, higher is better; symmetric; not adjusted for chance.
 *
 * ```text
 * NMI = I(true; predicted) / mean(H(true), H(predicted))
 * I   = Σ n_ij / n · ln(n · n_ij / (n_i· · n_·j)),   H = -Σ n_i / n · ln(n_i / n)
 * ```
 *
 * As in scikit-learn, it is 1 where both sides are one single cluster (and where there is no label at all), and 0
 * where only one side is.
 *
 * @param trueLabels Classes of the n points: integers of any values.
 * @param predictedLabels Clusters of the same points: integers of any values.
 * @throws {RangeError} If the lengths differ, a label is not an integer or the average is none of the four.
 * @see A. Strehl, J. Ghosh. Cluster Ensembles. JMLR 3, 2002 (geometric). N. X. Vinh, J. Epps, J. Bailey.
 * Information Theoretic Measures for Clusterings Comparison. JMLR 11, 2010 (all four).
 *
 * @example
 * ```ts
 * import { nmi } from "./nmi.ts";
 * import { assertAlmostEquals, assertEquals } from "@std/assert";
 *
 * assertEquals(nmi([0, 0, 1, 1], [5, 5, 2, 2]), 1);
 * assertEquals(nmi([0, 0, 0, 0], [0, 1, 2, 3]), 0);
 * assertAlmostEquals(nmi([0, 0, 1, 1], [0, 0, 1, 2]), 0.8);
 * assertAlmostEquals(nmi([0, 0, 1, 1], [0, 0, 1, 2], { average: "max" }), 2 / 3);
 * ```
 */
export function nmi(
  trueLabels: ArrayLike<number>,
  predictedLabels: ArrayLike<number>,
  { average = "arithmetic" }: AverageOptions = {},
): number {
  const mean = meanBy(average, "the NMI");
  const table = contingency(trueLabels, predictedLabels, "the NMI");
  const { points, rows, columns } = table;
  if (rows.length <= 1 && columns.length <= 1) return 1;
  if (rows.length === 1 || columns.length === 1) return 0;
  const value = mutualInformation(table) / mean(entropy(rows, points), entropy(columns, points));
  return Math.min(1, Math.max(0, value));
}
