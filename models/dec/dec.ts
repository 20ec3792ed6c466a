/**
 * Deep embedded clustering (DEC): an encoder and centroids trained so that codes gather around the centroids.
 *
 * @module
 */
import {
  adam,
  compile,
  type Compiled,
  lossAndGradients,
  type Matrix,
  matrix,
  type Optimiser,
  type Parameters,
  permutation,
  random,
  seedFor,
  spec,
  specsOf,
  tf,
  type Tree,
} from "../../engine/mod.ts";
import { checkFor } from "../check.ts";
import { inChunks } from "../autoencoder/chunks.ts";
import { kMeans } from "../kmeans/kmeans.ts";
import { tensorOf } from "../points.ts";
import {
  type Checkpoint,
  DivergenceError,
  type Epoch,
  type ProgressListener,
  restore,
  valuesOf,
} from "../training.ts";
import type { Encoder } from "./encoders.ts";
import { klDivergence, logSoftAssignments, targetDistribution } from "./target.ts";

/** Options of {@linkcode fitDec}. */
export interface DecOptions {
  /** Already trained, as a rule as part of an autoencoder. */
  encoder: Encoder;
  /** The number of clusters, at most that of the points. */
  k: number;
  /** The starts of the k-means that gives the first centroids. Default 20. */
  nInit?: number;
  /** How often to go through all points, at most. */
  epochs: number;
  /** Points a step, at least 1. */
  batchSize: number;
  /** Steps from one computing of the target distribution to the next, at least 1. Default those of an epoch. */
  updateInterval?: number;
  /**
   * Training ends when, from one update of the target to the next, less than this share of the points has changed its
   * cluster; in [0, 1]. 0: it never ends before its epochs. Default 0.001.
   */
  tolerance?: number;
  /** Of encoder and centroids. Default Adam. */
  optimiser?: Optimiser<{ readonly [key: string]: tf.Tensor | Parameters }>;
  /** Decides the start and the order of the batches. */
  seed: number;
  /** Called after each step. */
  onProgress?: ProgressListener;
  /** Keeps what was reached after an epoch; the clustering goes on from what it kept. */
  checkpoint?: Checkpoint;
}

/** What was seen when the target distribution was computed. */
export type TargetUpdate = {
  /** The number of steps before it. */
  step: number;
  /** The share of points whose cluster is another than at the update before; 1 at the first. */
  changed: number;
  /** How many clusters have points. */
  clusters: number;
};

/** What {@linkcode fitDec} finds. */
export interface Dec {
  /** For each point the centroid that it most likely belongs to, 0 to k - 1. */
  labels: Int32Array;
  /** k × d. */
  centroids: Matrix;
  /** The epochs in order, the last perhaps broken off; the loss is the Kullback-Leibler divergence. */
  history: Epoch[];
  /** The updates of the target in order, and the last look at the clusters, after the last step. */
  updates: TargetUpdate[];
  /** Whether labels changed less than the tolerance, or the epochs were over. */
  stopReason: "tolerance" | "epochs";
  /** What training left of the encoder; freed by `dispose()`. */
  parameters: Parameters;
  /** The codes of points, `[rows, d]`. */
  encode(points: Matrix): Matrix;
  /** The centroid that each of these points most likely belongs to. */
  predict(points: Matrix): Int32Array;
  /** Frees its tensors. */
  dispose(): void;
}

/**
 * Deep embedded clustering: k-means on the codes gives the first centroids; then encoder and centroids are trained to
 * lower the Kullback-Leibler divergence of the soft assignments from a target that is sharper than they are, and that is
 * computed from all points every `updateInterval` steps.
 *
 * Each epoch goes once through all points, in an order of its own. A cluster that loses all points keeps its centroid,
 * and may get points again; the updates say how many clusters have some.
 *
 * @param points n × the encoder's input.
 * @throws {RangeError} If an option is out of range, or fewer points than clusters are given.
 * @throws {DivergenceError} If an epoch's mean loss is not finite.
 * @see Xie, Girshick & Farhadi. Unsupervised deep embedding for clustering analysis. ICML 2016.
 */
