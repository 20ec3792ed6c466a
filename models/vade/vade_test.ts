import { assert, assertEquals, assertNotEquals, assertRejects } from "@std/assert";
import { initEngine, type Matrix, matrix, normal, random, tf } from "../../engine/mod.ts";
import { accuracy } from "../../metrics/mod.ts";
import { type Architecture, BATCH_NORM, initAutoencoder, PLAIN } from "../autoencoder/dense.ts";
import { fitAutoencoder } from "../autoencoder/fit.ts";
import { breaking, goingOn } from "../testing.ts";
import { DivergenceError } from "../training.ts";
import { fitVade, VADE, type VadeOptions } from "./vade.ts";

await initEngine({ engine: "wasm", quiet: true });

const ARCHITECTURE: Architecture = {
  ...PLAIN,
  sizes: [6, 12, 2],
  codeActivation: "linear",
  outputActivation: "sigmoid",
  initialisation: "glorot",
};

/** Images of three kinds, in turn: two of six pixels are bright. */
function images(rows: number, spread = 0.05): { points: Matrix; classes: Int32Array } {
  const draw = random(3);
  const classes = Int32Array.from({ length: rows }, (_, i) => i % 3);
  const data = Float32Array.from({ length: 6 * rows }, (_, at) => {
    const bright = Math.floor((at % 6) / 2) === classes[Math.floor(at / 6)];
    return Math.min(1, Math.max(0, (bright ? 0.9 : 0.1) + spread * normal(draw)));
  });
  return { points: matrix(data, rows, 6), classes };
}

type Changes = Partial<Omit<VadeOptions, "autoencoder">>;

/** Runs VaDE from a trained autoencoder, and frees everything; checks that nothing is left. */
async function run(points: Matrix, changes: Changes = {}, pretraining = 60) {
  const before = tf.memory().numTensors;
  const autoencoder = await fitAutoencoder(points, {
    architecture: ARCHITECTURE,
    loss: "bce",
    optimiser: { ...VADE.optimiser, learningRate: 0.01 },
    epochs: pretraining,
    batchSize: 16,
    seed: 2,
  });
  try {
    const found = await fitVade(points, {
      architecture: ARCHITECTURE,
      autoencoder: autoencoder.network,
      k: 3,
      epochs: 3,
      batchSize: 16,
      seed: 1,
      ...changes,
    });
    const all = { ...found, codes: await found.encode(points), predicted: await found.predict(points) };
    found.dispose();
    return all;
  } finally {
    autoencoder.dispose();
    assertEquals(tf.memory().numTensors, before);
  }
}

Deno.test("fitVade() finds separate groups, raises the bound, and is the same again from a seed", async () => {
  const { points, classes } = images(48);
  const one = await run(points, { epochs: 12 });
  assertEquals(accuracy(classes, one.labels), 1);
  assertEquals([one.clusters, one.predicted], [3, one.labels]);
  assertEquals([one.codes.rows, one.codes.columns, one.mixture.means.rows], [48, 2, 3]);
  assert(one.history.at(-1)!.loss < one.history[0].loss);
  const again = await run(points, { epochs: 12 });
  assertEquals([again.labels, again.codes, again.mixture], [one.labels, one.codes, one.mixture]);
  assertNotEquals((await run(points, { epochs: 12, seed: 5 })).codes, one.codes);
});

Deno.test("fitVade() without epochs is the mixture of the autoencoder's codes", async () => {
  const { points, classes } = images(48);
  const { labels, firstLabels, history, mixture } = await run(points, { epochs: 0 });
  assertEquals(accuracy(classes, labels), 1);
  assertEquals(firstLabels, labels);
  assertEquals(history, []);
  assertEquals([...mixture.weights], Array(3).fill(Math.fround(1 / 3)));
  const trained = await run(points, { epochs: 2 });
  assertEquals(trained.firstLabels, labels);
  const sum = trained.mixture.weights.reduce((a, b) => a + b);
  assert(Math.abs(sum - 1) < 1e-6, `${sum}`);
  assertNotEquals(trained.mixture.weights, mixture.weights);
});

Deno.test("fitVade()'s encoder and clusters take images of its own width alone", async () => {
  const { encode, predict } = await run(images(48).points, { epochs: 1 });
  for (const make of [encode, predict]) {
    await assertRejects(
      () => make(matrix(new Float32Array(12), 1, 12)),
      RangeError,
      "there must be 6 columns, as the network has inputs, got 12",
    );
  }
});

