import { notice } from "../terminal/notice.ts";
import type { EngineName } from "../engine/mod.ts";
import type { Choice } from "../engine/choice.ts";
import { SetupError } from "../engine/setup_error.ts";
import { computesOnGpu, decide, type DecideOptions } from "./choice.ts";
import type { WorkerOptions } from "./serve.ts";
import type { Speed } from "./speed.ts";
import { EngineDied, startWorker, type Worker } from "./worker.ts";

/** One worker at a time: the next where the last has ended. */
export interface Crew {
  /** The worker; it is started, or replaced by a fresh one where it has worked for long. */
  get(): Promise<Worker>;
  /** How fast the worker is; the cache keeps what it finds. */
  speed(): Promise<Speed>;
  /** The engine that workers have, or would have: of `auto`, what it is on this machine. */
  engine(): Promise<EngineName>;
  /** Whether that engine computes on a GPU, which one run fills. */
  onGpu(): Promise<boolean>;
  /** Why `auto` is that engine, in a few words; undefined where the engine was asked for. */
  why(): string | undefined;
  /** The worker, if there is one. */
  current(): Worker | undefined;
  /** Forgets a worker that has ended. */
  lose(): void;
  /** Ends the worker. */
  end(): Promise<void>;
}

/** What workers are started with; the engine `auto` is decided before. */
export type CrewOptions = Omit<WorkerOptions, "engine"> & { engine: "auto" | EngineName };

/** The engine of crews that do one command's runs together: where one goes on with the next best, all do. */
export interface SharedEngine {
  /** That which workers have, and those to go on with; absent until `auto` is decided. */
  engines?: EngineName[];
  /** Why `auto` is the first of them. */
  why?: string | undefined;
  /** Whether it computes on a GPU. */
  gpu?: boolean;
  /** Whether a worker has worked with it: then it stays. */
  hasWorked: boolean;
}

/** Milliseconds after which a worker is replaced, since what it has compiled stays in its memory. */
const TIRED = 10 * 60_000;

/**
 * Workers started with these options. Where the engine that `auto` is can't be started, or ends its process before any run,
 * they go on with the next best, which is said. Once a worker has worked, its engine stays: the runs of one command are
 * not to be divided between engines.
 *
 * @param tired Milliseconds after which one is replaced.
 * @param choose Decides what `auto` is; tests give their own.
 * @param shared What crews of one command have in common.
 */
export function crewOf(
  options: CrewOptions,
  tired: number = TIRED,
  choose: (options: DecideOptions) => Promise<Choice> = decide,
  shared: SharedEngine = { hasWorked: false },
): Crew {
  if (options.engine !== "auto") shared.engines = [options.engine];
  let worker: Worker | undefined;
  const engine = async (): Promise<EngineName> => {
    if (!shared.engines) Object.assign(shared, await choose(options));
    return shared.engines![0];
  };
  const onGpu = async () => {
    const { requireGpu } = options;
    const named = await engine();
    return shared.gpu ??= await computesOnGpu({ engine: named, requireGpu });
  };
  const get = async (): Promise<Worker> => {
    if (worker && performance.now() - worker.started > tired) await end();
    return worker ??= await startWorker({ ...options, engine: await engine() });
  };
  const withEngine = async <T>(work: () => Promise<T>): Promise<T> => {
    while (true) {
      const tried = await engine();
      try {
        return await work();
      } catch (error) {
        if (!(error instanceof SetupError)) throw error;
        if (error instanceof EngineDied) worker = undefined;
        const [current, next, ...others] = shared.engines!;
        // Another crew has found so already.
        if (current !== tried) continue;
        // What is not set up yet is no reason for another engine: the first run sets it up.
        if (shared.hasWorked || next === undefined || !options.setUp && !(error instanceof EngineDied)) {
          throw error;
        }
        notice(`${error.message}. Going on with the slower engine ${next}`);
        shared.engines = [next, ...others];
        shared.why = undefined;
        shared.gpu = next === "webgpu";
      }
    }
  };
  const lose = () => {
    shared.hasWorked ||= worker !== undefined;
    worker = undefined;
  };
  const end = async () => {
    await worker?.end();
    lose();
  };
  return {
    get: () => withEngine(get),
    speed: () => withEngine(async () => (await get()).speed()),
    engine,
    onGpu,
    why: () => shared.why,
    current: () => worker,
    lose,
    end,
  };
}
