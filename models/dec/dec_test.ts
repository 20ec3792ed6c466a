import { assert, assertEquals, assertNotEquals, assertRejects, assertThrows } from "@std/assert";
import {
  ADAM,
  initEngine,
  type Matrix,
  matrix,
  normal,
  type Parameters,
  random,
  SGD,
  tf,
} from "../../engine/mod.ts";
import { assertClose } from "../../engine/testing.ts";
import { accuracy } from "../../metrics/mod.ts";
import {
  type ConvolutionalArchitecture,
  convolutionalPass,
  initConvolutional,
} from "../autoencoder/convolutional.ts";
import { type Architecture, BATCH_NORM, encode, initAutoencoder, PLAIN } from "../autoencoder/dense.ts";
import { DivergenceError } from "../training.ts";
import { breaking, goingOn } from "../testing.ts";
import { DEC, type DecChoices, type DecOptions, fitDec } from "./dec.ts";
import { convolutionalEncoder, denseEncoder } from "./encoders.ts";

await initEngine({ engine: "tensorflow", quiet: true });

const ARCHITECTURE: Architecture = {
  ...PLAIN,
  sizes: [4, 6, 2],
  codeActivation: "linear",
  outputActivation: "linear",
  initialisation: "pytorch",
};

/** Points around three corners of a cube, in turn. */
function blobs(rows: number, spread = 0.3): { points: Matrix; classes: Int32Array } {
  const draw = random(3);
  const classes = Int32Array.from({ length: rows }, (_, i) => i % 3);
  const data = Float32Array.from(
    { length: 4 * rows },
    (_, at) => (at % 4 === classes[Math.floor(at / 4)] ? 4 : 0) + spread * normal(draw),
  );
  return { points: matrix(data, rows, 4), classes };
}

type Changes = Partial<Omit<DecOptions, "encoder">>;

/** Runs DEC from a fresh encoder, and frees everything; checks that nothing is left. */
async function run(points: Matrix, changes: Changes = {}) {
  const before = tf.memory().numTensors;
  const network = initAutoencoder(ARCHITECTURE, 1);
  try {
    const dec = await fitDec(points, {
      encoder: denseEncoder(ARCHITECTURE, network),
      k: 3,
      epochs: 3,
      batchSize: 16,
      tolerance: 0,
      optimiser: { ...ADAM, learningRate: 0.01 },
      seed: 1,
      ...changes,
    });
    const found = { ...dec, codes: await dec.encode(points), predicted: await dec.predict(points) };
    dec.dispose();
    return found;
  } finally {
    tf.dispose(network as unknown as tf.TensorContainer);
    assertEquals(tf.memory().numTensors, before);
  }
}

Deno.test("fitDec() finds separate groups, gathers them, and is the same again from a seed", async () => {
  const { points, classes } = blobs(48);
  const one = await run(points, { epochs: 8 });
  assertEquals(accuracy(classes, one.labels), 1);
  assertEquals(one.predicted, one.labels);
  assertEquals(one.stopReason, "epochs");
  assertEquals(one.history.map(({ epoch }) => epoch), [1, 2, 3, 4, 5, 6, 7, 8]);
  // Before each epoch of three steps, and at the end.
  assertEquals(one.updates.map(({ step }) => step), [0, 3, 6, 9, 12, 15, 18, 21, 24]);
  assertEquals(one.updates.map(({ clusters }) => clusters), Array(9).fill(3));
  assertEquals(one.updates[0].changed, 1);
  assertEquals([one.centroids.rows, one.centroids.columns, one.codes.columns], [3, 2, 2]);
  const again = await run(points, { epochs: 8 });
  assertEquals([again.labels, again.centroids, again.codes], [one.labels, one.centroids, one.codes]);
});

Deno.test("fitDec() stops at the update where fewer labels change than the tolerance", async () => {
  const { points } = blobs(48);
  const { stopReason, updates, history } = await run(points, {
    updateInterval: 2,
    tolerance: 0.5,
    optimiser: { ...SGD, learningRate: 1e-3 },
  });
  assertEquals(stopReason, "tolerance");
  assertEquals(updates.map(({ step, changed }) => [step, changed]), [[0, 1], [2, 0]]);
  // It broke off after two of the first epoch's three steps.
  assertEquals(history.map(({ epoch, changed }) => [epoch, changed]), [[1, 0]]);
});

