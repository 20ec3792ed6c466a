import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { rankSumP, signedRankP } from "./ranks.ts";

Deno.test("signedRankP() agrees with scipy.stats.wilcoxon(alternative='greater', method='exact')", () => {
  assertEquals(signedRankP([1, 2, -3, 4, 5.5]), 0.15625);
  assertEquals(signedRankP([-1, -2, -3]), 1);
  assertEquals(signedRankP([0.5]), 0.5);
});

Deno.test("signedRankP() shares ranks among ties and leaves out zeros", () => {
  // All 2^5 signs of 1, 1, 1, 2, 3 counted one by one.
  assertEquals(signedRankP([1, 1, -1, 2, 0, 3]), 0.125);
  assertEquals(signedRankP([0, 0]), 1);
  assertEquals(signedRankP([]), 1);
});

Deno.test("rankSumP() agrees with scipy.stats.mannwhitneyu(alternative='greater', method='exact')", () => {
  assertAlmostEquals(rankSumP([1.5, 4, 5, 7], [1, 2, 3]), 0.11428571428571428, 1e-15);
  const a = Array.from({ length: 10 }, (_, i) => 10 + i);
  const b = Array.from({ length: 10 }, (_, i) => 5.5 + i);
  assertAlmostEquals(rankSumP(a, b), 0.0034207278789322136, 1e-15);
});

Deno.test("rankSumP() shares ranks among ties", () => {
  // All ways to choose 4 of the 7 values counted one by one.
  assertAlmostEquals(rankSumP([1, 2, 2, 5], [2, 1, 0]), 0.2, 1e-15);
  assertEquals(rankSumP([1, 1], [1, 1]), 1);
});

Deno.test("rankSumP() and signedRankP() of many values agree with scipy's asymptotic p", () => {
  const a = Array.from({ length: 60 }, (_, i) => i * 7 % 61 + 4);
  const b = Array.from({ length: 70 }, (_, i) => i * 11 % 67);
  assertAlmostEquals(rankSumP(a, b), 0.321065307538528, 1e-6);
  const differences = Array.from({ length: 120 }, (_, i) => i * 37 % 121 - 55.5);
  assertAlmostEquals(signedRankP(differences), 0.0983287976697298, 1e-6);
});

Deno.test("rankSumP() refuses to compare with nothing", () => {
  assertThrows(() => rankSumP([1], []), RangeError, "Cannot compare 1 with 0 values");
});
