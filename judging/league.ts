/**
 * A league: methods ranked on each data set by their means' intervals.
 *
 * @module
 */
import { completed, type LeagueTable, type ScoreKey } from "../experiments/figures.ts";
import { type Profile, PROFILES, type RunRecord } from "../records/record.ts";
import { ownSpace } from "./own_space.ts";
import type { Runs } from "./runs.ts";
import { type Sample, sampleOf } from "./samples.ts";
import { type Direction, type Interval, meanInterval } from "./statistics/mod.ts";

/** A method of a league. */
export type LeagueMethod = LeagueTable["methods"][number] & {
  /** The id of the paper whose method it is: that which declares the league, or another. */
  readonly paper: string;
};

/** Names a method among all of a league. */
export function nameOf({ paper, method }: Pick<LeagueMethod, "paper" | "method">): string {
  return `${paper}/${method}`;
}

/** The ranks that a method may have, from 1. */
export interface Ranks {
  readonly best: number;
  /** At least `best`. */
  readonly worst: number;
}

/** A method on one data set. */
export interface LeagueRow extends LeagueMethod {
  /** What it is ranked by. */
  readonly sample: Sample;
  /** Where the mean of that lies by the seeds, in 95 of 100 cases; null for one seed, which shows no spread. */
  readonly interval: Interval | null;
  /** The ranks that it may have; null for a control and for one seed. */
  readonly ranks: Ranks | null;
  /** What else it measures where it is ranked; nothing where it was not measured. */
  readonly own: readonly (Sample | undefined)[];
  /** What it measures in spaces that all share; nothing where it was not measured. */
  readonly shared: readonly (Sample | undefined)[];
}

/** The methods on one data set. */
export interface Standing {
  readonly dataset: string;
  readonly title: string;
  /** The best mean first; controls come last. */
  readonly rows: readonly LeagueRow[];
  /** The methods without runs. */
  readonly missing: readonly LeagueMethod[];
}

/** A league with at least one run. */
export interface League {
  /** Of all its runs. */
  readonly profile: Profile;
  /** The data sets that any method was run on, as declared. */
  readonly standings: readonly Standing[];
  /**
   * The methods that were run on any: the best first, by the mean over the data sets of what they are ranked by. Those that
   * were not run on all data sets come after those that were, and controls last.
   */
  readonly overall: readonly LeagueMethod[];
}

/** Options of {@linkcode leagueOf}. */
export interface LeagueOptions {
  /** The methods of other papers that enter it, after its own. */
  readonly entering?: readonly LeagueMethod[];
  /** Whether more or less of what methods are ranked by is better. */
  readonly direction?: Direction;
  /** The least and the greatest that it can be: no interval goes beyond them. */
  readonly range?: readonly [number, number];
}

/**
 * Ranks the methods of a league on each data set. A method may have any rank from one more than the number of methods that are
 * better with their whole interval to the number of methods less those that are worse with their whole interval: the wider
 * its interval, the more. Controls take no rank, and neither do methods of one seed, which have no interval. Only runs of
 * the highest profile that any method has are counted.
 *
 * @see H. Goldstein, D. J. Spiegelhalter. League tables and their limitations. Journal of the Royal Statistical Society A
 * 159(3), 1996.
 * @param paper The id of the paper that declares it.
 * @returns Nothing where no method was run.
 * @throws {RangeError} If a run measured what it is ranked by in several spaces, or one thing twice.
 */
