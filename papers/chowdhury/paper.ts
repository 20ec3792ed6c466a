/**
 * Chowdhury, "Neural Network-Based Clustering Analysis on MNIST Dataset": k-means on pixels, on principal components, on
 * a t-SNE embedding and on an autoencoder's code (Tables I, III and IV, Fig. 2). See README.md for what the paper leaves open.
 *
 * @module
 */
import { ADAM, type Matrix, seedFor, tf } from "../../engine/mod.ts";
import {
  drawClusters,
  drawCounts,
  drawEmbedding,
  drawReconstructions,
  PLANE,
} from "../../experiments/drawings.ts";
import { clustersOf } from "../../experiments/clustering.ts";
import { ALL_IMAGES, type ImageChoices, imagesOf } from "../../experiments/images.ts";
import {
  classCount,
  parameters,
  parametersByLayer,
  sizes,
  testMse,
  trainingMse,
} from "../../experiments/measures.ts";
import { paper } from "../../experiments/paper.ts";
import { DIGITS, FEW } from "../../experiments/profiles.ts";
import {
  denseCode,
  embedding,
  pixels,
  principalComponents,
  trainDense,
} from "../../experiments/representations.ts";
import { measured } from "../../experiments/scores.ts";
import { codeSpaces, lookAtSplits } from "../../experiments/spaces.ts";
import { inChunks } from "../../models/autoencoder/chunks.ts";
import {
  type AutoencoderState,
  BATCH_NORM,
  parameterCounts,
  pass,
  PLAIN,
} from "../../models/autoencoder/dense.ts";
import type { DenseChoices } from "../../models/autoencoder/fit.ts";
import { KMEANS } from "../../models/kmeans/kmeans.ts";
import { TSNE, type TsneChoices } from "../../models/tsne/tsne.ts";
import { trustworthiness } from "../../models/tsne/trustworthiness.ts";
import { tableTwo } from "./table_2.ts";

const K_MEANS = { ...KMEANS, k: 10, nInit: 10 };

const IMAGES: ImageChoices = { ...ALL_IMAGES, pixels: [-1, 1] };

const chowdhury = paper("chowdhury", {
  dataset: "mnist",
  small: DIGITS,
  images: IMAGES,
  cluster: { kind: "k-means", fitOn: "test", ...K_MEANS }, // §IV.B
  score: ["test"],
  smoke: FEW,
  figures: [
    {
      kind: "network",
      name: "network",
      experiment: "chowdhury/ae-kmeans/mnist",
      title: "Fig. 1: the autoencoder",
      subtitle:
        "All layers are fully connected. The longer a box, the more numbers its layer has (logarithmic).",
      description: "The layers of the autoencoder.",
    },
    {
      kind: "caption",
      name: "fig-3-4",
      scores: ["SIL", "DBI"].map((metric) => ({ metric, space: "code", split: "test" })),
    },
  ],
});

/** §III.B and C, Table II. */
const NETWORK: DenseChoices = {
  architecture: {
    ...PLAIN,
    sizes: [784, 512, 256, 64],
    codeActivation: "linear",
    outputActivation: "tanh",
    batchNorm: BATCH_NORM,
    dropout: 0.2,
    initialisation: "pytorch",
  },
  loss: "mse",
  optimiser: { ...ADAM, learningRate: 1e-3, weightDecay: { kind: "l2", rate: 1e-5, of: "weights" } },
  batchSize: 64,
  epochs: 5,
};

/** Of Table IV's t-SNE the paper gives no setting. */
const EMBEDDED: TsneChoices = { ...TSNE, dimensions: 2, perplexity: 30, iterations: 1000, init: "random" };

/** The autoencoder's code, as others compare it. */
export const code = { config: { network: NETWORK }, represent: denseCode };

/** The embedding of the test images by t-SNE, as others compare it. */
export const plane = { config: { tsne: EMBEDDED }, represent: embedding("test") };

/** Table I's names of the layers. */
const LAYERS = [
  "input-hidden1",
  "hidden1-hidden2",
  "hidden2-latent",
  "latent-hidden3",
  "hidden3-hidden4",
  "hidden4-output",
];

function layers({ config: { network: { architecture } } }: { config: { network: DenseChoices } }) {
  const counts = parameterCounts(architecture);
  return [
    ...parameters(counts),
    ...parametersByLayer(counts.map((count, i) => ({ name: LAYERS[i], count }))),
  ];
}

const kmeans = chowdhury.method("kmeans", {
  title: "k-means on raw pixels",
  seconds: { smoke: 1, quick: 2, paper: 12 },
  config: {},
  represent: pixels,
  measure: [sizes, classCount],
});

const pcaKmeans = chowdhury.method("pca-kmeans", {
  title: "PCA and k-means",
  seconds: { smoke: 1, quick: 2, paper: 6 },
  config: { pca: { components: 64 } },
  represent: principalComponents,
});

