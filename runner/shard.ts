/**
 * Runs split over several machines.
 *
 * @module
 */
import type { Run } from "./plan.ts";
import { UsageError } from "../terminal/usage.ts";

/** One of several shares of the runs. */
export interface Shard {
  /** Which one, from 1. */
  index: number;
  /** How many there are. */
  count: number;
}

/**
 * The shard that `--shard i/n` asks for.
 *
 * @throws {UsageError} If it is none.
 */
export function readShard(text: string): Shard {
  const [, index, count] = (text.match(/^(\d+)\/(\d+)$/) ?? []).map(Number);
  if (index >= 1 && index <= count) return { index, count };
  throw new UsageError(
    `--shard must be i/n, the i-th of n shares, i from 1 to n, such as 2/3, got ${text}`,
  );
}

/**
 * The runs of a shard, in their own order. The longest run goes first, each to the shard that has the least to do (Graham's
 * longest processing time rule), by the seconds of the protocols alone: all machines share alike, whatever is recorded.
 */
export function shardOf(runs: readonly Run[], { index, count }: Shard): Run[] {
  // No more shares than runs have anything to do.
  const loads = new Array<number>(Math.min(count, runs.length)).fill(0);
  const mine = new Set<Run>();
  const longestFirst = runs.toSorted((a, b) =>
    b.protocol.seconds - a.protocol.seconds || compareText(nameOf(a), nameOf(b))
  );
  for (const run of longestFirst) {
    const least = loads.indexOf(Math.min(...loads));
    loads[least] += run.protocol.seconds;
    if (least === index - 1) mine.add(run);
  }
  return runs.filter((run) => mine.has(run));
}

function nameOf({ experiment, profile, seed }: Run): string {
  return `${experiment.id} ${profile} ${seed}`;
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
