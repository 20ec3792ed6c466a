/**
 * What ClusterGAN's networks are trained to lower.
 *
 * @module
 */
import { type Parameters, tf } from "../../engine/mod.ts";
import {
  type ClusterGanArchitecture,
  critique,
  encodeLatent,
  generate,
  inputGradients,
  type LatentSize,
} from "./networks.ts";

/** The least squared length of a gradient that is told from 0, at which the length has no slope. */
const LEAST = 1e-24;

/** How the critic is kept smooth. */
export type GradientPenaltyChoices = {
  /** λ of the gradient penalty, at least 0. */
  readonly scale: number;
  /** Whether images are mixed with generated ones by one share for the whole batch, or each by its own. */
  readonly mixing: "batch" | "image";
};

/** What generator and encoder lower beside the critic's value: each weight at least 0. */
export type CycleChoices = {
  /** β_n, of the mean squared error of the noise. */
  readonly noise: number;
  /** β_c, of the cross entropy of the code. */
  readonly code: number;
};

/**
 * How far gradients are from length 1: the mean of their (length - 1)².
 *
 * @param gradients `[batch, pixels]`. One of zeros counts as 1, and has itself no gradient.
 */
export function gradientPenalty(gradients: tf.Tensor): tf.Tensor {
  const lengths = tf.sqrt(tf.maximum(tf.sum(tf.square(gradients), 1), LEAST));
  return tf.mean(tf.square(tf.sub(lengths, 1)));
}

/**
 * The critic's loss: the mean value of the images, less that of the generated ones, plus the gradient penalty where they are
 * mixed.
 *
 * @param share In [0, 1), `[1, 1]` or `[batch, 1]`: how much of a mixed image is the data's.
 * @returns The loss, and the distance: the mean value of the generated images less that of the images, which with an ideal
 * critic is the Wasserstein distance of their distributions.
 * @see Gulrajani, Ahmed, Arjovsky, Dumoulin & Courville. Improved training of Wasserstein GANs. NeurIPS 2017, Eq. 3.
 */
export function criticLoss(
  architecture: ClusterGanArchitecture,
  scale: number,
  critic: Parameters,
  { images, generated, share }: { images: tf.Tensor; generated: tf.Tensor; share: tf.Tensor },
): { loss: tf.Tensor; distance: tf.Tensor } {
  const [ofImages, ofGenerated] = tf.split(
    critique(architecture, critic, tf.concat([images, generated])),
    2,
  );
  const distance = tf.sub(tf.mean(ofGenerated), tf.mean(ofImages));
  const mixed = tf.add(generated, tf.mul(share, tf.sub(images, generated)));
  const penalty = gradientPenalty(inputGradients(architecture, critic, mixed));
  return { loss: tf.sub(tf.mul(scale, penalty), distance), distance };
}

/**
 * The loss of generator and encoder: the critic's mean value of what is generated, and how far the encoder is from finding
 * the latent vectors in it again.
 *
 * @param z `[batch, noise + k]`.
 */
export function pairLoss(
  architecture: ClusterGanArchitecture,
  latent: LatentSize,
  weights: CycleChoices,
  { critic, pair }: { critic: Parameters; pair: Parameters },
  z: tf.Tensor,
): tf.Tensor {
  const [noise, code] = tf.split(z, [latent.noise, latent.k], 1);
  const images = generate(architecture, pair, z);
  const found = encodeLatent(architecture, latent, pair, images);
  const crossEntropy = tf.neg(tf.mean(tf.sum(tf.mul(code, tf.logSoftmax(found.logits)), 1)));
  return tf.addN([
    tf.mean(critique(architecture, critic, images)),
    tf.mul(weights.noise, tf.mean(tf.squaredDifference(noise, found.noise))),
    tf.mul(weights.code, crossEntropy),
  ]);
}
