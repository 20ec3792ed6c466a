/**
 * One-sided rank tests: which share of all ways to deal out the signs, or the groups, is at least as far ahead as what
 * was seen. Ties take the mean of their ranks. Up to fifty values the ways are counted; of more the normal
 * approximation is taken, with the variance that ties leave and half a step of continuity.
 *
 * @module
 */

/** The most values that ways are counted for. */
const COUNTED = 50;

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
  const ranks = ranksOf(seen.map(Math.abs));
  const sum = total(ranks.filter((_, i) => seen[i] > 0));
  if (ranks.length > COUNTED) {
    return normalTail(sum - total(ranks) / 2, total(ranks.map((rank) => rank ** 2)) / 4);
  }
  const ways = new Float64Array(total(ranks) + 1);
  ways[0] = 1;
  let reached = 0;
  for (const rank of ranks) {
    reached += rank;
    for (let s = reached; s >= rank; s--) ways[s] += ways[s - rank];
  }
  return total(ways.subarray(sum)) / total(ways);
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
  const ranks = ranksOf([...a, ...b]);
  const sum = total(ranks.slice(0, a.length));
  if (ranks.length > COUNTED) {
    const n = ranks.length;
    const mean = total(ranks) / n;
    const squares = total(ranks.map((rank) => (rank - mean) ** 2));
    return normalTail(sum - a.length * mean, a.length * b.length * squares / (n * (n - 1)));
  }
  // The smaller group's sum says as much, and has fewer ways.
  const size = Math.min(a.length, b.length);
  const ways = waysToSums(ranks, size);
  const asFar = a.length === size ? ways.subarray(sum) : ways.subarray(0, total(ranks) - sum + 1);
  return total(asFar) / total(ways);
}

/**
 * The share of a normal distribution around 0 from `distance` less half a step on (Abramowitz and Stegun, 26.2.17: to
 * 7.5e-8); 1 where nothing varies.
 */
function normalTail(distance: number, variance: number): number {
  if (variance === 0) return 1;
  const z = (distance - 0.5) / Math.sqrt(variance);
  const t = 1 / (1 + 0.2316419 * Math.abs(z));
  const series = [0.319381530, -0.356563782, 1.781477937, -1.821255978, 1.330274429]
    .reduceRight((sum, factor) => t * (factor + sum), 0);
  const tail = series * Math.exp(-z * z / 2) / Math.sqrt(2 * Math.PI);
  return z >= 0 ? tail : 1 - tail;
}

/**
 * The rank of each value, from 1. To be counted with, ranks must be whole: where ties share one that is not, all are
 * doubled.
 */
function ranksOf(values: readonly number[]): number[] {
  const sorted = values.toSorted((x, y) => x - y);
  const first = new Map<number, number>(), last = new Map<number, number>();
  for (const [i, value] of sorted.entries()) {
    if (!first.has(value)) first.set(value, i);
    last.set(value, i);
  }
  const ranks = values.map((value) => (first.get(value)! + last.get(value)!) / 2 + 1);
  return values.length > COUNTED || ranks.every(Number.isInteger) ? ranks : ranks.map((rank) => 2 * rank);
}

/** By sum: how many subsets of `size` ranks have it. */
function waysToSums(ranks: readonly number[], size: number): Float64Array {
  const ways = Array.from({ length: size + 1 }, () => new Float64Array(total(ranks) + 1));
  ways[0][0] = 1;
  // From the lowest rank up, sums stay small for long.
  let reached = 0;
  for (const [used, rank] of ranks.toSorted((a, b) => a - b).entries()) {
    reached += rank;
    for (let chosen = Math.min(used + 1, size); chosen >= 1; chosen--) {
      const [own, fewer] = [ways[chosen], ways[chosen - 1]];
      for (let sum = rank; sum <= reached; sum++) own[sum] += fewer[sum - rank];
    }
  }
  return ways[size];
}

function total(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i];
  return sum;
}
