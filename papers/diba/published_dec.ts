/**
 * DEC as its authors published it: the fully connected network 500-500-2000-10 on MNIST's pixels, which the papers here
 * cite with an accuracy of 0.843. Two ways to the network that clustering starts from: layer by layer on corrupted
 * inputs, as Xie et al. (2016) describe, and as a whole, as later reimplementations do.
 *
 * @module
 */
import { seedFor, sgd, tf } from "../../engine/mod.ts";
import type { Dataset, Split } from "../../datasets/mod.ts";
import { mse } from "../../metrics/mod.ts";
import { type Architecture, encode, reconstruct } from "../../models/autoencoder/dense.ts";
import { type Descent, fitStacked, type StackedOptions } from "../../models/autoencoder/stacked.ts";
import { fitDec } from "../../models/dec/dec.ts";
import { denseEncoder } from "../../models/dec/encoders.ts";
import { kMeans } from "../../models/kmeans/kmeans.ts";
import {
  type Experiment,
  experiment,
  type KMeansConfig,
  type Outcome,
  type RunContext,
  training,
} from "../../experiments/experiment.ts";
import { externalScores, measured, scores } from "../../experiments/scores.ts";
import { joinSplits, scaledSplits } from "../../experiments/splits.ts";
import { clusterSamples, embeddedSample } from "../../experiments/drawings.ts";
import { DATASET as dataset, PAPER as paper } from "./protocol.ts";

type OriginalConfig = KMeansConfig & {
  architecture: Architecture;
  /** What pixels in [0, 1] are multiplied by; `unit`: such that their mean square is 1 (Xie et al., §4.1). */
  scale: 1 | "unit";
  pretraining: {
    layerwise?: NonNullable<StackedOptions["layerwise"]>;
    whole: Descent;
    batchSize: number;
  };
  clustering: {
    epochs: number;
    batchSize: number;
    learningRate: number;
    momentum: number;
    /** Steps from one computing of the target to the next. */
    updateInterval: number;
    tolerance: number;
  };
};

/** Both splits, as Xie et al. cluster them. */
function joined(data: Dataset, { scale, rows }: OriginalConfig): Split {
  const { images, labels } = joinSplits(scaledSplits(data, 0, rows));
  if (scale === 1) return { images, labels };
  let squares = 0;
  for (const value of images.data) squares += value * value;
  const factor = Math.sqrt(images.data.length / squares);
  return { images: { ...images, data: images.data.map((value) => value * factor) }, labels };
}

/** The history is that of the clustering; with each epoch goes the share of labels that changed at the update before it. */
async function runOriginal(config: OriginalConfig, data: Dataset, context: RunContext): Promise<Outcome> {
  const { seed, progress } = context;
  const { architecture, pretraining, clustering, k, nInit } = config;
  const { images, labels: classes } = joined(data, config);
  const { network, histories } = await fitStacked(images, {
    ...pretraining,
    architecture,
    seed,
    onProgress: progress,
    ...context.checkpoint && { checkpoint: context.checkpoint },
  });
  const code = encode(architecture, network, images);
  const { labels: before } = await kMeans(code, { k, nInit, seed: seedFor(seed, "k-means") });
  const error = mse(images, reconstruct(architecture, network, images));
  const { learningRate, momentum, ...options } = clustering;
  const dec = await fitDec(images, {
    ...options,
    encoder: denseEncoder(architecture, network),
    k,
    nInit,
    optimiser: sgd({ learningRate, momentum }),
    seed: seedFor(seed, "DEC"),
    ...training(context, "DEC"),
  });
  tf.dispose(network as tf.TensorContainer);
  const points = dec.encode(images);
  dec.dispose();
  const { labels: clusters, history, updates, stopReason } = dec;
  const { figure } = await embeddedSample(
    { name: "codes", title: "DEC as published: codes" },
    { points, classes, clusters },
    context,
  );
  return {
    measurements: [
      ...new Set(clusters).size > 1
        ? await scores({ points, space: "code", split: "train", clusters, classes })
        : externalScores({ space: "code", split: "train", clusters, classes }),
      ...externalScores({ space: "code before DEC", split: "train", clusters: before, classes }),
      measured("MSE", error, { split: "train" }),
      ...[...histories.layers, histories.whole].map((phase, i) =>
        measured(
          `OTHER:MSE last epoch of ${i < histories.layers.length ? `layer ${i + 1}` : "the whole network"}`,
          phase.at(-1)!.loss,
          { split: "train" },
        )
      ),
      measured("OTHER:clustering epochs", history.length),
      measured("OTHER:stopped since labels stood still", stopReason === "tolerance" ? 1 : 0),
    ],
    history: history.map((epoch) => {
      const steps = epoch.epoch * Math.ceil(images.rows / clustering.batchSize);
      return { ...epoch, changed: updates.findLast(({ step }) => step < steps)!.changed };
    }),
    figures: [
      figure,
      clusterSamples(
        { name: "clusters", title: "DEC as published: images of each cluster" },
        images,
        clusters,
        data,
      ),
    ],
  };
}

