import { noLoaderVariables } from "../engine/loader_variables.ts";
import { SetupError } from "../engine/setup_error.ts";
import { linesOf } from "./lines.ts";

/**
 * Starts a module of this project in a Deno process of its own, with the permissions of runs; its stdin and stdout are
 * piped. Deno is named, not by its path: that is the name which the permission to run has.
 *
 * @param options `threads`: how many of the machine's it computes with; all unless given.
 * @throws {SetupError} If there is no `deno` to start.
 */
export function spawnDeno(
  module: URL,
  args: readonly string[],
  { stderr, threads }: Pick<Deno.CommandOptions, "stderr"> & { threads?: number },
): Deno.ChildProcess {
  try {
    return new Deno.Command("deno", {
      args: ["run", "-q", "-P=reproduce", module.href, ...args],
      env: {
        ...noLoaderVariables(),
        ...threads !== undefined && { RECLAIM_THREADS: String(threads) },
      },
      stdin: "piped",
      stdout: "piped",
      stderr: stderr ?? "inherit",
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

/** How a process ended. */
export interface End {
  status: Deno.CommandStatus;
  /** Whether it was ended since it took too long. */
  late: boolean;
}

/**
 * Hears a process to its end; one that takes longer than `patience` milliseconds is ended. It gets no input.
 *
 * @param hear Called with each line of its stdout.
 */
export async function hearOut(
  child: Deno.ChildProcess,
  patience: number,
  hear: (line: string) => void,
): Promise<End> {
  await child.stdin.close();
  let late = false;
  const timer = setTimeout(() => {
    late = true;
    child.kill("SIGKILL");
  }, patience);
  for await (const line of linesOf(child.stdout)) hear(line);
  const status = await child.status;
  clearTimeout(timer);
  return { status, late };
}
