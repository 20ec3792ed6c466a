/**
 * The command line of `deno task reproduce`, and what it asks for.
 *
 * @module
 */
import { type EngineName, ENGINES } from "../engine/mod.ts";
import { type Verdict, VERDICTS } from "../judging/judge.ts";
import { loadPapers, type Paper } from "../papers/load.ts";
import type { Profile } from "../records/record.ts";
import { RESULTS } from "../records/results.ts";
import { MEMORY_A_JOB, THREADS_A_JOB } from "../runner/jobs.ts";
import {
  checkProfile,
  checkSeeds,
  planRuns,
  readProfile,
  readSeeds,
  type Run,
  select,
} from "../runner/plan.ts";
import { readShard, shardOf } from "../runner/shard.ts";
import { readMaxSeeds } from "../runner/until.ts";
import type { Given } from "../terminal/command.ts";
import { readDuration } from "../terminal/duration.ts";
import { nearest, UsageError } from "../terminal/usage.ts";
import { wholeNumber } from "../terminal/whole_number.ts";
import { FULL_SECONDS, fullRuns, isUnselected } from "./beside_reference.ts";
import { checkDataFolder } from "./data_folder.ts";
import { readEngine } from "./engine.ts";
import { chosenPapers, PAPERS_HELP } from "./papers.ts";
import { answering, checkUntilDecided } from "./until_decided.ts";

/** What `--help` says. */
export const USAGE = `deno task reproduce [GLOB…] [options]

Runs the experiments whose ids match the globs (default: all; * stands for any text), writes a record of each run to
DIR/runs, and draws DIR/REPORT.md. Runs that are recorded already are not run again; how many of these records other code
made is said at the end. An experiment that lacks the profile is left out. Studies ask what a choice that a paper leaves
open does to its numbers; they are run only where a glob says so, such as 'agarap/study-*'.

Each run of the profile quick is compared with the reference: what the published runs of eight seeds measured. A line for each
run and one at the end say whether this machine finds the same. Where nothing says what to run (no glob, profile,
paper, data set, seeds, share, budget or verdict to fail on), the cheapest runs of the full protocol on MNIST are added, at
most ${FULL_SECONDS} seconds of them, and judged.

  --profile NAME    smoke (seconds), quick (minutes, on data that comes with the package; the default), or
                    paper (the full protocol)
  --paper NAME      only this paper's experiments; may be given more than once
${PAPERS_HELP}
  --dataset NAME    only experiments on this data set; may be given more than once
  --seeds N         the first N seeds (the default: 1 in smoke and quick, 4 in paper)
  --seed A,B        these seeds
  --until-decided   in the profile paper: four seeds, then more of them only for experiments whose claims are still
                    inconclusive
  --max-seeds N     with --until-decided: go on to 4, 8 or 16 seeds; 16 unless given
  --jobs N          how many runs to do at once, each with its share of the processor's threads; unless given, one for
                    every ${THREADS_A_JOB} threads and ${
  MEMORY_A_JOB / 1e9
} GB of memory; for every thread in smoke and quick,
                    whose short runs leave threads idle
  --engine NAME     auto (the default: the fastest that this machine has), ${ENGINES.join(", ")}
  --require-gpu     refuse to run without a GPU, by CUDA or WebGPU
  --data-dir DIR    take data sets from this folder; without it they are downloaded into the cache. Runs whose data are
                    missing are left out
  --out DIR         the result folder; ${RESULTS} unless given
  --force           run again what is recorded
  --refresh         run again what other code recorded than a run would execute now
  --dry-run         say what would run and how long it takes on this machine, and run nothing
  --budget TIME     only the runs that are estimated to fit into this time, such as 90s, 30m or 1h30m
  --shard I/N       only the I-th of N shares of the runs, of about the same length; the same on every machine
  --checkpoint TIME how often to keep what a training has reached: 2m unless given; 0s: after every epoch
  --fail-on WORDS   exit 1 if a claim gets one of these verdicts (comma-separated, such as worse,contradicted)
  --quiet           show no progress

Runs are done in this order: each experiment's first seed before any other's second; of one seed what takes least time
first. --budget goes through them in this order, and takes each that fits into what is left.

--until-decided judges the claims at 4, 8 and 16 seeds, from one list: 42, 1234, 73, 1024, 1, 2, 3 and so on. After each
look it stops for what is decided, and goes on with what is not, the cheapest experiment first. An experiment that
gives the same number with every seed is run further only where it is compared with one that does not. At the end the
claims that are still inconclusive are named.

Ctrl-C (or SIGTERM) ends as soon as what was reached is kept, within 20 seconds; again, at once. The same command goes
on from there, whatever ended it. Several processes, on one machine or more, can share DIR: no run is done twice, and each
ends when all of its runs are recorded, also those that another does. Shards that were written to folders of their own are
put together by copying their runs/ into one: mkdir -p DIR && cp -r A/runs B/runs DIR.

Exit codes: 0 done, 1 a run failed, --fail-on was met or a file could not be written, 2 bad usage, a result folder that
cannot be written to, or data that could not be loaded after all (the other runs are done), 130 ended by Ctrl-C.`;

