import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { completeness } from "./completeness.ts";
import { homogeneity } from "./homogeneity.ts";
import { nmi } from "./nmi.ts";
import { labelTrials } from "./trials.ts";
import { vMeasure } from "./v_measure.ts";

Deno.test("vMeasure() is the NMI with the arithmetic mean", () => {
  for (const { classes, clusters } of labelTrials(8)) {
    assertAlmostEquals(vMeasure(classes, clusters), nmi(classes, clusters), 1e-14);
  }
});

Deno.test("vMeasure() goes from homogeneity to completeness as beta grows", () => {
  for (const { classes, clusters } of labelTrials(9)) {
    const h = homogeneity(classes, clusters), c = completeness(classes, clusters);
    if (h === 0 || c === 0) continue;
    assertAlmostEquals(vMeasure(classes, clusters, { beta: 0 }), h, 1e-14);
    assertAlmostEquals(vMeasure(classes, clusters, { beta: 1e12 }), c, 1e-9);
  }
});

Deno.test("vMeasure() is 0 where homogeneity or completeness is", () => {
  for (const beta of [0, 0.5, 1, 2]) {
    assertEquals(vMeasure([0, 0, 1, 1], [0, 1, 0, 1], { beta }), 0);
    assertEquals(vMeasure([5, 5, 5, 5], [0, 1, 0, 1], { beta }), 0);
    assertEquals(vMeasure([0, 1, 0, 1], [5, 5, 5, 5], { beta }), 0);
  }
});

Deno.test("vMeasure() refuses no labels and a beta out of range", () => {
  assertThrows(() => vMeasure([], []), RangeError, "Cannot compute the V-measure: there must be at least");
  for (const beta of [-1, NaN, Infinity]) {
    assertThrows(
      () => vMeasure([0], [0], { beta }),
      RangeError,
      `Cannot compute the V-measure: beta must be finite and at least 0, got ${beta}`,
    );
  }
});
