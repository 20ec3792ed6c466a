import {
  lossAndGradients,
  type Matrix,
  type OptimiserChoices,
  optimiserOf,
  type Parameters,
  tf,
} from "../../engine/mod.ts";
import { tensorOf } from "../points.ts";
import type { Trainable, TrainingChoices, TrainingOptions } from "../training.ts";
import {
  type Architecture,
  type AutoencoderState,
  encode,
  initAutoencoder,
  type Pass,
  pass,
  reconstruct,
} from "./dense.ts";
import { type Autoencoder, trainAutoencoder, type TrainingState } from "./trained.ts";

/** Mean squared error; or binary cross entropy, for images and a sigmoid output in [0, 1]. */
export type ReconstructionLoss = "mse" | "bce";

/** A fully connected autoencoder and its training: all that {@linkcode fitAutoencoder} depends on without a penalty. */
export type DenseChoices = TrainingChoices & {
  /** The network's layers. */
  readonly architecture: Architecture;
  /** Of the reconstruction, meant over the batch and its features. */
  readonly loss: ReconstructionLoss;
  /** Of weights, biases, and the normalisations' scales and shifts. */
  readonly optimiser: OptimiserChoices;
};

/** Options of {@linkcode fitAutoencoder}. */
export interface AutoencoderOptions extends DenseChoices, TrainingOptions {
  /** Adds a term to the reconstruction loss. */
  penalty?: Penalty;
}

/** A term of the loss beside the reconstruction's, such as one that pulls the codes of a class together. */
export interface Penalty {
  /** What goes with the images into each batch: int32 `[rows]`; absent where the term uses no labels. */
  labels?: Int32Array;
  /** The term, a scalar, from the pass, the batch's labels, and the number of epochs before this one. */
  term(through: Pass, labels: tf.Tensor | null, epoch: tf.Tensor): tf.Tensor;
}

/** The mean over the batch and its features of the error between a batch and its reconstruction. */
export function reconstructionLoss(
  loss: ReconstructionLoss,
  x: tf.Tensor,
  { logits, output }: { logits: tf.Tensor; output: tf.Tensor },
): tf.Tensor {
  return loss === "mse" ? tf.mean(tf.squaredDifference(output, x)) : tf.losses.sigmoidCrossEntropy(x, logits);
}

/**
 * Trains an autoencoder to reconstruct `images`.
 *
 * @param images One image a row, scaled as the output's activation can reach.
 * @throws {RangeError} If an option is out of range, the input is not as wide as the images, there is no image, or there is
 * not a label for each image where the penalty has labels.
 * @throws {DivergenceError} If an epoch's mean loss is not finite.
 */
export async function fitAutoencoder(
  images: Matrix,
  options: AutoencoderOptions,
): Promise<Autoencoder<AutoencoderState>> {
  const { architecture } = options;
  if (architecture.sizes[0] !== images.columns) {
    throw new RangeError(
      `Cannot fit the autoencoder: its input must have the images' ${images.columns} pixels, ` +
        `got ${architecture.sizes[0]}`,
    );
  }
  const labels = options.penalty?.labels;
  if (labels && labels.length !== images.rows) {
    throw new RangeError(
      `Cannot fit the autoencoder: there must be a label for each of the ${images.rows} images, ` +
        `got ${labels.length}`,
    );
  }
  const model = trainable(options);
  const data = {
    images: tensorOf(images),
    ...labels && { labels: tf.tensor1d(labels, "int32") },
  };
  return await trainAutoencoder(model, data, options, {
    encode: (network, points) => encode(architecture, network, points),
    reconstruct: (network, points) => reconstruct(architecture, network, points),
  });
}

function trainable(
  { architecture, loss, penalty, optimiser: choices, seed }: AutoencoderOptions,
): Trainable<TrainingState<AutoencoderState>> {
  const optimiser = optimiserOf(choices);
  const network = initAutoencoder(architecture, seed);
  return {
    state: { network, optimiser: optimiser.init(network.parameters) },
    step(state, { images: x, labels = null }, { seed, epoch }) {
      const { loss: value, rest, gradients } = lossAndGradients((parameters: Parameters) => {
        const through = pass(architecture, { parameters, statistics: state.network.statistics }, x, seed);
        const reconstruction = reconstructionLoss(loss, x, through);
        return {
          loss: penalty ? tf.add(reconstruction, penalty.term(through, labels, epoch)) : reconstruction,
          rest: through.statistics,
        };
      }, state.network.parameters);
      const next = optimiser.update(state.network.parameters, gradients, state.optimiser);
      return {
        state: { network: { parameters: next.parameters, statistics: rest }, optimiser: next.state },
        loss: value,
      };
    },
  };
}
