/**
 * Convolutional autoencoders, layer by layer.
 *
 * @module
 */
import {
  dropout,
  lossAndGradients,
  type Matrix,
  type OptimiserChoices,
  optimiserOf,
  type Parameters,
  random as generator,
  seedFor,
  tf,
} from "../../engine/mod.ts";
import { checkFor, isCount } from "../check.ts";
import { checkWidth, tensorOf } from "../points.ts";
import type { Trainable, TrainingChoices, TrainingRun } from "../training.ts";
import { inChunks } from "./chunks.ts";
import { type Autoencoder, trainAutoencoder, type TrainingState } from "./trained.ts";

/** One layer. Convolutions have 3×3 kernels, padding 1 and biases; images are `[batch, height, width, channels]`. */
export type ConvolutionalLayer =
  /** Stride 2 halves height and width, rounding up. */
  | { readonly kind: "convolution"; readonly channels: number; readonly stride: 1 | 2 }
  /** Of stride 2: it doubles height and width (PyTorch's `padding=1, output_padding=1`). */
  | { readonly kind: "transposed convolution"; readonly channels: number }
  /** Fully connected, on images row by row, pixel by pixel, channel by channel. */
  | { readonly kind: "linear"; readonly units: number }
  /** Of 2×2 windows; height and width must be even. Of equal pixels the first gets the gradient, as in PyTorch. */
  | { readonly kind: "max pool" }
  /** Only while training. */
  | { readonly kind: "dropout"; readonly rate: number }
  | { readonly kind: "reshape"; readonly shape: readonly [height: number, width: number, channels: number] }
  | { readonly kind: "relu" | "sigmoid" | "tanh" };

/** The layers of a convolutional autoencoder. */
export type ConvolutionalArchitecture = {
  /** The images' height and width, in pixels of one channel. */
  readonly input: readonly [height: number, width: number];
  /** From the image to the code. */
  readonly encoder: readonly ConvolutionalLayer[];
  /** From the code to the reconstruction, which must have as many numbers as the image. */
  readonly decoder: readonly ConvolutionalLayer[];
  /** How weights and biases start: uniform within ±1/√fanIn, as PyTorch's do. */
  readonly initialisation: "pytorch";
};

/** A layer in its place. */
interface Placed {
  layer: ConvolutionalLayer;
  /** The shapes before and after it, without the batch. */
  from: readonly number[];
  to: readonly number[];
  part: "encoder" | "decoder";
  /** Its place among the layers with weights, or among those that drop out; 0 for others. */
  index: number;
  weights?: Weights;
}

/** The weights of a layer. */
interface Weights {
  shape: number[];
  biases: number;
  /** What the first weights are bounded by: PyTorch counts, in a transposed convolution, what goes out. */
  fanIn: number;
  /** Like "conv 1-16". */
  name: string;
}

const LAY_OUT = "lay out the autoencoder";

/**
 * @throws {RangeError} If a layer's units or channels are no positive integer, it does not fit what comes before it, or the
 * reconstruction is not of the image's size.
 */
function place({ input, encoder, decoder }: ConvolutionalArchitecture): Placed[] {
  const counts = { weights: 0, dropout: 0 };
  let from: readonly number[] = [...input, 1];
  const placed: Placed[] = [];
  for (const [part, layers] of [["encoder", encoder], ["decoder", decoder]] as const) {
    for (const layer of layers) {
      checkLayer(layer);
      const to = shapeAfter(layer, from);
      const weights = weightsOf(layer, from);
      const index = weights ? counts.weights++ : layer.kind === "dropout" ? counts.dropout++ : 0;
      placed.push({ layer, from, to, part, index, ...weights && { weights } });
      from = to;
    }
  }
  const pixels = input[0] * input[1];
  if (tf.util.sizeFromShape(from.slice()) !== pixels) {
    throw new RangeError(
      `Cannot ${LAY_OUT}: its reconstruction must have ${pixels} numbers, got [${from}]`,
    );
  }
  return placed;
}

