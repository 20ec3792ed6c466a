/**
 * The runs of a suite, one after another, each recorded, none done twice: neither one that is recorded nor one that another
 * process is doing.
 *
 * @module
 */
import { DataError } from "../datasets/mod.ts";
import { notice, noticesAbove } from "../terminal/notice.ts";
import { showDuration } from "../terminal/duration.ts";
import { type Board, board, type Standing } from "./progress.ts";
import { checkpointFiles, removeCheckpoints } from "../runner/checkpoint.ts";
import type { Crew } from "./crew.ts";
import { type Estimate, secondsToGo } from "../runner/estimate.ts";
import { figureDataPath, writeFigureData } from "../records/figure_data.ts";
import type { Interrupts } from "./interrupt.ts";
import { OutputError, removeIfThere, statIfThere } from "../disk/files.ts";
import { acquireLock, waitForLock } from "../disk/lock.ts";
import { labelsPath, writeLabels } from "../records/labels.ts";
import { type MadeBy, madeBy } from "../runner/made_by.ts";
import type { Run } from "../runner/plan.ts";
import { slowdown } from "../runner/slowdown.ts";
import { threads } from "../engine/processor.ts";
import { type RecordKey, recordPath, type RunRecord } from "../records/record.ts";
import { readRecord, writeRecord } from "../records/record_files.ts";
import {
  MisplacedRecordError,
  RecordError,
  RecordFormatError,
  UnreadableRecordError,
} from "../records/record_format.ts";
import type { Ran } from "../runner/run.ts";
import type { RunName } from "./serve.ts";
import { type RunDigests, type Worker, WorkerDied } from "./worker.ts";

/** What {@linkcode runSuite} works with. */
export interface Suite {
  /** The result folder. */
  out: string;
  /** Whether to do again what was recorded before. */
  force: boolean;
  /** Whether to do again what other code recorded, or code that is not known. */
  refresh: boolean;
  quiet: boolean;
  /** One run at a time each. */
  crews: readonly Crew[];
  interrupts: Interrupts;
  /** When the records that were there before were started, by path; others are another process's. */
  before: ReadonlyMap<string, string>;
  /** Hears of each run that was done here, when its record is written. */
  onDone?(record: RunRecord): void;
}

/** A suite that is under way. */
interface Show extends Suite {
  board: Board;
  /** Whether no further run is to begin: the user asked to end, or one crew cannot go on. */
  isEnding(): boolean;
}

/** What became of the runs of a suite. */
export interface Tally {
  /** How many were done. */
  done: number;
  /** Those that were recorded already, or by another process meanwhile: which code made each record. */
  recorded: MadeBy[];
  /** Those that failed, each with its reason. */
  failed: string[];
  /** How many are left out since their data cannot be loaded. */
  lacking: number;
  /** How many are left since the user, or a scheduler, asked to end. */
  left: number;
}

/** What became of all the runs of several suites. */
export function sumOf(tallies: readonly Tally[]): Tally {
  const sum = (of: (tally: Tally) => number) => tallies.reduce((sum, tally) => sum + of(tally), 0);
  return {
    done: sum(({ done }) => done),
    recorded: tallies.flatMap(({ recorded }) => recorded),
    failed: tallies.flatMap(({ failed }) => failed),
    lacking: sum(({ lacking }) => lacking),
    left: sum(({ left }) => left),
  };
}

/**
 * `recorded`: which code made the record that is there; `lock`: that of a process which is doing the run; `lacking`: why its
 * data cannot be loaded.
 */
type Fate =
  | "done"
  | "left"
  | { recorded: MadeBy }
  | { failed: string }
  | { lock: string }
  | { lacking: string };

/**
 * Does the runs in their order, as many at once as there are crews; those that another process is doing at the end: it
 * waits for that process, and does what it leaves undone. Where a data set cannot be loaded, the runs on it are left out.
 */
