/**
 * The runs of a suite, one after another, each recorded, none done twice: neither one that is recorded nor one that another
 * process is doing.
 *
 * @module
 */
import { removeCheckpoints } from "./checkpoint.ts";
import { notice } from "./command.ts";
import type { Crew } from "./crew.ts";
import { showDuration } from "../../engine/progress.ts";
import { type Estimate, secondsToGo } from "./estimate.ts";
import { writeFigureData } from "./figure_data.ts";
import type { Interrupts } from "./interrupt.ts";
import { acquireLock } from "./lock.ts";
import type { Run } from "./plan.ts";
import { parseRecord, RecordError, recordPath, type RunRecord, writeRecord } from "./record.ts";
import type { Ran } from "./run.ts";
import type { RunName } from "./serve.ts";
import { type Worker, WorkerDied } from "./worker.ts";

/** What {@linkcode runSuite} works with. */
export interface Suite {
  /** The result folder. */
  out: string;
  /** Whether to do again what was recorded before. */
  force: boolean;
  quiet: boolean;
  crew: Crew;
  interrupts: Interrupts;
}

/** What became of the runs of a suite. */
export interface Tally {
  /** How many were done. */
  done: number;
  /** How many were recorded already, or by another process meanwhile. */
  recorded: number;
  /** Those that failed, each with its reason. */
  failed: string[];
  /** How many another process is still doing. */
  elsewhere: number;
  /** How many are left since the user, or a scheduler, asked to end. */
  left: number;
}

type Fate = "done" | "recorded" | "elsewhere" | "left" | { failed: string };

/** Does the runs in their order, those that another process is doing once more at the end. */
export async function runSuite(planned: readonly Estimate[], suite: Suite): Promise<Tally> {
  const tally: Tally = { done: 0, recorded: 0, failed: [], elsewhere: 0, left: 0 };
  const began = new Date().toISOString();
  let queue = [...planned];
  for (const last of [false, true]) {
    const busy: Estimate[] = [];
    for (const [i, estimate] of queue.entries()) {
      const label = `[${planned.length - queue.length + i + 1}/${planned.length}] ${nameOf(estimate.run)}`;
      const rest = secondsToGo(queue.slice(i + 1));
      const fate = await doRun(estimate, { label, rest, began }, suite);
      if (typeof fate === "object") {
        tally.failed.push(`${nameOf(estimate.run)}: ${fate.failed}`);
        notice(`${nameOf(estimate.run)}: failed: ${fate.failed}`);
      } else if (fate === "elsewhere" && !last) busy.push(estimate);
      else tally[fate]++;
    }
    queue = busy;
  }
  return tally;
}

/** A run as messages name it. */
export function nameOf({ experiment, profile, seed }: Run): string {
  return `${experiment.id} (${profile}, seed ${seed})`;
}

async function doRun(
  { run, seconds }: Estimate,
  { label, rest, began }: { label: string; rest: number; began: string },
  { out, force, quiet, crew, interrupts }: Suite,
): Promise<Fate> {
  const { experiment: { id: experiment }, profile, seed } = run;
  const name: RunName = { experiment, profile, seed };
  if (interrupts.asked()) return "left";
  try {
    const worker = await crew.get();
    const place = { experiment, digest: await worker.digest(name), seed };
    const before = await recordedFate(out, place, force, began);
    if (before) return before;
    const lock = await acquireLock(`${out}/${lockPath(place)}`);
    if (!lock) return "elsewhere";
    try {
      // Another process may have done it since.
      const meanwhile = await recordedFate(out, place, force, began);
      if (meanwhile) return meanwhile;
      if (interrupts.asked()) return "left";
      if (!quiet) notice(`${label}, about ${showDuration(seconds)}`);
      const ran = await ranBy(worker, name, { label, estimate: seconds, rest });
      if (ran === "stopped") return "left";
      const { record, figures } = ran.ran;
      if (ran.crashed) crew.lose();
      if (ran.crashed && interrupts.asked()) return "left";
      if (figures.length > 0) await writeFigureData(out, record, figures);
      const path = await writeRecord(out, record);
      // What a run had reached whose process was killed is still good.
      if (!ran.crashed) await removeCheckpoints(out, record);
      if (record.status === "failed") return { failed: `${record.error} (${path})` };
      if (!quiet) notice(`${nameOf(run)}: done in ${showDuration(record.seconds)}`);
      return "done";
    } finally {
      await lock.release();
    }
  } catch (error) {
    if (!(error instanceof WorkerDied)) throw error;
    crew.lose();
    return interrupts.asked() ? "left" : { failed: error.message };
  }
}

/** What a worker makes of a run: where its process ends, a record that says how. */
async function ranBy(
  worker: Worker,
  name: RunName,
  standing: { label: string; estimate: number; rest: number },
): Promise<{ ran: Ran; crashed: boolean } | "stopped"> {
  let opened: RunRecord | undefined;
  const started = performance.now();
  try {
    const ran = await worker.run(name, standing, (record) => opened = record);
    return ran === "stopped" ? ran : { ran, crashed: false };
  } catch (error) {
    if (!(error instanceof WorkerDied) || !opened) throw error;
    const seconds = (performance.now() - started) / 1000;
    return {
      ran: { record: { ...opened, status: "failed", error: error.message, seconds }, figures: [] },
      crashed: true,
    };
  }
}

/** What a record that is there says of a run; undefined where it is to be done. */
async function recordedFate(
  out: string,
  place: Pick<RunRecord, "experiment" | "digest" | "seed">,
  force: boolean,
  began: string,
): Promise<Fate | undefined> {
  const path = `${out}/${recordPath(place)}`;
  try {
    const { status, error, provenance } = parseRecord(await Deno.readTextFile(path), path);
    // By another process, since this one began.
    const meanwhile = provenance.started >= began;
    if (status === "done" && (meanwhile || !force)) return "recorded";
    if (status === "failed" && meanwhile) return { failed: `${error} (${path})` };
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound || error instanceof RecordError)) throw error;
  }
}

function lockPath(place: Pick<RunRecord, "experiment" | "digest" | "seed">): string {
  return recordPath(place).replace(/([^/]+)\.json$/, ".$1.lock");
}
