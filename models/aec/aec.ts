/**
 * Auto-encoder based clustering: an autoencoder that is pulled to the centres of the clusters of its own codes.
 *
 * @module
 */
import {
  lossAndGradients,
  mapTree,
  type Matrix,
  type OptimiserChoices,
  optimiserOf,
  type OptimiserState,
  type Parameters,
  random,
  seedFor,
  tf,
  type Tree,
} from "../../engine/mod.ts";
import { checkFor, isAmount, isCount } from "../check.ts";
import { type Architecture, type AutoencoderState, pass } from "../autoencoder/dense.ts";
import { inChunks } from "../autoencoder/chunks.ts";
import { decodeBatch } from "../autoencoder/decode.ts";
import { kMeans, type KMeansChoices } from "../kmeans/kmeans.ts";
import { tensorOf } from "../points.ts";
import {
  checkTraining,
  type Epoch,
  train,
  type Trainable,
  type TrainingChoices,
  type TrainingRun,
} from "../training.ts";

/**
 * The objective, with reconstruction R = Σ |x - x'|² and compactness C = Σ |f(x) - c*|², where c* is the centre nearest
 * to the code f(x):
 *
 * ```text
 * sign "+", mean of "both":            R / N + λ C / N
 * sign "+", mean of "reconstruction":  R / N + λ C
 * ```
 *
 * and the same with - λ, as Eq. 4 prints it.
 */
export type Objective = {
  /** At least 0. */
  readonly lambda: number;
  /** The paper prints -, and describes +. */
  readonly sign: "+" | "-";
  /** What the 1/N stands before: the paper prints it before the first sum alone. */
  readonly mean: "both" | "reconstruction";
};

/** All that {@linkcode fitAec} depends on beside the first network; an epoch is an iteration of the paper's Algorithm 1. */
export type AecChoices = TrainingChoices & {
  /** Without batch normalisation. */
  readonly architecture: Architecture;
  /** The number of clusters. */
  readonly k: number;
  /** What training lowers. */
  readonly objective: Objective;
  /**
   * The first assignment: at random, or by k-means on the first codes. The centre of a cluster that the random one leaves
   * without images is the origin.
   */
  readonly start: "random" | Omit<KMeansChoices, "k">;
  /** Of the network; the centres are moved to their images' codes. */
  readonly optimiser: OptimiserChoices;
};

/** Options of {@linkcode fitAec}. */
export interface AecOptions extends AecChoices, TrainingRun {
  /** What the history gets of each iteration's clusters, beside its own numbers. It must not decide anything. */
  measure?: (clusters: Int32Array) => Record<string, number>;
}

/** What {@linkcode fitAec} finds. */
export interface AecResult {
  /** For each image its cluster after the last iteration, 0 to k - 1. */
  labels: Int32Array;
  /** The images' codes, `[rows, code]`. */
  codes: Matrix;
  /** k × code. */
  centres: Matrix;
  /** What the decoder makes of the centres, k × input. */
  centreImages: Matrix;
  /**
   * By iteration: `loss`, the objective over the epoch; `reconstruction` and `compactness`, R / N and C / N after it;
   * `moved`, how many images changed their cluster; `empty`, how many clusters have none; and what `measure` gives.
   */
  history: Epoch[];
}

interface State {
  readonly [key: string]: Tree;
  network: AutoencoderState;
  optimiser: OptimiserState;
  /** `[k, code]`. */
  centres: tf.Tensor;
}

/** The clustering between iterations. */
interface Clustering {
  codes: Matrix;
  labels: Int32Array;
  centres: Matrix;
}

const RUN = "cluster by the autoencoder";

/**
 * Clusters images by Song, Liu, Huang, Wang & Tan's Algorithm 1. An iteration trains the network for one epoch with the
 * centres held, moves each centre to the mean of the new codes of the images that were its own (Eq. 6; one
 * without images stays), and assigns each image to the nearest centre (Eq. 5).
 *
 * @param images One a row, in [0, 1].
 * @param network Where to start, such as a pretrained one; it is left as it is, and not disposed.
 * @throws {RangeError} If k or λ is out of range, the input is not as wide as the images, or there is batch normalisation,
 * which the centres could not be decoded through.
 * @throws {DivergenceError} If the objective is not finite.
 * @see C. Song, F. Liu, Y. Huang, L. Wang, T. Tan. Auto-encoder based data clustering. CIARP 2013.
 */
