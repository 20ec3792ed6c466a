/**
 * Restricted Boltzmann machines, and stacks of them as the start of an autoencoder.
 *
 * @module
 */
import {
  type Matrix,
  normal,
  type Parameters,
  random,
  seedFor,
  sgd,
  tf,
  type Tree,
  uniformTensor,
} from "../../engine/mod.ts";
import { tensorOf } from "../points.ts";
import { type Checkpoint, type Epoch, type ProgressListener, train, type Trainable } from "../training.ts";
import { inChunks } from "../autoencoder/chunks.ts";
import { type Architecture, type AutoencoderState, layersOf } from "../autoencoder/dense.ts";

/** Options of {@linkcode fitRbm}. */
export interface RbmOptions {
  /** The number of hidden units, which are binary. */
  hidden: number;
  /** `binary`: values in [0, 1] as probabilities; `gaussian`: any, with variance 1 around their means. */
  visible: "binary" | "gaussian";
  epochs: number;
  batchSize: number;
  /** 0.1 does for binary visible units, 0.001 for Gaussian ones. */
  learningRate: number;
  /** Of the first weights, the batches and the samples. */
  seed: number;
  onProgress?: ProgressListener;
  /** Keeps what was reached after an epoch. */
  checkpoint?: Checkpoint;
}

/** A trained machine. */
export interface Rbm {
  /** `weights` `[visible, hidden]`, `visible` and `hidden`: the biases; the caller's to dispose. */
  parameters: Parameters;
  /** `loss`: the mean squared difference of the visible units and their reconstruction. */
  history: Epoch[];
}

/** What a step of contrastive divergence follows: downhill is towards the data. */
export interface Divergence {
  /** By parameter, the means over the batch of what the reconstruction has less what the data have. */
  gradients: Parameters;
  /** The mean squared difference of batch and reconstruction, a scalar. */
  error: tf.Tensor;
}

/** Hinton & Salakhutdinov's: the momentum of the first epochs and after them; the weights' share in their gradient. */
const SLOW_EPOCHS = 5;
const MOMENTA = [0.5, 0.9];
const WEIGHT_DECAY = 2e-4;

/** The probabilities of the hidden units given visible ones, `[batch, hidden]`. */
function hiddenProbabilities({ weights, hidden }: Parameters, v: tf.Tensor): tf.Tensor {
  return tf.sigmoid(tf.add(tf.matMul(v, weights), hidden));
}

/**
 * Contrastive divergence with one step of Gibbs sampling: the hidden units are sampled from the data, the visible ones
 * reconstructed as probabilities or means, and the hidden probabilities of these are taken; products take the
 * probabilities, not the samples.
 *
 * ```text
 * ∂/∂W = (⟨v h⟩_reconstruction - ⟨v h⟩_data) / batch
 * ```
 *
 * @param v `[batch, visible]`.
 * @param uniform `[batch, hidden]`, in [0, 1): a hidden unit is on where its probability is above.
 * @see G. Hinton. Training products of experts by minimizing contrastive divergence. Neural Computation 14(8), 2002.
 */
export function contrastiveDivergence(
  parameters: Parameters,
  v: tf.Tensor,
  uniform: tf.Tensor,
  visible: RbmOptions["visible"],
): Divergence {
  const h = hiddenProbabilities(parameters, v);
  const sample = tf.cast(tf.greater(h, uniform), "float32");
  const input = tf.add(tf.matMul(sample, parameters.weights, false, true), parameters.visible);
  const v1 = visible === "binary" ? tf.sigmoid(input) : input;
  const h1 = hiddenProbabilities(parameters, v1);
  const products = (v: tf.Tensor, h: tf.Tensor) => tf.matMul(v as tf.Tensor2D, h as tf.Tensor2D, true, false);
  return {
    gradients: {
      weights: tf.div(tf.sub(products(v1, h1), products(v, h)), v.shape[0]),
      visible: tf.mean(tf.sub(v1, v), 0),
      hidden: tf.mean(tf.sub(h1, h), 0),
    },
    error: tf.mean(tf.squaredDifference(v, v1)),
  };
}

interface State {
  readonly [key: string]: Tree;
  parameters: Parameters;
  velocity: Parameters;
}

/**
 * Trains a restricted Boltzmann machine by contrastive divergence, as Hinton & Salakhutdinov trained theirs.
 *
 * @param points One a row; in [0, 1] where visible units are binary.
 * @throws {RangeError} If `hidden`, `epochs` or `batchSize` is out of range.
 * @throws {DivergenceError} If the reconstruction's error is not finite.
 * @see G. Hinton, R. Salakhutdinov. Reducing the dimensionality of data with neural networks. Science 313, 2006.
 */
export async function fitRbm(points: Matrix, options: RbmOptions): Promise<Rbm> {
  if (!(Number.isSafeInteger(options.hidden) && options.hidden >= 1)) {
    throw new RangeError(`Cannot fit the RBM: hidden must be at least 1: current value is ${options.hidden}`);
  }
  const data = { images: tensorOf(points) };
  try {
    const { state, history } = await train(trainable(points.columns, options), data, options);
    tf.dispose(state.velocity);
    return { parameters: state.parameters, history };
  } finally {
    tf.dispose(data);
  }
}

