/**
 * The command `deno task check`: what is wrong with a paper's folder, its runs included.
 *
 * @module
 */
import { fileURLToPath, pathToFileURL } from "node:url";
import { type Fault, faultLines, shownPath } from "../claims/fault.ts";
import { DataError, locateDataset } from "../datasets/mod.ts";
import { isFolder } from "../disk/files.ts";
import { noLoaderVariables } from "../engine/loader_variables.ts";
import { ENGINES } from "../engine/mod.ts";
import type { PaperDeclaration } from "../experiments/experiment.ts";
import { paperFaults } from "../papers/faults.ts";
import { figureFaults } from "../papers/figure_faults.ts";
import {
  ClaimsError,
  type Declaration,
  loadDeclarations,
  loadPapers,
  type Paper,
  PaperError,
} from "../papers/load.ts";
import type { RunRecord } from "../records/record.ts";
import { writeReport } from "../reports/write.ts";
import { planRuns, type Run } from "../runner/plan.ts";
import type { Ran } from "../runner/run.ts";
import { INTERRUPTED, main, print, readFlags } from "../terminal/command.ts";
import { counted } from "../terminal/counted.ts";
import { notice } from "../terminal/notice.ts";
import { showDuration } from "../terminal/duration.ts";
import { shellWord } from "../terminal/shell_word.ts";
import { editDistance, UsageError } from "../terminal/usage.ts";
import { type Crew, crewOf } from "../workers/crew.ts";
import { listenForInterrupts } from "../workers/interrupt.ts";
import { writeRun } from "../workers/suite.ts";
import { WorkerDied } from "../workers/worker.ts";
import { checkDataFolder } from "./data_folder.ts";
import { readEngine } from "./engine.ts";

const USAGE = `deno task check DIR [options]

Checks the paper in the folder DIR: that it loads, its claims and their tolerances, its page, its own metrics and data
sets, a run of each experiment that has a profile smoke (studies have none), that each claim is answered by exactly one
of the numbers that these measure, that its report can be drawn, and its types: a misspelt setting shows there. Nothing is
left behind. It executes the paper's code; what that may do is what the permission sets check and reproduce in deno.json
allow, which is as much as the user may.

  --data-dir DIR    look for data sets in this folder too
  --engine NAME     auto (the default), ${ENGINES.join(", ")}
  --quiet           say nothing of runs under way

Exit codes: 0 all is well, 1 something is wrong (a line for each cause, with the file and the row), 2 bad usage, 130 ended
by Ctrl-C.`;

/** The section of a paper's page that every reader of its numbers needs. */
const NEEDED_SECTION = "Deviations and assumptions";

/** Seconds that the smoke runs of a paper may take, so that people check it often. */
const PATIENCE = 60;

/** What was checked and what is wrong. */
interface Outcome {
  faults: readonly Fault[];
  /** The claims that were read. */
  claims: number;
  /** The runs that were done. */
  runs: number;
  /** The experiments that have no profile smoke, as studies have none. */
  without: number;
}

/** Runs the command; returns its exit code. */
export async function check(args: string[]): Promise<number> {
  const flags = readFlags(args, { string: ["data-dir", "engine"], boolean: ["quiet", "help"] });
  if (flags.help) {
    print(USAGE);
    return 0;
  }
  const [folder, ...others] = flags._;
  if (folder === undefined || others.length > 0) {
    throw new UsageError("Name one folder of a paper: deno task check DIR");
  }
  if (!await isFolder(folder)) {
    throw new UsageError(`There is no folder ${folder}: deno task new ${shellWord(folder)} makes one`);
  }
  await checkDataFolder(flags["data-dir"]);
  const crew = crewOf({
    papers: [folder],
    engine: readEngine(flags.engine ?? "auto"),
    requireGpu: false,
    setUp: true,
    quiet: flags.quiet,
    ...flags["data-dir"] !== undefined && { dataDir: flags["data-dir"] },
  });
  const out = await Deno.makeTempDir({ prefix: "reclaim-check-" });
  const end = () => {
    crew.current()?.kill();
    try {
      Deno.removeSync(out, { recursive: true });
    } finally {
      Deno.exit(INTERRUPTED);
    }
  };
  const interrupts = listenForInterrupts(end, end);
  try {
    const started = performance.now();
    const work = { crew, out, dataDir: flags["data-dir"], quiet: flags.quiet };
    const { faults, claims, runs, without } = await checkPaper(folder, work);
    for (const line of faultLines(faults)) notice(line);
    if (faults.length > 0) return 1;
    const took = (performance.now() - started) / 1000;
    if (runs === 0 && claims > 0) {
      notice("No claim was tried against a run: no experiment has a profile smoke");
    }
    const left = without === 0
      ? ""
      : `; not run: ${counted(without, "experiment")} without a profile smoke, such as studies`;
    const read = `${counted(claims, "claim")} read`;
    print(`${counted(runs, "smoke run")} in ${showDuration(took)}, ${read}: all is well${left}`);
    if (took > PATIENCE) {
      notice(`To check it in less than ${PATIENCE} s, make the profile smoke of its experiments smaller`);
    }
    return 0;
  } finally {
    await crew.end();
    await Deno.remove(out, { recursive: true });
    interrupts.close();
  }
}

