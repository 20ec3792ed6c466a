/**
 * The runs of look after look, until all claims are decided.
 *
 * @module
 */
import type { Experiment } from "../experiments/experiment.ts";
import type { Comparison } from "../judging/compare.ts";
import { recordPath, type RunRecord } from "../records/record.ts";
import { type Estimate, isBy, isOf, type TimeOf } from "../runner/estimate.ts";
import type { Run } from "../runner/plan.ts";
import { type NextLook, nextLook } from "../runner/until.ts";
import { counted } from "../terminal/counted.ts";
import { notice } from "../terminal/notice.ts";
import { runSuite, type Suite, sumOf, type Tally } from "./suite.ts";

/** What looks work with. */
export interface Looks {
  /** Those that may be run. */
  readonly experiments: readonly Experiment[];
  /** The last look's number of seeds. */
  readonly maxSeeds: number;
  /** Seconds for all runs of all looks. */
  readonly budget: number;
  /** How long runs take together. */
  readonly timeOf: TimeOf;
  /** The engine's name, or `auto` where that is not known: another's records do not count. */
  readonly engine: string;
  /** When the records that were there before were started, by path: those of them that failed are to be tried again. */
  readonly before: Suite["before"];
  /** What became of the claims by these records. */
  judge(records: readonly RunRecord[]): readonly Comparison[];
  /** How long runs take. */
  estimate(runs: readonly Run[], records: readonly RunRecord[]): Estimate[];
}

/** The runs that lead to the next look; nothing where there is none. */
export function lookFrom(looks: Looks, records: readonly RunRecord[]): NextLook | undefined {
  const { experiments, judge, estimate, maxSeeds, budget, timeOf } = looks;
  return nextLook(experiments, judge(records), made(looks, records), {
    ...{ maxSeeds, budget, timeOf },
    estimate: (runs) => estimate(runs, records),
  });
}

/** The records of runs that are not to be made again. */
function made({ engine, before }: Looks, records: readonly RunRecord[]): RunRecord[] {
  return records.filter((record) =>
    isBy(engine, record) &&
    (record.status === "done" || before.get(recordPath(record)) !== record.provenance.started)
  );
}

/**
 * Does the runs of look after look, and judges anew after each; ends where all is decided, or was looked at for the
 * last time, or the user asked to end. An experiment of which a run was left out, for want of time or data, is not
 * looked at again.
 *
 * @param read Reads the records that are there.
 * @returns What became of the runs, and how many others did not fit into the budget.
 */
export async function runLooks(
  looks: Looks,
  suite: Suite,
  read: () => Promise<readonly RunRecord[]>,
): Promise<{ tally: Tally; over: number }> {
  const started = performance.now();
  const tallies: Tally[] = [];
  let over = 0;
  let { experiments } = looks;
  let records = await read();
  while (!suite.interrupts.asked()) {
    const budget = looks.budget - (performance.now() - started) / 1000;
    const next = lookFrom({ ...looks, experiments, budget }, records);
    if (next === undefined) break;
    const { title, runs, planned } = next;
    if (!suite.quiet) notice(title);
    const beyond = runs.length - planned.length;
    if (beyond > 0) notice(`Leaving out ${counted(beyond, "run")} beyond what is left of the budget`);
    over += beyond;
    tallies.push(await runSuite(planned, suite));
    records = await read();
    const there = made(looks, records);
    const lost = runs.filter((run) => !there.some((record) => record.seed === run.seed && isOf(run, record)));
    experiments = experiments.filter((experiment) => !lost.some((run) => run.experiment === experiment));
  }
  const tally = sumOf(tallies);
  // Asked to end between two looks: what is left are the next one's runs.
  const isBetween = suite.interrupts.asked() && tally.left === 0;
  const next = isBetween ? lookFrom({ ...looks, experiments }, records) : undefined;
  return { tally: { ...tally, left: tally.left + (next?.runs.length ?? 0) }, over };
}
