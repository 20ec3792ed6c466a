import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { normal, random } from "../../engine/random.ts";
import { bestInterval, expectedBest } from "./best.ts";
import { meanInterval } from "./interval.ts";

const SEEDS = [0.742, 0.654, 0.743, 0.669];

Deno.test("expectedBest() is the mean of the best of all subsets", () => {
  const pairs = [[0, 1], [0, 2], [0, 3], [1, 2], [1, 3], [2, 3]].map((pair) => pair.map((i) => SEEDS[i]));
  const mean = (values: number[]) => values.reduce((a, b) => a + b) / values.length;
  assertAlmostEquals(expectedBest(SEEDS, 2, "higher"), mean(pairs.map((pair) => Math.max(...pair))), 1e-15);
  assertAlmostEquals(expectedBest(SEEDS, 2, "lower"), mean(pairs.map((pair) => Math.min(...pair))), 1e-15);
});

Deno.test("expectedBest() of one run is the mean, of as many as there are seeds the best of them", () => {
  assertAlmostEquals(expectedBest(SEEDS, 1, "higher"), 0.702, 1e-15);
  assertAlmostEquals(expectedBest(SEEDS, 1, "lower"), 0.702, 1e-15);
  assertEquals(expectedBest(SEEDS, 4, "higher"), 0.743);
  assertEquals(expectedBest(SEEDS, 4, "lower"), 0.654);
});

Deno.test("expectedBest() of more runs than seeds is that of a normal distribution", () => {
  // Four draws: 1.02938 standard deviations; the mean is 2, the standard deviation 1.
  assertAlmostEquals(expectedBest([1, 2, 3], 4, "higher"), 3.02938, 1e-5);
  assertAlmostEquals(expectedBest([1, 2, 3], 4, "lower"), 0.97062, 1e-5);
  assertEquals(expectedBest([2], 4, "higher"), 2);
});

Deno.test("expectedBest() has no bias from n = m on", () => {
  const next = random(2);
  const trials = 20_000;
  let ours = 0, theirs = 0;
  for (let trial = 0; trial < trials; trial++) {
    const draws = Array.from({ length: 10 }, () => Math.exp(normal(next)));
    ours += expectedBest(draws.slice(0, 6), 4, "higher") / trials;
    theirs += Math.max(...draws.slice(6)) / trials;
  }
  assertAlmostEquals(ours, theirs, 0.06);
});

Deno.test("bestInterval() holds the estimate, even of seeds where a single one lies apart", () => {
  for (const values of [SEEDS, [0, 1, 1, 1], [0, 0, 0, 1], [0, 0, 0, 0, 0, 0, 0, 1e6], [1, 2]]) {
    for (const m of [1, 2, 4, 10, 300]) {
      for (const direction of ["higher", "lower"] as const) {
        const { low, high } = bestInterval(values, m, direction)!;
        const expected = expectedBest(values, m, direction);
        assertEquals(low <= expected && expected <= high, true);
      }
    }
  }
});

Deno.test("bestInterval() of one run is that of a mean of one", () => {
  for (const direction of ["higher", "lower"] as const) {
    assertEquals(bestInterval(SEEDS, 1, direction, 0.98), meanInterval(SEEDS, 1, 0.98));
  }
});

Deno.test("bestInterval() turns with the direction and moves with the values", () => {
  const { low, high } = bestInterval(SEEDS, 4, "higher")!;
  const turned = bestInterval(SEEDS.map((value) => -value), 4, "lower")!;
  assertEquals([turned.low, turned.high], [-high, -low]);
  const moved = bestInterval(SEEDS.map((value) => 100 * value + 7), 4, "higher")!;
  assertAlmostEquals(moved.low, 100 * low + 7, 1e-9);
  assertAlmostEquals(moved.high, 100 * high + 7, 1e-9);
});

Deno.test("bestInterval() reaches further for a higher level, and lies higher for more runs", () => {
  const values = [1, 2, 3.5, 4, 5, 6.5, 7, 9];
  const at = (m: number, level: number) => bestInterval(values, m, "higher", level)!;
  assertEquals(at(4, 0.98).high > at(4, 0.95).high, true);
  assertEquals(at(4, 0.98).low < at(4, 0.95).low, true);
  assertEquals(at(8, 0.95).high > at(4, 0.95).high, true);
  assertEquals(at(8, 0.95).low > at(4, 0.95).low, true);
});

Deno.test("bestInterval() has no width where all seeds are equal, and is unknown from one", () => {
  assertEquals(bestInterval([0.1, 0.1, 0.1, 0.1], 4, "higher"), { low: 0.1, high: 0.1 });
  assertEquals(bestInterval([0.1, 0.1, 0.1], 7, "lower"), { low: 0.1, high: 0.1 });
  assertEquals(bestInterval([0.1], 4, "higher"), null);
});

Deno.test("expectedBest() and bestInterval() leave their values as they are", () => {
  const values = Object.freeze([...SEEDS]);
  expectedBest(values, 2, "higher");
  bestInterval(values, 2, "lower");
  assertEquals(values, SEEDS);
});

Deno.test("expectedBest() and bestInterval() refuse what is no sample", () => {
  for (const best of [expectedBest, bestInterval]) {
    assertThrows(() => best([], 1, "higher"), RangeError, "got none");
    assertThrows(() => best([1, NaN], 1, "higher"), RangeError, "got NaN");
    for (const m of [0, 1.5, NaN, Infinity]) {
      assertThrows(() => best(SEEDS, m, "higher"), RangeError, `got ${m}`);
    }
  }
  for (const level of [0, 1, NaN]) {
    assertThrows(() => bestInterval(SEEDS, 4, "higher", level), RangeError, `got ${level}`);
  }
});
