import { type AverageOptions, meanBy } from "./averages.ts";
import { nonEmptyContingency } from "./contingency.ts";
import { entropy, mutualInformation } from "./information.ts";

const WHAT = "the adjusted mutual information";

/** Hypergeometric weights below this share of the largest one add nothing that float64 holds. */
const NEGLIGIBLE = 1e-20;

/** Up to this share of the denominator's first term, the second is equal to it except for rounding. */
const ROUNDING = 1e-10;

/**
 * Adjusted mutual information (AMI): what the clusters tell about the classes, corrected for what clusters of the same
 * sizes tell by chance. At most 1, higher is better; 0 is what random labels give on average; symmetric. It is seldom far
 * below 0, but with the average `min` it has no lower bound.
 *
 * ```text
 * AMI  = (I - E[I]) / (mean(H(true), H(predicted)) - E[I])
 * E[I] = Σ_ij Σ_m P(m) · m / n · ln(n · m / (n_i· · n_·j))
 * ```
 *
 * where m, the points that class i and cluster j have in common, is hypergeometric: cluster j holds n_·j points drawn
 * from all n without replacement, of which n_i· are of class i. The expectation is exact, not sampled.
 *
 * As in scikit-learn, it is 1 where both sides are one single cluster, 0 where only one side is, and 1 where the
 * denominator is 0: labels of these sizes always tell all they can. (There scikit-learn divides what rounding leaves, and
 * gives other values.) No label at all is an error, where scikit-learn gives 1.
 *
 * @param trueLabels Classes of the n points: integers of any values.
 * @param predictedLabels Clusters of the same points: integers of any values.
 * @throws {RangeError} If there is no label, the lengths differ, a label is not an integer or the average is none of the
 * four.
 * @see N. X. Vinh, J. Epps, J. Bailey. Information Theoretic Measures for Clusterings Comparison: Variants, Properties,
 * Normalization and Correction for Chance. JMLR 11, 2010.
 *
 * @example
 * ```ts
 * import { adjustedMutualInformation } from "./adjusted_mutual_information.ts";
 * import { assertAlmostEquals, assertEquals } from "@std/assert";
 *
 * assertEquals(adjustedMutualInformation([0, 0, 1, 1], [5, 5, 2, 2]), 1);
 * assertEquals(adjustedMutualInformation([0, 0, 0, 0], [0, 1, 2, 3]), 0);
 * assertAlmostEquals(adjustedMutualInformation([0, 0, 1, 1], [0, 1, 0, 1]), -0.5);
 * ```
 */
export function adjustedMutualInformation(
  trueLabels: ArrayLike<number>,
  predictedLabels: ArrayLike<number>,
  { average = "arithmetic" }: AverageOptions = {},
): number {
  const mean = meanBy(average, WHAT);
  const table = nonEmptyContingency(trueLabels, predictedLabels, WHAT);
  const { points, rows, columns } = table;
  if (rows.length === 1 && columns.length === 1) return 1;
  if (rows.length === 1 || columns.length === 1) return 0;
  const expected = expectedInformation(rows, columns, points);
  const most = mean(entropy(rows, points), entropy(columns, points));
  if (most - expected <= ROUNDING * most) return 1;
  return Math.min(1, (mutualInformation(table) - expected) / (most - expected));
}

/** The mutual information, in nats, of random labels with clusters of these sizes. */
function expectedInformation(rows: Float64Array, columns: Float64Array, points: number): number {
  const columnSizes = [...countOf(columns)];
  let information = 0;
  for (const [a, rowsLikeIt] of countOf(rows)) {
    for (const [b, columnsLikeIt] of columnSizes) {
      information += rowsLikeIt * columnsLikeIt * expectedCell(a, b, points);
    }
  }
  return information;
}

/** How many clusters have each size: tables of many clusters have few different pairs of sizes. */
function countOf(sizes: Float64Array): Map<number, number> {
  const counts = new Map<number, number>();
  for (const size of sizes) counts.set(size, (counts.get(size) ?? 0) + 1);
  return counts;
}

/** What a class of `a` and a cluster of `b` of the `n` points give to the expected information. */
function expectedCell(a: number, b: number, n: number): number {
  const given = (common: number) => common > 0 ? common / n * Math.log(n * common / (a * b)) : 0;
  // From the most likely number of common points up and down, each weight from the one before; no factorial is needed.
  const mode = Math.floor((a + 1) * (b + 1) / (n + 2));
  let total = 1, sum = given(mode);
  const add = (common: number, weight: number) => {
    total += weight;
    sum += weight * given(common);
  };
  for (let m = mode, weight = 1; weight > NEGLIGIBLE; m++) {
    weight *= (a - m) * (b - m) / ((m + 1) * (n - a - b + m + 1));
    add(m + 1, weight);
  }
  for (let m = mode, weight = 1; weight > NEGLIGIBLE; m--) {
    weight *= m * (n - a - b + m) / ((a - m + 1) * (b - m + 1));
    add(m - 1, weight);
  }
  return sum / total;
}
