/**
 * How often what is wrong is seen, and an order denied by chance: measured, as `docs/VERDICTS.md` and `docs/FINDINGS.md` say it.
 *
 * Seeds are drawn from a normal distribution of mean 0 and standard deviation 1. With 20,000 trials the standard error of
 * a share is below 0.4 %.
 */
import { assert } from "@std/assert";
import { normal, random } from "../../engine/random.ts";
import { bestInterval, expectedBest } from "./best.ts";
import { standingOf } from "../judge.ts";
import { pairedDifference } from "./difference.ts";
import { halfWidth } from "./interval.ts";
import { LOOKS } from "./looks.ts";
import { momentsOf } from "./moments.ts";

const TRIALS = 20_000;

/** The half-width of the interval for a mean of m runs, where our seeds have a standard deviation of 1. */
const unit = (n: number, m: number, level: number) => halfWidth({ n, sd: 1 }, m, level)!;

/** The best that four runs are expected to have. */
const BEST = expectedBest([-1, 1].map((x) => x / Math.SQRT2), 4, "higher");

/** In how many of 100 cases a printed number is outside the interval, by its distance from what is expected. */
const SEEN: readonly {
  what: string;
  seeds: number;
  /** By distance in standard deviations; to one of a hundred. */
  shares: Readonly<Record<number, number>>;
}[] = [
  { what: "average of 4", seeds: 4, shares: { 2: 25, 4: 78, 8: 100, 16: 100 } },
  { what: "average of 4", seeds: 8, shares: { 2: 65, 4: 100, 8: 100, 16: 100 } },
  { what: "best of 4, too low", seeds: 4, shares: { 2: 42, 4: 99, 8: 100, 16: 100 } },
  { what: "best of 4, too low", seeds: 8, shares: { 2: 70, 4: 100, 8: 100, 16: 100 } },
  { what: "best of 4, too high", seeds: 4, shares: { 2: 2, 4: 5, 8: 16, 16: 44 } },
  { what: "best of 4, too high", seeds: 8, shares: { 2: 5, 4: 15, 8: 41, 16: 82 } },
];

for (const [i, { what, seeds, shares }] of SEEN.entries()) {
  Deno.test(`a printed ${what}, is seen by ${seeds} seeds as often as VERDICTS.md says`, () => {
    const next = random(i + 1);
    const { level } = LOOKS.find((look) => look.seeds === seeds)!;
    const half = unit(seeds, 4, level);
    const seen = new Map(Object.keys(shares).map((distance) => [Number(distance), 0]));
    for (let trial = 0; trial < TRIALS; trial++) {
      const values = Array.from({ length: seeds }, () => normal(next));
      const { mean, sd } = momentsOf(values);
      const best = bestInterval(values, 4, "higher", level)!;
      for (const [distance, count] of seen) {
        const isSeen = what === "average of 4"
          ? distance > mean + half * sd!
          : what === "best of 4, too high"
          ? BEST + distance > best.high
          : BEST - distance < best.low;
        if (isSeen) seen.set(distance, count + 1);
      }
    }
    for (const [distance, share] of Object.entries(shares)) {
      const found = 100 * seen.get(Number(distance))! / TRIALS;
      assert(Math.abs(found - share) < 1.2, `${distance} sd away: ${found.toFixed(1)}, not ${share}`);
    }
  });
}

Deno.test("an order of equal methods is denied by chance as often as VERDICTS.md says, by its number of pairs", () => {
  const next = random(1);
  for (const [behind, share] of [[1, 2.4], [3, 6.8], [9, 16]]) {
    let denied = 0;
    const trials = TRIALS / 4;
    for (let trial = 0; trial < trials; trial++) {
      const [ahead, ...others] = Array.from(
        { length: 1 + behind },
        () => Array.from({ length: 16 }, () => normal(next)),
      );
      const isDenied = LOOKS.some(({ seeds, level }) =>
        others.some((other) => {
          const [a, b] = [ahead, other].map((values) => values.slice(0, seeds));
          const { difference, interval } = pairedDifference(a, b, level);
          const { low, high } = interval!;
          return standingOf({ lead: difference, interval: [low, high] }, 0) === "worse";
        })
      );
      if (isDenied) denied++;
    }
    const found = 100 * denied / trials;
    assert(Math.abs(found - share) < 1.5, `${behind} pairs: ${found.toFixed(1)}, not ${share}`);
  }
});
