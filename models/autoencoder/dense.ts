/**
 * Fully connected autoencoders, symmetric about their code.
 *
 * @module
 */
import {
  dropout,
  type Matrix,
  normal,
  type Parameters,
  random as generator,
  seedFor,
  tf,
  uniform,
} from "../../engine/mod.ts";
import { inChunks } from "./chunks.ts";
import { glorotBound } from "../glorot.ts";
import { checkFor, isCount } from "../check.ts";
import { checkWidth } from "../points.ts";

/** An activation function. */
export type Activation = "linear" | "relu" | "sigmoid" | "tanh";

/** Batch normalisation (Ioffe & Szegedy, ICML 2015). */
export type BatchNorm = {
  /** A batch's share in the moving averages, in (0, 1]. */
  readonly momentum: number;
  /** Keeps the variance from zero; above 0. */
  readonly epsilon: number;
};

/** PyTorch's defaults. */
export const BATCH_NORM: BatchNorm = { momentum: 0.1, epsilon: 1e-5 };

/** The layers of an autoencoder. */
export type Architecture = {
  /** The widths from input to code, such as 784, 512, 256, 64; the decoder mirrors them. */
  readonly sizes: readonly number[];
  /** Of the hidden layers beside the code. */
  readonly hiddenActivation: Activation;
  /** Of the code. */
  readonly codeActivation: Activation;
  /** Of the reconstruction. */
  readonly outputActivation: Activation;
  /** How each hidden layer is normalised over the batch, before its activation; null: not at all. */
  readonly batchNorm: BatchNorm | null;
  /** The rate of dropout after each hidden layer's activation, in [0, 1). */
  readonly dropout: number;
  /**
   * How weights start. `pytorch`: weights and biases uniform within ±1/√fanIn (its `Linear`). `he`: hidden layers
   * normal with variance 2/fanIn (He et al., ICCV 2015), code and output uniform by Glorot & Bengio, biases zero.
   * `glorot`: all layers uniform within ±√(6/(fanIn + fanOut)) (Glorot & Bengio, AISTATS 2010), biases zero (Keras's `Dense`).
   */
  readonly initialisation: "pytorch" | "he" | "glorot";
};

/** What an architecture has that is no more than its layers: rectified hidden units, no normalisation, no dropout. */
export const PLAIN: Pick<Architecture, "hiddenActivation" | "batchNorm" | "dropout"> = {
  hiddenActivation: "relu",
  batchNorm: null,
  dropout: 0,
};

/** What training changes. */
export interface AutoencoderState {
  /** By name, as a structure of tensors. */
  readonly [key: string]: Parameters;
  /** Weights `weight<i>` `[in, out]` and biases `bias<i>` of layer i; `scale<i>`, `shift<i>` of its normalisation. */
  readonly parameters: Parameters;
  /** The moving means `mean<i>` and variances `variance<i>` of batch normalisation. */
  readonly statistics: Parameters;
}

/** A pass through the network. */
export interface Pass {
  /** `[batch, code]`. */
  code: tf.Tensor;
  /** The reconstruction before its activation, `[batch, input]`. */
  logits: tf.Tensor;
  /** The reconstruction, `[batch, input]`. */
  output: tf.Tensor;
  /** What each layer but the last gives on, the code among them, in order. */
  hidden: tf.Tensor[];
  /** The weighted sums of each layer before normalisation and activation, the last one's too, in order. */
  sums: tf.Tensor[];
  /** The statistics with this batch averaged in, while training; else as they were. */
  statistics: Parameters;
}

/** One fully connected layer. */
export interface Layer {
  /** From 0, the first after the input. */
  index: number;
  /** The width before it. */
  fanIn: number;
  /** Its own width. */
  fanOut: number;
  /** What it gives on. */
  role: "hidden" | "code" | "output";
}

/** The layers from input to reconstruction. */
export function layersOf({ sizes }: Pick<Architecture, "sizes">): Layer[] {
  const widths = [...sizes, ...sizes.slice(0, -1).reverse()];
  return widths.slice(1).map((fanOut, index) => ({
    index,
    fanIn: widths[index],
    fanOut,
    role: index === sizes.length - 2 ? "code" : index === widths.length - 2 ? "output" : "hidden",
  }));
}

/** The number of weights and biases of each layer, without the normalisations' scales and shifts. */
export function parameterCounts(architecture: Pick<Architecture, "sizes">): number[] {
  return layersOf(architecture).map(({ fanIn, fanOut }) => fanIn * fanOut + fanOut);
}

/**
 * Parameters and statistics at the start.
 *
 * @throws {RangeError} If there are fewer than two sizes, or one is no positive integer.
 */
