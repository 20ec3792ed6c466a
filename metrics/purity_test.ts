import { assertEquals, assertThrows } from "@std/assert";
import { purity } from "./purity.ts";

Deno.test("purity() counts the commonest class of each cluster", () => {
  assertEquals(purity([0, 0, 0, 1, 1, 2], [5, 5, 5, 5, 6, 6]), 4 / 6);
});

Deno.test("purity() is not symmetric", () => {
  assertEquals(purity([0, 0, 0, 0], [0, 1, 2, 3]), 1);
  assertEquals(purity([0, 1, 2, 3], [0, 0, 0, 0]), 0.25);
});

Deno.test("purity() refuses no labels", () => {
  assertThrows(() => purity([], []), RangeError, "Cannot compute the purity: there must be at least one");
});