const tsneKmeans = chowdhury.method("tsne-kmeans", {
  title: "t-SNE and k-means",
  seconds: { smoke: 1, quick: 8, paper: 30 },
  smoke: { tsne: { iterations: 300 } },
  config: { ...plane.config, trustworthiness: { neighbours: 5 } },
  represent: plane.represent,
  measure: [
    async ({ space, model: { embedding, kl }, splits: { test: { images } }, config }) => [
      measured("OTHER:KL", kl, { space, split: "test" }),
      measured(
        "OTHER:trustworthiness",
        await trustworthiness(images, embedding, config.trustworthiness.neighbours),
        { space, split: "test" },
      ),
    ],
  ],
});

const aeKmeans = (
  name: string,
  title: string,
  learningRate: number,
  seconds: { smoke?: number; quick?: number; paper: number },
) =>
  chowdhury.method(name, {
    title,
    seconds,
    smoke: { network: { epochs: 2 } },
    config: { network: { ...NETWORK, optimiser: { ...NETWORK.optimiser, learningRate } }, plane: PLANE },
    represent: code.represent,
    measure: [trainingMse, testMse, layers],
    figures: [
      drawEmbedding({ name: "fig-3-4", title: "Figs 3 and 4: test codes by digit and by cluster" }),
      drawCounts({ name: "fig-5", title: "Fig. 5: digits of each cluster of the test images" }),
      drawClusters({ name: "fig-6", title: "Fig. 6: test images of each cluster" }),
      drawReconstructions({ name: "reconstructions", title: "Test images and their reconstructions" }),
    ],
  });

const ownMethod = aeKmeans("ae-kmeans", "Autoencoder and k-means", 1e-3, { smoke: 4, quick: 12, paper: 45 });

/** The codes of a network left in training mode, as by a forgotten `eval()`: with dropout, normalised by their batch. */
function trainingCodes(
  { architecture, batchSize }: DenseChoices,
  network: AutoencoderState,
  images: Matrix,
  seed: number,
): Promise<Matrix> {
  const seedOf = (batch: number) => tf.tensor1d([seed | 0, batch], "int32");
  const code = (x: tf.Tensor, batch: number) => pass(architecture, network, x, seedOf(batch)).code;
  return inChunks(images, architecture.sizes.at(-1)!, code, batchSize);
}

/** One autoencoder, as in the paper, and its codes' clusters in many spaces, on both splits. */
const spaces = chowdhury.experiment("study-spaces", {
  title: "Table III's indices in many spaces, on both splits",
  study: { question: "In which space can Table III's indices have been measured?" },
  seconds: { smoke: 5, paper: 120 },
  smoke: { images: FEW.images, spaces: { cluster: FEW.cluster }, network: { epochs: 2 } },
  config: { images: IMAGES, network: NETWORK, spaces: { cluster: K_MEANS, plane: PLANE } },
  async run({ images: choices, network, spaces }, data, run) {
    const splits = imagesOf(data, choices);
    const autoencoder = await trainDense(network, splits.train.images, run);
    try {
      const seen = await lookAtSplits(splits, spaces, run, async (split) => {
        const { images, labels: digits } = splits[split];
        const code = await autoencoder.encode(images);
        const { code: _, ...variants } = await codeSpaces("code", code);
        const others = {
          ...variants,
          "code in training mode": await trainingCodes(
            network,
            autoencoder.network,
            images,
            seedFor(run.seed, "dropout", split),
          ),
          // As wide as the pixels: on the training split they would take longer than all else.
          ...split === "test" && { reconstructions: await autoencoder.reconstruct(images) },
        };
        const clusters = await clustersOf(code, spaces.cluster, run);
        return {
          spaces: { code, ...others },
          clusterings: [
            { whose: "clusters of the code", clusters, spaces: { pixels: images, ...others } },
            { whose: "digits", clusters: digits, spaces: { pixels: images, code, ...others } },
          ],
          planes: split === "train" ? [] : [
            { figure: { name: "codes", title: "Test codes" }, name: "t-SNE-2 of code", points: code },
          ],
        };
      });
      return { ...seen, history: autoencoder.history };
    } finally {
      autoencoder.dispose();
    }
  },
});

export default chowdhury.declare([
  kmeans,
  pcaKmeans,
  tsneKmeans,
  ownMethod,
  // §III.D: of these learning rates the paper's own has "the best convergence properties".
  ...[0.0001, 0.01].map((rate) =>
    aeKmeans(`ae-kmeans-learning-rate-${rate}`, `Autoencoder and k-means, learning rate ${rate}`, rate, {
      paper: 40,
    })
  ),
  ...ownMethod.studies({
    "without-dropout-and-batch-normalisation": {
      question: "Does a network with neither dropout nor batch normalisation have Fig. 2's losses?",
      change: { network: { architecture: { dropout: 0, batchNorm: null } } },
    },
  }),
  tableTwo(chowdhury, NETWORK),
  spaces,
]);
