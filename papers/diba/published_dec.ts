/**
 * DEC as its authors published it: the fully connected network 500-500-2000-10 on MNIST's pixels, which the papers here
 * cite with an accuracy of 0.843. Two ways to the network that clustering starts from: layer by layer on corrupted
 * inputs, as Xie et al. (2016) describe, and as a whole, as later reimplementations do.
 *
 * @module
 */
import { type Matrix, seedFor, SGD, tf } from "../../engine/mod.ts";
import { clustersOf } from "../../experiments/clustering.ts";
import { drawClusters, drawEmbedding, type InThePlane, PLANE } from "../../experiments/drawings.ts";
import { type Experiment, training } from "../../experiments/experiment.ts";
import { ALL_IMAGES, type Splits } from "../../experiments/images.ts";
import type { CommonChoices, Found, PaperBuilder, Represented, Run } from "../../experiments/paper.ts";
import { owning } from "../../experiments/representations.ts";
import { measured } from "../../experiments/scores.ts";
import { mse } from "../../metrics/mod.ts";
import { type Architecture, encode, PLAIN, reconstruct } from "../../models/autoencoder/dense.ts";
import { fitStacked, type Stacked, type StackedChoices } from "../../models/autoencoder/stacked.ts";
import { DEC, type Dec, type DecChoices, fitDec } from "../../models/dec/dec.ts";
import { denseEncoder } from "../../models/dec/encoders.ts";
import { KMEANS } from "../../models/kmeans/kmeans.ts";
import type { Measurement } from "../../records/record.ts";

/** DEC's choices, and those of the network that it starts from. */
export type PublishedDec = {
  /** What pixels in [0, 1] are multiplied by; `unit`: such that their mean square is 1 (Xie et al., §4.1). */
  readonly scale: 1 | "unit";
  readonly pretraining: StackedChoices;
  readonly dec: DecChoices;
};

type Choices = InThePlane & PublishedDec;

/** The images, scaled. */
export function scaled(images: Matrix, scale: PublishedDec["scale"]): Matrix {
  if (scale === 1) return images;
  let squares = 0;
  for (const value of images.data) squares += value * value;
  const factor = Math.sqrt(images.data.length / squares);
  return { ...images, data: images.data.map((value) => value * factor) };
}

/** The network that clustering starts from. */
export function stackedFor(pretraining: StackedChoices, images: Matrix, run: Run): Promise<Stacked> {
  return fitStacked(images, {
    ...pretraining,
    seed: run.seed,
    onProgress: run.progress,
    ...run.checkpoint && { checkpoint: run.checkpoint },
  });
}

/** What the measures look at. */
interface Model {
  stacked: Stacked;
  dec: Dec;
  /** The clusters of k-means in the code before DEC. */
  before: Int32Array;
  /** The mean squared error of the reconstructions before DEC. */
  error: number;
}

/** DEC's code and clusters. The history is that of the clustering. */
export async function publishedDecCode(
  { scale, pretraining, dec: choices }: PublishedDec,
  { train }: Splits,
  run: Run,
): Promise<Represented<Model>> {
  const images = scaled(train.images, scale);
  const { architecture } = pretraining;
  const stacked = await stackedFor(pretraining, images, run);
  const { network } = stacked;
  try {
    const codes = await encode(architecture, network, images);
    const before = await clustersOf(codes, { ...choices.kMeans, k: choices.k }, run);
    const error = mse(images, await reconstruct(architecture, network, images));
    const dec = await fitDec(images, {
      ...choices,
      encoder: denseEncoder(architecture, network),
      seed: seedFor(run.seed, "DEC"),
      ...training(run, "DEC"),
    });
    const { labels, history } = dec;
    return await owning(dec.dispose, async () => ({
      space: "code",
      points: { train: await dec.encode(images) },
      clusters: { train: labels },
      model: { stacked, dec, before, error },
      history,
    }));
  } finally {
    tf.dispose(network as tf.TensorContainer);
  }
}

