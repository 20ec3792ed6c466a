import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { normal, random } from "../../engine/random.ts";
import golden from "./golden/statistics.json" with { type: "json" };
import { halfWidth } from "./interval.ts";
import { levelAt, lookAt, LOOKS } from "./looks.ts";
import { momentsOf } from "./moments.ts";
import { normalDistribution } from "./normal.ts";

/**
 * P(|Z| stays below `bound` at every look), with a known standard deviation and this information at each: the
 * recursion of Armitage, McPherson and Rowe (1969). The score √information · Z has independent increments, so that
 * its density at a look is an integral over that at the look before, here by the midpoint rule.
 */
function heldAtAll(information: readonly number[], bound: number): number {
  const points = 400;
  let scores: number[] = [0], masses: number[] = [1], before = 0;
  for (const now of information) {
    const edge = bound * Math.sqrt(now), step = 2 * edge / points, spread = Math.sqrt(now - before);
    const cell = (from: number, to: number) =>
      normalDistribution((to + step / 2 - from) / spread) -
      normalDistribution((to - step / 2 - from) / spread);
    const next = Array.from({ length: points }, (_, i) => -edge + (i + 0.5) * step);
    masses = next.map((to) => scores.reduce((sum, from, i) => sum + masses[i] * cell(from, to), 0));
    scores = next;
    before = now;
  }
  return masses.reduce((sum, mass) => sum + mass);
}

Deno.test("the recursion gives the constants that are published for Pocock's rule", () => {
  // Jennison and Turnbull (2000), table 2.1: two, three and four looks at equal distances, 95 %.
  for (const [looks, constant] of [[2, 2.178], [3, 2.289], [4, 2.361]]) {
    const information = Array.from({ length: looks }, (_, i) => (i + 1) / looks);
    assertAlmostEquals(heldAtAll(information, constant), 0.95, 2e-4);
  }
});

Deno.test("with a known standard deviation, looks at 1/4, 1/2 and 1 need a level of 0.97921", () => {
  const bound = 2.31177;
  assertAlmostEquals(heldAtAll([1 / 4, 1 / 2, 1], bound), 0.95, 1e-4);
  assertAlmostEquals(2 * normalDistribution(bound) - 1, 0.97921, 1e-5);
});

Deno.test("the level of the looks is the one that SciPy's integral asks for", () => {
  for (const { level } of LOOKS) assertAlmostEquals(level, golden.level, 5e-5);
});

Deno.test("three looks at normal seeds together hold the truth in 95 of 100 cases", () => {
  const next = random(3);
  const trials = 100_000;
  const widths = LOOKS.map(({ seeds, level }) => halfWidth({ n: seeds, sd: 1 }, Infinity, level)!);
  let held = 0;
  for (let trial = 0; trial < trials; trial++) {
    const values = Array.from({ length: 16 }, () => normal(next));
    const all = LOOKS.every(({ seeds }, i) => {
      const { mean, sd } = momentsOf(values.slice(0, seeds));
      return Math.abs(mean) <= widths[i] * sd!;
    });
    if (all) held++;
  }
  assertAlmostEquals(held / trials, 0.95, 0.0025);
});

Deno.test("lookAt() counts four or fewer seeds to the first look, up to eight to the second, more to the third", () => {
  assertEquals([1, 4, 5, 8, 9, 16, 17, 100].map((n) => LOOKS.indexOf(lookAt(n))), [0, 0, 1, 1, 2, 2, 2, 2]);
  assertEquals(LOOKS.map(({ seeds, level }) => levelAt(seeds) === level), [true, true, true]);
});

Deno.test("lookAt() refuses what is no number of seeds", () => {
  for (const n of [0, -4, 2.5, NaN, Infinity]) assertThrows(() => lookAt(n), RangeError, `got ${n}`);
});
