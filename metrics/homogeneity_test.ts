import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { homogeneity } from "./homogeneity.ts";

Deno.test("homogeneity() is 1 for clusters of one class each, and for one class", () => {
  assertEquals(homogeneity([0, 0, 1, 1], [4, 5, 6, 7]), 1);
  assertEquals(homogeneity([3, 3, 3], [0, 1, 1]), 1);
  assertEquals(homogeneity([3, 3, 3], [1, 1, 1]), 1);
});

Deno.test("homogeneity() is 0 for one cluster and for independent clusters", () => {
  assertEquals(homogeneity([0, 0, 1, 2], [5, 5, 5, 5]), 0);
  assertEquals(homogeneity([0, 0, 1, 1], [0, 1, 0, 1]), 0);
});

Deno.test("homogeneity() is the share of the classes' entropy that is not left in the clusters", () => {
  // Cluster 0 has three points of class 0 and one of class 1, cluster 1 has two of class 1.
  const left = -4 / 6 * (3 / 4 * Math.log(3 / 4) + 1 / 4 * Math.log(1 / 4));
  assertAlmostEquals(homogeneity([0, 0, 0, 1, 1, 1], [0, 0, 0, 0, 1, 1]), 1 - left / Math.LN2, 1e-14);
});

Deno.test("homogeneity() refuses no labels", () => {
  assertThrows(
    () => homogeneity([], []),
    RangeError,
    "Cannot compute the homogeneity: there must be at least",
  );
});
