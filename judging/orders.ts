/**
 * Judging an order ("A beats B") over seeds.
 *
 * @module
 */
import type { Claim } from "../claims/claims.ts";
import { significant } from "../claims/numbers.ts";
import { standingOf, STANDINGS } from "./judge.ts";
import { rankSumP, signedRankP } from "./ranks.ts";
import { meanAndSd, type Sample } from "./samples.ts";
import { shownSpread } from "./spread.ts";

/** One side of a pair: our runs, or a number that the paper cites. */
export type Side = { name: string } & ({ sample: Sample } | { cited: number });

/** How far one side is ahead of the other, over seeds. */
export interface Lead {
  readonly ahead: string;
  readonly behind: string;
  /** Mean difference, in the metric's unit; above 0 where the order holds. */
  readonly lead: number;
  /** Standard deviation of the difference between one run and another; 0 where each side has one value. */
  readonly spread: number;
  /** One-sided p by ranks; null where there is one value on each side, or only the best runs are compared. */
  readonly p: number | null;
  /** The number of seeds (of the side with fewer). */
  readonly n: number;
  /** Whether runs of the same seed were compared with each other. */
  readonly paired: boolean;
}

/**
 * How far `a` is ahead of `b`.
 *
 * Where both have runs of the same seeds, or one is a cited number, the differences are taken seed by seed and their
 * signs tested; otherwise the two groups are compared.
 *
 * @param claim Says which way is better, and whether the best runs are compared or the means.
 */
export function leadOf(
  a: Side,
  b: Side,
  { direction, statistic }: Pick<Claim, "direction" | "statistic">,
): Lead {
  const sign = direction === "lower" ? -1 : 1;
  const best = statistic === "best";
  const [x, y] = [valuesOf(a, b), valuesOf(b, a)].map((values) => values.map((value) => sign * value));
  const names = { ahead: a.name, behind: b.name };
  const n = Math.min(x.length, y.length);
  const paired = arePaired(a, b);
  const differences = paired ? x.map((value, i) => value - y[i]) : [];
  const { mean, sd } = paired ? meanAndSd(differences) : {
    mean: meanAndSd(x).mean - meanAndSd(y).mean,
    sd: Math.hypot(meanAndSd(x).sd ?? 0, meanAndSd(y).sd ?? 0),
  };
  const lead = best ? Math.max(...x) - Math.max(...y) : mean;
  const single = Math.max(x.length, y.length) === 1;
  const p = best || single ? null : paired ? signedRankP(differences) : rankSumP(x, y);
  return { ...names, lead, spread: sd ?? 0, p, n, paired };
}

/** The values of a side; a cited number once for each run of the other side. */
function valuesOf(side: Side, other: Side): readonly number[] {
  if ("sample" in side) return side.sample.values;
  return "sample" in other ? other.sample.values.map(() => side.cited) : [side.cited];
}

function arePaired(a: Side, b: Side): boolean {
  if (!("sample" in a && "sample" in b)) return true;
  const [x, y] = [a, b].map(({ sample }) => sample.records.map(({ seed }) => seed).join());
  return x === y;
}

/** The lead that an order of several pairs stands or falls with: of the lowest standing, the shortest. */
export function weakestOf(leads: readonly Lead[], margin: number): Lead {
  const rank = (lead: Lead) => STANDINGS.indexOf(standingOf(lead, margin));
  return leads.reduce((a, b) => rank(b) < rank(a) || (rank(b) === rank(a) && b.lead < a.lead) ? b : a);
}

/**
 * A lead in words, with n and p. An order of several pairs holds only if each pair does, so its p is the largest of
 * theirs.
 */
export function leadInWords(weakest: Lead, leads: readonly Lead[]): string {
  const { ahead, behind, lead, spread, n, paired } = weakest;
  const ps = leads.map(({ p }) => p);
  const p = ps.includes(null) ? "no test" : `p = ${significant(Math.max(...ps as number[]), 3)}`;
  const which = leads.length === 1 ? "" : `the weakest of ${leads.length} pairs: `;
  const seeds = n === 1 ? "one seed" : `${n} ${paired ? "paired " : ""}seeds`;
  const how = n === 1 ? "" : ` ± ${significant(shownSpread(spread, lead), 2)}`;
  return `${which}${ahead} over ${behind} by ${significant(lead, 3)}${how} (${seeds}, ${p})`;
}
