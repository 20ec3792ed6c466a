/**
 * The rule that verdicts are given by. It needs nothing but what it is given, so that the web page, whose reader moves
 * the tolerance, judges by this very code.
 *
 * @module
 */

import { ROUNDING } from "../claims/numbers.ts";

/** What a comparison can come to, in the order that reports show. */
export const VERDICTS = [
  "reproduced",
  "close",
  "better",
  "worse",
  "contradicted",
  "unreachable",
  "inconclusive",
  "not comparable",
  "not run",
] as const;

/** What a comparison came to. */
export type Verdict = typeof VERDICTS[number];

/** The verdicts on a number that is decided and missed, and wants a cause. */
export const MISSES: readonly Verdict[] = ["close", "better", "worse", "unreachable"];

/** The lowest and the highest that a difference can be by the seeds, its ends included. */
export type Range = readonly [low: number, high: number];

/** What the verdict on a number depends on; all in the printed unit. */
export interface NumberJudging {
  /** Our estimate of what the paper printed. */
  readonly estimate: number;
  /** The paper's value. */
  readonly printed: number;
  readonly tolerance: number;
  /** Where the estimate less the paper's value lies; null for a single seed, which may lie anywhere. */
  readonly interval: Range | null;
  /** True of a count, which no seed changes: a single one decides it. */
  readonly seedless?: true;
  /** What the paper should have printed, or prints elsewhere for the same, each with its own tolerance. */
  readonly others: readonly { readonly value: number; readonly tolerance: number }[];
  /** Which way is better; null for what is only right or wrong. */
  readonly direction: "higher" | "lower" | null;
  /** What the value can be at most, or must be at least, whatever the clusters are. */
  readonly bound?: { readonly side: "at most" | "at least"; readonly value: number };
}

/** What the verdict on an order depends on, in the metric's unit. */
export interface OrderJudging {
  /** How far ahead, and where that lies by the seeds, for each pair that the order compares. */
  readonly leads: readonly PairLead[];
  /** How far behind still is comparable; 0 where the paper says "better". */
  readonly margin: number;
  /** Whether the paper's own numbers do not have the order either. */
  readonly doubted: boolean;
}

/** How far one of a pair is ahead of the other. */
export interface PairLead {
  readonly lead: number;
  /** Null where nothing shows a spread: one seed a side. */
  readonly interval: Range | null;
}

/** What a verdict depends on; for what is not judged, the verdict that it always has. */
export type Judging = NumberJudging | OrderJudging | { readonly verdict: Verdict };

/**
 * The verdict with all tolerances `factor` times as wide.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { verdictAt } from "./judge.ts";
 *
 * const numbers = { estimate: 0.93, printed: 0.95, tolerance: 0.01, others: [], direction: "higher" } as const;
 * const firm = { ...numbers, interval: [-0.021, -0.019] } as const;
 * assertEquals([0.5, 1, 2.5].map((factor) => verdictAt(firm, factor)), ["worse", "close", "reproduced"]);
 * const wide = { ...numbers, interval: [-0.04, 0] } as const;
 * assertEquals([0.5, 1, 2.5].map((factor) => verdictAt(wide, factor)), [
 *   "inconclusive",
 *   "inconclusive",
 *   "reproduced",
 * ]);
 * ```
 */
export function verdictAt(judging: Judging, factor: number): Verdict {
  if ("verdict" in judging) return judging.verdict;
  return "leads" in judging ? orderAt(judging, factor) : numberAt(judging, factor);
}

