import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { citedDifference, groupDifference, pairedDifference } from "./difference.ts";
import golden from "./golden/statistics.json" with { type: "json" };
import { meanInterval } from "./interval.ts";

Deno.test("groupDifference() agrees with SciPy's Welch interval", () => {
  for (const { a, b, level, welch: [low, high] } of golden.differences) {
    const { difference, interval } = groupDifference(a, b, level);
    const scale = Math.max(Math.abs(low), Math.abs(high));
    assertAlmostEquals(interval!.low, low, 1e-9 * scale);
    assertAlmostEquals(interval!.high, high, 1e-9 * scale);
    assertAlmostEquals(difference, (low + high) / 2, 1e-9 * scale);
  }
});

Deno.test("pairedDifference() agrees with SciPy's interval of pairs", () => {
  const pairs = golden.differences.filter(({ paired }) => paired !== null);
  assertEquals(pairs.length > 0, true);
  for (const { a, b, level, paired } of pairs) {
    const { interval } = pairedDifference(a, b, level);
    assertAlmostEquals(interval!.low, paired![0], 1e-9);
    assertAlmostEquals(interval!.high, paired![1], 1e-9);
  }
});

Deno.test("the differences turn with the sides", () => {
  const a = [5, 7, 9.5], b = [1, 2, 4];
  for (const compare of [pairedDifference, groupDifference]) {
    const { difference, interval } = compare(a, b);
    const turned = compare(b, a);
    assertEquals(turned.difference, -difference);
    assertAlmostEquals(turned.interval!.low, -interval!.high, 1e-12);
  }
});

Deno.test("what pairs share drops out of their difference, but not out of the groups'", () => {
  const shared = [0, 10, 20, 30], a = shared.map((value, i) => value + 1 + 0.1 * i);
  const paired = pairedDifference(a, shared).interval!, groups = groupDifference(a, shared).interval!;
  assertEquals(paired.low > 0, true);
  assertEquals(groups.low < 0, true);
});

Deno.test("citedDifference() takes the number to be one more run", () => {
  const values = [0.4, 0.42, 0.47];
  const { difference, interval } = citedDifference(values, 0.3);
  const { low, high } = meanInterval(values, 1)!;
  assertAlmostEquals(difference, 0.13, 1e-12);
  assertAlmostEquals(interval!.low, low - 0.3, 1e-12);
  assertAlmostEquals(interval!.high, high - 0.3, 1e-12);
});

Deno.test("a group of one run varies as the other does, on whichever side it is", () => {
  const values = [0.4, 0.42, 0.47];
  assertEquals(groupDifference(values, [0.3]), citedDifference(values, 0.3));
  const { low, high } = groupDifference([0.3], values).interval!;
  const turned = groupDifference(values, [0.3]).interval!;
  assertAlmostEquals(low, -turned.high, 1e-12);
  assertAlmostEquals(high, -turned.low, 1e-12);
});

Deno.test("one value a side has a difference and no interval; equal values have one without width", () => {
  assertEquals(pairedDifference([3], [1]), { difference: 2, interval: null });
  assertEquals(groupDifference([3], [1]), { difference: 2, interval: null });
  assertEquals(citedDifference([3], 1), { difference: 2, interval: null });
  // Nothing shows how far one run may lie from another, but a cited number is taken as it is.
  assertEquals(groupDifference([3], [1, 1, 1]), { difference: 2, interval: null });
  assertEquals(citedDifference([3, 3, 3], 1), { difference: 2, interval: { low: 2, high: 2 } });
  assertEquals(pairedDifference([3, 4], [1, 2]), { difference: 2, interval: { low: 2, high: 2 } });
  assertEquals(groupDifference([3, 3], [1, 1, 1]), { difference: 2, interval: { low: 2, high: 2 } });
});

Deno.test("groupDifference() with one side that never varies is Student's interval of the other", () => {
  const { interval } = groupDifference([5, 7, 9], [4, 4, 4]);
  const { low, high } = meanInterval([1, 3, 5], Infinity)!;
  assertAlmostEquals(interval!.low, low, 1e-12);
  assertAlmostEquals(interval!.high, high, 1e-12);
});

Deno.test("groupDifference() of two seeds beside a group without spread has one degree of freedom, whatever rounding does", () => {
  for (const step of [0.1, 0.3, 0.7, 1e-3]) {
    const { interval } = groupDifference([1, 1 + step], [2, 2, 2, 2]);
    assertEquals(Number.isFinite(interval!.high - interval!.low), true);
  }
  // Values whose degrees of freedom round to just below 1.
  for (let i = 1; i < 200; i++) groupDifference([0.1 * i, 0.1 * i + 0.037], [0.5, 0.5, 0.5]);
});

Deno.test("the differences refuse what is no sample", () => {
  assertThrows(() => pairedDifference([1, 2], [1]), RangeError, "pairs must be complete, got 2 and 1 values");
  for (const compare of [pairedDifference, groupDifference]) {
    assertThrows(() => compare([], []), RangeError, "got none");
    assertThrows(() => compare([1, NaN], [1, 2]), RangeError, "got NaN");
    assertThrows(() => compare([1, 3], [1, 2], 1), RangeError, "got 1");
  }
  assertThrows(() => citedDifference([1, 2], NaN), RangeError, "got NaN");
});
