/**
 * What all commands share: reading the command line, and ending with the exit code that says what happened.
 *
 * @module
 */
import { parseArgs } from "@std/cli";
import { FileError } from "../disk/files.ts";
import { notice, plain } from "./notice.ts";
import { editDistance, nearest, UsageError, UserError } from "./usage.ts";
import { writeAll } from "./write_all.ts";

/** The exit code of a command that was asked to end, by Ctrl-C or SIGTERM. */
export const INTERRUPTED = 130;

/** The flags of a command, by name. */
export interface Flags {
  /** Those that take a value. */
  readonly string?: readonly string[];
  /** Those that take none. */
  readonly boolean?: readonly string[];
  /** Those of `string` that may be given more than once. */
  readonly collect?: readonly string[];
}

/** The names of one kind of a command's flags; none where it has none of that kind. */
type NamesOf<Known extends Flags, Kind extends keyof Flags> = Known[Kind] extends
  readonly (infer Name extends string)[] ? Name
  : never;

/** A command line as {@linkcode readFlags} reads it: what each flag has, by its name, and the arguments that are none. */
export type Given<Known extends Flags> =
  & { readonly _: readonly string[] }
  & { readonly [Name in NamesOf<Known, "boolean">]: boolean }
  & { readonly [Name in Exclude<NamesOf<Known, "string">, NamesOf<Known, "collect">>]?: string }
  & { readonly [Name in NamesOf<Known, "collect">]: readonly string[] };

/**
 * Reads a command line.
 *
 * @throws {UsageError} If a flag is unknown, one that takes a value has none, one that takes none has one, one is given twice
 * that may be given once, or an argument is empty.
 */
export function readFlags<const Known extends Flags>(args: readonly string[], flags: Known): Given<Known> {
  const { string = [], boolean = [], collect = [] }: Flags = flags;
  const names = [...string, ...boolean];
  checkGiven(args, flags);
  const parsed = parseArgs(args.map((arg) => arg === "-h" ? "--help" : arg), {
    // An argument is text, also where it looks like a number.
    string: ["_", ...string],
    boolean,
    collect,
    unknown(argument, key) {
      if (key === undefined) return true;
      const [meant] = nearest(key, names, 1);
      const isSlip = editDistance(key, meant) <= 2;
      throw new UsageError(
        `Unknown flag ${argument}: ${
          isSlip ? `did you mean --${meant}?` : `known are ${names.map((name) => `--${name}`).join(", ")}`
        }`,
      );
    },
  });
  if (parsed._.includes("")) {
    throw new UsageError("An argument is empty: is a variable of the shell not set?");
  }
  for (const name of string) {
    if ([parsed[name]].flat().includes("")) throw new UsageError(`Flag --${name} needs a value`);
  }
  return parsed as unknown as Given<Known>;
}

/** Throws where a flag is given a value that it doesn't take, or twice: one of both would be taken silently. */
function checkGiven(args: readonly string[], { string = [], boolean = [], collect = [] }: Flags): void {
  const end = args.indexOf("--");
  const given = new Set<string>();
  for (const arg of end < 0 ? args : args.slice(0, end)) {
    const [, name = "", value] = arg.match(/^--([^=]+)(?:=(.*))?$/s) ?? [];
    // The arguments that are no flags would take its value.
    if (/^--?(no-)?_(=|$)/.test(arg)) throw new UsageError(`Unknown flag ${arg}`);
    if (boolean.includes(name) && value !== undefined) {
      throw new UsageError(`Flag --${name} takes no value, got ${value}`);
    }
    if (!string.includes(name) || collect.includes(name)) continue;
    if (given.has(name)) throw new UsageError(`Flag --${name} is given twice: give it once`);
    given.add(name);
  }
}

/** Writes a line to stdout, as {@linkcode plain} has it. */
export function print(line: string): void {
  writeAll(Deno.stdout, `${plain(line)}\n`);
}

/** As a shell has it: 128 and the number of SIGPIPE. */
const BROKEN_PIPE = 141;

/**
 * Runs a command, which returns its exit code, and exits: with 2 for what the user can mend (usage, data, set-up), with
 * 1 for a file that is broken or cannot be written, said in a line that names it, and 1 for any other error.
 */
export async function main(command: (args: string[]) => Promise<number>): Promise<never> {
  try {
    Deno.exit(await command(Deno.args));
  } catch (error) {
    if (error instanceof UserError) {
      notice(error.message);
      Deno.exit(2);
    }
    // Whoever reads the output has enough of it, as `head` does.
    if (error instanceof Deno.errors.BrokenPipe) Deno.exit(BROKEN_PIPE);
    if (error instanceof FileError || error instanceof Deno.errors.NotCapable) notice(error.message);
    else notice(error instanceof Error ? error.stack ?? error.message : String(error));
    Deno.exit(1);
  }
}
