import { assertAlmostEquals, assertThrows } from "@std/assert";
import { studentT95 } from "./student_t.ts";

Deno.test("studentT95() agrees with scipy.stats.t.ppf(0.975)", () => {
  const expected = [
    [1, 12.706204736174694],
    [2, 4.302652729749462],
    [3, 3.1824463052837078],
    [4, 2.7764451051977934],
    [5, 2.5705818356363146],
    [8, 2.306004135204166],
    [9, 2.262157162798205],
    [29, 2.045229642132703],
    [30, 2.0422724563012378],
    [99, 1.9842169515864174],
    [1000, 1.9623390808264083],
  ];
  for (const [degrees, quantile] of expected) {
    assertAlmostEquals(studentT95(degrees), quantile, 1e-13 * quantile);
  }
});

Deno.test("studentT95() nears the normal distribution's 1.96", () => {
  assertAlmostEquals(studentT95(100000), 1.959964, 1e-4);
});

Deno.test("studentT95() refuses what is no number of degrees of freedom", () => {
  for (const degrees of [0, -1, 1.5, NaN, Infinity]) {
    assertThrows(() => studentT95(degrees), RangeError, `current value is ${degrees}`);
  }
});
