/**
 * Jiang et al., "Variational Deep Embedding: An Unsupervised and Generative Approach to Clustering": a variational
 * autoencoder whose codes come from a mixture of Gaussians. See README.md for where each setting comes from.
 *
 * @module
 */
import { KERAS_ADAM, seedFor } from "../../engine/mod.ts";
import { drawClusters, drawEmbedding, type InThePlane, PLANE } from "../../experiments/drawings.ts";
import { training } from "../../experiments/experiment.ts";
import { ALL_IMAGES, ofSplits, type Splits } from "../../experiments/images.ts";
import {
  type CommonChoices,
  type Found,
  paper,
  type Represented,
  type Run,
} from "../../experiments/paper.ts";
import { DIGITS, FEW_POINTS } from "../../experiments/profiles.ts";
import { ownClusters, owning, trainDense } from "../../experiments/representations.ts";
import { measured } from "../../experiments/scores.ts";
import { PLAIN } from "../../models/autoencoder/dense.ts";
import type { DenseChoices } from "../../models/autoencoder/fit.ts";
import { fitVade, VADE, type Vade, type VadeChoices } from "../../models/vade/vade.ts";
import type { Measurement } from "../../records/record.ts";

/** VaDE's own choices. */
export type VadeProtocol = {
  /** The autoencoder that it starts from, and its training. */
  readonly pretraining: DenseChoices;
  readonly vade: VadeChoices;
};

/** The model is what the measures look at; the history is that of VaDE. */
async function represent(
  { pretraining, vade: choices, score }: VadeProtocol & CommonChoices,
  splits: Splits,
  run: Run,
): Promise<Represented<Vade>> {
  const { train: { images } } = splits;
  const autoencoder = await trainDense(pretraining, images, run);
  const vade = await fitVade(images, {
    ...choices,
    architecture: pretraining.architecture,
    autoencoder: autoencoder.network,
    seed: seedFor(run.seed, "VaDE"),
    ...training(run, "VaDE"),
  }).finally(autoencoder.dispose);
  return await owning(vade.dispose, async () => ({
    space: "code",
    points: await ofSplits(splits, score, vade.encode),
    clusters: await ownClusters(vade, splits, score),
    model: vade,
    history: vade.history,
  }));
}

/** What there is beside the scores of VaDE's clusters: those of the mixture that it starts from, and what became of it. */
async function measure(
  { model: { firstLabels, clusters, mixture: { variances } }, splits, run }: Found<
    CommonChoices & VadeProtocol,
    Vade
  >,
): Promise<Measurement[]> {
  const { labels: classes } = splits.train;
  return [
    ...await run.score({ space: "code before VaDE", split: "train", clusters: firstLabels, classes }),
    measured("OTHER:clusters with points", clusters, { split: "train" }),
    measured("OTHER:least variance of the mixture", Math.min(...variances.data), {
      split: "train",
    }),
  ];
}

/**
 * The released settings (VaDE.py), except for the pretraining, which is in no file, the epochs, and the formula of the
 * clusters' probabilities: see README.md.
 */
const CHOICES: VadeProtocol = {
  pretraining: {
    architecture: {
      ...PLAIN,
      sizes: [784, 500, 500, 2000, 10],
      codeActivation: "linear",
      outputActivation: "sigmoid",
      initialisation: "glorot",
    },
    loss: "mse",
    optimiser: KERAS_ADAM,
    batchSize: 256,
    epochs: 50,
  },
  vade: { ...VADE, k: 10, epochs: 300 },
};

/** VaDE, as others compare it. */
export const vade = { config: CHOICES, represent };

/** What VaDE needs to keep its clusters apart on few images. */
export const VADE_SMOKE = {
  pretraining: { architecture: { sizes: [784, 100, 100, 400, 10] }, epochs: 20, batchSize: 32 },
  vade: { epochs: 3, batchSize: 32 },
};

const vadePaper = paper("vade", {
  dataset: "mnist",
  small: DIGITS,
  images: { ...ALL_IMAGES, from: "all" },
  cluster: { kind: "own" },
  score: ["train"],
  smoke: { images: { rows: { train: 200, test: 56 } } },
});

const method = vadePaper.method<VadeProtocol & InThePlane, Vade>("vade", {
  title: "VaDE, 300 epochs",
  seconds: { smoke: 5, quick: 17, paper: 3600 },
  // Whole batches of 256 and of 100.
  quick: {
    images: { rows: { train: 6300, test: 100 } },
    pretraining: { epochs: 8 },
    vade: { epochs: 6 },
    ...FEW_POINTS,
  },
  smoke: VADE_SMOKE,
  config: { ...CHOICES, plane: PLANE },
  represent,
  measure: [measure],
  figures: [
    drawEmbedding({ name: "codes", title: "VaDE: means of the codes" }, "train"),
    drawClusters({ name: "clusters", title: "VaDE: images of each cluster" }, "train"),
  ],
});

/** The league's images, and one epoch of VaDE: only what it starts from is asked. */
const START = { images: { from: "test" }, vade: { epochs: 1 } } as const;

export default vadePaper.declare([
  method,
  ...method.studies({
    "3000-epochs": {
      question: "Do the published 3,000 epochs reach the cited 0.9446?",
      seconds: 31000,
      change: { vade: { epochs: 3000 } },
    },
    "weight-for-each-dimension": {
      question:
        "Does the released code's formula for a cluster's probability, which is not the paper's, do better?",
      change: { vade: { weightCounts: "each dimension" } },
    },
    "weight-for-each-dimension-on-10000-images": {
      question: "Does the released code's formula for a cluster's probability do better on 10,000 images?",
      seconds: 500,
      change: { images: { from: "test" }, vade: { weightCounts: "each dimension" } },
    },
    "floor": {
      question:
        "Does a floor of 1e-10 below each cluster's density, as other implementations have it, do better?",
      change: { vade: { floor: 1e-10 } },
    },
    "pretraining-10-epochs": {
      question: "How much does the pretraining decide, which is in no file?",
      change: { pretraining: { epochs: 10 } },
    },
    "pretraining-200-epochs": {
      question: "How much does the pretraining decide, which is in no file?",
      seconds: 4800,
      change: { pretraining: { epochs: 200 } },
    },
    "start-on-10000-images": {
      question: "How good is what VaDE starts from on the league's 10,000 images?",
      seconds: 90,
      change: START,
    },
    "start-on-10000-images-300-epochs": {
      question: "Is what VaDE starts from on 10,000 images better after 300 epochs of pretraining?",
      seconds: 400,
      change: { ...START, pretraining: { epochs: 300 } },
    },
    "10000-images-300-epochs": {
      question: "Does VaDE on 10,000 images do better after 300 epochs of pretraining?",
      seconds: 1000,
      change: { images: { from: "test" }, pretraining: { epochs: 300 } },
    },
    "steps-of-10000-images": {
      question: "Is VaDE better on 70,000 images than on the league's 10,000 when both take as many steps?",
      seconds: 1200,
      // 7 × 274 steps for 50 × 40, and 43 × 700 for 300 × 100; the learning rate falls after as many.
      change: { pretraining: { epochs: 7 }, vade: { epochs: 43, decay: { every: 10 / 7 } } },
    },
    "pretraining-cross-entropy": {
      question: "Does a pretraining by the loss that VaDE goes on with do better?",
      change: { pretraining: { loss: "bce" } },
    },
  }),
]);
