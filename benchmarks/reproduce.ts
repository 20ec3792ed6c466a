/**
 * The command `deno task reproduce`: runs experiments, writes a record of each, and draws the report.
 *
 * @module
 */
import { DataError, loadDataset, type LoadOptions, locateDataset } from "../datasets/mod.ts";
import { ENGINES, initEngine } from "../engine/mod.ts";
import { VERDICTS } from "../reports/compare.ts";
import { writeReport } from "../reports/write.ts";
import { EXPERIMENTS } from "./mod.ts";
import type { Experiment } from "./runner/experiment.ts";
import { writeFigureData } from "./runner/figure_data.ts";
import { main, notice, print, readFlags } from "./runner/command.ts";
import { readEngine } from "./runner/engine.ts";
import { checkProfile, planRuns, readProfile, readSeeds, type Run, select } from "./runner/plan.ts";
import { parseRecord, recordPath, type RunRecord, writeRecord } from "./runner/record.ts";
import { digestOf, runExperiment } from "./runner/run.ts";
import { nearest, UsageError } from "./runner/usage.ts";

const USAGE = `deno task reproduce [GLOB…] [options]

Runs the experiments whose ids match the globs (all, unless given; * stands for any text), writes a record of each run
to DIR/runs, and draws DIR/REPORT.md. Runs that are recorded already are not run again. An experiment that lacks the
profile is left out. Studies, which ask what a choice that a paper leaves open does to its numbers, are run only where a
glob says so, such as 'agarap/study-*'.

  --profile NAME    smoke (seconds), quick (minutes, on data that comes with the package; the default), or
                    paper (the full protocol)
  --paper NAME      only this paper's experiments; may be given more than once
  --dataset NAME    only experiments on this data set; may be given more than once
  --seeds N         the first N seeds (the default: 1 in smoke and quick, 4 in paper)
  --seed A,B        these seeds
  --engine NAME     auto (the default), ${ENGINES.join(", ")}
  --require-gpu     refuse to run without a GPU
  --data-dir DIR    take data sets from this folder; else they are downloaded into the cache, and what can't be
                    downloaded is left out
  --out DIR         the result folder; reports/local unless given
  --force           run again what is recorded
  --dry-run         say what would run, and run nothing
  --fail-on WORDS   exit 1 if a claim gets one of these verdicts (comma-separated, such as worse,contradicted)
  --quiet           show no progress

Exit codes: 0 done, 1 a run failed or --fail-on was met, 2 bad usage.`;

const FLAGS = {
  string: [
    "profile",
    "paper",
    "dataset",
    "seeds",
    "seed",
    "engine",
    "data-dir",
    "out",
    "fail-on",
  ],
  boolean: ["require-gpu", "force", "dry-run", "quiet", "help"],
  collect: ["paper", "dataset"],
} as const;

