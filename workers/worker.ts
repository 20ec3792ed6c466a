/**
 * Runs in a process of their own: what ends the engine ends one run, and the memory of compiled functions, which
 * TensorFlow never frees, is given back.
 *
 * @module
 */
import { DataError } from "../datasets/mod.ts";
import type { Engine } from "../engine/mod.ts";
import { notice } from "../terminal/notice.ts";
import { SetupError } from "../engine/setup_error.ts";
import { linesOf, splitAt } from "./lines.ts";
import type { Step } from "./progress.ts";
import { spawnDeno } from "./spawn.ts";
import type { RunRecord } from "../records/record.ts";
import type { Speed } from "./speed.ts";
import type { Ran } from "../runner/run.ts";
import { UsageError } from "../terminal/usage.ts";
import { MARK, type Reply, type Request, type RunName, type WorkerOptions } from "./serve.ts";

/** The module that a worker runs. */
const WORKER = new URL("../commands/worker.ts", import.meta.url);

/** A worker's process ended before it answered, or with its GPU. */
export class WorkerDied extends Error {
  constructor(how: string) {
    super(how);
    this.name = "WorkerDied";
  }
}

/** A worker's process ended before it had begun a run: the engine ended it. */
export class EngineDied extends SetupError {
  constructor(engine: string, { message }: WorkerDied) {
    super(
      `Cannot start the engine ${engine}: ${message}: deno task doctor looks for the reason, and --engine wasm does ` +
        "without it",
    );
    this.name = "EngineDied";
  }
}

/** What names a run's record beside its seed, and the code that it would be made by. */
export interface RunDigests {
  /** Of configuration, data and engine. */
  digest: string;
  /** Of the code. */
  code: string;
}

/** What is called while a run is being done. */
export interface Heard {
  /** With the record as it is before the run. */
  opened?(record: RunRecord): void;
  /** With how far it is; not where the worker is quiet. */
  step?(step: Step): void;
  /** With what the user is to be told; unless given, it is said on stderr. */
  said?(text: string): void;
}

/** A process that does one run after another. */
export interface Worker {
  readonly engine: Engine;
  /** When it was started, as `performance.now()` says. */
  readonly started: number;
  /**
   * How fast it is.
   *
   * @throws {EngineDied} If its process ends meanwhile.
   */
  speed(): Promise<Speed>;
  /** Seconds of a training step of a network of the papers' size. */
  pace(): Promise<number>;
  /** The digests of a run. */
  digests(run: RunName): Promise<RunDigests>;
  /** What is wrong with the metrics of a paper's own, a line each. */
  metricFaults(paper: string): Promise<string[]>;
  /**
   * Does a run; `stopped` where it was asked to stop and has kept what it reached.
   *
   * @throws {WorkerDied} If its process ended, or the GPU was lost, which ends the process.
   */
  run(run: RunName, heard?: Heard): Promise<Ran | "stopped">;
  /** Asks it to stop as soon as what its run has reached is kept. */
  stop(): void;
  /** Ends it at once. */
  kill(): void;
  /** Ends it; a run that it does is lost. */
  end(): Promise<void>;
}

/**
 * Starts a worker. What it is asked throws a {@linkcode WorkerDied} where its process ends, and a `DataError` or a
 * `SetupError` where data or engine can't be had.
 *
 * @throws {EngineDied} If its process ends before its engine has started.
 * @throws {SetupError} If the engine can't be had, or there is no `deno` to start.
 * @throws {UsageError} If a paper can't be loaded.
 */
export async function startWorker(options: WorkerOptions): Promise<Worker> {
  const started = performance.now();
  const child = spawnDeno(WORKER, [JSON.stringify(options)], {
    stderr: "inherit",
    ...options.threads !== undefined && { threads: options.threads },
  });
  const writer = child.stdin.getWriter();
  const replies = repliesOf(child);
  // Where the process is gone, the answer says so.
  const send = (request: Request) => {
    writer.write(new TextEncoder().encode(JSON.stringify(request) + "\n")).catch(() => {});
  };
  const receive = async <Is extends Reply["is"]>(...kinds: Is[]): Promise<Extract<Reply, { is: Is }>> => {
    const { value: reply } = await replies.next();
    if (!reply) throw new WorkerDied(endOf(await child.status));
    if (reply.is === "fault") throw errorOf(reply);
    if ((kinds as string[]).includes(reply.is)) return reply as Extract<Reply, { is: Is }>;
    throw new Error(`A worker answered ${reply.is} where ${kinds.join(" or ")} was due`);
  };
  const engineDied = (error: unknown): never => {
    throw error instanceof WorkerDied ? new EngineDied(options.engine, error) : error;
  };
  const { engine } = await receive("engine").catch(engineDied);
  return {
    engine,
    started,
    async speed() {
      send({ ask: "speed" });
      return (await receive("speed").catch(engineDied)).speed;
    },
    async pace() {
      send({ ask: "pace" });
      return (await receive("pace")).seconds;
    },
    async digests(run) {
      send({ ask: "digest", run });
      const { digest, code } = await receive("digest");
      return { digest, code };
    },
    async metricFaults(paper) {
      send({ ask: "metrics", paper });
      return (await receive("metrics")).faults;
    },
    async run(run, { opened, step, said = notice } = {}) {
      send({ ask: "run", run });
      const { record } = await receive("opened");
      opened?.(record);
      const next = () => receive("step", "said", "ran", "stopped", "lost");
      let reply = await next();
      for (; reply.is === "step" || reply.is === "said"; reply = await next()) {
        if (reply.is === "step") step?.(reply.step);
        else said(reply.text);
      }
      if (reply.is === "lost") throw new WorkerDied(`the GPU was lost: ${reply.reason}`);
      return reply.is === "ran" ? reply.ran : "stopped";
    },
    stop: () => send({ ask: "stop" }),
    kill() {
      try {
        child.kill("SIGKILL");
      } catch {
        // It has ended.
      }
    },
    async end() {
      await writer.close().catch(() => {});
      await child.status;
    },
  };
}

/** How a process ended, in words. */
function endOf({ signal, code }: Deno.CommandStatus): string {
  return `its process was ended by ${signal ?? `itself, with exit code ${code}`}`;
}

async function* repliesOf({ stdout }: Deno.ChildProcess): AsyncGenerator<Reply, undefined> {
  for await (const line of linesOf(stdout)) {
    // What libraries and papers write themselves may stand before it without a line break.
    const [said, reply] = splitAt(MARK, line);
    if (said !== "" || reply === undefined) notice(said);
    if (reply !== undefined) yield JSON.parse(reply);
  }
}

function errorOf({ kind, message }: Extract<Reply, { is: "fault" }>): Error {
  if (kind === "data") return new DataError(message);
  if (kind === "user") return new UsageError(message);
  return kind === "set-up" ? new SetupError(message) : new Error(message);
}
