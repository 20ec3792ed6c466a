/**
 * The commands that make runs again, for those who copy them from a report.
 *
 * @module
 */
import { shellWord } from "../../terminal/shell_word.ts";

/** What a command must name beside the experiments, to find them and their data again. */
export interface Again {
  /** The folder of the data, where it is not the default. */
  readonly dataDir?: string;
  /** The folders of papers that are not the suite's own. */
  readonly papers?: readonly string[];
}

/** What a command runs. */
export interface Selection {
  readonly profile: string;
  /** The default seeds where there are none. */
  readonly seeds?: readonly number[];
}

/**
 * The command that runs experiments again, for a shell.
 *
 * @param experiments Ids, or globs of them.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { commandFor } from "./again.ts";
 *
 * assertEquals(
 *   commandFor(["made/up/data"], { profile: "paper", seeds: [1, 2] }, { papers: ["../my paper"] }),
 *   "deno task reproduce made/up/data --profile paper --seed 1,2 --papers '../my paper'",
 * );
 * ```
 */
export function commandFor(
  experiments: readonly string[],
  { profile, seeds = [] }: Selection,
  { dataDir, papers = [] }: Again = {},
): string {
  return reproduceCommand(experiments, {
    profile,
    seed: seeds.length === 0 ? [] : `${[...new Set(seeds)].sort((a, b) => a - b)}`,
    "data-dir": dataDir,
    papers,
  });
}

/**
 * The command `deno task reproduce` with globs and flags, for a shell.
 *
 * @param flags In their order: a flag's value, or values; true for one that takes none. Those without a value are left out.
 */
export function reproduceCommand(
  globs: readonly string[],
  flags: Readonly<Record<string, true | string | readonly string[] | undefined>>,
): string {
  const words = Object.entries(flags).flatMap(([name, value]) => {
    if (value === true) return [`--${name}`];
    return [value ?? []].flat().map((one) => `--${name} ${shellWord(one)}`);
  });
  return ["deno task reproduce", ...globs.map(shellWord), ...words].join(" ");
}
