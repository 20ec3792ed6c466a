/**
 * What the jobs of gpu.yml are to do, from the inputs of the workflow: each line that is printed is an output of a step.
 * The inputs are environment variables, so that no shell reads what somebody typed.
 *
 * @module
 */
import type { Experiment } from "../../../experiments/experiment.ts";
import { loadDeclarations } from "../../../papers/load.ts";
import { readSeeds, select } from "../../../runner/plan.ts";
import { main, print } from "../../../terminal/command.ts";
import { readDuration } from "../../../terminal/duration.ts";
import { UsageError } from "../../../terminal/usage.ts";

/** The inputs of the workflow, as they were typed. */
export interface Inputs {
  /** Papers, with commas or blanks between; all if empty. */
  readonly papers: string;
  /** How many seeds. */
  readonly seeds: string;
  /** How many machines share the runs. */
  readonly shards: string;
  /** How long each of them may take, such as `5h`. */
  readonly budget: string;
  /** One of {@linkcode FRESH}. */
  readonly fresh: string;
}

/** What is run again although it is recorded: a twelfth of the experiments, nothing, what other code made, or everything. */
export const FRESH = ["twelfth", "none", "changed", "all"] as const;

/** The outputs of the step. */
export interface Outputs {
  /** The numbers of the shards, as a matrix takes them. */
  readonly shards: string;
  /** The budget in seconds. */
  readonly seconds: number;
  /** After how many minutes GitHub ends a shard. */
  readonly minutes: number;
  /** The papers, with blanks between. */
  readonly papers: string;
  /** What `deno task reproduce` is told to run again what is recorded; empty where it is to run nothing again. */
  readonly again: string;
}

/** Seconds: GitHub's token of a job lives for a day at most, and what was recorded must be handed over by then. */
const LONGEST = 20 * 3600;

/** Minutes that a shard has beyond its budget: set-up, a last run that takes longer than estimated, and handing over. */
const SPARE = 60;

/**
 * The outputs for these inputs.
 *
 * @param month From 1 to 12.
 * @throws {UsageError} If an input is none that the jobs can work with.
 */
export function planOf(inputs: Inputs, experiments: readonly Experiment[], month: number): Outputs {
  if (!/^[1-9]\d?$/.test(inputs.shards)) {
    throw new UsageError(`shards must be a whole number from 1 to 99, got ${inputs.shards}`);
  }
  readSeeds("paper", inputs.seeds);
  const seconds = readDuration("budget", inputs.budget);
  if (seconds < 60 || seconds > LONGEST) {
    throw new UsageError(`budget must be from 1m to ${LONGEST / 3600}h, got ${inputs.budget}`);
  }
  const papers = inputs.papers.split(/[\s,]+/).filter((paper) => paper !== "");
  const selected = select(experiments, { globs: [], papers, datasets: [] });
  return {
    shards: JSON.stringify(Array.from({ length: Number(inputs.shards) }, (_, i) => i + 1)),
    seconds,
    minutes: Math.ceil(seconds / 60) + SPARE,
    papers: papers.join(" "),
    again: againOf(inputs.fresh, selected, month),
  };
}

function againOf(fresh: string, selected: readonly Experiment[], month: number): string {
  switch (fresh) {
    case "none":
      return "";
    case "changed":
      return "--refresh";
    case "all":
      return "--force";
    case "twelfth": {
      const twelfth = twelfthOf(selected, month);
      return twelfth.length === 0 ? "" : ["--force", ...twelfth].join(" ");
    }
    default:
      throw new UsageError(`fresh must be one of ${FRESH.join(", ")}, got ${fresh}`);
  }
}

/**
 * The ids of a month's twelfth of the experiments that have the full protocol: twelve months have each of them once, and
 * take about as long, as far as single experiments allow. Whole experiments, with all of their seeds: a mean of which one
 * seed in four was made again could hardly leave its spread.
 *
 * @param month From 1 to 12.
 */
export function twelfthOf(experiments: readonly Experiment[], month: number): string[] {
  const months = Array.from({ length: 12 }, () => ({ seconds: 0, ids: [] as string[] }));
  const full = experiments.flatMap(({ id, profiles: { paper } }) =>
    paper ? [{ id, seconds: paper.seconds }] : []
  );
  // The longest first, each to the month that has least by then.
  for (const { id, seconds } of full.toSorted((a, b) => b.seconds - a.seconds || (a.id < b.id ? -1 : 1))) {
    const least = months.reduce((a, b) => b.seconds < a.seconds ? b : a);
    least.ids.push(id);
    least.seconds += seconds;
  }
  return months[month - 1].ids.sort();
}

if (import.meta.main) {
  await main(async () => {
    const input = (name: string) => Deno.env.get(name) ?? "";
    const inputs: Inputs = {
      papers: input("PAPERS"),
      seeds: input("SEEDS"),
      shards: input("SHARDS"),
      budget: input("BUDGET"),
      fresh: input("FRESH"),
    };
    const experiments = (await loadDeclarations()).flatMap(({ experiments }) => experiments);
    const month = new Date().getUTCMonth() + 1;
    for (const [name, value] of Object.entries(planOf(inputs, experiments, month))) print(`${name}=${value}`);
    return 0;
  });
}
