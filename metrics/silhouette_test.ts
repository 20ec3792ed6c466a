import { assert, assertAlmostEquals, assertEquals, assertRejects } from "@std/assert";
import { type Matrix, matrix } from "../engine/matrix.ts";
import { initEngine, tf } from "../engine/mod.ts";
import { normal, random } from "../engine/random.ts";
import { assertFrees } from "../engine/testing_freeing.ts";
import { silhouette, silhouetteSamples } from "./silhouette.ts";

await initEngine();

/** Normal points around k normal centres that lie `apart`, every point with its centre's label. */
function blobs(n: number, columns: number, k: number, apart: number, seed: number) {
  const next = random(seed);
  const centres = Float64Array.from({ length: k * columns }, () => apart * normal(next));
  const labels = Int32Array.from({ length: n }, () => Math.floor(next() * next() * k));
  const data = new Float32Array(n * columns);
  for (let i = 0; i < data.length; i++) {
    data[i] = centres[labels[Math.floor(i / columns)] * columns + i % columns] + normal(next);
  }
  return { points: matrix(data, n, columns), labels };
}

function inFloat64({ data, rows, columns }: Matrix): Matrix {
  return matrix(Float64Array.from(data), rows, columns);
}

Deno.test("silhouette() on the engine equals the loops in float64", async (t) => {
  for (
    const [n, columns, k, apart] of [
      [100, 2, 3, 3],
      [700, 784, 4, 0.2],
      [1500, 10, 40, 1],
      // Several chunks a cluster, several blocks, the last of each filled up.
      [4999, 7, 3, 0.5],
    ]
  ) {
    await t.step(`${n} × ${columns}, ${k} clusters`, async () => {
      const { points, labels } = blobs(n, columns, k, apart, n);
      const expected = await silhouetteSamples(inFloat64(points), labels);
      const actual = await silhouetteSamples(points, labels);
      actual.forEach((value, i) => assertAlmostEquals(value, expected[i], 2e-6));
      const mean = await silhouette(inFloat64(points), labels);
      assertAlmostEquals(await silhouette(points, labels), mean, 1e-4 * Math.abs(mean));
    });
  }
});

Deno.test("silhouette() is the same for every chunkSize", async () => {
  const { points, labels } = blobs(120, 4, 3, 2, 8);
  const expected = await silhouette(points, labels);
  for (const chunkSize of [1, 7, 32, 33, 5000]) {
    assertAlmostEquals(await silhouette(points, labels, { chunkSize }), expected, 1e-6);
  }
});

Deno.test("silhouette() frees what it made where a kernel fails", async () => {
  const { points, labels } = blobs(90, 4, 3, 2, 8);
  for (const n of [1, 4]) {
    await assertFrees("BatchMatMul", n, () => silhouette(points, labels, { chunkSize: 40 }));
  }
});

/** Calls `fn` on each of the engines, without permissions on the one that needs none, and goes back to the one that ran. */
async function onEachEngine(fn: () => Promise<void>): Promise<void> {
  const { name } = await initEngine();
  try {
    for (const engine of name === "cpu" ? [name] : [name, "wasm", "cpu"] as const) {
      await initEngine({ engine });
      await fn();
    }
  } finally {
    await initEngine({ engine: name });
  }
}

Deno.test("silhouette() is the same on every engine", async () => {
  const { points, labels } = blobs(90, 5, 3, 2, 9);
  const expected = await silhouette(inFloat64(points), labels);
  await onEachEngine(async () => assertAlmostEquals(await silhouette(points, labels), expected, 1e-6));
});

Deno.test("silhouette() takes a point as 0 from itself, however the engine rounds", async () => {
  // Two points to a cluster, so that a distance to itself would weigh as much as one that counts.
  const points = matrix(
    Float32Array.from({ length: 4 * 3072 }, (_, i) => [-0.1, 0.1, 4.9, 5.1][i / 3072 | 0]),
    4,
    3072,
  );
  const expected = await silhouette(inFloat64(points), [0, 0, 1, 1]);
  await onEachEngine(async () => assertAlmostEquals(await silhouette(points, [0, 0, 1, 1]), expected, 2e-6));
});

