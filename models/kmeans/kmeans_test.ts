import { assert, assertAlmostEquals, assertEquals, assertNotEquals, assertRejects } from "@std/assert";
import { kmeans as mlKMeans } from "ml-kmeans";
import { type Matrix, matrix, takeRows } from "../../engine/matrix.ts";
import { tf } from "../../engine/mod.ts";
import { normal, random } from "../../engine/random.ts";
import { assertFrees } from "../../engine/testing_freeing.ts";
import digitsFile from "./golden/digits.json" with { type: "json" };
import golden from "./golden/kmeans.json" with { type: "json" };
import { KMEANS, kMeans, predict } from "./kmeans.ts";

const digits = matrix(
  Float32Array.from(digitsFile.digits.join(""), (pixel) => parseInt(pixel, 17)),
  digitsFile.digits.length,
  digitsFile.digits[0].length,
);

/** `perCluster` points around each of (0, 0), (20, 0) and (0, 20), with standard deviation 1. */
function threeBlobs(perCluster: number, seed: number): Matrix {
  const next = random(seed);
  const centres = [[0, 0], [20, 0], [0, 20]];
  const data = centres.flatMap(([x, y]) =>
    Array.from({ length: perCluster }, () => [x + normal(next), y + normal(next)]).flat()
  );
  return matrix(Float64Array.from(data), 3 * perCluster, 2);
}

function rowsOf({ data, rows, columns }: Matrix): number[][] {
  return Array.from({ length: rows }, (_, i) => Array.from(data.subarray(i * columns, (i + 1) * columns)));
}

function assertClose(actual: ArrayLike<number>, expected: ArrayLike<number>, tolerance: number): void {
  assertEquals(actual.length, expected.length);
  for (let i = 0; i < expected.length; i++) assertAlmostEquals(actual[i], expected[i], tolerance);
}

for (const one of golden.cases) {
  Deno.test(`kMeans() ends as scikit-learn's from the same start: ${one.name}`, async () => {
    const points = one.points
      ? matrix(Float64Array.from(one.points), one.points.length / one.columns, one.columns)
      : digits;
    const init = one.start
      ? matrix(Float64Array.from(one.start), one.k, one.columns)
      : takeRows(digits, one.startRows!);
    const { k, tolerance, maxIterations } = one;
    const result = await kMeans(points, { k, seed: 1, tolerance, maxIterations, init });
    assertEquals(Array.from(result.labels), one.labels);
    assertEquals(result.iterations, one.iterations);
    assertAlmostEquals(result.inertia, one.inertia, 1e-5 * one.inertia + 1e-12);
    if (one.centroids) assertClose(result.centroids.data, one.centroids, 1e-5 * Math.max(...one.centroids));
    assertEquals(result.converged, one.iterations < maxIterations);
  });
}

for (const { k, inertia } of golden.bestOf) {
  Deno.test(`kMeans() finds on average no worse inertia than scikit-learn's best of 10: ${k} clusters of digits`, async () => {
    let sum = 0;
    for (const seed of [1, 2, 3, 4, 5]) sum += (await kMeans(digits, { k, seed })).inertia;
    assert(sum / 5 <= 1.005 * inertia, `${sum / 5}, scikit-learn's ${inertia}`);
  });
}

for (const { k, nInit, mean, deviation } of golden.randomStarts) {
  Deno.test(`kMeans() from random starts is distributed as scikit-learn's: best of ${nInit}, ${k} clusters of digits`, async () => {
    const runs = nInit === 1 ? 100 : 30;
    let sum = 0;
    for (let seed = 1; seed <= runs; seed++) {
      sum += (await kMeans(digits, { k, seed, nInit, init: "random" })).inertia;
    }
    // The reference is a mean of few runs itself.
    const error = deviation * Math.sqrt(1 / runs + nInit / 400);
    assertAlmostEquals(sum / runs, mean, 4 * error);
  });
}

Deno.test("kMeans() from one random start is worse on average than from one of k-means++", async () => {
  const points = threeBlobs(30, 8);
  const sums = { "random": 0, "k-means++": 0 };
  for (let seed = 1; seed <= 40; seed++) {
    for (const init of ["random", "k-means++"] as const) {
      sums[init] += (await kMeans(points, { k: 3, seed, nInit: 1, init })).inertia;
    }
  }
  assert(sums.random > 2 * sums["k-means++"]);
});

