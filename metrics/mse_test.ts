import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { matrix } from "../engine/matrix.ts";
import { mse } from "./mse.ts";

const a = matrix(Float32Array.of(0, 1, 2, 3), 2, 2);

Deno.test("mse() is the mean over all elements", () => {
  assertEquals(mse(a, matrix(Float64Array.of(1, 1, 2, 6), 2, 2)), 10 / 4);
  assertEquals(mse(a, a), 0);
});

Deno.test("mse() adds up in float64", () => {
  const zeros = matrix(new Float32Array(1_000_000), 1000, 1000);
  const tenths = matrix(new Float32Array(1_000_000).fill(0.1), 1000, 1000);
  assertAlmostEquals(mse(zeros, tenths), Math.fround(0.1) ** 2, 1e-12);
});

Deno.test("mse() refuses different shapes", () => {
  assertThrows(
    () => mse(a, matrix(a.data, 1, 4)),
    RangeError,
    "Cannot compute the MSE: both matrices must have the same shape, got 2 × 2 and 1 × 4",
  );
});

Deno.test("mse() refuses what it cannot average", () => {
  const none = matrix(new Float32Array(0), 0, 3);
  assertThrows(() => mse(none, none), RangeError, "there must be at least one element");
  assertThrows(
    () => mse(a, matrix(Float32Array.of(0, 1, NaN, 3), 2, 2)),
    RangeError,
    "the second matrix must be finite, got NaN at row 1, column 0",
  );
  for (const value of [1e155, 1e308, -1e308]) {
    const far = matrix(Float64Array.of(value, 0), 1, 2);
    assertThrows(
      () => mse(far, matrix(new Float64Array(2), 1, 2)),
      RangeError,
      "the sum of the squared differences must be finite",
    );
  }
});
