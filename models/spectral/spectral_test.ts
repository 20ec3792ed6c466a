import { assert, assertAlmostEquals, assertEquals, assertRejects, assertThrows } from "@std/assert";
import { type Matrix, matrix } from "../../engine/matrix.ts";
import { initEngine, tf } from "../../engine/mod.ts";
import { normal, random } from "../../engine/random.ts";
import type { Graph } from "../graph.ts";
import { type Affinity, affinityGraph, connectedComponents, degrees, normalisedProduct } from "./affinity.ts";
import { ConvergenceError, EIGEN, type EigenChoices, largestEigen } from "./eigenvectors.ts";
import golden from "./golden/spectral.json" with { type: "json" };
import { cutOf, neighbourGraph, normalizedCut, SPECTRAL, spectralClustering } from "./spectral.ts";

await initEngine({ engine: "tensorflow", quiet: true });

const CONNECTIVITY: Affinity = { kind: "connectivity", mutual: false };

/** The labels numbered in the order in which they appear. */
function renamed(labels: ArrayLike<number>): number[] {
  const names = new Map<number, number>();
  return Array.from(labels, (label) => {
    if (!names.has(label)) names.set(label, names.size);
    return names.get(label)!;
  });
}

for (const one of golden.cases) {
  const points = matrix(Float64Array.from(one.points), one.points.length / one.columns, one.columns);
  const options = { neighbours: one.neighbours, affinity: { ...one.affinity, mutual: false } as Affinity };
  for (
    const [method, fn, labels] of [
      ["spectralClustering", spectralClustering, one.njw],
      ["normalizedCut", normalizedCut, one.ncut],
    ] as const
  ) {
    Deno.test(`${method}() finds scikit-learn's clusters and eigenvalues: ${one.name}`, async () => {
      const graph = await neighbourGraph(points, options);
      assertAlmostEquals(graph.weights.reduce((a, b) => a + b, 0), one.weightSum, 1e-9 * one.weightSum);
      const found = await fn(graph, { k: one.k, seed: 1 });
      assertEquals(renamed(found.labels), renamed(labels));
      found.eigenvalues.forEach((value, i) => assertAlmostEquals(value, one.eigenvalues[i], 1e-6));
      assertEquals([found.embedding.rows, found.embedding.columns], [points.rows, one.k]);
    });
  }
}

/** Groups of points far from each other, `size` each, on a line. */
const groups = (count: number, size: number): Matrix =>
  matrix(
    Float64Array.from({ length: count * size }, (_, i) => 1000 * Math.floor(i / size) + i % size),
    count * size,
    1,
  );

Deno.test("affinityGraph() with local scaling takes each point's own width", async () => {
  const graph = await neighbourGraph(matrix(Float64Array.of(0, 1, 3), 3, 1), {
    neighbours: 2,
    affinity: { kind: "local", neighbour: 7, mutual: false },
  });
  // The last neighbours are 3, 2 and 3 away.
  const weights = [[0, 1, 1 / 6], [0, 2, 9 / 9], [1, 2, 4 / 6]].map((
    [i, j, power],
  ) => [i, j, Math.exp(-power)]);
  for (const [i, j, weight] of weights) {
    const at = graph.columns.indexOf(j, graph.starts[i]);
    assertAlmostEquals(graph.weights[at], weight, 1e-12);
  }
});

Deno.test("affinityGraph() with local scaling takes the distance of the neighbour that it is told", async () => {
  for (const neighbour of [7, 5]) {
    const graph = await neighbourGraph(matrix(Float64Array.from({ length: 9 }, (_, i) => i), 9, 1), {
      neighbours: 8,
      affinity: { kind: "local", neighbour, mutual: false },
    });
    // From one end to the other: 8 apart, the seventh neighbours 7.
    assertAlmostEquals(graph.weights[7], Math.exp(-64 / neighbour ** 2), 1e-12);
  }
});

Deno.test("affinityGraph() with local scaling needs points that are apart", async () => {
  await assertRejects(
    () =>
      neighbourGraph(matrix(Float64Array.of(0, 0, 3), 3, 1), {
        neighbours: 1,
        affinity: { kind: "local", neighbour: 7, mutual: false },
      }),
    RangeError,
    "Cannot compute local affinities: each point's distance to its neighbour 1 must be finite and above 0, got 0",
  );
});

Deno.test("neighbourGraph() refuses as many neighbours as there are points", async () => {
  await assertRejects(
    () => neighbourGraph(matrix(Float64Array.of(0, 1, 3), 3, 1), { neighbours: 3, affinity: CONNECTIVITY }),
    RangeError,
    "Cannot make the graph: neighbours must be from 1 to n - 1 = 2, got 3",
  );
});

