/**
 * The papers' representations side by side, by one protocol and without labels, which no paper gives. See README.md.
 *
 * @module
 */
import { type Matrix, seedFor } from "../../engine/mod.ts";
import type { Dataset } from "../../datasets/mod.ts";
import { type AutoencoderOptions, fitAutoencoder } from "../../models/autoencoder/fit.ts";
import { kMeans } from "../../models/kmeans/kmeans.ts";
import { fitPca } from "../../models/pca/pca.ts";
import { neighbourGraph, normalizedCut, spectralClustering } from "../../models/spectral/spectral.ts";
import { tsne } from "../../models/tsne/tsne.ts";
import * as agarap from "../agarap/protocol.ts";
import * as chowdhury from "../chowdhury/protocol.ts";
import * as diba from "../diba/protocol.ts";
import * as siam from "../siam/protocol.ts";
import { aec, graph, NETWORK } from "../song/experiments.ts";
import { trainAec } from "../song/protocol.ts";
import {
  type Experiment,
  experiment,
  FEW,
  type KMeansConfig,
  type RunContext,
  training,
} from "../../experiments/experiment.ts";
import { scores } from "../../experiments/scores.ts";
import { scaledSplits, type Splits } from "../../experiments/splits.ts";
import { trainConvolutional, trainDec } from "../../experiments/convolutional.ts";
import { indicesInSpaces } from "../../experiments/spaces.ts";
import { COMPARISON, SAME_CLUSTERS } from "./names.ts";

/** The same for every representation: k-means in it. */
const CLUSTERING: KMeansConfig = { k: 10, nInit: 10 };

/** What a run depends on. */
type Config<Choices> = KMeansConfig & { representation: Choices };

/** A representation of the test images. */
interface Representation<Choices> {
  name: string;
  title: string;
  /** The space, in measurements. */
  space: string;
  /** The value of a black pixel; white is 1. */
  low: 0 | -1;
  /** Of a run on two cores. */
  seconds: number;
  choices: Choices;
  /** What the smoke profile changes. */
  smoke?: Partial<Choices>;
  /** The test images in the space. Labels must decide nothing. */
  represent(choices: Choices, splits: Splits, context: RunContext): Promise<Matrix>;
}

/** The test images represented, clustered by k-means there, and measured there and in pixels. */
function compared<Choices>(representation: Representation<Choices>): Experiment {
  const { name, title, space, low, seconds, choices, smoke, represent } = representation;
  return experiment<Config<Choices>>({
    paper: COMPARISON,
    method: `study-${name}`,
    dataset: "mnist",
    title,
    profiles: {
      smoke: {
        dataset: "mnist-10k",
        seconds: 3,
        config: { ...CLUSTERING, ...FEW, representation: { ...choices, ...smoke } },
      },
      paper: { dataset: "mnist", seconds, config: { ...CLUSTERING, representation: choices } },
    },
    async run({ k, nInit, rows, representation }, data: Dataset, context) {
      const splits = scaledSplits(data, low, rows);
      const { images, labels: classes } = splits.test;
      const points = await represent(representation, splits, context);
      const { labels: clusters } = await kMeans(points, {
        k,
        nInit,
        seed: seedFor(context.seed, "k-means"),
      });
      const pixels = { name: "pixels", points: images };
      return {
        measurements: [
          ...await scores({ points, space, split: "test", clusters, classes }),
          ...await indicesInSpaces([pixels], clusters, SAME_CLUSTERS, "test"),
        ],
        history: [],
      };
    },
  });
}

const GRAPH = graph("mnist");

/** The leading eigenvectors of the graph of the nearest neighbours, as in Song's experiments. */
function eigenvectors(name: string, title: string, method: typeof spectralClustering): Experiment {
  return compared({
    name,
    title,
    space: "eigenvectors",
    low: 0,
    seconds: 12,
    choices: { neighbours: GRAPH.neighbours, affinity: GRAPH.affinity, eigenvectors: GRAPH.k },
    async represent({ neighbours, affinity, eigenvectors }, { test }, { seed, progress }) {
      const graph = await neighbourGraph(test.images, { neighbours, affinity });
      const onProgress = progress("eigenvectors");
      const { embedding } = await method(graph, { k: eigenvectors, nInit: 1, seed, onProgress });
      return embedding;
    },
  });
}

// Of the protocols how the networks are trained: on which images, and how these are clustered, is the comparison's.
const { architecture, learningRate, adam, batchSize, epochs } = agarap.baselineConfig("mnist");
const { images: _, ...AEC } = aec("mnist");