Deno.test("fitVade(): every choice of VADE changes the result", async () => {
  const { points } = images(48, 0.4);
  const found = async (changes: Changes = {}) => {
    const { codes, mixture } = await run(points, { epochs: 3, ...changes }, 2);
    return { codes, mixture };
  };
  const plain = await found();
  for (
    const change of [
      { batchSize: 12 },
      { weightCounts: "each dimension" },
      { floor: 1e-3 },
      { start: { ...VADE.start, regularisation: 0.1 } },
      { optimiser: { ...VADE.optimiser, epsilon: 1e-3 } },
      { decay: { every: 1, factor: 0.5, least: 0 } },
      { decay: { every: 1, factor: 0.5, least: 0.4 } },
    ] as const
  ) {
    assertNotEquals(await found(change), plain, JSON.stringify(change));
  }
  assertEquals(await found({ decay: null }), plain, "no epoch is late enough for the rate to fall");
});

Deno.test("fitVade(): a learning rate that has fallen to 0 moves nothing more", async () => {
  const { points } = images(48);
  const stopped = await run(points, { epochs: 4, decay: { every: 2, factor: 1e-30, least: 0 } });
  const shorter = await run(points, { epochs: 2, decay: null });
  assertEquals([stopped.codes, stopped.mixture.means], [shorter.codes, shorter.mixture.means]);
});

Deno.test("fitVade() broken off and taken up again ends as if it had not been", async () => {
  const { points } = images(48);
  const whole = await run(points, { epochs: 4 });
  const broken = breaking(2);
  await assertRejects(() => run(points, { epochs: 4, checkpoint: broken }), Error, "broken off");
  const { codes, mixture } = await run(points, { epochs: 4, checkpoint: goingOn(broken.kept!) });
  assertEquals([codes, mixture], [whole.codes, whole.mixture]);
});

Deno.test("fitVade() with fewer distinct images than clusters leaves some empty, without NaN", async () => {
  const data = Float32Array.from({ length: 6 * 32 }, (_, at) => at % 12 < 6 ? 0.9 : 0.1);
  const { labels, clusters, codes, history } = await run(matrix(data, 32, 6));
  assertEquals(clusters, new Set(labels).size);
  assert(clusters <= 2);
  for (const values of [codes.data, history.map(({ loss }) => loss)]) {
    assert(Array.from(values).every(Number.isFinite));
  }
});

Deno.test("fitVade() whose steps are far too long stops with the epoch", async () => {
  const { points } = images(48);
  await assertRejects(
    () => run(points, { decay: null, optimiser: { ...VADE.optimiser, learningRate: 1e10 } }),
    DivergenceError,
    "the loss of epoch",
  );
});

Deno.test("fitVade() refuses what does not fit, and frees what it made", async () => {
  const { points } = images(48);
  const network = initAutoencoder(ARCHITECTURE, 1);
  const before = tf.memory().numTensors;
  for (
    const [change, message] of [
      [{ k: 0 }, "k must be from 1 to the 48 images, got 0"],
      [{ k: 49 }, "k must be from 1 to the 48 images, got 49"],
      [{ floor: -1 }, "floor must be finite and at least 0"],
      [{ decay: { every: 0, factor: 1, least: 0 } }, "decay.every must be at least 1"],
      [{ decay: { every: 1, factor: 0, least: 0 } }, "decay.factor must be in (0, 1]"],
      [{ decay: { every: 1, factor: 1, least: 2 } }, "decay.least must be in [0, 1]"],
      [{ architecture: { ...ARCHITECTURE, sizes: [5, 2] } }, "input must have the images' 6 pixels"],
      [{ architecture: { ...ARCHITECTURE, batchNorm: BATCH_NORM } }, 'no batch normalisation, got {"'],
      [{ architecture: { ...ARCHITECTURE, codeActivation: "relu" } }, "the code must be linear"],
      [{ architecture: { ...ARCHITECTURE, outputActivation: "tanh" } }, "the output must be sigmoid"],
    ] as const
  ) {
    await assertRejects(
      () =>
        fitVade(points, {
          architecture: ARCHITECTURE,
          autoencoder: network,
          k: 3,
          epochs: 1,
          seed: 1,
          ...change,
        }),
      RangeError,
      message,
    );
  }
  const odd = matrix(points.data.slice(), 48, 6);
  odd.data[7] = NaN;
  const options = { architecture: ARCHITECTURE, autoencoder: network, k: 3, epochs: 1, seed: 1 };
  await assertRejects(() => fitVade(odd, options), RangeError, "run VaDE");
  assertEquals(tf.memory().numTensors, before);
  tf.dispose(network as unknown as tf.TensorContainer);
});
