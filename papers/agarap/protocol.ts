/**
 * What Agarap & Azcarraga's experiments have in common: their configurations, and how they are run.
 *
 * @module
 */
import { type Matrix, permutation, random, seedFor, tf } from "../../engine/mod.ts";
import type { Dataset, Split } from "../../datasets/mod.ts";
import { type Architecture, type AutoencoderState, initAutoencoder } from "../../models/autoencoder/dense.ts";
import { type AutoencoderOptions, fitAutoencoder, type Penalty } from "../../models/autoencoder/fit.ts";
import { kMeans, predict } from "../../models/kmeans/kmeans.ts";
import { fitPca } from "../../models/pca/pca.ts";
import { entanglement, gradientRatio } from "../../models/snnl/inspect.ts";
import type { Temperature } from "../../models/snnl/loss.ts";
import { type LayerSet, snnlPenalty } from "../../models/snnl/penalty.ts";
import { type KMeansConfig, type Outcome, type RunContext, training } from "../../experiments/experiment.ts";
import type { Measurement } from "../../records/record.ts";
import { measured, scores } from "../../experiments/scores.ts";
import { classCount, scaledSplits, sizes, takeImages } from "../../experiments/splits.ts";

/** The paper, in ids. */
export const PAPER = "agarap";

/** Table II's data sets: their classes, and how many labelled images the supervised variants get (§III.D). */
export const DATASETS = {
  "mnist": { classes: 10, labelled: 10_000 },
  "fashion-mnist": { classes: 10, labelled: 10_000 },
  "emnist-balanced": { classes: 47, labelled: 20_000 },
} as const;

/** The name of one of the paper's data sets. */
export type DatasetName = keyof typeof DATASETS;

/** Seconds of a run of the paper's protocol on two cores: principal components, a supervised variant, one on the full split. */
export const SECONDS: Record<DatasetName, { original: number; labelled: number; full: number }> = {
  "mnist": { original: 10, labelled: 70, full: 350 },
  "fashion-mnist": { original: 10, labelled: 70, full: 350 },
  "emnist-balanced": { original: 40, labelled: 150, full: 650 },
};

/** Table I: odd numbers are supervised, and these take the lowest layer; from 5 on the temperature is annealed. */
export const VARIANTS = [1, 2, 3, 4, 5, 6, 7, 8] as const;
const MIN_VARIANTS: readonly number[] = [3, 4, 7, 8];

/** One of {@linkcode VARIANTS}. */
export type Variant = typeof VARIANTS[number];

/** k-means, and what it is fitted to; it always assigns the test images, whose codes and clusters are scored. */
export type ClusteringConfig = KMeansConfig & {
  maxIterations: number;
  /** `train`: the images that the encoding was learned from. */
  fitOn: "train" | "test";
};

/** Principal components and k-means. */
export type OriginalConfig = ClusteringConfig & { components: number };

/** The soft nearest neighbour term. */
export type SnnlConfig = {
  labels: "classes" | "none";
  layers: LayerSet | number;
  combine: "sum" | "min";
  alpha: number;
  temperature: Temperature;
  distance: "cosine" | "euclidean";
  epsilon: number;
};

/** An autoencoder and k-means. */
export type AutoencoderConfig = ClusteringConfig & {
  architecture: Architecture;
  learningRate: number;
  /** Adam's epsilon and where it stands. */
  adam: "keras" | "pytorch";
  batchSize: number;
  epochs: number;
  /** How many training images, drawn with the seed, it is trained on; all unless given. */
  labelled?: number;
  /** The baseline has none. */
  snnl?: SnnlConfig;
  /** A cited accuracy that the text says by how much this one exceeds. */
  cited?: { name: string; accuracy: number };
};

/** The fixed temperature, which the paper does not state (see README.md, Q1). */
export const FIXED_TEMPERATURE = 1;

/** The batch size, which the paper does not state (Q2). */
export const BATCH_SIZE = 256;

