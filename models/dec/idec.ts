/**
 * Improved deep embedded clustering (IDEC): DEC that keeps its decoder, so that codes still stand for their points.
 *
 * @module
 */
import { type Matrix, tf } from "../../engine/mod.ts";
import { checkFor, isAmount } from "../check.ts";
import { type Dec, type DecChoices, type DecOptions, fitDec } from "./dec.ts";
import type { Coder } from "./encoders.ts";

/** All that {@linkcode fitIdec} depends on beside the autoencoder. */
export type IdecChoices = DecChoices & {
  /** What the divergence is multiplied by, beside the mean squared error of the reconstructions; at least 0. */
  readonly gamma: number;
};

/** Options of {@linkcode fitIdec}; what is left out is as in {@linkcode DEC}. */
export type IdecOptions = Omit<DecOptions, "encoder" | "objective"> & Pick<IdecChoices, "gamma"> & {
  /** Already trained; not disposed. */
  autoencoder: Coder;
};

/**
 * Improved deep embedded clustering: as {@linkcode fitDec}, but what is lowered is the error of the reconstructions and, in a
 * small part, the divergence.
 *
 * ```text
 * L = |x - x'|² / d + γ KL(P ‖ Q)
 * ```
 *
 * The first term is the mean over the batch and the d features of a point, as in the released code.
 *
 * @param points n × the autoencoder's input.
 * @throws As {@linkcode fitDec} does, and if `gamma` is out of range.
 * @see X. Guo, L. Gao, X. Liu, J. Yin. Improved deep embedded clustering with local structure preservation. IJCAI 2017,
 * Eq. 8.
 */
export async function fitIdec(
  points: Matrix,
  { gamma, autoencoder, ...options }: IdecOptions,
): Promise<Dec> {
  checkFor("run IDEC")(isAmount(gamma), "gamma must be finite and at least 0", gamma);
  const { encode, decode } = autoencoder;
  return await fitDec(points, {
    ...options,
    encoder: autoencoder,
    objective: (divergence, parameters, x) => {
      const error = tf.mean(tf.squaredDifference(decode(parameters, encode(parameters, x)), x));
      return tf.add(error, tf.mul(divergence, gamma));
    },
  });
}
