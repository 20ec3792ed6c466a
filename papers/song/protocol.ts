/**
 * What Song et al.'s experiments have in common: their configurations, and how they are run.
 *
 * @module
 */
import { type Matrix, permutation, random, seedFor } from "../../engine/mod.ts";
import type { Dataset, Split } from "../../datasets/mod.ts";
import { accuracy, nmi } from "../../metrics/mod.ts";
import { type AecResult, fitAec, type Objective } from "../../models/aec/aec.ts";
import type { Architecture } from "../../models/autoencoder/dense.ts";
import { kMeans } from "../../models/kmeans/kmeans.ts";
import { pretrain } from "../../models/rbm/rbm.ts";
import type { Affinity } from "../../models/spectral/affinity.ts";
import { neighbourGraph, type spectralClustering } from "../../models/spectral/spectral.ts";
import { type Outcome, type RunContext, training } from "../../experiments/experiment.ts";
import { classesByClusters, type FigureData, imagesData } from "../../records/figure_data.ts";
import type { Measurement } from "../../records/record.ts";
import { externalScores, measured, scores } from "../../experiments/scores.ts";
import { joinSplits, takeImages } from "../../experiments/splits.ts";
import { clusterSamples, embeddedSample } from "../../experiments/drawings.ts";
import { unitRows } from "../../experiments/spaces.ts";

/** The paper, in ids. */
export const PAPER = "song";

/** What is clustered: the training images or all, or as many of them, drawn with a fixed seed. */
export type Images = { from: "train" | "all"; rows?: number };

/** The seed of that draw. */
const DRAW = 42;

/** k-means on pixels. */
export type KMeansConfig = { images: Images; k: number; nInit: number };

/** Spectral clustering and normalised cut. */
export type GraphConfig = KMeansConfig & {
  neighbours: number;
  affinity: Affinity;
  /** `unit`: each image is divided by its length, so that distances are those of directions. */
  lengths?: "unit";
};

/** An autoencoder, pretrained by RBMs, under the paper's objective. */
export type AecConfig = {
  images: Images;
  k: number;
  /** The layers after the input. */
  layers: readonly number[];
  pretraining: { epochs: number; batchSize: number; learningRate: number };
  objective: Objective;
  start: "random" | "k-means";
  iterations: number;
  batchSize: number;
  learningRate: number;
  momentum: number;
};

/** An autoencoder alone, and k-means on its code. */
export type AutoencoderConfig = Omit<AecConfig, "start"> & { nInit: number };

/**
 * What is clustered.
 *
 * @throws {RangeError} If there are not as many images.
 */
export function draw(data: Dataset, { from, rows }: Images): Split {
  const pool = from === "train" ? data.train : joinSplits(data);
  if (rows === undefined) return pool;
  const count = pool.labels.length;
  if (rows > count) {
    throw new RangeError(`Cannot draw the images: there must be ${rows} of them: current number is ${count}`);
  }
  return takeImages(pool, permutation(count, random(seedFor(DRAW, "song"))).subarray(0, rows));
}

/** Where numbers are found: the paper clusters what it trains on. */
const CLUSTERED = { split: "train" };

/** What is counted by the paper's §3.1. */
function facts(data: Dataset, { labels }: Split): Measurement[] {
  return [
    measured("OTHER:rows", labels.length, CLUSTERED),
    measured("OTHER:train rows", data.train.labels.length, CLUSTERED),
    measured("OTHER:pixels", data.width * data.height, CLUSTERED),
    measured("OTHER:classes", new Set(labels).size, CLUSTERED),
  ];
}

/** How many points Fig. 6's embeddings show. */
const POINTS = 1000;

/** Figs 4 and 5: the classes of each cluster, and what its centre looks like; and images of each. */
function ofClusters(
  figure: string,
  { images, labels }: Split,
  clusters: Int32Array,
  centres: Matrix,
  { width, height }: Dataset,
): FigureData[] {
  const name = figure.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-");
  return [
    classesByClusters({ name, title: `${figure}: classes of each cluster` }, labels, clusters),
    imagesData({ name: `${name}-centres`, title: `${figure}: the clusters' centres` }, { width, height }, [
      { label: "centres", images: centres },
    ]),
    clusterSamples({ name: "clusters", title: "Images of each cluster" }, images, clusters, {
      width,
      height,
    }),
  ];
}

/** Fig. 6 compares k-means in three spaces; one of them in the plane. */
async function inThePlane(
  space: string,
  points: Matrix,
  { labels: classes }: Split,
  clusters: Int32Array,
  context: RunContext,
): Promise<FigureData> {
  const { figure } = await embeddedSample(
    { name: "fig-6", title: `Fig. 6's spaces: ${space}` },
    { points, classes, clusters },
    context,
    POINTS,
  );
  return figure;
}

/** k-means on the pixels. */
export async function runKMeans(
  { images, k, nInit }: KMeansConfig,
  data: Dataset,
  context: RunContext,
): Promise<Outcome> {
  const split = draw(data, images);
  const { labels, centroids } = await kMeans(split.images, {
    k,
    nInit,
    seed: seedFor(context.seed, "k-means"),
  });
  return {
    measurements: [...await scored(split, split.images, "pixels", labels), ...facts(data, split)],
    history: [],
    figures: [
      ...ofClusters("Fig. 5", split, labels, centroids, data),
      await inThePlane("pixels", split.images, split, labels, context),
    ],
  };
}

