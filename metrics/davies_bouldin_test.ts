import { assertAlmostEquals, assertEquals } from "@std/assert";
import { matrix } from "../engine/matrix.ts";
import { daviesBouldin } from "./davies_bouldin.ts";

const line = (...values: number[]) => matrix(Float64Array.from(values), values.length, 1);

Deno.test("daviesBouldin() takes each cluster's most alike one", () => {
  // Centroids 1, 11, 15 and spreads 1, 1, 1: ratios 2/10, 2/14, 2/4.
  assertAlmostEquals(daviesBouldin(line(0, 2, 10, 12, 14, 16), [0, 0, 1, 1, 2, 2]), (0.2 + 0.5 + 0.5) / 3);
});

Deno.test("daviesBouldin() is 0 for clusters of equal points", () => {
  assertEquals(daviesBouldin(line(0, 0, 5, 5), [0, 0, 1, 1]), 0);
});

Deno.test("daviesBouldin() is 0 where all centroids are the same", () => {
  assertEquals(daviesBouldin(line(-1, 1, -2, 2), [0, 0, 1, 1]), 0);
  assertEquals(daviesBouldin(line(3, 3, 3, 3), [0, 0, 1, 1]), 0);
});

Deno.test("daviesBouldin() takes at most 1e-8 for 0, as scikit-learn does", () => {
  assertEquals(daviesBouldin(line(-1, 1 + 1e-8, -2, 2), [0, 0, 1, 1]), 0);
  assertEquals(daviesBouldin(line(0, 1e-8, 5, 5 + 1e-8), [0, 0, 1, 1]), 0);
  assertAlmostEquals(daviesBouldin(line(0, 4e-8, 5, 5 + 4e-8), [0, 0, 1, 1]), 4e-8 / 5, 1e-15);
});

Deno.test("daviesBouldin() leaves out pairs with the same centroid", () => {
  // Clusters 0 and 1 share centroid 0; both are judged against cluster 2 at 10, spreads 1, 2, 0.
  assertAlmostEquals(daviesBouldin(line(-1, 1, -2, 2, 10, 10), [0, 0, 1, 1, 2, 2]), (0.1 + 0.2 + 0.2) / 3);
});

Deno.test("daviesBouldin() takes a single point as a cluster of spread 0", () => {
  assertAlmostEquals(daviesBouldin(line(0, 2, 11), [0, 0, 1]), 0.1);
});