Deno.test("kMeans() starts at random from different rows", async () => {
  // With as many clusters as rows, each is the start of one.
  const points = threeBlobs(4, 3);
  const { inertia, labels } = await kMeans(points, { k: 12, seed: 1, nInit: 1, init: "random" });
  assertAlmostEquals(inertia, 0, 1e-10);
  assertEquals(new Set(labels).size, 12);
});

Deno.test("kMeans() keeps the best start also where a far point makes all inertias small beside the points' scatter", async () => {
  const next = random(5);
  const data = Float64Array.from({ length: 401 }, (_, i) => i === 400 ? 1e5 : i % 4 + 0.01 * normal(next));
  const points = matrix(data, 401, 1);
  const inertias = async (nInit: number) => {
    const found = [];
    for (let seed = 1; seed <= 6; seed++) {
      found.push((await kMeans(points, { k: 5, seed, nInit, init: "random" })).inertia);
    }
    return found;
  };
  // Two groups in one cluster and one group in two: 50 and more.
  assert((await inertias(1)).some((inertia) => inertia > 49));
  assert((await inertias(20)).every((inertia) => inertia < 0.1));
});

Deno.test("kMeans() makes one start from given centroids, whatever the seed and the number of starts", async () => {
  const init = takeRows(digits, [5, 6, 7]);
  const first = await kMeans(digits, { k: 3, seed: 1, nInit: 1, init });
  assertEquals(await kMeans(digits, { k: 3, seed: 2, nInit: 10, init }), first);
});

Deno.test("kMeans() takes its defaults from KMEANS", async () => {
  for (const points of [threeBlobs(20, 9), digits]) {
    assertEquals(await kMeans(points, { k: 4, seed: 7, ...KMEANS }), await kMeans(points, { k: 4, seed: 7 }));
  }
});

Deno.test("kMeans() ends as ml-kmeans from the same start", async () => {
  const init = takeRows(digits, [3, 100, 200, 300, 400, 500, 600, 700]);
  const result = await kMeans(digits, { k: 8, seed: 1, tolerance: 0, init });
  const reference = mlKMeans(rowsOf(digits), 8, { initialization: rowsOf(init), maxIterations: 300 });
  assert(result.converged && reference.converged);
  assertEquals(Array.from(result.labels), reference.clusters);
  assertClose(result.centroids.data, reference.centroids.flat(), 1e-4);
});

Deno.test("kMeans() ends at a fixed point: centroids are the means of their points, labels the nearest centroids", async () => {
  const points = threeBlobs(50, 1);
  const { centroids, labels, inertia, converged } = await kMeans(points, { k: 6, seed: 1, tolerance: 0 });
  assert(converged);
  const sums = new Float64Array(12), sizes = new Float64Array(6);
  let sum = 0;
  rowsOf(points).forEach((point, i) => {
    const distances = rowsOf(centroids).map(([x, y]) => (x - point[0]) ** 2 + (y - point[1]) ** 2);
    assertAlmostEquals(distances[labels[i]], Math.min(...distances), 1e-4);
    sum += distances[labels[i]];
    sizes[labels[i]]++;
    point.forEach((x, j) => sums[2 * labels[i] + j] += x);
  });
  assertClose(centroids.data, sums.map((x, at) => x / sizes[Math.floor(at / 2)]), 1e-5);
  assertAlmostEquals(inertia, sum, 1e-9 * sum);
});

Deno.test("kMeans() gives the same for the same seed and starts elsewhere for another", async () => {
  const run = (seed: number) => kMeans(digits, { k: 10, seed, nInit: 2, maxIterations: 1 });
  const first = await run(42);
  assertEquals(await run(42), first);
  assertNotEquals((await run(43)).centroids, first.centroids);
});

Deno.test("kMeans() is never worse with more starts from the same seed", async () => {
  const inertias = [];
  for (const nInit of [1, 2, 4, 8]) inertias.push((await kMeans(digits, { k: 10, seed: 5, nInit })).inertia);
  assertEquals(inertias, inertias.toSorted((a, b) => b - a));
  assert(inertias[3] < inertias[0]);
});

Deno.test("kMeans() finds well separated clusters from every single start", async () => {
  const points = threeBlobs(30, 2);
  for (let seed = 1; seed <= 20; seed++) {
    const { labels } = await kMeans(points, { k: 3, seed, nInit: 1 });
    assertEquals(new Set(Array.from(labels, (label, i) => `${label} ${Math.floor(i / 30)}`)).size, 3);
  }
});

