/**
 * Fully connected autoencoders trained by gradient descent as deep embedded clustering's authors train theirs: layer by
 * layer on corrupted inputs and then as a whole, or as a whole from the start.
 *
 * @module
 */
import {
  dropout,
  lossAndGradients,
  type Matrix,
  normal,
  type Parameters,
  random,
  seedFor,
  sgd,
  tf,
  type Tree,
} from "../../engine/mod.ts";
import { checkFor, isPositive } from "../check.ts";
import { tensorOf } from "../points.ts";
import {
  type Checkpoint,
  checkTraining,
  type Epoch,
  type ProgressListener,
  timesOver,
  train,
  type Trainable,
} from "../training.ts";
import {
  applyLayer,
  type Architecture,
  type AutoencoderState,
  initAutoencoder,
  type Layer,
  layersOf,
  pass,
} from "./dense.ts";

/** How long, and in which steps, a network or a pair of its layers is trained. */
export type Descent = {
  /** How often to go through all images. */
  readonly epochs: number;
  /** Of stochastic gradient descent; above 0. */
  readonly learningRate: number;
  /** In [0, 1). */
  readonly momentum: number;
  /** Epochs after which the learning rate is divided by 10, again and again, at least 1; null: it stays as it is. */
  readonly tenthEvery: number | null;
};

/** All that {@linkcode fitStacked} depends on. */
export type StackedChoices = {
  /** Without batch normalisation or dropout of its own. */
  readonly architecture: Architecture;
  /** The mean squared error over the batch and its features. */
  readonly loss: "mse";
  /** Of each layer with its mirror image, before the whole; null: the whole starts from the initial weights. */
  readonly layerwise:
    | Descent & {
      /** The rate of dropout of a pair's input and of what it gives on, in [0, 1). */
      readonly corruption: number;
      /** The standard deviation of the initial weights; biases are zero. The architecture's initialisation is not used. */
      readonly deviation: number;
    }
    | null;
  /** Of the whole network. */
  readonly whole: Descent;
  /** Images a step. */
  readonly batchSize: number;
};

/** Options of {@linkcode fitStacked}. */
export interface StackedOptions extends StackedChoices {
  /** Decides initial weights, corruption, and the order of batches. */
  seed: number;
  /** Hears of each phase by its name. */
  onProgress?: (phase: string) => ProgressListener;
  /** Keeps what each phase has reached, by its name. */
  checkpoint?: (phase: string) => Checkpoint;
}

/** What {@linkcode fitStacked} leaves. */
export interface Stacked {
  /** The caller's to dispose. */
  network: AutoencoderState;
  /** The epochs of each pair of layers, from the input on, and those of the whole network. */
  histories: { layers: Epoch[][]; whole: Epoch[] };
}

const FIT = "fit the autoencoder";

/**
 * Trains an autoencoder to reconstruct `images`.
 *
 * Each layer of the encoder is first trained, unless `layerwise` is null, with its mirror image in the decoder as a denoising
 * autoencoder of what the layers below give on: y = g'(dropout(g(dropout(x) W + b)) W' + b') is to be x, with g the layer's
 * activation and g' that of what it reconstructs. Then the whole network is trained without corruption.
 *
 * @param images One a row.
 * @throws {RangeError} If the architecture has batch normalisation or dropout, its input is not as wide as the images, or an
 * option is out of range.
 * @throws {DivergenceError} If an epoch's mean loss is not finite.
 * @see J. Xie, R. Girshick, A. Farhadi. Unsupervised deep embedding for clustering analysis. ICML 2016, §3.2.
 */
export async function fitStacked(images: Matrix, options: StackedOptions): Promise<Stacked> {
  const { architecture, layerwise, whole, batchSize, seed, onProgress, checkpoint } = options;
  checkArchitecture(images, architecture);
  checkDescent("whole", whole, { batchSize, seed });
  if (layerwise) {
    checkDescent("layerwise", layerwise, { batchSize, seed });
    const { corruption, deviation } = layerwise;
    const check = checkFor(FIT);
    check(corruption >= 0 && corruption < 1, "layerwise.corruption must be in [0, 1)", corruption);
    check(isPositive(deviation), "layerwise.deviation must be finite and above 0", deviation);
  }
  const data = { images: tensorOf(images) };
  const depth = architecture.sizes.length - 1;
  let parameters = layerwise
    ? gaussianStart(architecture, layerwise.deviation, seed)
    : initAutoencoder(architecture, seed).parameters;
  const phase = async (
    name: string,
    names: string[],
    descent: Descent,
    lossOf: (parameters: Parameters, x: tf.Tensor, seed: tf.Tensor) => tf.Tensor,
  ) => {
    const { epochs } = descent;
    const listener = onProgress?.(name);
    const { state, history } = await train(trainable(parameters, names, descent, lossOf), data, {
      epochs,
      batchSize,
      seed: seedFor(seed, name),
      ...listener && { onProgress: listener },
      ...checkpoint && { checkpoint: checkpoint(name) },
    });
    tf.dispose(state.optimiser);
    // In the order of the layers, whatever the order of training.
    parameters = Object.fromEntries(
      Object.keys(parameters).map((name) => [name, state.trained[name] ?? state.held[name]]),
    );
    return history;
  };
  try {
    const layers: Epoch[][] = [];
    if (layerwise) {
      for (let i = 0; i < depth; i++) {
        const names = [i, 2 * depth - 1 - i].flatMap((index) => [`weight${index}`, `bias${index}`]);
        layers.push(
          await phase(
            `layer ${i + 1}`,
            names,
            layerwise,
            (all, x, seed) => denoisingLoss(architecture, all, i, x, layerwise.corruption, seed),
          ),
        );
      }
    }
    const history = await phase("whole network", Object.keys(parameters), whole, (all, x) => {
      const { output } = pass(architecture, { parameters: all, statistics: {} }, x, null);
      return tf.mean(tf.squaredDifference(output, x));
    });
    return { network: { parameters, statistics: {} }, histories: { layers, whole: history } };
  } finally {
    tf.dispose(data);
  }
}

