import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { subsetMaximumWeights } from "./subsets.ts";

/** How often each of n sorted values is the largest of a subset of size m, by counting all of them. */
function counted(n: number, m: number): number[] {
  const times = Array.from({ length: n }, () => 0);
  for (let subset = 0; subset < 2 ** n; subset++) {
    const bits = subset.toString(2);
    if (bits.replaceAll("0", "").length === m) times[bits.length - 1]++;
  }
  const all = times.reduce((a, b) => a + b);
  return times.map((count) => count / all);
}

Deno.test("subsetMaximumWeights() is what counting all subsets gives", () => {
  for (const n of [1, 2, 4, 7, 12]) {
    for (let m = 1; m <= n; m++) {
      const expected = counted(n, m);
      for (const [i, weight] of subsetMaximumWeights(n, m).entries()) {
        assertAlmostEquals(weight, expected[i], 1e-14);
      }
    }
  }
});

Deno.test("subsetMaximumWeights() is the mean for one, and the largest for all", () => {
  assertEquals(subsetMaximumWeights(4, 1), [0.25, 0.25, 0.25, 0.25]);
  assertEquals(subsetMaximumWeights(4, 4), [0, 0, 0, 1]);
});

Deno.test("subsetMaximumWeights() refuses sizes that do not fit", () => {
  assertThrows(() => subsetMaximumWeights(3, 4), RangeError, "n must be a whole number from m = 4, got 3");
  for (const m of [0, 1.5, NaN]) assertThrows(() => subsetMaximumWeights(3, m), RangeError, `got ${m}`);
});
