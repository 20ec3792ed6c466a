/**
 * Diba, "Clustering MNIST Digits Using Deep Autoencoders and Deep Embedded Clustering (DEC)": k-means on the code of a
 * convolutional autoencoder, and DEC from it (§V). See README.md for what the paper leaves open.
 *
 * @module
 */
import { ADAM, type Matrix, tf } from "../../engine/mod.ts";
import {
  drawClusters,
  drawGroups,
  drawReconstructions,
  embeddedSample,
  type InThePlane,
  PLANE,
} from "../../experiments/drawings.ts";
import { ALL_IMAGES, type ImageChoices, imagesOf, labelsAt } from "../../experiments/images.ts";
import { parameters, sizes, testMse, trainingMse } from "../../experiments/measures.ts";
import { type CommonChoices, type Drawing, paper } from "../../experiments/paper.ts";
import { DIGITS, FEW, WHOLE_BATCHES } from "../../experiments/profiles.ts";
import {
  convolutionalCode,
  decCode,
  scoresAfterDec,
  trainConvolutional,
  trainDec,
} from "../../experiments/representations.ts";
import { measured } from "../../experiments/scores.ts";
import { codeSpaces, lookAtSplits } from "../../experiments/spaces.ts";
import { silhouette } from "../../metrics/mod.ts";
import { inChunks } from "../../models/autoencoder/chunks.ts";
import {
  type ConvolutionalChoices,
  convolutionalParameterCounts,
} from "../../models/autoencoder/convolutional.ts";
import { DEC, type Dec, type DecChoices } from "../../models/dec/dec.ts";
import { logSoftAssignments } from "../../models/dec/target.ts";
import { KMEANS } from "../../models/kmeans/kmeans.ts";
import { tensorOf } from "../../models/points.ts";
import { publishedDec } from "./published_dec.ts";

/** §III. */
const IMAGES: ImageChoices = { ...ALL_IMAGES, pixels: [-1, 1] };

const diba = paper("diba", {
  dataset: "mnist",
  small: DIGITS,
  images: IMAGES,
  cluster: { kind: "k-means", fitOn: "train", ...KMEANS, k: 10, nInit: 10 },
  score: ["train", "test"],
  smoke: FEW,
  figures: [
    {
      kind: "network",
      name: "network",
      experiment: "diba/ae-kmeans/mnist",
      title: "Figs 3 and 4: the autoencoder",
      subtitle:
        "DEC takes the encoder alone. Kernels are 3 × 3. The longer a box, the more numbers its layer has (logarithmic).",
      description: "The layers of the convolutional autoencoder.",
    },
    { kind: "caption", name: "fig-1", rows: Array.from({ length: 10 }, (_, digit) => `digit ${digit}`) },
  ],
});

/** §IV.A names the kinds of layers, Table I the training; the layers' sizes are ours. */
const NETWORK: ConvolutionalChoices = {
  architecture: {
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
    initialisation: "pytorch",
  },
  loss: "mse",
  optimiser: { ...ADAM, learningRate: 1e-3 },
  batchSize: 256,
  epochs: 103,
};

/** Table I, after a pretraining that is cut short. */
const DEC_CHOICES: DecChoices = {
  ...DEC,
  k: 10,
  kMeans: { ...KMEANS, nInit: 20 },
  epochs: 103,
  batchSize: 256,
  tolerance: 0,
  optimiser: NETWORK.optimiser,
};

/** The autoencoder's code, as others compare it. */
export const code = { config: { network: NETWORK }, represent: convolutionalCode };

/** DEC's code, with its own clusters. */
export const dec = {
  config: { network: { ...NETWORK, epochs: 30 }, dec: DEC_CHOICES },
  represent: decCode,
};

/** What DEC needs to keep its clusters apart in the smoke profile. */
export const DEC_SMOKE = {
  network: { batchSize: 32, epochs: 4 },
  dec: { batchSize: 64, epochs: 2, optimiser: { learningRate: 1e-4 }, kMeans: { nInit: 2 } },
};

