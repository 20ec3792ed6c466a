/**
 * Restricted Boltzmann machines, and stacks of them as the start of an autoencoder.
 *
 * @module
 */
import {
  type Matrix,
  normal,
  normalTensor,
  type Parameters,
  random,
  seedFor,
  sgd,
  tf,
  type Tree,
  uniformTensor,
} from "../../engine/mod.ts";
import { checkFor, isCount } from "../check.ts";
import type { Defaulted } from "../choices.ts";
import { tensorOf } from "../points.ts";
import {
  type Checkpoint,
  type Epoch,
  type ProgressListener,
  train,
  type Trainable,
  type TrainingChoices,
  type TrainingRun,
} from "../training.ts";
import { inChunks } from "../autoencoder/chunks.ts";
import { type Architecture, type AutoencoderState, layersOf } from "../autoencoder/dense.ts";

/** `binary`: values in [0, 1] as probabilities of being on; `gaussian`: any, with variance 1 around their means. */
export type RbmUnits = "binary" | "gaussian";

/** All that {@linkcode fitRbm} depends on. */
export type RbmChoices = TrainingChoices & {
  /** The number of hidden units. */
  readonly hidden: number;
  readonly hiddenUnits: RbmUnits;
  readonly visible: RbmUnits;
  /** 0.1 does where all units are binary, 0.001 where some are Gaussian. */
  readonly learningRate: number;
  /** The momentum of the first epochs, how many these are, and the momentum after them. */
  readonly momentum: { readonly first: number; readonly epochs: number; readonly then: number };
  /** The weights' share in their gradient; biases have none. */
  readonly weightDecay: number;
  /** The standard deviation of the first weights; biases start at 0. */
  readonly deviation: number;
  /** Samples of the hidden units that the reconstruction comes after, at least 1. */
  readonly gibbsSteps: number;
};

/** Hinton & Salakhutdinov's. */
export const RBM: Pick<RbmChoices, "momentum" | "weightDecay" | "deviation" | "gibbsSteps"> = {
  momentum: { first: 0.5, epochs: 5, then: 0.9 },
  weightDecay: 2e-4,
  deviation: 0.1,
  gibbsSteps: 1,
};

/** Options of {@linkcode fitRbm}; what is left out is as in {@linkcode RBM}. */
export type RbmOptions = Defaulted<RbmChoices, keyof typeof RBM> & TrainingRun;

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

/** What units of a kind are on average, given what they receive: a probability where they are binary. */
function meansOf(units: RbmUnits, received: tf.Tensor): tf.Tensor {
  return units === "binary" ? tf.sigmoid(received) : received;
}

/** The hidden units' means given visible ones, `[batch, hidden]`. */
function hiddenMeans({ weights, hidden }: Parameters, v: tf.Tensor, units: RbmUnits): tf.Tensor {
  return meansOf(units, tf.add(tf.matMul(v, weights), hidden));
}

/**
 * Contrastive divergence by Gibbs sampling: the hidden units are sampled from the data, the visible ones reconstructed as
 * their means, and the hidden means of these are taken, of which again may be sampled; products take the means, not the
 * samples.
 *
 * ```text
 * ∂/∂W = (⟨v h⟩_reconstruction - ⟨v h⟩_data) / batch
 * ```
 *
 * @param v `[batch, visible]`.
 * @param noise A `[batch, hidden]` for each step. For binary units in [0, 1): one is on where its probability is above. For
 * Gaussian units from the standard normal distribution: it is added to their means.
 * @param units The kinds of visible and hidden units.
 * @see G. Hinton. Training products of experts by minimizing contrastive divergence. Neural Computation 14(8), 2002.
 */
