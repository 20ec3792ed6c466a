/**
 * Deep embedded clustering (DEC): an encoder and centroids trained so that codes gather around the centroids.
 *
 * @module
 */
import {
  ADAM,
  lossAndGradients,
  type Matrix,
  matrix,
  type OptimiserChoices,
  optimiserOf,
  type OptimiserState,
  type Parameters,
  seedFor,
  tf,
  type Tree,
} from "../../engine/mod.ts";
import { checkFor, isCount, isPositive } from "../check.ts";
import type { Defaulted } from "../choices.ts";
import { inChunks } from "../autoencoder/chunks.ts";
import { KMEANS, kMeans, type KMeansChoices } from "../kmeans/kmeans.ts";
import { checkWidth, mostLikely, tensorOf } from "../points.ts";
import {
  checkTraining,
  type Epoch,
  train,
  type Trainable,
  type TrainingChoices,
  type TrainingRun,
} from "../training.ts";
import type { Encoder } from "./encoders.ts";
import { batchTarget, klDivergence, logSoftAssignments, targetDistribution } from "./target.ts";

/** All that {@linkcode fitDec} depends on beside the encoder. */
export type DecChoices = TrainingChoices & {
  /** The number of clusters, at most that of the points. */
  readonly k: number;
  /** Of the k-means on the encoder's codes that gives the first centroids. */
  readonly kMeans: Omit<KMeansChoices, "k">;
  /** α of the soft assignments' Student's t-distribution, above 0. */
  readonly degreesOfFreedom: number;
  /**
   * Steps from one computing of the target distribution to the next, at least 1; or those of an epoch. `batch`: each step
   * has a target of its own, of its batch alone, as many ports of DEC have it.
   */
  readonly updateInterval: number | "epoch" | "batch";
  /**
   * Training ends when, from one update of the target to the next, less than this share of the points has changed its
   * cluster; in [0, 1]. 0: it never ends before its epochs. Targets of batches are no updates: there it is from one epoch
   * to the next.
   */
  readonly tolerance: number;
  /** Of encoder and centroids, whose parameter is named `centroids`. */
  readonly optimiser: OptimiserChoices;
};

/**
 * Xie, Girshick & Farhadi's starts of k-means, degree of freedom and tolerance (§3.1, §4.3). Adam, and an epoch between two
 * updates of the target, are ours.
 */
export const DEC: Pick<
  DecChoices,
  "kMeans" | "degreesOfFreedom" | "updateInterval" | "tolerance" | "optimiser"
> = {
  kMeans: { ...KMEANS, nInit: 20 },
  degreesOfFreedom: 1,
  updateInterval: "epoch",
  tolerance: 1e-3,
  optimiser: ADAM,
};

/** Options of {@linkcode fitDec}; what is left out is as in {@linkcode DEC}. */
export type DecOptions = Defaulted<DecChoices, keyof typeof DEC> & TrainingRun & {
  /** Already trained, as a rule as part of an autoencoder. */
  encoder: Encoder;
  /** What is lowered in place of the divergence alone, as {@linkcode fitIdec} does. */
  objective?: (divergence: tf.Tensor, parameters: Parameters, x: tf.Tensor) => tf.Tensor;
};

/** What was seen when the target distribution was computed, or, where each batch has its own, at the start of an epoch. */
export type TargetUpdate = {
  /** The number of steps before it. */
  step: number;
  /** The share of points whose cluster is another than at the update before; 1 at the first. */
  changed: number;
  /** How many clusters have points. */
  clusters: number;
};

/** An epoch, and the share of labels that changed at the last update of the target in it or before it. */
export type DecEpoch = Epoch & Pick<TargetUpdate, "changed">;

