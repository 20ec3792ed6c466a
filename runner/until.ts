/**
 * Which seeds are still to be run until every claim is decided. Claims are looked at when there are 4, 8 and 16 seeds,
 * and only what is open at one look is run for the next.
 *
 * @module
 */
import { askedOf, type Claim, experimentsOf } from "../claims/claims.ts";
import type { Experiment } from "../experiments/experiment.ts";
import type { Comparison } from "../judging/compare.ts";
import { answerOf } from "../judging/samples.ts";
import { LOOKS } from "../judging/statistics/mod.ts";
import type { RunRecord } from "../records/record.ts";
import { counted, listed } from "../terminal/counted.ts";
import { UsageError } from "../terminal/usage.ts";
import {
  type Estimate,
  inRunOrder,
  isOf,
  secondsToGo,
  type TimeOf,
  within,
  withinTogether,
} from "./estimate.ts";
import { firstSeeds, planRuns, type Run, seedsOf } from "./plan.ts";

/** What a claim was judged to be. */
export type Judged = Pick<Comparison, "claim" | "verdict">;

/** Seeds that an experiment is to be run with. */
export interface Further {
  readonly experiment: Experiment;
  /** In the order of the list that all runs take theirs from. */
  readonly seeds: readonly number[];
}

/**
 * The seeds that are asked for now, for each experiment up to one look; nothing for the experiments that need none.
 *
 * Every experiment that answers a claim which is judged, or would be, gets the seeds of the first look. Where an
 * inconclusive claim has all of its experiments there, they get those of the first look that one of them still lacks.
 * An experiment whose seeds have all measured the same gets them too where another one's differ, since an order is judged
 * over the seeds that both have; where none differ, more of them would say nothing new.
 * A failed run counts as one that was made: another seed in its place would choose seeds by what came of them. A claim about
 * an experiment with a failed run stays inconclusive, so it gets no further look.
 *
 * @param experiments Those that may be run. One without the full protocol is left alone.
 * @param records What is there; of these count the runs of the full protocol by today's configuration.
 * @param options.maxSeeds The last look's number of seeds.
 */
export function nextSeeds(
  experiments: readonly Experiment[],
  comparisons: readonly Judged[],
  records: readonly RunRecord[],
  { maxSeeds }: { maxSeeds: number },
): Further[] {
  const looks = LOOKS.filter(({ seeds }) => seeds <= maxSeeds).map(({ seeds }) => firstSeeds(seeds));
  const made = runsOf(experiments, records);
  const byId = new Map(experiments.map((experiment) => [experiment.id, experiment]));
  const lacking = (id: string, seeds: readonly number[]) =>
    seedsOf(byId.get(id)!, seeds).filter((seed) => !made.get(id)!.some((record) => record.seed === seed));

  const wanted = new Map<string, readonly number[]>();
  for (const { claim, verdict } of comparisons) {
    if (!asksForRuns({ claim, verdict })) continue;
    const own = experimentsOf(claim).filter((id) => made.has(id));
    // Where a run has failed nothing is decided, however many seeds there are.
    const failed = own.some((id) => made.get(id)!.some(({ status }) => status === "failed"));
    const isOpen = verdict === "inconclusive" && !failed &&
      own.some((id) => varies(claim, id, made.get(id)!));
    for (const seeds of isOpen ? looks : looks.slice(0, 1)) {
      const asked = own.filter((id) => lacking(id, seeds).length > 0);
      for (const id of asked) wanted.set(id, seeds);
      if (asked.length > 0) break;
    }
  }
  return experiments.flatMap((experiment) => {
    const seeds = wanted.get(experiment.id);
    return seeds === undefined ? [] : [{ experiment, seeds: lacking(experiment.id, seeds) }];
  });
}

/** Whether more runs can change what became of a claim: it is judged, or its experiments have not been run. */
function asksForRuns({ claim, verdict }: Judged): boolean {
  if (verdict !== "not run") return verdict !== "not comparable";
  return !claim.tooCoarse && (claim.kind === "ordinal" || claim.tolerance !== null);
}

/** The runs of each experiment by the full protocol as it is today, by its id; of those experiments that have one. */
function runsOf(
  experiments: readonly Experiment[],
  records: readonly RunRecord[],
): Map<string, readonly RunRecord[]> {
  const byId = Map.groupBy(records, ({ experiment }) => experiment);
  return new Map(experiments.flatMap((experiment) => {
    const protocol = experiment.profiles.paper;
    if (protocol === undefined) return [];
    const run = { experiment, profile: "paper" as const, protocol };
    return [[experiment.id, (byId.get(experiment.id) ?? []).filter((record) => isOf(run, record))]];
  }));
}

