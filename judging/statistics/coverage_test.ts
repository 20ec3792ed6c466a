/**
 * In how many of 100 cases each interval holds the truth: measured, for seeds of five distributions.
 *
 * Each trial draws 16 seeds of ours and a paper's runs from one distribution, so that the true difference is known;
 * the intervals are taken of the first 4, 8 and 16 seeds at 95 %, and of all three at the level of the looks. With
 * 20,000 trials the standard error of a share is below 0.2 %.
 */
import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { normal, type Random, random } from "../../engine/random.ts";
import { bestInterval } from "./best.ts";
import { groupDifference, pairedDifference } from "./difference.ts";
import { halfWidth, type Interval, meanInterval } from "./interval.ts";
import { LOOKS } from "./looks.ts";
import { momentsOf } from "./moments.ts";

const TRIALS = 20_000;

/** Within these bounds a share of 95 % counts as kept. */
const KEPT = [93, 97] as const;

interface Distribution {
  readonly draw: (next: Random) => number;
  readonly mean: number;
}

/** The two modes of SNNL-1's accuracy on Fashion-MNIST, of which four seeds gave .654, .669, .742 and .743. */
const LOW_MODE = 0.6615, HIGH_MODE = 0.7425;

const DISTRIBUTIONS: Readonly<Record<string, Distribution>> = {
  normal: { draw: normal, mean: 0 },
  // Shape 4: a skewness of 1.
  gamma: { draw: (next) => -Math.log((1 - next()) * (1 - next()) * (1 - next()) * (1 - next())), mean: 4 },
  // A skewness of 1.3.
  lognormal: { draw: (next) => Math.exp(0.4 * normal(next)), mean: Math.exp(0.08) },
  // Both modes as wide as the four seeds show on average.
  bimodal: {
    draw: (next) => (next() < 0.5 ? LOW_MODE : HIGH_MODE) + 0.0075 * normal(next),
    mean: (LOW_MODE + HIGH_MODE) / 2,
  },
  // Each mode as wide as its two seeds show: the upper one is almost a point.
  uneven: {
    draw: (next) => next() < 0.5 ? LOW_MODE + 0.0106 * normal(next) : HIGH_MODE + 0.0007 * normal(next),
    mean: (LOW_MODE + HIGH_MODE) / 2,
  },
};

/** One trial's draws. */
interface Trial {
  readonly ours: readonly number[];
  /** The runs of another method, as many. */
  readonly others: readonly number[];
  /** The paper's runs. */
  readonly theirs: readonly number[];
  readonly mean: number;
}

const average = (values: readonly number[]) => values.reduce((a, b) => a + b) / values.length;

/** The half-widths for a standard deviation of 1, which all others are proportional to: to find a quantile takes long. */
const units = new Map<string, number>();

/** As `meanInterval` has it; the last test compares them. */
function around(values: readonly number[], m: number, level: number): Interval {
  const { n, mean, sd } = momentsOf(values);
  const key = `${n} ${m} ${level}`;
  if (!units.has(key)) units.set(key, halfWidth({ n, sd: 1 }, m, level)!);
  const half = sd! * units.get(key)!;
  return { low: mean - half, high: mean + half };
}

/** An interval of the first n seeds, and the value that it should hold. */
type Method = (trial: Trial, n: number, level: number) => { interval: Interval | null; truth: number };

const METHODS: Readonly<Record<string, Method>> = {
  "mean of 1": ({ ours, theirs }, n, level) => ({
    interval: around(ours.slice(0, n), 1, level),
    truth: theirs[0],
  }),
  "mean of 4": ({ ours, theirs }, n, level) => ({
    interval: around(ours.slice(0, n), 4, level),
    truth: average(theirs),
  }),
  "highest of 4": ({ ours, theirs }, n, level) => ({
    interval: bestInterval(ours.slice(0, n), 4, "higher", level),
    truth: Math.max(...theirs),
  }),
  "lowest of 4": ({ ours, theirs }, n, level) => ({
    interval: bestInterval(ours.slice(0, n), 4, "lower", level),
    truth: Math.min(...theirs),
  }),
  "pairs": ({ ours, others }, n, level) => ({
    interval: around(ours.slice(0, n).map((value, i) => value - others[i]), Infinity, level),
    truth: 0,
  }),
  // The other method gives the same for every seed, so that the differences are as skewed as the seeds.
  "pairs, one side fixed": ({ ours, mean }, n, level) => ({
    interval: around(ours.slice(0, n), Infinity, level),
    truth: mean,
  }),
  "groups": ({ ours, others }, n, level) => ({
    interval: groupDifference(ours.slice(0, n), others.slice(0, n), level).interval,
    truth: 0,
  }),
  "groups, one wider": ({ ours, others, mean }, n, level) => ({
    interval: groupDifference(ours.slice(0, n).map((value) => 3 * value), others.slice(0, n), level).interval,
    truth: 2 * mean,
  }),
};

