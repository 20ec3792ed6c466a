import { assert, assertEquals, assertNotEquals, assertRejects } from "@std/assert";
import { ADAM, initEngine, type Matrix, matrix, normal, random, takeRows, tf } from "../../engine/mod.ts";
import { assertClose } from "../../engine/testing.ts";
import { accuracy } from "../../metrics/mod.ts";
import { kMeans } from "../kmeans/kmeans.ts";
import { breaking, goingOn } from "../testing.ts";
import { DivergenceError } from "../training.ts";
import {
  CLUSTERGAN,
  type ClusterGan,
  CLUSTERGAN_NETWORKS,
  type ClusterGanOptions,
  fitClusterGan,
} from "./clustergan.ts";

// Compiling takes ten seconds, at each fit anew.
await initEngine({ engine: "wasm", quiet: true });

const SIDE = 8, CLASSES = 3;

/** Bars in three places, a little noisy, in turn: images in [0, 1]. */
function bars(rows: number): { images: Matrix; classes: Int32Array } {
  const next = random(3);
  const classes = Int32Array.from({ length: rows }, (_, i) => i % CLASSES);
  const data = Float32Array.from({ length: rows * SIDE * SIDE }, (_, at) => {
    const [i, column] = [Math.floor(at / (SIDE * SIDE)), at % SIDE];
    const on = Math.floor(column / 3) === classes[i];
    return Math.min(1, Math.max(0, (on ? 0.9 : 0.1) + 0.1 * normal(next)));
  });
  return { images: matrix(data, rows, SIDE * SIDE), classes };
}

const { images: IMAGES, classes: LABELS } = bars(96);

const OPTIONS: ClusterGanOptions = {
  architecture: { ...CLUSTERGAN_NETWORKS, input: [SIDE, SIDE], filters: [2, 3], units: 8, deviation: 0.3 },
  latent: { k: CLASSES, noise: 2, deviation: 0.1 },
  optimiser: { ...CLUSTERGAN.optimiser, learningRate: 1e-3 } as ClusterGanOptions["optimiser"] & object,
  criticSteps: 2,
  batchSize: 16,
  epochs: 2,
  seed: 1,
};

/** What `look` sees of a trained model; checks that nothing is left of it. */
async function fitted<T>(
  changes: Partial<ClusterGanOptions>,
  look: (model: ClusterGan) => Promise<T>,
  images = IMAGES,
): Promise<T> {
  const before = tf.memory().numTensors;
  const model = await fitClusterGan(images, { ...OPTIONS, ...changes });
  const found = await look(model);
  model.dispose();
  assertEquals(tf.memory().numTensors, before);
  return found;
}

/** The losses, and what the encoder makes of the first images. */
const summary = (changes: Partial<ClusterGanOptions> = {}, images = IMAGES) =>
  fitted(changes, async ({ history, encode }) => ({
    epochs: history.map(({ epoch, loss, distance }) => ({ epoch, loss, distance })),
    codes: [...(await encode(takeRows(images, [0, 1, 2]), "noise and code")).data],
  }), images);

Deno.test("fitClusterGan() finds groups of images that differ plainly", async () => {
  const found = await fitted({
    architecture: { ...OPTIONS.architecture, filters: [8, 16], units: 32 },
    optimiser: { ...ADAM, learningRate: 2e-3, beta1: 0.5, beta2: 0.9 },
    epochs: 60,
  }, async ({ encode, history }) => {
    const { labels } = await kMeans(await encode(IMAGES, "noise and code"), { k: CLASSES, seed: 1 });
    return { accuracy: accuracy(LABELS, labels), history };
  });
  assert(found.accuracy > 0.9, `${found.accuracy}`);
  assert(found.history.at(-1)!.loss < found.history[0].loss);
});

Deno.test("fitClusterGan() is the same again from a seed, and another from another", async () => {
  const one = await summary();
  assertEquals(one.epochs.map(({ epoch }) => epoch), [1, 2]);
  assert(one.epochs.every(({ loss, distance }) => Number.isFinite(loss) && Number.isFinite(distance)));
  assertEquals(await summary(), one);
  assertNotEquals((await summary({ seed: 2 })).codes, one.codes);
});

Deno.test("fitClusterGan() is the same compiled", async () => {
  const eager = await summary();
  await initEngine({ engine: "tensorflow", quiet: true });
  try {
    const compiled = await summary();
    assertClose(compiled.codes, eager.codes, 1e-3);
    eager.epochs.forEach(({ loss, distance }, i) => {
      assertClose([compiled.epochs[i].loss, compiled.epochs[i].distance], [loss, distance], 1e-3);
    });
  } finally {
    await initEngine({ engine: "wasm", quiet: true });
  }
});

Deno.test("fitClusterGan() takes what is left out from CLUSTERGAN", async () => {
  const { images } = bars(128);
  const { architecture } = OPTIONS;
  const own = { seed: 1, epochs: 1, architecture };
  const found = async (options: ClusterGanOptions) => {
    const { history: [{ loss }], dispose } = await fitClusterGan(images, options);
    dispose();
    return loss;
  };
  assertEquals(await found(own), await found({ ...CLUSTERGAN, ...own }));
});

