import { assertAlmostEquals, assertThrows } from "@std/assert";
import golden from "./golden/statistics.json" with { type: "json" };
import { expectedNormalMaximum } from "./normal_maximum.ts";

Deno.test("expectedNormalMaximum() agrees with SciPy's integral", () => {
  for (const [m, expected] of golden.normalMaxima) {
    assertAlmostEquals(expectedNormalMaximum(m), expected, 1e-9);
  }
});

Deno.test("expectedNormalMaximum() has the closed forms of up to five draws", () => {
  const root = Math.sqrt(Math.PI), angle = Math.asin(1 / 3) / Math.PI;
  const closed = [0, 1 / root, 1.5 / root, 1.5 / root * (1 + 2 * angle), 2.5 / root * (0.5 + 3 * angle)];
  for (const [i, expected] of closed.entries()) {
    assertAlmostEquals(expectedNormalMaximum(i + 1), expected, 1e-10);
  }
});

Deno.test("expectedNormalMaximum() refuses what is no number of draws", () => {
  for (const m of [0, -1, 1.5, NaN, Infinity]) {
    assertThrows(() => expectedNormalMaximum(m), RangeError, `m must be a whole number from 1, got ${m}`);
  }
});