export async function fitDec(points: Matrix, options: DecOptions): Promise<Dec> {
  const { encoder, k, nInit = 20, epochs, batchSize, tolerance = 1e-3, seed, onProgress, checkpoint } =
    options;
  const stepsPerEpoch = Math.ceil(points.rows / batchSize);
  const updateInterval = options.updateInterval ?? stepsPerEpoch;
  checkOptions({ epochs, batchSize, updateInterval, tolerance });
  const optimiser = options.optimiser ?? adam();

  const start = await startOf(points, encoder, { k, nInit, seed: seedFor(seed, "first centroids") });
  let { labels } = start;
  let state: State = { parameters: start.parameters, optimiser: optimiser.init(start.parameters) };
  const structure = specsOf(state);
  const x = tensorOf(points);
  let target = tf.zeros([points.rows, k]);
  let total: tf.Tensor = tf.scalar(0);

  const order = random(seedFor(seed, "order of batches"));
  const compiledSteps = new Map<number, ReturnType<typeof compileStep>>();
  let history: Epoch[] = [];
  let updates: TargetUpdate[] = [];
  let stopReason: Dec["stopReason"] = "epochs";
  let steps = 0;

  /** Looks at all points, and notes it. */
  const look = (): Look => {
    const seen = lookAt(points, encoder, state.parameters, updates.length > 0 ? labels : null);
    labels = seen.labels;
    updates.push({ step: steps, changed: seen.changed, clusters: new Set(labels).size });
    return seen;
  };

  try {
    const kept = await checkpoint?.load();
    if (kept) {
      const [targets, clusters, ...values] = kept.values;
      const restored = restore(structure, values) as State;
      tf.dispose([state as tf.TensorContainer, target]);
      state = restored;
      target = tf.tensor2d(targets, [points.rows, k]);
      labels = clusters as Int32Array;
      ({ history, updates } = kept.notes as { history: Epoch[]; updates: TargetUpdate[] });
      steps = history.length * stepsPerEpoch;
    }
    training:
    for (let epoch = 1; epoch <= epochs; epoch++) {
      const started = performance.now();
      // Drawn for epochs that are behind too, so that those to come have the same order.
      const indices = permutation(points.rows, order);
      if (epoch <= history.length) continue;
      let seen = 0;
      total.dispose();
      total = tf.scalar(0);
      const finishEpoch = () => {
        const loss = total.dataSync()[0] / seen;
        if (!Number.isFinite(loss)) throw new DivergenceError(epoch, loss);
        history.push({ epoch, loss, seconds: (performance.now() - started) / 1000 });
      };
      for (let first = 0; first < points.rows; first += batchSize) {
        if (steps % updateInterval === 0) {
          const { q, changed } = look();
          if (changed < tolerance) {
            stopReason = "tolerance";
            if (seen > 0) finishEpoch();
            break training;
          }
          target.dispose();
          target = tf.tensor2d(targetDistribution(q).data as Float32Array, [points.rows, k]);
        }
        const batch = indices.subarray(first, first + batchSize);
        let step = compiledSteps.get(batch.length);
        if (!step) {
          step = compileStep(encoder, optimiser, state, { x, target }, batch.length);
          compiledSteps.set(batch.length, step);
        }
        const rows = tf.tensor1d(batch, "int32");
        const next = step(state, total, x, target, rows);
        tf.dispose([state as tf.TensorContainer, total, rows]);
        ({ state, total } = next);
        seen += batch.length;
        steps++;
        const note = `epoch ${epoch}/${epochs} ${(100 * updates.at(-1)!.changed).toFixed(2)} % changed`;
        onProgress?.(steps, epochs * stepsPerEpoch, note);
      }
      finishEpoch();
      // Lets the process hear signals and timers.
      await new Promise((resolve) => setTimeout(resolve));
      await checkpoint?.reached(() => ({
        values: [target.dataSync() as Float32Array, labels, ...valuesOf(structure, state)],
        notes: { history, updates },
      }), epoch === epochs);
    }
    if (stopReason === "epochs") look();
    if (stopReason === "tolerance") {
      onProgress?.(epochs * stepsPerEpoch, epochs * stepsPerEpoch, "labels stand still");
    }
  } catch (error) {
    tf.dispose(state as tf.TensorContainer);
    throw error;
  } finally {
    tf.dispose([x, target, total]);
  }

  tf.dispose(state.optimiser as tf.TensorContainer);
  return { labels, history, updates, stopReason, ...clustererOf(encoder, state.parameters) };
}