/** What the checks of a paper work with. */
interface Work {
  crew: Crew;
  /** A result folder. */
  out: string;
  dataDir: string | undefined;
  quiet: boolean;
}

async function checkPaper(folder: string, work: Work): Promise<Outcome> {
  const loaded = await load(folder);
  // Of a misspelt setting the types tell the cause, and all else only what comes of it.
  const types = typeFaults(folder);
  if (!loaded.declaration) {
    const causes = (await types).filter(({ row }) => row !== undefined);
    return { faults: causes.length > 0 ? causes : loaded.faults, claims: 0, runs: 0, without: 0 };
  }
  const { declaration, paper } = loaded;
  const file = shownPath(new URL("paper.ts", declaration.folder));
  const inPaper = (reason: string): Fault => ({ file, reason });
  const worker = await work.crew.get();
  const faults = [
    ...loaded.faults,
    ...await nameFaults(folder),
    ...paper ? pageFaults(paper) : [],
    ...figureFaults(declaration).map(inPaper),
    ...(await worker.metricFaults(declaration.id)).map((fault) => inPaper(`the metric ${fault}`)),
  ];
  const data = await dataFaults(declaration, work);
  const { records, failures } = await smokeRuns(declaration, data.lost, work);
  faults.push(...[...data.faults, ...failures].map(inPaper));
  if (paper) {
    faults.push(...paperFaults(paper, records));
    faults.push(...(await reportFaults(paper, work.out)).map(inPaper));
  }
  const without = declaration.experiments.filter(({ profiles }) => profiles.smoke === undefined).length;
  const claims = paper?.claims.length ?? 0;
  return { faults: [...await types, ...faults], claims, runs: records.length, without };
}

/** The paper in a folder; without its claims where only these cannot be used, and nothing where it cannot be loaded. */
async function load(
  folder: string,
): Promise<{ declaration?: Declaration; paper?: Paper; faults: readonly Fault[] }> {
  try {
    const paper = (await loadPapers([folder])).at(-1)!;
    return { declaration: paper, paper, faults: [] };
  } catch (error) {
    if (!(error instanceof PaperError)) throw error;
    if (!(error instanceof ClaimsError)) return { faults: error.faults };
    return { declaration: (await loadDeclarations([folder])).at(-1)!, faults: error.faults };
  }
}

/** The files of a paper's folder that are read by their names, beside its tables. */
const READ = ["claims.csv", "errata.csv", "bounds.csv", "causes.csv", "reference.bib"];

/** Files that are not read, and whose names are nearly those of files that are. */
async function nameFaults(folder: string): Promise<Fault[]> {
  const faults: Fault[] = [];
  for await (const { name, isFile } of Deno.readDir(folder)) {
    if (!isFile || READ.includes(name) || /^table_.*\.csv$/.test(name) || !/\.(csv|bib)$/i.test(name)) {
      continue;
    }
    const meant = /^(tab(le)?s?[-_ .]?\d|table_).*\.csv$/i.test(name)
      ? "a table of claims is named table_….csv"
      : READ.filter((known) => editDistance(name.toLowerCase(), known) <= 1).map((known) =>
        `did you mean ${known}?`
      )[0];
    if (meant !== undefined) {
      faults.push({ file: `${folder}/${name}`, reason: `this file is not read: ${meant}` });
    }
  }
  return faults;
}

/** The suite's folder. */
const ROOT = new URL("../", import.meta.url);

