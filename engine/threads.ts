/**
 * Work of the host on all the threads that the engine computes with, with the same result for any number of them.
 *
 * The work is a job: an object of plain values and of typed arrays, made by {@linkcode shared}. A stage is a function that
 * does some of a job's items. The module of the stages ends with a call of {@linkcode answer}, since each thread loads it
 * too. {@linkcode startThreads} starts them; whoever called it works as one of them.
 *
 * @module
 */
import { fileURLToPath } from "node:url";
import { threads } from "./processor.ts";

/**
 * Does the items `from` to `to` (excluded) of a job. Any thread may be given them, in any order: what it writes must belong
 * to those items, and it must read nothing that the same stage writes for other items. Then the result does not depend on
 * the number of threads.
 */
export type Stage<Job> = (job: Job, from: number, to: number, ...values: number[]) => void;

/** Stages by name. */
export type Stages<Job, Name extends string = string> = Readonly<Record<Name, Stage<Job>>>;

/** Threads at work on a job. They wait, and take no time, while there is nothing to do. Disposal ends them. */
export interface Threads<Job, Name extends string = string> extends Disposable {
  /** How many there are, the caller's among them. */
  readonly count: number;
  /**
   * Does all `count` items of a stage, `chunk` at a time by whichever thread is free, and returns when all are done. The
   * bounds of chunks are multiples of `chunk` for any number of threads, so that a stage may also keep a sum for each
   * chunk. Up to `chunk` items are done by the caller alone.
   *
   * @param values At most 8 numbers that the stage is told.
   * @throws What the stage throws on the caller's thread; an `Error` with that text where another thread threw.
   */
  run(stage: Name, count: number, chunk: number, ...values: number[]): void;
}

/** What a thread is sent: the job, and what the threads tell each other. */
interface Message<Job> {
  job: Job;
  board: Board;
}

/** What the threads tell each other. */
interface Board {
  words: Int32Array;
  values: Float64Array;
  /** What was thrown, in UTF-8. */
  error: Uint8Array;
}

/**
 * The words: how often there was something to do, and which stage; the next item, and how many there are in all and in a
 * chunk; how many values; how many threads are not done yet; the length of the error.
 */
const TURN = 0, STAGE = 1, NEXT = 2, COUNT = 3, CHUNK = 4, VALUES = 5, RUNNING = 6, ERROR_LENGTH = 7;

/** In place of a stage: there will be no other. */
const END = -1;

/** A typed array with these values, in memory that threads share. */
export function shared<Values extends Float64Array | Float32Array | Int32Array | Uint32Array | Uint8Array>(
  values: Values,
): Values {
  const make = values.constructor as new (memory: SharedArrayBuffer) => Values;
  const copy = new make(new SharedArrayBuffer(values.byteLength));
  copy.set(values);
  return copy;
}

/**
 * Starts threads for a job. Where there can be none (the program may not read the module's file, say), the caller does all
 * alone.
 *
 * Threads have the caller's permissions.
 *
 * @param module The `import.meta.url` of the module of the stages.
 * @param count How many in all, the caller's among them; as many as the engine computes with unless given.
 * @throws {TypeError} If an array of the job is not shared.
 */
export async function startThreads<Job extends object, Name extends string>(
  module: string,
  stages: Stages<Job, Name>,
  job: Job,
  count: number = threadsOfEngine(),
): Promise<Threads<Job, Name>> {
  checkShared(job);
  const board: Board = {
    words: shared(new Int32Array(8)),
    values: shared(new Float64Array(8)),
    error: shared(new Uint8Array(1024)),
  };
  const { words, values, error } = board;
  const wanted = mayStart(module) ? count - 1 : 0;
  const started = await Promise.all(
    Array.from({ length: wanted }, () => startThread(module, { job, board })),
  );
  const workers = started.filter((worker) => worker !== undefined);
  const names = Object.keys(stages);
  const tell = (what: number) => {
    words[STAGE] = what;
    words[RUNNING] = workers.length;
    Atomics.add(words, TURN, 1);
    Atomics.notify(words, TURN);
  };
  const waitForAll = () => {
    for (let left; (left = Atomics.load(words, RUNNING)) > 0;) Atomics.wait(words, RUNNING, left);
  };
  return {
    count: workers.length + 1,
    run(name, items, chunk, ...told) {
      words.set([0, items, chunk, told.length], NEXT);
      words[ERROR_LENGTH] = 0;
      values.set(told);
      if (items > chunk) tell(names.indexOf(name));
      try {
        takeItems(board, stages[name], job);
      } finally {
        waitForAll();
      }
      const length = words[ERROR_LENGTH];
      if (length > 0) throw new Error(new TextDecoder().decode(error.slice(0, length)));
    },
    [Symbol.dispose]() {
      // Deno cannot end a worker that waits.
      tell(END);
      waitForAll();
      for (const worker of workers) worker.terminate();
    },
  };
}

