/**
 * The latent vectors that ClusterGAN's generator makes images of: a little noise, and a code that says which cluster.
 *
 * @module
 */
import { normalTensor, tf, uniformTensor } from "../../engine/mod.ts";

/** How latent vectors are drawn. */
export type LatentChoices = {
  /** The number of codes, and so of clusters; at least 2. */
  readonly k: number;
  /** The numbers of noise, at least 1. */
  readonly noise: number;
  /** Of the noise, which is normal with mean 0; above 0. */
  readonly deviation: number;
};

/** How many draws from a step's seed {@linkcode drawLatent} takes. */
export const LATENT_DRAWS = 2;

/**
 * Latent vectors with codes that are all equally likely.
 *
 * @param seed int32 `[2]`, as `uniformTensor()` has it.
 * @param draw The first of {@linkcode LATENT_DRAWS} draws.
 * @returns `[count, noise + k]`: the noise, then the one-hot code.
 */
export function drawLatent(choices: LatentChoices, count: number, seed: tf.Tensor, draw: number): tf.Tensor {
  const codes = tf.floor(tf.mul(choices.k, uniformTensor([count], seed, draw + 1)));
  return latentOf(choices, codes, seed, draw);
}

/**
 * Latent vectors with given codes.
 *
 * @param codes float32 `[count]`, whole numbers from 0 to k - 1.
 * @param draw Of the noise.
 * @returns `[count, noise + k]`: the noise, then the one-hot code.
 */
export function latentOf(
  { k, noise, deviation }: LatentChoices,
  codes: tf.Tensor,
  seed: tf.Tensor,
  draw: number,
): tf.Tensor {
  const [count] = codes.shape;
  const oneHot = tf.cast(tf.equal(tf.reshape(codes, [count, 1]), tf.range(0, k)), "float32");
  return tf.concat([tf.mul(deviation, normalTensor([count, noise], seed, draw)), oneHot], 1);
}
