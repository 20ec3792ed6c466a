/**
 * The command `deno task reproduce`: runs experiments, writes a record of each, and draws the report.
 *
 * @module
 */
import { totalmem } from "node:os";
import { DataError, type DatasetInfo, type LoadOptions, locateDataset, type Place } from "../datasets/mod.ts";
import { OutputError, removeIfThere } from "../disk/files.ts";
import { ENGINES } from "../engine/mod.ts";
import { threads } from "../engine/processor.ts";
import { notice } from "../terminal/notice.ts";
import { showDuration } from "../terminal/progress.ts";
import { VERDICTS } from "../judging/judge.ts";
import { tallyInWords } from "../judging/tallies.ts";
import { loadPapers } from "../papers/load.ts";
import { codeDigest } from "../records/code.ts";
import { readReference } from "../reports/reference/read.ts";
import { readPublished } from "../reports/published.ts";
import { reproduceCommand } from "../reports/markdown/again.ts";
import { writeReport, type Written } from "../reports/write.ts";
import { main, print, readFlags } from "../terminal/command.ts";
import { decide } from "../workers/choice.ts";
import { crewOf } from "../workers/crew.ts";
import { readDuration } from "../terminal/duration.ts";
import { checkDataFolder } from "./data_folder.ts";
import { readEngine } from "./engine.ts";
import { chosenPapers, PAPERS_HELP } from "./papers.ts";
import {
  cheapest,
  closingOf,
  FULL_SECONDS,
  fullInWords,
  fullRuns,
  isUnselected,
  lineOf,
} from "./beside_reference.ts";
import { answering, beyondInWords, checkUntilDecided, judgeBy, showLook, showOpen } from "./until_decided.ts";
import {
  type Estimate,
  estimateRuns,
  inRunOrder,
  isRecordOf,
  type TimeOf,
  within,
} from "../runner/estimate.ts";
import { jobsFor, MEMORY_A_JOB, secondsAtOnce, THREADS_A_JOB } from "../runner/jobs.ts";
import { type Interrupts, listenForInterrupts } from "../workers/interrupt.ts";
import { thisMachine } from "../workers/machine.ts";
import { outdatedInWords } from "../runner/made_by.ts";
import { onOwnData } from "../runner/own_data.ts";
import { checkProfile, planRuns, readProfile, readSeeds, type Run, select } from "../runner/plan.ts";
import { type Profile, recordPath, type RunRecord } from "../records/record.ts";
import { readSoundRecords } from "../records/record_files.ts";
import { refuseLinks, usableRecords } from "../records/results.ts";
import { readShard, shardOf } from "../runner/shard.ts";
import { readMaxSeeds } from "../runner/until.ts";
import { type Looks, runLooks } from "../workers/looks.ts";
import { nameOf, runSuite, sumOf, type Tally } from "../workers/suite.ts";
import { nearest, UsageError } from "../terminal/usage.ts";

