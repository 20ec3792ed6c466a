/**
 * Judging an order ("A beats B") over seeds.
 *
 * @module
 */
import type { Claim } from "../claims/claims.ts";
import { roundedBeside, ROUNDING, significant } from "../claims/numbers.ts";
import { type PairLead, standingOf, STANDINGS } from "./judge.ts";
import type { Sample } from "./samples.ts";
import {
  citedDifference,
  type Difference,
  groupDifference,
  levelAt,
  pairedDifference,
} from "./statistics/mod.ts";

/** One side of a pair: our runs, or a number that the paper cites. */
export type Side = { name: string } & ({ sample: Sample } | { cited: number });

/** How far one side is ahead of the other, over seeds. */
export interface Lead extends PairLead {
  readonly ahead: string;
  readonly behind: string;
  /** The number of seeds: of pairs, or of the side with fewer. */
  readonly n: number;
  /** Whether runs of the same seed were compared with each other. */
  readonly paired: boolean;
}

/**
 * How far `a` is ahead of `b`, in the metric's unit; above 0 where the order holds.
 *
 * Where both have runs of the same two seeds or more, the lead is taken seed by seed over these alone: seeds that one side has
 * beyond the other's would be a look of their own. Else it is taken between the two groups; against a cited number,
 * which is taken to be one run that varies as ours do, it is the lead over that number. The best runs are compared by the
 * means too: the difference of two bests has no simple interval.
 *
 * @param claim Says which way is better.
 * @throws {RangeError} If both sides are cited.
 */
export function leadOf(a: Side, b: Side, { direction }: Pick<Claim, "direction">): Lead {
  const sign = direction === "lower" ? -1 : 1;
  const common = commonSeeds(a, b);
  const paired = common.size >= 2;
  const [x, y] = [a, b].map((side) => signedValues(side, sign, paired ? common : undefined));
  const n = Math.min(...[a, b].flatMap((side, i) => "sample" in side ? [[x, y][i].length] : []));
  if (n === Infinity) throw new RangeError("Cannot compare two cited numbers: one side must have runs");
  const found = differenceOf(x, y, { a, b, paired, level: levelAt(n) });
  const [lead, low, high] = exactly(found, Math.max(...[...x, ...y].map(Math.abs)));
  return {
    ahead: a.name,
    behind: b.name,
    lead,
    interval: found.interval === null ? null : [low, high],
    n,
    paired,
  };
}

/** A side's values, of these seeds alone where they are given, by seed. */
function signedValues(side: Side, sign: number, seeds?: ReadonlySet<number>): number[] {
  if ("cited" in side) return [sign * side.cited];
  const { values, records } = side.sample;
  return values.filter((_, i) => seeds?.has(records[i].seed) ?? true).map((value) => sign * value);
}

function differenceOf(
  x: readonly number[],
  y: readonly number[],
  { a, b, paired, level }: { a: Side; b: Side; paired: boolean; level: number },
): Difference {
  if ("cited" in b) return citedDifference(x, y[0], level);
  if ("cited" in a) {
    const { difference, interval } = citedDifference(y, x[0], level);
    return {
      difference: -difference,
      interval: interval && { low: -interval.high, high: -interval.low },
    };
  }
  return paired ? pairedDifference(x, y, level) : groupDifference(x, y, level);
}

/** The difference and the ends of its interval, where 0 is what rounding makes of equal values of this size. */
function exactly({ difference, interval }: Difference, size: number): number[] {
  const { low, high } = interval ?? { low: difference, high: difference };
  return [difference, low, high].map((value) => Math.abs(value) <= ROUNDING * size ? 0 : value);
}

/** The seeds that both sides have. */
function commonSeeds(a: Side, b: Side): ReadonlySet<number> {
  const [x, y] = [a, b].map((side) =>
    new Set("sample" in side ? side.sample.records.map(({ seed }) => seed) : [])
  );
  return x.intersection(y);
}

/** The lead that an order of several pairs stands or falls with: of the lowest standing, the shortest. */
export function weakestOf(leads: readonly Lead[], margin: number): Lead {
  const rank = (lead: Lead) => STANDINGS.indexOf(standingOf(lead, margin));
  return leads.reduce((a, b) => rank(b) < rank(a) || (rank(b) === rank(a) && b.lead < a.lead) ? b : a);
}

/** A lead in words, with its interval and the number of seeds. */
export function leadInWords(weakest: Lead, pairs: number): string {
  const { ahead, behind, lead, interval, n, paired } = weakest;
  const which = pairs === 1 ? "" : `the weakest of ${pairs} pairs: `;
  const seeds = n === 1 ? "one seed" : `${n} ${paired ? "paired " : ""}seeds`;
  const width = interval === null ? 0 : interval[1] - interval[0];
  const written = (value: number) => width > 0 ? roundedBeside(value, width / 2) : significant(value, 2);
  const range = interval === null ? "no interval" : `interval ${interval.map(written).join(" to ")}`;
  return `${which}${ahead} over ${behind} by ${written(lead)} (${range}, ${seeds})`;
}
