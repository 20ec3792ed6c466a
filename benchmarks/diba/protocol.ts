/**
 * What Diba's experiments have in common: the configurations, and DEC's training.
 *
 * @module
 */
import { adam, type Parameters, seedFor } from "../../engine/mod.ts";
import type { ConvolutionalArchitecture } from "../../models/autoencoder/convolutional.ts";
import type { Autoencoder } from "../../models/autoencoder/trained.ts";
import { type Dec, fitDec } from "../../models/dec/dec.ts";
import { convolutionalEncoder } from "../../models/dec/encoders.ts";
import { type KMeansConfig, type RunContext, training } from "../runner/experiment.ts";
import type { Splits } from "../runner/splits.ts";
import type { ConvolutionalConfig } from "../shared/convolutional.ts";

/** The paper, in ids. */
export const PAPER = "diba";

/** Its data set. */
export const DATASET = "mnist";

/** The autoencoder's training, and k-means on its code. */
export type AutoencoderConfig = ConvolutionalConfig & KMeansConfig;

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

/** DEC from a trained autoencoder, which is left as it is. */
export async function cluster(
  config: DecConfig,
  { train }: Splits,
  autoencoder: Autoencoder<Parameters>,
  context: RunContext,
): Promise<Dec> {
  const { k, nInit, batchSize, clusteringEpochs, tolerance } = config;
  return await fitDec(train.images, {
    encoder: convolutionalEncoder(config.architecture, autoencoder.network),
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