/** Checks the sizes that a layer is declared with. */
function checkLayer(layer: ConvolutionalLayer): void {
  const check = checkFor(LAY_OUT);
  if ("channels" in layer) {
    check(isCount(layer.channels), `${layer.kind} must have a positive integer of channels`, layer.channels);
  }
  if (layer.kind === "linear") {
    check(isCount(layer.units), "linear must have a positive integer of units", layer.units);
  }
}

function shapeAfter(layer: ConvolutionalLayer, from: readonly number[]): readonly number[] {
  const misfit = (rule: string) => new RangeError(`Cannot ${LAY_OUT}: ${layer.kind} ${rule}, got [${from}]`);
  const [height, width, channels] = from;
  switch (layer.kind) {
    case "convolution":
      if (from.length !== 3) throw misfit("needs an image");
      return [Math.ceil(height / layer.stride), Math.ceil(width / layer.stride), layer.channels];
    case "transposed convolution":
      if (from.length !== 3) throw misfit("needs an image");
      return [2 * height, 2 * width, layer.channels];
    case "max pool":
      if (from.length !== 3 || height % 2 || width % 2) {
        throw misfit("needs an image of even height and width");
      }
      return [height / 2, width / 2, channels];
    case "reshape":
      if (tf.util.sizeFromShape(from.slice()) !== tf.util.sizeFromShape(layer.shape.slice())) {
        throw misfit(`to [${layer.shape}] must keep the number of elements`);
      }
      return layer.shape;
    case "linear":
      return [layer.units];
    default:
      return from;
  }
}

function weightsOf(layer: ConvolutionalLayer, from: readonly number[]): Weights | undefined {
  const channels = from.at(-1)!;
  switch (layer.kind) {
    case "convolution":
      return {
        shape: [3, 3, channels, layer.channels],
        biases: layer.channels,
        fanIn: 9 * channels,
        name: `conv ${channels}-${layer.channels}`,
      };
    case "transposed convolution":
      return {
        shape: [3, 3, layer.channels, channels],
        biases: layer.channels,
        fanIn: 9 * layer.channels,
        name: `convt ${channels}-${layer.channels}`,
      };
    case "linear": {
      const size = tf.util.sizeFromShape(from.slice());
      return {
        shape: [size, layer.units],
        biases: layer.units,
        fanIn: size,
        name: `linear ${size}-${layer.units}`,
      };
    }
  }
}

/**
 * The number of weights and biases of each layer that has some, in order, with its name: `conv 1-16`, `linear 392-64`,
 * `convt 8-16`.
 *
 * @throws {RangeError} If the layers do not fit each other.
 */
export function convolutionalParameterCounts(
  architecture: ConvolutionalArchitecture,
): { name: string; count: number }[] {
  return place(architecture).flatMap(({ weights }) =>
    weights ? [{ name: weights.name, count: tf.util.sizeFromShape(weights.shape) + weights.biases }] : []
  );
}

/**
 * Weights and biases at the start: uniform within ±1/√fanIn. They are named `weight<i>` and `bias<i>`
 * by the order of the layers that have some; a kernel is `[3, 3, in, out]`, a transposed convolution's `[3, 3, out, in]`.
 *
 * @throws {RangeError} If the layers do not fit each other.
 */
export function initConvolutional(architecture: ConvolutionalArchitecture, seed: number): Parameters {
  const random = generator(seedFor(seed, "initial weights"));
  const parameters: Record<string, tf.Tensor> = {};
  for (const { weights, index } of place(architecture)) {
    if (!weights) continue;
    const { shape, biases, fanIn } = weights;
    const draw = () => (2 * random() - 1) / Math.sqrt(fanIn);
    const numbers = (length: number) => Float32Array.from({ length }, draw);
    parameters[`weight${index}`] = tf.tensor(numbers(tf.util.sizeFromShape(shape)), shape);
    parameters[`bias${index}`] = tf.tensor1d(numbers(biases));
  }
  return parameters;
}