function checkOptions(
  { epochs, batchSize, updateInterval, tolerance }: {
    epochs: number;
    batchSize: number;
    updateInterval: number;
    tolerance: number;
  },
): void {
  const check = checkFor("run DEC");
  check(Number.isSafeInteger(epochs) && epochs >= 0, "epochs must be an integer, at least 0", epochs);
  check(
    Number.isSafeInteger(batchSize) && batchSize >= 1,
    "batchSize must be a positive integer",
    batchSize,
  );
  check(
    Number.isSafeInteger(updateInterval) && updateInterval >= 1,
    "updateInterval must be a positive integer",
    updateInterval,
  );
  check(tolerance >= 0 && tolerance <= 1, "tolerance must be in [0, 1]", tolerance);
}

interface State {
  readonly [key: string]: Tree;
  /** The encoder's, and `centroids`. */
  parameters: Parameters;
  optimiser: { readonly [key: string]: tf.Tensor | Parameters };
}

function logAssignments(encoder: Encoder, parameters: Parameters, x: tf.Tensor): tf.Tensor {
  return logSoftAssignments(encoder.encode(parameters, x), parameters.centroids);
}

/** Copies of the encoder's parameters and the centroids of k-means on its codes, and the clusters of that. */
async function startOf(
  points: Matrix,
  { encode, parameters }: Encoder,
  options: { k: number; nInit: number; seed: number },
): Promise<{ parameters: Parameters; labels: Int32Array }> {
  const codeSize = tf.tidy(() => encode(parameters, tf.zeros([1, points.columns])).shape[1]!);
  const codes = inChunks(points, codeSize, (x) => encode(parameters, x));
  const { centroids, labels } = await kMeans(codes, options);
  const copies = Object.entries(parameters).map(([name, tensor]) => [name, tf.clone(tensor)]);
  return { parameters: { centroids: tensorOf(centroids), ...Object.fromEntries(copies) }, labels };
}

/** What all points' assignments are at some step. */
interface Look {
  /** The soft assignments, n × k. */
  q: Matrix;
  /** For each point the centroid that it most likely belongs to. */
  labels: Int32Array;
  /** The share of points whose cluster is another than before. */
  changed: number;
}

/** Looks at all points; where they had no clusters before, all have changed. */
function lookAt(points: Matrix, encoder: Encoder, parameters: Parameters, before: Int32Array | null): Look {
  const k = parameters.centroids.shape[0];
  const q = inChunks(points, k, (x) => tf.exp(logAssignments(encoder, parameters, x)));
  const labels = mostLikely(q);
  const changed = before ? labels.reduce((n, c, i) => n + +(c !== before[i]), 0) / labels.length : 1;
  return { q, labels, changed };
}

/** The trained encoder and centroids, and what they make of points. */
function clustererOf(
  encoder: Encoder,
  parameters: Parameters,
): Pick<Dec, "centroids" | "parameters" | "encode" | "predict" | "dispose"> {
  const { centroids, ...trained } = parameters;
  const [k, codeSize] = centroids.shape;
  return {
    centroids: matrix(centroids.dataSync() as Float32Array, k, codeSize),
    parameters: trained,
    encode: (points) => inChunks(points, codeSize, (x) => encoder.encode(trained, x)),
    predict: (points) => mostLikely(inChunks(points, k, (x) => logAssignments(encoder, parameters, x))),
    dispose: () => tf.dispose(parameters),
  };
}

/** The column of the largest number of each row; of equal ones the first. */
function mostLikely({ data, rows, columns }: Matrix): Int32Array {
  return Int32Array.from({ length: rows }, (_, i) => {
    let best = i * columns;
    for (let at = best + 1; at < (i + 1) * columns; at++) if (data[at] > data[best]) best = at;
    return best - i * columns;
  });
}

/** A step on the points and targets of a batch; their divergence before it is added to the epoch's total. */
function compileStep(
  encoder: Encoder,
  optimiser: NonNullable<DecOptions["optimiser"]>,
  state: State,
  { x, target }: { x: tf.Tensor; target: tf.Tensor },
  size: number,
): Compiled<[State, tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor], { state: State; total: tf.Tensor }> {
  return compile((state: State, total: tf.Tensor, x: tf.Tensor, target: tf.Tensor, rows: tf.Tensor) => {
    const { loss, gradients } = lossAndGradients((parameters: Parameters) => {
      const logQ = logAssignments(encoder, parameters, tf.gather(x, rows));
      return { loss: klDivergence(tf.gather(target, rows), logQ), rest: [] };
    }, state.parameters);
    const next = optimiser.update(state.parameters, gradients, state.optimiser);
    return {
      state: { parameters: next.parameters, optimiser: next.state },
      total: tf.add(total, tf.mul(loss, size)),
    };
  }, [state, spec([]), x, target, spec([size], "int32")]);
}