/** Clusters by the graph of the nearest neighbours. */
export function runGraph(method: typeof spectralClustering) {
  return async (
    { images, k, nInit, neighbours, affinity, lengths }: GraphConfig,
    data: Dataset,
    { seed, progress }: RunContext,
  ): Promise<Outcome> => {
    const split = draw(data, images);
    const points = lengths === "unit" ? unitRows(split.images) : split.images;
    const graph = await neighbourGraph(points, { neighbours, affinity });
    const { labels, embedding, eigenvalues, cut } = await method(graph, {
      k,
      nInit,
      seed,
      onProgress: progress("eigenvectors"),
    });
    return {
      measurements: [
        ...await scored(split, embedding, "eigenvectors", labels),
        measured("OTHER:normalised cut", cut, CLUSTERED),
        measured("OTHER:last eigenvalue", eigenvalues[k - 1], CLUSTERED),
      ],
      history: [],
    };
  };
}

/** The starts of k-means in the code of the method, which Fig. 6 compares with k-means in the other two spaces. */
const FIG_6_STARTS = 10;

/** The paper's Algorithm 1. */
export async function runAec(config: AecConfig, data: Dataset, context: RunContext): Promise<Outcome> {
  const split = draw(data, config.images);
  const { labels, codes, centreImages, history } = await trainAec(split, config, config.start, context);
  const { labels: byKMeans } = await kMeans(codes, {
    k: config.k,
    nInit: FIG_6_STARTS,
    seed: seedFor(context.seed, "k-means"),
  });
  const found = ["NMI", "ACC"].map((name) => history.map((epoch) => epoch[name]));
  return {
    measurements: [
      ...await scored(split, codes, "code", labels),
      measured("OTHER:reconstruction", history.at(-1)!.reconstruction, CLUSTERED),
      measured("OTHER:compactness", history.at(-1)!.compactness, CLUSTERED),
      measured("OTHER:empty clusters", history.at(-1)!.empty, CLUSTERED),
      measured("OTHER:iterations of fast gain", Math.max(...found.map(fastGain)), CLUSTERED),
      measured("OTHER:iterations until stable", Math.max(...found.map(stableFrom)), CLUSTERED),
      ...externalScores({
        space: "code, clustered by k-means",
        split: "train",
        clusters: byKMeans,
        classes: split.labels,
      }),
    ],
    history,
    figures: [
      ...ofClusters("Fig. 4", split, labels, centreImages, data),
      await inThePlane("the code of the method", codes, split, labels, context),
    ],
  };
}

/** The same network under reconstruction alone, and k-means on its code. */
export async function runAutoencoder(
  config: AutoencoderConfig,
  data: Dataset,
  context: RunContext,
): Promise<Outcome> {
  const split = draw(data, config.images);
  const { codes, history } = await trainAec(split, config, "random", context);
  const { k, nInit } = config;
  const { labels } = await kMeans(codes, { k, nInit, seed: seedFor(context.seed, "k-means") });
  return {
    measurements: [
      ...await scored(split, codes, "code", labels),
      measured("OTHER:reconstruction", history.at(-1)!.reconstruction, CLUSTERED),
    ],
    history: history.map(({ epoch, loss, seconds, reconstruction }) => ({
      epoch,
      loss,
      seconds,
      reconstruction,
    })),
    figures: [await inThePlane("the code of an autoencoder alone", codes, split, labels, context)],
  };
}

/** Pretrains the network by RBMs, and trains it by the paper's Algorithm 1; the labels are only for the history. */
export async function trainAec(
  { images, labels }: Split,
  config: Omit<AecConfig, "images" | "start">,
  start: AecConfig["start"],
  context: RunContext,
): Promise<AecResult> {
  const { seed, progress, checkpoint } = context;
  const machine = (layer: number) => `RBM ${layer} of ${config.layers.length}`;
  const architecture: Architecture = {
    sizes: [images.columns, ...config.layers],
    hiddenActivation: "sigmoid",
    codeActivation: "sigmoid",
    outputActivation: "sigmoid",
    initialisation: "pytorch",
  };
  const { network } = await pretrain(images, architecture, {
    ...config.pretraining,
    visible: "binary",
    seed: seedFor(seed, "pretraining"),
    onProgress: (layer) => progress(machine(layer)),
    ...checkpoint && { checkpoint: (layer) => checkpoint(machine(layer)) },
  });
  return await fitAec(images, network, {
    ...config,
    architecture,
    start,
    epochs: config.iterations,
    seed,
    ...training(context, "AEC"),
    measure: (clusters) => ({
      ACC: accuracy(labels, clusters),
      NMI: nmi(labels, clusters, { average: "max" }),
    }),
  });
}

/** Every metric; of a single cluster, for which the internal ones mean nothing, the external ones. */
async function scored(
  { labels: classes }: Split,
  points: Matrix,
  space: string,
  clusters: Int32Array,
): Promise<Measurement[]> {
  if (new Set(clusters).size > 1) return await scores({ points, space, split: "train", clusters, classes });
  return externalScores({ space: "", split: "train", clusters, classes });
}

/** The iteration by which nine tenths of the gain from the first to the last iteration are made. */
export function fastGain(values: readonly number[]): number {
  const goal = values[0] + 0.9 * (values.at(-1)! - values[0]);
  return 1 + values.findIndex((value) => value >= goal);
}

/** The iteration from which on the value stays within 0.01 of the last one. */
export function stableFrom(values: readonly number[]): number {
  return 2 + values.findLastIndex((value) => Math.abs(value - values.at(-1)!) > 0.01);
}
