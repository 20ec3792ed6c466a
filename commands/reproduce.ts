/**
 * The command `deno task reproduce`: runs experiments, writes a record of each, and draws the report.
 *
 * @module
 */
import { totalmem } from "node:os";
import { OutputError, removeIfThere } from "../disk/files.ts";
import { threads } from "../engine/processor.ts";
import { latestRuns } from "../judging/samples.ts";
import { tallyInWords } from "../judging/tallies.ts";
import { codeDigest } from "../records/code.ts";
import { recordPath, type RunRecord } from "../records/record.ts";
import { refuseLinks, usableRecords } from "../records/results.ts";
import { readPublished } from "../reports/published.ts";
import { readReference } from "../reports/reference/read.ts";
import type { Reference } from "../reports/reference/reference.ts";
import { writeReport, type Written } from "../reports/write.ts";
import { type Estimate, estimateRuns, inRunOrder, isRecordOf, within } from "../runner/estimate.ts";
import { jobsFor, secondsAtOnce } from "../runner/jobs.ts";
import { madeBy, outdatedInWords } from "../runner/made_by.ts";
import { onOwnData } from "../runner/own_data.ts";
import type { Run } from "../runner/plan.ts";
import { openClaims } from "../runner/until.ts";
import { INTERRUPTED, main, print, readFlags } from "../terminal/command.ts";
import { counted } from "../terminal/counted.ts";
import { notice } from "../terminal/notice.ts";
import { showDuration } from "../terminal/duration.ts";
import { UsageError } from "../terminal/usage.ts";
import { type Crew, crewOf, type SharedEngine } from "../workers/crew.ts";
import { type Interrupts, listenForInterrupts } from "../workers/interrupt.ts";
import { type Looks, runLooks } from "../workers/looks.ts";
import { thisMachine } from "../workers/machine.ts";
import { nameOf, runSuite, sumOf, type Tally } from "../workers/suite.ts";
import { cheapest, closingOf, fullInWords, lineOf } from "./beside_reference.ts";
import { nextStep } from "./next_step.ts";
import { FLAGS, readRequest, type Request, USAGE } from "./request.ts";
import { withData } from "./run_data.ts";
import { beyondInWords, judgeBy, showLook, showOpen } from "./until_decided.ts";

/** Seconds that a run has, when it is asked to stop, to keep what it reached. */
const GRACE = 20;

/** What there is to do for a request. */
interface Work {
  /** The runs that were asked for and whose data are at hand. */
  readonly runs: readonly Run[];
  /** Such runs of the full protocol, of which the cheapest are added. */
  readonly full: readonly Run[];
  /** The ids of the papers that they are of. */
  readonly papers: readonly string[];
  /** Reads the records that say what is still to be done; sets damaged ones aside unless nothing is to be run. */
  read(): Promise<RunRecord[]>;
}

/** Those who do the work, as many runs at once as there are crews. */
interface Staff {
  readonly crews: readonly Crew[];
  /** How many runs are done at once; before a dry run there is one crew, whatever this is. */
  readonly jobs: number;
}

/** What is to be run, in its order. */
interface Plan {
  /** The runs that were asked for; with `--until-decided` none, since each look finds its own. */
  readonly planned: readonly Estimate[];
  /** How many others do not fit into the budget. */
  readonly beyond: number;
  /** Runs of the full protocol that are added. */
  readonly added: readonly Estimate[];
  readonly looks: Looks;
}

/** Runs the command; returns its exit code. */
export async function reproduce(args: string[]): Promise<number> {
  const flags = readFlags(args, FLAGS);
  if (flags.help) {
    print(USAGE);
    return 0;
  }
  const request = await readRequest(flags);
  const reference = await readReference();
  const work = await workOf(request);
  const records = await work.read();
  const codeOf = await codesOf(request.papers.filter(({ id }) => work.papers.includes(id)), records);
  const staff = await staffFor(request, work, records, codeOf);
  let interrupts: Interrupts | undefined;
  try {
    const plan = await planOf(request, work, { records, codeOf, staff });
    if (flags["dry-run"]) {
      if (flags["until-decided"]) showLook(plan.looks, records);
      else showPlan(plan, staff.jobs);
      return 0;
    }
    if (plan.beyond > 0) {
      notice(`Leaving out ${counted(plan.beyond, "run")} beyond the budget of ${flags.budget}`);
    }
    interrupts = listenFor(staff.crews);
    if (!flags.quiet) await announceEngine(staff.crews[0]);
    const outcome = await runAll(plan, { request, work, staff, interrupts, reference });
    return await conclude(plan, outcome, { request, work, reference });
  } finally {
    await Promise.all(staff.crews.map((crew) => crew.end()));
    // Not sooner: a signal while the workers end would end a command that has done all with an error.
    interrupts?.close();
  }
}

