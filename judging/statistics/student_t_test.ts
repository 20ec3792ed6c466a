import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import golden from "./golden/statistics.json" with { type: "json" };
import { studentTQuantile } from "./student_t.ts";

Deno.test("studentTQuantile() agrees with SciPy", () => {
  for (const [probability, degrees, quantile] of golden.quantiles) {
    assertAlmostEquals(studentTQuantile(probability, degrees), quantile, 1e-9 * Math.abs(quantile));
  }
});

Deno.test("studentTQuantile() has the closed forms of one and two degrees of freedom", () => {
  for (const p of [0.51, 0.7, 0.95, 0.975, 0.9999]) {
    const one = Math.tan(Math.PI * (p - 0.5));
    assertAlmostEquals(studentTQuantile(p, 1), one, 1e-12 * one);
    const two = (2 * p - 1) / Math.sqrt(2 * p * (1 - p));
    assertAlmostEquals(studentTQuantile(p, 2), two, 1e-12 * two);
  }
});

Deno.test("studentTQuantile() is antisymmetric, rises with the probability and falls with the degrees", () => {
  assertEquals(studentTQuantile(0.5, 3), 0);
  for (let p = 0.55; p < 0.999; p += 0.05) {
    assertEquals(studentTQuantile(1 - p, 4.5), -studentTQuantile(1 - (1 - p), 4.5));
    assertEquals(studentTQuantile(p, 4.5) < studentTQuantile(p + 0.0005, 4.5), true);
    assertEquals(studentTQuantile(p, 4.5) > studentTQuantile(p, 4.6), true);
  }
});

Deno.test("studentTQuantile() refuses what has no quantile", () => {
  for (const probability of [0, 1, -0.1, NaN]) {
    assertThrows(() => studentTQuantile(probability, 3), RangeError, `got ${probability}`);
  }
  for (const degrees of [0, 0.99, -1, NaN, Infinity]) {
    assertThrows(() => studentTQuantile(0.975, degrees), RangeError, `got ${degrees}`);
  }
});
