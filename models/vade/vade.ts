/**
 * Variational deep embedding (VaDE): a variational autoencoder whose codes come from a mixture of Gaussians, the clusters.
 *
 * @module
 */
import {
  type AdamChoices,
  KERAS_ADAM,
  lossAndGradients,
  type Matrix,
  matrix,
  normalTensor,
  optimiserOf,
  type OptimiserState,
  type Parameters,
  random,
  seedFor,
  tf,
  type Tree,
  uniform,
} from "../../engine/mod.ts";
import { inChunks } from "../autoencoder/chunks.ts";
import { decodeBatch } from "../autoencoder/decode.ts";
import { applyLayer, type Architecture, type AutoencoderState, layersOf } from "../autoencoder/dense.ts";
import { checkFor, isAmount, isCount } from "../check.ts";
import type { Defaulted } from "../choices.ts";
import { glorotBound } from "../glorot.ts";
import { fitMixture, MIXTURE, type MixtureChoices } from "../gmm/gmm.ts";
import { checkPoints, checkWidth, mostLikely, tensorOf } from "../points.ts";
import {
  checkTraining,
  type Epoch,
  timesOver,
  train,
  type Trainable,
  type TrainingChoices,
  type TrainingRun,
} from "../training.ts";
import {
  type EncodedBatch,
  logDensities,
  type ResponsibilityChoices,
  type TensorMixture,
  vadeLoss,
} from "./loss.ts";

/** How the learning rate falls: times `factor` after each `every` epochs, but not below `least` of the first. */
export type Decay = { readonly every: number; readonly factor: number; readonly least: number };

/** All that {@linkcode fitVade} depends on beside the autoencoder that it starts from. */
export type VadeChoices = TrainingChoices & ResponsibilityChoices & {
  /** The number of clusters. */
  readonly k: number;
  /** The mixture that is fitted to the first codes; its components are the first clusters. */
  readonly start: Omit<MixtureChoices, "k" | "covariance">;
  /** Of network and mixture. */
  readonly optimiser: AdamChoices;
  /** Of the learning rate; null: it stays as it is. */
  readonly decay: Decay | null;
};

/**
 * The released settings for MNIST, except for the probabilities of the clusters, which are the paper's. The first mixture
 * has their regularisation; it starts from one run of k-means, as scikit-learn's does today. In scikit-learn 0.17, which
 * they rely on, it starts from the best of ten, with equal weights and one covariance for all.
 */
export const VADE: Omit<VadeChoices, "k" | "epochs"> = {
  batchSize: 100,
  weightCounts: "once",
  floor: 0,
  start: {
    regularisation: 1e-3,
    tolerance: MIXTURE.tolerance,
    maxIterations: MIXTURE.maxIterations,
    nInit: MIXTURE.nInit,
    kMeans: MIXTURE.kMeans,
  },
  optimiser: { ...KERAS_ADAM, learningRate: 0.002, epsilon: 1e-4 },
  decay: { every: 10, factor: 0.9, least: 0.1 },
};

/** Options of {@linkcode fitVade}; what is left out is as in {@linkcode VADE}. */
export type VadeOptions = Defaulted<VadeChoices, keyof typeof VADE> & TrainingRun & {
  /** The layers, without batch normalisation or dropout, with a linear code and a sigmoid output. */
  architecture: Architecture;
  /** An autoencoder that is trained already, with this architecture; not disposed. */
  autoencoder: AutoencoderState;
};

/** What {@linkcode fitVade} finds. */
export interface Vade {
  /** For each image its cluster, from 0 to k - 1. */
  labels: Int32Array;
  /** The same before the first epoch, in the autoencoder's codes: by the first mixture's means and variances, with equal weights. */
  firstLabels: Int32Array;
  /** How many clusters have images. */
  clusters: number;
  /** The epochs in order; the loss is the negative evidence lower bound. */
  history: Epoch[];
  /** The mixture. */
  mixture: { weights: Float32Array; means: Matrix; variances: Matrix };
  /**
   * The means of the codes of images, `[rows, d]`.
   *
   * @throws {RangeError} If the images are not as wide as the network's input.
   */
  encode(images: Matrix): Promise<Matrix>;
  /**
   * The cluster that the mean of each image's code most likely belongs to.
   *
   * @throws {RangeError} As {@linkcode encode}.
   */
  predict(images: Matrix): Promise<Int32Array>;
  /** Frees its tensors. */
  dispose(): void;
}

const RUN = "run VaDE";

