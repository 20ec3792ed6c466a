import {
  compile,
  type Compiled,
  fillTree,
  leaves,
  leavesLike,
  permutation,
  random,
  seedFor,
  type Spec,
  spec,
  specsOf,
  type SpecTree,
  tf,
  type Tree,
} from "../engine/mod.ts";
import { checkFor, isCount } from "./check.ts";

/** One batch of a data set: for each of its tensors the rows at the batch's indices. */
export type Batch = { readonly [name: string]: tf.Tensor };

/** What a step takes besides its state and batch. */
export interface StepInput {
  /** int32 `[2]`, for this step's random numbers: the run's seed and the step's number. */
  seed: tf.Tensor;
  /** The number of whole epochs before this one, a float32 scalar; annealed quantities depend on it. */
  epoch: tf.Tensor;
}

/** A model under training: its first state, and the step that takes it on by one batch. */
export interface Trainable<State extends Tree> {
  /** Disposed by training. */
  state: State;
  /** Pure; compiled once per batch size. `loss` is the batch's mean, a scalar. */
  step(state: State, batch: Batch, input: StepInput): { state: State; loss: tf.Tensor };
  /**
   * What is done before each step, outside the compiled one.
   *
   * @param step The number of steps before it.
   */
  beforeStep?(state: State, step: number): Promise<BeforeStep>;
  /**
   * What is done after each epoch, outside the compiled step: the state to go on with, of the same shapes, and what the
   * epoch's history gets beside its loss. What of the old state is not in the new one is this function's to dispose.
   */
  afterEpoch?(state: State, epoch: number): Promise<{ state: State; measured: Record<string, number> }>;
  /** What progress says beside the epoch. The loss of the epoch before, unless given. */
  note?(): string;
  /** What the model must keep beside its state to go on from here. */
  kept?(): Promise<Snapshot>;
  /**
   * Hears of the state that training goes on from where it was broken off after an epoch, which is not to be disposed, and
   * of what {@linkcode kept} gave then. Returns what then stood in the place of data, as {@linkcode BeforeStep} has it.
   */
  resumed?(state: State, kept: Snapshot): Promise<Batch>;
}

/** What a step is to begin with. */
export interface BeforeStep {
  /**
   * What stands in the place of the data of the same names from now on, in the same shapes, such as a target that depends
   * on the state; training's to dispose.
   */
  data?: Batch;
  /** Why training ends here, without this step. */
  stop?: string;
}

/** What long work has reached: enough to go on from there as if it had never been broken off. */
export interface Snapshot {
  /** The numbers, in an order of the work's own. */
  values: (Float32Array | Int32Array)[];
  /** What else it needs, as JSON can hold it. */
  notes: { [name: string]: unknown };
}

/** Keeps what long work has reached. */
export interface Checkpoint {
  /** What was kept when the work was broken off; undefined where it starts. */
  load(): Promise<Snapshot | undefined>;
  /**
   * Told wherever the work could be taken up again; takes a snapshot if it is time to keep one.
   *
   * @param finished Whether the work is done.
   */
  reached(take: () => Snapshot | Promise<Snapshot>, finished: boolean): Promise<void>;
}

/** An epoch, numbered from 1. `loss` is the mean over the samples it went through. */
export type Epoch = { epoch: number; loss: number; seconds: number; [measured: string]: number };

/** How long training goes on, and in which steps. */
export type TrainingChoices = {
  /** How often to go through all rows. */
  readonly epochs: number;
  /** Rows a step, at least 1. */
  readonly batchSize: number;
};

/** What a training takes that is no choice: its randomness, who hears of it, and what keeps it. */
export interface TrainingRun {
  /**
   * Decides all that is random: first weights, the order of the batches, each step's random numbers. An integer from 0 to
   * 2^32 - 1. Steps take it as it is: the n-th steps of two trainings from one seed have the same random numbers.
   */
  seed: number;
  /** Called after each step with the number of steps done, that of all, and the epoch and last loss in words. */
  onProgress?: ProgressListener;
  /** Keeps what was reached after an epoch; training goes on from what it kept. */
  checkpoint?: Checkpoint;
}

/** Options of {@linkcode train}. */
export interface TrainingOptions extends TrainingChoices, TrainingRun {
  /**
   * Left out: rows are dealt into batches anew for each epoch. `fixed`: they are dealt once, and each epoch takes the same
   * batches in an order of its own, as a TensorFlow data set does that is batched before it is shuffled.
   */
  batches?: "fixed";
}

/** Hears how far long work is. */
export type ProgressListener = (done: number, total: number, note: string) => void;

/** What training leaves. */
export interface Trained<State extends Tree> {
  /** The last state; the caller's to dispose. */
  state: State;
  /** The epochs in order. */
  history: Epoch[];
  /** Why the model ended it before its epochs were over; null where it did not. */
  stopped: string | null;
}

/** A loss that is not a number, or infinite. */
export class DivergenceError extends Error {
  /** The epoch, from 1, whose mean loss is `loss`. */
  constructor(epoch: number, loss: number) {
    super(`Cannot go on training: the loss of epoch ${epoch} must be finite, got ${loss}`);
    this.name = "DivergenceError";
  }
}