export function initAutoencoder(architecture: Architecture, seed: number): AutoencoderState {
  const { sizes } = architecture;
  checkFor("make the autoencoder")(
    sizes.length >= 2 && sizes.every(isCount),
    "architecture.sizes must be two or more positive integers",
    `[${sizes.join(", ")}]`,
  );
  const random = generator(seedFor(seed, "initial weights"));
  const parameters: Record<string, tf.Tensor> = {};
  const statistics: Record<string, tf.Tensor> = {};
  for (const { index, fanIn, fanOut, role } of layersOf(architecture)) {
    const fill = (size: number, next: () => number) => Float32Array.from({ length: size }, next);
    const bound = Math.sqrt(1 / fanIn);
    const glorot = glorotBound(fanIn, fanOut);
    const nextWeight = architecture.initialisation === "pytorch"
      ? () => uniform(random, bound)
      : architecture.initialisation === "he" && role === "hidden"
      ? () => normal(random) * Math.sqrt(2 / fanIn)
      : () => uniform(random, glorot);
    const nextBias = architecture.initialisation === "pytorch" ? () => uniform(random, bound) : () => 0;
    parameters[`weight${index}`] = tf.tensor2d(fill(fanIn * fanOut, nextWeight), [fanIn, fanOut]);
    parameters[`bias${index}`] = tf.tensor1d(fill(fanOut, nextBias));
    if (architecture.batchNorm && role === "hidden") {
      parameters[`scale${index}`] = tf.ones([fanOut]);
      parameters[`shift${index}`] = tf.zeros([fanOut]);
      statistics[`mean${index}`] = tf.zeros([fanOut]);
      statistics[`variance${index}`] = tf.ones([fanOut]);
    }
  }
  return { parameters, statistics };
}

/**
 * The network on a batch.
 *
 * @param x `[batch, input]`.
 * @param seed int32 `[2]` while training, for dropout; null to use the network as it is: no dropout, and normalisation
 * by the moving statistics.
 */
export function pass(
  architecture: Architecture,
  { parameters, statistics }: AutoencoderState,
  x: tf.Tensor,
  seed: tf.Tensor | null,
): Pass {
  const moved: Record<string, tf.Tensor> = { ...statistics };
  const hidden: tf.Tensor[] = [];
  const sums: tf.Tensor[] = [];
  let code = x;
  let h = x;
  for (const { index, role } of layersOf(architecture)) {
    h = weightedSum(parameters, index, h);
    sums.push(h);
    if (role === "output") break;
    if (role === "hidden" && architecture.batchNorm) {
      h = normalise(h, index, architecture.batchNorm, parameters, moved, seed !== null);
    }
    h = activate(h, activationOf(architecture, role));
    if (role === "code") code = h;
    else if (seed) h = dropout(h, architecture.dropout, seed, index);
    hidden.push(h);
  }
  const output = activate(h, architecture.outputActivation);
  return { code, logits: h, output, hidden, sums, statistics: moved };
}

/** A layer, without normalisation or dropout, on a batch: `[batch, fanIn]` to `[batch, fanOut]`. */
export function applyLayer(
  architecture: Architecture,
  parameters: Parameters,
  { index, role }: Layer,
  x: tf.Tensor,
): tf.Tensor {
  return activate(weightedSum(parameters, index, x), activationOf(architecture, role));
}

function weightedSum(parameters: Parameters, index: number, x: tf.Tensor): tf.Tensor {
  return tf.add(tf.matMul(x, parameters[`weight${index}`]), parameters[`bias${index}`]);
}

function activationOf(architecture: Architecture, role: Layer["role"]): Activation {
  switch (role) {
    case "hidden":
      return architecture.hiddenActivation;
    case "code":
      return architecture.codeActivation;
    case "output":
      return architecture.outputActivation;
  }
}

/** An activation function applied to each element. */
function activate(x: tf.Tensor, activation: Activation): tf.Tensor {
  switch (activation) {
    case "linear":
      return x;
    case "relu":
      return tf.relu(x);
    case "sigmoid":
      return tf.sigmoid(x);
    case "tanh":
      return tf.tanh(x);
  }
}

/** Batch normalisation of layer `index`; `statistics` gets the new moving averages while training. */
function normalise(
  h: tf.Tensor,
  index: number,
  { momentum, epsilon }: BatchNorm,
  parameters: Parameters,
  statistics: Record<string, tf.Tensor>,
  training: boolean,
): tf.Tensor {
  const [mean, variance] = [`mean${index}`, `variance${index}`];
  let centre = statistics[mean], spread = statistics[variance];
  if (training) {
    ({ mean: centre, variance: spread } = tf.moments(h, 0));
    const rows = h.shape[0]!;
    const blend = (old: tf.Tensor, now: tf.Tensor) =>
      tf.add(tf.mul(old, 1 - momentum), tf.mul(now, momentum));
    statistics[mean] = blend(statistics[mean], centre);
    // A batch of one has no unbiased variance.
    statistics[variance] = blend(statistics[variance], tf.mul(spread, rows / Math.max(rows - 1, 1)));
  }
  const normal = tf.div(tf.sub(h, centre), tf.sqrt(tf.add(spread, epsilon)));
  return tf.add(tf.mul(normal, parameters[`scale${index}`]), parameters[`shift${index}`]);
}

/**
 * The codes of `images`, `[rows, code]`, by the network as it is.
 *
 * @throws {RangeError} If the images have another number of columns than the network has inputs.
 */
export async function encode(
  architecture: Architecture,
  state: AutoencoderState,
  images: Matrix,
): Promise<Matrix> {
  checkWidth(images, architecture.sizes[0], "encode the images");
  return await inChunks(images, architecture.sizes.at(-1)!, (x) => pass(architecture, state, x, null).code);
}

/**
 * The reconstructions of `images`, `[rows, input]`, by the network as it is.
 *
 * @throws {RangeError} As {@linkcode encode}.
 */
export async function reconstruct(
  architecture: Architecture,
  state: AutoencoderState,
  images: Matrix,
): Promise<Matrix> {
  checkWidth(images, architecture.sizes[0], "reconstruct the images");
  return await inChunks(images, images.columns, (x) => pass(architecture, state, x, null).output);
}
