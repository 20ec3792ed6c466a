/**
 * The loss of variational deep embedding: what a code's mixture of Gaussians asks of an encoder that draws its codes.
 *
 * @module
 */
import { tf } from "../../engine/mod.ts";

/** A mixture of k Gaussians along the axes, over codes of d numbers. */
export interface TensorMixture {
  /** π, `[k]`, each above 0, with the sum 1. */
  weights: tf.Tensor;
  /** μ, `[k, d]`. */
  means: tf.Tensor;
  /** λ = σ², `[k, d]`, each above 0. */
  variances: tf.Tensor;
}

/** How a code's probabilities of the components are computed. */
export type ResponsibilityChoices = {
  /**
   * How often a component's weight counts in the density of a code: `once`, as in Eq. 16; or once for each of its d
   * dimensions, as in the released code, whose sum over the dimensions has log π in it.
   */
  readonly weightCounts: "once" | "each dimension";
  /** What is added to each component's density before they are made to sum to 1, at least 0. */
  readonly floor: number;
};

/**
 * The logarithms of the components' densities at codes, weight included: `[n, k]`.
 *
 * ```text
 * log π_c + Σ_j (-½ log 2πλ_cj - (z_j - μ_cj)² / 2λ_cj)
 * ```
 */
export function logDensities(
  z: tf.Tensor,
  { weights, means, variances }: TensorMixture,
  weightCounts: ResponsibilityChoices["weightCounts"],
): tf.Tensor {
  const d = means.shape[1]!;
  const squares = tf.sum(tf.div(apart(z, means), variances), 2);
  const peaks = tf.sum(tf.log(tf.mul(variances, 2 * Math.PI)), 1);
  const logWeights = tf.mul(tf.log(weights), weightCounts === "once" ? 1 : d);
  return tf.sub(logWeights, tf.mul(tf.add(squares, peaks), 0.5));
}

/**
 * The probabilities γ of the components for codes, `[n, k]`; rows sum to 1.
 *
 * @see Jiang et al. (2017), Eq. 16.
 */
export function responsibilities(
  z: tf.Tensor,
  mixture: TensorMixture,
  { weightCounts, floor }: ResponsibilityChoices,
): tf.Tensor {
  const logs = logDensities(z, mixture, weightCounts);
  // The logarithm of density + floor, without the density, which may be more than float32 holds.
  const least = Math.log(floor);
  return tf.softmax(
    floor === 0
      ? logs
      : tf.add(tf.maximum(logs, least), tf.log1p(tf.exp(tf.neg(tf.abs(tf.sub(logs, least)))))),
  );
}

/** What an encoder says of a batch, and a draw from it. */
export interface EncodedBatch {
  /** The codes' means, `[n, d]`. */
  mean: tf.Tensor;
  /** The logarithms of the codes' variances, `[n, d]`. */
  logVariance: tf.Tensor;
  /** Codes drawn with these, `[n, d]`. */
  z: tf.Tensor;
  /** The reconstructions of the codes drawn, before the logistic function, `[n, pixels]`. */
  logits: tf.Tensor;
}

/**
 * What VaDE lowers: the negative evidence lower bound, the mean over the batch, except for the constant d/2 · log 2π, which
 * is in two of its terms and cancels out.
 *
 * ```text
 * Σ_i BCE(x_i, x'_i) + ½ Σ_c γ_c Σ_j (log λ_cj + σ_j² / λ_cj + (m_j - μ_cj)² / λ_cj) - ½ Σ_j (1 + log σ_j²)
 *   - Σ_c γ_c log π_c + Σ_c γ_c log γ_c
 * ```
 *
 * @param x `[n, pixels]` in [0, 1].
 * @returns A scalar.
 * @see Z. Jiang, Y. Zheng, H. Tan, B. Tang, H. Zhou. Variational deep embedding: An unsupervised and generative approach to
 * clustering. IJCAI 2017, Eq. 11 to 13.
 */
export function vadeLoss(
  x: tf.Tensor,
  { mean, logVariance, z, logits }: EncodedBatch,
  mixture: TensorMixture,
  choices: ResponsibilityChoices,
): tf.Tensor {
  const { weights, means, variances } = mixture;
  const gamma = responsibilities(z, mixture, choices);
  const reconstruction = tf.mul(tf.losses.sigmoidCrossEntropy(x, logits), x.shape[1]!);
  const spread = tf.add(tf.expandDims(tf.exp(logVariance), 1), apart(mean, means));
  const toComponents = tf.sum(tf.add(tf.log(variances), tf.div(spread, variances)), 2);
  const ofCodes = tf.sum(tf.add(logVariance, 1), 1);
  const ofClusters = tf.sum(tf.mul(gamma, tf.sub(tf.log(tf.maximum(gamma, 1e-30)), tf.log(weights))), 1);
  const perCode = tf.add(
    tf.mul(tf.sub(tf.sum(tf.mul(gamma, toComponents), 1), ofCodes), 0.5),
    ofClusters,
  );
  return tf.add(reconstruction, tf.mean(perCode));
}

/** The squared differences of each code to each mean, `[n, k, d]`. */
function apart(codes: tf.Tensor, means: tf.Tensor): tf.Tensor {
  return tf.square(tf.sub(tf.expandDims(codes, 1), tf.expandDims(means, 0)));
}
