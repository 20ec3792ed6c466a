/**
 * The command `deno task conformance`: runs TensorFlow.js core's own specs on the engine `tensorflow`.
 *
 * @module
 */
import { notice } from "../terminal/notice.ts";
import { main, print, readFlags } from "../terminal/command.ts";
import { UsageError } from "../terminal/usage.ts";
import { progress } from "../terminal/progress.ts";
import { declareSpecs, judge, readSkips } from "./specs.ts";

const USAGE = `deno task conformance [--filter TEXT] [--list]

Runs TensorFlow.js core's own specs on the engine tensorflow. Those in conformance/skipped.csv, with a reason each, are
not to pass.

  --filter TEXT     only specs whose names contain TEXT, such as 'conv2d '
  --list            print the names, and run nothing
  --quiet           show no progress

Exit codes: 0 no spec failed, 1 one did, 2 bad usage.`;

/** Runs the command; returns its exit code. */
export async function conformance(args: string[]): Promise<number> {
  const flags = readFlags(args, { string: ["filter"], boolean: ["list", "quiet", "help"] });
  if (flags.help) {
    print(USAGE);
    return 0;
  }
  const filter: string = flags.filter ?? "";
  const specs = await declareSpecs(flags.quiet);
  const selected = specs.names.filter((name) => name.includes(filter));
  if (selected.length === 0) throw new UsageError(`No spec has '${filter}' in its name`);
  if (flags.list) {
    for (const name of selected) print(name);
    return 0;
  }
  const shown = progress("Specs", { total: selected.length, quiet: flags.quiet });
  let done = 0;
  const results = await specs.run(filter, ({ name }) => shown.update(++done, name));
  shown.end();
  const { passed, failed, skipped } = judge(results, await readSkips(), specs.names, selected);
  for (const { name, reason } of skipped) print(`Skipped: ${name}\n  ${reason}`);
  for (const { name, messages } of failed) {
    notice(`Failed: ${name}\n  ${messages.join("\n").replaceAll("\n", "\n  ")}`);
  }
  print(`On ${specs.engine}:`);
  print(`${passed.length} passed, ${failed.length} failed, ${skipped.length} skipped`);
  return failed.length > 0 ? 1 : 0;
}

if (import.meta.main) await main(conformance);
