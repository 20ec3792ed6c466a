/**
 * The command `deno task conformance`: runs TensorFlow.js core's own specs on an engine, and our own cases.
 *
 * @module
 */
import { fileURLToPath } from "node:url";
import { statIfThere, writeWhole } from "../disk/files.ts";
import { notice } from "../terminal/notice.ts";
import { main, print, readFlags } from "../terminal/command.ts";
import { UsageError } from "../terminal/usage.ts";
import { progress } from "../terminal/progress.ts";
import { ENGINES, type SpecEngine, specFiles } from "./bundle.ts";
import { caseNames, runCases } from "./compared.ts";
import { countCauses, section, withSection } from "./results.ts";
import { declareSpecs, judge, readSkips } from "./specs.ts";
import { usedFiles, usedFunctions } from "./used.ts";

const USAGE = `deno task conformance [--engine NAME] [--used] [--filter TEXT] [--list]

Runs TensorFlow.js core's own specs on an engine. On webgpu it also runs our own cases: each op's value and gradient
beside TensorFlow.js's plain engine cpu. Specs that are not to pass are in conformance/skipped.csv, with a reason each.
A run of all of them writes its engine's section of conformance/RESULTS.md.

On two cores of a processor it takes about 20 seconds on tensorflow, and 100 on webgpu with a software device, or 50
with --used.

  --engine NAME     ${ENGINES.join(" or ")}; ${ENGINES[0]} unless given
  --used            only specs of the ops that the project uses, and our own cases
  --filter TEXT     only specs whose names contain TEXT, such as 'conv2d '
  --list            print the names, and run nothing
  --quiet           show no progress

Exit codes: 0 no spec failed, 1 one did, 2 bad usage.`;

const RESULTS = new URL("RESULTS.md", import.meta.url);

/** Runs the command; returns its exit code. */
export async function conformance(args: string[]): Promise<number> {
  const flags = readFlags(args, {
    string: ["engine", "filter"],
    boolean: ["used", "list", "quiet", "help"],
  });
  if (flags.help) {
    print(USAGE);
    return 0;
  }
  if (flags._.length > 0) throw new UsageError(`What is ${flags._[0]}? Specs are chosen by --filter TEXT`);
  const engine = engineOf(flags.engine);
  const filter: string = flags.filter ?? "";
  const started = performance.now();
  const files = await specFiles();
  const specs = await declareSpecs(
    engine,
    flags.used ? usedFiles(await usedFunctions(), files) : files,
    flags.quiet,
  );
  const cases = engine === "webgpu" ? await caseNames() : [];
  const all = [...specs.names, ...cases];
  const selected = all.filter((name) => name.includes(filter));
  if (selected.length === 0) throw new UsageError(`No spec has '${filter}' in its name`);
  if (flags.list) {
    for (const name of selected) print(name);
    return 0;
  }

  const shown = progress("Specs", { total: selected.length, quiet: flags.quiet });
  let done = 0;
  const onResult = ({ name }: { name: string }) => shown.update(++done, name);
  const results = [
    ...await specs.run(filter, onResult),
    ...cases.length > 0 ? await runCases(cases.filter((name) => name.includes(filter)), onResult) : [],
  ];
  shown.end();
  const skips = await readSkips(engine);
  const known = new Set(all);
  const { passed, failed, skipped } = judge(
    results,
    flags.used ? skips.filter(({ name }) => known.has(name)) : skips,
    all,
    selected,
  );
  for (const { name, reason } of skipped) print(`Skipped: ${name}\n  ${reason}`);
  for (const { name, messages } of failed) {
    notice(`Failed: ${name}\n  ${messages.join("\n").replaceAll("\n", "\n  ")}`);
  }
  print(`On ${specs.device}:`);
  print(`${passed.length} passed, ${failed.length} failed, ${skipped.length} skipped`);
  for (const { cause, count } of countCauses(skipped)) print(`  ${count} skipped: ${cause}`);
  const leftOut = specs.leftOut.length;
  if (leftOut > 0) print(`${leftOut} left out by TensorFlow.js, since they read values without waiting`);

  if (!flags.used && filter === "") {
    const body = section({
      engine,
      device: specs.device,
      passed: passed.length,
      failed: failed.map(({ name }) => name),
      skipped,
      leftOut,
      seconds: (performance.now() - started) / 1000,
    });
    await writeWhole(fileURLToPath(RESULTS), withSection(await textOf(RESULTS), engine, body));
  }
  return failed.length > 0 ? 1 : 0;
}

function engineOf(name: string = ENGINES[0]): SpecEngine {
  const engine = ENGINES.find((engine) => engine === name);
  if (!engine) throw new UsageError(`Unknown engine ${name}: the specs run on ${ENGINES.join(" or ")}`);
  return engine;
}

/** A file's text; empty if there is none. */
async function textOf(file: URL): Promise<string> {
  return await statIfThere(file) ? await Deno.readTextFile(file) : "";
}

if (import.meta.main) await main(conformance);