/** How the figures' t-SNE is made: §VI reads its tightness off it, which is measured here. */
const SHOWN: InThePlane = { plane: PLANE };

/** Fig. 5 or 6: the test codes in the plane; and how tight their clusters are there, by the silhouette (§VI). */
function inThePlane<Choices extends CommonChoices & InThePlane>(
  named: { name: string; title: string },
): Drawing<Choices, unknown> {
  return async ({ points, splits, clusters: { test: clusters }, config, run }) => {
    const sample = { points: points.test!, classes: splits.test.labels, clusters: clusters! };
    const { figure, embedding, rows } = await embeddedSample(named, sample, run, config.plane);
    const shown = labelsAt(clusters!, rows);
    if (new Set(shown).size < 2) return { figure };
    const where = { space: "t-SNE-2 of code", split: "test" };
    return { figure, measurements: [measured("SIL", await silhouette(embedding, shown), where)] };
  };
}

function parameterCount({ config: { network } }: { config: { network: ConvolutionalChoices } }) {
  return parameters(convolutionalParameterCounts(network.architecture).map(({ count }) => count));
}

const aeKmeans = diba.method("ae-kmeans", {
  title: "Convolutional autoencoder and k-means",
  seconds: { smoke: 3, quick: 12, paper: 805 },
  quick: { ...WHOLE_BATCHES, network: { epochs: 8 } },
  smoke: { network: { epochs: 2 } },
  config: { ...code.config, ...SHOWN },
  represent: code.represent,
  measure: [trainingMse, testMse, parameterCount, sizes],
  figures: [
    (found) => {
      const { images, labels } = found.splits.train;
      return drawGroups({ name: "fig-1", title: "Fig. 1: digits" }, found, images, labels);
    },
    ({ splits: { train: { labels } } }) => {
      const digits = [...new Set(labels)].sort((a, b) => a - b);
      return {
        figure: {
          kind: "counts",
          name: "fig-2",
          title: "Fig. 2: training images of each digit",
          rowTitle: "",
          columnTitle: "digit",
          rows: ["images"],
          columns: digits.map(String),
          counts: [digits.map((digit) => labels.filter((label) => label === digit).length)],
        },
      };
    },
    inThePlane({ name: "fig-6", title: "Fig. 6: test codes of the autoencoder" }),
    drawReconstructions({ name: "reconstructions", title: "Test images and their reconstructions" }),
  ],
});

const decMethod = diba.method("dec", {
  title: "Deep embedded clustering",
  seconds: { smoke: 4, quick: 13, paper: 705 },
  quick: { ...WHOLE_BATCHES, network: { epochs: 5 }, dec: { epochs: 8 } },
  smoke: DEC_SMOKE,
  config: { ...dec.config, ...SHOWN },
  common: { cluster: { kind: "own" } },
  represent: dec.represent,
  measure: [
    async ({ model: { autoencoder }, splits }) => [
      ...trainingMse(autoencoder),
      ...await testMse({ model: autoencoder, splits }),
    ],
    parameterCount,
    ({ model: { dec } }) => [
      measured("OTHER:clusters with points", dec.updates.at(-1)!.clusters, { split: "train" }),
      measured("OTHER:clustering epochs", dec.history.length),
      measured("OTHER:stopped since labels stood still", dec.stopReason === "tolerance" ? 1 : 0),
    ],
  ],
  figures: [
    inThePlane({ name: "fig-5", title: "Fig. 5: test codes of DEC" }),
    drawClusters({ name: "clusters", title: "Test images of each cluster" }),
  ],
});

/** The network with a code of another size; the paper names 10. */
const withCode = (units: number) => ({
  network: { architecture: { encoder: NETWORK.architecture.encoder.with(-1, { kind: "linear", units }) } },
} as const);

const CODES = [32, 64];