export function contrastiveDivergence(
  parameters: Parameters,
  v: tf.Tensor,
  noise: readonly tf.Tensor[],
  units: { readonly visible: RbmUnits; readonly hidden: RbmUnits },
): Divergence {
  const h = hiddenMeans(parameters, v, units.hidden);
  let v1 = v, h1 = h;
  for (const drawn of noise) {
    const sample = units.hidden === "binary" ? tf.cast(tf.greater(h1, drawn), "float32") : tf.add(h1, drawn);
    const received = tf.add(tf.matMul(sample, parameters.weights, false, true), parameters.visible);
    v1 = meansOf(units.visible, received);
    h1 = hiddenMeans(parameters, v1, units.hidden);
  }
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
 * @throws {RangeError} If `hidden`, `gibbsSteps`, `epochs` or `batchSize` is out of range.
 * @throws {DivergenceError} If the reconstruction's error is not finite.
 * @see G. Hinton, R. Salakhutdinov. Reducing the dimensionality of data with neural networks. Science 313, 2006.
 */
export async function fitRbm(points: Matrix, options: RbmOptions): Promise<Rbm> {
  const choices = { ...RBM, ...options };
  const { hidden, gibbsSteps } = choices;
  const check = checkFor("fit the RBM");
  check(isCount(hidden), "hidden must be a positive integer", hidden);
  check(isCount(gibbsSteps), "gibbsSteps must be a positive integer", gibbsSteps);
  const data = { images: tensorOf(points) };
  try {
    const { state, history } = await train(trainable(points.columns, choices), data, options);
    tf.dispose(state.velocity);
    return { parameters: state.parameters, history };
  } finally {
    tf.dispose(data);
  }
}

function trainable(
  columns: number,
  choices: RbmChoices & TrainingRun,
): Trainable<State> {
  const { hidden, learningRate, momentum, weightDecay, deviation, gibbsSteps, seed } = choices;
  const units = { visible: choices.visible, hidden: choices.hiddenUnits };
  const draw = units.hidden === "binary" ? uniformTensor : normalTensor;
  // Before any tensor is made: an option may be refused.
  const [early, late] = [momentum.first, momentum.then].map((momentum) =>
    sgd({ learningRate, momentum, weightDecay: { kind: "l2", rate: weightDecay, of: "weights" } })
  );
  const next = random(seedFor(seed, "RBM weights"));
  const weights = Float32Array.from({ length: columns * hidden }, () => deviation * normal(next));
  const parameters = {
    weights: tf.tensor2d(weights, [columns, hidden]),
    visible: tf.zeros([columns]),
    hidden: tf.zeros([hidden]),
  };
  return {
    state: { parameters, ...early.init(parameters) },
    step({ parameters, velocity }, { images: v }, { seed, epoch }) {
      const noise = Array.from({ length: gibbsSteps }, (_, i) => draw([v.shape[0]!, hidden], seed, i));
      const { gradients, error } = contrastiveDivergence(parameters, v, noise, units);
      const [slow, fast] = [early, late].map((optimiser) =>
        optimiser.update(parameters, gradients, { velocity })
      );
      const isEarly = tf.less(epoch, momentum.epochs);
      const chosen = (a: Parameters, b: Parameters) =>
        Object.fromEntries(Object.keys(a).map((name) => [name, tf.where(isEarly, a[name], b[name])]));
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

/** All that {@linkcode pretrain} depends on beside the architecture: what the machines of a stack have in common. */
export type PretrainingChoices = Omit<RbmChoices, "hidden" | "hiddenUnits" | "learningRate"> & {
  /** Of all machines; or of those of the hidden layers, and of the code's. */
  readonly learningRate: number | { readonly hidden: number; readonly code: number };
};

/** Options of {@linkcode pretrain}; what is left out is as in {@linkcode RBM}. */
export type PretrainingOptions = Defaulted<PretrainingChoices, keyof typeof RBM> & {
  /** Of each machine's first weights, batches and samples. */
  seed: number;
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
 * are binary, and so are the hidden ones; only a linear code's are Gaussian, as Hinton & Salakhutdinov's are.
 *
 * @param architecture With logistic hidden layers, a logistic or linear code, and no batch normalisation.
 * @throws {RangeError} If the architecture is another, or its input is not as wide as the points.
 */
export async function pretrain(
  points: Matrix,
  architecture: Architecture,
  { onProgress, checkpoint, ...options }: PretrainingOptions,
): Promise<Pretrained> {
  checkArchitecture(points, architecture, options.visible);
  const encoder = layersOf(architecture).slice(0, architecture.sizes.length - 1);
  const rates = typeof options.learningRate === "number"
    ? { hidden: options.learningRate, code: options.learningRate }
    : options.learningRate;
  const machines: Rbm[] = [];
  let input = points;
  try {
    for (const { index, fanOut } of encoder) {
      const listener = onProgress?.(index + 1);
      const isCode = index === encoder.length - 1;
      const hiddenUnits = isCode && architecture.codeActivation === "linear" ? "gaussian" : "binary";
      const machine = await fitRbm(input, {
        ...options,
        hidden: fanOut,
        hiddenUnits,
        learningRate: isCode ? rates.code : rates.hidden,
        visible: index === 0 ? options.visible : "binary",
        seed: seedFor(options.seed, "layer", index),
        ...listener && { onProgress: listener },
        ...checkpoint && { checkpoint: checkpoint(index + 1) },
      });
      machines.push(machine);
      input = await inChunks(input, fanOut, (v) => hiddenMeans(machine.parameters, v, hiddenUnits));
    }
    return {
      network: unroll(machines.map(({ parameters }) => parameters)),
      histories: machines.map((m) => m.history),
    };
  } finally {
    machines.forEach(({ parameters }) => tf.dispose(parameters));
  }
}

function checkArchitecture(points: Matrix, architecture: Architecture, visible: RbmChoices["visible"]): void {
  const { sizes, hiddenActivation, codeActivation, outputActivation, batchNorm } = architecture;
  const output = visible === "binary" ? "sigmoid" : "linear";
  const check = checkFor("pretrain the autoencoder");
  check(
    sizes[0] === points.columns,
    `its input must have the images' ${points.columns} pixels`,
    sizes[0],
  );
  check(batchNorm === null, "it must have no batch normalisation", JSON.stringify(batchNorm));
  check(
    hiddenActivation === "sigmoid" && ["sigmoid", "linear"].includes(codeActivation) &&
      outputActivation === output,
    `it must have logistic hidden layers, a logistic or linear code and output ${output}`,
    [hiddenActivation, codeActivation, outputActivation].join(", "),
  );
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