/** What {@linkcode fitDec} finds. */
export interface Dec {
  /** For each point the centroid that it most likely belongs to, 0 to k - 1. */
  labels: Int32Array;
  /** k × d. */
  centroids: Matrix;
  /** The epochs in order, the last perhaps broken off; the loss is the objective. */
  history: DecEpoch[];
  /** The updates of the target in order, and the last look at the clusters, after the last step. */
  updates: TargetUpdate[];
  /** Whether labels changed less than the tolerance, or the epochs were over. */
  stopReason: "tolerance" | "epochs";
  /** What training left of the encoder; freed by `dispose()`. */
  parameters: Parameters;
  /**
   * The codes of points, `[rows, d]`.
   *
   * @throws {RangeError} If they are not as wide as those it was trained on.
   */
  encode(points: Matrix): Promise<Matrix>;
  /**
   * The centroid that each of these points most likely belongs to.
   *
   * @throws {RangeError} As {@linkcode encode}.
   */
  predict(points: Matrix): Promise<Int32Array>;
  /** Frees its tensors. */
  dispose(): void;
}

const RUN = "run DEC";

/**
 * Deep embedded clustering: k-means on the codes gives the first centroids; then encoder and centroids are trained to
 * lower the Kullback-Leibler divergence of the soft assignments from a target that is sharper than they are, and that is
 * computed from all points every `updateInterval` steps, or from each batch.
 *
 * Each epoch goes once through all points, in an order of its own. A cluster that loses all points keeps its centroid,
 * and may get points again; the updates say how many clusters have some.
 *
 * @param points n × the encoder's input.
 * @throws {RangeError} If an option is out of range, the points are not as wide as the encoder's input, or there are fewer of
 * them than clusters.
 * @throws {DivergenceError} If an epoch's mean loss is not finite.
 * @see Xie, Girshick & Farhadi. Unsupervised deep embedding for clustering analysis. ICML 2016.
 */
export async function fitDec(points: Matrix, options: DecOptions): Promise<Dec> {
  const { encoder, objective = (divergence) => divergence, seed, ...run } = options;
  const choices = { ...DEC, ...run };
  const { k, epochs, batchSize, tolerance } = choices;
  const stepsPerEpoch = Math.ceil(points.rows / batchSize);
  const ofBatch = choices.updateInterval === "batch";
  const updateInterval = choices.updateInterval === "epoch" || choices.updateInterval === "batch"
    ? stepsPerEpoch
    : choices.updateInterval;
  checkTraining({ ...run, seed, epochs, batchSize }, RUN);
  checkOptions(choices, updateInterval);
  checkWidth(points, encoder.inputs, RUN);
  const assignments = assignmentsOf(encoder, choices.degreesOfFreedom);
  const optimiser = optimiserOf(choices.optimiser);

  const start = await startOf(points, encoder, {
    ...choices.kMeans,
    k,
    seed: seedFor(seed, "first centroids"),
  });
  let { labels } = start;
  let updates: TargetUpdate[] = [];
  // Where each batch has its own target, this one stays as it is.
  const data = { x: tensorOf(points), target: tf.zeros([points.rows, k]) };
  let target: tf.Tensor = data.target;

  /** Looks at all points after so many steps, and notes it. */
  const look = async (parameters: Parameters, step: number): Promise<Look> => {
    const seen = await lookAt(points, assignments, parameters, updates.length > 0 ? labels : null);
    labels = seen.labels;
    updates.push({ step, changed: seen.changed, clusters: new Set(labels).size });
    return seen;
  };

  const model: Trainable<State> = {
    state: { parameters: start.parameters, optimiser: optimiser.init(start.parameters) },
    step(state, { x, target: all }) {
      const target = ofBatch ? batchTarget(assignments(state.parameters, x)) : all;
      const { loss, gradients } = lossAndGradients(
        (parameters) => ({
          loss: objective(klDivergence(target, assignments(parameters, x)), parameters, x),
          rest: [],
        }),
        state.parameters,
      );
      const next = optimiser.update(state.parameters, gradients, state.optimiser);
      return { state: { parameters: next.parameters, optimiser: next.state }, loss };
    },
    async beforeStep({ parameters }, step) {
      if (step % updateInterval !== 0) return {};
      const { q, changed } = await look(parameters, step);
      if (changed < tolerance) return { stop: "labels stand still" };
      if (ofBatch) return {};
      target = tensorOf(targetDistribution(q));
      return { data: { target } };
    },
    note: () => `${(100 * updates.at(-1)!.changed).toFixed(2)} % changed`,
    kept: async () => ({ values: [await target.data<"float32">(), labels], notes: { updates } }),
    resumed(_, { values: [targets, clusters], notes }) {
      target = tf.tensor2d(targets, [points.rows, k]);
      labels = clusters as Int32Array;
      updates = notes.updates as TargetUpdate[];
      return Promise.resolve({ target });
    },
  };
  const { state, history, stopped } = await train(model, data, { ...run, seed, epochs, batchSize })
    .finally(() => tf.dispose(data));
  try {
    if (stopped === null) await look(state.parameters, epochs * stepsPerEpoch);
    const stopReason = stopped === null ? "epochs" : "tolerance";
    const clusterer = await clustererOf(encoder, assignments, state.parameters, points.columns);
    return {
      labels,
      history: history.map((epoch) => {
        const { changed } = updates.findLast(({ step }) => step < epoch.epoch * stepsPerEpoch)!;
        return { ...epoch, changed };
      }),
      updates,
      stopReason,
      ...clusterer,
    };
  } catch (error) {
    tf.dispose(state.parameters);
    throw error;
  } finally {
    tf.dispose(state.optimiser);
  }
}

