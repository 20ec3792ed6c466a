/**
 * What Diba's experiments have in common: the configurations, and the two trainings.
 *
 * @module
 */
import { adam, seedFor } from "../../engine/mod.ts";
import {
  type ConvolutionalArchitecture,
  type ConvolutionalAutoencoder,
  fitConvolutional,
} from "../../models/autoencoder/convolutional.ts";
import { type Dec, fitDec } from "../../models/dec/dec.ts";
import { convolutionalEncoder } from "../../models/dec/encoders.ts";
import { type RunContext, training } from "../runner/experiment.ts";
import type { Splits } from "../runner/splits.ts";

/** The paper, in ids. */
export const PAPER = "diba";

/** Its data set. */
export const DATASET = "mnist";

/** The autoencoder's training, and k-means on its code. */
export type AutoencoderConfig = {
  architecture: ConvolutionalArchitecture;
  learningRate: number;
  batchSize: number;
  epochs: number;
  k: number;
  nInit: number;
  /** Only the first images of each split. */
  rows?: { train: number; test: number };
};

/** DEC after a pretraining of `epochs`. */
export type DecConfig = AutoencoderConfig & { clusteringEpochs: number; tolerance: number };

/** §IV.A names the kinds of layers; their sizes are ours. */
export const ARCHITECTURE: ConvolutionalArchitecture = {
  input: [28, 28],
  encoder: [
    { kind: "convolution", channels: 16, stride: 2 },
    { kind: "relu" },
    { kind: "convolution", channels: 32, stride: 2 },
    { kind: "relu" },
    { kind: "linear", units: 10 },
  ],
  decoder: [
    { kind: "linear", units: 1568 },
    { kind: "relu" },
    { kind: "reshape", shape: [7, 7, 32] },
    { kind: "transposed convolution", channels: 16 },
    { kind: "relu" },
    { kind: "transposed convolution", channels: 1 },
    { kind: "tanh" },
  ],
};

/** Table I. */
export const AUTOENCODER: AutoencoderConfig = {
  architecture: ARCHITECTURE,
  learningRate: 1e-3,
  batchSize: 256,
  epochs: 103,
  k: 10,
  nInit: 10,
};
/** Table I, with the autoencoder's training cut short. */
export const DEC: DecConfig = { ...AUTOENCODER, epochs: 30, clusteringEpochs: 103, nInit: 20, tolerance: 0 };

/** The autoencoder, trained. */
export async function pretrain(
  config: AutoencoderConfig,
  { train }: Splits,
  context: RunContext,
): Promise<ConvolutionalAutoencoder> {
  return await fitConvolutional(train.images, {
    ...config,
    optimiser: { learningRate: config.learningRate },
    seed: context.seed,
    ...training(context, "autoencoder"),
  });
}

/** DEC from a trained autoencoder, which is left as it is. */
export async function cluster(
  config: DecConfig,
  { train }: Splits,
  autoencoder: ConvolutionalAutoencoder,
  context: RunContext,
): Promise<Dec> {
  const { k, nInit, batchSize, clusteringEpochs, tolerance } = config;
  return await fitDec(train.images, {
    encoder: convolutionalEncoder(config.architecture, autoencoder.parameters),
    k,
    nInit,
    epochs: clusteringEpochs,
    batchSize,
    tolerance,
    optimiser: adam({ learningRate: config.learningRate }),
    seed: seedFor(context.seed, "DEC"),
    ...training(context, `DEC, ${clusteringEpochs} epochs`),
  });
}
