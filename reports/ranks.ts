/**
 * Exact one-sided rank tests: which share of all ways to deal out the signs, or the groups, is at least as far ahead as
 * what was seen. Ties take the mean of their ranks.
 *
 * @module
 */

/**
 * The p of Wilcoxon's signed-rank test that the differences tend to be above 0. Differences of 0 are left out; with
 * nothing left, p is 1. From n differences p cannot be below 1/2ⁿ.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { signedRankP } from "./ranks.ts";
 *
 * assertEquals(signedRankP([0.1, 0.2, 0.3, 0.4]), 1 / 16);
 * ```
 */
export function signedRankP(differences: readonly number[]): number {
  const seen = differences.filter((difference) => difference !== 0);
  const ranks = doubledRanks(seen.map(Math.abs));
  const sum = total(ranks.filter((_, i) => seen[i] > 0));
  const ways = waysToSums(ranks).reduce((all, ofSize) => all.map((count, s) => count + ofSize[s]));
  return total(ways.slice(sum)) / total(ways);
}

/**
 * The p of the Wilcoxon-Mann-Whitney test that the values of `a` tend to be above those of `b`.
 *
 * @throws {RangeError} If one of them is empty.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { rankSumP } from "./ranks.ts";
 *
 * assertEquals(rankSumP([3, 4], [1, 2]), 1 / 6);
 * ```
 */
export function rankSumP(a: readonly number[], b: readonly number[]): number {
  if (a.length === 0 || b.length === 0) {
    throw new RangeError(`Cannot compare ${a.length} with ${b.length} values: both must be at least 1`);
  }
  const ranks = doubledRanks([...a, ...b]);
  const ways = waysToSums(ranks)[a.length];
  return total(ways.slice(total(ranks.slice(0, a.length)))) / total(ways);
}

/** Twice the rank of each value, from 1: whole numbers also where ties share a mean. */
function doubledRanks(values: readonly number[]): number[] {
  const sorted = values.toSorted((x, y) => x - y);
  return values.map((value) => sorted.indexOf(value) + sorted.lastIndexOf(value) + 2);
}

/** By size and by sum: how many subsets of the ranks have them. */
function waysToSums(ranks: readonly number[]): number[][] {
  const ways = Array.from({ length: ranks.length + 1 }, () => new Array<number>(total(ranks) + 1).fill(0));
  ways[0][0] = 1;
  for (const [used, rank] of ranks.entries()) {
    for (let size = used + 1; size >= 1; size--) {
      for (let sum = rank; sum < ways[size].length; sum++) ways[size][sum] += ways[size - 1][sum - rank];
    }
  }
  return ways;
}

function total(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}