Deno.test("kMeans() starts from different points where there are enough", async () => {
  const points = threeBlobs(4, 3);
  const { inertia, labels } = await kMeans(points, { k: 12, seed: 1, nInit: 1 });
  assertAlmostEquals(inertia, 0, 1e-10);
  assertEquals(new Set(labels).size, 12);
});

Deno.test("kMeans() leaves clusters empty where there are fewer distinct points than clusters", async () => {
  const points = matrix(Float32Array.of(0.1, 0.3, 0.1, 0.3, 0.7, 0.2, 0.7, 0.2, 0.1, 0.3), 5, 2);
  const { centroids, labels, inertia, converged } = await kMeans(points, { k: 4, seed: 1 });
  assert(converged);
  assertEquals(new Set(labels).size, 2);
  assertAlmostEquals(inertia, 0, 1e-12);
  for (const [x, y] of rowsOf(centroids)) {
    assertAlmostEquals(y, x < 0.4 ? 0.3 : 0.2, 1e-6);
    assertAlmostEquals(x, x < 0.4 ? 0.1 : 0.7, 1e-6);
  }
});

Deno.test("kMeans() puts all centroids on points that are all equal", async () => {
  const points = matrix(new Float32Array(14).fill(0.1), 7, 2);
  const { centroids, labels, inertia } = await kMeans(points, { k: 3, seed: 1 });
  assertEquals(centroids.data, new Float32Array(6).fill(0.1));
  assertEquals([new Set(labels).size, inertia], [1, 0]);
});

Deno.test("kMeans() with one cluster finds the mean", async () => {
  const points = matrix(Float64Array.of(1, 2, 3, 6, 5, 1), 3, 2);
  const { centroids, labels, inertia } = await kMeans(points, { k: 1, seed: 1 });
  assertClose(centroids.data, [3, 3], 1e-6);
  assertEquals(labels, new Int32Array(3));
  assertAlmostEquals(inertia, 22, 1e-9);
});

Deno.test("kMeans() takes one point", async () => {
  const result = await kMeans(matrix(Float32Array.of(4, 5), 1, 2), { k: 1, seed: 1 });
  assertEquals(result.centroids, matrix(Float32Array.of(4, 5), 1, 2));
  assertEquals([result.labels[0], result.inertia, result.converged], [0, 0, true]);
});

Deno.test("kMeans() leaves the points as they are and no tensors behind", async () => {
  const points = threeBlobs(10, 4), before = points.data.slice();
  const tensors = tf.memory().numTensors;
  await kMeans(points, { k: 3, seed: 1 });
  await kMeans(points, { k: 3, seed: 1, init: "random" });
  await kMeans(points, { k: 3, seed: 1, init: takeRows(points, [0, 1, 2]) });
  await predict(takeRows(points, [0, 1]), points);
  assertEquals(points.data, before);
  assertEquals(tf.memory().numTensors, tensors);
});

Deno.test("kMeans() finds the same clusters at any scale and place", async () => {
  const points = threeBlobs(20, 5);
  const { labels } = await kMeans(points, { k: 3, seed: 1 });
  for (const [scale, shift] of [[1e-9, 0], [1e9, 0], [1, 1e6]]) {
    const moved = matrix(points.data.map((x) => scale * x + shift), 60, 2);
    assertEquals((await kMeans(moved, { k: 3, seed: 1 })).labels, labels);
  }
});

Deno.test("kMeans() and predict() free what they made where a kernel fails", async () => {
  const points = threeBlobs(2, 30);
  // The first products are those of k-means++, one for each of k.
  for (const n of [1, 3, 4, 5]) {
    await assertFrees("BatchMatMul", n, () => kMeans(points, { k: 3, seed: 1, nInit: 2 }));
  }
  await assertFrees("BatchMatMul", 1, () => predict(takeRows(points, [0, 1]), points));
});

