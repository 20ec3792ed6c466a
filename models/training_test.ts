import { assert, assertAlmostEquals, assertEquals, assertNotEquals, assertRejects } from "@std/assert";
import { initEngine, tf, type Tree } from "../engine/mod.ts";
import { type Batch, DivergenceError, train, type Trainable, type TrainingOptions } from "./training.ts";
import { breaking, goingOn } from "./testing.ts";

await initEngine({ engine: "tensorflow", quiet: true });

const ROWS = 11;

/** Row i has the id i and the value i². */
const data = (): Batch => ({
  ids: tf.range(0, ROWS, 1, "int32"),
  values: tf.tensor2d(Array.from({ length: ROWS }, (_, i) => [i * i]), [ROWS, 1]),
});

type Seen = {
  /** How often each row was in a batch, `[rows]`. */
  counts: tf.Tensor;
  /** Rows as the digits of a number, the last batch's first one last. */
  first: tf.Tensor;
  /** The largest step number, the sum of epochs, and the seed. */
  inputs: tf.Tensor;
  fixed: tf.Tensor;
};

/** A model that takes down what it is given. Its loss is the mean of the batch's values. */
const model = (): Trainable<Seen> => ({
  state: {
    counts: tf.zeros([ROWS]),
    first: tf.scalar(0),
    inputs: tf.zeros([3]),
    fixed: tf.tensor1d([4, 2]),
  },
  step({ counts, first, inputs, fixed }, { ids, values }, { seed, epoch }) {
    const [run, step] = tf.unstack(tf.cast(seed, "float32"));
    const [, epochs] = tf.unstack(inputs);
    return {
      state: {
        counts: tf.add(counts, tf.sum(tf.oneHot(ids, ROWS), 0)),
        first: tf.add(tf.mul(first, ROWS), tf.cast(tf.slice(ids, 0, 1).reshape([]), "float32")),
        inputs: tf.stack([step, tf.add(epochs, epoch), run]),
        fixed,
      },
      loss: tf.mean(values),
    };
  },
});

const defaults: TrainingOptions = { epochs: 2, batchSize: 4, seed: 5 };

/** The numbers of the state after training, the history, and a check that nothing else is left. */
async function trained(options: Partial<TrainingOptions> = {}) {
  const before = tf.memory().numTensors;
  const rows = data();
  const { state, history } = await train(model(), rows, { ...defaults, ...options });
  const { counts, first, inputs, fixed } = state;
  const found = [counts, first, inputs, fixed].map((t) => [...t.dataSync()]);
  tf.dispose([state, rows] as unknown as tf.TensorContainer);
  assertEquals(tf.memory().numTensors, before);
  return { counts: found[0], first: found[1][0], inputs: found[2], fixed: found[3], history };
}

const MEAN = Array.from({ length: ROWS }, (_, i) => i * i).reduce((sum, x) => sum + x) / ROWS;

for (const batchSize of [1, 4, 11, 50]) {
  Deno.test(`train() goes through all rows once an epoch, in batches of ${batchSize}`, async () => {
    const { counts, history, inputs, fixed } = await trained({ batchSize, epochs: 3 });
    assertEquals(counts, new Array(ROWS).fill(3));
    assertEquals(history.map(({ epoch }) => epoch), [1, 2, 3]);
    // Each row counts alike, in a whole batch or in the last one.
    for (const { loss } of history) assertAlmostEquals(loss, MEAN, 1e-4);
    const steps = Math.ceil(ROWS / batchSize);
    assertEquals(inputs, [3 * steps - 1, (0 + 1 + 2) * steps, 5]);
    assertEquals(fixed, [4, 2]);
  });
}