/**
 * What a module of stages ends with: on a thread that {@linkcode startThreads} started for it, it does as it is told;
 * anywhere else it does nothing.
 *
 * @param module The module's own `import.meta.url`.
 */
export function answer<Job>(module: string, stages: Stages<Job>): void {
  const scope = globalThis as unknown as Worker & { name?: string };
  if (scope.name !== nameOf(module)) return;
  const all = Object.values(stages);
  scope.onmessage = ({ data }) => {
    scope.postMessage("ready");
    workOn(all, data);
  };
}

/** A thread's work, stage after stage. */
function workOn<Job>(stages: readonly Stage<Job>[], { job, board }: Message<Job>): void {
  const { words } = board;
  for (let turn = 0, isOver = false; !isOver;) {
    Atomics.wait(words, TURN, turn);
    turn = Atomics.load(words, TURN);
    isOver = words[STAGE] === END;
    try {
      if (!isOver) takeItems(board, stages[words[STAGE]], job);
    } catch (error) {
      const text = new TextEncoder().encode(String(error)).subarray(0, board.error.length);
      board.error.set(text);
      words[ERROR_LENGTH] = text.length;
    }
    if (Atomics.sub(words, RUNNING, 1) === 1) Atomics.notify(words, RUNNING);
  }
}

/** Does chunks of items until none is left; where one fails, the others are left out. */
function takeItems<Job>({ words, values }: Board, stage: Stage<Job>, job: Job): void {
  const count = words[COUNT], chunk = words[CHUNK], told = Array.from(values.subarray(0, words[VALUES]));
  try {
    for (let from; (from = Atomics.add(words, NEXT, chunk)) < count;) {
      stage(job, from, Math.min(from + chunk, count), ...told);
    }
  } catch (error) {
    Atomics.store(words, NEXT, count);
    throw error;
  }
}

/** How many threads the engine computes with, asked for without a prompt. */
function threadsOfEngine(): number {
  const known = Deno.permissions.querySync({ name: "env", variable: "RECLAIM_THREADS" }).state === "granted";
  return known ? threads() : navigator.hardwareConcurrency;
}

/** Whether a worker may load that module. To try it where it may not would ask for the permission. */
function mayStart(module: string): boolean {
  if (!module.startsWith("file:")) return true;
  // The module itself is not all that it imports.
  const path = fileURLToPath(new URL("../", import.meta.url));
  return Deno.permissions.querySync({ name: "read", path }).state === "granted";
}

/** By its name a worker knows which module's stages it is to do. */
function nameOf(module: string): string {
  return `stages of ${module}`;
}

/** A worker that has loaded the module and has the message; undefined where it cannot load it. */
function startThread<Job>(module: string, message: Message<Job>): Promise<Worker | undefined> {
  return new Promise((resolve) => {
    const worker = new Worker(module, { type: "module", name: nameOf(module) });
    worker.onmessage = () => resolve(worker);
    worker.onerror = (event) => {
      event.preventDefault();
      worker.terminate();
      resolve(undefined);
    };
    worker.postMessage(message);
  });
}

/** @throws {TypeError} If a typed array in it is not in shared memory: each thread would have a copy. */
function checkShared(job: object): void {
  for (const [name, value] of Object.entries(job)) {
    if (ArrayBuffer.isView(value)) {
      if (value.buffer instanceof SharedArrayBuffer) continue;
      throw new TypeError(`Cannot share a job among threads: its arrays must be shared, got ${name}`);
    }
    if (typeof value === "object" && value !== null) checkShared(value);
  }
}