Deno.test("affinityGraph() of mutual neighbours joins only points of which each is the other's", async () => {
  // 3 is nearest to 1, 1 to 0.
  const points = matrix(Float64Array.of(0, 1, 3), 3, 1);
  for (
    const affinity of [
      { kind: "connectivity", mutual: true },
      { kind: "local", neighbour: 7, mutual: true },
    ] as const
  ) {
    const graph = await neighbourGraph(points, { neighbours: 1, affinity });
    assertEquals([...graph.columns], [1, 0]);
    assertEquals([...graph.starts], [0, 1, 2, 2]);
  }
});

Deno.test("affinityGraph() is symmetric, without a diagonal, and ascending in each row", async () => {
  const next = random(3);
  const points = matrix(Float64Array.from({ length: 120 }, () => normal(next)), 60, 2);
  for (const affinity of [CONNECTIVITY, { kind: "gaussian", sigma: "median", mutual: false }] as const) {
    const { n, starts, columns, weights } = await neighbourGraph(points, { neighbours: 5, affinity });
    const entries = new Map<string, number>();
    for (let i = 0; i < n; i++) {
      for (let at = starts[i]; at < starts[i + 1]; at++) {
        assert(at === starts[i] || columns[at - 1] < columns[at]);
        assert(columns[at] !== i && weights[at] > 0 && weights[at] <= 1);
        entries.set(`${i} ${columns[at]}`, weights[at]);
      }
      assert(starts[i + 1] - starts[i] >= 5);
    }
    for (const [key, value] of entries) assertEquals(entries.get(key.split(" ").reverse().join(" ")), value);
  }
});

Deno.test("affinityGraph() weighs by distance and sigma, the median one of the k-th neighbours", () => {
  const neighbours = {
    k: 1,
    indices: Int32Array.of(1, 0, 1),
    squaredDistances: Float64Array.of(4, 4, 36),
  };
  const weights = (affinity: Affinity) => Array.from(affinityGraph(neighbours, affinity).weights);
  assertEquals(weights(CONNECTIVITY), [1, 1, 0.5, 0.5]);
  // Distances are 2, 2 and 6.
  const [near, far] = [4, 36].map((square) => Math.exp(-square / 8));
  assertEquals(weights({ kind: "gaussian", sigma: 2, mutual: false }), [near, near, far, far]);
  assertEquals(weights({ kind: "gaussian", sigma: "median", mutual: false }), [near, near, far, far]);
  // Of an even number: 2, 2, 6 and 6 have 4.
  const even = { k: 1, indices: Int32Array.of(1, 0, 3, 2), squaredDistances: Float64Array.of(4, 4, 36, 36) };
  assertEquals(
    Array.from(affinityGraph(even, { kind: "gaussian", sigma: "median", mutual: false }).weights),
    Array.from(even.squaredDistances, (square) => Math.exp(-square / 32)),
  );
  assertThrows(
    () => weights({ kind: "gaussian", sigma: 0, mutual: false }),
    RangeError,
    "Cannot compute Gaussian affinities: sigma must be finite and above 0, got 0",
  );
});

Deno.test("a disconnected graph's components are the clusters where there are k of them", async () => {
  const graph = await neighbourGraph(groups(4, 30), { neighbours: 3, affinity: CONNECTIVITY });
  assertEquals(connectedComponents(graph).length, 4);
  for (const method of [spectralClustering, normalizedCut]) {
    const { labels, eigenvalues, cut } = await method(graph, { k: 4, seed: 1 });
    assertEquals(renamed(labels), Array.from({ length: 120 }, (_, i) => Math.floor(i / 30)));
    eigenvalues.forEach((value) => assertAlmostEquals(value, 0, 1e-9));
    assertEquals(cut, 0);
  }
});

Deno.test("a graph of more components than clusters is refused, and k beyond n", async () => {
  const graph = await neighbourGraph(groups(4, 10), { neighbours: 3, affinity: CONNECTIVITY });
  for (const method of [spectralClustering, normalizedCut]) {
    await assertRejects(
      () => method(graph, { k: 3, seed: 1 }),
      RangeError,
      "Cannot cluster the graph: k must be at least the number of its connected components, 4, or the points need " +
        "more neighbours, got 3",
    );
    for (const k of [0, 41, 1.5]) {
      await assertRejects(() => method(graph, { k, seed: 1 }), RangeError, "k must be from 1 to n = 40");
    }
  }
});