Deno.test("train() has an order of its own for each epoch and seed, and the same again", async () => {
  const options = { batchSize: ROWS, epochs: 3 };
  const { first } = await trained(options);
  assertEquals((await trained(options)).first, first);
  assertNotEquals((await trained({ ...options, seed: 6 })).first, first);
  const digits = [0, 1, 2].map((i) => Math.floor(first / ROWS ** i) % ROWS);
  assert(new Set(digits).size > 1, `each epoch begins with row ${digits}`);
});

Deno.test("train() deals fixed batches once: each epoch has the same ones in another order, and resumes with them", async () => {
  const rows: Batch = { ids: tf.range(0, ROWS, 1, "int32"), values: tf.ones([ROWS, 1]) };
  /** A batch's rows as one number, and a place for each step's. */
  const noting = (): Trainable<{ seen: tf.Tensor }> => ({
    state: { seen: tf.zeros([12], "int32") },
    step({ seen }, { ids }, { seed }) {
      const place = tf.oneHot(tf.slice(seed, 1, 1), 12).reshape([12]).cast("int32");
      const number = tf.sum(tf.pow(tf.scalar(2, "int32"), ids)).cast("int32");
      return { state: { seen: tf.add(seen, tf.mul(place, number)) }, loss: tf.scalar(0) };
    },
  });
  const epochsOf = async (change: Partial<TrainingOptions>) => {
    const { state } = await train(noting(), rows, { ...defaults, epochs: 4, ...change });
    const seen = [...await state.seen.data()];
    state.seen.dispose();
    return [0, 1, 2, 3].map((epoch) => seen.slice(3 * epoch, 3 * epoch + 3));
  };
  const fixed = await epochsOf({ batches: "fixed" });
  for (const epoch of fixed) {
    assertEquals(epoch.toSorted(), fixed[0].toSorted());
    assertEquals(epoch.reduce((sum, batch) => sum + batch), 2 ** ROWS - 1);
  }
  assert(new Set(fixed.map(String)).size > 1, "the order changes");
  const anew = await epochsOf({});
  assert(new Set(anew.map((epoch) => String(epoch.toSorted()))).size === 4, "else the batches change");
  const checkpoint = breaking(2);
  await assertRejects(() => epochsOf({ batches: "fixed", checkpoint }), Error, "broken off");
  assertEquals(await epochsOf({ batches: "fixed", checkpoint: goingOn(checkpoint.kept!) }), fixed);
  tf.dispose(rows);
});

Deno.test("train() tells how far it is", async () => {
  const heard: [number, number, string][] = [];
  const { history } = await trained({ onProgress: (...now) => heard.push(now) });
  assertEquals(heard.map(([done]) => done), [1, 2, 3, 4, 5, 6]);
  assert(heard.every(([, total]) => total === 6));
  assertEquals(heard[0][2], "epoch 1/2");
  assertEquals(heard[5][2], `epoch 2/2 loss ${history[0].loss.toPrecision(4)}`);
});

Deno.test("train() lets others run between epochs, and says how long each took", async () => {
  let ticks = 0;
  const timer = setInterval(() => ticks++, 0);
  const { history } = await trained({ epochs: 20 });
  clearInterval(timer);
  assert(ticks > 1, `${ticks} ticks`);
  assert(history.every(({ seconds }) => seconds > 0));
});

Deno.test("train() for no epochs leaves the state as it was", async () => {
  const { counts, history } = await trained({ epochs: 0 });
  assertEquals(counts, new Array(ROWS).fill(0));
  assertEquals(history, []);
});

Deno.test("train() is the same on another engine", async () => {
  const tensorflow = await trained();
  await initEngine({ engine: "cpu" });
  const cpu = await trained();
  await initEngine({ engine: "tensorflow", quiet: true });
  const plain = (result: typeof cpu) => ({ ...result, history: result.history.map(({ loss }) => loss) });
  assertEquals(plain(cpu), plain(tensorflow));
});