Deno.test("each choice makes a difference", async () => {
  const { codes } = await summary();
  const { latent } = OPTIONS;
  for (
    const change of [
      { criticSteps: 3 },
      { batchSize: 24 },
      { penalty: { scale: 5, mixing: "batch" } },
      { penalty: { scale: 10, mixing: "image" } },
      { cycle: { noise: 0, code: 10 } },
      { cycle: { noise: 10, code: 1 } },
      { latent: { ...latent!, deviation: 0.2 } },
      { architecture: { ...OPTIONS.architecture, leak: 0.1 } },
      { architecture: { ...OPTIONS.architecture, normEpsilon: 0.1 } },
    ] satisfies Partial<ClusterGanOptions>[]
  ) {
    assertNotEquals((await summary(change)).codes, codes, JSON.stringify(change));
  }
});

Deno.test("training that was broken off goes on as if it had not been", async () => {
  const whole = await summary({ epochs: 3 });
  const checkpoint = breaking(2);
  const before = tf.memory().numTensors;
  await assertRejects(
    () => fitClusterGan(IMAGES, { ...OPTIONS, epochs: 3, checkpoint }),
    Error,
    "broken off",
  );
  assertEquals(tf.memory().numTensors, before);
  assertEquals(await summary({ epochs: 3, checkpoint: goingOn(checkpoint.kept!) }), whole);
});

Deno.test("the last step of an epoch, and one of few images, take the first ones again", async () => {
  // Steps of 32: three and one of 4 images; and just one of 17.
  for (const [rows, steps] of [[100, 4], [17, 1]]) {
    const done: number[] = [];
    await summary({ epochs: 1, onProgress: (step) => done.push(step) }, bars(rows).images);
    assertEquals(done.length, steps);
  }
});

Deno.test("the encoder's code is a distribution, alone or behind the noise", async () => {
  const { alone, both } = await fitted({}, async ({ encode }) => ({
    alone: await encode(IMAGES, "code"),
    both: await encode(IMAGES, "noise and code"),
  }));
  assertEquals([alone.rows, alone.columns, both.rows, both.columns], [96, 3, 96, 5]);
  for (let i = 0; i < 96; i++) {
    const code = alone.data.subarray(3 * i, 3 * i + 3);
    assertEquals(code, both.data.subarray(5 * i + 2, 5 * i + 5));
    assert(code.every((share) => share >= 0));
    assert(Math.abs(code[0] + code[1] + code[2] - 1) < 1e-5);
  }
});

Deno.test("the encoder takes images of the input's size alone", async () => {
  await fitted({}, ({ encode }) =>
    assertRejects(
      () => encode(matrix(new Float32Array(160), 1, 160), "code"),
      RangeError,
      "Cannot encode the images: there must be 64 columns, as the network has inputs, got 160",
    ));
});

Deno.test("the generator makes images of codes, by a seed", async () => {
  await fitted({}, async ({ generate }) => {
    const images = await generate([0, 2, 2, 1], 5);
    assertEquals([images.rows, images.columns], [4, SIDE * SIDE]);
    assert(images.data.every((pixel) => pixel > 0 && pixel < 1));
    assertEquals(await generate([0, 2, 2, 1], 5), images);
    assertNotEquals((await generate([0, 2, 2, 1], 6)).data, images.data);
    for (const code of [-1, 3, 0.5, NaN]) {
      await assertRejects(
        () => generate([0, code], 1),
        RangeError,
        "codes must be integers from 0 to k - 1 = 2",
      );
    }
    await assertRejects(
      () => generate([], 1),
      RangeError,
      "Cannot generate images: there must be at least 1 code, got 0",
    );
  });
});

Deno.test("fitClusterGan() refuses options that are out of range, and images that do not fit", async () => {
  const { latent } = OPTIONS;
  const withNaN = { ...IMAGES, data: IMAGES.data.map((pixel, at) => at === 130 ? NaN : pixel) };
  for (
    const [change, images, what] of [
      [{ latent: { ...latent!, k: 1 } }, IMAGES, "k must be"],
      [{ latent: { ...latent!, noise: 0 } }, IMAGES, "noise must be"],
      [{ latent: { ...latent!, deviation: 0 } }, IMAGES, "deviation must be"],
      [{ criticSteps: 0 }, IMAGES, "criticSteps must be"],
      [{ batchSize: 1.5 }, IMAGES, "batchSize must be"],
      [{ epochs: -1 }, IMAGES, "epochs must be"],
      [{ penalty: { scale: -1, mixing: "batch" } }, IMAGES, "the penalty's scale"],
      [{ cycle: { noise: Infinity, code: 1 } }, IMAGES, "weight of the noise"],
      [{ cycle: { noise: 1, code: NaN } }, IMAGES, "weight of the code"],
      [{ batchSize: 97 }, IMAGES, "there must be images for a batch of 97, got 96"],
      [{}, matrix(new Float32Array(96 * 49), 96, 49), "input's 8 × 8 pixels, got 49"],
      [{}, matrix(new Float32Array(0), 0, 64), "at least 1 row"],
      [{}, withNaN, "points must be finite, got NaN at row 2, column 2"],
    ] as const
  ) {
    const before = tf.memory().numTensors;
    await assertRejects(() => fitClusterGan(images, { ...OPTIONS, ...change }), RangeError, what);
    assertEquals(tf.memory().numTensors, before);
  }
});

Deno.test("training that diverges ends, and leaves nothing", async () => {
  const before = tf.memory().numTensors;
  const optimiser = { ...ADAM, learningRate: 1e30 };
  await assertRejects(() => fitClusterGan(IMAGES, { ...OPTIONS, optimiser }), DivergenceError);
  assertEquals(tf.memory().numTensors, before);
});