/**
 * Trains by mini-batches: each epoch goes once through all rows in an order of its own, drawn from the seed; the last
 * batch of an epoch holds what is left, or, where batches are fixed, one of them does. The data stay on the device, each
 * step gathers its rows there. Training that was broken off and goes on from a checkpoint ends with the same state and
 * losses as if it had not been.
 *
 * A model may end training before a step; the epoch that it is in then ends too, and its loss is the mean over the rows
 * that it went through. One without any row is no epoch. No checkpoint is told of that end.
 *
 * The state of `model` is disposed, also where an error is thrown.
 *
 * @param data Tensors of equally many rows, such as images and labels; not disposed.
 * @throws {RangeError} If `epochs` is not an integer of at least 0, `batchSize` not one of at least 1, `seed` not one from 0
 * to 2^32 - 1, `batches` another word, there is no row, or the data's rows are not equally many.
 * @throws {DivergenceError} If an epoch's mean loss is not finite.
 */
export async function train<State extends Tree>(
  model: Trainable<State>,
  data: Batch,
  options: TrainingOptions,
): Promise<Trained<State>> {
  const { epochs, batchSize, seed, batches, onProgress, checkpoint } = options;
  const [rows, ...others] = Object.values(data).map(({ shape }) => shape[0]);
  const structure = specsOf(model.state);
  const compiled = new Map<number, ReturnType<typeof compileStep<State>>>();
  const stepsInAll = epochs * Math.ceil(rows / batchSize);
  let history: Epoch[] = [];
  let steps = 0;
  let stopped: string | null = null;
  let state = model.state;
  /** What stands in the place of the caller's data. */
  let replaced: Batch = {};
  const replace = (next: Batch) => {
    tf.dispose(Object.keys(next).map((name) => replaced[name] ?? []));
    replaced = { ...replaced, ...next };
  };

  const takeStep = (batch: Int32Array, total: tf.Tensor, epoch: tf.Tensor): tf.Tensor => {
    const all = { ...data, ...replaced };
    let step = compiled.get(batch.length);
    if (!step) compiled.set(batch.length, step = compileStep(model, state, all, batch.length));
    const indices = tf.tensor1d(batch, "int32");
    const input = { seed: tf.tensor1d([seed | 0, steps++], "int32"), epoch };
    try {
      const next = step(state, total, all, indices, input);
      tf.dispose(state as tf.TensorContainer);
      state = next.state;
      return next.total;
    } finally {
      tf.dispose([indices, input.seed]);
    }
  };

  /** Goes through these batches: how many rows it went through, and their mean loss. */
  const goThrough = async (dealt: Int32Array[], epoch: number): Promise<{ seen: number; loss: number }> => {
    const epochsBefore = tf.scalar(epoch - 1);
    let total: tf.Tensor = tf.scalar(0);
    let seen = 0;
    try {
      for (const batch of dealt) {
        if (model.beforeStep) {
          const { data: next = {}, stop = null } = await model.beforeStep(state, steps);
          replace(next);
          stopped = stop;
          if (stopped !== null) break;
        }
        const next = takeStep(batch, total, epochsBefore);
        total.dispose();
        total = next;
        seen += batch.length;
        onProgress?.(steps, stepsInAll, `epoch ${epoch}/${epochs}${besideEpoch(model, history)}`);
      }
      return { seen, loss: (await total.data())[0] / seen };
    } finally {
      tf.dispose([total, epochsBefore]);
    }
  };

  try {
    checkTraining(options, "train");
    checkFor("train")(rows >= 1, "data must have at least 1 row", rows);
    if (others.some((count) => count !== rows)) {
      throw new RangeError(
        `Cannot train: data must have equally many rows, got ${[rows, ...others].join(", ")}`,
      );
    }
    const kept = await checkpoint?.load();
    if (kept) {
      const count = leaves<Spec>(structure).length;
      const restored = restore(structure, kept.values.slice(0, count)) as State;
      tf.dispose(state as tf.TensorContainer);
      state = restored;
      const { history: before, ...notes } = kept.notes;
      history = before as Epoch[];
      steps = history.length * Math.ceil(rows / batchSize);
      replace(await model.resumed?.(state, { values: kept.values.slice(count), notes }) ?? {});
    }
    const deal = dealer(rows, batchSize, batches, random(seedFor(seed, "order of batches")));
    for (let epoch = 1; epoch <= epochs; epoch++) {
      const started = performance.now();
      // Dealt for epochs that are behind too, so that those to come have the same batches.
      const dealt = deal();
      if (epoch <= history.length) continue;
      const { seen, loss } = await goThrough(dealt, epoch);
      if (stopped !== null && seen === 0) break;
      if (!Number.isFinite(loss)) throw new DivergenceError(epoch, loss);
      let measured: Record<string, number> = {};
      if (model.afterEpoch) ({ state, measured } = await model.afterEpoch(state, epoch));
      history.push({ epoch, loss, seconds: (performance.now() - started) / 1000, ...measured });
      if (stopped !== null) break;
      // Lets the process hear signals and timers.
      await new Promise((resolve) => setTimeout(resolve));
      await checkpoint?.reached(() => snapshotOf(model, structure, state, history), epoch === epochs);
    }
    if (stopped !== null) onProgress?.(stepsInAll, stepsInAll, stopped);
  } catch (error) {
    tf.dispose(state as tf.TensorContainer);
    throw error;
  } finally {
    tf.dispose(replaced);
  }
  return { state, history, stopped };
}

