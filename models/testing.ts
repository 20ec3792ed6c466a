/**
 * What tests of several models use: checkpoints in memory.
 *
 * @module
 */
import type { Checkpoint, Snapshot } from "./training.ts";

/** Keeps a snapshot after the epoch `last`, and then breaks the work off; nothing where there is no such epoch. */
export function breaking(last: number): Checkpoint & { kept?: Snapshot; finished: boolean[] } {
  let epoch = 0;
  return {
    finished: [],
    load: () => Promise.resolve(undefined),
    async reached(take, finished) {
      this.finished.push(finished);
      if (++epoch < last) return;
      // As a file would: nothing of it is shared with the work that goes on.
      this.kept = structuredClone(await take());
      throw new Error("broken off");
    },
  };
}

/** Goes on from a snapshot. */
export const goingOn = (kept: Snapshot): Checkpoint => ({
  load: () => Promise.resolve(kept),
  reached: () => Promise.resolve(),
});