/** The parameters that lead from the image to the code: those that are left when the decoder is taken off. */
export function encoderParameters(
  architecture: ConvolutionalArchitecture,
  parameters: Parameters,
): Parameters {
  return Object.fromEntries(
    place(architecture).filter(({ part, weights }) => part === "encoder" && weights)
      .flatMap(({ index }) => [`weight${index}`, `bias${index}`])
      .map((name) => [name, parameters[name]]),
  );
}

/**
 * The encoder on a batch: the codes, `[batch, code]`.
 *
 * @param parameters The encoder's; others are not looked at.
 * @param x `[batch, height · width]`.
 * @param seed int32 `[2]` while training, for dropout; null to use the network as it is.
 */
export function convolutionalCode(
  architecture: ConvolutionalArchitecture,
  parameters: Parameters,
  x: tf.Tensor,
  seed: tf.Tensor | null,
): tf.Tensor {
  const image = tf.reshape(x, [x.shape[0], ...architecture.input, 1]);
  const encoder = place(architecture).filter(({ part }) => part === "encoder");
  return flat(encoder.reduce((h, placed) => apply(placed, parameters, h, seed), image));
}

/** How many numbers a code has. */
export function codeSize(architecture: ConvolutionalArchitecture): number {
  return tf.util.sizeFromShape(place(architecture).findLast(({ part }) => part === "encoder")!.to.slice());
}

/** The whole network on a batch: codes `[batch, code]` and reconstructions `[batch, height · width]`. */
export function convolutionalPass(
  architecture: ConvolutionalArchitecture,
  parameters: Parameters,
  x: tf.Tensor,
  seed: tf.Tensor | null,
): { code: tf.Tensor; output: tf.Tensor } {
  const code = convolutionalCode(architecture, parameters, x, seed);
  const decoder = place(architecture).filter(({ part }) => part === "decoder");
  return { code, output: flat(decoder.reduce((h, placed) => apply(placed, parameters, h, seed), code)) };
}

const flat = (x: tf.Tensor): tf.Tensor => tf.reshape(x, [x.shape[0], -1]);

function apply(
  { layer, index, to }: Placed,
  parameters: Parameters,
  x: tf.Tensor,
  seed: tf.Tensor | null,
): tf.Tensor {
  const weight = parameters[`weight${index}`], bias = parameters[`bias${index}`];
  switch (layer.kind) {
    case "convolution": {
      const pad = layer.stride === 1 ? "same" : 1;
      return tf.add(tf.conv2d(x as tf.Tensor4D, weight as tf.Tensor4D, layer.stride, pad), bias);
    }
    case "transposed convolution":
      return tf.add(doublingConvolution(x, weight), bias);
    case "linear":
      return tf.add(tf.matMul(flat(x), weight), bias);
    case "max pool":
      return maxPool(x);
    case "dropout":
      return seed ? dropout(x, layer.rate, seed, index) : x;
    case "reshape":
      return tf.reshape(x, [x.shape[0], ...to]);
    default:
      return tf[layer.kind](x);
  }
}

/**
 * The largest of each 2×2 window. Compiled, it takes half the time of TensorFlow's op, whose gradient is slow in XLA.
 */
function maxPool(x: tf.Tensor): tf.Tensor {
  const [batch, height, width, channels] = x.shape;
  const pairs = tf.reshape(x, [batch * height / 2, 2, width / 2, 2 * channels]);
  const corner = (row: number, column: number) =>
    tf.reshape(
      tf.slice(pairs, [0, row, 0, column * channels], [batch * height / 2, 1, width / 2, channels]),
      [batch, height / 2, width / 2, channels],
    );
  const top = tf.maximum(corner(0, 0), corner(0, 1));
  return tf.maximum(top, tf.maximum(corner(1, 0), corner(1, 1)));
}

/**
 * The transposed convolution of 3×3, stride 2, padding 1 and output padding 1. Each of the four pixels that an input
 * pixel becomes is a convolution of its 2×2 neighbourhood; as one convolution with four times the channels it takes half
 * the time of TensorFlow's op, compiled.
 *
 * @param x `[batch, height, width, in]`.
 * @param kernel `[3, 3, out, in]`.
 */
