/**
 * Which engine `auto` is on this machine: what a probe finds, and where that is a GPU for WebGPU, a measurement of it beside
 * the processor, which is made once.
 *
 * @module
 */
import { adapterName, isSoftware } from "../engine/adapter.ts";
import { type Calibration, keepCalibration, keptCalibration } from "../engine/calibration.ts";
import { type Candidate, type Choice, chooseEngine, type Speeds } from "../engine/choice.ts";
import type { EngineName } from "../engine/mod.ts";
import { SetupError } from "../engine/setup_error.ts";
import { notice } from "../terminal/notice.ts";
import { probe, type Probed } from "./probe.ts";
import type { WorkerOptions } from "./serve.ts";
import { startWorker, WorkerDied } from "./worker.ts";

/** Options of {@linkcode decide}. */
export interface DecideOptions {
  /** Whether only a GPU will do. */
  requireGpu: boolean;
  /** Whether engines may be downloaded and measured; else only what was measured before counts. */
  setUp: boolean;
  quiet: boolean;
}

/** Where {@linkcode decide} has its facts from; tests give their own. */
export interface Sources {
  probe(): Promise<Probed>;
  /** Seconds of a training step on an engine; undefined where it did not finish in time, or ended its process. */
  pace(engine: Candidate): Promise<number | undefined>;
}

/** Milliseconds that an engine has to be measured, once it has started. */
const PATIENCE = 15_000;

/**
 * The engine that `auto` is on this machine.
 *
 * @throws {SetupError} If a GPU is required and there is none.
 */
export async function decide(
  { requireGpu, setUp, quiet }: DecideOptions,
  { probe: find, pace }: Sources = { probe, pace: paceOf },
): Promise<Choice> {
  const found = await find();
  const { adapter, nvidia } = found;
  // Nothing is measured where it would decide nothing.
  const matters = adapter && !isSoftware(adapter) && nvidia === undefined && !requireGpu;
  if (!matters) return chooseEngine(found, { requireGpu });
  const kept = await keptCalibration(adapter);
  if (kept || !setUp) return chooseEngine({ ...found, ...kept && { speeds: kept.speeds } }, { requireGpu });
  if (!quiet) {
    notice(`Measuring once whether ${adapterName(adapter)} or the processor is faster: half a minute`);
  }
  const speeds = await measure(found, pace);
  return chooseEngine({ ...found, ...speeds && { speeds } }, { requireGpu });
}

/** Whether an engine that was asked for computes on a GPU here; not where its library can't be had. */
export async function computesOnGpu(
  { engine, requireGpu }: { engine: EngineName; requireGpu: boolean },
  find: Sources["probe"] = probe,
): Promise<boolean> {
  if (requireGpu || engine === "webgpu") return true;
  return engine === "tensorflow" && await refusable(async () => (await find()).nvidia) !== undefined;
}

/** Measures both devices, and keeps what it finds; undefined where the processor can't be measured. */
async function measure(
  { adapter, tensorflow }: Probed,
  pace: Sources["pace"],
): Promise<Speeds | undefined> {
  const cpu = await refusable(() => pace(tensorflow ? "tensorflow" : "wasm"));
  if (cpu === undefined) return undefined;
  const webgpu = await refusable(() => pace("webgpu"));
  const calibration: Calibration = {
    adapter: adapter!,
    speeds: { cpu, ...webgpu !== undefined && { webgpu } },
  };
  await keepCalibration(calibration);
  return calibration.speeds;
}

/** What `find` finds; undefined where its engine can't be had. */
async function refusable<Found>(find: () => Promise<Found | undefined>): Promise<Found | undefined> {
  try {
    return await find();
  } catch (error) {
    if (error instanceof SetupError) return undefined;
    throw error;
  }
}

/**
 * Seconds of a training step on an engine, measured in a process of its own; undefined where that takes longer than the time
 * it has, or ends the process.
 *
 * @throws {SetupError} If the engine can't be had.
 */
export async function paceOf(engine: Candidate, patience: number = PATIENCE): Promise<number | undefined> {
  const options: WorkerOptions = { papers: [], engine, requireGpu: false, setUp: true, quiet: true };
  const worker = await startWorker(options);
  const timer = setTimeout(() => worker.kill(), patience);
  try {
    return await worker.pace();
  } catch (error) {
    if (error instanceof WorkerDied) return undefined;
    throw error;
  } finally {
    clearTimeout(timer);
    await worker.end();
  }
}
