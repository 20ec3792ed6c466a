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
import { checkFor } from "./check.ts";

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
   * What is done after each epoch, outside the compiled step: the state to go on with, of the same shapes, and what the
   * epoch's history gets beside its loss. What of the old state is not in the new one is this function's to dispose.
   */
  afterEpoch?(state: State, epoch: number): Promise<{ state: State; measured: Record<string, number> }>;
  /** Hears of the state that training goes on from where it was broken off after an epoch; it is not to be disposed. */
  resumed?(state: State): void;
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
  reached(take: () => Snapshot, finished: boolean): Promise<void>;
}

/** An epoch, numbered from 1. `loss` is the mean over the samples it went through. */
export type Epoch = { epoch: number; loss: number; seconds: number; [measured: string]: number };

/** Options of {@linkcode train}. */
export interface TrainingOptions {
  /** How often to go through all rows. */
  epochs: number;
  /** Rows a step, at least 1. */
  batchSize: number;
  /** Decides the order of the batches and each step's random numbers. */
  seed: number;
  /** Called after each step with the number of steps done, that of all, and the epoch and last loss in words. */
  onProgress?: ProgressListener;
  /** Keeps what was reached after an epoch; training goes on from what it kept. */
  checkpoint?: Checkpoint;
}

/** Hears how far long work is. */
export type ProgressListener = (done: number, total: number, note: string) => void;

/** What training leaves: the last state, the caller's to dispose, and the epochs. */
export interface Trained<State extends Tree> {
  /** The caller's to dispose. */
  state: State;
  /** The epochs in order. */
  history: Epoch[];
}

/** A loss that is not a number, or infinite. */
export class DivergenceError extends Error {
  /** The epoch, from 1, whose mean loss is `loss`. */
  constructor(epoch: number, loss: number) {
    super(`Cannot go on training: the loss of epoch ${epoch} must be finite: current value is ${loss}`);
    this.name = "DivergenceError";
  }
}

/**
 * Trains by mini-batches: each epoch goes once through all rows in an order of its own, drawn from the seed; the last
 * batch of an epoch holds what is left. The data stay on the device, each step gathers its rows there. Training that was
 * broken off and goes on from a checkpoint ends with the same state and losses as if it had not been.
 *
 * The state of `model` is disposed, also where an error is thrown.
 *
 * @param data Tensors of equally many rows, such as images and labels; not disposed.
 * @throws {RangeError} If `epochs` is not an integer of at least 0, `batchSize` not one of at least 1, or the data's rows
 * are not equally many.
 * @throws {DivergenceError} If an epoch's mean loss is not finite.
 */
export async function train<State extends Tree>(
  model: Trainable<State>,
  data: Batch,
  { epochs, batchSize, seed, onProgress, checkpoint }: TrainingOptions,
): Promise<Trained<State>> {
  const [rows, ...others] = Object.values(data).map(({ shape }) => shape[0]);
  const structure = specsOf(model.state);
  const steps = new Map<number, ReturnType<typeof compileStep<State>>>();
  const order = random(seedFor(seed, "order of batches"));
  let history: Epoch[] = [];
  const stepsInAll = epochs * Math.ceil(rows / batchSize);
  let stepNumber = 0;
  let note = `epoch 1/${epochs}`;
  let state = model.state;
  // What an epoch, and a step, makes and frees.
  let ofEpoch: { total: tf.Tensor; epoch: tf.Tensor } | null = null;
  let ofStep: { indices: tf.Tensor; seed: tf.Tensor } | null = null;
  try {
    checkOptions(epochs, batchSize);
    if (others.some((count) => count !== rows)) {
      throw new RangeError(
        `Cannot train: data must have equally many rows: current numbers are ${[rows, ...others].join(", ")}`,
      );
    }
    const kept = await checkpoint?.load();
    if (kept) {
      const restored = restore(structure, kept.values) as State;
      tf.dispose(state as tf.TensorContainer);
      state = restored;
      history = kept.notes.history as Epoch[];
      stepNumber = history.length * Math.ceil(rows / batchSize);
      model.resumed?.(state);
    }
    for (let epoch = 1; epoch <= epochs; epoch++) {
      const started = performance.now();
      // Drawn for epochs that are behind too, so that those to come have the same order.
      const indices = permutation(rows, order);
      if (epoch <= history.length) continue;
      ofEpoch = { total: tf.scalar(0), epoch: tf.scalar(epoch - 1) };
      for (let first = 0; first < rows; first += batchSize) {
        const batch = indices.subarray(first, first + batchSize);
        let step = steps.get(batch.length);
        if (!step) steps.set(batch.length, step = compileStep(model, state, data, batch.length));
        ofStep = {
          indices: tf.tensor1d(batch, "int32"),
          seed: tf.tensor1d([seed | 0, stepNumber++], "int32"),
        };
        const next = step(state, ofEpoch.total, data, ofStep.indices, {
          seed: ofStep.seed,
          epoch: ofEpoch.epoch,
        });
        tf.dispose([state as tf.TensorContainer, ofEpoch.total, ofStep]);
        state = next.state;
        ofEpoch.total = next.total;
        onProgress?.(stepNumber, stepsInAll, note);
      }
      const loss = ofEpoch.total.dataSync()[0] / rows;
      tf.dispose(ofEpoch);
      if (!Number.isFinite(loss)) throw new DivergenceError(epoch, loss);
      let measured: Record<string, number> = {};
      if (model.afterEpoch) ({ state, measured } = await model.afterEpoch(state, epoch));
      history.push({ epoch, loss, seconds: (performance.now() - started) / 1000, ...measured });
      note = `epoch ${Math.min(epoch + 1, epochs)}/${epochs} loss ${loss.toPrecision(4)}`;
      // Lets the process hear signals and timers.
      await new Promise((resolve) => setTimeout(resolve));
      await checkpoint?.reached(
        () => ({ values: valuesOf(structure, state), notes: { history } }),
        epoch === epochs,
      );
    }
  } catch (error) {
    tf.dispose([state as tf.TensorContainer, ofEpoch ?? [], ofStep ?? []]);
    throw error;
  }
  return { state, history };
}

function checkOptions(epochs: number, batchSize: number): void {
  const check = checkFor("train");
  check(Number.isInteger(epochs) && epochs >= 0, "epochs must be an integer, at least 0", epochs);
  check(Number.isInteger(batchSize) && batchSize >= 1, "batchSize must be a positive integer", batchSize);
}

/** The numbers of a state's tensors, in the order of the structure's leaves. */
export function valuesOf(structure: SpecTree, state: Tree): Snapshot["values"] {
  return leavesLike<tf.Tensor>(structure, state).map((tensor) =>
    tensor!.dataSync() as Float32Array | Int32Array
  );
}

/**
 * The state that {@linkcode valuesOf} had the numbers of.
 *
 * @throws {RangeError} If they do not fit the structure.
 */
export function restore(structure: SpecTree, values: Snapshot["values"]): Tree {
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
