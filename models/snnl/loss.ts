import { eye, tf } from "../../engine/mod.ts";
import type { Defaulted } from "../choices.ts";

/** All that {@linkcode softNearestNeighborLoss} depends on beside the temperature. */
export type SnnlChoices = {
  /** `cosine`: 1 - cos(a, b), in [0, 2]; `euclidean`: |a - b|². */
  readonly distance: "cosine" | "euclidean";
  /** Above 0 it keeps quotient and logarithm finite; with 0 a point without another of its class has an infinite loss. */
  readonly epsilon: number;
};

/** What the loss's options have by default. */
export const SNNL: Pick<SnnlChoices, "epsilon"> = { epsilon: 1e-5 };

/** Options of {@linkcode softNearestNeighborLoss}; what is left out is as in {@linkcode SNNL}. */
export type SnnlOptions = Defaulted<SnnlChoices, keyof typeof SNNL>;

/**
 * Soft nearest neighbour loss (Frosst, Papernot & Hinton, ICML 2019, Eq. 1; Agarap & Azcarraga, IJCNN 2020, Eq. 2): how
 * entangled the classes of a batch are, by the chance that a point's neighbour, drawn by distance at a temperature, is of
 * its own class.
 *
 * ```text
 * SNNL = -1/b Σ_i log(ε + Σ_{j≠i, y_j=y_i} e^(-d_ij/T) / (ε + Σ_{k≠i} e^(-d_ik/T)))
 * ```
 *
 * From about 0 (classes apart) to -log ε: that is what a point counts which has no other of its class in the batch, or
 * whose neighbours are all infinitely far. Lower is better. A row of zeros has cosine distance 1 to all. Without labels
 * every pair counts as of one class, so that the loss is about 0 whatever the points are.
 *
 * @param points `[b, d]`.
 * @param labels int32 `[b]`, or null for the unsupervised form.
 * @param temperature T > 0, a scalar.
 * @returns A scalar.
 */
export function softNearestNeighborLoss(
  points: tf.Tensor,
  labels: tf.Tensor | null,
  temperature: tf.Tensor,
  options: SnnlOptions,
): tf.Tensor {
  const { distance, epsilon } = { ...SNNL, ...options };
  const rows = points.shape[0]!;
  const others = tf.sub(1, eye(rows));
  const distances = distance === "cosine" ? cosineDistances(points) : squaredDistances(points);
  const nearness = tf.mul(tf.exp(tf.div(tf.neg(distances), temperature)), others);
  const whole = tf.sum(nearness, 1);
  const share = labels === null
    // Whole / (ε + whole), whose slope is about ε: as a quotient like the other it would be lost to rounding.
    ? tf.reciprocal(tf.add(1, tf.div(epsilon, tf.maximum(whole, LEAST_WHOLE))))
    : tf.div(tf.sum(tf.mul(nearness, sameClass(labels)), 1), tf.add(epsilon, whole));
  return tf.neg(tf.mean(tf.log(tf.add(epsilon, share))));
}

/** So small beside ε that it counts as nothing, and large enough to be squared. */
const LEAST_WHOLE = 1e-15;

/** 1 where two points are of one class, else 0: `[b, b]`. */
function sameClass(labels: tf.Tensor): tf.Tensor {
  return tf.cast(tf.equal(tf.expandDims(labels, 1), tf.expandDims(labels, 0)), "float32");
}

/** What keeps the length of a row of zeros from 0, as `tf.nn.l2_normalize` has it. */
const LEAST_SQUARE = 1e-12;

function cosineDistances(points: tf.Tensor): tf.Tensor {
  const squares = tf.sum(tf.square(points), 1, true);
  const units = tf.mul(points, tf.rsqrt(tf.maximum(squares, LEAST_SQUARE)));
  return tf.sub(1, tf.matMul(units, units, false, true));
}

function squaredDistances(points: tf.Tensor): tf.Tensor {
  const squares = tf.sum(tf.square(points), 1, true);
  const products = tf.matMul(points, points, false, true);
  return tf.maximum(tf.sub(tf.add(squares, tf.transpose(squares)), tf.mul(2, products)), 0);
}

/** How the temperature goes: one value, or 1 / (η + epoch)^γ with the epochs counted from 0 (Agarap, Eq. 3). */
export type Temperature = { readonly kind: "fixed"; readonly value: number } | {
  readonly kind: "annealed";
  readonly eta: number;
  readonly gamma: number;
};

/** The temperature at an epoch, a scalar. */
export function temperatureAt(temperature: Temperature, epoch: tf.Tensor): tf.Tensor {
  if (temperature.kind === "fixed") return tf.scalar(temperature.value);
  return tf.pow(tf.add(temperature.eta, epoch), -temperature.gamma);
}