/** Runs the command; returns its exit code. */
export async function reproduce(
  args: string[],
  known: readonly Experiment[] = EXPERIMENTS,
): Promise<number> {
  const flags = readFlags(args, FLAGS);
  if (flags.help) {
    print(USAGE);
    return 0;
  }
  const profile = readProfile(flags.profile ?? "quick");
  const seeds = readSeeds(profile, flags.seeds, flags.seed);
  const failOn = readVerdicts(flags["fail-on"]);
  const engineName = readEngine(flags.engine ?? "auto");
  const experiments = select(known, {
    globs: flags._,
    papers: flags.paper,
    datasets: flags.dataset,
  });
  checkProfile(experiments, profile, flags._);
  const options = { quiet: flags.quiet, ...flags["data-dir"] && { dataDir: flags["data-dir"] } };
  const runs = await withData(planRuns(experiments, profile, seeds), options);
  if (flags["dry-run"]) {
    for (const run of runs) print(describe(run));
    const seconds = runs.reduce((sum, { protocol }) => sum + protocol.seconds, 0);
    print(`${runs.length} runs, about ${duration(seconds)} on two cores`);
    return 0;
  }
  const out = flags.out ?? "reports/local";
  await checkWritable(out);

  const engine = await initEngine({
    engine: engineName,
    requireGpu: flags["require-gpu"],
    quiet: flags.quiet,
  });
  if (!flags.quiet) notice(`Engine: ${engine.name} ${engine.version} on the ${engine.device}`);
  const records: RunRecord[] = [];
  let recorded = 0;
  for (const name of datasetsOf(runs)) {
    const data = await loadDataset(name, options);
    for (const run of runs.filter(({ protocol }) => protocol.dataset === name)) {
      if (!flags.force && await isDone(out, run, digestOf(run, data, engine))) {
        recorded++;
        continue;
      }
      if (!flags.quiet) notice(`Run ${recorded + records.length + 1} of ${runs.length}: ${describe(run)}`);
      const { record, figures } = await runExperiment(run, data, engine, { quiet: flags.quiet });
      records.push(record);
      if (figures.length > 0) await writeFigureData(out, record, figures);
      const path = await writeRecord(out, record);
      notice(
        record.status === "done"
          ? `${describe(run)}: done in ${duration(record.seconds)}`
          : `${describe(run)}: failed: ${record.error} (${path})`,
      );
    }
  }

  const { path, counts } = await writeReport(out);
  const failed = records.filter(({ status }) => status === "failed").length;
  print(
    `${runs.length} runs: ${records.length - failed} done, ${recorded} already recorded, ${failed} failed`,
  );
  print(`Claims: ${VERDICTS.filter((v) => counts[v] > 0).map((v) => `${counts[v]} ${v}`).join(", ")}`);
  print(`Report: ${path}`);
  return failed > 0 || failOn.some((verdict) => counts[verdict] > 0) ? 1 : 0;
}

/**
 * The runs whose data can be had. Without a data folder those that can't be downloaded are left out, which is said.
 *
 * @throws {DataError} If the data folder lacks one, or nothing is left.
 */
async function withData(runs: readonly Run[], options: LoadOptions): Promise<Run[]> {
  const missing = new Map<string, DataError>();
  for (const name of datasetsOf(runs)) {
    try {
      await locateDataset(name, options);
    } catch (error) {
      if (!(error instanceof DataError) || options.dataDir !== undefined) throw error;
      missing.set(name, error);
    }
  }
  const rest = runs.filter(({ protocol }) => !missing.has(protocol.dataset));
  for (const [name, error] of missing) {
    if (rest.length === 0) throw error;
    const count = runs.filter(({ protocol }) => protocol.dataset === name).length;
    notice(`Leaving out ${count} runs: ${error.message}`);
  }
  return rest;
}

function datasetsOf(runs: readonly Run[]): string[] {
  return [...new Set(runs.map(({ protocol }) => protocol.dataset))];
}

function describe({ experiment, profile, seed }: Run): string {
  return `${experiment.id} (${profile}, seed ${seed})`;
}

function duration(seconds: number): string {
  if (seconds < 60) return `${seconds.toFixed(seconds < 10 ? 1 : 0)} s`;
  return `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`;
}

function readVerdicts(list = ""): typeof VERDICTS[number][] {
  return list.split(",").filter((word) => word !== "").map((word) => {
    const found = VERDICTS.find((verdict) => verdict === word.trim());
    if (found) return found;
    throw new UsageError(`Unknown verdict ${word} in --fail-on: nearest is ${nearest(word, VERDICTS, 1)}`);
  });
}

/** Fails before any work if no record could be written. */
async function checkWritable(out: string): Promise<void> {
  try {
    await Deno.mkdir(`${out}/runs`, { recursive: true });
    await Deno.remove(await Deno.makeTempFile({ dir: `${out}/runs`, prefix: ".writable-" }));
  } catch (error) {
    throw new UsageError(`Cannot write to the result folder ${out}: ${(error as Error).message}`);
  }
}

/** Whether a run's record is there and done; one that cannot be read is an error that names the file. */
async function isDone(out: string, { experiment, seed }: Run, digest: string): Promise<boolean> {
  const path = `${out}/${recordPath({ experiment: experiment.id, digest, seed })}`;
  try {
    return parseRecord(await Deno.readTextFile(path), path).status === "done";
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}

if (import.meta.main) await main((args) => reproduce(args));
