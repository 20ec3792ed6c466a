import { assert, assertAlmostEquals, assertEquals, assertRejects, assertThrows } from "@std/assert";
import { type Matrix, matrix, takeRows } from "../engine/matrix.ts";
import { initEngine } from "../engine/mod.ts";
import { normal, permutation, type Random, random } from "../engine/random.ts";
import { DIRECTIONS } from "./directions.ts";
import { internalMetrics, labelMetrics } from "./registry.ts";

await initEngine();

function randomLabels(n: number, k: number, next: Random): Int32Array {
  return Int32Array.from({ length: n }, () => Math.floor(next() * k));
}

/** Pairs of labellings, from unrelated to nearly equal, with different numbers of names on both sides. */
function* labelPairs(): Generator<[Int32Array, Int32Array]> {
  const next = random(101);
  for (let trial = 0; trial < 60; trial++) {
    const n = 1 + Math.floor(next() * 80);
    const classes = randomLabels(n, 1 + Math.floor(next() * 8), next);
    const noise = randomLabels(n, 1 + Math.floor(next() * 8), next);
    const kept = next();
    yield [classes, classes.map((label, i) => next() < kept ? label : noise[i])];
  }
}

/** The same labels under other names, in another order, negative and large ones among them. */
function rename(labels: Int32Array, next: Random): Float64Array {
  const names = new Map<number, number>();
  for (const label of labels) names.set(label, Math.floor((next() - 0.5) * 2 ** 50));
  return Float64Array.from(labels, (label) => names.get(label)!);
}

for (const { name, compute, range, symmetric } of labelMetrics) {
  Deno.test(`${name} is within its range`, () => {
    for (const [classes, clusters] of labelPairs()) {
      const value = compute(classes, clusters);
      assert(value >= range[0] && value <= range[1], `${value} is not in [${range}]`);
    }
  });

  Deno.test(`${name} is best for the same clusters`, () => {
    assertEquals(DIRECTIONS[name], "higher");
    for (const [classes] of labelPairs()) assertAlmostEquals(compute(classes, classes), range[1], 1e-14);
  });

  Deno.test(`${name} does not depend on the labels' names`, () => {
    const next = random(102);
    for (const [classes, clusters] of labelPairs()) {
      assertEquals(compute(rename(classes, next), rename(clusters, next)), compute(classes, clusters));
    }
  });

  Deno.test(`${name} does not depend on the order of the points`, () => {
    const next = random(103);
    for (const [classes, clusters] of labelPairs()) {
      const order = permutation(classes.length, next);
      const value = compute(order.map((i) => classes[i]), order.map((i) => clusters[i]));
      assertAlmostEquals(value, compute(classes, clusters), 1e-12);
    }
  });

  Deno.test(`${name} is ${symmetric ? "" : "not "}symmetric`, () => {
    const differences = [...labelPairs()].map(([classes, clusters]) =>
      Math.abs(compute(classes, clusters) - compute(clusters, classes))
    );
    assertEquals(differences.every((difference) => difference < 1e-12), symmetric);
  });

  Deno.test(`${name} takes any array of integers`, () => {
    const expected = compute([0, 1, 1, 2], [1, 1, 0, 0]);
    assertEquals(compute(Uint8Array.of(0, 1, 1, 2), Float64Array.of(1, 1, 0, 0)), expected);
  });

  Deno.test(`${name} refuses labels of another number and what is not an integer`, () => {
    assertThrows(() => compute([1, 2], [1]), RangeError, "there must be as many predicted as true labels");
    assertThrows(() => compute([1, NaN], [1, 2]), RangeError, "current value is NaN at position 1");
    assertThrows(() => compute([1, 2], [1.5, 2]), RangeError, "current value is 1.5 at position 0");
  });
}

/** Points of both types in clusters, some of which overlap; numbers of 1/64 steps, so that float32 holds them moved. */
function* clusterings(): Generator<[Matrix, Int32Array]> {
  const next = random(104);
  for (let trial = 0; trial < 8; trial++) {
    const n = 20 + Math.floor(next() * 60), columns = 1 + trial % 4, k = 2 + trial % 5;
    const labels = Int32Array.from({ length: n }, (_, i) => i < k ? i : Math.floor(next() * k));
    const centres = Float64Array.from({ length: k * columns }, () => 4 * normal(next));
    const data = Float64Array.from({ length: n * columns }, (_, i) => {
      const value = centres[labels[Math.floor(i / columns)] * columns + i % columns] + normal(next);
      return Math.round(64 * value) / 64;
    });
    yield [matrix(trial % 2 ? Float32Array.from(data) : data, n, columns), labels];
  }
}