/** Eq. 1, meant over the batch and the pixels. */
const LOSS = "bce";

/** Eq. 3 with §II.B's η and γ. */
export const ANNEALED: Temperature = { kind: "annealed", eta: 1, gamma: 0.55 };

function clustering(dataset: DatasetName): ClusteringConfig {
  return { k: DATASETS[dataset].classes, nInit: 10, maxIterations: 90, fitOn: "train" };
}

/** "Original": 70 components. */
export function originalConfig(dataset: DatasetName): OriginalConfig {
  return { ...clustering(dataset), components: 70 };
}

/** "Baseline AE" (§III.A). */
export function baselineConfig(dataset: DatasetName): AutoencoderConfig {
  return {
    ...clustering(dataset),
    architecture: {
      sizes: [784, 500, 500, 2000, 70],
      codeActivation: "sigmoid",
      outputActivation: "sigmoid",
      initialisation: "he",
    },
    learningRate: 1e-3,
    adam: "keras",
    batchSize: BATCH_SIZE,
    epochs: 50,
  };
}

/** SNNL-1 to SNNL-8 (Table I); the supervised ones with as many labelled images as §III.D has, or `labelled`. */
export function snnlConfig(
  variant: Variant,
  dataset: DatasetName,
  labelled: number = DATASETS[dataset].labelled,
): AutoencoderConfig {
  const supervised = variant % 2 === 1;
  return {
    ...baselineConfig(dataset),
    ...supervised && { labelled },
    snnl: {
      labels: supervised ? "classes" : "none",
      layers: "hidden",
      combine: MIN_VARIANTS.includes(variant) ? "min" : "sum",
      alpha: 100,
      temperature: variant >= 5 ? ANNEALED : { kind: "fixed", value: FIXED_TEMPERATURE },
      distance: "cosine",
      epsilon: 1e-5,
    },
  };
}

/**
 * Images drawn at random, without putting back, with their labels.
 *
 * @throws {RangeError} If there are not as many.
 */
export function drawLabelled(split: Split, labelled: number, seed: number): Split {
  const images = split.labels.length;
  if (!(Number.isInteger(labelled) && labelled >= 1 && labelled <= images)) {
    throw new RangeError(
      `Cannot draw labelled images: their number must be from 1 to the ${images} training images: ` +
        `current value is ${labelled}`,
    );
  }
  return takeImages(
    split,
    permutation(images, random(seedFor(seed, "labelled images"))).subarray(0, labelled),
  );
}

/** k-means on what was learned from, and its clusters of the test images scored: all six metrics of §III.C. */
async function clusterAndScore(
  codes: { train: Matrix; test: Matrix },
  classes: Int32Array,
  space: string,
  { k, nInit, maxIterations, fitOn }: ClusteringConfig,
  seed: number,
): Promise<Measurement[]> {
  const { centroids } = await kMeans(codes[fitOn], {
    k,
    nInit,
    maxIterations,
    seed: seedFor(seed, "k-means"),
  });
  const clusters = await predict(centroids, codes.test);
  return await scores({ points: codes.test, space, split: "test", clusters, classes });
}

/** k-means on principal components; and the numbers of Table II. */
export async function runOriginal(
  config: OriginalConfig,
  data: Dataset,
  { seed }: RunContext,
): Promise<Outcome> {
  const { train, test } = scaledSplits(data, 0, config.rows);
  const pca = await fitPca(train.images, config.components);
  const codes = { train: pca.transform(train.images), test: pca.transform(test.images) };
  return {
    measurements: [
      ...await clusterAndScore(codes, test.labels, `PCA-${config.components}`, config, seed),
      ...sizes(data),
      classCount(data),
    ],
    history: [],
  };
}

/** An autoencoder's training, without penalty, seed and progress. */
export function optionsOf(
  { architecture, batchSize, epochs, learningRate, adam }: Pick<
    AutoencoderConfig,
    "architecture" | "batchSize" | "epochs" | "learningRate" | "adam"
  >,
): Omit<AutoencoderOptions, "seed"> {
  const optimiser = { learningRate, convention: adam };
  return { architecture, batchSize, epochs, loss: LOSS, optimiser };
}