function trainable(columns: number, options: RbmOptions): Trainable<State> {
  const { hidden, visible, learningRate, seed } = options;
  const next = random(seedFor(seed, "RBM weights"));
  const weights = Float32Array.from({ length: columns * hidden }, () => 0.1 * normal(next));
  const parameters = {
    weights: tf.tensor2d(weights, [columns, hidden]),
    visible: tf.zeros([columns]),
    hidden: tf.zeros([hidden]),
  };
  const optimiser = (momentum: number) =>
    sgd({
      learningRate,
      momentum,
      weightDecay: { kind: "l2", rate: WEIGHT_DECAY, only: (name) => name === "weights" },
    });
  return {
    state: { parameters, ...optimiser(0).init(parameters) },
    step({ parameters, velocity }, { images: v }, { seed, epoch }) {
      const uniform = uniformTensor([v.shape[0]!, hidden], seed);
      const { gradients, error } = contrastiveDivergence(parameters, v, uniform, visible);
      const [slow, fast] = MOMENTA.map((momentum) =>
        optimiser(momentum).update(parameters, gradients, { velocity })
      );
      const early = tf.less(epoch, SLOW_EPOCHS);
      const chosen = (a: Parameters, b: Parameters) =>
        Object.fromEntries(Object.keys(a).map((name) => [name, tf.where(early, a[name], b[name])]));
      return {
        state: {
          parameters: chosen(slow.parameters, fast.parameters),
          velocity: chosen(slow.state.velocity, fast.state.velocity),
        },
        loss: error,
      };
    },
  };
}

/** What the machines of a stack have in common. */
export type PretrainingOptions = Omit<RbmOptions, "hidden" | "onProgress" | "checkpoint"> & {
  /** Hears of each machine by its number, from 1. */
  onProgress?: (layer: number) => ProgressListener;
  /** Keeps what each machine has reached, by its number. */
  checkpoint?: (layer: number) => Checkpoint;
};

/** A stack of machines, unrolled. */
export interface Pretrained {
  /** Encoder and decoder: each layer's weights, and the same transposed; the caller's to dispose. */
  network: AutoencoderState;
  /** Each machine's history. */
  histories: Epoch[][];
}

/**
 * Trains a restricted Boltzmann machine for each layer of the encoder, from the input on, each on the hidden
 * probabilities of the one before; and unrolls them into an autoencoder. The visible units beyond the first machine's
 * are binary.
 *
 * @param architecture With logistic units throughout, and no batch normalisation.
 * @throws {RangeError} If the architecture is another, or its input is not as wide as the points.
 */
export async function pretrain(
  points: Matrix,
  architecture: Architecture,
  { onProgress, checkpoint, ...options }: PretrainingOptions,
): Promise<Pretrained> {
  checkArchitecture(points, architecture, options.visible);
  const encoder = layersOf(architecture).slice(0, architecture.sizes.length - 1);
  const machines: Rbm[] = [];
  let input = points;
  try {
    for (const { index, fanOut } of encoder) {
      const listener = onProgress?.(index + 1);
      const machine = await fitRbm(input, {
        ...options,
        hidden: fanOut,
        visible: index === 0 ? options.visible : "binary",
        seed: seedFor(options.seed, "layer", index),
        ...listener && { onProgress: listener },
        ...checkpoint && { checkpoint: checkpoint(index + 1) },
      });
      machines.push(machine);
      input = inChunks(input, fanOut, (v) => hiddenProbabilities(machine.parameters, v));
    }
    return {
      network: unroll(machines.map(({ parameters }) => parameters)),
      histories: machines.map((m) => m.history),
    };
  } finally {
    machines.forEach(({ parameters }) => tf.dispose(parameters));
  }
}

function checkArchitecture(points: Matrix, architecture: Architecture, visible: RbmOptions["visible"]): void {
  const { sizes, hiddenActivation, codeActivation, outputActivation, batchNorm } = architecture;
  const output = visible === "binary" ? "sigmoid" : "linear";
  if (sizes[0] !== points.columns) {
    throw new RangeError(
      `Cannot pretrain the autoencoder: its input must have the images' ${points.columns} pixels: ` +
        `current width is ${sizes[0]}`,
    );
  }
  if (
    hiddenActivation !== "sigmoid" || codeActivation !== "sigmoid" || outputActivation !== output || batchNorm
  ) {
    throw new RangeError(
      `Cannot pretrain the autoencoder: it must have logistic hidden and code layers, output ${output} and no batch ` +
        `normalisation: current activations are ${
          hiddenActivation ?? "relu"
        }, ${codeActivation}, ${outputActivation}`,
    );
  }
}

/** The autoencoder whose encoder is the machines in order, and whose decoder is their transposes backwards. */
export function unroll(machines: readonly Parameters[]): AutoencoderState {
  const parameters: Record<string, tf.Tensor> = {};
  machines.forEach(({ weights, visible, hidden }, i) => {
    const mirrored = 2 * machines.length - 1 - i;
    parameters[`weight${i}`] = tf.clone(weights);
    parameters[`bias${i}`] = tf.clone(hidden);
    parameters[`weight${mirrored}`] = tf.transpose(weights);
    parameters[`bias${mirrored}`] = tf.clone(visible);
  });
  return { parameters, statistics: {} };
}
