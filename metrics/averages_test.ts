import { assertAlmostEquals, assertThrows } from "@std/assert";
import { type Average, AVERAGES, meanBy } from "./averages.ts";

Deno.test("meanBy() takes the mean that is asked for", () => {
  const expected = { arithmetic: 5, geometric: 4, max: 8, min: 2 };
  for (const average of AVERAGES) assertAlmostEquals(meanBy(average, "x")(2, 8), expected[average], 1e-15);
});

Deno.test("meanBy() refuses another mean", () => {
  for (const average of ["mean", "toString"]) {
    assertThrows(
      () => meanBy(average as Average, "the NMI"),
      RangeError,
      `Cannot compute the NMI: average must be one of arithmetic, geometric, max, min, got ${average}`,
    );
  }
});