const varied = [
  ...aeKmeans.studies({
    "ae-1000-epochs": {
      question: "Is 103 epochs 10³ with a lost superscript?",
      seconds: 7000,
      change: { network: { epochs: 1000 } },
    },
    ...Object.fromEntries(CODES.map((units) => [`ae-code-${units}`, {
      question: `Has a code of ${units} numbers the autoencoder's indices?`,
      change: withCode(units),
    }])),
  }),
  ...decMethod.studies({
    "dec-300-epochs": {
      question: "Does DEC reach the printed indices when it trains until its labels stand still?",
      seconds: 1700,
      change: { dec: { epochs: 300 } },
    },
    "dec-1000-epochs": {
      question: "Is 103 epochs of clustering 10³ with a lost superscript?",
      seconds: 5000,
      change: { dec: { epochs: 1000 } },
    },
    "dec-target-of-batch": {
      question: "Does DEC reach the printed indices with a target of each batch's own?",
      change: { dec: { updateInterval: "batch" } },
    },
    ...Object.fromEntries(CODES.map((units) => [`dec-code-${units}`, {
      question: `Has a code of ${units} numbers DEC's indices?`,
      change: withCode(units),
    }])),
  }),
];

/** DEC's soft assignments of codes, n × k. */
async function softAssignments(
  { centroids }: Dec,
  { degreesOfFreedom }: DecChoices,
  codes: Matrix,
): Promise<Matrix> {
  const centres = tensorOf(centroids);
  try {
    const assign = (z: tf.Tensor) => tf.exp(logSoftAssignments(z, centres, degreesOfFreedom));
    return await inChunks(codes, centroids.rows, assign);
  } finally {
    centres.dispose();
  }
}

/**
 * The autoencoder and DEC as in the paper, and their clusters in many spaces, on both splits: DEC's code after few and after
 * all epochs, its soft assignments, and t-SNE of its codes.
 */
const spaces = diba.experiment("study-spaces", {
  title: "§V's indices in many spaces, on both splits",
  study: { question: "In which space can §V's indices have been measured?" },
  seconds: { smoke: 8, paper: 900 },
  smoke: { ...DEC_SMOKE, images: FEW.images, spaces: { cluster: FEW.cluster }, decEpochs: [1] },
  config: {
    ...dec.config,
    images: IMAGES,
    spaces: { cluster: { ...KMEANS, k: 10, nInit: 20 }, plane: PLANE },
    decEpochs: [1, 5, 20],
  },
  async run({ images: choices, network, dec: decChoices, spaces, decEpochs }, data, run) {
    const splits = imagesOf(data, choices);
    const autoencoder = await trainConvolutional(network, splits.train.images, run);
    try {
      const dec = await trainDec(decChoices, network, splits.train.images, autoencoder, run);
      const { history } = dec;
      const seen = await lookAtSplits(splits, spaces, run, async (split) => {
        const { images } = splits[split];
        const codes = { after: await dec.encode(images), before: await autoencoder.encode(images) };
        const own = {
          ...await codeSpaces("code", codes.after),
          "soft assignments": await softAssignments(dec, decChoices, codes.after),
        };
        return {
          spaces: { ...own, ...await codeSpaces("code before DEC", codes.before) },
          clusterings: [{
            whose: "clusters of DEC",
            clusters: await dec.predict(images),
            spaces: { ...own, "code before DEC": codes.before, pixels: images },
          }],
          planes: split === "train" ? [] : [
            {
              figure: { name: "fig-5", title: "Test codes after DEC" },
              name: "t-SNE-2 of code",
              points: codes.after,
            },
            {
              figure: { name: "fig-6", title: "Test codes of the autoencoder" },
              name: "t-SNE-2 of code before DEC",
              points: codes.before,
            },
          ],
        };
      }).finally(dec.dispose);
      const shorter = await scoresAfterDec(
        { network, dec: decChoices, decEpochs, cluster: spaces.cluster },
        splits,
        autoencoder,
        run,
      );
      return { ...seen, measurements: [...seen.measurements, ...shorter], history };
    } finally {
      autoencoder.dispose();
    }
  },
});

export default diba.declare([aeKmeans, decMethod, ...varied, spaces, ...publishedDec(diba)]);