function numberAt(judging: NumberJudging, factor: number): Verdict {
  const { estimate, printed, interval, seedless = false, others, direction, bound } = judging;
  const tolerance = judging.tolerance * factor;
  const slack = roundingOf(estimate, printed);
  if (isWithin(estimate, printed, tolerance)) return "reproduced";
  if (interval === null && !seedless) return "inconclusive";
  if (interval !== null && interval[0] <= tolerance + slack && interval[1] >= -tolerance - slack) {
    return "inconclusive";
  }
  if (others.some((other) => isWithin(estimate, other.value, other.tolerance * factor))) {
    return "contradicted";
  }
  if (bound !== undefined && isBeyond(bound, printed, tolerance)) return "unreachable";
  if (isWithin(estimate, printed, 2 * tolerance)) return "close";
  if (direction === null) return "worse";
  return (estimate > printed) === (direction === "higher") ? "better" : "worse";
}

/**
 * Whether a reproduced number is so firmly: its whole interval lies within the tolerance, `factor` times as wide, or no seed
 * changes it. Otherwise it is reproduced by the mean alone. Null for any other verdict, and for an order, which is decided by
 * its interval.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { firmAt } from "./judge.ts";
 *
 * const judging = { estimate: 0.5, printed: 0.5, tolerance: 0.1, others: [], direction: null };
 * assertEquals(firmAt({ ...judging, interval: [-0.05, 0.05] }, 1), true);
 * assertEquals(firmAt({ ...judging, interval: [-0.15, 0.15] }, 1), false);
 * assertEquals(firmAt({ ...judging, interval: null }, 1), false);
 * assertEquals(firmAt({ ...judging, interval: null, seedless: true }, 1), true);
 * ```
 */
export function firmAt(judging: Judging, factor: number): boolean | null {
  if (!("estimate" in judging) || verdictAt(judging, factor) !== "reproduced") return null;
  const { estimate, printed, interval, seedless = false } = judging;
  if (interval === null) return seedless;
  const most = judging.tolerance * factor + roundingOf(estimate, printed);
  return interval[0] >= -most && interval[1] <= most;
}

/** Whether a value lies beyond a bound by more than the tolerance. */
export function isBeyond(
  { side, value }: NonNullable<NumberJudging["bound"]>,
  printed: number,
  tolerance: number,
): boolean {
  const beyond = side === "at most" ? printed - value : value - printed;
  return beyond > tolerance + roundingOf(printed, value);
}

/** Whether two numbers are at most `tolerance` apart, give or take what rounding to a float64 does to them. */
export function isWithin(a: number, b: number, tolerance: number): boolean {
  return Math.abs(a - b) <= tolerance + roundingOf(a, b);
}

/** What rounding to a float64 may do to the difference of two numbers. */
function roundingOf(a: number, b: number): number {
  return ROUNDING * Math.max(Math.abs(a), Math.abs(b));
}

/** Whether an order holds, is not decided, or does not hold. */
export type Standing = "reproduced" | "inconclusive" | "worse";

/** The standings, the weakest first. */
export const STANDINGS: readonly Standing[] = ["worse", "inconclusive", "reproduced"];

/** An order stands with the weakest of its pairs. */
function orderAt({ leads, margin, doubted }: OrderJudging, factor: number): Verdict {
  const standings = leads.map((lead) => STANDINGS.indexOf(standingOf(lead, margin * factor)));
  const weakest = STANDINGS[Math.min(...standings)];
  return weakest === "worse" && doubted ? "contradicted" : weakest;
}

/**
 * Whether a lead is one: `reproduced` if its whole interval lies above 0, or from -margin on where comparable is enough; `worse`
 * if no part of it does; else, and where nothing shows a spread, `inconclusive`.
 *
 * @param margin How far behind still is comparable; 0 where the paper says "better".
 */
export function standingOf({ interval }: PairLead, margin: number): Standing {
  if (interval === null) return "inconclusive";
  const [low, high] = interval;
  if (isAhead(low, margin)) return "reproduced";
  return isAhead(high, margin) ? "inconclusive" : "worse";
}

/**
 * Whether a lead is above 0, or from -margin on where comparable is enough.
 *
 * @param margin As {@linkcode standingOf} takes it.
 */
export function isAhead(lead: number, margin: number): boolean {
  return margin === 0 ? lead > 0 : lead >= -margin - roundingOf(lead, margin);
}
