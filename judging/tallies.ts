/**
 * How many comparisons came to each verdict, and in words.
 *
 * @module
 */
import type { Comparison } from "./compare.ts";
import { type Verdict, VERDICTS } from "./judge.ts";

/** Where a comparison holds a verdict. */
export type VerdictField = "verdict" | "atHalf" | "atTwice" | "atStated" | "atInterval";

/** How many there are of each verdict. */
export function tally(
  comparisons: readonly Comparison[],
  of: VerdictField = "verdict",
): Record<Verdict, number> {
  const counts = Object.fromEntries(VERDICTS.map((verdict) => [verdict, 0])) as Record<Verdict, number>;
  for (const comparison of comparisons) {
    const verdict = comparison[of];
    if (verdict !== null) counts[verdict]++;
  }
  return counts;
}

/** A tally in words, without what there is none of; "none" if there is nothing. */
export function tallyInWords(counts: Record<Verdict, number>): string {
  const words = VERDICTS.filter((verdict) => counts[verdict] > 0).map((verdict) =>
    `${counts[verdict]} ${verdict}`
  );
  return words.length === 0 ? "none" : words.join(", ");
}

/** The verdicts on what was judged. */
export const JUDGED: readonly Verdict[] = ["reproduced", "close", "better", "worse", "contradicted"];

/** Whether a comparison was judged: by the full protocol, on the paper's own data. */
export function isJudged({ verdict }: Pick<Comparison, "verdict">): boolean {
  return JUDGED.includes(verdict);
}