Deno.test("train() refuses batches that are no positive number of rows", async () => {
  for (const batchSize of [0, -1, 2.5, NaN]) {
    const before = tf.memory().numTensors;
    const rows = data();
    await assertRejects(
      () => train(model(), rows, { ...defaults, batchSize }),
      RangeError,
      `Cannot train: batchSize must be a positive integer, got ${batchSize}`,
    );
    tf.dispose(rows as unknown as tf.TensorContainer);
    assertEquals(tf.memory().numTensors, before);
  }
});

Deno.test("train() refuses batches of another kind than fixed ones", async () => {
  const rows = data();
  await assertRejects(
    () => train(model(), rows, { ...defaults, batches: "sorted" as "fixed" }),
    RangeError,
    'Cannot train: batches must be "fixed" or left out, got sorted',
  );
  tf.dispose(rows as unknown as tf.TensorContainer);
});

Deno.test("train() refuses seeds that are no 32-bit numbers", async () => {
  for (const seed of [-1, 0.5, 2 ** 32, NaN]) {
    const before = tf.memory().numTensors;
    const rows = data();
    await assertRejects(
      () => train(model(), rows, { ...defaults, seed }),
      RangeError,
      `Cannot train: seed must be an integer from 0 to 2^32 - 1, got ${seed}`,
    );
    tf.dispose(rows as unknown as tf.TensorContainer);
    assertEquals(tf.memory().numTensors, before);
  }
});

Deno.test("train() refuses data without a row, or whose rows are not equally many", async () => {
  const none = () => ({ ids: tf.zeros([0], "int32"), values: tf.zeros([0, 1]) });
  const unequal = () => ({ ...data(), more: tf.zeros([3, 1]) });
  for (
    const [make, rule] of [
      [none, "data must have at least 1 row, got 0"],
      [unequal, "data must have equally many rows, got "],
    ] as const
  ) {
    const before = tf.memory().numTensors;
    const rows = make();
    await assertRejects(() => train(model(), rows, defaults), RangeError, `Cannot train: ${rule}`);
    tf.dispose(rows as unknown as tf.TensorContainer);
    assertEquals(tf.memory().numTensors, before);
  }
});

Deno.test("train() refuses epochs that are no whole number", async () => {
  for (const epochs of [-1, 1.5, NaN]) {
    const rows = data();
    await assertRejects(
      () => train(model(), rows, { ...defaults, epochs }),
      RangeError,
      `Cannot train: epochs must be an integer, at least 0, got ${epochs}`,
    );
    tf.dispose(rows as unknown as tf.TensorContainer);
  }
});

Deno.test("train() stops at a loss that is not finite, and leaves nothing", async () => {
  for (const [value, text] of [[NaN, "NaN"], [Infinity, "Infinity"]] as const) {
    const before = tf.memory().numTensors;
    const rows = data();
    const diverging: Trainable<{ steps: tf.Tensor }> = {
      state: { steps: tf.scalar(0) },
      step: ({ steps }, { values }) => ({
        state: { steps: tf.add(steps, 1) },
        // Whole for two epochs of three batches.
        loss: tf.where(tf.less(steps, 6), tf.mean(values), tf.scalar(value)),
      }),
    };
    const error = await assertRejects(
      () => train(diverging, rows, { ...defaults, epochs: 5 }),
      DivergenceError,
      `Cannot go on training: the loss of epoch 3 must be finite, got ${text}`,
    );
    assertEquals(error.name, "DivergenceError");
    tf.dispose(rows as unknown as tf.TensorContainer);
    assertEquals(tf.memory().numTensors, before);
  }
});

Deno.test("train() passes on what a step throws, and leaves nothing", async () => {
  const before = tf.memory().numTensors;
  const rows = data();
  const failing: Trainable<Tree> = {
    state: { a: tf.scalar(0) },
    step: () => {
      throw new RangeError("Cannot step");
    },
  };
  await assertRejects(() => train(failing, rows, defaults), RangeError, "Cannot step");
  tf.dispose(rows as unknown as tf.TensorContainer);
  assertEquals(tf.memory().numTensors, before);
});

