import { notice } from "../terminal/notice.ts";
import type { WorkerOptions } from "./serve.ts";
import { EngineDied, startWorker, type Worker } from "./worker.ts";

/** One worker at a time: the next where the last has ended. */
export interface Crew {
  /** The worker; it is started, or replaced by a fresh one where it has worked for long. */
  get(): Promise<Worker>;
  /** Seconds of a step of the measurement of its speed, by the worker; the cache keeps what it finds. */
  speed(): Promise<number>;
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
 * Workers started with these options. Where the engine `auto` ends its process before any run, they go on with the engine
 * wasm, which is said.
 *
 * @param tired Milliseconds after which one is replaced.
 */
export function crewOf(options: WorkerOptions, tired: number = TIRED): Crew {
  let { engine } = options;
  let worker: Worker | undefined;
  const get = async (): Promise<Worker> => {
    if (worker && performance.now() - worker.started > tired) await end();
    return worker ??= await startWorker({ ...options, engine });
  };
  const withEngine = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof EngineDied)) throw error;
      worker = undefined;
      if (engine !== "auto" || options.requireGpu) throw error;
      notice(`${error.message}. Going on with the slower engine wasm`);
      engine = "wasm";
      return await work();
    }
  };
  const end = async () => {
    await worker?.end();
    worker = undefined;
  };
  return {
    get: () => withEngine(get),
    speed: () => withEngine(async () => (await get()).speed()),
    current: () => worker,
    lose: () => worker = undefined,
    end,
  };
}
