import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";
import { matrix } from "../engine/matrix.ts";
import { calinskiHarabasz } from "./calinski_harabasz.ts";
import { centroids, clustersOf } from "./clusters.ts";
import { daviesBouldin } from "./davies_bouldin.ts";
import { silhouette } from "./silhouette.ts";

const points = matrix(Float32Array.of(0, 0, 2, 4, 6, 6), 3, 2);

Deno.test("clustersOf() numbers the clusters and counts their points", () => {
  assertEquals(clustersOf(points, [9, 9, -1], "x"), {
    codes: Int32Array.of(0, 0, 1),
    count: 2,
    sizes: Float64Array.of(2, 1),
  });
});

Deno.test("clustersOf() refuses fewer than 2 or more than n - 1 clusters", () => {
  assertThrows(
    () => clustersOf(points, [1, 1, 1], "the silhouette"),
    RangeError,
    "Cannot compute the silhouette: k must be at least 2, got 1",
  );
  assertThrows(
    () => clustersOf(points, [1, 2, 3], "the silhouette"),
    RangeError,
    "Cannot compute the silhouette: k must be at most n - 1 = 2, got 3",
  );
  assertThrows(
    () => clustersOf(matrix(new Float32Array(0), 0, 2), [], "x"),
    RangeError,
    "got 0",
  );
});

Deno.test("clustersOf() refuses another number of labels than points", () => {
  assertThrows(
    () => clustersOf(points, [1, 2], "the silhouette"),
    RangeError,
    "there must be one label a point, got 2 labels and 3 points",
  );
});

Deno.test("clustersOf() names the row and the column of a number that is not finite", () => {
  for (const value of [NaN, Infinity, -Infinity]) {
    assertThrows(
      () => clustersOf(matrix(Float64Array.of(0, 0, 2, value, 6, 6), 3, 2), [0, 0, 1], "the silhouette"),
      RangeError,
      `Cannot compute the silhouette: points must be finite, got ${value} at row 1, column 1`,
    );
  }
});

Deno.test("clustersOf() refuses points whose squared distances no number holds", () => {
  const apart = (distance: number) => matrix(Float64Array.of(0, 1, distance, distance + 1), 4, 1);
  // (1e152)² · 4² is below the largest number, 1.8e308; (1e154)² · 4² is not.
  for (const distance of [1, 1e100, 1e152]) clustersOf(apart(distance), [0, 0, 1, 1], "x");
  for (const distance of [1e154, 1e200, 1e308, -1e200]) {
    assertThrows(
      () => clustersOf(apart(distance), [0, 0, 1, 1], "the silhouette"),
      RangeError,
      "Cannot compute the silhouette: points must lie so close together that squares of their distances can be added up",
    );
  }
  assertThrows(
    () => clustersOf(matrix(Float64Array.of(-1e308, 1e308, 0), 3, 1), [0, 0, 1], "x"),
    RangeError,
    "got coordinates that are Infinity apart",
  );
  // Far from 0, but close together.
  clustersOf(matrix(Float64Array.of(1e200, 1e200, 1e200), 3, 1), [0, 0, 1], "x");
});

Deno.test("the indices of far points are finite, or refused", async () => {
  const labels = [0, 0, 0, 1, 1, 1];
  for (const scale of [1, 1e100, 1e151, 1e154, 1e200, 1e307]) {
    const points = matrix(Float64Array.of(0, 1, 2, 7, 8, 9).map((x) => x * scale), 6, 1);
    for (const index of [silhouette, daviesBouldin, calinskiHarabasz]) {
      const compute = async () => await index(points, labels);
      if (scale > 1e153) await assertRejects(compute, RangeError, "points must lie so close together");
      else assert(await compute() > 0, `${index.name} at ${scale}`);
    }
  }
});

Deno.test("clustersOf() refuses a matrix whose data has another size", () => {
  assertThrows(() => clustersOf({ ...points, rows: 4 }, [0, 0, 1, 1], "x"), RangeError, "4 × 2 = 8");
});

Deno.test("centroids() are the means of the clusters", () => {
  assertEquals(centroids(points, clustersOf(points, [9, 9, -1], "x")), Float64Array.of(1, 2, 6, 6));
});

Deno.test("centroids() of equal points are exactly these points", () => {
  const equal = matrix(new Float64Array(7).fill(0.1), 7, 1);
  assertEquals(centroids(equal, clustersOf(equal, [0, 1, 1, 1, 1, 1, 1], "x")), Float64Array.of(0.1, 0.1));
});