const USAGE = `deno task reproduce [GLOB…] [options]

Runs the experiments whose ids match the globs (default: all; * stands for any text), writes a record of each run to
DIR/runs, and draws DIR/REPORT.md. Runs that are recorded already are not run again; how many of these records other code
made is said at the end. An experiment that lacks the profile is left out. Studies ask what a choice that a paper leaves
open does to its numbers; they are run only where a glob says so, such as 'agarap/study-*'.

Each run of the profile quick is compared with the reference: what the published runs of eight seeds measured. A line for each
run and one at the end say whether this machine finds the same. Without any option or glob, the cheapest runs of the full
protocol on MNIST are added, at most ${FULL_SECONDS} seconds of them, and judged.

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
  --out DIR         the result folder; reports/local unless given
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

const FLAGS = {
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

/** Seconds that a run has, when it is asked to stop, to keep what it reached. */
const GRACE = 20;

/** Runs the command; returns its exit code. */
export async function reproduce(args: string[]): Promise<number> {
  const flags = readFlags(args, FLAGS);
  if (flags.help) {
    print(USAGE);
    return 0;
  }
  const { quiet, force, refresh, papers: folders } = flags;
  const until = flags["until-decided"];
  checkUntilDecided(flags);
  const maxSeeds = readMaxSeeds(flags["max-seeds"]);
  const profile = readProfile(flags.profile ?? (until ? "paper" : "quick"));
  const seeds = readSeeds(profile, flags.seeds, flags.seed);
  const budget = flags.budget === undefined ? Infinity : readDuration("--budget", flags.budget);
  const shard = flags.shard === undefined ? { index: 1, count: 1 } : readShard(flags.shard);
  const checkpointEvery = readDuration("--checkpoint", flags.checkpoint ?? "2m");
  const failOn = readVerdicts(flags["fail-on"]);
  const engine = readEngine(flags.engine ?? "auto");
  const jobsAsked = readJobs(flags.jobs);
  const papers = await loadPapers(folders);
  const chosen = chosenPapers({ folders, globs: flags._, papers: flags.paper }, papers);
  const selected = select(papers.flatMap(({ experiments }) => experiments), {
    globs: flags._,
    papers: chosen,
    datasets: flags.dataset,
  });
  checkProfile(selected, profile, flags._);
  const experiments = until ? answering(selected, papers) : selected;
  const dataOptions = { quiet, ...flags["data-dir"] && { dataDir: flags["data-dir"] } };
  const share = shardOf(planRuns(experiments, profile, seeds), shard);
  await checkDataFolder(dataOptions.dataDir);
  const reference = await readReference();
  const declared = papers.flatMap(({ datasets }) => datasets);
  const { runs, places } = await withData(share, dataOptions, declared);
  const claims = papers.flatMap(({ claims }) => claims);
  const full = isUnselected(flags)
    ? await withDataOrNone(fullRuns(selected, claims, seeds), dataOptions, declared)
    : { runs: [], places: new Map() };

  const out = flags.out ?? "reports/local";
  const dryRun = flags["dry-run"];
  if (!dryRun) await checkWritable(out);
  const whole = [...runs, ...full.runs];
  const own = (records: readonly RunRecord[]) =>
    onOwnData(records, whole, new Map([...places, ...full.places]));
  const known = async (setAside: boolean) => own(await usableRecords(out, { setAside }));
  const records = await known(!dryRun);
  const asked = [...new Set(whole.map(({ experiment }) => experiment.paper))];
  let choice: ReturnType<typeof decide> | undefined;
  const crewOn = (share?: number) =>
    crewOf(
      {
        papers: folders,
        asked,
        engine,
        requireGpu: flags["require-gpu"],
        setUp: !dryRun,
        ...dataOptions,
        ...share !== undefined && { threads: share },
        checkpoints: { out, every: checkpointEvery },
      },
      undefined,
      (options) => choice ??= decide(options),
    );
  const first = crewOn();
  const engineName = await first.engine();
  const isRecorded = (run: Run) => records.some((record) => isRecordOf(run, engineName, record));
  // What is recorded takes no share of the threads; of further looks it is not known yet how many there are.
  const left = until || force || refresh ? runs : runs.filter((run) => !isRecorded(run));
  const most = jobsAsked ??
    jobsFor(profile, { threads: threads(), memory: totalmem(), gpu: await first.onGpu() });
  const jobs = Math.max(1, Math.min(most, left.length));
  // A plan is made by the speed of the whole machine.
  const crews = jobs === 1 || dryRun
    ? [first]
    : Array.from({ length: jobs }, () => crewOn(Math.max(1, Math.floor(threads() / jobs))));
  const [crew] = crews;
  let interrupts: Interrupts | undefined;
  try {
    const [codes] = await Promise.all([
      codesOf(papers.filter(({ id }) => asked.includes(id)), records),
      // Which engine starts tells which records count.
      !dryRun || flags["require-gpu"] ? crew.get() : undefined,
    ]);
    const machine = await thisMachine(crew, { quiet: quiet || !dryRun, ...!dryRun && { jobs } });
    const estimate = (runs: readonly Run[], records: readonly RunRecord[]) =>
      estimateRuns(runs, records, machine, (paper) => codes.get(paper) ?? "").map((estimate) => {
        const again = force || refresh && estimate.madeBy !== "this code";
        return { ...estimate, recorded: estimate.recorded && !again };
      });
    const before = new Map(records.map((record) => [recordPath(record), record.provenance.started]));
    const timeOf = (estimates: readonly Estimate[]) => secondsAtOnce(estimates, threads(), jobs);
    const looks: Looks = {
      experiments: [...new Set(runs.map(({ experiment }) => experiment))],
      judge: judgeBy(papers),
      engine: machine.engine,
      ...{ maxSeeds, budget, timeOf, before, estimate },
    };
    const planned = until ? [] : within(budget, inRunOrder(estimate(runs, records), seeds), timeOf);
    const beyond = until ? 0 : runs.length - planned.length;
    const added = cheapest(estimate(full.runs, records));
    if (dryRun) {
      if (until) showLook(looks, records);
      else showPlan([...planned, ...added], beyond, timeOf, jobs);
      return 0;
    }
    if (beyond > 0) notice(`Leaving out ${beyond} runs that do not fit into ${flags.budget}`);

    const kill = () => crews.forEach((crew) => crew.current()?.kill());
    interrupts = listenForInterrupts(() => {
      notice(`\nEnding as soon as what was reached is kept, within ${GRACE} s; Ctrl-C again ends at once`);
      for (const crew of crews) crew.current()?.stop();
      Deno.unrefTimer(setTimeout(kill, GRACE * 1000));
    }, () => {
      kill();
      Deno.exit(INTERRUPTED);
    });
    if (!quiet) {
      const { name, version, device } = (await crew.get()).engine;
      const why = crew.why();
      notice(`Engine: ${name} ${version} on the ${device}${why === undefined ? "" : `: ${why}`}`);
    }
    const line = lineOf([...runs, ...added.map(({ run }) => run)], claims, reference);
    const onDone = quiet ? undefined : (record: RunRecord) => print(line(record));
    const suite = { out, force, refresh, quiet, crews, interrupts, before, ...onDone && { onDone } };
    const read = () => known(true);
    const { tally, over } = until
      ? await runLooks(looks, suite, read)
      : { tally: await runSuite(planned, suite), over: beyond };
    // What the user did not ask for is no fault where its data cannot be had after all.
    const extra = added.length === 0 ? [] : [await runSuite(added, suite)];
    const { dataDir } = dataOptions;
    const again = { papers: folders, ...dataDir !== undefined && { dataDir } };
    const published = await readPublished(out);
    const now = own((await readSoundRecords(out)).records);
    // Without any record a report is of all papers that it is given.
    const shown = now.length > 0 || chosen.length === 0
      ? papers
      : papers.filter(({ id }) => chosen.includes(id));
    const written = await draw(out, shown, {
      again,
      ...reference && { reference },
      ...published && { published },
    });
    for (const paper of written.unknown) {
      notice(`The report leaves out the records of the paper ${paper}: name its folder with --papers too`);
    }
    for (const line of closingOf(runs, now, machine.engine, reference)) print(line);
    for (const line of fullInWords(added, () => looks.judge(now))) print(line);
    const all = sumOf([tally, ...extra]);
    summarise({ ...all, skipped: share.length - runs.length + over + all.lacking }, written, out);
    if (until) showOpen(looks, now);
    if (Deno.stdout.isTerminal()) {
      for (const line of nextStep(profile, written.counts, { until, named: flags as unknown as Named })) {
        print(line);
      }
    }
    if (all.left > 0) return INTERRUPTED;
    if (all.failed.length > 0 || failOn.some((verdict) => written.counts[verdict] > 0)) return 1;
    return tally.lacking > 0 ? 2 : 0;
  } finally {
    await Promise.all(crews.map((crew) => crew.end()));
    // Not sooner: a signal while the workers end would end a command that has done all with an error.
    interrupts?.close();
  }
}

const INTERRUPTED = 130;

function showPlan(planned: readonly Estimate[], beyond: number, timeOf: TimeOf, jobs: number): void {
  for (const { run, seconds, recorded, madeBy } of planned) {
    const by = madeBy === "this code" ? "" : `, ${madeBy}`;
    print(`${nameOf(run)}: ${recorded ? `recorded${by}` : `about ${showDuration(seconds)}`}`);
  }
  const there = planned.filter(({ recorded }) => recorded);
  const outdated = outdatedInWords(there.map(({ madeBy }) => madeBy!));
  const left = planned.length - there.length;
  const atOnce = Math.min(jobs, left);
  print(
    `${planned.length} runs: ${there.length} recorded${outdated}, ${left} to run, about ` +
      `${showDuration(timeOf(planned))} on this machine` +
      (atOnce > 1 ? `, ${atOnce} at once` : "") +
      beyondInWords(beyond),
  );
}

/** The digest of the code that a paper's runs execute now, by its id; of those alone that have records. */
async function codesOf(
  papers: readonly { id: string; folder: URL }[],
  records: readonly RunRecord[],
): Promise<Map<string, string>> {
  const recorded = papers.filter(({ id }) => records.some(({ paper }) => paper === id));
  const codes = recorded.map(async ({ id, folder }) =>
    [id, await codeDigest(new URL("paper.ts", folder))] as const
  );
  return new Map(await Promise.all(codes));
}

/** Draws the report. */
async function draw(...[out, papers, options]: Parameters<typeof writeReport>): Promise<Written> {
  // Also those that others have damaged meanwhile.
  await usableRecords(out, { setAside: true });
  try {
    return await writeReport(out, papers, options);
  } catch (error) {
    // Such as a full disk.
    if (error instanceof Error && "code" in error) throw new OutputError(`the report in ${out}`, error);
    throw error;
  }
}

function summarise(
  { done, recorded, failed, left, skipped }: Tally & { skipped: number },
  { path, counts }: Written,
  out: string,
): void {
  const count = done + recorded.length + failed.length + left + skipped;
  print(
    `${count} runs: ${done} done, ${recorded.length} already recorded${outdatedInWords(recorded)}, ` +
      `${failed.length} failed` +
      (skipped > 0 ? `, ${skipped} left out for want of data or time` : "") +
      (left > 0 ? `, ${left} left: the same command goes on with them` : ""),
  );
  for (const failure of failed) print(`Failed: ${failure}`);
  print(`Claims: ${tallyInWords(counts)}`);
  print(`Report: ${path}; as a web page: ${out}/site/index.html`);
}

/** What the user named: what to run, by globs and flags, where its data are, and where the results go. */
interface Named {
  readonly _: readonly string[];
  readonly engine?: string;
  readonly "require-gpu"?: boolean;
  readonly paper: readonly string[];
  readonly papers: readonly string[];
  readonly dataset: readonly string[];
  readonly "data-dir"?: string;
  readonly out?: string;
}

/** What to run next, of what was named, for somebody who sits before the terminal. */
export function nextStep(
  profile: Profile,
  counts: Pick<Written["counts"], "inconclusive">,
  { until, named }: { until: boolean; named: Named },
): string[] {
  const { _: globs, engine, "require-gpu": requireGpu, paper, papers, dataset, out, "data-dir": dataDir } =
    named;
  const isNamed = [globs, paper, papers, dataset].some(({ length }) => length > 0);
  const command = (flags: Parameters<typeof reproduceCommand>[1], why: string) => {
    const again = {
      engine,
      "require-gpu": requireGpu || undefined,
      paper,
      papers,
      dataset,
      "data-dir": dataDir,
      out,
    };
    return [`Next: ${reproduceCommand(globs, { ...again, ...flags })}   # ${why}`];
  };
  if (profile !== "paper") {
    // The paper whose full protocol takes least time, where nothing was named.
    const cheapest = isNamed ? {} : { paper: "chowdhury" };
    return command({ ...cheapest, profile: "paper" }, "the full protocol, whose results are judged");
  }
  const open = counts.inconclusive;
  if (open === 0 || until) return [];
  return command(
    { "until-decided": true },
    `more seeds where ${open} claim${open === 1 ? " is" : "s are"} inconclusive`,
  );
}

