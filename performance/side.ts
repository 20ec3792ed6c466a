import { linesOf } from "../workers/lines.ts";

/** What one unit of work took, and a number of its result to compare with the other side's. */
export interface Unit {
  ms: number;
  result: number;
  /** The most memory that the process has held so far, in bytes. */
  peak: number;
}

/** One side of a work, in a process of its own that does a unit at a time when asked. */
export class Side {
  readonly #process: Deno.ChildProcess;
  readonly #lines: AsyncIterator<string>;
  readonly #input: WritableStreamDefaultWriter<Uint8Array>;

  /** Starts the process. */
  constructor(command: string, args: string[]) {
    this.#process = new Deno.Command(command, { args, stdin: "piped", stdout: "piped" }).spawn();
    this.#lines = linesOf(this.#process.stdout);
    this.#input = this.#process.stdin.getWriter();
  }

  /** Waits until the work is set up and warmed up. */
  async ready(): Promise<void> {
    const line = await this.#next();
    if (line !== "ready") throw new Error(`Cannot measure: expected "ready": got ${line}`);
  }

  /** Does one unit; the other side stands still meanwhile. */
  async unit(): Promise<Unit> {
    await this.#input.write(new TextEncoder().encode("\n"));
    return JSON.parse(await this.#next());
  }

  /** Ends the process. */
  async end(): Promise<void> {
    await this.#input.close();
    await this.#process.status;
  }

  async #next(): Promise<string> {
    const { value, done } = await this.#lines.next();
    if (done) throw new Error("Cannot measure: a side ended early; its errors stand above");
    return value;
  }
}