function checkOptions(
  { tolerance, degreesOfFreedom }: Pick<DecChoices, "tolerance" | "degreesOfFreedom">,
  updateInterval: number,
): void {
  const check = checkFor(RUN);
  check(
    isCount(updateInterval),
    "updateInterval must be a positive integer",
    updateInterval,
  );
  check(tolerance >= 0 && tolerance <= 1, "tolerance must be in [0, 1]", tolerance);
  check(
    isPositive(degreesOfFreedom),
    "degreesOfFreedom must be finite and above 0",
    degreesOfFreedom,
  );
}

interface State {
  readonly [key: string]: Tree;
  /** The encoder's, and `centroids`. */
  parameters: Parameters;
  optimiser: OptimiserState;
}

/** The logarithms of a batch's soft assignments, `[batch, k]`, under some parameters. */
type Assignments = (parameters: Parameters, x: tf.Tensor) => tf.Tensor;

function assignmentsOf({ encode }: Encoder, degreesOfFreedom: number): Assignments {
  return (parameters, x) => logSoftAssignments(encode(parameters, x), parameters.centroids, degreesOfFreedom);
}

/** Copies of the encoder's parameters and the centroids of k-means on its codes, and the clusters of that. */
async function startOf(
  points: Matrix,
  { encode, parameters }: Encoder,
  options: KMeansChoices & { seed: number },
): Promise<{ parameters: Parameters; labels: Int32Array }> {
  const codeSize = tf.tidy(() => encode(parameters, tf.zeros([1, points.columns])).shape[1]!);
  const codes = await inChunks(points, codeSize, (x) => encode(parameters, x));
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
async function lookAt(
  points: Matrix,
  assignments: Assignments,
  parameters: Parameters,
  before: Int32Array | null,
): Promise<Look> {
  const k = parameters.centroids.shape[0];
  const q = await inChunks(points, k, (x) => tf.exp(assignments(parameters, x)));
  const labels = mostLikely(q);
  const changed = before ? labels.reduce((n, c, i) => n + +(c !== before[i]), 0) / labels.length : 1;
  return { q, labels, changed };
}

/** The trained encoder and centroids, and what they make of points. */
async function clustererOf(
  encoder: Encoder,
  assignments: Assignments,
  parameters: Parameters,
  inputs: number,
): Promise<Pick<Dec, "centroids" | "parameters" | "encode" | "predict" | "dispose">> {
  const { centroids, ...trained } = parameters;
  const [k, codeSize] = centroids.shape;
  return {
    centroids: matrix(await centroids.data<"float32">(), k, codeSize),
    parameters: trained,
    async encode(points) {
      checkWidth(points, inputs, "encode the points");
      return await inChunks(points, codeSize, (x) => encoder.encode(trained, x));
    },
    async predict(points) {
      checkWidth(points, inputs, "find the points' clusters");
      return mostLikely(await inChunks(points, k, (x) => assignments(parameters, x)));
    },
    dispose: () => tf.dispose(parameters),
  };
}