function checkArchitecture({ columns }: Matrix, { sizes, batchNorm, dropout }: Architecture): void {
  const check = checkFor(FIT);
  check(
    batchNorm === null && dropout === 0,
    "it must have no batch normalisation and no dropout",
    JSON.stringify({ batchNorm, dropout }),
  );
  check(sizes[0] === columns, `its input must have the images' ${columns} pixels`, sizes[0]);
}

/** @param name That of the option. */
function checkDescent(
  name: string,
  { epochs, learningRate, momentum, tenthEvery }: Descent,
  run: { batchSize: number; seed: number },
): void {
  checkTraining({ ...run, epochs }, FIT);
  const check = checkFor(FIT);
  check(isPositive(learningRate), `${name}.learningRate must be finite and above 0`, learningRate);
  check(momentum >= 0 && momentum < 1, `${name}.momentum must be in [0, 1)`, momentum);
  check(
    tenthEvery === null || tenthEvery >= 1 && tenthEvery < Infinity,
    `${name}.tenthEvery must be null, or finite and at least 1`,
    tenthEvery,
  );
}

/** Weights normal with mean 0, biases zero. */
function gaussianStart(architecture: Architecture, deviation: number, seed: number): Parameters {
  const next = random(seedFor(seed, "initial weights"));
  const parameters: Record<string, tf.Tensor> = {};
  for (const { index, fanIn, fanOut } of layersOf(architecture)) {
    const weights = Float32Array.from({ length: fanIn * fanOut }, () => deviation * normal(next));
    parameters[`weight${index}`] = tf.tensor2d(weights, [fanIn, fanOut]);
    parameters[`bias${index}`] = tf.zeros([fanOut]);
  }
  return parameters;
}

interface State {
  readonly [key: string]: Tree;
  trained: Parameters;
  /** What this phase leaves as it is. */
  held: Parameters;
  optimiser: ReturnType<ReturnType<typeof sgd>["init"]>;
}

/** Descent on the parameters of these names; all of `parameters` become the state's. */
function trainable(
  parameters: Parameters,
  names: string[],
  { learningRate, momentum, tenthEvery }: Descent,
  lossOf: (parameters: Parameters, x: tf.Tensor, seed: tf.Tensor) => tf.Tensor,
): Trainable<State> {
  const optimiser = sgd({ learningRate, momentum });
  const part = (isTrained: boolean) =>
    Object.fromEntries(Object.entries(parameters).filter(([name]) => names.includes(name) === isTrained));
  const trained = part(true);
  return {
    state: { trained, held: part(false), optimiser: optimiser.init(trained) },
    step({ trained, held, optimiser: velocity }, { images: x }, { seed, epoch }) {
      const { loss, gradients } = lossAndGradients(
        (trained) => ({ loss: lossOf({ ...held, ...trained }, x, seed), rest: [] }),
        trained,
      );
      // The rate within the velocity: what is under way keeps the rate that it was made with.
      const rate = tenthEvery === null ? tf.scalar(1) : tf.pow(0.1, timesOver(epoch, tenthEvery));
      const scaled = Object.fromEntries(
        Object.entries(gradients).map(([name, gradient]) => [name, tf.mul(gradient, rate)]),
      );
      const next = optimiser.update(trained, scaled, velocity);
      return { state: { trained: next.parameters, held, optimiser: next.state }, loss };
    },
  };
}

/**
 * How far layer `i`, from 0, and its mirror image reconstruct what the layers below make of `x`, from that corrupted: the
 * mean squared difference over batch and features.
 */
export function denoisingLoss(
  architecture: Architecture,
  parameters: Parameters,
  i: number,
  x: tf.Tensor,
  corruption: number,
  seed: tf.Tensor,
): tf.Tensor {
  const layers = layersOf(architecture);
  const target = layers.slice(0, i).reduce((h, layer) => applyLayer(architecture, parameters, layer, h), x);
  const through = (layer: Layer, x: tf.Tensor, draw: number) =>
    applyLayer(architecture, parameters, layer, dropout(x, corruption, seed, draw));
  const h = through(layers[i], target, 0);
  const y = through(layers[layers.length - 1 - i], h, 1);
  return tf.mean(tf.squaredDifference(y, target));
}
