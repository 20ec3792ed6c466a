/**
 * Siam, "Unsupervised Clustering of MNIST Dataset Using Convolutional Autoencoder and K-Means": k-means on pixels and on
 * the code of an autoencoder (§2 to §4, Table 1), and what §2.3, §3.3 and §4 mention beside it. See README.md for what the
 * paper leaves open.
 *
 * @module
 */
// @ts-types="npm:@types/d3-array@3.2.2"
import { median } from "d3-array";
import { ADAM, initEngine, type Matrix, type Parameters, seedFor, takeRows, tf } from "../../engine/mod.ts";
import {
  drawClusters,
  drawEmbedding,
  drawnRows,
  drawReconstructions,
  PLANE,
} from "../../experiments/drawings.ts";
import { clustersOf } from "../../experiments/clustering.ts";
import { ALL_IMAGES, imagesOf } from "../../experiments/images.ts";
import { pixelMoments, sizes, testMse, trainingMse } from "../../experiments/measures.ts";
import { type CommonChoices, type Found, paper } from "../../experiments/paper.ts";
import { DIGITS, FEW, WHOLE_BATCHES } from "../../experiments/profiles.ts";
import {
  convolutionalCode,
  convolutionalParameters,
  decCode,
  pixels,
  scoresAfterDec,
  trainConvolutional,
} from "../../experiments/representations.ts";
import { measured } from "../../experiments/scores.ts";
import { codeSpaces, lookAtSplits } from "../../experiments/spaces.ts";
import { inChunks } from "../../models/autoencoder/chunks.ts";
import * as convolutional from "../../models/autoencoder/convolutional.ts";
import { DEC, type DecChoices } from "../../models/dec/dec.ts";
import { KMEANS, type KMeansChoices } from "../../models/kmeans/kmeans.ts";
import type { Epoch, Measurement } from "../../records/record.ts";
import { dbscan } from "./dbscan.ts";

const K_MEANS = { ...KMEANS, k: 10, nInit: 10 };

const siam = paper("siam", {
  dataset: "mnist",
  small: DIGITS,
  images: ALL_IMAGES,
  cluster: { kind: "k-means", fitOn: "train", ...K_MEANS }, // §2.6
  score: ["train", "test"],
  smoke: FEW,
  figures: [
    {
      kind: "network",
      name: "network",
      experiment: "siam/ae-kmeans/mnist",
      title: "Figure 1: the convolutional autoencoder",
      subtitle: "Kernels are 3 × 3. The longer a box, the more numbers its layer has (logarithmic).",
      description: "The layers of the convolutional autoencoder.",
    },
  ],
});

/** §2.2, with a code of another size in a study. */
function encoder(code: number): convolutional.ConvolutionalLayer[] {
  return [
    { kind: "convolution", channels: 16, stride: 1 },
    { kind: "relu" },
    { kind: "max pool" },
    { kind: "dropout", rate: 0.2 },
    { kind: "convolution", channels: 8, stride: 1 },
    { kind: "relu" },
    { kind: "max pool" },
    { kind: "linear", units: code },
  ];
}

/** §2.2 and §2.3. */
const NETWORK: convolutional.ConvolutionalChoices = {
  architecture: {
    input: [28, 28],
    encoder: encoder(64),
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
    initialisation: "pytorch",
  },
  loss: "mse",
  optimiser: { ...ADAM, learningRate: 1e-3 },
  batchSize: 256,
  epochs: 10,
};

/** The convolutional autoencoder's code, as others compare it. */
export const code = { config: { network: NETWORK }, represent: convolutionalCode };

const kmeans = siam.method("kmeans", {
  title: "k-means on raw pixels",
  seconds: { smoke: 1, quick: 6, paper: 60 },
  config: {},
  represent: pixels,
  measure: [
    sizes,
    pixelMoments,
    ({ data }) => [measured("OTHER:train rows per class", data.train.labels.length / data.classes)],
  ],
});

const aeKmeans = siam.method("ae-kmeans", {
  title: "Convolutional autoencoder and k-means",
  seconds: { smoke: 5, quick: 15, paper: 105 },
  quick: { ...WHOLE_BATCHES, network: { epochs: 4 } },
  smoke: { network: { epochs: 2 } },
  config: { ...code.config, plane: PLANE },
  represent: code.represent,
  measure: [trainingMse, testMse, convolutionalParameters, secondsPerEpoch],
  figures: [
    drawEmbedding({ name: "fig-2", title: "Fig. 2: test codes" }),
    drawReconstructions({ name: "reconstructions", title: "Test images and their reconstructions (§3.2)" }),
    drawClusters({ name: "clusters", title: "Test images of each cluster" }),
  ],
});

/** DEC from the autoencoder, which the paper names beside its own method (§3.3, §4) and gives no setting of. */
const DEC_CHOICES: Omit<DecChoices, "epochs"> = {
  ...DEC,
  k: 10,
  kMeans: { ...KMEANS, nInit: 10 },
  batchSize: 256,
  tolerance: 0,
  optimiser: NETWORK.optimiser,
};

const dec = siam.method("dec", {
  title: "Deep embedded clustering from the autoencoder",
  seconds: { smoke: 6, paper: 300 },
  smoke: { network: { epochs: 2 }, dec: { epochs: 1, kMeans: { nInit: 2 } } },
  config: { ...code.config, dec: { ...DEC_CHOICES, epochs: 20 }, kMeans: K_MEANS },
  common: { cluster: { kind: "own" } },
  represent: decCode,
  measure: [kMeansInCode],
});

