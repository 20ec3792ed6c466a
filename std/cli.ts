/**
 * The part of `@std/cli` that the commands use, with the same signature, over `node:util`'s `parseArgs`.
 *
 * JSR, where the original is, cannot be reached from every machine that must run the commands.
 *
 * @module
 */
import { parseArgs as nodeParseArgs } from "node:util";

/** Options of {@linkcode parseArgs}. */
export interface ParseOptions {
  /** Names of flags that take a value. */
  string?: readonly string[];
  /** Names of flags that take none. */
  boolean?: readonly string[];
  /** Names of flags, also in `string`, that may be given more than once; their values are a list. */
  collect?: readonly string[];
  /** Called for each argument that no option names; positional ones come without `key`. Return false to drop it. */
  unknown?: (argument: string, key?: string, value?: unknown) => unknown;
}

/** The flags by name, and the positional arguments as `_`. */
// deno-lint-ignore no-explicit-any
export type Args = { _: string[]; [name: string]: any };

/** The flags and positional arguments of a command line: `--name value`, `--name=value`, `--switch`. */
export function parseArgs(args: readonly string[], options: ParseOptions = {}): Args {
  const { string: strings = [], boolean: booleans = [], collect = [], unknown = () => true } = options;
  // What begins like a flag is no other flag's value.
  const isFlag = (arg = "--") => arg.startsWith("--");
  // Behind a lone -- all is positional.
  const end = args.includes("--") ? args.indexOf("--") : args.length;
  const whole = args.map((arg, i) =>
    i < end && strings.includes(arg.slice(2)) && isFlag(arg) && isFlag(args[i + 1]) ? `${arg}=` : arg
  );
  const { tokens } = nodeParseArgs({
    args: whole,
    options: {
      ...Object.fromEntries(strings.map((name) => [name, { type: "string" as const }])),
      ...Object.fromEntries(booleans.map((name) => [name, { type: "boolean" as const }])),
    },
    allowPositionals: true,
    strict: false,
    tokens: true,
  });
  const parsed: Args = { _: [] };
  for (const name of booleans) parsed[name] = false;
  for (const name of collect) parsed[name] = [];
  for (const token of tokens) {
    if (token.kind === "positional") {
      if (unknown(token.value) !== false) parsed._.push(token.value);
    } else if (token.kind === "option") {
      const { name, rawName } = token;
      if (booleans.includes(name)) {
        parsed[name] = token.value !== "false";
      } else if (strings.includes(name)) {
        if (collect.includes(name)) parsed[name].push(token.value ?? "");
        else parsed[name] = token.value ?? "";
      } else if (unknown(rawName, name, token.value) !== false) {
        parsed[name] = token.value ?? true;
      }
    }
  }
  return parsed;
}