/** Whether what a claim asks of an experiment differs between its seeds, or may. */
function varies(claim: Claim, id: string, runs: readonly RunRecord[]): boolean {
  const asked = askedOf(claim, id);
  const values = runs.filter(({ status }) => status === "done")
    .flatMap((record) => answerOf(asked, record)?.value ?? []);
  return values.length < 2 || values.some((value) => value !== values[0]);
}

/** The claims about some of these experiments that are inconclusive. */
export function openClaims<One extends Judged>(
  experiments: readonly Pick<Experiment, "id">[],
  comparisons: readonly One[],
): One[] {
  const ids = new Set(experiments.map(({ id }) => id));
  return comparisons.filter(({ claim, verdict }) =>
    verdict === "inconclusive" && experimentsOf(claim).some((id) => ids.has(id))
  );
}

/** The runs that lead to a look. */
export interface NextLook {
  /** Which look it is, and why it is taken, in words. */
  readonly title: string;
  /** All runs that are asked for. */
  readonly runs: readonly Run[];
  /** Those of them that fit into the budget, in the order in which they are done. */
  readonly planned: readonly Estimate[];
}

/** What {@linkcode nextLook} works with beside experiments, comparisons and records. */
export interface NextLookOptions {
  /** The last look's number of seeds. */
  readonly maxSeeds: number;
  /** Seconds until all is done. */
  readonly budget: number;
  /** How long runs take together. */
  readonly timeOf: TimeOf;
  /** How long runs take. */
  estimate(runs: readonly Run[]): Estimate[];
}

/**
 * The runs that lead to the first look that is not complete, by {@linkcode nextSeeds}; nothing where all is decided, or
 * was looked at for the last time.
 *
 * The first look's runs are done in the order of all runs. Later, the experiment that takes least time is first, with
 * all of its seeds: they fit into the budget together or not at all, since a look at fewer would be one more chance to
 * err.
 */
export function nextLook(
  experiments: readonly Experiment[],
  comparisons: readonly Judged[],
  records: readonly RunRecord[],
  { maxSeeds, budget, timeOf, estimate }: NextLookOptions,
): NextLook | undefined {
  const looks = LOOKS.filter(({ seeds }) => seeds <= maxSeeds);
  for (const [index, { seeds }] of looks.entries()) {
    const further = nextSeeds(experiments, comparisons, records, { maxSeeds: seeds });
    if (further.length === 0) continue;
    const open = openClaims(experiments, comparisons).length;
    const why = index === 0
      ? `${counted(further.length, "experiment")} with fewer`
      : `${counted(open, "claim")} open`;
    const runs = further.flatMap(({ experiment, seeds }) => planRuns([experiment], "paper", seeds, true));
    const estimates = estimate(runs);
    const planned = index === 0
      ? within(budget, inRunOrder(estimates, firstSeeds(seeds)), timeOf)
      : withinTogether(budget, byExperiment(estimates), timeOf);
    return { title: `Look ${index + 1} of ${looks.length}: ${seeds} seeds, ${why}`, runs, planned };
  }
}

/** Each experiment's runs, the cheapest experiment first. */
function byExperiment(estimates: readonly Estimate[]): Estimate[][] {
  const groups = Map.groupBy(estimates, ({ run }) => run.experiment.id);
  return [...groups.values()].sort((a, b) => secondsToGo(a) - secondsToGo(b));
}

/**
 * What is still inconclusive, in a line for each number of seeds: which claims these are. Of an order's experiments the
 * one with the fewest seeds counts: the order is judged over those that all have.
 */
export function stillOpen(open: readonly Pick<Comparison, "claim" | "records">[]): string[] {
  const seedsOf = (records: readonly string[]) => {
    const experiments = Map.groupBy(records, (path) => path.slice(0, path.lastIndexOf("/")));
    return Math.min(...[...experiments.values()].map(({ length }) => length));
  };
  const groups = [...Map.groupBy(open, ({ records }) => seedsOf(records))].sort(([a], [b]) => b - a);
  return groups.map(([n, own]) =>
    `Still inconclusive after ${counted(n, "seed")}: ${own.map(({ claim }) => claim.id).join(", ")}`
  );
}

/**
 * The number of seeds that `--max-seeds` gives; that of the last look where it is not given.
 *
 * @throws {UsageError} If there is no look at so many.
 */
export function readMaxSeeds(text?: string): number {
  const counts = LOOKS.map(({ seeds }) => seeds);
  if (text === undefined) return counts.at(-1)!;
  const found = counts.find((count) => String(count) === text);
  if (found !== undefined) return found;
  throw new UsageError(
    `--max-seeds must be one of ${counts.join(", ")}, got ${text}: looks are at ${
      listed(counts.map(String))
    } seeds`,
  );
}