/** Gives each epoch's batches in turn, as the indices of their rows. */
function dealer(
  rows: number,
  batchSize: number,
  batches: TrainingOptions["batches"],
  next: () => number,
): () => Int32Array[] {
  const deal = () => {
    const indices = permutation(rows, next);
    return Array.from(
      { length: Math.ceil(rows / batchSize) },
      (_, i) => indices.subarray(i * batchSize, (i + 1) * batchSize),
    );
  };
  if (batches === undefined) return deal;
  const dealt = deal();
  return () => Array.from(permutation(dealt.length, next), (i) => dealt[i]);
}

/** What progress says after the epoch's number. */
function besideEpoch<State extends Tree>(model: Trainable<State>, history: readonly Epoch[]): string {
  if (model.note) return ` ${model.note()}`;
  const last = history.at(-1);
  return last ? ` loss ${last.loss.toPrecision(4)}` : "";
}

/** What was reached: the numbers of the state's tensors, then those that the model itself keeps. */
async function snapshotOf<State extends Tree>(
  model: Trainable<State>,
  structure: SpecTree,
  state: State,
  history: Epoch[],
): Promise<Snapshot> {
  const own = await model.kept?.() ?? { values: [], notes: {} };
  const tensors = leavesLike<tf.Tensor>(structure, state);
  const values = await Promise.all(
    tensors.map(async (tensor) => await tensor!.data() as Float32Array | Int32Array),
  );
  return { values: [...values, ...own.values], notes: { ...own.notes, history } };
}

/**
 * How often `every` epochs are over as this one begins, whose number counts from 0: for learning rates that fall in steps.
 *
 * @param every At least 1; not necessarily whole.
 */
export function timesOver(epoch: tf.Tensor, every: number): tf.Tensor {
  // Compiled, a division by a constant is a multiplication, which may end just below a whole number.
  return tf.floor(tf.add(tf.div(epoch, every), 1e-3));
}

/**
 * Checks what {@linkcode train} takes.
 *
 * @param what What is trained, for the errors: "Cannot {what}: …".
 * @throws {RangeError} If `epochs`, `batchSize`, `seed` or `batches` is out of range.
 */
export function checkTraining({ epochs, batchSize, seed, batches }: TrainingOptions, what: string): void {
  const check = checkFor(what);
  check(Number.isInteger(epochs) && epochs >= 0, "epochs must be an integer, at least 0", epochs);
  check(isCount(batchSize), "batchSize must be a positive integer", batchSize);
  check(seed >>> 0 === seed, "seed must be an integer from 0 to 2^32 - 1", seed);
  check(batches === undefined || batches === "fixed", 'batches must be "fixed" or left out', batches);
}

/**
 * The state that had these numbers.
 *
 * @throws {RangeError} If they do not fit the structure.
 */
function restore(structure: SpecTree, values: Snapshot["values"]): Tree {
  const specs = leaves<Spec>(structure);
  const fits = specs.length === values.length &&
    specs.every(({ shape, dtype }, i) =>
      values[i].length === tf.util.sizeFromShape([...shape]) &&
      values[i] instanceof (dtype === "int32" ? Int32Array : Float32Array)
    );
  if (!fits) throw new RangeError("Cannot go on from the checkpoint: it is of another model");
  return fillTree(
    structure,
    specs.map(({ shape, dtype }, i) => tf.tensor(values[i], [...shape], dtype)),
  ) as Tree;
}

/** The model's step with the batch gathered and its loss added to the epoch's total, on the device. */
function compileStep<State extends Tree>(
  model: Trainable<State>,
  state: State,
  data: Batch,
  size: number,
): Compiled<
  [State, tf.Tensor, Batch, tf.Tensor, { seed: tf.Tensor; epoch: tf.Tensor }],
  { state: State; total: tf.Tensor }
> {
  return compile(
    (
      state: State,
      total: tf.Tensor,
      data: Batch,
      indices: tf.Tensor,
      input: { seed: tf.Tensor; epoch: tf.Tensor },
    ) => {
      const batch = Object.fromEntries(
        Object.entries(data).map(([name, tensor]) => [name, tf.gather(tensor, indices)]),
      );
      const next = model.step(state, batch, input);
      return { state: next.state, total: tf.add(total, tf.mul(next.loss, size)) };
    },
    [state, spec([]), data, spec([size], "int32"), {
      seed: spec([2], "int32"),
      epoch: spec([]),
    }],
  );
}
