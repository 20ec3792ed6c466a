import { assertEquals, assertThrows } from "@std/assert";
import { contingency, nonEmptyContingency } from "./contingency.ts";

Deno.test("contingency() counts what two labellings share", () => {
  assertEquals(contingency([4, 4, 4, 9], [0, 0, -1, -1], "x"), {
    points: 4,
    rows: Float64Array.of(3, 1),
    columns: Float64Array.of(2, 2),
    cells: [
      { row: 0, column: 0, size: 2 },
      { row: 0, column: 1, size: 1 },
      { row: 1, column: 1, size: 1 },
    ],
  });
});

Deno.test("contingency() of 50,000 clusters and 50,000 classes holds only its cells", () => {
  const labels = Int32Array.from({ length: 50_000 }, (_, i) => i);
  assertEquals(contingency(labels, labels, "x").cells.length, 50_000);
});

Deno.test("contingency() refuses different lengths", () => {
  assertThrows(
    () => contingency([1, 2, 3], [1, 2], "the ARI"),
    RangeError,
    "Cannot compute the ARI: there must be as many predicted as true labels, got 2 and 3",
  );
});

Deno.test("contingency() says whose label is wrong", () => {
  assertThrows(() => contingency([1, 2], [1, 0.5], "the ARI"), RangeError, "the predicted labels must be");
  assertThrows(() => contingency([NaN, 2], [1, 2], "the ARI"), RangeError, "the true labels must be");
});

Deno.test("nonEmptyContingency() refuses no labels", () => {
  assertThrows(
    () => nonEmptyContingency([], [], "the purity"),
    RangeError,
    "Cannot compute the purity: there must be at least one label, got 0",
  );
});
