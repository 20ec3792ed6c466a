/**
 * What a train step sends to a GPU and reads from it, on the engine `webgpu`: prints {@linkcode Counted} of each of the steps
 * as JSON; or `{ "reason": … }` where there is no WebGPU device.
 *
 *     deno run -P=reproduce performance/dispatches.ts
 *
 * @module
 */
import { type DeviceCounts, deviceCounts, initEngine, random, SetupError } from "../engine/mod.ts";
import { print } from "../terminal/command.ts";
import { BATCH, type StepName, type StepOptions, STEPS } from "./steps.ts";

/** What a training did: in a step, and once an epoch beside its steps. */
export interface Counted {
  step: DeviceCounts;
  epoch: DeviceCounts;
}

/** The steps' counts, and on what they were taken; or why there are none. */
export type Dispatches = { device: string; counts: Record<StepName, Counted> } | { reason: string };

/** Steps of an epoch: the first differs, the last stands next to the epoch's end. */
const COUNT = 3;

/**
 * What a step and an epoch's end took, by the totals after each step of two epochs.
 *
 * @param totals Of at least two epochs of `count` steps, at least 3 each.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { counted } from "./dispatches.ts";
 *
 * const at = (dispatches: number, reads: number) => ({
 *   dispatches,
 *   reads,
 *   uploadedBytes: 0,
 *   uniformBytes: 0,
 *   downloadedBytes: 0,
 * });
 * const totals = [at(90, 0), at(100, 0), at(110, 0), at(125, 1), at(135, 1), at(145, 1)];
 * const { step, epoch } = counted(totals, 3);
 * assertEquals([step.dispatches, step.reads], [10, 0]);
 * assertEquals([epoch.dispatches, epoch.reads], [5, 1]);
 * ```
 */
export function counted(totals: readonly DeviceCounts[], count: number): Counted {
  const step = less(totals[count - 1], totals[count - 2]);
  return { step, epoch: less(less(totals[count], totals[count - 1]), step) };
}

function less(a: DeviceCounts, b: DeviceCounts): DeviceCounts {
  const names = Object.keys(a) as (keyof DeviceCounts)[];
  return Object.fromEntries(names.map((name) => [name, a[name] - b[name]])) as unknown as DeviceCounts;
}

/** Made-up images, whose values do not matter: 784 numbers each, from 0 to 1. */
function images(rows: number): Pick<StepOptions, "images" | "labels"> {
  const next = random(42);
  return {
    images: { data: Float32Array.from({ length: rows * 784 }, () => next()), rows, columns: 784 },
    labels: Int32Array.from({ length: rows }, (_, i) => i % 10),
  };
}

async function countSteps(name: StepName): Promise<Counted> {
  const totals: DeviceCounts[] = [];
  const fitted = await STEPS[name]({
    ...images(COUNT * BATCH),
    epochs: 2,
    onProgress: () => totals.push(deviceCounts()!),
  });
  fitted.dispose();
  return counted(totals, COUNT);
}

async function dispatches(): Promise<Dispatches> {
  try {
    const { device } = await initEngine({ engine: "webgpu", quiet: true });
    const counts: Partial<Record<StepName, Counted>> = {};
    for (const name of Object.keys(STEPS) as StepName[]) counts[name] = await countSteps(name);
    return { device, counts: counts as Record<StepName, Counted> };
  } catch (error) {
    if (error instanceof SetupError) return { reason: error.message };
    throw error;
  }
}

if (import.meta.main) print(JSON.stringify(await dispatches()));