/**
 * What there is to do.
 *
 * @throws {UsageError} If the result folder cannot be written to.
 * @throws {DataError} If the data of all runs are missing.
 */
async function workOf(request: Request): Promise<Work> {
  const { out, flags: { "dry-run": dryRun } } = request;
  const { runs, full, places } = await withData(request);
  if (!dryRun) await checkWritable(out);
  const all = [...runs, ...full];
  return {
    ...{ runs, full },
    papers: [...new Set(all.map(({ experiment }) => experiment.paper))],
    read: async () => onOwnData(await usableRecords(out, { setAside: !dryRun }), all, places),
  };
}

/** Those who do the runs that are not recorded yet. Their processes start with the first work. */
async function staffFor(
  request: Request,
  work: Work,
  records: readonly RunRecord[],
  codeOf: CodeOf,
): Promise<Staff> {
  const { flags, engine, data, out, checkpointEvery, profile } = request;
  const { "dry-run": dryRun, "require-gpu": requireGpu } = flags;
  const shared: SharedEngine = { hasWorked: false };
  const crewOn = (share?: number) =>
    crewOf(
      {
        papers: flags.papers,
        asked: work.papers,
        ...{ engine, requireGpu },
        setUp: !dryRun,
        ...data,
        ...share !== undefined && { threads: share },
        checkpoints: { out, every: checkpointEvery },
      },
      undefined,
      undefined,
      shared,
    );
  const first = crewOn();
  const engineName = await first.engine();
  const isRecorded = (run: Run) =>
    records.some((record) =>
      isRecordOf(run, engineName, record) &&
      (!flags.refresh || madeBy(record, codeOf(run.experiment.paper)) === "this code")
    );
  // What is recorded takes no share of the threads; of further looks it is not known yet how many there are.
  const isAgain = flags["until-decided"] || flags.force;
  const left = isAgain ? work.runs : work.runs.filter((run) => !isRecorded(run));
  const most = request.jobs ??
    jobsFor(profile, { threads: threads(), memory: totalmem(), gpu: await first.onGpu() });
  const jobs = Math.max(1, Math.min(most, left.length));
  // A plan is made by the speed of the whole machine.
  const crews = jobs === 1 || dryRun
    ? [first]
    : Array.from({ length: jobs }, () => crewOn(Math.max(1, Math.floor(threads() / jobs))));
  return { crews, jobs };
}

/** What is to be run, with the time that it takes on this machine. */
async function planOf(
  request: Request,
  { runs, full }: Work,
  { records, codeOf, staff: { crews: [crew], jobs } }: {
    records: readonly RunRecord[];
    codeOf: CodeOf;
    staff: Staff;
  },
): Promise<Plan> {
  const { flags, papers, seeds, budget, maxSeeds } = request;
  const { "dry-run": dryRun, "require-gpu": requireGpu, "until-decided": until, quiet, force, refresh } =
    flags;
  // Which engine starts tells which records count.
  if (!dryRun || requireGpu) await crew.get();
  const machine = await thisMachine(crew, { quiet: quiet || !dryRun, ...!dryRun && { jobs } });
  const estimate = (runs: readonly Run[], records: readonly RunRecord[]) =>
    estimateRuns(runs, records, machine, codeOf).map((estimate) => {
      const again = force || refresh && estimate.madeBy !== "this code";
      return { ...estimate, recorded: estimate.recorded && !again };
    });
  const timeOf = (estimates: readonly Estimate[]) => secondsAtOnce(estimates, threads(), jobs);
  const planned = until ? [] : within(budget, inRunOrder(estimate(runs, records), seeds), timeOf);
  return {
    planned,
    beyond: until ? 0 : runs.length - planned.length,
    added: cheapest(estimate(full, records)),
    looks: {
      experiments: [...new Set(runs.map(({ experiment }) => experiment))],
      judge: judgeBy(papers),
      engine: machine.engine,
      before: new Map(records.map((record) => [recordPath(record), record.provenance.started])),
      ...{ maxSeeds, budget, timeOf, estimate },
    },
  };
}