Deno.test("a component is split where k is above their number", async () => {
  const points = matrix(Float64Array.of(0, 1, 2, 3, 10, 11, 12, 13, 1000, 1001, 1002, 1003), 12, 1);
  const graph = await neighbourGraph(points, {
    neighbours: 4,
    affinity: { kind: "gaussian", sigma: 3, mutual: false },
  });
  // The last four points' fourth neighbours are so far away that their weight is 0.
  assertEquals(connectedComponents(graph).length, 2);
  for (const method of [spectralClustering, normalizedCut]) {
    const { labels } = await method(graph, { k: 3, seed: 1 });
    assertEquals(renamed(labels), [0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2]);
  }
});

Deno.test("an isolated point is a component and a cluster of its own", async () => {
  const points = matrix(Float64Array.of(0, 1, 2, 3, 4, 1e6), 6, 1);
  const graph = await neighbourGraph(points, {
    neighbours: 2,
    affinity: { kind: "gaussian", sigma: 1, mutual: false },
  });
  assertEquals(degrees(graph)[5], 0);
  assertEquals(connectedComponents(graph).length, 2);
  for (const method of [spectralClustering, normalizedCut]) {
    const { labels, eigenvalues } = await method(graph, { k: 2, seed: 1 });
    assertEquals(renamed(labels), [0, 0, 0, 0, 0, 1]);
    assertAlmostEquals(eigenvalues[1], 0, 1e-12);
  }
});

Deno.test("identical points fall into one cluster, and have no median distance", async () => {
  const points = matrix(Float64Array.from({ length: 40 }, (_, i) => i < 30 ? 5 : 2 * i), 40, 1);
  const graph = await neighbourGraph(points, { neighbours: 30, affinity: CONNECTIVITY });
  const { labels } = await spectralClustering(graph, { k: 2, seed: 1 });
  assertEquals(new Set(labels.subarray(0, 30)).size, 1);
  await assertRejects(
    () =>
      neighbourGraph(points, {
        neighbours: 3,
        affinity: { kind: "gaussian", sigma: "median", mutual: false },
      }),
    RangeError,
    "sigma must be finite and above 0",
  );
});

Deno.test("spectralClustering() takes what is left out from SPECTRAL", async () => {
  const points = matrix(Float64Array.from({ length: 60 }, (_, i) => (i * 37) % 61 + (i % 3) * 90), 60, 1);
  const graph = await neighbourGraph(points, { neighbours: 10, affinity: CONNECTIVITY });
  const options = { k: 4, seed: 1 };
  assertEquals(
    await spectralClustering(graph, { ...SPECTRAL, ...options }),
    await spectralClustering(graph, options),
  );
});

Deno.test("a run repeats exactly from a seed", async () => {
  const next = random(5);
  const points = matrix(Float64Array.from({ length: 800 }, () => normal(next)), 400, 2);
  const graph = await neighbourGraph(points, { neighbours: 10, affinity: CONNECTIVITY });
  const run = async (seed: number) => await spectralClustering(graph, { k: 3, seed });
  assertEquals(await run(1), await run(1));
});

Deno.test("cutOf() is the weight that leaves each cluster, over the cluster's degrees", () => {
  // A path of four points with weights 1, 2, 3.
  const graph: Graph = {
    n: 4,
    starts: Int32Array.of(0, 1, 3, 5, 6),
    columns: Int32Array.of(1, 0, 2, 1, 3, 2),
    weights: Float64Array.of(1, 1, 2, 2, 3, 3),
  };
  assertAlmostEquals(cutOf(graph, [0, 0, 1, 1]), 2 / 4 + 2 / 8, 1e-12);
  assertEquals(cutOf(graph, [7, 7, 7, 7]), 0);
});

/** A graph's product, and the residuals of what is found for it. */
function residuals(
  multiply: (x: Float64Array, y: Float64Array) => void,
  n: number,
  found: ReturnType<typeof largestEigen>,
) {
  return Array.from(found.values, (value, i) => {
    const vector = found.vectors.data.slice(i * n, (i + 1) * n) as Float64Array;
    const image = new Float64Array(n);
    multiply(vector, image);
    return Math.hypot(...image.map((x, j) => x - value * vector[j]));
  });
}