function mapPoints(
  { data, rows, columns }: Matrix,
  change: (value: number, column: number) => number,
): Matrix {
  return matrix(data.map((value, i) => change(value, i % columns)) as Float32Array, rows, columns);
}

function withColumn({ data, rows, columns }: Matrix, value: (row: number) => number): Matrix {
  const wider = Array.from(
    { length: rows },
    (_, i) => [...data.subarray(i * columns, (i + 1) * columns), value(i)],
  );
  return matrix(Float32Array.from(wider.flat()), rows, columns + 1);
}

for (const { name, compute, range } of internalMetrics) {
  const assertSame = async (
    points: Matrix,
    labels: ArrayLike<number>,
    expected: number | Promise<number>,
  ) => {
    const value = await expected;
    const relative = points.data instanceof Float32Array ? 1e-5 : 1e-9;
    assertAlmostEquals(await compute(points, labels), value, relative * Math.max(Math.abs(value), 1));
  };

  Deno.test(`${name} is within its range`, async () => {
    for (const [points, labels] of clusterings()) {
      const value = await compute(points, labels);
      assert(value >= range[0] && value <= range[1], `${value} is not in [${range}]`);
    }
  });

  Deno.test(`${name} is better for clusters further apart`, async () => {
    for (const [points, labels] of clusterings()) {
      const spread = withColumn(points, (row) => 100 * labels[row]);
      const gain = await compute(spread, labels) - await compute(points, labels);
      assert(DIRECTIONS[name] === "higher" ? gain > 0 : gain < 0, `${gain}`);
    }
  });

  Deno.test(`${name} does not depend on the labels' names`, async () => {
    const next = random(105);
    for (const [points, labels] of clusterings()) {
      assertEquals(await compute(points, rename(labels, next)), await compute(points, labels));
    }
  });

  Deno.test(`${name} does not depend on the order of the points`, async () => {
    const next = random(106);
    for (const [points, labels] of clusterings()) {
      const order = permutation(points.rows, next);
      await assertSame(takeRows(points, order), order.map((i) => labels[i]), compute(points, labels));
    }
  });

  Deno.test(`${name} does not change when all points are moved`, async () => {
    for (const [points, labels] of clusterings()) {
      await assertSame(
        mapPoints(points, (value, j) => value + 500 * j - 1000),
        labels,
        compute(points, labels),
      );
    }
  });

  Deno.test(`${name} does not change when all points are scaled`, async () => {
    for (const [points, labels] of clusterings()) {
      await assertSame(mapPoints(points, (value) => -1024 * value), labels, compute(points, labels));
      await assertSame(mapPoints(points, (value) => value / 1024), labels, compute(points, labels));
    }
  });

  Deno.test(`${name} is the same for float32 and float64 points`, async () => {
    for (const [{ data, rows, columns }, labels] of clusterings()) {
      const single = matrix(Float32Array.from(data), rows, columns);
      await assertSame(single, labels, compute(matrix(Float64Array.from(data), rows, columns), labels));
    }
  });

  Deno.test(`${name} refuses one cluster, n clusters and numbers that are not finite`, async () => {
    const points = matrix(Float64Array.of(0, 1, 5), 3, 1);
    const call = async (data: Matrix, labels: number[]) => await compute(data, labels);
    await assertRejects(
      () => call(points, [1, 1, 1]),
      RangeError,
      "k must be at least 2: current value is 1",
    );
    await assertRejects(
      () => call(points, [1, 2, 3]),
      RangeError,
      "k must be at most n - 1 = 2: current value is 3",
    );
    const broken = matrix(Float64Array.of(0, Infinity, 5), 3, 1);
    await assertRejects(
      () => call(broken, [1, 1, 2]),
      RangeError,
      "current value is Infinity at row 1, column 0",
    );
  });
}
