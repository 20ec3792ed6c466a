import { SetupError } from "../engine/setup_error.ts";

/**
 * The variables by which the system's loader is told which libraries to load, as modules of CUDA and containers do, each
 * with no value. With only some commands allowed, Deno starts nothing while one has a value.
 */
export function noLoaderVariables(): Record<string, string> {
  const names = Object.keys(Deno.env.toObject()).filter((name) => /^(LD|DYLD)_/.test(name));
  return Object.fromEntries(names.map((name) => [name, ""]));
}

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
