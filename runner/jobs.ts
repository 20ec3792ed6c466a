/**
 * Several runs at once on one machine: how many, and how long that takes.
 *
 * @module
 */
import type { Profile } from "../records/record.ts";
import { type Estimate, secondsToGo } from "./estimate.ts";
import { slowdown } from "./slowdown.ts";

/** In the full protocol each run gets so many threads where the machine has them, and in any profile so many bytes of memory. */
export const THREADS_A_JOB = 4, MEMORY_A_JOB = 4e9;

/**
 * How many runs of a profile a machine does at once. Those of the full protocol share threads well; short ones leave threads
 * idle, and get one each. A GPU is filled by one run.
 *
 * @param machine Its threads, its bytes of memory, and whether the engine computes on a GPU.
 */
export function jobsFor(
  profile: Profile,
  { threads, memory, gpu }: { threads: number; memory: number; gpu: boolean },
): number {
  if (gpu) return 1;
  const byThreads = Math.floor(threads / (profile === "paper" ? THREADS_A_JOB : 1));
  return Math.max(1, Math.min(byThreads, Math.floor(memory / MEMORY_A_JOB)));
}

/**
 * The seconds of runs, each as it takes on all threads, that are done in a second where so many go at once. More runs than
 * threads do no more than as many.
 */
function throughput(threads: number, jobs: number): number {
  const busy = Math.min(jobs, threads);
  return busy / slowdown(threads, busy);
}

/**
 * The seconds until runs are done that are not recorded yet, so many at once: their share of the whole, but not less than the
 * longest.
 *
 * @param estimates Of runs that have all threads.
 */
export function secondsAtOnce(estimates: readonly Estimate[], threads: number, jobs: number): number {
  const longest = estimates.reduce(
    (most, { seconds, recorded }) => recorded ? most : Math.max(most, seconds),
    0,
  );
  return Math.max(slowdown(threads, jobs) * longest, secondsToGo(estimates) / throughput(threads, jobs));
}
