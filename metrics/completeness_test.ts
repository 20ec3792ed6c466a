import { assertEquals, assertThrows } from "@std/assert";
import { completeness } from "./completeness.ts";
import { homogeneity } from "./homogeneity.ts";
import { labelTrials } from "./trials.ts";

Deno.test("completeness() is 1 for classes of one cluster each, and for one cluster", () => {
  assertEquals(completeness([4, 5, 6, 7], [0, 0, 1, 1]), 1);
  assertEquals(completeness([0, 1, 1], [3, 3, 3]), 1);
  assertEquals(completeness([1, 1, 1], [3, 3, 3]), 1);
});

Deno.test("completeness() is 0 for one class and for independent classes", () => {
  assertEquals(completeness([5, 5, 5, 5], [0, 0, 1, 2]), 0);
  assertEquals(completeness([0, 1, 0, 1], [0, 0, 1, 1]), 0);
});

Deno.test("completeness() is homogeneity() with classes and clusters in each other's place", () => {
  for (const { classes, clusters } of labelTrials(7)) {
    const difference = completeness(classes, clusters) - homogeneity(clusters, classes);
    assertEquals(Math.abs(difference) < 1e-14, true);
  }
});

Deno.test("completeness() refuses no labels", () => {
  assertThrows(
    () => completeness([], []),
    RangeError,
    "Cannot compute the completeness: there must be at least",
  );
});