Deno.test("kMeans() refuses options out of range", async () => {
  const points = threeBlobs(2, 6);
  const cases: [Partial<Parameters<typeof kMeans>[1]>, string][] = [
    [{ k: 0 }, "Cannot run k-means: k must be a positive integer, got 0"],
    [{ k: 2.5 }, "Cannot run k-means: k must be a positive integer, got 2.5"],
    [{ k: 7 }, "Cannot run k-means: k must be at most n = 6, got 7"],
    [{ nInit: 0 }, "Cannot run k-means: nInit must be a positive integer, got 0"],
    [{ nInit: 1.5 }, "Cannot run k-means: nInit must be a positive integer, got 1.5"],
    [{ maxIterations: 0 }, "Cannot run k-means: maxIterations must be a positive integer, got 0"],
    [{ tolerance: -1 }, "Cannot run k-means: tolerance must be finite and at least 0, got -1"],
    [{ tolerance: Infinity }, "Cannot run k-means: tolerance must be finite and at least 0, got Infinity"],
    [{ tolerance: NaN }, "Cannot run k-means: tolerance must be finite and at least 0, got NaN"],
    [
      { init: "first" as "random" },
      'Cannot run k-means: init must be "k-means++", "random" or a matrix, got first',
    ],
    [{ init: matrix(new Float32Array(6), 3, 2) }, "init must be k × d = 2 × 2, got 3 × 2"],
    [{ init: matrix(Float32Array.of(1, 2, NaN, 4), 2, 2) }, "got NaN at row 1, column 0"],
    [
      { init: matrix(Float32Array.of(1, 2, 1e20, 4), 2, 2) },
      "Cannot run k-means from these centroids: the centroids' mean squared distance to the points' mean",
    ],
  ];
  for (const [options, message] of cases) {
    await assertRejects(() => kMeans(points, { k: 2, seed: 1, ...options }), RangeError, message);
  }
});

Deno.test("kMeans() refuses points that are missing, not finite, or too large or small for float32", async () => {
  const cases: [Matrix, string][] = [
    [matrix(new Float32Array(), 0, 3), "points must have at least 1 row and 1 column, got 0 × 3"],
    [matrix(new Float32Array(), 3, 0), "points must have at least 1 row and 1 column, got 3 × 0"],
    [
      matrix(Float32Array.of(1, 2, 3, NaN, 5, 6), 3, 2),
      "points must be finite, got NaN at row 1, column 1",
    ],
    [matrix(Float64Array.of(1, 2, -Infinity, 4), 2, 2), "got -Infinity at row 1, column 0"],
    [matrix(Float64Array.of(1e30, 2, 3, 4), 2, 2), "mean squared distance to their mean must be above"],
    [matrix(Float64Array.of(1e-30, 2e-30), 2, 1), "mean squared distance to their mean must be above"],
    [matrix(Float64Array.of(1e308, 1e308, -1e308, 1e308), 4, 1), "its numbers are too large"],
  ];
  for (const [points, message] of cases) {
    await assertRejects(() => kMeans(points, { k: 1, seed: 1 }), RangeError, message);
  }
});

Deno.test("predict() gives each point the label that kMeans() gave it", async () => {
  const { centroids, labels } = await kMeans(digits, { k: 10, seed: 1, nInit: 1 });
  assertEquals(await predict(centroids, digits), labels);
});

Deno.test("predict() says whether points or centroids are spread too widely", async () => {
  const [near, far] = [0, 1e30].map((to) => matrix(Float64Array.of(0, to), 2, 1));
  await assertRejects(
    () => predict(far, near),
    RangeError,
    "the centroids' mean squared distance to their mean",
  );
  const apart = matrix(Float64Array.of(0, 1), 2, 1);
  await assertRejects(
    () => predict(apart, far),
    RangeError,
    "the points' mean squared distance to the centroids' mean",
  );
});

Deno.test("predict() refuses centroids and points that do not fit each other", async () => {
  const points = threeBlobs(2, 7);
  await assertRejects(
    () => predict(matrix(new Float32Array(3), 1, 3), points),
    RangeError,
    "Cannot assign points to centroids: both must have the same number of columns, got 2 and 3",
  );
  await assertRejects(
    () => predict(takeRows(points, [0]), matrix(Float32Array.of(1, NaN), 1, 2)),
    RangeError,
    "points must be finite, got NaN at row 0, column 1",
  );
  await assertRejects(
    () => predict(matrix(Float32Array.of(1, NaN), 1, 2), takeRows(points, [0])),
    RangeError,
    "centroids must be finite, got NaN at row 0, column 1",
  );
  for (
    const [centroids, point, mean] of [
      [[0, 3e20], 0, "their mean"],
      [[0, 1], 1e20, "the centroids' mean"],
      [[0, 3e-20], 0, "their mean"],
    ] as const
  ) {
    await assertRejects(
      () => predict(matrix(Float32Array.from(centroids), 2, 1), matrix(Float32Array.of(point), 1, 1)),
      RangeError,
      `mean squared distance to ${mean} must be above`,
    );
  }
});