export async function fitAec(
  images: Matrix,
  network: AutoencoderState,
  options: AecOptions,
): Promise<AecResult> {
  const { architecture, k, objective } = options;
  const { rows } = images;
  checkTraining(options, RUN);
  checkOptions(images, options);
  let state: State | null = null;
  const data = { images: tensorOf(images) };
  try {
    let clustering = await startClustering(await codesOf(architecture, network, images), options);
    const optimiser = optimiserOf(options.optimiser);
    const model: Trainable<State> = {
      state: {
        network: mapTree(network, (tensor) => tf.clone(tensor)) as AutoencoderState,
        optimiser: optimiser.init(network.parameters),
        centres: tensorOf(clustering.centres),
      },
      step(state, { images: x }) {
        const { loss, rest, gradients } = lossAndGradients((parameters: Parameters) => {
          const { statistics } = state.network;
          const through = pass(architecture, { parameters, statistics }, x, null);
          return { loss: objectiveOf(objective, x, through, state.centres, rows), rest: statistics };
        }, state.network.parameters);
        const next = optimiser.update(state.network.parameters, gradients, state.optimiser);
        return {
          state: {
            network: { parameters: next.parameters, statistics: rest },
            optimiser: next.state,
            centres: state.centres,
          },
          loss,
        };
      },
      async afterEpoch(state) {
        const codes = await codesOf(architecture, state.network, images);
        const centres = meansOf(codes, clustering.labels, clustering.centres);
        const { labels, squares } = assign(codes, centres);
        const measured = {
          reconstruction: await reconstructionOf(architecture, state.network, images),
          compactness: squares / rows,
          moved: labels.reduce((sum, label, i) => sum + Number(label !== clustering.labels[i]), 0),
          empty: k - new Set(labels).size,
          ...options.measure?.(labels),
        };
        clustering = { codes, labels, centres };
        state.centres.dispose();
        return { state: { ...state, centres: tensorOf(centres) }, measured };
      },
      async resumed({ network, centres: tensor }) {
        const codes = await codesOf(architecture, network, images);
        const centres = { ...clustering.centres, data: await tensor.data<"float32">() };
        clustering = { codes, labels: assign(codes, centres).labels, centres };
        return {};
      },
    };
    const trained = await train(model, data, options);
    state = trained.state;
    const { parameters } = state.network;
    return {
      ...clustering,
      centreImages: await inChunks(
        clustering.centres,
        images.columns,
        (z) => decodeBatch(architecture, parameters, z),
      ),
      history: trained.history,
    };
  } finally {
    tf.dispose([data.images, state ?? []] as tf.TensorContainer);
  }
}

function checkOptions({ rows, columns }: Matrix, { architecture, k, objective }: AecOptions): void {
  const check = checkFor(RUN);
  check(isCount(k) && k <= rows, `k must be from 1 to n = ${rows}`, k);
  check(
    isAmount(objective.lambda),
    "lambda must be finite and at least 0",
    objective.lambda,
  );
  const { batchNorm } = architecture;
  check(batchNorm === null, "there must be no batch normalisation", JSON.stringify(batchNorm));
  check(architecture.sizes[0] === columns, `the input must have ${columns} pixels`, architecture.sizes[0]);
}

/** The objective's estimate from a batch, a scalar; `rows` is N. */
export function objectiveOf(
  { lambda, sign, mean }: Objective,
  x: tf.Tensor,
  { code, output }: { code: tf.Tensor; output: tf.Tensor },
  centres: tf.Tensor,
  rows: number,
): tf.Tensor {
  const reconstruction = tf.mean(tf.sum(tf.squaredDifference(x, output), 1));
  const squares = tf.sum(tf.square(tf.sub(tf.expandDims(code, 1), tf.expandDims(centres, 0))), 2);
  const compactness = tf.mean(tf.min(squares, 1));
  const weight = (sign === "+" ? 1 : -1) * lambda * (mean === "both" ? 1 : rows);
  return tf.add(reconstruction, tf.mul(compactness, weight));
}

async function startClustering(codes: Matrix, { k, seed, start }: AecOptions): Promise<Clustering> {
  if (start !== "random") {
    const { labels, centroids } = await kMeans(codes, { ...start, k, seed: seedFor(seed, "AEC start") });
    return { codes, labels, centres: centroids };
  }
  const next = random(seedFor(seed, "AEC start"));
  const labels = Int32Array.from({ length: codes.rows }, () => Math.floor(next() * k));
  const unused = { data: new Float32Array(k * codes.columns), rows: k, columns: codes.columns };
  return { codes, labels, centres: meansOf(codes, labels, unused) };
}

/** Eq. 6: the mean code of each cluster; of a cluster without any, its centre before. */
export function meansOf(codes: Matrix, labels: Int32Array, before: Matrix): Matrix {
  const { rows: k, columns } = before;
  const sums = new Float64Array(k * columns);
  const sizes = new Int32Array(k);
  for (let i = 0, at = 0; i < codes.rows; i++) {
    sizes[labels[i]]++;
    for (let j = 0; j < columns; j++, at++) sums[labels[i] * columns + j] += codes.data[at];
  }
  const data = Float32Array.from(sums, (sum, at) => {
    const size = sizes[Math.floor(at / columns)];
    return size === 0 ? before.data[at] : sum / size;
  });
  return { data, rows: k, columns };
}

/** Eq. 5: the nearest centre of each code, of equally near ones the first; and the sum of the squared distances. */
export function assign(codes: Matrix, centres: Matrix): { labels: Int32Array; squares: number } {
  const { columns } = codes;
  const labels = new Int32Array(codes.rows);
  let squares = 0;
  for (let i = 0; i < codes.rows; i++) {
    let nearest = Infinity;
    for (let c = 0; c < centres.rows; c++) {
      let square = 0;
      for (let j = 0; j < columns; j++) {
        square += (codes.data[i * columns + j] - centres.data[c * columns + j]) ** 2;
      }
      if (square < nearest) {
        nearest = square;
        labels[i] = c;
      }
    }
    squares += nearest;
  }
  return { labels, squares };
}

/** The images' codes. */
function codesOf(architecture: Architecture, network: AutoencoderState, images: Matrix): Promise<Matrix> {
  return inChunks(images, architecture.sizes.at(-1)!, (x) => pass(architecture, network, x, null).code);
}

/** R / N. */
async function reconstructionOf(
  architecture: Architecture,
  network: AutoencoderState,
  images: Matrix,
): Promise<number> {
  const { data } = await inChunks(
    images,
    1,
    (x) => tf.sum(tf.squaredDifference(x, pass(architecture, network, x, null).output), 1),
  );
  return (data as Float32Array).reduce((sum, square) => sum + square, 0) / images.rows;
}