Deno.test("fitDec() with fewer distinct points than clusters leaves some empty, without NaN", async () => {
  const data = Float32Array.from({ length: 4 * 32 }, (_, at) => at % 8 < 4 ? 1 : -1);
  const { labels, centroids, codes, updates, history } = await run(matrix(data, 32, 4));
  assertEquals(new Set(labels).size, 2);
  assert(updates.every(({ clusters }) => clusters === 2));
  for (const values of [centroids.data, codes.data, history.map(({ loss }) => loss)]) {
    assert(Array.from(values).every(Number.isFinite));
  }
});

Deno.test("fitDec() takes what is left out from DEC, and every choice of it changes the result", async () => {
  const { points } = blobs(96, 2);
  const found = async (changes: Changes = {}) => {
    const { history, updates, codes } = await run(points, { ...DEC, epochs: 6, ...changes });
    return { losses: history.map(({ loss }) => loss), updates, codes: codes.data };
  };
  const plain = await found();
  const network = initAutoencoder(ARCHITECTURE, 1);
  const encoder = denseEncoder(ARCHITECTURE, network);
  const { history, dispose } = await fitDec(points, { encoder, k: 3, epochs: 6, batchSize: 16, seed: 1 });
  dispose();
  tf.dispose(network as unknown as tf.TensorContainer);
  assertEquals(history.map(({ loss }) => loss), plain.losses);
  assertEquals(await found({ updateInterval: 96 / 16 }), plain);
  for (
    const change of [
      { kMeans: { ...DEC.kMeans, init: "random", nInit: 1, maxIterations: 1 } },
      { degreesOfFreedom: 2 },
      { updateInterval: 2 },
      { updateInterval: "batch" },
      { tolerance: 0 },
      { optimiser: { ...ADAM, beta1: 0.5 } },
    ] as const
  ) {
    assertNotEquals(await found(change), plain, JSON.stringify(change));
  }
});

Deno.test("fitDec() says of each epoch what the last update of the target in it or before it changed", async () => {
  const { points } = blobs(48);
  // Three steps an epoch: one epoch in two has an update within.
  const { updates, history } = await run(points, { updateInterval: 5, epochs: 6, tolerance: 0 });
  assertEquals(updates.map(({ step }) => step), [0, 5, 10, 15, 18]);
  const last = [0, 1, 1, 2, 2, 3];
  assertEquals(history.map(({ changed }) => changed), last.map((i) => updates[i].changed));
});

Deno.test("fitDec() with a target of each batch's own is that of all points where a batch has them all", async () => {
  const { points } = blobs(48);
  const found = async (updateInterval: DecChoices["updateInterval"], batchSize: number) => {
    const { labels, codes, updates, history } = await run(points, { updateInterval, batchSize });
    return { labels, codes: codes.data, updates, losses: history.map(({ loss }) => loss) };
  };
  const [own, all] = [await found("batch", 48), await found(1, 48)];
  assertClose(own.codes, all.codes, 1e-4);
  assertClose(own.losses, all.losses, 1e-5);
  // A look at the start of each epoch, and one at the end.
  assertEquals((await found("batch", 16)).updates.map(({ step }) => step), [0, 3, 6, 9]);
});

Deno.test("fitDec() says how far it is, and which share of the points moved", async () => {
  const heard: [number, number, string][] = [];
  const { updates } = await run(blobs(48).points, {
    epochs: 2,
    updateInterval: 2,
    tolerance: 0.5,
    optimiser: { ...SGD, learningRate: 1e-3 },
    onProgress: (...now) => heard.push(now),
  });
  assertEquals(updates.map(({ changed }) => changed), [1, 0]);
  assertEquals(heard, [
    [1, 6, "epoch 1/2 100.00 % changed"],
    [2, 6, "epoch 1/2 100.00 % changed"],
    [6, 6, "labels stand still"],
  ]);
});

Deno.test("fitDec() without epochs is k-means on the codes", async () => {
  const { points } = blobs(30);
  const { labels, updates, history } = await run(points, { epochs: 0 });
  assertEquals(new Set(labels).size, 3);
  assertEquals([updates.length, history.length], [1, 0]);
});

Deno.test("fitDec() throws where it diverges, and leaves no tensors", async () => {
  const optimiser = { ...SGD, learningRate: 1e38 };
  await assertRejects(() => run(blobs(48, 2).points, { optimiser }), DivergenceError);
});

