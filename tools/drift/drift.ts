/**
 * The command `deno task drift`: the same runs on every engine, and how far their numbers are apart.
 *
 * @module
 */
import { fileURLToPath } from "node:url";
import { readEngine } from "../../commands/engine.ts";
import { statIfThere } from "../../disk/files.ts";
import { noLoaderVariables } from "../../engine/loader_variables.ts";
import { ENGINES } from "../../engine/mod.ts";
import { loadPapers } from "../../papers/load.ts";
import type { RunRecord } from "../../records/record.ts";
import { readRecords } from "../../records/record_files.ts";
import { withSection } from "../../reports/markdown/sections.ts";
import { readProfile } from "../../runner/plan.ts";
import { main, print, readFlags } from "../../terminal/command.ts";
import { notice } from "../../terminal/notice.ts";
import { UsageError } from "../../terminal/usage.ts";
import { faultsOf, HEAD, headingOf, sectionOf } from "./page.ts";
import { paired } from "./pairs.ts";
import { words } from "./words.ts";
import { counted } from "../../terminal/counted.ts";

const USAGE = `deno task drift --out DIR [GLOB…] [options]

Runs the experiments whose ids match the globs (default: all but studies) on each engine with the same seeds, into the
result folders DIR/tensorflow, DIR/webgpu and so on, compares the records, and writes the profile's section of
engine/DRIFT.md. Runs that are recorded already are not run again.

  --profile NAME   smoke (the default), quick or paper
  --engines A,B    the engines, ${ENGINES.join(",")} unless given; the others are compared with the first
  --seed A,B       the seeds; the profile's own unless given
  --data-dir DIR   take data sets from this folder
  --run A,B        run on these engines only, and take of the others what DIR has; none: run nothing
  --quiet          show no progress

Exit codes: 0 done, 1 the loss of a first epoch is more than a thousandth apart, a run failed, or records cannot be
compared, 2 bad usage.`;

const ROOT = fileURLToPath(new URL("../../", import.meta.url));

/**
 * Runs the command; returns its exit code.
 *
 * @param page The file that is written.
 */
export async function drift(args: string[], page: string = `${ROOT}engine/DRIFT.md`): Promise<number> {
  const flags = readFlags(args, {
    string: ["profile", "engines", "run", "seed", "data-dir", "out"],
    boolean: ["quiet", "help"],
  });
  if (flags.help) {
    print(USAGE);
    return 0;
  }
  const { out } = flags;
  if (out === undefined) throw new UsageError("Name the folder of the results: deno task drift --out DIR");
  const profile = readProfile(flags.profile ?? "smoke");
  const engines = readEngines("--engines", flags.engines ?? ENGINES.join(","));
  if (engines.length < 2) throw new UsageError(`--engines must name two engines or more, got ${engines[0]}`);
  const running = flags.run === "none" ? [] : readEngines("--run", flags.run ?? engines.join(","));
  const records: RunRecord[] = [];
  for (const engine of engines) {
    if (running.includes(engine)) {
      await run(engine, [
        ...flags._,
        ...["--profile", profile, "--out", `${out}/${engine}`],
        ...flags.seed === undefined ? [] : ["--seed", flags.seed],
        ...flags["data-dir"] === undefined ? [] : ["--data-dir", flags["data-dir"]],
        ...flags.quiet ? ["--quiet"] : [],
      ]);
    }
    records.push(...await readRecords(`${out}/${engine}`));
  }
  const found = paired(records, profile, engines);
  if (found.pairs.length === 0 && found.failed.length === 0) {
    throw new UsageError(`Nothing to compare: ${out}/${engines[0]} has no run of the profile ${profile}`);
  }
  const section = sectionOf({ ...found, profile, engines, words: words(await loadPapers(), found.pairs) });
  const before = await statIfThere(page) === undefined ? HEAD : await Deno.readTextFile(page);
  await Deno.writeTextFile(page, withSection(before, headingOf(profile), section));
  await new Deno.Command("deno", {
    args: ["fmt", "-q", "--config", `${ROOT}deno.json`, page],
    env: noLoaderVariables(),
  }).output();
  const faults = faultsOf(found);
  for (const fault of faults) print(`Fault: ${fault}`);
  for (const run of found.missing) print(`Not run: ${run}`);
  print(
    `${counted(found.pairs.length, "run")} compared on ${engines.join(", ")}; ${
      counted(faults.length, "fault")
    }. Page: ${page}`,
  );
  return faults.length > 0 ? 1 : 0;
}

/**
 * The engines of a list.
 *
 * @throws {UsageError} If one is unknown, or `auto`.
 */
function readEngines(flag: string, list: string): string[] {
  const engines = [...new Set(list.split(",").map((name) => readEngine(name.trim())))];
  if (engines.includes("auto")) throw new UsageError(`${flag} must name engines, got auto`);
  return engines;
}

/** The exit code of `reproduce` where runs failed: their records say so. */
const FAILED = 1;

/**
 * Runs experiments on an engine, in a process of its own: some drivers' libraries and TensorFlow's cannot be in one.
 *
 * @throws {UsageError} If they could not be run.
 */
async function run(engine: string, args: readonly string[]): Promise<void> {
  notice(`On ${engine}:`);
  const { code } = await new Deno.Command("deno", {
    args: [
      ...["run", "-q", "--config", `${ROOT}deno.json`, "-P=reproduce", `${ROOT}commands/reproduce.ts`],
      ...["--engine", engine, ...args],
    ],
    env: noLoaderVariables(),
    stdout: "null",
  }).spawn().status;
  if (code !== 0 && code !== FAILED) {
    throw new UsageError(`Cannot run the experiments on ${engine}: its reason stands above`);
  }
}

if (import.meta.main) await main(drift);