/** What Deno finds wrong with the types of a paper's code: a setting that there is not, or one of another kind. */
async function typeFaults(folder: string): Promise<Fault[]> {
  const paper = `${await Deno.realPath(folder)}/paper.ts`;
  const { success, stderr } = await new Deno.Command("deno", {
    args: ["check", "-q", "--config", fileURLToPath(new URL("deno.json", ROOT)), paper],
    env: { ...noLoaderVariables(), NO_COLOR: "1" },
    stdout: "null",
  }).output();
  if (success) return [];
  const text = new TextDecoder().decode(stderr);
  // What is wrong, from the whole to its part, a line each; the line of code and the mark under it, where there are such; the
  // place.
  const found = text.split(/^TS\d+ \[ERROR\]: /m).slice(1).flatMap((error) => {
    const place = /^ {4}at (file:\S+?):(\d+):\d+$/m.exec(error);
    if (place === null) return [];
    const reasons = error.slice(0, place.index).replace(/.*\n *[~^]+\n$/, "");
    return [[reasons, place[1], place[2]]];
  });
  // An error without a place, such as of a module that is not there.
  if (found.length === 0) {
    return [{ file: shownPath(pathToFileURL(paper)), reason: text.trim().split("\n")[0] }];
  }
  return found.map(([reasons, url, row]) => {
    const reason = reasons.trim().split("\n").at(-1)!.trim().replace(/'[^']{60,}'/g, "'…'");
    return { file: shownPath(new URL(url)), row: Number(row), reason };
  });
}

function pageFaults({ deviations, folder }: Paper): Fault[] {
  if (deviations !== "") return [];
  const reason =
    `the section "## ${NEEDED_SECTION}" is missing or empty: say what was done otherwise, or that nothing was`;
  return [{ file: shownPath(new URL("README.md", folder)), reason }];
}

/** What is wrong with a paper's own data sets, and those that its smoke runs need; `lost` are those that cannot be loaded. */
async function dataFaults(
  { datasets, experiments }: PaperDeclaration,
  { dataDir }: Work,
): Promise<{ faults: string[]; lost: string[] }> {
  const options = dataDir === undefined ? {} : { dataDir };
  const needed = experiments.flatMap(({ profiles }) => profiles.smoke?.dataset ?? []);
  const faults: string[] = [];
  const lost: string[] = [];
  for (const name of new Set([...datasets.map(({ name }) => name), ...needed])) {
    const own = datasets.find((dataset) => dataset.name === name);
    try {
      const place = await locateDataset(name, options, datasets);
      // The runs download what is still to be had, and say what is wrong with it.
      if (own && place !== "download") await own.load(options);
    } catch (error) {
      if (!(error instanceof DataError)) throw error;
      lost.push(name);
      faults.push(error.message);
    }
  }
  return { faults, lost };
}

/** Runs each experiment in the profile smoke; gives the records of those that are done, and why the others failed. */
async function smokeRuns(
  { experiments }: PaperDeclaration,
  lost: readonly string[],
  { crew, out, quiet }: Work,
): Promise<{ records: RunRecord[]; failures: string[] }> {
  // What has seeds of its own trains nothing: each of them can be wrong in its own way.
  const planned = experiments.flatMap((one) => planRuns([one], "smoke", one.seeds ?? [42], true));
  const runs = planned.filter(({ protocol }) => !lost.includes(protocol.dataset));
  const records: RunRecord[] = [];
  const causes = new Map<string, string[]>();
  for (const [i, run] of runs.entries()) {
    const { id } = run.experiment;
    if (!quiet) notice(`[${i + 1}/${runs.length}] ${id}`);
    const result = await smokeRun(run, crew);
    const error = typeof result === "string" ? result : result.record.error;
    if (error !== undefined) causes.set(error, [...causes.get(error) ?? [], id]);
    if (typeof result === "string") continue;
    await writeRun(out, result);
    if (error === undefined) records.push(result.record);
  }
  const failures = [...causes].map(([error, ids]) =>
    `${ids.join(", ")}: ${ids.length > 1 ? "the runs" : "the run"} failed: ${error}`
  );
  return { records, failures };
}

/** What a run found, or why its process ended. */
async function smokeRun({ experiment, profile, seed }: Run, crew: Crew): Promise<Ran | string> {
  const { id } = experiment;
  try {
    const worker = await crew.get();
    const ran = await worker.run({ experiment: id, profile, seed });
    if (ran === "stopped") throw new Error(`${id} was stopped`);
    return ran;
  } catch (error) {
    if (!(error instanceof WorkerDied || error instanceof DataError)) throw error;
    crew.lose();
    return error.message;
  }
}

/** What keeps the report of the paper's runs from being drawn, and what it leaves out. */
async function reportFaults(paper: Paper, out: string): Promise<string[]> {
  try {
    const { damaged } = await writeReport(out, [paper]);
    return damaged.map((fault) => `its report leaves out: ${fault}`);
  } catch (error) {
    return [`its report cannot be drawn: ${error instanceof Error ? error.message : error}`];
  }
}

if (import.meta.main) await main(check);