/**
 * The runs whose data can be had, and where from, by the data sets' names. Those whose data are missing are left out, which
 * is said in a line for each data set.
 *
 * @throws {DataError} If nothing is left.
 */
async function withData(
  runs: readonly Run[],
  options: LoadOptions,
  declared: readonly DatasetInfo[],
): Promise<{ runs: Run[]; places: ReadonlyMap<string, Place> }> {
  const places = new Map<string, Place>();
  const missing = new Map<string, DataError>();
  for (const name of datasetsOf(runs)) {
    try {
      places.set(name, await locateDataset(name, options, declared));
    } catch (error) {
      if (!(error instanceof DataError)) throw error;
      missing.set(name, error);
    }
  }
  const rest = runs.filter(({ protocol }) => !missing.has(protocol.dataset));
  for (const [name, error] of missing) {
    if (rest.length === 0) throw error;
    const count = runs.filter(({ protocol }) => protocol.dataset === name).length;
    notice(`Leaving out ${count} runs: ${error.message}`);
  }
  return { runs: rest, places };
}

/** What {@linkcode withData} gives, or no runs where the data are missing, which is said in a line. */
async function withDataOrNone(
  runs: readonly Run[],
  options: LoadOptions,
  declared: readonly DatasetInfo[],
): ReturnType<typeof withData> {
  try {
    return await withData(runs, options, declared);
  } catch (error) {
    if (!(error instanceof DataError)) throw error;
    notice(`Leaving out the cheapest runs of the full protocol: ${error.message}`);
    return { runs: [], places: new Map() };
  }
}

function datasetsOf(runs: readonly Run[]): string[] {
  return [...new Set(runs.map(({ protocol }) => protocol.dataset))];
}

/** How many runs to do at once, as the flag says. */
function readJobs(flag: string | undefined): number | undefined {
  if (flag === undefined) return undefined;
  const jobs = Number(flag);
  if (Number.isInteger(jobs) && jobs >= 1) return jobs;
  throw new UsageError(`--jobs must be an integer of at least 1, got ${flag}`);
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
  await refuseLinks(out);
  try {
    await Deno.mkdir(`${out}/runs`, { recursive: true });
    // Always the same name: what a killed process leaves, the next one removes. A new file, or else a link that came with
    // the folder would have another file emptied.
    const probe = `${out}/runs/.writable`;
    await removeIfThere(probe);
    await Deno.writeTextFile(probe, "", { createNew: true }).catch((error) => {
      // Another process has written its own.
      if (!(error instanceof Deno.errors.AlreadyExists)) throw error;
    });
    await removeIfThere(probe);
  } catch (error) {
    throw new UsageError(`Cannot write to the result folder ${out}: ${(error as Error).message}`);
  }
}

if (import.meta.main) await main(reproduce);