export async function runSuite(planned: readonly Estimate[], given: Suite): Promise<Tally> {
  const shown = board();
  let broken = false;
  const suite: Show = { ...given, board: shown, isEnding: () => broken || given.interrupts.asked() };
  const tally: Tally = { done: 0, recorded: [], failed: [], lacking: 0, left: 0 };
  let queue: { estimate: Estimate; lock?: string }[] = planned.map((estimate) => ({ estimate }));
  let begun = 0;
  /** How much longer a run takes on its share of the threads than it is estimated to on all. */
  const slower = slowdown(threads(), Math.min(threads(), given.crews.length));
  const lacking = new Set<string>();
  /** One run after another, until none is left. */
  const work = async (crew: Crew) => {
    while (queue.length > 0) await next(crew);
  };
  const next = async (crew: Crew) => {
    const { estimate, lock } = queue.shift()!;
    const name = nameOf(estimate.run);
    if (lock !== undefined) await itsEnd(lock, name, suite);
    const number = Math.min(++begun, planned.length);
    const standing = {
      label: `[${number}/${planned.length}] ${name}`,
      estimate: estimate.seconds * slower,
      rest: () => secondsToGo(queue.map(({ estimate }) => estimate)) * slower / suite.crews.length,
    };
    const fate = await doRun(estimate.run, standing, crew, suite);
    if (typeof fate === "string") tally[fate]++;
    else if ("recorded" in fate) tally.recorded.push(fate.recorded);
    else if ("lock" in fate) queue.push({ estimate, ...fate });
    else if ("lacking" in fate) {
      const { dataset } = estimate.run.protocol;
      const rest = queue.filter(({ estimate }) => estimate.run.protocol.dataset !== dataset);
      tally.lacking += 1 + queue.length - rest.length;
      queue = rest;
      // Another crew may have found the same.
      if (!lacking.has(dataset)) notice(`Leaving out the runs on ${dataset}: ${fate.lacking}`);
      lacking.add(dataset);
    } else {
      tally.failed.push(`${name}: ${fate.failed}`);
      notice(`${name}: failed: ${fate.failed}`);
    }
  };
  const endNotices = noticesAbove(() => shown.clear());
  // What ends one, such as a full disk, ends all, each as soon as what its run has reached is kept.
  const outcomes = await Promise.allSettled(suite.crews.map((crew) =>
    work(crew).catch((error) => {
      queue = [];
      broken = true;
      for (const other of suite.crews) if (other !== crew) other.current()?.stop();
      throw error;
    })
  ));
  endNotices();
  for (const outcome of outcomes) if (outcome.status === "rejected") throw outcome.reason;
  return tally;
}

/** Waits until the process that holds a lock gives it back, or is gone, or the suite is to end. */
async function itsEnd(path: string, name: string, { quiet, isEnding }: Show): Promise<void> {
  const lock = await waitForLock(path, {
    every: 500,
    begin() {
      if (!quiet) notice(`Waiting for another process, which is doing ${name}`);
    },
    isOver: isEnding,
  });
  await lock?.release();
}

/** A run as messages name it. */
export function nameOf({ experiment, profile, seed }: Run): string {
  return `${experiment.id} (${profile}, seed ${seed})`;
}

async function doRun(
  run: Run,
  standing: Standing,
  crew: Crew,
  suite: Show,
): Promise<Fate> {
  const { out, quiet, isEnding } = suite;
  const { experiment: { id: experiment }, profile, seed } = run;
  const name: RunName = { experiment, profile, seed };
  if (isEnding()) return "left";
  try {
    const worker = await crew.get();
    const { digest, code } = await worker.digests(name);
    const place = { experiment, digest, seed };
    const recorded = await recordedFate(place, code, suite);
    if (recorded) {
      if ("recorded" in recorded) await tidy(out, place);
      return recorded;
    }
    const path = `${out}/${lockPath(place)}`;
    const lock = await acquireLock(path);
    if (!lock) return { lock: path };
    try {
      const fault = await placeFault(out, place);
      if (fault !== undefined) return { failed: fault };
      // Another process may have done it since.
      const meanwhile = await recordedFate(place, code, suite);
      if (meanwhile) return meanwhile;
      if (isEnding()) return "left";
      if (!quiet) notice(`${standing.label}, about ${showDuration(standing.estimate)}`);
      const ran = await ranBy(worker, name, standing, suite);
      if (ran === "stopped") return "left";
      const { record } = ran.ran;
      if (ran.crashed) crew.lose();
      if (ran.crashed && isEnding()) return "left";
      const kept = record.status === "failed" && await isDone(out, place);
      const path = kept ? `${out}/${recordPath(place)}` : await writeRun(out, ran.ran);
      // What a run had reached whose process was killed is still good.
      if (!ran.crashed) await removeCheckpoints(out, record);
      if (record.status === "failed") {
        return { failed: `${record.error}${kept ? "; the record of before stays" : ""} (${path})` };
      }
      if (!quiet) notice(`${nameOf(run)}: done in ${showDuration(record.seconds)}`);
      suite.board.clear();
      suite.onDone?.(record);
      return "done";
    } finally {
      await lock.release();
    }
  } catch (error) {
    // Its place alone cannot be written to: the others' can.
    if (error instanceof OutputError && !error.ofDisk) return { failed: error.message };
    if (!(error instanceof WorkerDied || error instanceof DataError)) throw error;
    crew.lose();
    if (error instanceof DataError) return { lacking: error.message };
    return isEnding() ? "left" : { failed: error.message };
  }
}

