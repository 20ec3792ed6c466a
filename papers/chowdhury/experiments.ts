/**
 * Chowdhury, "Neural Network-Based Clustering Analysis on MNIST Dataset": k-means on pixels, on principal components, on
 * a t-SNE embedding and on an autoencoder's code (Tables I, III and IV, Fig. 2). See README.md for what the paper leaves open.
 *
 * @module
 */
import { seedFor } from "../../engine/mod.ts";
import type { Dataset, Split } from "../../datasets/mod.ts";
import { parameterCounts } from "../../models/autoencoder/dense.ts";
import { fitAutoencoder } from "../../models/autoencoder/fit.ts";
import { mse } from "../../metrics/mod.ts";
import { kMeans } from "../../models/kmeans/kmeans.ts";
import { fitPca } from "../../models/pca/pca.ts";
import { trustworthiness } from "../../models/tsne/trustworthiness.ts";
import { tsne } from "../../models/tsne/tsne.ts";
import {
  type Experiment,
  experiment,
  type KMeansConfig,
  onMnist,
  type Outcome,
  type RunContext,
  training,
} from "../../experiments/experiment.ts";
import { classesByClusters } from "../../records/figure_data.ts";
import type { Measurement } from "../../records/record.ts";
import { measured, scores } from "../../experiments/scores.ts";
import { classCount, scaledSplits, sizes } from "../../experiments/splits.ts";
import { besideReconstructions, clusterSamples, embeddedSample } from "../../experiments/drawings.ts";
import {
  AUTOENCODER,
  type AutoencoderConfig,
  K_MEANS,
  optionsOf,
  PAPER as paper,
  TSNE,
  type TsneChoices,
} from "./protocol.ts";
import { search } from "./search.ts";
import { spacesStudy } from "./spaces_study.ts";

/** The same for all methods: K = 10 on the test split (§IV.B). */
async function cluster({ images }: Split, { k, nInit }: KMeansConfig, seed: number): Promise<Int32Array> {
  const { labels } = await kMeans(images, { k, nInit, seed: seedFor(seed, "k-means") });
  return labels;
}

/** {@linkcode cluster}, scored in the space that was clustered. */
async function clusterAndScore(
  split: Split,
  space: string,
  config: KMeansConfig,
  seed: number,
): Promise<Measurement[]> {
  const { images: points, labels: classes } = split;
  return await scores({
    points,
    space,
    split: "test",
    clusters: await cluster(split, config, seed),
    classes,
  });
}

type PcaConfig = KMeansConfig & { components: number };
type TsneConfig = KMeansConfig & TsneChoices;

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
      measured("OTHER:KL", kl, { space, split: "test" }),
      measured("OTHER:trustworthiness", await trustworthiness(images, embedding), { space, split: "test" }),
    ],
    history: [],
  };
}

async function runAutoencoder(
  config: AutoencoderConfig,
  data: Dataset,
  context: RunContext,
): Promise<Outcome> {
  const { seed } = context;
  const { train, test } = scaledSplits(data, -1, config.rows);
  const autoencoder = await fitAutoencoder(train.images, {
    ...optionsOf(config),
    seed,
    ...training(context, "autoencoder"),
  });
  const { history } = autoencoder;
  const codes = { images: autoencoder.encode(test.images), labels: test.labels };
  const reconstructions = autoencoder.reconstruct(test.images);
  autoencoder.dispose();
  const counts = parameterCounts(config.architecture);
  const { images: points, labels: classes } = codes;
  const clusters = await cluster(codes, config, seed);
  const pixels = { width: data.width, height: data.height, low: -1 } as const;
  const { figure } = await embeddedSample(
    { name: "fig-3-4", title: "Figs 3 and 4: test codes by digit and by cluster" },
    { points, classes, clusters },
    context,
  );
  return {
    measurements: [
      ...await scores({ points, space: "code", split: "test", clusters, classes }),
      measured("OTHER:MSE first epoch", history[0].loss, { split: "train" }),
      measured("OTHER:MSE last epoch", history.at(-1)!.loss, { split: "train" }),
      measured("MSE", mse(test.images, reconstructions), { split: "test" }),
      measured("PARAMS", counts.reduce((sum, count) => sum + count, 0)),
      ...counts.map((count, i) => measured(`OTHER:PARAMS ${LAYERS[i]}`, count)),
    ],
    history,
    figures: [
      figure,
      classesByClusters(
        { name: "fig-5", title: "Fig. 5: digits of each cluster of the test images" },
        classes,
        clusters,
      ),
      clusterSamples(
        { name: "fig-6", title: "Fig. 6: test images of each cluster" },
        test.images,
        clusters,
        pixels,
      ),
      besideReconstructions(
        { name: "reconstructions", title: "Test images and their reconstructions" },
        test.images,
        reconstructions,
        pixels,
      ),
    ],
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

/** §III.D: of these learning rates the paper's own has "the best convergence properties". */
const OTHER_RATES = [0.0001, 0.01];

/** The paper's experiments, and studies of what it leaves open. */
export const experiments: Experiment[] = [
  experiment<KMeansConfig>({
    paper,
    method: "kmeans",
    dataset: "mnist",
    title: "k-means on raw pixels",
    profiles: onMnist(K_MEANS, { smoke: 1, quick: 2, paper: 12 }),
    run: runKMeans,
  }),
  experiment<PcaConfig>({
    paper,
    method: "pca-kmeans",
    dataset: "mnist",
    title: "PCA and k-means",
    profiles: onMnist({ ...K_MEANS, components: 64 }, { smoke: 1, quick: 2, paper: 6 }),
    run: runPca,
  }),
  experiment<TsneConfig>({
    paper,
    method: "tsne-kmeans",
    dataset: "mnist",
    title: "t-SNE and k-means",
    profiles: onMnist(
      { ...K_MEANS, ...TSNE },
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
      AUTOENCODER,
      { smoke: 6, quick: 14, paper: 45 },
      { smoke: { epochs: 2 } },
    ),
    run: runAutoencoder,
  }),
  ...OTHER_RATES.map((learningRate) =>
    experiment<AutoencoderConfig>({
      paper,
      method: `ae-kmeans-learning-rate-${learningRate}`,
      dataset: "mnist",
      title: `Autoencoder and k-means, learning rate ${learningRate}`,
      profiles: { paper: { dataset: "mnist", seconds: 40, config: { ...AUTOENCODER, learningRate } } },
      run: runAutoencoder,
    })
  ),
  search,
  spacesStudy,
];
