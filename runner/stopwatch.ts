/**
 * How long a run takes, over all the times that it was broken off and went on.
 *
 * @module
 */
import process from "node:process";

/** Time that was taken. */
export interface Taken {
  /** By the clock. */
  seconds: number;
  /** Of the processor, summed over the threads of the process. */
  processorSeconds: number;
}

/** Counts the time of a run. */
export interface Stopwatch {
  /** The run's time so far. */
  taken(): Taken;
  /** What it had taken when it was broken off, as far as it went on from there. */
  before(): Taken;
  /** The run goes on from where it had taken this much. It may go on from several places: the latest counts. */
  goOnFrom(taken: Taken): void;
}

/** The time of this process, from some moment on. */
function now(): Taken {
  const { user, system } = process.cpuUsage();
  return { seconds: performance.now() / 1000, processorSeconds: (user + system) / 1e6 };
}

/**
 * Starts to count.
 *
 * @param clock The time from some moment on; this process's unless given.
 */
export function startStopwatch(clock: () => Taken = now): Stopwatch {
  const start = clock();
  let before: Taken = { seconds: 0, processorSeconds: 0 };
  return {
    taken() {
      const { seconds, processorSeconds } = clock();
      return {
        seconds: before.seconds + seconds - start.seconds,
        processorSeconds: before.processorSeconds + processorSeconds - start.processorSeconds,
      };
    },
    before: () => before,
    goOnFrom(taken) {
      if (taken.seconds > before.seconds) before = taken;
    },
  };
}
