/**
 * The train steps that are timed, and whose dispatches to a GPU are counted.
 *
 * @module
 */
import { ADAM, type Matrix, tf } from "../engine/mod.ts";
import { n2d } from "../papers/n2d/paper.ts";
import { code as siam } from "../papers/siam/paper.ts";
import { vade } from "../papers/vade/paper.ts";
import { fitConvolutional } from "../models/autoencoder/convolutional.ts";
import { type Architecture, initAutoencoder, PLAIN } from "../models/autoencoder/dense.ts";
import { fitAutoencoder } from "../models/autoencoder/fit.ts";
import { fitDec } from "../models/dec/dec.ts";
import { denseEncoder } from "../models/dec/encoders.ts";
import { KMEANS } from "../models/kmeans/kmeans.ts";
import { snnlPenalty } from "../models/snnl/penalty.ts";
import type { ProgressListener } from "../models/training.ts";
import { fitVade } from "../models/vade/vade.ts";

/** Rows of a batch. */
export const BATCH = 256;

/** Rows of VaDE's batch. */
export const VADE_BATCH = 100;

/** The layers of the SNNL paper's autoencoder. */
export const SIZES: readonly number[] = [784, 500, 500, 2000, 70];

/** The layers of DEC. */
export const DEC_SIZES: readonly number[] = [784, 500, 500, 2000, 10];

/** What a step is trained on, and for how long. */
export interface StepOptions {
  images: Matrix;
  /** Of the images. */
  labels: Int32Array;
  epochs: number;
  /** Rows of a batch; {@linkcode BATCH} unless given. */
  batch?: number;
  /** The dense network's layers; the paper's unless given. */
  sizes?: readonly number[];
  /** Called after each step. */
  onProgress?: ProgressListener;
}

/** What a training left. */
export interface Fitted {
  history: readonly { seconds: number; loss: number }[];
  /** Frees its tensors. */
  dispose(): void;
}

/** A dense network of these layers. */
export function architecture(sizes: readonly number[]): Architecture {
  return { ...PLAIN, sizes, codeActivation: "sigmoid", outputActivation: "sigmoid", initialisation: "he" };
}

/** The SNNL paper's penalty. */
export function snnl(labels: Int32Array, temperature: Parameters<typeof snnlPenalty>[0]["temperature"]) {
  return snnlPenalty({
    labels,
    alpha: 100,
    layers: "hidden",
    combine: "sum",
    temperature,
    distance: "cosine",
  });
}

function trainDense(
  { images, batch = BATCH, sizes = SIZES, labels: _, ...run }: StepOptions,
  penalty?: ReturnType<typeof snnl>,
): Promise<Fitted> {
  return fitAutoencoder(images, {
    architecture: architecture(sizes),
    loss: "bce",
    ...penalty && { penalty },
    batchSize: batch,
    ...TRAINING,
    ...run,
  });
}

const TRAINING = { optimiser: ADAM, seed: 42 };

/** The trainings by the name of their step. */
export const STEPS = {
  "ae-step": (options: StepOptions): Promise<Fitted> => trainDense(options),
  "snnl-step": (options: StepOptions): Promise<Fitted> =>
    trainDense(options, snnl(options.labels, { kind: "fixed", value: 1 })),
  "conv-step": ({ images, labels: _, batch = BATCH, sizes: __, ...run }: StepOptions): Promise<Fitted> =>
    fitConvolutional(images, { ...siam.config.network, ...TRAINING, batchSize: batch, ...run }),
  "n2d-step": ({ images, labels: _, batch = BATCH, sizes: __, ...run }: StepOptions): Promise<Fitted> =>
    fitAutoencoder(images, { ...n2d.config.network, ...TRAINING, batchSize: batch, ...run }),
  "vade-step": (
    { images, labels: _, batch = VADE_BATCH, sizes: __, ...run }: StepOptions,
  ): Promise<Fitted> => {
    const { pretraining: { architecture }, vade: choices } = vade.config;
    const autoencoder = initAutoencoder(architecture, TRAINING.seed);
    return fitVade(images, {
      ...choices,
      // The codes of a network that is not trained lie so close together that a step would take variances below 0.
      start: { ...choices.start, regularisation: 1 },
      architecture,
      autoencoder,
      batchSize: batch,
      seed: TRAINING.seed,
      ...run,
    }).finally(() => tf.dispose(autoencoder as unknown as tf.TensorContainer));
  },
  "dec-step": (
    { images, labels: _, batch = BATCH, sizes = DEC_SIZES, ...run }: StepOptions,
  ): Promise<Fitted> => {
    const network = architecture(sizes);
    return fitDec(images, {
      encoder: denseEncoder(network, initAutoencoder(network, TRAINING.seed)),
      k: 10,
      kMeans: { ...KMEANS, nInit: 1 },
      // The target is computed once, before the first step.
      updateInterval: run.epochs * Math.ceil(images.rows / batch),
      tolerance: 0,
      batchSize: batch,
      ...TRAINING,
      ...run,
    });
  },
} as const;

/** The name of a step. */
export type StepName = keyof typeof STEPS;
