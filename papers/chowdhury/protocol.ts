/**
 * What Chowdhury's experiments have in common: the configurations of k-means and of the autoencoder.
 *
 * @module
 */
import type { Architecture } from "../../models/autoencoder/dense.ts";
import type { AutoencoderOptions } from "../../models/autoencoder/fit.ts";
import type { KMeansConfig } from "../../experiments/experiment.ts";

/** The paper, in ids. */
export const PAPER = "chowdhury";

/** The autoencoder's training. */
export type TrainingConfig = {
  architecture: Architecture;
  learningRate: number;
  weightDecay: number;
  batchSize: number;
  epochs: number;
};

/** The autoencoder, and k-means on its code. */
export type AutoencoderConfig = KMeansConfig & TrainingConfig;

/** Ten clusters (§IV.B). */
export const K_MEANS: KMeansConfig = { k: 10, nInit: 10 };

/** A t-SNE embedding. */
export type TsneChoices = {
  dimensions: 2 | 3;
  perplexity: number;
  iterations: number;
  init: "pca" | "random";
};

/** Of Table IV's t-SNE the paper gives no setting. */
export const TSNE: TsneChoices = { dimensions: 2, perplexity: 30, iterations: 1000, init: "random" };

/** §III.B and C, Table II. */
export const AUTOENCODER: AutoencoderConfig = {
  ...K_MEANS,
  architecture: {
    sizes: [784, 512, 256, 64],
    codeActivation: "linear",
    outputActivation: "tanh",
    batchNorm: true,
    dropout: 0.2,
    initialisation: "pytorch",
  },
  learningRate: 1e-3,
  weightDecay: 1e-5,
  batchSize: 64,
  epochs: 5,
};

/** The training's options, without seed and progress. */
export function optionsOf(config: TrainingConfig): Omit<AutoencoderOptions, "seed"> {
  return {
    architecture: config.architecture,
    batchSize: config.batchSize,
    epochs: config.epochs,
    loss: "mse",
    optimiser: {
      learningRate: config.learningRate,
      weightDecay: { kind: "l2", rate: config.weightDecay },
    },
  };
}