function doublingConvolution(x: tf.Tensor, kernel: tf.Tensor): tf.Tensor {
  const [batch, height, width] = x.shape;
  const channels = kernel.shape[2]!;
  // An even row is under the kernel's middle row; an odd one under the last of the row above, the first of that below.
  const halves = (t: tf.Tensor, axis: number): tf.Tensor[] => {
    const [first, middle, last] = tf.split(t, 3, axis);
    return [tf.concat([middle, tf.zerosLike(first)], axis), tf.concat([last, first], axis)];
  };
  const turned = tf.transpose(kernel, [0, 1, 3, 2]);
  const quarters = tf.concat(halves(turned, 0).flatMap((rows) => halves(rows, 1)), 3) as tf.Tensor4D;
  const padded = tf.pad(x, [[0, 0], [0, 1], [0, 1], [0, 0]]) as tf.Tensor4D;
  const pixels = tf.reshape(tf.conv2d(padded, quarters, 1, "valid"), [batch, height, width, 2, 2, channels]);
  return tf.reshape(tf.transpose(pixels, [0, 1, 3, 2, 4, 5]), [batch, 2 * height, 2 * width, channels]);
}

/** A convolutional autoencoder and its training: all that {@linkcode fitConvolutional} depends on. */
export type ConvolutionalChoices = TrainingChoices & {
  /** The network's layers. */
  readonly architecture: ConvolutionalArchitecture;
  /** The mean squared error over the batch and its pixels. */
  readonly loss: "mse";
  /** Of weights and biases. */
  readonly optimiser: OptimiserChoices;
};

/** Options of {@linkcode fitConvolutional}. */
export interface ConvolutionalOptions extends ConvolutionalChoices, TrainingRun {}

/**
 * Trains a convolutional autoencoder to reconstruct `images`.
 *
 * @param images One image a row, its pixels row by row, scaled as the last layer can reach.
 * @throws {RangeError} If an option is out of range, the layers do not fit each other or the images, or there is no image.
 * @throws {DivergenceError} If an epoch's mean loss is not finite.
 */
export async function fitConvolutional(
  images: Matrix,
  options: ConvolutionalOptions,
): Promise<Autoencoder<Parameters>> {
  const { architecture } = options;
  const [height, width] = architecture.input;
  if (height * width !== images.columns) {
    throw new RangeError(
      `Cannot fit the autoencoder: its input must have the images' ${images.columns} pixels, ` +
        `got ${height} × ${width}`,
    );
  }
  checkFor("fit the autoencoder")(
    convolutionalParameterCounts(architecture).length > 0,
    "it must have a layer with weights",
    "none",
  );
  const model = trainable(options);
  const data = { images: tensorOf(images) };
  return await trainAutoencoder(model, data, options, {
    async encode(network, points) {
      checkWidth(points, height * width, "encode the images");
      return await inChunks(
        points,
        codeSize(architecture),
        (x) => convolutionalCode(architecture, network, x, null),
      );
    },
    async reconstruct(network, points) {
      checkWidth(points, height * width, "reconstruct the images");
      return await inChunks(
        points,
        points.columns,
        (x) => convolutionalPass(architecture, network, x, null).output,
      );
    },
  });
}

function trainable(
  { architecture, optimiser: choices, seed }: ConvolutionalOptions,
): Trainable<TrainingState<Parameters>> {
  const optimiser = optimiserOf(choices);
  const network = initConvolutional(architecture, seed);
  return {
    state: { network, optimiser: optimiser.init(network) },
    step(state, { images: x }, { seed }) {
      const { loss, gradients } = lossAndGradients((parameters: Parameters) => {
        const { output } = convolutionalPass(architecture, parameters, x, seed);
        return { loss: tf.mean(tf.squaredDifference(output, x)), rest: [] };
      }, state.network);
      const next = optimiser.update(state.network, gradients, state.optimiser);
      return { state: { network: next.parameters, optimiser: next.state }, loss };
    },
  };
}
