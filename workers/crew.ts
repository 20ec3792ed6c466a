import type { WorkerOptions } from "./serve.ts";
import { startWorker, WORKER, type Worker } from "./worker.ts";

/** One worker at a time: the next where the last has ended. */
export interface Crew {
  /** The worker; it is started, or replaced by a fresh one where it has worked for long. */
  get(): Promise<Worker>;
  /** The worker, if there is one. */
  current(): Worker | undefined;
  /** Forgets a worker that has ended. */
  lose(): void;
  /** Ends the worker. */
  end(): Promise<void>;
}

/** Milliseconds after which a worker is replaced, since what it has compiled stays in its memory. */
const TIRED = 10 * 60_000;

/**
 * Workers started with these options.
 *
 * @param script The module that they run.
 * @param tired Milliseconds after which one is replaced.
 */
export function crewOf(options: WorkerOptions, script: URL = WORKER, tired: number = TIRED): Crew {
  let worker: Worker | undefined;
  const end = async () => {
    await worker?.end();
    worker = undefined;
  };
  return {
    async get() {
      if (worker && performance.now() - worker.started > tired) await end();
      return worker ??= await startWorker(options, script);
    },
    current: () => worker,
    lose: () => worker = undefined,
    end,
  };
}