/**
 * Variational deep embedding: the mixture starts from Gaussians fitted to the codes of an autoencoder, whose encoder gives
 * the codes' means; then encoder, decoder and mixture are trained together to raise the evidence lower bound.
 *
 * The weights and variances of the mixture are trained by their logarithms, which keeps them above 0 and the weights' sum at 1.
 * Trained as they are, as in the released code, they may fall below 0, and the loss is NaN then. A cluster that loses all
 * images keeps its component, and may get images again.
 *
 * @param images n × the architecture's input, in [0, 1].
 * @throws {RangeError} If an option is out of range, the images do not fit, or there are fewer of them than clusters.
 * @throws {DivergenceError} If an epoch's mean loss is not finite.
 * @see Z. Jiang, Y. Zheng, H. Tan, B. Tang, H. Zhou. Variational deep embedding: An unsupervised and generative approach to
 * clustering. IJCAI 2017.
 */
export async function fitVade(images: Matrix, options: VadeOptions): Promise<Vade> {
  const { architecture, autoencoder, ...run } = options;
  const choices = { ...VADE, ...run };
  const { epochs, batchSize } = choices;
  checkTraining({ ...run, epochs, batchSize }, RUN);
  checkOptions(images, architecture, choices);
  const network = networkOf(architecture);
  const optimiser = optimiserOf(choices.optimiser);
  const parameters = await startOf(images, network, autoencoder, choices);
  const first = clustererOf(network, parameters, choices);
  const firstLabels = await first.predict(images).catch((error) => {
    first.dispose();
    throw error;
  });
  const model: Trainable<State> = {
    state: { parameters, optimiser: optimiser.init(parameters) },
    step(state, { images: x }, { seed, epoch }) {
      const { loss, gradients } = lossAndGradients((parameters) => ({
        loss: vadeLoss(x, network.draw(parameters, x, seed), mixtureIn(parameters), choices),
        rest: [],
      }), state.parameters);
      const next = optimiser.update(state.parameters, gradients, state.optimiser);
      return {
        state: {
          parameters: partOfTheWay(state.parameters, next.parameters, rateAt(epoch, choices.decay)),
          optimiser: next.state,
        },
        loss,
      };
    },
  };
  const data = { images: tensorOf(images) };
  const { state, history } = await train(model, data, { ...run, epochs, batchSize })
    .finally(() => tf.dispose(data));
  tf.dispose(state.optimiser);
  const clusterer = clustererOf(network, state.parameters, choices);
  try {
    const labels = await clusterer.predict(images);
    return {
      labels,
      firstLabels,
      clusters: new Set(labels).size,
      history,
      mixture: await numbersOf(state.parameters),
      ...clusterer,
    };
  } catch (error) {
    clusterer.dispose();
    throw error;
  }
}

function checkOptions(
  { columns, rows }: Matrix,
  { sizes, batchNorm, dropout, codeActivation, outputActivation }: Architecture,
  { k, floor, decay }: Pick<VadeChoices, "k" | "floor" | "decay">,
): void {
  const check = checkFor(RUN);
  check(sizes[0] === columns, `the network's input must have the images' ${columns} pixels`, sizes[0]);
  check(batchNorm === null, "the network must have no batch normalisation", JSON.stringify(batchNorm));
  check(dropout === 0, "the network must have no dropout", dropout);
  check(codeActivation === "linear", "the code must be linear", codeActivation);
  check(outputActivation === "sigmoid", "the output must be sigmoid", outputActivation);
  check(isCount(k) && k <= rows, `k must be from 1 to the ${rows} images`, k);
  check(isAmount(floor), "floor must be finite and at least 0", floor);
  if (decay === null) return;
  check(decay.every >= 1, "decay.every must be at least 1", decay.every);
  check(decay.factor > 0 && decay.factor <= 1, "decay.factor must be in (0, 1]", decay.factor);
  check(decay.least >= 0 && decay.least <= 1, "decay.least must be in [0, 1]", decay.least);
}

interface State {
  readonly [key: string]: Tree;
  /** The autoencoder's, `logVarianceWeight` and `logVarianceBias`, and the mixture's. */
  parameters: Parameters;
  optimiser: OptimiserState;
}

/** The mixture among the parameters. */
function mixtureIn({ logWeights, means, logVariances }: Parameters): TensorMixture {
  return { weights: tf.softmax(logWeights), means, variances: tf.exp(logVariances) };
}

/** The passes through the network. */
interface Network {
  /** The images' width. */
  inputs: number;
  /** The code's width. */
  codeSize: number;
  /** The width of the layer before the code. */
  before: number;
  /** The means of the codes. */
  mean(parameters: Parameters, x: tf.Tensor): tf.Tensor;
  /** Codes drawn for a batch, and what the decoder makes of them. */
  draw(parameters: Parameters, x: tf.Tensor, seed: tf.Tensor): EncodedBatch;
}

