/**
 * Stages that the tests of threads run: a module of their own, since each thread loads it.
 *
 * @module
 */
import { answer, shared, type Stages } from "./threads.ts";

/** A job to try threads with. */
export interface Job {
  values: Float64Array;
  /** How often each item was done. */
  done: Int32Array;
  /** The sum of each chunk. */
  sums: Float64Array;
  nested: { failed: Int32Array };
}

/** The stages, each with one more value. */
export const STAGES = {
  square({ values, done }, from, to, factor) {
    for (let i = from; i < to; i++) {
      values[i] = factor * i ** 2;
      done[i]++;
    }
  },
  sum({ values, sums }, from, to, chunk) {
    for (let i = from; i < to; i++) sums[from / chunk] += values[i];
  },
  /** Fails on the caller's thread or on the others, where the rest wait for that. */
  fail({ nested: { failed } }, _from, _to, onCaller) {
    if ((onCaller === 1) === isCaller()) {
      Atomics.store(failed, 0, 1);
      Atomics.notify(failed, 0);
      throw new RangeError("Cannot do these items");
    }
    Atomics.wait(failed, 0, 0);
  },
} satisfies Stages<Job>;

/** Threads have a name, which says whose stages they do. */
function isCaller(): boolean {
  return !(globalThis as { name?: string }).name;
}

/** A job of so many items, none done yet. */
export function jobOf(items: number): Job {
  return {
    values: shared(new Float64Array(items)),
    done: shared(new Int32Array(items)),
    sums: shared(new Float64Array(items)),
    nested: { failed: shared(new Int32Array(1)) },
  };
}

answer(import.meta.url, STAGES);