Deno.test("largestEigen() finds orthonormal eigenvectors to the residual, repeated ones as often as they come", async () => {
  const n = 600;
  // Ten components: the eigenvalue 1 comes ten times.
  const graph = await neighbourGraph(groups(10, 60), { neighbours: 4, affinity: CONNECTIVITY });
  const multiply = normalisedProduct(graph);
  const found = largestEigen(n, multiply, 12, { seed: 1 });
  found.values.forEach((value, i) => i < 10 ? assertAlmostEquals(value, 1, 1e-9) : assert(value < 1 - 1e-6));
  for (const residual of residuals(multiply, n, found)) assert(residual <= 2e-6, `${residual}`);
  for (let i = 0; i < 12; i++) {
    for (let j = 0; j <= i; j++) {
      let product = 0;
      for (let at = 0; at < n; at++) {
        product += found.vectors.data[i * n + at] * found.vectors.data[j * n + at];
      }
      assertAlmostEquals(product, i === j ? 1 : 0, 1e-9);
    }
  }
});

Deno.test("largestEigen() is the dense solution on a set larger than its subspace", async () => {
  const next = random(7);
  const points = matrix(Float64Array.from({ length: 400 }, () => normal(next)), 200, 2);
  const multiply = normalisedProduct(await neighbourGraph(points, { neighbours: 8, affinity: CONNECTIVITY }));
  const few = largestEigen(200, multiply, 4, { seed: 1 });
  // As many as this are computed densely.
  const all = largestEigen(200, multiply, 60, { seed: 1 });
  few.values.forEach((value, i) => assertAlmostEquals(value, all.values[i], 1e-9));
});

Deno.test("largestEigen() finds the same in a small subspace, and refuses one that can't be", async () => {
  const next = random(7);
  const points = matrix(Float64Array.from({ length: 400 }, () => normal(next)), 200, 2);
  const multiply = normalisedProduct(await neighbourGraph(points, { neighbours: 8, affinity: CONNECTIVITY }));
  const found = (subspace: EigenChoices["subspace"]) => largestEigen(200, multiply, 4, { seed: 1, subspace });
  const usual = found(EIGEN.subspace);
  found({ perVector: 4, more: 0, kept: 2 }).values.forEach((value, i) =>
    assertAlmostEquals(value, usual.values[i], 1e-9)
  );
  assertThrows(() => found({ ...EIGEN.subspace, kept: 0 }), RangeError, "subspace.kept must be a positive");
  assertThrows(
    () => found({ ...EIGEN.subspace, kept: 6 }),
    RangeError,
    "subspace.perVector must be an integer above subspace.kept, got 6",
  );
  const refused: [Partial<EigenChoices>, string][] = [
    [{ tolerance: NaN }, "tolerance must be finite and above 0, got NaN"],
    [{ tolerance: Infinity }, "tolerance must be finite and above 0, got Infinity"],
    [{ maxIterations: 0 }, "maxIterations must be a positive integer, got 0"],
  ];
  for (const [options, message] of refused) {
    assertThrows(
      () => largestEigen(200, multiply, 4, { seed: 1, ...options }),
      RangeError,
      `Cannot compute the eigenvectors: ${message}`,
    );
  }
  assertThrows(() => found({ ...EIGEN.subspace, more: -1 }), RangeError, "subspace.more must be an integer");
});

Deno.test("largestEigen() finds the same by the host's float64 as by the engine's", async () => {
  const n = 300;
  const path = (x: Float64Array, y: Float64Array) =>
    y.forEach((_, i) => y[i] = 2 * x[i] + (x[i - 1] ?? 0) + (x[i + 1] ?? 0));
  const onEngine = largestEigen(n, path, 5, { seed: 1 });
  await tf.setBackend("cpu");
  const onHost = largestEigen(n, path, 5, { seed: 1 });
  await tf.setBackend("tensorflow");
  onHost.values.forEach((value, i) => {
    assertAlmostEquals(value, 2 + 2 * Math.cos((i + 1) * Math.PI / (n + 1)), 1e-9);
    assertAlmostEquals(onEngine.values[i], value, 1e-9);
  });
});

Deno.test("largestEigen() says with which residual it gave up", () => {
  const n = 1000;
  const multiply = (x: Float64Array, y: Float64Array) =>
    x.forEach((value, i) => y[i] = value * (1 + i / 1e6));
  const error = assertThrows(
    () => largestEigen(n, multiply, 2, { seed: 1, maxIterations: 3, tolerance: 1e-9 }),
    ConvergenceError,
    "Cannot compute the eigenvectors: after 3 iterations their residual must be at most 1e-9, got ",
  ) as ConvergenceError;
  assert(error.residual > 1e-9 && error.residual < 1);
  assertThrows(() => largestEigen(5, multiply, 6, { seed: 1 }), RangeError, "from 1 to n = 5");
});
