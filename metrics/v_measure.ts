import { nonEmptyContingency } from "./contingency.ts";
import { shareTold } from "./information.ts";

/** Options of {@linkcode vMeasure}. */
export interface VMeasureOptions {
  /**
   * How much completeness counts against homogeneity, at least 0: above 1 completeness counts more.
   *
   * @default {1}
   */
  beta?: number;
}

/**
 * V-measure (VM): the weighted harmonic mean of homogeneity h and completeness c. From 0 to 1, higher is better. With
 * beta = 1 it is symmetric and the same as the normalised mutual information with the arithmetic mean. Not adjusted for
 * chance.
 *
 * ```text
 * VM = (1 + β) · h · c / (β · h + c),   h = I / H(true),   c = I / H(predicted)
 * ```
 *
 * As in scikit-learn, h is 1 where there is one single class, c is 1 where there is one single cluster, and VM is 0 where
 * the denominator is. No label at all is an error, where scikit-learn gives 1.
 *
 * @param trueLabels Classes of the n points: integers of any values.
 * @param predictedLabels Clusters of the same points: integers of any values.
 * @throws {RangeError} If there is no label, the lengths differ, a label is not an integer, or beta is out of range.
 * @see A. Rosenberg, J. Hirschberg. V-Measure: A conditional entropy-based external cluster evaluation measure.
 * EMNLP-CoNLL 2007, section 2.
 *
 * @example
 * ```ts
 * import { vMeasure } from "./v_measure.ts";
 * import { assertAlmostEquals } from "@std/assert";
 *
 * assertAlmostEquals(vMeasure([0, 0, 1, 1], [0, 1, 2, 3]), 2 / 3);
 * assertAlmostEquals(vMeasure([0, 0, 1, 1], [0, 1, 2, 3], { beta: 0.5 }), 3 / 4);
 * ```
 */
export function vMeasure(
  trueLabels: ArrayLike<number>,
  predictedLabels: ArrayLike<number>,
  { beta = 1 }: VMeasureOptions = {},
): number {
  if (!(beta >= 0 && beta < Infinity)) {
    throw new RangeError(`Cannot compute the V-measure: beta must be finite and at least 0, got ${beta}`);
  }
  const table = nonEmptyContingency(trueLabels, predictedLabels, "the V-measure");
  const h = shareTold(table, table.rows), c = shareTold(table, table.columns);
  const weighted = beta * h + c;
  return weighted === 0 ? 0 : Math.min(1, (1 + beta) * h * c / weighted);
}
