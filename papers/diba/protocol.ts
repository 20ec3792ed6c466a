/**
 * What Diba's experiments have in common: their configurations.
 *
 * @module
 */
import type { ConvolutionalArchitecture } from "../../models/autoencoder/convolutional.ts";
import type { KMeansConfig } from "../../experiments/experiment.ts";
import type { ConvolutionalConfig, DecConfig } from "../../experiments/convolutional.ts";

/** The paper, in ids. */
export const PAPER = "diba";

/** Its data set. */
export const DATASET = "mnist";

/** The autoencoder's training, and k-means on its code. */
export type AutoencoderConfig = ConvolutionalConfig & KMeansConfig;

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
