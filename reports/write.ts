import { type FigureData, figureDataPath, readFigureData } from "../records/figure_data.ts";
import type { RunRecord } from "../records/record.ts";
import { readSoundRecords } from "../records/record_files.ts";
import { writeWhole } from "../disk/files.ts";
import type { Paper } from "./text/chapter.ts";
import { readClaims } from "../claims/claims_format.ts";
import { compare } from "../judging/compare.ts";
import { type Runs, runsByExperiment } from "../judging/runs.ts";
import { claimsCsv, claimsJson, measurementsCsv } from "./exports.ts";
import { badge } from "./figures/badge.ts";
import { figureDataFault } from "./figures/fault.ts";
import { drawFigures, type Leavings } from "./figures/mod.ts";
import type { Verdict } from "../judging/judge.ts";
import { papersOf, report, type ReportInput, shortTitles } from "./text/report.ts";
import { writeSite } from "./site/mod.ts";
import { tally } from "../judging/tallies.ts";
import { writeOnly } from "../disk/write_only.ts";

/** What was written. */
export interface Written {
  /** The report's first file. */
  readonly path: string;
  /** How many claims came to each verdict. */
  readonly counts: Record<Verdict, number>;
  /** The number of records that it was drawn from. */
  readonly records: number;
  /** What is wrong with the files that were left out, a line each. */
  readonly damaged: readonly string[];
}

/**
 * Draws the report of a result folder again: reads `out/runs`, the claims and the papers' pages, writes `out/REPORT.md`
 * with a chapter for each paper in `out/papers`, `out/figures/*.svg`, `out/verdicts.svg`, `out/claims.csv`,
 * `out/claims.json`, `out/measurements.csv` and the web page `out/site/`. Figures of an earlier report that this one has
 * not are removed. Files under `out/runs` that cannot be read are left out, which the report says.
 *
 * @throws {ClaimsError} If the claims or errata are not well formed.
 * @throws {OutputError} If a file cannot be written.
 */
export async function writeReport(out: string): Promise<Written> {
  const { records, faults } = await readSoundRecords(out);
  const damaged = faults.map(({ error }) => error.message.replaceAll(`${out}/`, ""));
  const { claims, errata, unanswered } = await readClaims(new URL("../fixtures/", import.meta.url));
  const comparisons = compare(claims, errata, records, unanswered);
  const papers = await readPapers(new URL("../benchmarks/", import.meta.url));
  const experiments = runsByExperiment(records);
  const leavings = await readLeavings(out, experiments, damaged);
  const titles = shortTitles(papersOf({ comparisons, records, papers }));
  const figures = drawFigures({ comparisons, experiments, leavings, titles });
  const input: ReportInput = { comparisons, errata, records, papers, figures, damaged };
  const counts = tally(comparisons);

  // Everything that is written, in one place; all of it is drawn from the same input.
  const files = report(input);
  for (const { path, markdown } of files) await writeWhole(`${out}/${path}`, markdown);
  const svgs = figures.map(({ name, svg }) => [`${out}/figures/${name}.svg`, svg] as const);
  await writeOnly(`${out}/figures`, ".svg", new Map(svgs));
  await writeWhole(
    `${out}/verdicts.svg`,
    badge(tally(comparisons.filter(({ claim }) => claim.kind === "result"))),
  );
  await writeWhole(`${out}/claims.csv`, claimsCsv(comparisons));
  await writeWhole(`${out}/claims.json`, claimsJson(comparisons));
  await writeWhole(`${out}/measurements.csv`, measurementsCsv(records));
  await writeSite(out, { comparisons, errata, records, papers, leavings });
  return { path: `${out}/${files[0].path}`, counts, records: records.length, damaged };
}

/** What each experiment left for figures, by the lowest seed that left any; faults are added to `damaged`. */
async function readLeavings(
  out: string,
  experiments: readonly Runs[],
  damaged: string[],
): Promise<Leavings[]> {
  const leavings: Leavings[] = [];
  for (const experiment of experiments) {
    for (const run of experiment.runs) {
      const data = await readSoundFigureData(out, run, damaged);
      if (data.length === 0) continue;
      leavings.push({ experiment, run, data });
      break;
    }
  }
  return leavings;
}

async function readSoundFigureData(out: string, run: RunRecord, damaged: string[]): Promise<FigureData[]> {
  try {
    const data = await readFigureData(out, run);
    const fault = figureDataFault(data);
    if (fault === undefined) return data;
    damaged.push(`Cannot use the figure data ${figureDataPath(run)}: ${fault}`);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    damaged.push(`Cannot use the figure data ${figureDataPath(run)}: it is not JSON (${error.message})`);
  }
  return [];
}

/** The pages of the papers: `<paper>/README.md`, as far as there are any. */
async function readPapers(folder: URL): Promise<Paper[]> {
  const papers: Paper[] = [];
  for await (const { name, isDirectory } of Deno.readDir(folder)) {
    if (!isDirectory) continue;
    try {
      papers.push(parsePage(name, await Deno.readTextFile(new URL(`${name}/README.md`, folder))));
    } catch (error) {
      if (!(error instanceof Deno.errors.NotFound)) throw error;
    }
  }
  return papers;
}

/**
 * A paper's page: its title is the first heading; its explanations and deviations are the texts under "What explains the
 * differences" and "Deviations and assumptions".
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { parsePage } from "./write.ts";
 *
 * assertEquals(parsePage("song", "# Song et al.\n\n## Deviations and assumptions\n\n1. None.\n\n## Run\n"), {
 *   id: "song",
 *   title: "Song et al.",
 *   explanations: "",
 *   deviations: "1. None.",
 * });
 * ```
 */
export function parsePage(id: string, page: string): Paper {
  const title = page.match(/^# (.+)$/m)?.[1] ?? id;
  const under = (heading: string) => (page.split(`\n## ${heading}\n`)[1] ?? "").split(/^##? /m)[0].trim();
  return {
    id,
    title: title.trim(),
    explanations: under("What explains the differences"),
    deviations: under("Deviations and assumptions"),
  };
}
