import { assertAlmostEquals, assertEquals } from "@std/assert";
import { matrix } from "../engine/matrix.ts";
import { calinskiHarabasz } from "./calinski_harabasz.ts";

Deno.test("calinskiHarabasz() is the ratio of the dispersions by hand", () => {
  // Means (1, 0), (4, 3) and, of all 5 points, (2.2, 1.2); between 3 · 2.88 + 2 · 6.48, within 2 + 2 + 4.
  const points = matrix(Float32Array.of(0, 0, 1, -1, 2, 1, 4, 1, 4, 5), 5, 2);
  assertAlmostEquals(calinskiHarabasz(points, [7, 7, 7, 3, 3]), (21.6 / 1) / (12 / 3), 1e-12);
});

Deno.test("calinskiHarabasz() is 1 without dispersion within the clusters", () => {
  const points = matrix(Float64Array.of(0.1, 0.1, 0.1, 0.3, 0.3), 5, 1);
  assertEquals(calinskiHarabasz(points, [0, 0, 0, 1, 1]), 1);
});
