import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { normal, random } from "../../engine/random.ts";
import { expectedBest } from "./best.ts";
import { meanInterval } from "./interval.ts";
import { momentsOf } from "./moments.ts";
import { expectedOfMany, type PaperNumber } from "./more_seeds.ts";
import { normalDistribution } from "./normal.ts";

const SEEDS = [0.61, 0.64, 0.66, 0.67];

Deno.test("expectedOfMany() is what meanInterval() comes to with ever more seeds", () => {
  // Many values with the moments of the few.
  const { mean, sd } = momentsOf(SEEDS);
  const many = Array.from({ length: 20_000 }, (_, i) => mean + (i % 2 === 0 ? 1 : -1) * sd!);
  for (const m of [1, 4]) {
    const limit = expectedOfMany(SEEDS, { m, bestBy: null }, 0.9807), near = meanInterval(many, m, 0.9807)!;
    assertAlmostEquals(limit.low, near.low, 2e-5);
    assertAlmostEquals(limit.high, near.high, 2e-5);
  }
});

Deno.test("expectedOfMany() holds the best of m normal runs as often as its level says, on both sides alike", () => {
  const { mean, sd } = momentsOf(SEEDS);
  for (const m of [1, 2, 4, 10]) {
    const { low, high } = expectedOfMany(SEEDS, { m, bestBy: "higher" }, 0.9);
    // The distribution of the largest of m.
    const below = (x: number) => normalDistribution((x - mean) / sd!) ** m;
    assertAlmostEquals(below(low), 0.05, 1e-9);
    assertAlmostEquals(below(high), 0.95, 1e-9);
    const lowest = expectedOfMany(SEEDS, { m, bestBy: "lower" }, 0.9);
    assertAlmostEquals(lowest.low, 2 * mean - high, 1e-12);
    assertAlmostEquals(lowest.high, 2 * mean - low, 1e-12);
  }
  const draw = random(1), { low, high } = expectedOfMany(SEEDS, { m: 4, bestBy: "higher" }, 0.9);
  const isInside = () => {
    const best = Math.max(...Array.from({ length: 4 }, () => mean + sd! * normal(draw)));
    return low <= best && best <= high;
  };
  assertAlmostEquals(Array.from({ length: 20_000 }, isInside).filter(Boolean).length / 20_000, 0.9, 0.01);
});

Deno.test("expectedOfMany() estimates as expectedBest() does with fewer seeds than the paper has runs", () => {
  for (const bestBy of ["higher", "lower"] as const) {
    const { estimate } = expectedOfMany(SEEDS, { m: 10, bestBy }, 0.9);
    assertAlmostEquals(estimate, expectedBest(SEEDS, 10, bestBy), 1e-12);
  }
  assertAlmostEquals(expectedOfMany(SEEDS, { m: 10, bestBy: null }, 0.9).estimate, 0.645, 1e-12);
});

Deno.test("expectedOfMany() of a mean and of a best are one where the paper has one run; equal seeds have no width", () => {
  const of = (values: readonly number[], number: PaperNumber) => expectedOfMany(values, number, 0.95);
  const mean = of(SEEDS, { m: 1, bestBy: null }), best = of(SEEDS, { m: 1, bestBy: "higher" });
  assertAlmostEquals(mean.low, best.low, 1e-12);
  assertAlmostEquals(mean.high, best.high, 1e-12);
  assertEquals(of([0.5, 0.5], { m: 4, bestBy: "lower" }), { estimate: 0.5, low: 0.5, high: 0.5 });
});

Deno.test("expectedOfMany() refuses what is no sample, number of runs or level", () => {
  assertThrows(() => expectedOfMany([], { m: 1, bestBy: null }, 0.95), RangeError, "there must be a value");
  assertThrows(
    () => expectedOfMany(SEEDS, { m: 0, bestBy: null }, 0.95),
    RangeError,
    "m must be a whole number",
  );
  assertThrows(() => expectedOfMany(SEEDS, { m: 1, bestBy: null }, 1), RangeError, "level must be above 0");
});