/** Trains an autoencoder, clusters its codes; and measures what the soft nearest neighbour term did, if it has one. */
export async function runAutoencoder(
  config: AutoencoderConfig,
  data: Dataset,
  context: RunContext,
): Promise<Outcome> {
  const { seed } = context;
  const { train: all, test } = scaledSplits(data, 0, config.rows);
  const train = config.labelled === undefined ? all : drawLabelled(all, config.labelled, seed);
  const penalty = config.snnl && snnlPenalty({
    ...config.snnl,
    labels: config.snnl.labels === "classes" ? train.labels : null,
  });
  const autoencoder = await fitAutoencoder(train.images, {
    ...optionsOf(config),
    ...penalty && { penalty },
    seed,
    ...training(context, "autoencoder"),
  });
  try {
    const codes = { train: autoencoder.encode(train.images), test: autoencoder.encode(test.images) };
    const scored = await clusterAndScore(codes, test.labels, "code", config, seed);
    return {
      measurements: [
        ...scored,
        ...config.cited ? [lead(scored, config.cited)] : [],
        ...config.snnl && penalty
          ? inspected(config, config.snnl, penalty, autoencoder.network, { train, test }, seed)
          : [],
      ],
      history: autoencoder.history,
    };
  } finally {
    autoencoder.dispose();
  }
}

function lead(scored: readonly Measurement[], { name, accuracy }: { name: string; accuracy: number }) {
  const { value } = scored.find(({ metric }) => metric === "ACC")!;
  return measured(`OTHER:ACC above ${name}`, value - accuracy, { split: "test" });
}

/** The temperature of the last epoch. */
export function lastTemperature(
  { epochs }: Pick<AutoencoderConfig, "epochs">,
  { temperature }: Pick<SnnlConfig, "temperature">,
): number {
  return temperature.kind === "fixed"
    ? temperature.value
    : (temperature.eta + epochs - 1) ** -temperature.gamma;
}

/** How many batches the ratio of gradients is the mean over. */
const GRADIENT_BATCHES = 4;

/**
 * The soft nearest neighbour loss of the test images by layer, at the last epoch's temperature and with their classes
 * (Fig. 2 prints the code's; Q4, Q5 and Q10); and how strong the term was beside the reconstruction (Q6).
 */
function inspected(
  { architecture, batchSize, epochs }: AutoencoderConfig,
  { temperature, distance, epsilon }: SnnlConfig,
  penalty: Penalty,
  network: AutoencoderState,
  { train, test }: { train: Split; test: Split },
  seed: number,
): Measurement[] {
  const layers = entanglement(architecture, network, test.images, {
    labels: test.labels,
    temperature: lastTemperature({ epochs }, { temperature }),
    batchSize: Math.min(batchSize, test.labels.length),
    distance,
    epsilon,
  });
  const ratio = (state: AutoencoderState, epoch: number) =>
    gradientRatio(architecture, state, train.images, {
      penalty,
      loss: LOSS,
      batchSize,
      batches: GRADIENT_BATCHES,
      epoch,
    });
  const untrained = initAutoencoder(architecture, seed);
  const measurements = [
    ...layers.map((loss, i) => measured(`OTHER:SNNL ${nameOf(i, layers.length)}`, loss, { split: "test" })),
    measured("OTHER:gradient ratio first epoch", ratio(untrained, 0), { split: "train" }),
    measured("OTHER:gradient ratio last epoch", ratio(network, epochs - 1), { split: "train" }),
  ];
  tf.dispose(untrained);
  return measurements;
}

/** The hidden layers by number, the one in the middle being the code. */
function nameOf(layer: number, layers: number): string {
  return 2 * layer + 1 === layers ? "code" : `layer ${layer + 1}`;
}
