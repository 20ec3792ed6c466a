import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { momentsOf } from "./moments.ts";

Deno.test("momentsOf() divides the squares by n - 1", () => {
  const { n, mean, sd } = momentsOf([2, 4, 4, 4, 5, 5, 7, 9]);
  assertEquals([n, mean], [8, 5]);
  assertAlmostEquals(sd!, Math.sqrt(32 / 7), 1e-15);
});

Deno.test("momentsOf() finds no spread in equal values, and none at all in one", () => {
  assertEquals(momentsOf([0.1, 0.1, 0.1]), { n: 3, mean: 0.1, sd: 0 });
  assertEquals(momentsOf([0.1]), { n: 1, mean: 0.1, sd: null });
});

Deno.test("momentsOf() keeps the spread of values far from 0", () => {
  assertEquals(momentsOf([1e9 + 1, 1e9 + 2, 1e9 + 3]), { n: 3, mean: 1e9 + 2, sd: 1 });
});

Deno.test("momentsOf() refuses no values, and what is no number", () => {
  assertThrows(() => momentsOf([]), RangeError, "there must be a value");
  for (const odd of [NaN, Infinity]) assertThrows(() => momentsOf([1, odd]), RangeError, `got ${odd}`);
});