function networkOf(architecture: Architecture): Network {
  const { sizes } = architecture;
  const encoder = layersOf(architecture).slice(0, sizes.length - 1);
  const hidden = (parameters: Parameters, x: tf.Tensor) =>
    encoder.slice(0, -1).reduce((h, layer) => applyLayer(architecture, parameters, layer, h), x);
  const mean = (parameters: Parameters, h: tf.Tensor) =>
    applyLayer(architecture, parameters, encoder.at(-1)!, h);
  // What a linear output gives on is what the logistic function would be taken of.
  const linear: Architecture = { ...architecture, outputActivation: "linear" };
  return {
    inputs: sizes[0],
    codeSize: sizes.at(-1)!,
    before: sizes.at(-2)!,
    mean: (parameters, x) => mean(parameters, hidden(parameters, x)),
    draw(parameters, x, seed) {
      const h = hidden(parameters, x);
      const m = mean(parameters, h);
      const logVariance = tf.add(tf.matMul(h, parameters.logVarianceWeight), parameters.logVarianceBias);
      const noise = normalTensor(m.shape, seed);
      const z = tf.add(m, tf.mul(tf.exp(tf.mul(logVariance, 0.5)), noise));
      return { mean: m, logVariance, z, logits: decodeBatch(linear, parameters, z) };
    },
  };
}

/** Copies of the autoencoder's parameters, first weights of the codes' variances, and Gaussians fitted to the codes. */
async function startOf(
  images: Matrix,
  { codeSize, before, mean }: Network,
  { parameters }: AutoencoderState,
  { k, start, seed }: Pick<VadeChoices, "k" | "start"> & { seed: number },
): Promise<Parameters> {
  const codes = await inChunks(images, codeSize, (x) => mean(parameters, x));
  checkPoints(codes, RUN);
  const { mixture: { means, covariances } } = await fitMixture(codes, {
    ...start,
    k,
    covariance: "diagonal",
    seed: seedFor(seed, "first mixture"),
  });
  const next = random(seedFor(seed, "weights of the codes' variances"));
  const bound = glorotBound(before, codeSize);
  const draws = Float32Array.from({ length: before * codeSize }, () => uniform(next, bound));
  const copies = Object.entries(parameters).map(([name, tensor]) => [name, tf.clone(tensor)]);
  return {
    ...Object.fromEntries(copies),
    logVarianceWeight: tf.tensor2d(draws, [before, codeSize]),
    logVarianceBias: tf.zeros([codeSize]),
    // The released code takes the means and variances alone.
    logWeights: tf.zeros([k]),
    means: tensorOf(means),
    logVariances: tensorOf({ ...covariances, data: covariances.data.map(Math.log) }),
  };
}

/** The share of the first learning rate in this epoch, whose number counts from 0. */
function rateAt(epoch: tf.Tensor, decay: Decay | null): tf.Tensor | null {
  if (decay === null) return null;
  const { every, factor, least } = decay;
  return tf.maximum(tf.pow(factor, timesOver(epoch, every)), least);
}

/** Each parameter moved by a share of its step: for Adam, whose moments know no learning rate, a step at that rate. */
function partOfTheWay(from: Parameters, to: Parameters, share: tf.Tensor | null): Parameters {
  if (share === null) return to;
  return Object.fromEntries(
    Object.entries(from).map(([name, old]) => [name, tf.add(old, tf.mul(share, tf.sub(to[name], old)))]),
  );
}

/** The trained network and mixture, and what they make of images. */
function clustererOf(
  { inputs, codeSize, mean }: Network,
  parameters: Parameters,
  { k, weightCounts }: Pick<VadeChoices, "k" | "weightCounts">,
): Pick<Vade, "encode" | "predict" | "dispose"> {
  const densities = (x: tf.Tensor) => logDensities(mean(parameters, x), mixtureIn(parameters), weightCounts);
  return {
    async encode(images) {
      checkWidth(images, inputs, "encode the images");
      return await inChunks(images, codeSize, (x) => mean(parameters, x));
    },
    async predict(images) {
      checkWidth(images, inputs, "find the images' clusters");
      return mostLikely(await inChunks(images, k, densities));
    },
    dispose: () => tf.dispose(parameters),
  };
}

async function numbersOf(parameters: Parameters): Promise<Vade["mixture"]> {
  const { weights, means, variances } = tf.tidy(() => {
    const mixture = mixtureIn(parameters);
    return { ...mixture, means: tf.clone(mixture.means) };
  });
  try {
    const [k, d] = means.shape as [number, number];
    return {
      weights: await weights.data<"float32">(),
      means: matrix(await means.data<"float32">(), k, d),
      variances: matrix(await variances.data<"float32">(), k, d),
    };
  } finally {
    tf.dispose([weights, means, variances]);
  }
}
