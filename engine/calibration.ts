/**
 * What was measured to choose between a GPU by WebGPU and the processor. The commands measure it once on a machine; it
 * counts as long as machine, adapter and Deno are the same, so that `auto` is the same engine from day to day.
 *
 * @module
 */
import { hostname } from "node:os";
import { keep, type KeptKey, readKept } from "../disk/kept.ts";
import type { Adapter } from "./adapter.ts";
import type { Speeds } from "./choice.ts";
import { processorName, threads } from "./processor.ts";

/** An adapter, and how fast it and the processor were. */
export interface Calibration {
  adapter: Adapter;
  speeds: Speeds;
}

/** The folder in the cache. */
const FOLDER = "calibration";

/** Keeps a calibration of this machine in the cache. */
export async function keepCalibration({ adapter, speeds }: Calibration): Promise<void> {
  const { vendor, architecture, device, description, isFallback } = adapter;
  await keep(FOLDER, machine(), {
    adapter: { vendor, architecture, device, description, isFallback },
    speeds,
  });
}

/**
 * The calibration of this machine that was kept; undefined where there is none, or the name of the machine may not be
 * asked for.
 *
 * @param adapter The adapter that is there now: one of another adapter does not count. Without, any does.
 */
export async function keptCalibration(adapter?: Adapter): Promise<Calibration | undefined> {
  for (const kind of ["hostname", "cpus"] as const) {
    if (Deno.permissions.querySync({ name: "sys", kind }).state !== "granted") return undefined;
  }
  const kept = await readKept(FOLDER, machine());
  if (!isCalibration(kept)) return undefined;
  if (adapter && FIELDS.some((field) => adapter[field] !== kept.adapter[field])) return undefined;
  return { adapter: kept.adapter, speeds: kept.speeds };
}

const FIELDS = ["vendor", "architecture", "device", "description"] as const;

function isCalibration(
  kept: Record<string, unknown> | undefined,
): kept is Record<string, unknown> & Calibration {
  const { adapter, speeds } = (kept ?? {}) as {
    adapter?: Partial<Adapter> | null;
    speeds?: Partial<Speeds> | null;
  };
  return FIELDS.every((field) => typeof adapter?.[field] === "string") &&
    typeof adapter?.isFallback === "boolean" && typeof speeds?.cpu === "number" &&
    ["number", "undefined"].includes(typeof speeds.webgpu);
}

/** What a calibration depends on beside the adapter. */
function machine(): KeptKey {
  return {
    host: hostname(),
    // Without what only a program knows that may run lscpu: all are to find the same.
    cpu: processorName(),
    threads: threads(),
    deno: Deno.version.deno,
  };
}
