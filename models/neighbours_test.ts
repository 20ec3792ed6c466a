import { assert, assertAlmostEquals, assertEquals, assertRejects } from "@std/assert";
import { squaredDistance } from "../engine/matrix.ts";
import { type Matrix, matrix, random } from "../engine/mod.ts";
import { assertFrees } from "../engine/testing_freeing.ts";
import { nearestNeighbours, unitPoints } from "./neighbours.ts";

Deno.test("nearestNeighbours() is what sorting all distances gives, over several tiles", async () => {
  const next = random(1), n = 2100, d = 3, k = 7;
  const points = matrix(Float32Array.from({ length: n * d }, next), n, d);
  const { indices, squaredDistances } = await nearestNeighbours(points, k);
  assertEquals(indices.length, n * k);
  for (const i of [0, 1, 1023, 2047, 2048, 2099]) {
    const sorted = Array.from({ length: n }, (_, j) => j).filter((j) => j !== i)
      .sort((a, b) => squaredDistance(points, i, a) - squaredDistance(points, i, b)).slice(0, k);
    assertEquals([...indices.subarray(i * k, (i + 1) * k)], sorted);
    assertEquals(
      [...squaredDistances.subarray(i * k, (i + 1) * k)],
      sorted.map((j) => squaredDistance(points, i, j)),
    );
  }
});

/** The first k of the others by distance, and by row where that is the same. */
function byDistance(points: Matrix, i: number, k: number): number[] {
  const distances = Array.from({ length: points.rows }, (_, j) => squaredDistance(points, i, j));
  return [...distances.keys()].filter((j) => j !== i).sort((a, b) => distances[a] - distances[b] || a - b)
    .slice(0, k);
}

Deno.test("nearestNeighbours() on a grid over several tiles: of equally near ones the first rows", async () => {
  const side = 70, n = side * side;
  const points = matrix(
    Float64Array.from(
      { length: 2 * n },
      (_, at) => at % 2 === 0 ? (at >> 1) % side : Math.floor((at >> 1) / side),
    ),
    n,
    2,
  );
  for (const k of [1, 6, 300]) {
    const { indices } = await nearestNeighbours(points, k);
    for (const i of [0, 69, 2047, 2048, 4095, 4096, n - 1]) {
      assertEquals([...indices.subarray(i * k, (i + 1) * k)], byDistance(points, i, k), `${k} of ${i}`);
    }
  }
});

Deno.test("nearestNeighbours() of many equal points over several tiles: the first others at the same place", async () => {
  const n = 4500, places = 3, k = 4;
  const points = matrix(Float32Array.from({ length: 2 * n }, (_, at) => (at >> 1) % places), n, 2);
  const { indices } = await nearestNeighbours(points, k);
  for (const i of [0, 5, 12, 2048, n - 1]) {
    assertEquals([...indices.subarray(i * k, (i + 1) * k)], byDistance(points, i, k));
  }
});

Deno.test("nearestNeighbours() of equal points far from the mean, where float32 finds them apart", async () => {
  const next = random(6), n = 4200, d = 300, places = 60, k = 3;
  const place = Float32Array.from({ length: places * d }, () => next() - 0.5);
  const points = matrix(
    Float32Array.from({ length: n * d }, (_, at) => place[Math.floor(at / d) % places * d + at % d]),
    n,
    d,
  );
  const { indices, squaredDistances } = await nearestNeighbours(points, k);
  for (let i = 0; i < n; i++) {
    const first = [0, 1, 2, 3].map((round) => round * places + i % places).filter((j) => j !== i).slice(0, k);
    assertEquals([...indices.subarray(i * k, (i + 1) * k)], first, `of ${i}`);
  }
  assert(squaredDistances.every((distance) => distance === 0));
});

Deno.test("nearestNeighbours() with as many neighbours as there are others, more than a tile has", async () => {
  const next = random(4), n = 2060;
  const points = matrix(Float32Array.from({ length: n }, next), n, 1);
  const { indices } = await nearestNeighbours(points, n - 1);
  for (const i of [0, 2050]) {
    assertEquals([...indices.subarray(i * (n - 1), (i + 1) * (n - 1))], byDistance(points, i, n - 1));
  }
});

Deno.test("nearestNeighbours() of equal points: at distance 0, never the point itself", async () => {
  const points = matrix(Float32Array.from({ length: 12 }, () => 0.1), 6, 2);
  const { indices, squaredDistances } = await nearestNeighbours(points, 5);
  for (let i = 0; i < 6; i++) {
    const others = [0, 1, 2, 3, 4, 5].filter((j) => j !== i);
    assertEquals([...indices.subarray(i * 5, i * 5 + 5)].sort(), others);
  }
  assert(squaredDistances.every((distance) => distance === 0));
});

Deno.test("nearestNeighbours() does not depend on where the points lie and how large they are", async () => {
  const next = random(2);
  const data = Float64Array.from({ length: 300 }, next);
  const { indices } = await nearestNeighbours(matrix(data, 100, 3), 3);
  for (const size of [1e-30, 1e30]) {
    const moved = matrix(data.map((value) => (value + 10) * size), 100, 3);
    assertEquals((await nearestNeighbours(moved, 3)).indices, indices);
  }
});

Deno.test("nearestNeighbours() frees what it made where a kernel fails", async () => {
  const next = random(6);
  const points = matrix(Float64Array.from({ length: 80 }, next), 40, 2);
  for (const n of [1, 2]) await assertFrees("BatchMatMul", n, () => nearestNeighbours(points, 1));
});

Deno.test("nearestNeighbours() refuses k outside 1 to n - 1, and coordinates that are not finite", async () => {
  const points = matrix(Float64Array.of(0, 1, 3), 3, 1);
  for (const k of [0, 3, 1.5, NaN]) {
    await assertRejects(
      () => nearestNeighbours(points, k),
      RangeError,
      `k must be from 1 to n - 1 = 2, got ${k}`,
    );
  }
  await assertRejects(
    () => nearestNeighbours(matrix(Float64Array.of(0, NaN, 3), 3, 1), 1),
    RangeError,
    "at row 1, column 0",
  );
  await assertRejects(
    () => nearestNeighbours(matrix(Float64Array.of(0, 1e200, 3), 3, 1), 1),
    RangeError,
    "too far apart",
  );
});

Deno.test("unitPoints() keeps distances except for its scale; the scale of equal points is 1", () => {
  const points = matrix(Float64Array.of(1, 1, 4, 5), 2, 2);
  const { data, squares, scale } = unitPoints(points, "test");
  assertEquals(scale, 2.5);
  assertAlmostEquals(Math.hypot(data[2] - data[0], data[3] - data[1]) * scale, 5, 1e-6);
  assertAlmostEquals(squares[0], 1, 1e-6);
  assertEquals(unitPoints(matrix(Float64Array.of(3, 3), 2, 1), "test").scale, 1);
});
