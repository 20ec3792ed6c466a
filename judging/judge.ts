/**
 * The rule that verdicts are given by. It needs nothing but what it is given, so that the web page, whose reader moves
 * the tolerance, judges by this very code.
 *
 * @module
 */

/** What a comparison can come to, in the order that reports show. */
export const VERDICTS = [
  "reproduced",
  "close",
  "better",
  "worse",
  "contradicted",
  "not comparable",
  "not run",
] as const;

/** What a comparison came to. */
export type Verdict = typeof VERDICTS[number];

/** What the verdict on a number depends on; all in the printed unit. */
export interface NumberJudging {
  readonly ours: number;
  /** The paper's value. */
  readonly printed: number;
  readonly tolerance: number;
  /** How much further than the tolerance is still close. */
  readonly more: number;
  /** What the paper should have printed, or prints elsewhere for the same, each with its own tolerance. */
  readonly others: readonly { readonly value: number; readonly tolerance: number }[];
  /** Which way is better; null for what is only right or wrong. */
  readonly direction: "higher" | "lower" | null;
}

/** What the verdict on an order depends on, in the metric's unit. */
export interface OrderJudging {
  /** How far ahead, and the seeds' spread of that, for each pair that the order compares. */
  readonly leads: readonly { readonly lead: number; readonly spread: number }[];
  /** How far behind still is comparable; 0 where the paper says "better". */
  readonly margin: number;
  /** Whether the paper's own numbers do not have the order either. */
  readonly doubted: boolean;
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
 * const numbers = { ours: 0.93, printed: 0.95, tolerance: 0.01, more: 0.01, others: [] };
 * const judging = { ...numbers, direction: "higher" as const };
 * assertEquals([0.5, 1, 2].map((factor) => verdictAt(judging, factor)), ["worse", "close", "reproduced"]);
 * ```
 */
export function verdictAt(judging: Judging, factor: number): Verdict {
  if ("verdict" in judging) return judging.verdict;
  return "leads" in judging ? orderAt(judging, factor) : numberAt(judging, factor);
}

function numberAt(judging: NumberJudging, factor: number): Verdict {
  const { ours, printed, others, direction } = judging;
  const tolerance = judging.tolerance * factor;
  if (isWithin(ours, printed, tolerance)) return "reproduced";
  if (others.some((other) => isWithin(ours, other.value, other.tolerance * factor))) return "contradicted";
  if (isWithin(ours, printed, tolerance + judging.more * factor)) return "close";
  if (direction === null) return "worse";
  return (ours > printed) === (direction === "higher") ? "better" : "worse";
}

/** Whether two numbers are at most `tolerance` apart, give or take what rounding to a float64 does to them. */
export function isWithin(a: number, b: number, tolerance: number): boolean {
  return Math.abs(a - b) <= tolerance + 1e-12 * Math.max(Math.abs(a), Math.abs(b));
}

/** Whether an order holds, is too near to call, or does not hold. */
export type Standing = "reproduced" | "close" | "worse";

/** The standings, the weakest first. */
export const STANDINGS: readonly Standing[] = ["worse", "close", "reproduced"];

/** An order stands with the weakest of its pairs. */
function orderAt({ leads, margin, doubted }: OrderJudging, factor: number): Verdict {
  const standings = leads.map((lead) => STANDINGS.indexOf(standingOf(lead, margin * factor)));
  const weakest = STANDINGS[Math.min(...standings)];
  return weakest === "worse" && doubted ? "contradicted" : weakest;
}

/**
 * Whether a lead is one: `reproduced` if it and the margin together are above the seeds' spread, `close` if they are
 * within it, else `worse`.
 *
 * @param margin How far behind still is comparable; 0 where the paper says "better".
 */
export function standingOf({ lead, spread }: OrderJudging["leads"][number], margin: number): Standing {
  if (Math.abs(lead + margin) <= spread) return "close";
  return lead + margin > 0 ? "reproduced" : "worse";
}