/** Removes what a process has left that was killed just after a run; not what another has reached that does it again. */
async function tidy(out: string, place: RecordKey): Promise<void> {
  const path = `${out}/${lockPath(place)}`;
  if ((await checkpointFiles(out, place)).length === 0 && !await statIfThere(path)) return;
  // Where nothing can be written, what is left stays.
  const lock = await acquireLock(path).catch(() => undefined);
  if (!lock) return;
  try {
    await removeCheckpoints(out, place);
  } finally {
    await lock.release();
  }
}

/** What a worker makes of a run: where its process ends, or its GPU is lost, a record that says how. */
async function ranBy(
  worker: Worker,
  name: RunName,
  standing: Standing,
  { quiet, board }: Show,
): Promise<{ ran: Ran; crashed: boolean } | "stopped"> {
  let opened: RunRecord | undefined;
  const started = performance.now();
  const shown = quiet ? undefined : board.begin(standing);
  try {
    const ran = await worker.run(name, {
      opened: (record) => opened = record,
      step: (step) => shown?.update(step),
      said: notice,
    });
    return ran === "stopped" ? ran : { ran, crashed: false };
  } catch (error) {
    if (!(error instanceof WorkerDied) || !opened) throw error;
    const seconds = (performance.now() - started) / 1000;
    return {
      ran: { record: { ...opened, status: "failed", error: error.message, seconds }, figures: [] },
      crashed: true,
    };
  } finally {
    shown?.end();
  }
}

/** Whether a record of a done run is there, which one that fails when it is made again does not replace. */
async function isDone(out: string, place: RecordKey): Promise<boolean> {
  return await readRecord(out, recordPath(place)).then(({ status }) => status === "done", () => false);
}

/** Why what a run leaves beside its record could not be written, in words; undefined where it can. */
async function placeFault(out: string, place: RecordKey): Promise<string | undefined> {
  for (const path of [figureDataPath(place), labelsPath(place)]) {
    const isFolder = await Deno.lstat(`${out}/${path}`).then(({ isDirectory }) => isDirectory, () => false);
    if (isFolder) return `Cannot write ${out}/${path}: a folder is in its place: move it out of the way`;
  }
}

/**
 * Writes a run's figures and labels into a result folder, and then its record; what an earlier run left beside it goes.
 *
 * @returns The record's path.
 */
export async function writeRun(out: string, { record, figures, labels }: Ran): Promise<string> {
  if (figures.length > 0) await writeFigureData(out, record, figures);
  else await removeIfThere(`${out}/${figureDataPath(record)}`);
  if (labels) await writeLabels(out, record, labels);
  else await removeIfThere(`${out}/${labelsPath(record)}`);
  return await writeRecord(out, record);
}

/**
 * What a record that is there says of a run; undefined where it is to be done. A damaged one is written over; what is sound, or
 * cannot be read, stays, and the run is not done: its record would have no place.
 */
async function recordedFate(
  place: RecordKey,
  code: RunDigests["code"],
  { out, force, refresh, before }: Suite,
): Promise<{ recorded: MadeBy } | { failed: string } | undefined> {
  const path = `${out}/${recordPath(place)}`;
  try {
    const record = await readRecord(out, recordPath(place));
    const { status, error, provenance } = record;
    const recorded = madeBy(record, code);
    // By another process, since this one began: whatever its clock says.
    const meanwhile = provenance.started !== before.get(recordPath(place));
    const again = force || refresh && recorded !== "this code";
    if (status === "done" && (meanwhile || !again)) return { recorded };
    if (status === "failed" && meanwhile) return { failed: `${error} (${path})` };
  } catch (error) {
    const isInTheWay = [MisplacedRecordError, RecordFormatError, UnreadableRecordError].some((kind) =>
      error instanceof kind
    );
    if (isInTheWay) return { failed: `${(error as Error).message}: move it out of the way` };
    if (!(error instanceof Deno.errors.NotFound || error instanceof RecordError)) throw error;
  }
}

/** Where, from the result folder, a process says that it is doing a run. */
export function lockPath(place: RecordKey): string {
  return recordPath(place).replace(/([^/]+)\.json$/, ".$1.lock");
}
