/**
 * ClusterGAN's three networks: the generator, which makes images of latent vectors; the critic, which values images; and the
 * encoder, which finds the latent vectors again.
 *
 * @module
 */
import { normal, type Parameters, random, seedFor, tf, uniform } from "../../engine/mod.ts";
import { checkFor, isCount, isPositive } from "../check.ts";
import { glorotBound } from "../glorot.ts";
import { convolution, PATCH, transposedConvolution } from "./convolution.ts";

/**
 * The networks' sizes and starts. Critic and encoder are two convolutions, a fully connected layer and the output; the
 * generator goes the same way back. Kernels are 4×4 with stride 2.
 */
export type ClusterGanArchitecture = {
  /** The images' height and width, multiples of 4, in pixels of one channel. */
  readonly input: readonly [height: number, width: number];
  /** The channels after the first and after the second convolution. */
  readonly filters: readonly [first: number, second: number];
  /** Of the fully connected layer. */
  readonly units: number;
  /** The slope of critic and encoder below 0; the generator's is 0. */
  readonly leak: number;
  /**
   * Of the normal distribution with mean 0 that weights start from. Those of the last layer of critic and encoder are uniform
   * within ±√(6 / (inputs + outputs)). Biases start at 0.
   */
  readonly deviation: number;
  /** What the generator's batch normalisation adds to the variance; above 0. */
  readonly normEpsilon: number;
};

/** The released code's networks for MNIST and Fashion-MNIST; batch normalisation and the last layers by its library's defaults. */
export const CLUSTERGAN_NETWORKS: ClusterGanArchitecture = {
  input: [28, 28],
  filters: [64, 128],
  units: 1024,
  leak: 0.2,
  deviation: 0.02,
  normEpsilon: 1e-3,
};

/** How many numbers a latent vector has: of noise, and of the code, which is one-hot. */
export interface LatentSize {
  readonly noise: number;
  readonly k: number;
}

/** The networks' first parameters. */
export interface Networks {
  /** `weight<i>.critic` and `bias<i>.critic`. */
  critic: Parameters;
  /** Those of generator and encoder, which are trained together: `weight<i>.generator`, `weight<i>.encoder`, and biases. */
  pair: Parameters;
}

type NetworkName = "critic" | "encoder" | "generator";

/** A layer's weights, `[from, to]`, and the number of its biases. */
interface Layer {
  from: number;
  to: number;
  biases: number;
  start: "normal" | "uniform";
}

/**
 * Weights and biases at the start. Those of convolutions are as `convolution()` and
 * `transposedConvolution()` have them. The generator's biases are added after batch normalisation, except for the last.
 *
 * @throws {RangeError} If a size is out of range.
 */
export function initClusterGan(
  architecture: ClusterGanArchitecture,
  latent: LatentSize,
  seed: number,
): Networks {
  checkArchitecture(architecture);
  const init = (network: NetworkName, layers: readonly Layer[]): Parameters => {
    const next = random(seedFor(seed, "initial weights", network));
    return Object.fromEntries(layers.flatMap(({ from, to, biases, start }, i) => {
      const bound = glorotBound(from, to);
      const draw = start === "normal"
        ? () => architecture.deviation * normal(next)
        : () => uniform(next, bound);
      const weights = Float32Array.from({ length: from * to }, draw);
      return [
        [`weight${i}.${network}`, tf.tensor2d(weights, [from, to])],
        [`bias${i}.${network}`, tf.zeros([biases])],
      ];
    }));
  };
  return {
    critic: init("critic", discerningLayers(architecture, 1)),
    pair: {
      ...init("generator", generatingLayers(architecture, latent.noise + latent.k)),
      ...init("encoder", discerningLayers(architecture, latent.noise + latent.k)),
    },
  };
}

function checkArchitecture({ input, filters, units, leak, deviation, normEpsilon }: ClusterGanArchitecture) {
  const check = checkFor("lay out ClusterGAN");
  check(
    input.every((side) => isCount(side) && side % 4 === 0),
    "height and width must be multiples of 4",
    input,
  );
  check(filters.every(isCount), "filters must be positive integers", filters);
  check(isCount(units), "units must be a positive integer", units);
  check(leak >= 0 && leak <= 1, "leak must be in [0, 1]", leak);
  check(isPositive(deviation), "deviation must be finite and above 0", deviation);
  check(isPositive(normEpsilon), "normEpsilon must be finite and above 0", normEpsilon);
}

/** The pixels that two convolutions of stride 2 leave. */
const pixelsLeft = ({ input: [height, width] }: ClusterGanArchitecture): number => height * width / 16;

function discerningLayers(architecture: ClusterGanArchitecture, outputs: number): Layer[] {
  const { filters: [first, second], units } = architecture;
  const layer = (from: number, to: number, start: Layer["start"] = "normal"): Layer => ({
    from,
    to,
    biases: to,
    start,
  });
  return [
    layer(PATCH, first),
    layer(PATCH * first, second),
    layer(pixelsLeft(architecture) * second, units),
    layer(units, outputs, "uniform"),
  ];
}