/** Ends the crews' runs when the user, or a scheduler, asks to: as soon as what was reached is kept, or at once. */
function listenFor(crews: readonly Crew[]): Interrupts {
  const kill = () => crews.forEach((crew) => crew.current()?.kill());
  return listenForInterrupts(() => {
    notice(`\nEnding as soon as what was reached is kept, within ${GRACE} s; Ctrl-C again ends at once`);
    for (const crew of crews) crew.current()?.stop();
    Deno.unrefTimer(setTimeout(kill, GRACE * 1000));
  }, () => {
    kill();
    Deno.exit(INTERRUPTED);
  });
}

async function announceEngine(crew: Crew): Promise<void> {
  const { name, version, device } = (await crew.get()).engine;
  const why = crew.why();
  notice(`Engine: ${name} ${version} on the ${device}${why === undefined ? "" : `: ${why}`}`);
}

/** What became of the runs that were asked for, and of those that were added. */
interface Outcome {
  readonly asked: Tally;
  readonly added: Tally;
  /** How many runs were left out for want of time. */
  readonly over: number;
}

/** Does all runs of a plan. */
async function runAll(
  { planned, beyond, added, looks }: Plan,
  { request, work, staff, interrupts, reference }: {
    request: Request;
    work: Work;
    staff: Staff;
    interrupts: Interrupts;
    reference: Reference | undefined;
  },
): Promise<Outcome> {
  const { out, papers, flags: { quiet, force, refresh, "until-decided": until } } = request;
  const claims = papers.flatMap(({ claims }) => claims);
  const line = lineOf([...work.runs, ...added.map(({ run }) => run)], claims, reference);
  const onDone = quiet ? undefined : (record: RunRecord) => print(line(record));
  const { before } = looks;
  const suite = {
    ...{ out, force, refresh, quiet, crews: staff.crews, interrupts, before },
    ...onDone && { onDone },
  };
  const { tally, over } = until
    ? await runLooks(looks, suite, work.read)
    : { tally: await runSuite(planned, suite), over: beyond };
  return { asked: tally, added: await runSuite(added, suite), over };
}

/** Draws the report, and says what came of all: beside the reference and the papers, and what to run next; the exit code. */
async function conclude(
  { added, looks }: Plan,
  outcome: Outcome,
  { request, work, reference }: { request: Request; work: Work; reference: Reference | undefined },
): Promise<number> {
  const { flags, out, profile, failOn } = request;
  // Also sets aside those that others have damaged meanwhile.
  const records = await work.read();
  const written = await draw(request, records, reference);
  // Those of records were said when these were read.
  for (const fault of written.damagedFigures) notice(fault);
  for (const paper of written.unknown) {
    notice(`The report leaves out the records of the paper ${paper}: name its folder with --papers too`);
  }
  const overtaken = overtakenBy(work.runs, records, looks.engine);
  if (overtaken.length > 0) {
    notice(
      `The report has another configuration of ${
        overtaken.join(", ")
      }, which was run later: to have today's, run it ` +
        "again with --force",
    );
  }
  for (const line of closingOf(work.runs, records, looks.engine, reference)) print(line);
  for (const line of fullInWords(added, () => looks.judge(records))) print(line);
  const all = sumOf([outcome.asked, outcome.added]);
  summarise(
    { ...all, skipped: request.runs.length - work.runs.length + outcome.over + all.lacking },
    written,
    { out, force: flags.force },
  );
  if (flags["until-decided"]) showOpen(looks, records);
  if (Deno.stdout.isTerminal() && all.left === 0) {
    const open = openClaims(looks.experiments, looks.judge(records)).length;
    for (const line of nextStep(profile, open, flags)) print(line);
  }
  if (all.left > 0) return INTERRUPTED;
  if (all.failed.length > 0 || failOn.some((verdict) => written.counts[verdict] > 0)) return 1;
  // What the user did not ask for is no fault where its data cannot be had after all.
  return outcome.asked.lacking > 0 ? 2 : 0;
}