const wrong: [Changes, string][] = [
  [{ epochs: -1 }, "epochs must be an integer, at least 0, got -1"],
  [{ batchSize: 0 }, "batchSize must be a positive integer, got 0"],
  [{ updateInterval: 0.5 }, "updateInterval must be a positive integer, got 0.5"],
  [{ tolerance: 2 }, "tolerance must be in [0, 1], got 2"],
  [{ degreesOfFreedom: 0 }, "degreesOfFreedom must be finite and above 0, got 0"],
];
for (const [changes, message] of wrong) {
  Deno.test(`fitDec() refuses: ${message}`, async () => {
    await assertRejects(() => run(blobs(6).points, changes), RangeError, `Cannot run DEC: ${message}`);
  });
}

Deno.test("fitDec() refuses more clusters than points, and leaves no tensors", async () => {
  await assertRejects(() => run(blobs(2).points), RangeError, "k must be at most n = 2");
});

Deno.test("fitDec() refuses points of another width than its encoder's, and leaves no tensors", async () => {
  const { columns } = blobs(6).points;
  const wider = matrix(new Float32Array(6 * (columns + 1)), 6, columns + 1);
  await assertRejects(
    () => run(wider),
    RangeError,
    `Cannot run DEC: there must be ${columns} columns, as the network has inputs, got ${columns + 1}`,
  );
});

Deno.test("fitDec()'s encoder and clusters take points of its own width alone", async () => {
  const { points } = blobs(48);
  const { encode, predict } = await run(points, { epochs: 1 });
  const wider = matrix(new Float32Array(2 * points.columns), 1, 2 * points.columns);
  for (const make of [encode, predict]) {
    await assertRejects(
      () => make(wider),
      RangeError,
      `there must be ${points.columns} columns, as the network has inputs, got ${wider.columns}`,
    );
  }
});

Deno.test("denseEncoder() has the encoder's layers alone, and its codes", async () => {
  const network = initAutoencoder(ARCHITECTURE, 1);
  const { points } = blobs(5);
  for (const hiddenActivation of ["relu", "sigmoid"] as const) {
    const architecture = { ...ARCHITECTURE, hiddenActivation };
    const encoder = denseEncoder(architecture, network);
    assertEquals(Object.keys(encoder.parameters), ["weight0", "bias0", "weight1", "bias1"]);
    const codes = tf.tidy(() =>
      encoder.encode(encoder.parameters, tf.tensor2d(points.data as Float32Array, [5, 4])).dataSync()
    );
    assertEquals(codes, (await encode(architecture, network, points)).data as Float32Array);
  }
  assertThrows(
    () => denseEncoder({ ...ARCHITECTURE, batchNorm: BATCH_NORM }, network),
    RangeError,
    "Cannot cluster by this encoder: it must have no batch normalisation",
  );
  tf.dispose(network as unknown as tf.TensorContainer);
});

Deno.test("convolutionalEncoder() has the encoder's layers alone, and its codes", () => {
  tf.tidy(() => {
    const architecture: ConvolutionalArchitecture = {
      input: [4, 4],
      encoder: [
        { kind: "convolution", channels: 2, stride: 2 },
        { kind: "dropout", rate: 0.5 },
        { kind: "linear", units: 3 },
      ],
      decoder: [{ kind: "linear", units: 16 }],
      initialisation: "pytorch",
    };
    const parameters: Parameters = initConvolutional(architecture, 1);
    const encoder = convolutionalEncoder(architecture, parameters);
    assertEquals(Object.keys(encoder.parameters), ["weight0", "bias0", "weight1", "bias1"]);
    const x = tf.sin(tf.reshape(tf.range(0, 32), [2, 16]));
    const { code } = convolutionalPass(architecture, parameters, x, null);
    assertEquals(encoder.encode(encoder.parameters, x).dataSync(), code.dataSync());
  });
});

Deno.test("fitDec() goes on from a checkpoint as if it had never been broken off", async () => {
  const { points } = blobs(48, 1.5);
  const numbers = (
    { labels, centroids, codes, history, updates, stopReason }: Awaited<ReturnType<typeof run>>,
  ) => ({
    ...{ labels, centroids, codes, updates, stopReason },
    history: history.map(({ epoch, loss }) => [epoch, loss]),
  });
  // The interval is no multiple of an epoch's three steps: the target of one epoch goes on in the next.
  const options = { epochs: 4, updateInterval: 4 };
  const whole = numbers(await run(points, options));
  const checkpoint = breaking(3);
  await assertRejects(() => run(points, { ...options, checkpoint }), Error, "broken off");
  assertEquals(numbers(await run(points, { ...options, checkpoint: goingOn(checkpoint.kept!) })), whole);
});
