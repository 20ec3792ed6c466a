/**
 * Diba, "Clustering MNIST Digits Using Deep Autoencoders and Deep Embedded Clustering (DEC)": k-means on the code of a
 * convolutional autoencoder, and DEC from it (§V). See README.md for what the paper leaves open.
 *
 * @module
 */
import { adam, seedFor } from "../../engine/mod.ts";
import type { Dataset } from "../../datasets/mod.ts";
import { mse } from "../../metrics/mod.ts";
import {
  type ConvolutionalArchitecture,
  type ConvolutionalAutoencoder,
  convolutionalParameterCounts,
  fitConvolutional,
} from "../../models/autoencoder/convolutional.ts";
import { fitDec } from "../../models/dec/dec.ts";
import { convolutionalEncoder } from "../../models/dec/encoders.ts";
import { type Experiment, experiment, onMnist, type Outcome, type RunContext } from "../runner/experiment.ts";
import type { Measurement } from "../runner/record.ts";
import { clusterSplits, measured, scaledSplits, scoreSplits, sizes, type Splits } from "../runner/splits.ts";

const paper = "diba";
const dataset = "mnist";

/** The autoencoder's training, and k-means on its code. */
type AutoencoderConfig = {
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
type DecConfig = AutoencoderConfig & { clusteringEpochs: number; tolerance: number };

/** §IV.A names the kinds of layers; their sizes are ours. */
const ARCHITECTURE: ConvolutionalArchitecture = {
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
const AUTOENCODER: AutoencoderConfig = {
  architecture: ARCHITECTURE,
  learningRate: 1e-3,
  batchSize: 256,
  epochs: 103,
  k: 10,
  nInit: 10,
};
const DEC: DecConfig = { ...AUTOENCODER, epochs: 30, clusteringEpochs: 103, nInit: 20, tolerance: 0 };

async function pretrain(
  config: AutoencoderConfig,
  { train }: Splits,
  { seed, progress }: RunContext,
): Promise<ConvolutionalAutoencoder> {
  return await fitConvolutional(train.images, {
    ...config,
    optimiser: { learningRate: config.learningRate },
    seed,
    onProgress: progress("autoencoder"),
  });
}

/** How well the autoencoder reconstructs, and its size. */
function ofAutoencoder(
  { history, reconstruct }: ConvolutionalAutoencoder,
  { test }: Splits,
): Measurement[] {
  const counts = convolutionalParameterCounts(ARCHITECTURE);
  return [
    measured("OTHER:MSE first epoch", history[0].loss, "train"),
    measured("OTHER:MSE last epoch", history.at(-1)!.loss, "train"),
    measured("MSE", mse(test.images, reconstruct(test.images)), "test"),
    measured("PARAMS", counts.reduce((sum, { count }) => sum + count, 0)),
  ];
}

/** Pixels are scaled to [-1, 1] (§III). */
async function runAutoencoder(
  config: AutoencoderConfig,
  data: Dataset,
  context: RunContext,
): Promise<Outcome> {
  const splits = scaledSplits(data, -1, config.rows);
  const autoencoder = await pretrain(config, splits, context);
  const { train, test } = splits;
  const points = { train: autoencoder.encode(train.images), test: autoencoder.encode(test.images) };
  const measurements = ofAutoencoder(autoencoder, splits);
  autoencoder.dispose();
  const { seed } = context;
  return {
    measurements: [
      ...await clusterSplits(splits, { ...config, points, space: "code", seed }),
      ...measurements,
      ...sizes(data),
    ],
    history: autoencoder.history,
  };
}

/** The history is that of the clustering; with each epoch goes the share of labels that changed before it. */
async function runDec(config: DecConfig, data: Dataset, context: RunContext): Promise<Outcome> {
  const splits = scaledSplits(data, -1, config.rows);
  const { train, test } = splits;
  const autoencoder = await pretrain(config, splits, context);
  const { k, nInit, batchSize, clusteringEpochs, tolerance } = config;
  const dec = await fitDec(train.images, {
    encoder: convolutionalEncoder(config.architecture, autoencoder.parameters),
    k,
    nInit,
    epochs: clusteringEpochs,
    batchSize,
    tolerance,
    optimiser: adam({ learningRate: config.learningRate }),
    seed: seedFor(context.seed, "DEC"),
    onProgress: context.progress("DEC"),
  });
  const measurements = ofAutoencoder(autoencoder, splits);
  autoencoder.dispose();
  const points = { train: dec.encode(train.images), test: dec.encode(test.images) };
  const clusters = { train: dec.labels, test: dec.predict(test.images) };
  dec.dispose();
  return {
    measurements: [
      ...await scoreSplits(splits, { points, clusters, space: "code" }),
      ...measurements,
      measured("OTHER:clusters with points", dec.updates.at(-1)!.clusters, "train"),
      measured("OTHER:clustering epochs", dec.history.length),
      measured("OTHER:stopped since labels stood still", dec.stopReason === "tolerance" ? 1 : 0),
    ],
    history: dec.history.map((epoch, i) => ({ ...epoch, changed: dec.updates[i].changed })),
  };
}

/** "103" may be 10³ with a lost superscript. */
const studies: Experiment[] = [
  experiment<AutoencoderConfig>({
    paper,
    method: "study-ae-1000-epochs",
    dataset,
    title: "Autoencoder and k-means, 1,000 epochs",
    study: true,
    profiles: { paper: { dataset, seconds: 7000, config: { ...AUTOENCODER, epochs: 1000 } } },
    run: runAutoencoder,
  }),
  experiment<DecConfig>({
    paper,
    method: "study-dec-1000-epochs",
    dataset,
    title: "DEC, 1,000 epochs of clustering",
    study: true,
    profiles: { paper: { dataset, seconds: 5000, config: { ...DEC, clusteringEpochs: 1000 } } },
    run: runDec,
  }),
];

/** The paper's experiments, and the studies of its number of epochs. */
export const experiments: Experiment[] = [
  experiment<AutoencoderConfig>({
    paper,
    method: "ae-kmeans",
    dataset,
    title: "Convolutional autoencoder and k-means",
    profiles: onMnist(AUTOENCODER, { smoke: 4, quick: 20, paper: 800 }, {
      quick: { epochs: 20 },
      smoke: { epochs: 2 },
    }),
    run: runAutoencoder,
  }),
  experiment<DecConfig>({
    paper,
    method: "dec",
    dataset,
    title: "Deep embedded clustering",
    profiles: onMnist(DEC, { smoke: 5, quick: 25, paper: 700 }, {
      quick: { epochs: 10, clusteringEpochs: 20 },
      smoke: { batchSize: 64, epochs: 8, clusteringEpochs: 2 },
    }),
    run: runDec,
  }),
  ...studies,
];
