import { assert, assertAlmostEquals, assertEquals, assertNotEquals, assertRejects } from "@std/assert";
import {
  initEngine,
  lossAndGradients,
  type Matrix,
  matrix,
  normal,
  random,
  SGD,
  tf,
} from "../../engine/mod.ts";
import { type Architecture, BATCH_NORM, encode, initAutoencoder, PLAIN } from "../autoencoder/dense.ts";
import { KMEANS } from "../kmeans/kmeans.ts";
import { breaking, goingOn } from "../testing.ts";
import { type AecOptions, assign, fitAec, meansOf, type Objective, objectiveOf } from "./aec.ts";

await initEngine({ engine: "tensorflow", quiet: true });

/** Three groups of noisy patterns in [0, 1]. */
function images(rows: number): Matrix {
  const next = random(1);
  const data = Float32Array.from({ length: 12 * rows }, (_, at) => {
    const on = Math.floor(at % 12 / 4) === Math.floor(at / 12) % 3;
    return Math.min(1, Math.max(0, (on ? 0.9 : 0.1) + 0.05 * normal(next)));
  });
  return matrix(data, rows, 12);
}

const ARCHITECTURE: Architecture = {
  ...PLAIN,
  sizes: [12, 10, 4],
  hiddenActivation: "sigmoid",
  codeActivation: "sigmoid",
  outputActivation: "sigmoid",
  initialisation: "pytorch",
};

const OPTIONS: AecOptions = {
  architecture: ARCHITECTURE,
  k: 3,
  objective: { lambda: 0.1, sign: "+", mean: "both" },
  start: KMEANS,
  epochs: 60,
  batchSize: 15,
  optimiser: { ...SGD, learningRate: 0.1, momentum: 0.9 },
  seed: 1,
};

/** A network whose codes tell images apart from the start, as one that is pretrained. */
function network() {
  const { parameters, statistics } = initAutoencoder(ARCHITECTURE, 1);
  const wider = Object.fromEntries(
    Object.entries(parameters).map(([name, tensor]) => [name, tf.mul(tensor, 6)]),
  );
  tf.dispose(parameters);
  return { parameters: wider, statistics };
}

/** Fits, and checks that no tensor is left, and the first network as it was. */
async function fit(change: Partial<AecOptions> = {}, rows = 60, points = images(rows)) {
  const first = network();
  const read = () => Object.values(first.parameters).map((tensor) => tensor.dataSync());
  const [tensors, values] = [tf.memory().numTensors, read()];
  try {
    return await fitAec(points, first, { ...OPTIONS, ...change });
  } finally {
    assertEquals([tf.memory().numTensors, read()], [tensors, values]);
    tf.dispose(first.parameters);
  }
}

Deno.test("objectiveOf() is Eq. 4 in each of its readings", () => {
  tf.tidy(() => {
    const x = tf.tensor2d([[0, 1], [1, 1]]), output = tf.tensor2d([[0.5, 1], [1, 0]]);
    const code = tf.tensor2d([[0, 0], [1, 0]]), centres = tf.tensor2d([[0, 0.5], [1, 0.1]]);
    // R is 0.25 + 1, C is 0.25 + 0.01; N is 10, of which this is a batch.
    const value = (objective: Objective) =>
      objectiveOf(objective, x, { code, output }, centres, 10).dataSync()[0];
    assertAlmostEquals(value({ lambda: 0.5, sign: "+", mean: "both" }), 0.625 + 0.5 * 0.13, 1e-6);
    assertAlmostEquals(value({ lambda: 0.5, sign: "-", mean: "both" }), 0.625 - 0.5 * 0.13, 1e-6);
    assertAlmostEquals(value({ lambda: 0.5, sign: "+", mean: "reconstruction" }), 0.625 + 5 * 0.13, 1e-6);
    assertAlmostEquals(value({ lambda: 0.5, sign: "-", mean: "reconstruction" }), 0.625 - 5 * 0.13, 1e-6);
    assertAlmostEquals(value({ lambda: 0, sign: "-", mean: "both" }), 0.625, 1e-6);
  });
});

Deno.test("objectiveOf() pulls a code to its nearest centre alone, and with - λ pushes it away", () => {
  tf.tidy(() => {
    const x = tf.zeros([2, 3]), centres = tf.tensor2d([[0, 0.5], [1, 0.25]]);
    const gradient = (sign: Objective["sign"]) => {
      const { gradients } = lossAndGradients(
        ({ code }) => ({
          loss: objectiveOf({ lambda: 0.5, sign, mean: "both" }, x, { code, output: x }, centres, 2),
          rest: {},
        }),
        { code: tf.tensor2d([[0, 0], [1, 0]]) },
      );
      return Array.from(gradients.code.dataSync(), (value) => value + 0);
    };
    assertEquals(gradient("+"), [0, -0.25, 0, -0.125]);
    assertEquals(gradient("-"), [0, 0.25, 0, 0.125]);
  });
});

