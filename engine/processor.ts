/**
 * The processor: its name, and how much of it this process uses.
 *
 * @module
 */
import { cpus } from "node:os";

/** The processor's name, as records have it. */
export function cpuModel(): string {
  return cpus()[0].model.trim();
}

/**
 * How many of the machine's threads this process computes with: all of them, or as many as the variable
 * `RECLAIM_THREADS` says, such as those of one of several processes that share the machine.
 */
export function threads(): number {
  const share = Number(Deno.env.get("RECLAIM_THREADS") || Infinity);
  const all = navigator.hardwareConcurrency;
  return Number.isInteger(share) && share >= 1 ? Math.min(share, all) : all;
}