function generatingLayers(architecture: ClusterGanArchitecture, inputs: number): Layer[] {
  const { filters: [first, second], units } = architecture;
  return [
    { from: inputs, to: units, biases: units, start: "normal" },
    { from: units, to: pixelsLeft(architecture) * second, biases: second, start: "normal" },
    { from: PATCH * first, to: second, biases: first, start: "normal" },
    { from: PATCH, to: first, biases: 1, start: "normal" },
  ];
}

/**
 * The generator: images of latent vectors.
 *
 * Its batch normalisation is always by the statistics of the batch, as in the released code, so that an image depends on the
 * others of its batch.
 *
 * @param pair Parameters with the generator's.
 * @param z `[batch, noise + k]`.
 * @returns `[batch, height · width]`, in (0, 1).
 */
export function generate(architecture: ClusterGanArchitecture, pair: Parameters, z: tf.Tensor): tf.Tensor {
  const { input: [height, width], filters: [, second], normEpsilon } = architecture;
  const { weight, bias } = layersOf(pair, "generator");
  const batch = z.shape[0];
  const activated = (x: tf.Tensor, i: number) => tf.relu(tf.add(normalised(x, normEpsilon), bias(i)));
  const hidden = activated(tf.matMul(z, weight(0)), 0);
  const small = tf.reshape(tf.matMul(hidden, weight(1)), [batch, height / 4, width / 4, second]);
  const larger = transposedConvolution(activated(small, 1), weight(2));
  const image = transposedConvolution(activated(larger, 2), weight(3));
  return tf.reshape(tf.sigmoid(tf.add(image, bias(3))), [batch, height * width]);
}

/**
 * The critic's values of images; the higher, the less they look like the data.
 *
 * @param x `[batch, height · width]`.
 * @returns `[batch, 1]`.
 */
export function critique(architecture: ClusterGanArchitecture, critic: Parameters, x: tf.Tensor): tf.Tensor {
  return discern(architecture, critic, "critic", x).output;
}

/**
 * The gradient of each of the critic's values with respect to its image. It is written out, the layers backwards, so that it
 * can be differentiated with respect to the parameters: where no activation changes its side, the slopes are constant.
 *
 * @param x `[batch, height · width]`.
 * @returns The same shape.
 */
export function inputGradients(
  architecture: ClusterGanArchitecture,
  critic: Parameters,
  x: tf.Tensor,
): tf.Tensor {
  const { slopes: [first, second, third] } = discern(architecture, critic, "critic", x);
  const { weight } = layersOf(critic, "critic");
  const atUnits = tf.mul(third, tf.transpose(weight(3)));
  const atSecond = tf.mul(second, tf.reshape(tf.matMul(atUnits, weight(2), false, true), second.shape));
  const atFirst = tf.mul(first, transposedConvolution(atSecond, weight(1)));
  return tf.reshape(transposedConvolution(atFirst, weight(0)), x.shape);
}

/**
 * The encoder: what images were generated from.
 *
 * @param pair Parameters with the encoder's.
 * @param x `[batch, height · width]`.
 * @returns The noise, `[batch, noise]`, and the logits of the code, `[batch, k]`.
 */
export function encodeLatent(
  architecture: ClusterGanArchitecture,
  { noise, k }: LatentSize,
  pair: Parameters,
  x: tf.Tensor,
): { noise: tf.Tensor; logits: tf.Tensor } {
  const [noiseFound, logits] = tf.split(
    discern(architecture, pair, "encoder", x).output,
    [noise, k],
    1,
  );
  return { noise: noiseFound, logits };
}

/** Critic or encoder on images: the last layer's output, and the slopes of the three activations. */
function discern(
  { input, leak }: ClusterGanArchitecture,
  parameters: Parameters,
  network: "critic" | "encoder",
  x: tf.Tensor,
): { output: tf.Tensor; slopes: tf.Tensor[] } {
  const { weight, bias } = layersOf(parameters, network);
  const batch = x.shape[0];
  const slopes: tf.Tensor[] = [];
  const activated = (product: tf.Tensor, i: number) => {
    const before = tf.add(product, bias(i));
    const slope = tf.step(before, leak);
    slopes.push(slope);
    return tf.mul(before, slope);
  };
  const image = tf.reshape(x, [batch, ...input, 1]);
  const first = activated(convolution(image, weight(0)), 0);
  const second = activated(convolution(first, weight(1)), 1);
  const third = activated(tf.matMul(tf.reshape(second, [batch, -1]), weight(2)), 2);
  return { output: tf.add(tf.matMul(third, weight(3)), bias(3)), slopes };
}

/** A network's weights and biases by the number of their layer. */
function layersOf(parameters: Parameters, network: NetworkName) {
  return {
    weight: (i: number) => parameters[`weight${i}.${network}`] as tf.Tensor2D,
    bias: (i: number) => parameters[`bias${i}.${network}`],
  };
}

/** With mean 0 and variance 1 in each channel, the last axis, over the batch and its pixels. */
function normalised(x: tf.Tensor, epsilon: number): tf.Tensor {
  const { mean, variance } = tf.moments(x, x.shape.slice(0, -1).map((_, axis) => axis));
  return tf.mul(tf.sub(x, mean), tf.rsqrt(tf.add(variance, epsilon)));
}