/** What there is beside the scores of DEC's clusters: those of k-means before it, and how both trainings went. */
async function measure(
  { model: { stacked: { histories }, dec, before, error }, splits, run }: Found<CommonChoices, Model>,
): Promise<Measurement[]> {
  const phases = [...histories.layers.map((_, i) => `layer ${i + 1}`), "the whole network"];
  return [
    ...await run.score({
      space: "code before DEC",
      split: "train",
      clusters: before,
      classes: splits.train.labels,
    }),
    measured("MSE", error, { split: "train" }),
    ...[...histories.layers, histories.whole].map((phase, i) =>
      measured(`OTHER:MSE last epoch of ${phases[i]}`, phase.at(-1)!.loss, { split: "train" })
    ),
    measured("OTHER:clustering epochs", dec.history.length),
    measured("OTHER:stopped since labels stood still", dec.stopReason === "tolerance" ? 1 : 0),
  ];
}

const ARCHITECTURE: Architecture = {
  ...PLAIN,
  sizes: [784, 500, 500, 2000, 10],
  codeActivation: "linear",
  outputActivation: "linear",
  initialisation: "pytorch",
};

/** Xie et al., §4.3; the number of epochs is a bound, which the tolerance comes before as a rule. */
const CLUSTERING: DecChoices = {
  ...DEC,
  k: 10,
  kMeans: { ...KMEANS, nInit: 20 },
  epochs: 73,
  batchSize: 256,
  optimiser: { ...SGD, learningRate: 0.01, momentum: 0.9 },
  updateInterval: 140,
  tolerance: 0.001,
};

/**
 * Xie et al., §3.2 and §4.3, in fewer steps: the rate is divided by 10 at the same share of a layer's as there, of the
 * whole network's after each two fifths, where they do after each fifth.
 */
export const LAYERWISE: PublishedDec = {
  scale: "unit",
  pretraining: {
    architecture: ARCHITECTURE,
    loss: "mse",
    layerwise: {
      epochs: 75,
      learningRate: 0.1,
      momentum: 0.9,
      tenthEvery: 30,
      corruption: 0.2,
      deviation: 0.01,
    },
    whole: { epochs: 250, learningRate: 0.1, momentum: 0.9, tenthEvery: 100 },
    batchSize: 256,
  },
  dec: CLUSTERING,
};

/** As in DEC-keras, by one of the authors of IDEC: 300 epochs of the whole network, with a learning rate of 1. */
export const WHOLE: PublishedDec = {
  scale: 1,
  pretraining: {
    architecture: ARCHITECTURE,
    loss: "mse",
    layerwise: null,
    whole: { epochs: 300, learningRate: 1, momentum: 0.9, tenthEvery: null },
    batchSize: 256,
  },
  dec: CLUSTERING,
};

/** Both ways to the network that clustering starts from. */
export function publishedDec({ method }: PaperBuilder): Experiment[] {
  const declared = (
    name: string,
    how: string,
    config: PublishedDec,
    seconds: { smoke: number; paper: number },
  ) =>
    method<Choices, Model>(`study-dec-original-${name}`, {
      title: `DEC as published, 500-500-2000-10, pretrained ${how}`,
      study: { question: `Does DEC as its authors published it, pretrained ${how}, reach the cited 0.843?` },
      seconds,
      smoke: {
        images: { rows: { train: 200, test: 56 } },
        pretraining: {
          architecture: { sizes: [784, 100, 100, 400, 10] },
          ...config.pretraining.layerwise && { layerwise: { epochs: 2 } },
          whole: { epochs: 10 },
          batchSize: 16,
        },
        dec: { kMeans: { nInit: 2 }, epochs: 2 },
      },
      config: { ...config, plane: PLANE },
      common: {
        images: { ...ALL_IMAGES, pixels: [0, 1], from: "all" },
        cluster: { kind: "own" },
        score: ["train"],
      },
      represent: publishedDecCode,
      measure: [measure],
      figures: [
        drawEmbedding({ name: "codes", title: "DEC as published: codes" }, "train"),
        drawClusters({ name: "clusters", title: "DEC as published: images of each cluster" }, "train"),
      ],
    });
  return [
    declared("layerwise", "layer by layer", LAYERWISE, { smoke: 6, paper: 2700 }),
    declared("whole", "as a whole", WHOLE, { smoke: 3, paper: 2300 }),
  ];
}