export function leagueOf(
  paper: string,
  declared: LeagueTable,
  experiments: readonly Runs[],
  { entering = [], direction = "higher", range = [-Infinity, Infinity] }: LeagueOptions = {},
): League | undefined {
  const methods = [...declared.methods.map((method) => ({ ...method, paper })), ...entering];
  const byId = new Map(experiments.map(({ experiment, runs, failed }) => [experiment, [...runs, ...failed]]));
  const runsOf = (method: LeagueMethod, dataset: string) => byId.get(`${nameOf(method)}/${dataset}`);
  const found = declared.datasets.flatMap(({ name }) =>
    methods.flatMap((method) => runsOf(method, name) ?? [])
  );
  if (found.length === 0) return undefined;
  const profile = PROFILES.findLast((one) => found.some((run) => run.profile === one))!;
  const compare = byMean(direction);
  const standings = declared.datasets.map(({ name, title }): Standing => {
    const entrants = methods.flatMap((method) => {
      const runs = (runsOf(method, name) ?? []).filter((run) => run.profile === profile);
      const entrant = entrantOf(method, runs, declared, range);
      return entrant === undefined ? [] : [entrant];
    });
    const present = new Set(entrants.map(nameOf));
    return {
      dataset: name,
      title,
      rows: ranked(entrants, direction).sort((a, b) => controlsLast(a, b) || compare(a.sample, b.sample)),
      missing: methods.filter((method) => !present.has(nameOf(method))),
    };
  }).filter(({ rows }) => rows.length > 0);
  if (standings.length === 0) return undefined;
  return { profile, standings, overall: overallOrder(methods, standings, direction) };
}

/** A row before it is ranked. */
type Entrant = Omit<LeagueRow, "ranks">;

/** What a method measured on a data set; nothing without what it is ranked by. */
function entrantOf(
  method: LeagueMethod,
  runs: readonly RunRecord[],
  { rankedBy, own, shared }: LeagueTable,
  [least, greatest]: readonly [number, number],
): Entrant | undefined {
  const space = runs.map((run) => ownSpace(run, rankedBy)).find((space) => space !== undefined);
  if (space === undefined) return undefined;
  const there = (key: Omit<ScoreKey, "space">) => sampleOf(runs, completed({ ...key, space }));
  const sample = there(rankedBy)!;
  // The seeds that are left where others failed say nothing of the method's mean.
  const interval = sample.lacking.length > 0 ? null : meanInterval(sample.values, Infinity);
  return {
    ...method,
    sample,
    interval: interval && { low: Math.max(interval.low, least), high: Math.min(interval.high, greatest) },
    own: own.map(there),
    shared: shared.map((key) => sampleOf(runs, completed(key))),
  };
}

function ranked(entrants: readonly Entrant[], direction: Direction): LeagueRow[] {
  const intervals = entrants.flatMap(({ kind, interval }) =>
    kind === "control" || interval === null ? [] : [interval]
  );
  const isAhead = (a: Interval, b: Interval) => direction === "higher" ? a.low > b.high : a.high < b.low;
  return entrants.map((one): LeagueRow => {
    const { kind, interval } = one;
    if (kind === "control" || interval === null) return { ...one, ranks: null };
    const ahead = intervals.filter((other) => isAhead(other, interval)).length;
    const behind = intervals.filter((other) => isAhead(interval, other)).length;
    return { ...one, ranks: { best: 1 + ahead, worst: intervals.length - behind } };
  });
}

function overallOrder(
  methods: readonly LeagueMethod[],
  standings: readonly Standing[],
  direction: Direction,
): LeagueMethod[] {
  const compare = byMean(direction);
  return methods.flatMap((method) => {
    const means = standings.flatMap(({ rows }) =>
      rows.filter((row) => nameOf(row) === nameOf(method)).map(({ sample: { mean } }) => mean)
    );
    if (means.length === 0) return [];
    return [{ method, count: means.length, mean: means.reduce((sum, mean) => sum + mean, 0) / means.length }];
  }).sort((a, b) =>
    controlsLast(a.method, b.method) ||
    Number(a.count < standings.length) - Number(b.count < standings.length) || compare(a, b)
  ).map(({ method }) => method);
}

/** Compares means, the better first. */
function byMean(direction: Direction): (a: { mean: number }, b: { mean: number }) => number {
  return direction === "higher" ? (a, b) => b.mean - a.mean : (a, b) => a.mean - b.mean;
}

function controlsLast(a: Pick<LeagueMethod, "kind">, b: Pick<LeagueMethod, "kind">): number {
  return Number(a.kind === "control") - Number(b.kind === "control");
}

/** Whether a method may be first on its data set. */
export function mayBeFirst({ ranks }: Pick<LeagueRow, "ranks">): boolean {
  return ranks?.best === 1;
}