/** k-means in the same code: what `study-spaces` measures of DEC. */
async function kMeansInCode(
  { points, splits, config: { score, kMeans }, run }: Found<CommonChoices & { kMeans: KMeansChoices }>,
): Promise<Measurement[]> {
  const found: Measurement[] = [];
  for (const split of score) {
    const clusters = await clustersOf(points[split]!, kMeans, run);
    const where = { space: "code, clustered by k-means", split, classes: splits[split].labels };
    found.push(...await run.score({ ...where, points: points[split]!, clusters }));
  }
  return found;
}

/** The median, since the first epoch also compiles. */
async function secondsPerEpoch({ history }: { history: readonly Epoch[] }): Promise<Measurement[]> {
  const { gpu } = await initEngine();
  return [
    measured(`OTHER:seconds per epoch${gpu ? " on a GPU" : ""}`, median(history, ({ seconds }) => seconds)!),
  ];
}

/** What the paper mentions and prints no number of. */
const mentioned = aeKmeans.studies({
  "latent-128": {
    question: "What does a code of 128 change? (§2.3)",
    change: { network: { architecture: { encoder: encoder(128) } } },
  },
  "15-epochs": { question: "What do 15 epochs change? (§2.3)", change: { network: { epochs: 15 } } },
  "learning-rate-0.0005": {
    question: "What does a learning rate of 0.0005 change? (§2.3)",
    change: { network: { optimiser: { learningRate: 5e-4 } } },
  },
  ...Object.fromEntries([8, 9, 11, 12].map((k) => [`${k}-clusters`, {
    question: `What do ${k} clusters change? (§4.2)`,
    change: { cluster: { k } },
  }])),
});

/** The codes of a network; with its dropout, where there is a seed for it. */
function codesOf(
  architecture: convolutional.ConvolutionalArchitecture,
  network: Parameters,
  images: Matrix,
  dropoutSeed: number | null = null,
): Promise<Matrix> {
  const seedOf = (chunk: number) =>
    dropoutSeed === null ? null : tf.tensor1d([dropoutSeed | 0, chunk], "int32");
  return inChunks(
    images,
    convolutional.codeSize(architecture),
    (x, chunk) => convolutional.convolutionalCode(architecture, network, x, seedOf(chunk)),
  );
}

/**
 * One autoencoder, as in the paper, and its codes' clusters in many spaces, on both splits and on 2,000 images; the codes of
 * the same network untrained, and with its dropout left on; and those that deep embedded clustering makes of them, which the
 * paper names as what could be tried next (§4).
 */
const spaces = siam.experiment("study-spaces", {
  title: "The two sets of indices in many spaces, on both splits",
  study: { question: "Where can the paper's two sets of indices come from?" },
  seconds: { smoke: 8, paper: 500 },
  smoke: {
    images: FEW.images,
    spaces: { cluster: FEW.cluster },
    network: { epochs: 2 },
    dec: { kMeans: { nInit: 2 } },
    decEpochs: [1],
  },
  config: {
    images: ALL_IMAGES,
    network: NETWORK,
    spaces: { cluster: K_MEANS, plane: PLANE },
    dec: DEC_CHOICES,
    decEpochs: [1, 5, 20],
  },
  async run({ images: choices, network, spaces, dec, decEpochs }, data, run) {
    const splits = imagesOf(data, choices);
    const autoencoder = await trainConvolutional(network, splits.train.images, run);
    const untrained = convolutional.initConvolutional(network.architecture, run.seed);
    try {
      const seen = await lookAtSplits(splits, spaces, run, async (split) => {
        const { images, labels: digits } = splits[split];
        const codes = (network_: Parameters, dropoutSeed?: number) =>
          codesOf(network.architecture, network_, images, dropoutSeed);
        const code = await codes(autoencoder.network);
        const clusters = await clustersOf(code, spaces.cluster, run);
        const sample = drawnRows(images.rows, run.seed, spaces.plane.points).length;
        return {
          spaces: {
            ...await codeSpaces("code", code),
            "code with dropout": await codes(autoencoder.network, seedFor(run.seed, "dropout", split)),
            "code of the untrained network": await codes(untrained),
          },
          clusterings: [
            { whose: "clusters of the code", clusters, spaces: { pixels: images } },
            { whose: "digits", clusters: digits, spaces: { pixels: images, code } },
          ],
          planes: split === "train" ? [] : [{
            figure: { name: "codes", title: "Test codes" },
            name: `t-SNE-2 of code, ${sample} images`,
            points: code,
            others: (rows) => ({
              [`code, ${sample} images`]: takeRows(code, rows),
              [`pixels, ${sample} images`]: takeRows(images, rows),
            }),
          }],
        };
      });
      const afterDec = await scoresAfterDec(
        { network, dec, decEpochs, cluster: spaces.cluster },
        splits,
        autoencoder,
        run,
      );
      return { ...seen, measurements: [...seen.measurements, ...afterDec], history: autoencoder.history };
    } finally {
      tf.dispose(untrained);
      autoencoder.dispose();
    }
  },
});

export default siam.declare([kmeans, ...dbscan(siam), aeKmeans, dec, ...mentioned, spaces]);
