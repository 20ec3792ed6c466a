/**
 * How much longer a run takes on some of a machine's threads.
 *
 * @module
 */

/**
 * The share of a run that one thread does alone: compiling, reading results, drawing. Measured on the quick runs
 * ([docs/CLUSTERS.md](../docs/CLUSTERS.md)).
 */
const ALONE = 0.33;

/** How many times as long a run takes on its share of the threads, where so many go at once, as on all of them. */
export function slowdown(threads: number, jobs: number): number {
  const seconds = (threads: number) => ALONE + (1 - ALONE) / threads;
  return seconds(Math.max(1, threads / jobs)) / seconds(threads);
}