Deno.test("silhouette() takes more clusters than the engine does", async () => {
  const { points } = blobs(2300, 3, 1, 0, 4);
  const labels = Int32Array.from({ length: 2300 }, (_, i) => i % 1150);
  const expected = await silhouette(inFloat64(points), labels);
  assertAlmostEquals(await silhouette(points, labels), expected, 1e-6);
});

Deno.test("silhouetteSamples() of a point alone in its cluster is 0", async () => {
  for (const type of [Float32Array, Float64Array]) {
    const samples = await silhouetteSamples(matrix(type.of(0, 1, 5, 9, 10), 5, 1), [4, 4, -2, 1, 1]);
    assertEquals(samples[2], 0);
    assertAlmostEquals(samples[0], (5 - 1) / 5, 1e-6);
  }
});

Deno.test("silhouette() takes equal points as exactly 0 apart", async () => {
  // Twelve points, each fifty times, far enough from 0 and from each other for float32 to round.
  const next = random(6);
  const few = Float32Array.from({ length: 12 * 50 }, () => 30 + 10 * normal(next));
  const data = new Float32Array(600 * 50);
  for (let i = 0; i < 600; i++) data.set(few.subarray((i % 12) * 50, (i % 12 + 1) * 50), i * 50);
  const points = matrix(data, 600, 50);
  const each = Int32Array.from({ length: 600 }, (_, i) => i % 12);
  assertEquals(await silhouette(points, each), 1);
  const pairs = each.map((label) => label >> 1);
  assertAlmostEquals(await silhouette(points, pairs), await silhouette(inFloat64(points), pairs), 1e-6);
});

Deno.test("silhouette() of points that are all equal is 0", async () => {
  for (const type of [Float32Array, Float64Array]) {
    assertEquals(await silhouette(matrix(new type(12).fill(0.1), 6, 2), [0, 0, 1, 1, 2, 2]), 0);
  }
});

Deno.test("silhouette() keeps near clusters apart beside one far away", async () => {
  const next = random(2);
  const labels = Int32Array.from({ length: 300 }, (_, i) => i % 3);
  const centres = [0, 1, 1e5];
  const points = matrix(Float32Array.from(labels, (label) => centres[label] + 0.1 * normal(next)), 300, 1);
  const expected = await silhouette(inFloat64(points), labels);
  assert(expected < 0.95);
  assertAlmostEquals(await silhouette(points, labels), expected, 1e-5);
});

Deno.test("silhouette() is the same at sizes whose squares float32 cannot hold", async () => {
  for (const size of [1e-30, 1e-20, 1, 1e19, 1e30]) {
    const points = matrix(Float32Array.of(0, size, 4 * size, 5 * size), 4, 1);
    assertAlmostEquals(await silhouette(points, [0, 0, 1, 1]), (7 / 9 + 5 / 7) / 2, 1e-6);
  }
});

Deno.test("silhouette() leaves no tensor behind", async () => {
  const { points, labels } = blobs(100, 3, 3, 2, 1);
  const before = tf.memory().numTensors;
  await silhouette(points, labels);
  assertEquals(tf.memory().numTensors, before);
});

Deno.test("silhouette() refuses wrong input", async () => {
  const points = matrix(Float32Array.of(0, 1, 2), 3, 1);
  const cases: [() => Promise<number>, string][] = [
    [
      () => silhouette(points, [0, 0, 0]),
      "Cannot compute the silhouette: k must be at least 2, got 1",
    ],
    [() => silhouette(points, [0, 1, 2]), "Cannot compute the silhouette: k must be at most n - 1 = 2"],
    [() => silhouette(points, [0, 1]), "there must be one label a point"],
    [
      () => silhouette(points, [0, 1, 0.5]),
      "the labels must be integers, got 0.5 at position 2",
    ],
    [
      () => silhouette(matrix(Float32Array.of(0, NaN, 2), 3, 1), [0, 1, 1]),
      "got NaN at row 1, column 0",
    ],
    [
      () => silhouette(points, [0, 1, 1], { chunkSize: 0 }),
      "chunkSize must be a positive integer, got 0",
    ],
  ];
  for (const [call, message] of cases) await assertRejects(call, RangeError, message);
});
