/**
 * How long runs take on this machine, in which order they are done, and which of them fit into a length of time.
 *
 * @module
 */
// @ts-types="npm:@types/d3-array@3.2.2"
import { median } from "d3-array";
import { canonicalJson } from "../records/digest.ts";
import { type MadeBy, madeBy } from "./made_by.ts";
import type { Run } from "./plan.ts";
import type { RunRecord } from "../records/record.ts";
import { configNow } from "./run.ts";
import { slowdown } from "./slowdown.ts";

/** What is known of a run before it starts. */
export interface Estimate {
  run: Run;
  /** Seconds that it takes on this machine. */
  seconds: number;
  /** Whether a record of it is there already. */
  recorded: boolean;
  /** Which code made that record; absent where there is none. */
  madeBy?: MadeBy;
}

/** The machine that estimates are for. */
export interface Machine {
  /** How much longer than on the protocols' machine work takes. */
  scale: number;
  /** The processor's name. */
  cpu: string;
  /** How many threads the processor has. */
  threads: number;
  /** The engine's name, or `auto`. */
  engine: string;
}

/**
 * The estimate of each run, as it takes on all of the machine's threads: the median of the seconds that are recorded for its
 * experiment and profile on this kind of processor, or the protocol's seconds times the machine's scale.
 *
 * @param codeOf The digest of the code that a paper's runs execute now.
 */
export function estimateRuns(
  runs: readonly Run[],
  records: readonly RunRecord[],
  { scale, cpu, threads, engine }: Machine,
  codeOf: (paper: string) => string,
): Estimate[] {
  const done = records.filter((record) => isDoneBy(engine, record));
  return runs.map((run) => {
    const same = done.filter((record) => isOf(run, record));
    const here = same.filter(({ provenance }) => provenance.cpu === cpu)
      .map(({ seconds, provenance }) => seconds / slowdown(threads, threads / provenance.threads));
    const own = same.filter(({ seed }) => seed === run.seed);
    const code = codeOf(run.experiment.paper);
    // Data that were changed since have a record of their own.
    const record = own.find((record) => record.code === code) ?? own[0];
    return {
      run,
      seconds: median(here) ?? run.protocol.seconds * scale,
      recorded: record !== undefined,
      ...record && { madeBy: madeBy(record, code) },
    };
  });
}

/** Whether an engine made a record; `auto` is any. */
export function isBy(engine: string, record: RunRecord): boolean {
  return engine === "auto" || record.engine.name === engine;
}

/** Whether a record is of a run that an engine has done; `auto` is any. */
export function isDoneBy(engine: string, record: RunRecord): boolean {
  return record.status === "done" && isBy(engine, record);
}

/** Whether a record is that of a run, which an engine has done; `auto` is any. */
export function isRecordOf(run: Run, engine: string, record: RunRecord): boolean {
  return isDoneBy(engine, record) && record.seed === run.seed && isOf(run, record);
}

/** Whether a record is of a run's experiment, profile and configuration, as far as they are known without the data. */
export function isOf(
  { experiment, profile, protocol }: Pick<Run, "experiment" | "profile" | "protocol">,
  record: RunRecord,
): boolean {
  return record.experiment === experiment.id && record.profile === profile &&
    canonicalJson(record.config) === canonicalJson(configNow(protocol, record));
}

/**
 * The order in which runs are done: each experiment's first seed before any other's second; of equal seeds what takes
 * least time first, so that most claims are answered soon.
 *
 * @param seeds In their order: of experiments that have none of their own.
 */
export function inRunOrder(estimates: readonly Estimate[], seeds: readonly number[]): Estimate[] {
  const rank = ({ run: { experiment, seed } }: Estimate) => (experiment.seeds ?? seeds).indexOf(seed);
  return estimates.toSorted((a, b) => rank(a) - rank(b) || a.seconds - b.seconds);
}

/** The runs, in their order, each that with the ones before it is done in `budget` seconds; recorded ones are done. */
export function within(
  budget: number,
  estimates: readonly Estimate[],
  timeOf: TimeOf = secondsToGo,
): Estimate[] {
  return withinTogether(budget, estimates.map((estimate) => [estimate]), timeOf);
}

/** The same with groups of runs, each of which is taken as a whole or not at all. */
export function withinTogether(
  budget: number,
  groups: readonly (readonly Estimate[])[],
  timeOf: TimeOf,
): Estimate[] {
  const planned: Estimate[] = [];
  for (const group of groups) {
    const isDone = group.every(({ recorded }) => recorded);
    if (isDone || timeOf([...planned, ...group]) <= budget) planned.push(...group);
  }
  return planned;
}

/** How many seconds pass until the runs that are not recorded are done. */
export type TimeOf = (estimates: readonly Estimate[]) => number;

/** The seconds of those that are still to be done, one after another. */
export function secondsToGo(estimates: readonly Estimate[]): number {
  return estimates.reduce((sum, { seconds, recorded }) => recorded ? sum : sum + seconds, 0);
}