Deno.test("meansOf() and assign() are Eqs 6 and 5; a cluster without images stays where it was", () => {
  const codes = matrix(Float32Array.of(0, 0, 2, 0, 10, 10), 3, 2);
  const before = matrix(Float32Array.of(9, 9, 8, 8, 7, 7), 3, 2);
  const means = meansOf(codes, Int32Array.of(0, 0, 2), before);
  assertEquals([...means.data], [1, 0, 8, 8, 10, 10]);
  assertEquals(assign(codes, means), { labels: Int32Array.of(0, 0, 2), squares: 2 });
  const twice = matrix(Float32Array.of(1, 0, 1, 0), 2, 2);
  assertEquals(assign(codes, twice).labels, Int32Array.of(0, 0, 0));
});

Deno.test("fitAec() finds the groups, and its history is by iteration", async () => {
  const { labels, codes, centres, history } = await fit({
    measure: (clusters) => ({ first: clusters[0] }),
  });
  for (let i = 3; i < 60; i++) assertEquals(labels[i], labels[i % 3]);
  assertEquals(new Set(labels).size, 3);
  assertEquals([codes.rows, codes.columns, centres.rows, centres.columns], [60, 4, 3, 4]);
  assertEquals(history.map(({ epoch }) => epoch), Array.from({ length: 60 }, (_, i) => i + 1));
  const last = history.at(-1)!;
  assertEquals([last.first, last.moved, last.empty], [labels[0], 0, 0]);
  assert(last.reconstruction < 0.5 * history[0].reconstruction);
  assertAlmostEquals(last.compactness, assign(codes, centres).squares / 60, 1e-9);
  // The objective over the epoch is that after it, nearly.
  assertAlmostEquals(last.loss, last.reconstruction + 0.1 * last.compactness, 0.1 * last.loss);
});

Deno.test("fitAec() keeps the first codes and clusters where the network does not move", async () => {
  const { codes, centres, labels } = await fit({ epochs: 1, optimiser: { ...SGD, learningRate: 0 } });
  const first = network();
  assertEquals(codes, await encode(ARCHITECTURE, first, images(60)));
  tf.dispose(first as unknown as tf.TensorContainer);
  assertEquals(labels, assign(codes, centres).labels);
});

Deno.test("fitAec() repeats exactly from a seed, and starts at random otherwise from another", async () => {
  const run = async (seed: number) => {
    const { labels, history } = await fit({ start: "random", epochs: 3, seed }, 31);
    return { labels, losses: history.map(({ loss }) => loss) };
  };
  assertEquals(await run(1), await run(1));
  assertNotEquals((await run(1)).losses, (await run(2)).losses);
});

Deno.test("fitAec() takes identical images: one cluster has them all", async () => {
  const same = matrix(new Float32Array(240).fill(0.5), 20, 12);
  const { labels, history } = await fit({ start: "random", epochs: 2 }, 20, same);
  assertEquals(new Set(labels).size, 1);
  assertEquals(history.at(-1)!.empty, 2);
});

Deno.test("fitAec() refuses k and lambda out of range and another width, and leaves no tensors", async () => {
  for (
    const [change, message] of [
      [{ k: 0 }, "k must be from 1 to n = 60, got 0"],
      [{ k: 61 }, "k must be from 1 to n = 60, got 61"],
      [
        { objective: { lambda: -1, sign: "+", mean: "both" } },
        "lambda must be finite and at least 0, got -1",
      ],
      [
        { architecture: { ...ARCHITECTURE, sizes: [11, 4] } },
        "the input must have 12 pixels, got 11",
      ],
      [
        { architecture: { ...ARCHITECTURE, batchNorm: BATCH_NORM } },
        'there must be no batch normalisation, got {"momentum":0.1,"epsilon":0.00001}',
      ],
    ] as [Partial<AecOptions>, string][]
  ) {
    const before = tf.memory().numTensors;
    await assertRejects(() => fit(change), RangeError, `Cannot cluster by the autoencoder: ${message}`);
    assertEquals(tf.memory().numTensors, before);
  }
});

Deno.test("fitAec() goes on from a checkpoint as if it had never been broken off", async () => {
  const options = { epochs: 4, start: "random" as const };
  const numbers = ({ history, ...rest }: Awaited<ReturnType<typeof fit>>) => ({
    ...rest,
    history: history.map(({ seconds: _, ...epoch }) => epoch),
  });
  const whole = numbers(await fit(options));
  assert(whole.history[2].moved > 0, "images still move after the breaks");
  const checkpoint = breaking(2);
  await assertRejects(() => fit({ ...options, checkpoint }), Error, "broken off");
  assertEquals(numbers(await fit({ ...options, checkpoint: goingOn(checkpoint.kept!) })), whole);
});

Deno.test("fitAec() shows the centres as the decoder makes them: images of their clusters", async () => {
  const points = images(60);
  const { labels, centreImages } = await fit();
  assertEquals([centreImages.rows, centreImages.columns], [3, 12]);
  for (const cluster of new Set(labels)) {
    const own = Array.from(labels.keys()).filter((i) => labels[i] === cluster);
    for (let j = 0; j < 12; j++) {
      const mean = own.reduce((sum, i) => sum + points.data[12 * i + j], 0) / own.length;
      assertAlmostEquals(centreImages.data[12 * cluster + j], mean, 0.2);
    }
  }
});
