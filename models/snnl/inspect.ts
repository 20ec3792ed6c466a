/**
 * What training with the soft nearest neighbour loss has done to an autoencoder.
 *
 * @module
 */
import { lossAndGradients, type Matrix, type Parameters, tf } from "../../engine/mod.ts";
import { checkFor, isCount } from "../check.ts";
import { type Architecture, type AutoencoderState, type Pass, pass } from "../autoencoder/dense.ts";
import { type Penalty, type ReconstructionLoss, reconstructionLoss } from "../autoencoder/fit.ts";
import { tensorOf } from "../points.ts";
import type { Defaulted } from "../choices.ts";
import { type SNNL, type SnnlChoices, softNearestNeighborLoss } from "./loss.ts";

/** All that {@linkcode entanglement} depends on. */
export type EntanglementChoices = SnnlChoices & {
  /** T > 0. */
  readonly temperature: number;
  /** Images a batch. */
  readonly batchSize: number;
};

/** Options of {@linkcode entanglement}; what is left out is as in {@linkcode SNNL}. */
export type EntanglementOptions = Defaulted<EntanglementChoices, keyof typeof SNNL> & {
  /** A class for each image. */
  labels: Int32Array;
};

/**
 * The soft nearest neighbour loss of each hidden layer, the code among them, from the input on: its mean over the batches
 * of the images in their order, without the last where it is short.
 *
 * @throws {RangeError} If there is no whole batch, the temperature is not above 0, or there is not a label for each image.
 */
export function entanglement(
  architecture: Architecture,
  network: AutoencoderState,
  images: Matrix,
  options: EntanglementOptions,
): Promise<number[]> {
  return meanLosses(images, options, (x) => pass(architecture, network, x, null).hidden);
}

/**
 * The soft nearest neighbour loss of points as they are, such as pixels: its mean over their batches, as
 * {@linkcode entanglement} takes it.
 *
 * @throws {RangeError} As {@linkcode entanglement} does.
 */
export async function pointEntanglement(points: Matrix, options: EntanglementOptions): Promise<number> {
  const [loss] = await meanLosses(points, options, (x) => [x]);
  return loss;
}

/** The mean over the batches of the loss of each of the layers that are made of a batch. */
async function meanLosses(
  points: Matrix,
  { labels, temperature, batchSize, ...options }: EntanglementOptions,
  layersOf: (x: tf.Tensor) => readonly tf.Tensor[],
): Promise<number[]> {
  const { rows } = points;
  const check = checkFor("measure the entanglement");
  check(
    isCount(batchSize) && batchSize <= rows,
    `batchSize must be from 1 to the ${rows} images`,
    batchSize,
  );
  check(temperature > 0, "temperature must be above 0", temperature);
  check(labels.length === rows, `there must be a label for each of the ${rows} images`, labels.length);
  const batches = Math.floor(rows / batchSize);
  const lossesOf = (batch: number) => {
    const { x, y } = batchOf(points, labels, batch, batchSize);
    const t = tf.scalar(temperature);
    return tf.stack(layersOf(x).map((layer) => softNearestNeighborLoss(layer, y, t, options)));
  };
  const means: number[] = [];
  for (const losses of await ofBatches(batches, lossesOf)) {
    losses.forEach((loss, layer) => means[layer] = (means[layer] ?? 0) + loss / batches);
  }
  return means;
}

/** All that {@linkcode gradientRatio} depends on beside the penalty. */
export type GradientRatioChoices = {
  /** Of the reconstruction. */
  readonly loss: ReconstructionLoss;
  /** Images a batch. */
  readonly batchSize: number;
  /** How many batches it is the mean over; fewer where there are not as many. */
  readonly batches: number;
  /** The number of epochs before, which the penalty's temperature may depend on. */
  readonly epoch: number;
};

/** Options of {@linkcode gradientRatio}. */
export interface GradientRatioOptions extends GradientRatioChoices {
  /** With labels for the images, if it uses any. */
  penalty: Penalty;
}

/**
 * How strong a penalty is beside the reconstruction: the length of its gradient over all parameters, divided by that of
 * the reconstruction loss. The mean over the first batches of the images; the only one has all of them where they are
 * fewer than a batch.
 *
 * @throws {RangeError} If `batchSize` or `batches` is not a positive integer, there is no image, or there is not a label for
 * each image where the penalty has labels.
 */
export async function gradientRatio(
  architecture: Architecture,
  network: AutoencoderState,
  images: Matrix,
  { penalty, loss, batchSize, batches, epoch }: GradientRatioOptions,
): Promise<number> {
  const { rows } = images;
  const { labels = null } = penalty;
  const check = checkFor("compare the gradients");
  check(isCount(batchSize), "batchSize must be a positive integer", batchSize);
  check(isCount(batches), "batches must be a positive integer", batches);
  check(rows >= 1, "there must be at least 1 image", rows);
  check(
    labels === null || labels.length === rows,
    `there must be a label for each of the ${rows} images`,
    labels?.length,
  );
  const count = Math.max(1, Math.min(batches, Math.floor(rows / batchSize)));
  const size = Math.min(batchSize, rows);
  const ratioOf = (batch: number) => {
    const { x, y } = batchOf(images, labels, batch, size);
    const epochs = tf.scalar(epoch);
    const seed = tf.tensor1d([0, 0], "int32");
    const lengthOf = (term: (through: Pass) => tf.Tensor) =>
      length(
        lossAndGradients((parameters) => {
          const through = pass(architecture, { ...network, parameters }, x, seed);
          // TensorFlow.js wants a loss that depends on every parameter; a penalty may not depend on the last layer's.
          return { loss: tf.add(term(through), tf.mul(0, tf.sum(through.logits))), rest: [] };
        }, network.parameters).gradients,
      );
    return tf.div(
      lengthOf((through) => penalty.term(through, y, epochs)),
      lengthOf((through) => reconstructionLoss(loss, x, through)),
    );
  };
  return (await ofBatches(count, ratioOf)).reduce((sum, [ratio]) => sum + ratio, 0) / count;
}

/** The numbers of what `fn` makes of each batch, read together. */
async function ofBatches(count: number, fn: (batch: number) => tf.Tensor): Promise<Float32Array[]> {
  const found: tf.Tensor[] = [];
  try {
    for (let batch = 0; batch < count; batch++) found.push(tf.tidy(() => fn(batch)));
    return await Promise.all(found.map((tensor) => tensor.data<"float32">()));
  } finally {
    tf.dispose(found);
  }
}

/** The Euclidean length of all tensors together, a scalar. */
function length(tensors: Parameters): tf.Tensor {
  return tf.sqrt(tf.addN(Object.values(tensors).map((tensor) => tf.sum(tf.square(tensor)))));
}

function batchOf(
  images: Matrix,
  labels: Int32Array | null,
  batch: number,
  size: number,
): { x: tf.Tensor; y: tf.Tensor | null } {
  const [first, end] = [batch * size, (batch + 1) * size];
  return {
    x: tensorOf(images, first, end),
    y: labels && tf.tensor1d(labels.subarray(first, end), "int32"),
  };
}
