/**
 * What Siam's experiments have in common: their configurations, and how they are run.
 *
 * @module
 */
import { initEngine, type Matrix } from "../../engine/mod.ts";
import type { Dataset } from "../../datasets/mod.ts";
import { mse } from "../../metrics/mod.ts";
import {
  type ConvolutionalArchitecture,
  convolutionalParameterCounts,
} from "../../models/autoencoder/convolutional.ts";
import type { KMeansConfig, Outcome, RunContext } from "../../experiments/experiment.ts";
import { measured } from "../../experiments/scores.ts";
import { clusterSplits, kMeansOfSplits, scaledSplits, scoreSplits, sizes } from "../../experiments/splits.ts";
import { type ConvolutionalConfig, trainConvolutional } from "../../experiments/convolutional.ts";
import { besideReconstructions, clusterSamples, embeddedSample } from "../../experiments/drawings.ts";

/** The paper, in ids. */
export const PAPER = "siam";

/** The autoencoder, and k-means on its code. */
export type AutoencoderConfig = KMeansConfig & ConvolutionalConfig;

/** §2.2, with another size of the code where given. */
export function architecture(code = 64): ConvolutionalArchitecture {
  return {
    input: [28, 28],
    encoder: [
      { kind: "convolution", channels: 16, stride: 1 },
      { kind: "relu" },
      { kind: "max pool" },
      { kind: "dropout", rate: 0.2 },
      { kind: "convolution", channels: 8, stride: 1 },
      { kind: "relu" },
      { kind: "max pool" },
      { kind: "linear", units: code },
    ],
    decoder: [
      { kind: "linear", units: 392 },
      { kind: "reshape", shape: [7, 7, 8] },
      { kind: "transposed convolution", channels: 16 },
      { kind: "relu" },
      { kind: "dropout", rate: 0.2 },
      { kind: "transposed convolution", channels: 8 },
      { kind: "relu" },
      { kind: "convolution", channels: 1, stride: 1 },
      { kind: "sigmoid" },
    ],
  };
}

/** Ten clusters (§2.6). */
export const K_MEANS: KMeansConfig = { k: 10, nInit: 10 };

/** §2.2 and §2.3. */
export const AUTOENCODER: AutoencoderConfig = {
  ...K_MEANS,
  architecture: architecture(),
  learningRate: 1e-3,
  batchSize: 256,
  epochs: 10,
};

/** k-means on pixels, and the numbers that §2.1 has of the data. */
export async function runKMeans(config: KMeansConfig, data: Dataset, { seed }: RunContext): Promise<Outcome> {
  const splits = scaledSplits(data, 0, config.rows);
  const points = { train: splits.train.images, test: splits.test.images };
  const { mean, deviation } = moments(data.train.images);
  return {
    measurements: [
      ...await clusterSplits(splits, { ...config, points, space: "pixels", seed }),
      ...sizes(data),
      measured("OTHER:train rows per class", data.train.labels.length / data.classes),
      measured("OTHER:pixel mean", mean, { split: "train" }),
      measured("OTHER:pixel deviation", deviation, { split: "train" }),
    ],
    history: [],
  };
}

function moments({ data }: Matrix): { mean: number; deviation: number } {
  let sum = 0, squares = 0;
  for (const value of data) {
    sum += value;
    squares += value * value;
  }
  const mean = sum / data.length;
  return { mean, deviation: Math.sqrt(squares / data.length - mean * mean) };
}

/** Trains the autoencoder, and clusters its codes. Fig. 2 is of test images. */
export async function runAutoencoder(
  config: AutoencoderConfig,
  data: Dataset,
  context: RunContext,
): Promise<Outcome> {
  const { seed } = context;
  const splits = scaledSplits(data, 0, config.rows);
  const autoencoder = await trainConvolutional(config, splits.train.images, context);
  const { history } = autoencoder;
  const points = {
    train: autoencoder.encode(splits.train.images),
    test: autoencoder.encode(splits.test.images),
  };
  const reconstructions = autoencoder.reconstruct(splits.test.images);
  autoencoder.dispose();
  const counts = convolutionalParameterCounts(config.architecture);
  const { gpu } = await initEngine();
  const clusters = await kMeansOfSplits(points, { ...config, seed });
  const { test } = splits;
  const { figure } = await embeddedSample(
    { name: "fig-2", title: "Fig. 2: test codes" },
    { points: points.test, classes: test.labels, clusters: clusters.test },
    context,
  );
  return {
    measurements: [
      ...await scoreSplits(splits, { points, clusters, space: "code" }),
      measured("OTHER:MSE first epoch", history[0].loss, { split: "train" }),
      measured("OTHER:MSE last epoch", history.at(-1)!.loss, { split: "train" }),
      measured("MSE", mse(splits.test.images, reconstructions), { split: "test" }),
      measured("PARAMS", counts.reduce((sum, { count }) => sum + count, 0)),
      ...counts.map(({ name, count }) => measured(`OTHER:PARAMS ${name}`, count)),
      measured(
        `OTHER:seconds per epoch${gpu ? " on a GPU" : ""}`,
        median(history.map(({ seconds }) => seconds)),
      ),
    ],
    history,
    figures: [
      figure,
      besideReconstructions(
        { name: "reconstructions", title: "Test images and their reconstructions (§3.2)" },
        test.images,
        reconstructions,
        data,
      ),
      clusterSamples(
        { name: "clusters", title: "Test images of each cluster" },
        test.images,
        clusters.test,
        data,
      ),
    ],
  };
}

/** Of an epoch's seconds: the first also compiles. */
function median(values: number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
}