const ORIGINAL = {
  architecture: {
    sizes: [784, 500, 500, 2000, 10],
    codeActivation: "linear",
    outputActivation: "linear",
    initialisation: "pytorch",
  },
  // Xie et al., §4.3; the number of epochs is a bound, which the tolerance comes before as a rule.
  clustering: {
    epochs: 73,
    batchSize: 256,
    learningRate: 0.01,
    momentum: 0.9,
    updateInterval: 140,
    tolerance: 0.001,
  },
  k: 10,
  nInit: 20,
} as const;

/**
 * Xie et al., §3.2 and §4.3, in fewer steps: the rate is divided by 10 at the same share of a layer's as there, of the
 * whole network's after each two fifths, where they do after each fifth.
 */
const LAYERWISE: OriginalConfig = {
  ...ORIGINAL,
  scale: "unit",
  pretraining: {
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
};

/** As in DEC-keras, by one of the authors of IDEC: 300 epochs of the whole network, with a learning rate of 1. */
const WHOLE: OriginalConfig = {
  ...ORIGINAL,
  scale: 1,
  pretraining: { whole: { epochs: 300, learningRate: 1, momentum: 0.9 }, batchSize: 256 },
};

/** What all do in smoke. */
const SMOKE = {
  rows: { train: 600, test: 200 },
  nInit: 2,
  clustering: { ...ORIGINAL.clustering, epochs: 2 },
};

/** The two. */
export const originals: Experiment[] = [
  experiment<OriginalConfig>({
    paper,
    method: "study-dec-original-layerwise",
    dataset,
    title: "DEC as published, 500-500-2000-10, pretrained layer by layer",
    profiles: {
      smoke: {
        dataset: "mnist-10k",
        seconds: 10,
        config: {
          ...LAYERWISE,
          ...SMOKE,
          pretraining: {
            ...LAYERWISE.pretraining,
            layerwise: { ...LAYERWISE.pretraining.layerwise!, epochs: 1 },
            whole: { ...LAYERWISE.pretraining.whole, epochs: 1 },
          },
        },
      },
      paper: { dataset, seconds: 2700, config: LAYERWISE },
    },
    run: runOriginal,
  }),
  experiment<OriginalConfig>({
    paper,
    method: "study-dec-original-whole",
    dataset,
    title: "DEC as published, 500-500-2000-10, pretrained as a whole",
    profiles: {
      smoke: {
        dataset: "mnist-10k",
        seconds: 6,
        config: {
          ...WHOLE,
          ...SMOKE,
          pretraining: { ...WHOLE.pretraining, whole: { ...WHOLE.pretraining.whole, epochs: 1 } },
        },
      },
      paper: { dataset, seconds: 2300, config: WHOLE },
    },
    run: runOriginal,
  }),
];
