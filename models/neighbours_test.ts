import { assert, assertAlmostEquals, assertEquals, assertRejects } from "@std/assert";
import { squaredDistance } from "../engine/matrix.ts";
import { matrix, random } from "../engine/mod.ts";
import { nearestNeighbours, unitPoints } from "./neighbours.ts";

Deno.test("nearestNeighbours() is what sorting all distances gives, over several tiles", async () => {
  const next = random(1), n = 2100, d = 3, k = 7;
  const points = matrix(Float32Array.from({ length: n * d }, next), n, d);
  const { indices, squaredDistances } = await nearestNeighbours(points, k);
  assertEquals(indices.length, n * k);
  for (const i of [0, 1, 1023, 1996, 1997, 2099]) {
    const sorted = Array.from({ length: n }, (_, j) => j).filter((j) => j !== i)
      .sort((a, b) => squaredDistance(points, i, a) - squaredDistance(points, i, b)).slice(0, k);
    assertEquals([...indices.subarray(i * k, (i + 1) * k)], sorted);
    assertEquals(
      [...squaredDistances.subarray(i * k, (i + 1) * k)],
      sorted.map((j) => squaredDistance(points, i, j)),
    );
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

Deno.test("unitPoints() keeps distances but for its scale; the scale of equal points is 1", () => {
  const points = matrix(Float64Array.of(1, 1, 4, 5), 2, 2);
  const { data, squares, scale } = unitPoints(points, "test");
  assertEquals(scale, 2.5);
  assertAlmostEquals(Math.hypot(data[2] - data[0], data[3] - data[1]) * scale, 5, 1e-6);
  assertAlmostEquals(squares[0], 1, 1e-6);
  assertEquals(unitPoints(matrix(Float64Array.of(3, 3), 2, 1), "test").scale, 1);
});