/** The command's flags. */
export const FLAGS = {
  string: [
    "profile",
    "paper",
    "papers",
    "dataset",
    "seeds",
    "seed",
    "engine",
    "data-dir",
    "out",
    "max-seeds",
    "budget",
    "shard",
    "checkpoint",
    "fail-on",
    "jobs",
  ],
  boolean: ["until-decided", "require-gpu", "force", "refresh", "dry-run", "quiet", "help"],
  collect: ["paper", "papers", "dataset"],
} as const;

/** What a command line asks for. */
export interface Request {
  /** The command line itself. */
  readonly flags: Given<typeof FLAGS>;
  /** All papers that are known: the suite's, and those of the folders that were given. */
  readonly papers: readonly Paper[];
  /** The ids of the papers that were named; none stands for all. */
  readonly chosen: readonly string[];
  readonly profile: Profile;
  readonly seeds: readonly number[];
  /** The runs that were asked for: with `--shard` this share of them, with `--until-decided` those of the first look. */
  readonly runs: readonly Run[];
  /** Runs of the full protocol, of which the cheapest are to be added; none where the user chose what is run. */
  readonly full: readonly Run[];
  /** With `--until-decided`, how many seeds at most. */
  readonly maxSeeds: number;
  /** Seconds that all runs may take. */
  readonly budget: number;
  /** Seconds from one checkpoint to the next. */
  readonly checkpointEvery: number;
  /** The verdicts that make the command fail. */
  readonly failOn: readonly Verdict[];
  readonly engine: "auto" | EngineName;
  /** How many runs to do at once; undefined where the machine decides. */
  readonly jobs: number | undefined;
  /** The folder in which data are looked for, and whether their downloads are shown. */
  readonly data: { readonly dataDir?: string; readonly quiet: boolean };
  /** The result folder. */
  readonly out: string;
}

/**
 * Reads what a command line asks for, and loads the papers.
 *
 * @throws {UsageError} If a flag's value is none that it takes, flags do not go together, or nothing is selected.
 */
export async function readRequest(flags: Given<typeof FLAGS>): Promise<Request> {
  const { quiet, papers: folders, "data-dir": dataDir, "until-decided": until } = flags;
  checkUntilDecided(flags);
  const maxSeeds = readMaxSeeds(flags["max-seeds"]);
  const profile = readProfile(flags.profile ?? (until ? "paper" : "quick"));
  const seeds = readSeeds(profile, flags.seeds, flags.seed);
  const budget = flags.budget === undefined ? Infinity : readDuration("--budget", flags.budget);
  const shard = flags.shard === undefined ? { index: 1, count: 1 } : readShard(flags.shard);
  const checkpointEvery = readDuration("--checkpoint", flags.checkpoint ?? "2m");
  const failOn = readVerdicts(flags["fail-on"]);
  const engine = readEngine(flags.engine ?? "auto");
  const jobs = flags.jobs === undefined ? undefined : wholeNumber("--jobs", flags.jobs, [1]);
  const papers = await loadPapers(folders);
  const chosen = chosenPapers({ folders, globs: flags._, papers: flags.paper }, papers);
  const selected = select(papers.flatMap(({ experiments }) => experiments), {
    globs: flags._,
    papers: chosen,
    datasets: flags.dataset,
  });
  checkProfile(selected, profile, flags._);
  const experiments = until ? answering(selected, papers) : selected;
  const areNamed = flags.seed !== undefined;
  if (areNamed) checkSeeds(experiments, profile, seeds);
  const runs = shardOf(planRuns(experiments, profile, seeds, areNamed), shard);
  await checkDataFolder(dataDir);
  const claims = papers.flatMap(({ claims }) => claims);
  return {
    ...{ flags, papers, chosen, profile, seeds, runs },
    full: isUnselected(flags) ? fullRuns(selected, claims, seeds) : [],
    ...{ maxSeeds, budget, checkpointEvery, failOn, engine, jobs },
    data: { quiet, ...dataDir !== undefined && { dataDir } },
    out: flags.out ?? RESULTS,
  };
}

/** The verdicts of `--fail-on`; none where it is not given. */
function readVerdicts(list?: string): Verdict[] {
  if (list === undefined) return [];
  const words = list.split(",").filter((word) => word !== "");
  if (words.length === 0) throw new UsageError(`--fail-on must name a verdict, such as worse, got ${list}`);
  return words.map((word) => {
    const found = VERDICTS.find((verdict) => verdict === word.trim());
    if (found) return found;
    throw new UsageError(`Unknown verdict ${word} in --fail-on: nearest is ${nearest(word, VERDICTS, 1)}`);
  });
}
