import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { normalDistribution, normalQuantile } from "./normal.ts";

Deno.test("normalDistribution() has the values of tables", () => {
  assertEquals(normalDistribution(0), 0.5);
  for (
    const [x, share] of [
      [1, 0.8413447460685429],
      [1.959963984540054, 0.975],
      [2.5758293035489004, 0.995],
      [-3, 0.0013498980316300933],
      [6, 0.9999999990134123],
    ]
  ) assertAlmostEquals(normalDistribution(x), share, 1e-14);
});

Deno.test("normalDistribution() is symmetric and ends at 0 and 1", () => {
  for (const x of [0.1, 1, 4, 8.9]) {
    assertAlmostEquals(normalDistribution(x) + normalDistribution(-x), 1, 1e-14);
  }
  assertEquals([-Infinity, -40, 40, Infinity].map(normalDistribution), [0, 0, 1, 1]);
});

Deno.test("normalQuantile() has the values of tables, and is the inverse of the distribution", () => {
  for (const [share, x] of [[0.5, 0], [0.975, 1.959963984540054], [0.9999, 3.7190164854557084]]) {
    assertAlmostEquals(normalQuantile(share), x, 1e-11);
    assertAlmostEquals(normalQuantile(1 - share), -x, 1e-11);
  }
  for (const share of [1e-6, 0.01, 0.3, 0.7, 0.999, 1 - 1e-6]) {
    assertAlmostEquals(normalDistribution(normalQuantile(share)), share, 1e-14);
  }
  for (const share of [0, 1, -1, NaN]) {
    assertThrows(() => normalQuantile(share), RangeError, "probability must be above 0 and below 1");
  }
});
