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
import { linesOf } from "./lines.ts";
import type { Standing } from "./progress.ts";
import type { RunRecord } from "../records/record.ts";
import type { Ran } from "../runner/run.ts";
import { MARK, type Reply, type Request, type RunName, type WorkerOptions } from "./serve.ts";

/** The module that a worker runs. */
export const WORKER = new URL("../commands/worker.ts", import.meta.url);

/** A worker's process ended before it answered. */
export class WorkerDied extends Error {
  constructor({ signal, code }: Deno.CommandStatus) {
    super(`its process was ended by ${signal ?? `itself, with exit code ${code}`}`);
    this.name = "WorkerDied";
  }
}

/** A process that does one run after another. */
export interface Worker {
  readonly engine: Engine;
  /** When it was started, as `performance.now()` says. */
  readonly started: number;
  /** Seconds of a step of the measurement of its speed. */
  speed(): Promise<number>;
  /** The digest of a run's configuration, data and engine. */
  digest(run: RunName): Promise<string>;
  /**
   * Does a run; `stopped` where it was asked to stop and has kept what it reached.
   *
   * @param opened Called with the record as it is before the run.
   */
  run(run: RunName, standing: Standing, opened: (record: RunRecord) => void): Promise<Ran | "stopped">;
  /** Asks it to stop as soon as what its run has reached is kept. */
  stop(): void;
  /** Ends it at once. */
  kill(): void;
  /** Ends it, once it is idle. */
  end(): Promise<void>;
}

/**
 * Starts a worker. What it is asked throws a {@linkcode WorkerDied} where its process ends, and a `DataError` or a
 * `SetupError` where data or engine can't be had.
 *
 * @param script The module that it runs, which calls `serve()`.
 * @throws {SetupError} If the engine can't be had, or there is no `deno` to start.
 */
export async function startWorker(options: WorkerOptions, script: URL = WORKER): Promise<Worker> {
  const started = performance.now();
  const child = spawn(options, script);
  const writer = child.stdin.getWriter();
  const replies = repliesOf(child);
  // Where the process is gone, the answer says so.
  const send = (request: Request) => {
    writer.write(new TextEncoder().encode(JSON.stringify(request) + "\n")).catch(() => {});
  };
  const receive = async <Is extends Reply["is"]>(...kinds: Is[]): Promise<Extract<Reply, { is: Is }>> => {
    const { value: reply } = await replies.next();
    if (!reply) throw new WorkerDied(await child.status);
    if (reply.is === "fault") throw errorOf(reply);
    if ((kinds as string[]).includes(reply.is)) return reply as Extract<Reply, { is: Is }>;
    throw new Error(`A worker answered ${reply.is} where ${kinds.join(" or ")} was due`);
  };
  const { engine } = await receive("engine");
  return {
    engine,
    started,
    async speed() {
      send({ ask: "speed" });
      return (await receive("speed")).seconds;
    },
    async digest(run) {
      send({ ask: "digest", run });
      return (await receive("digest")).digest;
    },
    async run(run, standing, opened) {
      send({ ask: "run", run, standing });
      opened((await receive("opened")).record);
      const reply = await receive("ran", "stopped");
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

/** Named, not by its path: that is the name which the permission to run has. */
function spawn(options: WorkerOptions, script: URL): Deno.ChildProcess {
  try {
    return new Deno.Command("deno", {
      args: ["run", "-q", "-P=reproduce", script.href, JSON.stringify(options)],
      stdin: "piped",
      stdout: "piped",
      stderr: "inherit",
    }).spawn();
  } catch (error) {
    if (error instanceof Deno.errors.NotFound || error instanceof Deno.errors.NotCapable) {
      throw new SetupError(
        `Cannot start a process for the runs: there must be a deno on the PATH: ${error.message}`,
      );
    }
    throw error;
  }
}

async function* repliesOf({ stdout }: Deno.ChildProcess): AsyncGenerator<Reply, undefined> {
  for await (const line of linesOf(stdout)) {
    if (line.startsWith(MARK)) yield JSON.parse(line.slice(MARK.length));
    else notice(line);
  }
}

function errorOf({ kind, message }: Extract<Reply, { is: "fault" }>): Error {
  if (kind === "data") return new DataError(message);
  return kind === "set-up" ? new SetupError(message) : new Error(message);
}
