import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { normal, random } from "../../engine/random.ts";
import { meanInterval } from "./interval.ts";
import { momentsOf } from "./moments.ts";
import { intervalOfMany, type PaperNumber } from "./more_seeds.ts";
import { normalDistribution } from "./normal.ts";

const SEEDS = [0.61, 0.64, 0.66, 0.67];

Deno.test("intervalOfMany() is what meanInterval() comes to with ever more seeds", () => {
  // Many values with the moments of the few.
  const { mean, sd } = momentsOf(SEEDS);
  const many = Array.from({ length: 20_000 }, (_, i) => mean + (i % 2 === 0 ? 1 : -1) * sd!);
  for (const m of [1, 4]) {
    const limit = intervalOfMany(SEEDS, { m, bestBy: null }, 0.9807), near = meanInterval(many, m, 0.9807)!;
    assertAlmostEquals(limit.low, near.low, 2e-5);
    assertAlmostEquals(limit.high, near.high, 2e-5);
  }
});

Deno.test("intervalOfMany() holds the best of m normal runs as often as its level says, on both sides alike", () => {
  const { mean, sd } = momentsOf(SEEDS);
  for (const m of [1, 2, 4, 10]) {
    const { low, high } = intervalOfMany(SEEDS, { m, bestBy: "higher" }, 0.9);
    // The distribution of the largest of m.
    const below = (x: number) => normalDistribution((x - mean) / sd!) ** m;
    assertAlmostEquals(below(low), 0.05, 1e-9);
    assertAlmostEquals(below(high), 0.95, 1e-9);
    const lowest = intervalOfMany(SEEDS, { m, bestBy: "lower" }, 0.9);
    assertAlmostEquals(lowest.low, 2 * mean - high, 1e-12);
    assertAlmostEquals(lowest.high, 2 * mean - low, 1e-12);
  }
  const draw = random(1), { low, high } = intervalOfMany(SEEDS, { m: 4, bestBy: "higher" }, 0.9);
  const isInside = () => {
    const best = Math.max(...Array.from({ length: 4 }, () => mean + sd! * normal(draw)));
    return low <= best && best <= high;
  };
  assertAlmostEquals(Array.from({ length: 20_000 }, isInside).filter(Boolean).length / 20_000, 0.9, 0.01);
});

Deno.test("intervalOfMany() of a mean and of a best are one where the paper has one run; equal seeds have no width", () => {
  const of = (values: readonly number[], number: PaperNumber) => intervalOfMany(values, number, 0.95);
  const mean = of(SEEDS, { m: 1, bestBy: null }), best = of(SEEDS, { m: 1, bestBy: "higher" });
  assertAlmostEquals(mean.low, best.low, 1e-12);
  assertAlmostEquals(mean.high, best.high, 1e-12);
  assertEquals(of([0.5, 0.5], { m: 4, bestBy: "lower" }), { low: 0.5, high: 0.5 });
});

Deno.test("intervalOfMany() refuses what is no sample, number of runs or level", () => {
  assertThrows(() => intervalOfMany([], { m: 1, bestBy: null }, 0.95), RangeError, "there must be a value");
  assertThrows(
    () => intervalOfMany(SEEDS, { m: 0, bestBy: null }, 0.95),
    RangeError,
    "m must be a whole number",
  );
  assertThrows(() => intervalOfMany(SEEDS, { m: 1, bestBy: null }, 1), RangeError, "level must be above 0");
});
