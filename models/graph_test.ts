import { assertEquals } from "@std/assert";
import { filtered, symmetric } from "./graph.ts";

/** Of each of 4 points two others, not in their order, with what is said of them. */
const NEIGHBOURS = {
  k: 2,
  indices: Int32Array.of(2, 1, 0, 2, 3, 1, 2, 1),
  squaredDistances: new Float64Array(8),
};
const SAID = Float64Array.of(3, 0, 5, 1, 2, 4, 7, 6);

Deno.test("symmetric() combines what two points say, with 0 where one says nothing, and keeps zeros", () => {
  assertEquals(symmetric(NEIGHBOURS, SAID, (p, q) => p + q), {
    n: 4,
    starts: Int32Array.of(0, 2, 5, 8, 10),
    columns: Int32Array.of(1, 2, 0, 2, 3, 0, 1, 3, 1, 2),
    weights: Float64Array.of(5, 3, 5, 5, 6, 3, 5, 9, 6, 9),
  });
  const both = symmetric(NEIGHBOURS, SAID, (p, q) => p * q);
  assertEquals(both.weights, Float64Array.of(0, 0, 0, 4, 0, 0, 4, 14, 0, 14));
});

Deno.test("filtered() leaves out the entries that are not to be kept, and leaves the matrix as it is", () => {
  const whole = symmetric(NEIGHBOURS, SAID, (p, q) => p * q);
  const before = structuredClone(whole);
  assertEquals(filtered(whole, (weight) => weight !== 0), {
    n: 4,
    starts: Int32Array.of(0, 0, 1, 3, 4),
    columns: Int32Array.of(2, 1, 3, 2),
    weights: Float64Array.of(4, 4, 14, 14),
  });
  assertEquals(whole, before);
});
