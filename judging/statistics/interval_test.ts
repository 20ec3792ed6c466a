import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { halfWidth, meanInterval } from "./interval.ts";

Deno.test("halfWidth() counts both sides' errors", () => {
  // By hand, with t(3) = 3.182446 and t(7) = 2.364624 from tables.
  assertAlmostEquals(halfWidth({ n: 4, sd: 2 }, 1)!, 3.182446 * 2 * Math.sqrt(1.25), 1e-5);
  assertAlmostEquals(halfWidth({ n: 4, sd: 2 }, 4)!, 3.182446 * 2 * Math.sqrt(0.5), 1e-5);
  assertAlmostEquals(halfWidth({ n: 8, sd: 1 }, Infinity)!, 2.364624 * Math.sqrt(1 / 8), 1e-6);
});

Deno.test("halfWidth() narrows with more seeds, more of the paper's runs and a lower level", () => {
  const width = (n: number, m: number, level: number) => halfWidth({ n, sd: 1 }, m, level)!;
  assertEquals(width(8, 4, 0.95) < width(4, 4, 0.95), true);
  assertEquals(width(8, 4, 0.95) < width(8, 3, 0.95), true);
  assertEquals(width(8, 4, 0.95) < width(8, 4, 0.98), true);
});

Deno.test("halfWidth() is 0 where all seeds are equal, and unknown from one", () => {
  assertEquals(halfWidth({ n: 4, sd: 0 }, 1), 0);
  assertEquals(halfWidth({ n: 1, sd: null }, 1), null);
  assertEquals(meanInterval([0.1, 0.1, 0.1], 1), { low: 0.1, high: 0.1 });
  assertEquals(meanInterval([0.1], 1), null);
});

Deno.test("meanInterval() lies around the mean and moves with the values", () => {
  const values = [0.654, 0.669, 0.742, 0.743];
  const { low, high } = meanInterval(values, 4)!;
  assertAlmostEquals((low + high) / 2, 0.702, 1e-12);
  const moved = meanInterval(values.map((value) => 100 * value + 7), 4)!;
  assertAlmostEquals(moved.low, 100 * low + 7, 1e-10);
  assertAlmostEquals(moved.high, 100 * high + 7, 1e-10);
});

Deno.test("halfWidth() and meanInterval() refuse what is no sample", () => {
  for (const n of [0, 1.5, NaN]) {
    assertThrows(() => halfWidth({ n, sd: 1 }, 1), RangeError, `n must be a whole`);
  }
  for (const m of [0, 2.5, NaN, -1]) {
    assertThrows(
      () => halfWidth({ n: 4, sd: 1 }, m),
      RangeError,
      `m must be a whole number from 1, got ${m}`,
    );
  }
  for (const sd of [-1, NaN, Infinity, null]) {
    assertThrows(() => halfWidth({ n: 4, sd }, 1), RangeError, `sd must be finite and from 0, got ${sd}`);
  }
  for (const level of [0, 1, 95, NaN]) {
    assertThrows(() => halfWidth({ n: 4, sd: 1 }, 1, level), RangeError, `got ${level}`);
  }
  assertThrows(() => meanInterval([1, NaN], 1), RangeError, "got NaN");
  assertThrows(() => meanInterval([], 1), RangeError, "got none");
});