Deno.test("train() goes on with the state that afterEpoch() returns, and puts what it measured into the history", async () => {
  const before = tf.memory().numTensors;
  const rows = data();
  const { state, history } = await train(
    {
      ...model(),
      afterEpoch({ counts, fixed, ...rest }, epoch) {
        const measured = { largest: Math.max(...counts.dataSync()) };
        tf.dispose([counts, fixed]);
        return Promise.resolve({
          state: { ...rest, counts: tf.zeros([ROWS]), fixed: tf.tensor1d([epoch, 0]) },
          measured,
        });
      },
    },
    rows,
    defaults,
  );
  // Each row comes once an epoch, and the counts start anew after each.
  assertEquals(history.map(({ epoch, largest }) => [epoch, largest]), [[1, 1], [2, 1]]);
  assertEquals([...state.fixed.dataSync()], [2, 0]);
  tf.dispose([state, rows] as unknown as tf.TensorContainer);
  assertEquals(tf.memory().numTensors, before);
});

Deno.test("train() goes on from a checkpoint as if it had never been broken off, whatever epoch that was after", async () => {
  const options = { epochs: 4 };
  const plain = ({ history, ...rest }: Awaited<ReturnType<typeof trained>>) => ({
    ...rest,
    history: history.map(({ epoch, loss }) => [epoch, loss]),
  });
  const whole = plain(await trained(options));
  for (const last of [1, 3, 4]) {
    const checkpoint = breaking(last);
    const before = tf.memory().numTensors;
    const rows = data();
    await assertRejects(
      () => train(model(), rows, { ...defaults, ...options, checkpoint }),
      Error,
      "broken off",
    );
    tf.dispose(rows as unknown as tf.TensorContainer);
    assertEquals(tf.memory().numTensors, before);
    assertEquals(checkpoint.finished, [false, false, false, true].slice(0, last));
    assertEquals(plain(await trained({ ...options, checkpoint: goingOn(checkpoint.kept!) })), whole);
  }
});

Deno.test("train() lets its model hear of the state that it goes on from", async () => {
  const checkpoint = breaking(1);
  const rows = data();
  await assertRejects(() => train(model(), rows, { ...defaults, checkpoint }));
  let counted: number[] = [];
  const { state } = await train(
    {
      ...model(),
      async resumed({ counts }) {
        counted = [...await counts.data()];
        return {};
      },
    },
    rows,
    { ...defaults, checkpoint: goingOn(checkpoint.kept!) },
  );
  assertEquals(counted, new Array(ROWS).fill(1));
  tf.dispose([state, rows] as unknown as tf.TensorContainer);
});

/** Data whose values are replaced before the steps of these numbers, each time by one more than the step. */
const replacing = (at: readonly number[], end = Infinity) => (): Trainable<Seen> => {
  let value = 0;
  const values = () => tf.fill([ROWS, 1], value);
  return {
    ...model(),
    beforeStep(_, step) {
      if (step === end) return Promise.resolve({ stop: "enough" });
      if (!at.includes(step)) return Promise.resolve({});
      value = step + 1;
      return Promise.resolve({ data: { values: values() } });
    },
    note: () => `value ${value}`,
    kept: () => Promise.resolve({ values: [Float32Array.of(value)], notes: { twice: 2 * value } }),
    resumed(_, kept) {
      value = kept.values[0][0];
      assertEquals(kept, { values: [Float32Array.of(value)], notes: { twice: 2 * value } });
      return Promise.resolve({ values: values() });
    },
  };
};

