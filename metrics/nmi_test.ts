import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import type { Average } from "./averages.ts";
import { nmi } from "./nmi.ts";

Deno.test("nmi() is 1 for one cluster on both sides, 0 for one on one side", () => {
  assertEquals(nmi([3, 3, 3], [8, 8, 8]), 1);
  for (const average of ["arithmetic", "geometric", "min", "max"] as const) {
    assertEquals(nmi([3, 3, 3], [1, 2, 3], { average }), 0);
    assertEquals(nmi([1, 2, 2], [8, 8, 8], { average }), 0);
  }
});

Deno.test("nmi() of no labels is 1, as in scikit-learn", () => {
  assertEquals(nmi([], []), 1);
});

Deno.test("nmi() is exactly 0 for independent labels", () => {
  const classes = Int32Array.from({ length: 60 }, (_, i) => i % 3);
  const clusters = Int32Array.from({ length: 60 }, (_, i) => Math.floor(i / 3) % 4);
  assertEquals(nmi(classes, clusters), 0);
});

Deno.test("nmi() divides by the mean that is asked for", () => {
  // Entropies ln 2 and ln 4, information ln 2.
  const value = (average?: Average) => nmi([0, 0, 1, 1], [0, 1, 2, 3], average ? { average } : {});
  assertAlmostEquals(value("min"), 1);
  assertAlmostEquals(value("geometric"), Math.SQRT1_2);
  assertAlmostEquals(value("arithmetic"), 2 / 3);
  assertAlmostEquals(value("max"), 1 / 2);
  assertEquals(value(), value("arithmetic"));
});

Deno.test("nmi() is never above 1", () => {
  for (let k = 2; k < 60; k++) {
    const labels = Int32Array.from({ length: 97 }, (_, i) => (i * i) % k);
    assert(nmi(labels, labels) <= 1);
  }
});

Deno.test("nmi() refuses another average", () => {
  assertThrows(
    () => nmi([0, 0], [0, 0], { average: "mean" as Average }),
    RangeError,
    "Cannot compute the NMI: average must be one of arithmetic, geometric, max, min, got mean",
  );
});
