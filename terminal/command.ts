/**
 * What all commands share: reading the command line, and ending with the exit code that says what happened.
 *
 * @module
 */
import { type Args, parseArgs } from "@std/cli";
import { DataError } from "../datasets/data_error.ts";
import { FileError } from "../disk/files.ts";
import { notice } from "./notice.ts";
import { SetupError } from "../engine/setup_error.ts";
import { nearest, UsageError } from "./usage.ts";

/** The flags of a command. */
export interface Flags {
  string?: readonly string[];
  boolean?: readonly string[];
  collect?: readonly string[];
}

/**
 * Reads a command line.
 *
 * @throws {UsageError} If a flag is unknown, or one that takes a value has none.
 */
export function readFlags(args: readonly string[], flags: Flags): Args {
  const names = [...flags.string ?? [], ...flags.boolean ?? []];
  const parsed = parseArgs(args, {
    ...flags,
    unknown(argument, key) {
      if (key === undefined) return true;
      const meant = nearest(key, names, 1).map((name) => `--${name}`);
      throw new UsageError(`Unknown flag ${argument}: did you mean ${meant}?`);
    },
  });
  for (const name of flags.string ?? []) {
    if ([parsed[name]].flat().includes("")) throw new UsageError(`Flag --${name} needs a value`);
  }
  return parsed;
}

/** Writes a line to stdout. */
export function print(line: string): void {
  Deno.stdout.writeSync(new TextEncoder().encode(`${line}\n`));
}

/**
 * Runs a command, which returns its exit code, and exits: with 2 for what the user can mend (usage, data, set-up), with
 * 1 for a file that is broken or cannot be written, said in a line that names it, and 1 for any other error.
 */
export async function main(command: (args: string[]) => Promise<number>): Promise<never> {
  try {
    Deno.exit(await command(Deno.args));
  } catch (error) {
    if (error instanceof UsageError || error instanceof DataError || error instanceof SetupError) {
      notice(error.message);
      Deno.exit(2);
    }
    if (error instanceof FileError) notice(error.message);
    else notice(error instanceof Error ? error.stack ?? error.message : String(error));
    Deno.exit(1);
  }
}
