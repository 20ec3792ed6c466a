/**
 * Chowdhury, "Neural Network-Based Clustering Analysis on MNIST Dataset": k-means on pixels, on principal components, on
 * a t-SNE embedding and on an autoencoder's code (Tables I, III and IV, Fig. 2). See README.md for what the paper leaves open.
 *
 * @module
 */
import { seedFor } from "../../engine/mod.ts";
import type { Dataset, Split } from "../../datasets/mod.ts";
import { type Architecture, parameterCounts } from "../../models/autoencoder/dense.ts";
import { fitAutoencoder } from "../../models/autoencoder/fit.ts";
import { mse } from "../../metrics/mod.ts";
import { kMeans } from "../../models/kmeans/kmeans.ts";
import { fitPca } from "../../models/pca/pca.ts";
import { trustworthiness } from "../../models/tsne/trustworthiness.ts";
import { tsne } from "../../models/tsne/tsne.ts";
import { type Experiment, experiment, onMnist, type Outcome, type RunContext } from "../runner/experiment.ts";
import type { Measurement } from "../runner/record.ts";
import { scores } from "../runner/scores.ts";
import { classCount, measured, scaledSplits, sizes } from "../runner/splits.ts";

const paper = "chowdhury";

/** The same for all methods: K = 10 on the test split (§IV.B), scored in the space that was clustered. */
async function clusterAndScore(
  { images, labels }: Split,
  space: string,
  { k, nInit }: { k: number; nInit: number },
  seed: number,
): Promise<Measurement[]> {
  const { labels: clusters } = await kMeans(images, { k, nInit, seed: seedFor(seed, "k-means") });
  return await scores({ points: images, space, split: "test", clusters, classes: labels });
}

type Rows = { rows?: { train: number; test: number } };
type KMeansConfig = Rows & { k: number; nInit: number };
type PcaConfig = KMeansConfig & { components: number };
type TsneConfig = KMeansConfig & {
  dimensions: 2 | 3;
  perplexity: number;
  iterations: number;
  init: "pca" | "random";
};
type AutoencoderConfig = KMeansConfig & {
  architecture: Architecture;
  learningRate: number;
  weightDecay: number;
  batchSize: number;
  epochs: number;
};

const kMeansOptions = { k: 10, nInit: 10 };

async function runKMeans(config: KMeansConfig, data: Dataset, { seed }: RunContext): Promise<Outcome> {
  const { test } = scaledSplits(data, -1, config.rows);
  return {
    measurements: [
      ...await clusterAndScore(test, "pixels", config, seed),
      ...sizes(data),
      classCount(data),
    ],
    history: [],
  };
}

async function runPca(config: PcaConfig, data: Dataset, { seed }: RunContext): Promise<Outcome> {
  const { train, test } = scaledSplits(data, -1, config.rows);
  const pca = await fitPca(train.images, config.components);
  const codes = { images: pca.transform(test.images), labels: test.labels };
  return {
    measurements: await clusterAndScore(codes, `PCA-${config.components}`, config, seed),
    history: [],
  };
}

async function runTsne(
  config: TsneConfig,
  data: Dataset,
  { seed, progress }: RunContext,
): Promise<Outcome> {
  const { images, labels } = scaledSplits(data, -1, config.rows).test;
  const update = progress("t-SNE");
  const { embedding, kl } = await tsne(images, {
    ...config,
    seed,
    onStep: (step) => update(step, config.iterations, ""),
  });
  const space = `t-SNE-${config.dimensions}`;
  return {
    measurements: [
      ...await clusterAndScore({ images: embedding, labels }, space, config, seed),
      { ...measured("OTHER:KL", kl, "test"), space },
      { ...measured("OTHER:trustworthiness", await trustworthiness(images, embedding), "test"), space },
    ],
    history: [],
  };
}

async function runAutoencoder(
  config: AutoencoderConfig,
  data: Dataset,
  { seed, progress }: RunContext,
): Promise<Outcome> {
  const { train, test } = scaledSplits(data, -1, config.rows);
  const autoencoder = await fitAutoencoder(train.images, {
    ...config,
    loss: "mse",
    optimiser: {
      learningRate: config.learningRate,
      weightDecay: { kind: "l2", rate: config.weightDecay },
    },
    seed,
    onProgress: progress("autoencoder"),
  });
  const { history } = autoencoder;
  const codes = { images: autoencoder.encode(test.images), labels: test.labels };
  const reconstructions = autoencoder.reconstruct(test.images);
  autoencoder.dispose();
  const counts = parameterCounts(config.architecture);
  return {
    measurements: [
      ...await clusterAndScore(codes, "code", config, seed),
      measured("OTHER:MSE first epoch", history[0].loss, "train"),
      measured("OTHER:MSE last epoch", history.at(-1)!.loss, "train"),
      measured("MSE", mse(test.images, reconstructions), "test"),
      measured("PARAMS", counts.reduce((sum, count) => sum + count, 0)),
      ...counts.map((count, i) => measured(`OTHER:PARAMS ${LAYERS[i]}`, count)),
    ],
    history,
  };
}

/** Table I's names of the layers. */
const LAYERS = [
  "input-hidden1",
  "hidden1-hidden2",
  "hidden2-latent",
  "latent-hidden3",
  "hidden3-hidden4",
  "hidden4-output",
];

/** The paper's experiments. */
export const experiments: Experiment[] = [
  experiment<KMeansConfig>({
    paper,
    method: "kmeans",
    dataset: "mnist",
    title: "k-means on raw pixels",
    profiles: onMnist(kMeansOptions, { smoke: 1, quick: 2, paper: 12 }),
    run: runKMeans,
  }),
  experiment<PcaConfig>({
    paper,
    method: "pca-kmeans",
    dataset: "mnist",
    title: "PCA and k-means",
    profiles: onMnist({ ...kMeansOptions, components: 64 }, { smoke: 1, quick: 2, paper: 6 }),
    run: runPca,
  }),
  experiment<TsneConfig>({
    paper,
    method: "tsne-kmeans",
    dataset: "mnist",
    title: "t-SNE and k-means",
    profiles: onMnist(
      { ...kMeansOptions, dimensions: 2, perplexity: 30, iterations: 1000, init: "random" },
      { smoke: 2, quick: 8, paper: 30 },
      { smoke: { iterations: 300 } },
    ),
    run: runTsne,
  }),
  experiment<AutoencoderConfig>({
    paper,
    method: "ae-kmeans",
    dataset: "mnist",
    title: "Autoencoder and k-means",
    profiles: onMnist(
      {
        ...kMeansOptions,
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
      },
      { smoke: 5, quick: 10, paper: 40 },
      { smoke: { epochs: 2 } },
    ),
    run: runAutoencoder,
  }),
];