/** The comparison's experiments, a representation each. */
export const experiments: Experiment[] = [
  compared({
    name: "pixels",
    title: "Pixels",
    space: "pixels",
    low: 0,
    seconds: 8,
    choices: {},
    represent: (_choices, { test }) => Promise.resolve(test.images),
  }),
  compared({
    name: "pca",
    title: "70 principal components (Agarap's Original)",
    space: "PCA-70",
    low: 0,
    seconds: 8,
    choices: { components: agarap.originalConfig("mnist").components },
    async represent({ components }, { train, test }) {
      return (await fitPca(train.images, components)).transform(test.images);
    },
  }),
  compared({
    name: "tsne",
    title: "t-SNE in the plane (Chowdhury's)",
    space: "t-SNE-2",
    low: -1,
    seconds: 35,
    choices: chowdhury.TSNE,
    smoke: { iterations: 300 },
    async represent(choices, { test }, { seed, progress }) {
      const update = progress("t-SNE");
      const onStep = (step: number) => update(step, choices.iterations, "");
      return (await tsne(test.images, { ...choices, seed, onStep })).embedding;
    },
  }),
  eigenvectors("spectral", "Eigenvectors of a graph (Song's spectral clustering)", spectralClustering),
  eigenvectors("ncut", "Eigenvectors of a graph (Song's normalised cut)", normalizedCut),
  compared({
    name: "agarap-autoencoder",
    title: "Autoencoder (Agarap's baseline)",
    space: "code",
    low: 0,
    seconds: 310,
    choices: { architecture, learningRate, adam, batchSize, epochs },
    smoke: { epochs: 2 },
    represent: (choices, splits, context) => denseCodes(agarap.optionsOf(choices), splits, context),
  }),
  compared({
    name: "chowdhury-autoencoder",
    title: "Autoencoder (Chowdhury's)",
    space: "code",
    low: -1,
    seconds: 40,
    choices: chowdhury.AUTOENCODER,
    smoke: { epochs: 2 },
    represent: (choices, splits, context) => denseCodes(chowdhury.optionsOf(choices), splits, context),
  }),
  compared({
    name: "siam-autoencoder",
    title: "Convolutional autoencoder (Siam's)",
    space: "code",
    low: 0,
    seconds: 95,
    choices: siam.AUTOENCODER,
    smoke: { epochs: 2 },
    async represent(choices, { train, test }, context) {
      return encodedBy(await trainConvolutional(choices, train.images, context), test.images);
    },
  }),
  compared({
    name: "diba-autoencoder",
    title: "Convolutional autoencoder (Diba's)",
    space: "code",
    low: -1,
    seconds: 350,
    choices: diba.AUTOENCODER,
    smoke: { epochs: 2 },
    async represent(choices, splits, context) {
      return encodedBy(await trainConvolutional(choices, splits.train.images, context), splits.test.images);
    },
  }),
  compared({
    name: "diba-dec",
    title: "Deep embedded clustering (Diba's)",
    space: "code",
    low: -1,
    seconds: 450,
    choices: diba.DEC,
    smoke: { batchSize: 64, epochs: 8, clusteringEpochs: 2, nInit: 2 },
    async represent(choices, splits, context) {
      const autoencoder = await trainConvolutional(choices, splits.train.images, context);
      try {
        return encodedBy(await trainDec(choices, splits, autoencoder, context), splits.test.images);
      } finally {
        autoencoder.dispose();
      }
    },
  }),
  compared({
    name: "song-aec",
    title: "Autoencoder pulled to cluster centres (Song's AEC)",
    space: "code",
    low: 0,
    seconds: 150,
    choices: AEC,
    smoke: NETWORK.smoke,
    async represent(choices, { test }, context) {
      return (await trainAec(test, choices, choices.start, context)).codes;
    },
  }),
];

/** The test images' codes by a dense autoencoder trained on the training images. */
async function denseCodes(
  options: Omit<AutoencoderOptions, "seed">,
  { train, test }: Splits,
  context: RunContext,
): Promise<Matrix> {
  const autoencoder = await fitAutoencoder(train.images, {
    ...options,
    seed: context.seed,
    ...training(context, "autoencoder"),
  });
  return encodedBy(autoencoder, test.images);
}

/** The codes of images by a trained network, which is freed. */
function encodedBy(network: { encode(images: Matrix): Matrix; dispose(): void }, images: Matrix): Matrix {
  try {
    return network.encode(images);
  } finally {
    network.dispose();
  }
}
