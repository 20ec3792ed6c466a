/**
 * Deep embedded clustering's soft assignments and their target.
 *
 * @module
 */
import { type Matrix, tf } from "../../engine/mod.ts";

/**
 * How likely each code belongs to each centroid, by Student's t-distribution.
 *
 * ```text
 * q_ij = (1 + |z_i - μ_j|² / α)^(-(α + 1) / 2) / Σ_j' (1 + |z_i - μ_j'|² / α)^(-(α + 1) / 2)
 * ```
 *
 * @param codes z, `[n, d]`.
 * @param centroids μ, `[k, d]`.
 * @param degreesOfFreedom α, above 0; DEC's authors take 1.
 * @returns The logarithms of q, `[n, k]`: far from all centroids, q itself would be 0 / 0.
 * @see Xie, Girshick & Farhadi. Unsupervised deep embedding for clustering analysis. ICML 2016, Eq. 1.
 */
export function logSoftAssignments(
  codes: tf.Tensor,
  centroids: tf.Tensor,
  degreesOfFreedom: number,
): tf.Tensor {
  const differences = tf.sub(tf.expandDims(codes, 1), tf.expandDims(centroids, 0));
  const squares = tf.sum(tf.square(differences), 2);
  const logKernel = tf.mul(tf.log1p(tf.div(squares, degreesOfFreedom)), -(degreesOfFreedom + 1) / 2);
  return tf.logSoftmax(logKernel);
}

/**
 * The target distribution of soft assignments: nearer to 1 or 0 than they are, and with clusters of more equal weight.
 *
 * ```text
 * p_ij = (q_ij² / f_j) / Σ_j' (q_ij'² / f_j'),   f_j = Σ_i q_ij
 * ```
 *
 * f is of all n points: of a part of them it would be another target, as {@linkcode batchTarget} gives. A cluster that no
 * point belongs to at all (f_j = 0) is no point's target.
 *
 * @param q Soft assignments, n × k: at least 0, their rows sum to 1.
 * @returns n × k; rows sum to 1. In the number type of `q`.
 * @see Xie, Girshick & Farhadi. Unsupervised deep embedding for clustering analysis. ICML 2016, Eq. 3.
 *
 * @example
 * ```ts
 * import { matrix } from "../../engine/matrix.ts";
 * import { targetDistribution } from "./target.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const q = matrix(Float64Array.of(0.75, 0.25, 0.25, 0.75), 2, 2);
 * assertEquals(targetDistribution(q).data, Float64Array.of(0.9, 0.1, 0.1, 0.9));
 * ```
 */
export function targetDistribution(q: Matrix): Matrix {
  const { rows, columns } = q;
  const frequencies = new Float64Array(columns);
  for (let at = 0; at < q.data.length; at++) frequencies[at % columns] += q.data[at];
  const data = q.data.slice();
  for (let start = 0; start < data.length; start += columns) {
    let sum = 0;
    for (let j = 0; j < columns; j++) sum += share(q.data[start + j], frequencies[j]);
    for (let j = 0; j < columns; j++) data[start + j] = share(q.data[start + j], frequencies[j]) / sum;
  }
  return { data, rows, columns };
}

const share = (q: number, frequency: number): number => frequency === 0 ? 0 : q * (q / frequency);

/**
 * The {@linkcode targetDistribution} of a batch by itself, on the engine: f is of its points alone.
 *
 * @param logQ The logarithms of the batch's soft assignments, `[batch, k]`.
 * @returns `[batch, k]`; rows sum to 1.
 */
export function batchTarget(logQ: tf.Tensor): tf.Tensor {
  const logFrequencies = tf.logSumExp(logQ, 0, true);
  return tf.softmax(tf.sub(tf.mul(logQ, 2), logFrequencies));
}

/**
 * The Kullback-Leibler divergence of soft assignments from their target, at least 0 and 0 where they are equal; the mean
 * over the points.
 *
 * ```text
 * KL(P ‖ Q) = 1/n Σ_i Σ_j p_ij log(p_ij / q_ij)
 * ```
 *
 * @param p The target, `[n, k]`; no gradient goes through it.
 * @param logQ The logarithms of the soft assignments, `[n, k]`.
 * @returns A scalar.
 * @see Xie, Girshick & Farhadi. Unsupervised deep embedding for clustering analysis. ICML 2016, Eq. 2.
 */
export function klDivergence(p: tf.Tensor, logQ: tf.Tensor): tf.Tensor {
  // 0 log 0 is 0.
  const logP = tf.log(tf.maximum(p, 1e-30));
  return tf.mean(tf.sum(tf.mul(p, tf.sub(logP, logQ)), 1));
}