/** Trains that, and frees everything; checks that nothing is left. */
async function withReplaced(given: () => Trainable<Seen>, options: Partial<TrainingOptions> = {}) {
  const before = tf.memory().numTensors;
  const rows = data();
  try {
    const { state, history, stopped } = await train(given(), rows, { ...defaults, ...options });
    const counts = [...state.counts.dataSync()];
    tf.dispose(state as unknown as tf.TensorContainer);
    return { counts, losses: history.map(({ loss }) => loss), stopped };
  } finally {
    tf.dispose(rows as unknown as tf.TensorContainer);
    assertEquals(tf.memory().numTensors, before);
  }
}

Deno.test("train() goes on with the data that beforeStep() puts in the place of others", async () => {
  const heard: string[] = [];
  const { losses, counts, stopped } = await withReplaced(replacing([0, 2, 4]), {
    onProgress: (_done, _total, note) => heard.push(note),
  });
  // Batches of 4, 4 and 3 rows.
  assertAlmostEquals(losses[0], (4 * 1 + 4 * 1 + 3 * 3) / ROWS, 1e-6);
  assertAlmostEquals(losses[1], (4 * 3 + 4 * 5 + 3 * 5) / ROWS, 1e-6);
  assertEquals([counts, stopped], [new Array(ROWS).fill(2), null]);
  assertEquals(heard[0], "epoch 1/2 value 1");
  assertEquals(heard[5], "epoch 2/2 value 5");
});

Deno.test("train() ends where beforeStep() says so: within an epoch, whose loss is of the rows so far, or between two", async () => {
  for (const [end, epochs] of [[0, 0], [2, 1], [3, 1], [4, 2]]) {
    const heard: [number, number, string][] = [];
    const finished: boolean[] = [];
    const { losses, counts, stopped } = await withReplaced(replacing([0], end), {
      onProgress: (...now) => heard.push(now),
      checkpoint: {
        load: () => Promise.resolve(undefined),
        reached: (_, last) => (finished.push(last), Promise.resolve()),
      },
    });
    assertEquals(stopped, "enough");
    assertEquals(losses.length, epochs);
    for (const loss of losses) assertAlmostEquals(loss, 1, 1e-6);
    assertEquals(counts.reduce((sum, count) => sum + count), [0, 4, 8, 11, 15, 19, 22][end]);
    assertEquals(heard.at(-1), [6, 6, "enough"]);
    assertEquals(heard.length, end + 1);
    // A part of an epoch is none to go on from.
    assertEquals(finished, end < 3 ? [] : [false]);
  }
});

Deno.test("train() keeps what a model keeps beside its state, and gives it back", async () => {
  const options = { epochs: 3 };
  const at = [0, 2, 7];
  const whole = await withReplaced(replacing(at), options);
  for (const last of [1, 2]) {
    const checkpoint = breaking(last);
    await assertRejects(() => withReplaced(replacing(at), { ...options, checkpoint }), Error, "broken off");
    const { kept } = checkpoint;
    assertEquals(await withReplaced(replacing(at), { ...options, checkpoint: goingOn(kept!) }), whole);
  }
});

Deno.test("train() passes on what beforeStep() throws, and leaves nothing", async () => {
  const failing = (): Trainable<Seen> => {
    const given = replacing([0])();
    return {
      ...given,
      beforeStep: (state, step) =>
        step < 2 ? given.beforeStep!(state, step) : Promise.reject(new RangeError("Cannot look")),
    };
  };
  await assertRejects(() => withReplaced(failing), RangeError, "Cannot look");
});

Deno.test("train() refuses a checkpoint of another model, and leaves nothing", async () => {
  const before = tf.memory().numTensors;
  const rows = data();
  for (const values of [[], [1, 1, 3, 1].map((length) => new Float32Array(length))]) {
    await assertRejects(
      () => train(model(), rows, { ...defaults, checkpoint: goingOn({ values, notes: { history: [] } }) }),
      RangeError,
      "Cannot go on from the checkpoint: it is of another model",
    );
  }
  tf.dispose(rows as unknown as tf.TensorContainer);
  assertEquals(tf.memory().numTensors, before);
});