/** Shows the runs of a plan, a line each, and how long they take. */
function showPlan({ planned, added, beyond, looks: { timeOf } }: Plan, jobs: number): void {
  const all = [...planned, ...added];
  for (const { run, seconds, recorded, madeBy } of all) {
    const by = madeBy === "this code" ? "" : `, ${madeBy}`;
    print(`${nameOf(run)}: ${recorded ? `recorded${by}` : `about ${showDuration(seconds)}`}`);
  }
  const there = all.filter(({ recorded }) => recorded);
  const outdated = outdatedInWords(there.map(({ madeBy }) => madeBy!));
  const left = all.length - there.length;
  const atOnce = Math.min(jobs, left);
  print(
    `${counted(all.length, "run")}: ${there.length} recorded${outdated}, ${left} to run, about ` +
      `${showDuration(timeOf(all))} on this machine` +
      (atOnce > 1 ? `, ${atOnce} at once` : "") +
      beyondInWords(beyond),
  );
}

/** The digest of the code that a paper's runs execute now, by the paper's id; empty for papers without records. */
type CodeOf = (paper: string) => string;

/** Finds the digests of the papers' code. */
async function codesOf(
  papers: readonly { id: string; folder: URL }[],
  records: readonly RunRecord[],
): Promise<CodeOf> {
  const recorded = papers.filter(({ id }) => records.some(({ paper }) => paper === id));
  const digests = recorded.map(async ({ id, folder }) =>
    [id, await codeDigest(new URL("paper.ts", folder))] as const
  );
  const codes = new Map(await Promise.all(digests));
  return (paper) => codes.get(paper) ?? "";
}

/** The experiments whose runs by today's configuration are there, but do not count, since another was run later. */
function overtakenBy(runs: readonly Run[], records: readonly RunRecord[], engine: string): string[] {
  return [...Map.groupBy(runs, ({ experiment }) => experiment.id)].flatMap(([id, own]) => {
    const of = records.filter(({ experiment, profile }) => experiment === id && profile === own[0].profile);
    const { runs: counted } = latestRuns(of);
    const today = of.filter((record) =>
      record.status === "done" && own.some((run) => isRecordOf(run, engine, record))
    );
    return today.length > 0 && !today.some((record) => counted.includes(record)) ? [id] : [];
  });
}

/** Draws the report. */
async function draw(
  { flags, papers, chosen, data: { dataDir }, out }: Request,
  records: readonly RunRecord[],
  reference: Reference | undefined,
): Promise<Written> {
  const again = { papers: flags.papers, ...dataDir !== undefined && { dataDir } };
  const published = await readPublished(out);
  // Without any record a report is of all papers that it is given.
  const shown = records.length > 0 || chosen.length === 0
    ? papers
    : papers.filter(({ id }) => chosen.includes(id));
  try {
    return await writeReport(out, shown, { again, reference, published });
  } catch (error) {
    // Such as a full disk.
    if (error instanceof Error && "code" in error) throw new OutputError(`the report in ${out}`, error);
    throw error;
  }
}

function summarise(
  { done, recorded, failed, left, skipped }: Tally & { skipped: number },
  { path, counts }: Written,
  { out, force }: { out: string; force: boolean },
): void {
  const count = done + recorded.length + failed.length + left + skipped;
  print(
    `${counted(count, "run")}: ${done} done, ${recorded.length} already recorded${
      outdatedInWords(recorded)
    }, ` +
      `${failed.length} failed` +
      (skipped > 0 ? `, ${skipped} left out for want of data or time` : "") +
      (left === 0
        ? ""
        : `, ${left} left: ${
          force ? "--force would do all again; --refresh in its place" : "the same command"
        } goes on with them`),
  );
  for (const failure of failed) print(`Failed: ${failure}`);
  print(`Claims: ${tallyInWords(counts)}`);
  print(`Report: ${path}; as a web page: ${out}/site/index.html`);
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