/** In how many of 100 trials each method holds the truth, by method and number of seeds; "looks" is all looks together. */
function coverageOf({ draw, mean }: Distribution, seed: number): Map<string, number> {
  const next = random(seed);
  const held = new Map<string, number>();
  const count = (key: string, holds: boolean) =>
    held.set(key, (held.get(key) ?? 0) + (holds ? 100 / TRIALS : 0));
  const draws = (n: number) => Array.from({ length: n }, () => draw(next));
  for (let i = 0; i < TRIALS; i++) {
    const trial: Trial = { ours: draws(16), others: draws(16), theirs: draws(4), mean };
    for (const [name, method] of Object.entries(METHODS)) {
      const holds = (n: number, level: number) => {
        const { interval, truth } = method(trial, n, level);
        return interval!.low <= truth && truth <= interval!.high;
      };
      for (const { seeds } of LOOKS) count(`${name}, n = ${seeds}`, holds(seeds, 0.95));
      count(`${name}, looks`, LOOKS.every(({ seeds, level }) => holds(seeds, level)));
    }
  }
  return held;
}

/**
 * Four seeds of two modes are all in one of them once in eight times. Nothing shows then that there is another: the
 * interval is too narrow, whatever the method, unless it is too wide for all others.
 */
const ONE_MODE_SEEN: Readonly<Record<string, readonly [number, number]>> = {
  "mean of 4, n = 4": [88.5, 90],
  "mean of 4, looks": [88.5, 90],
  "pairs, one side fixed, n = 4": [87, 88.5],
  "pairs, one side fixed, looks": [84.5, 86.5],
  "groups, one wider, n = 4": [87, 88.5],
  "groups, one wider, looks": [85, 87],
};

/**
 * An interval around two narrow modes holds one of them, which is half of all runs, or both, which is nearly all. And
 * where each side has two modes, a difference has three values, and four seeds make the interval a little too wide.
 */
const BOTH_MODES_HELD: Readonly<Record<string, readonly [number, number]>> = {
  "mean of 1, n = 8": [98, 99.2],
  "mean of 1, n = 16": [99.2, 99.9],
  "pairs, n = 4": [96.5, 98.3],
  "groups, n = 4": [96.5, 98.3],
};

/**
 * Where a share is not between 93 and 97, or so near to a bound that chance decides, and where it is instead.
 * `mod.ts` says the same in words.
 */
const OUTSIDE: Readonly<Record<string, Readonly<Record<string, readonly [number, number]>>>> = {
  normal: {},
  // Student's interval is a little narrow for the mean of few skewed seeds against a value without any error.
  gamma: {
    "pairs, one side fixed, looks": [92.2, 93.2],
    "groups, one wider, looks": [92.6, 93.6],
    "lowest of 4, looks": [96.6, 97.4],
  },
  lognormal: {
    "pairs, one side fixed, n = 4": [92.4, 93.4],
    "pairs, one side fixed, n = 8": [92.5, 93.5],
    "pairs, one side fixed, looks": [91.5, 92.5],
    "groups, one wider, looks": [92.2, 93.2],
    "lowest of 4, looks": [96.6, 97.4],
  },
  bimodal: { ...ONE_MODE_SEEN, ...BOTH_MODES_HELD },
  uneven: {
    ...ONE_MODE_SEEN,
    ...BOTH_MODES_HELD,
    // Once in sixteen times all four seeds are in the upper mode, which is almost a point.
    "lowest of 4, n = 4": [89.9, 91.4],
    "lowest of 4, looks": [89.7, 91.2],
  },
};

for (const [i, [name, distribution]] of Object.entries(DISTRIBUTIONS).entries()) {
  Deno.test(`intervals of 95 % hold the truth in 93 to 97 of 100 cases, or where it is said: ${name} seeds`, () => {
    const coverage = coverageOf(distribution, 1 + i);
    for (const [cell, share] of coverage) {
      const [low, high] = OUTSIDE[name][cell] ?? KEPT;
      assert(
        low <= share && share <= high,
        `${name}, ${cell}: ${share.toFixed(2)} is not in ${low} to ${high}`,
      );
    }
    assertEquals(Object.keys(OUTSIDE[name]).filter((cell) => !coverage.has(cell)), []);
  });
}

Deno.test("the intervals that are simulated are the ones that are exported", () => {
  const a = [0.654, 0.669, 0.742, 0.743], b = [0.61, 0.62, 0.64, 0.66];
  for (const level of [0.95, LOOKS[0].level]) {
    for (
      const [simulated, exported] of [
        [around(a, 1, level), meanInterval(a, 1, level)],
        [around(a, 4, level), meanInterval(a, 4, level)],
        [around(a.map((value, i) => value - b[i]), Infinity, level), pairedDifference(a, b, level).interval],
      ]
    ) {
      assertAlmostEquals(simulated!.low, exported!.low, 1e-12);
      assertAlmostEquals(simulated!.high, exported!.high, 1e-12);
    }
  }
});
