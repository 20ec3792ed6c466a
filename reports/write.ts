import { type FigureData, figureDataPath, FiguresError, readFigureData } from "../records/figure_data.ts";
import type { RunRecord } from "../records/record.ts";
import { readSoundRecords } from "../records/record_files.ts";
import { refuseLinks, REPORT_LOCK } from "../records/results.ts";
import { removeIfThere, writeWhole } from "../disk/files.ts";
import { waitForLock } from "../disk/lock.ts";
import type { Paper } from "../papers/load.ts";
import { compare } from "../judging/compare.ts";
import { type Runs, runsByExperiment } from "../judging/runs.ts";
import { claimsCsv, claimsJson, measurementsCsv } from "./exports.ts";
import { badge } from "./figures/badge.ts";
import { figureDataFault } from "./figures/fault.ts";
import { drawFigures, type Leavings } from "./figures/mod.ts";
import type { Verdict } from "../judging/judge.ts";
import { LEAGUE_PATH } from "./leagues.ts";
import type { Again } from "./markdown/again.ts";
import type { Published } from "./published.ts";
import type { Reference } from "./reference/reference.ts";
import { report, type ReportInput, shortTitles } from "./text/report.ts";
import { writeSite } from "./site/mod.ts";
import { headline, tally } from "../judging/tallies.ts";
import { writeOnly } from "../disk/write_only.ts";
import { notice, plain } from "../terminal/notice.ts";
import { UsageError } from "../terminal/usage.ts";
import { THUMBNAILS } from "../records/thumbnails.ts";

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
  /** Those of these lines that are of figure data. */
  readonly damagedFigures: readonly string[];
  /** The papers that there are records of, but that were not given: these records are left out. */
  readonly unknown: readonly string[];
}

/** Options of {@linkcode writeReport}. */
export interface ReportOptions {
  /** What the commands that make runs again must name: the data folder and the papers' folders that were given. */
  readonly again?: Again;
  /** What runs of the profile `quick` are held to; nothing is said of it where it is not given. */
  readonly reference?: Reference | undefined;
  /** What the suite has published, to be shown beside one's own runs; nothing is said of it where it is not given. */
  readonly published?: Published | undefined;
}

/**
 * Draws the report of a result folder again, from the records in `out/runs` and the papers: writes `out/REPORT.md` with a
 * chapter for each paper in `out/papers`, `out/LEAGUE.md` where a league was run, `out/figures/*.svg`, `out/verdicts.svg`,
 * `out/claims.csv`, `out/claims.json`, `out/measurements.csv` and the web page `out/site/`. Of an earlier report's pages and
 * figures those that this one has not are removed. Files under `out/runs` that cannot be read are left out, which the report
 * says. From the same records and papers it is the same bytes. Of processes that share the folder one draws at a time.
 *
 * @param papers Drawn are those that have records in `out`; all of them where none has.
 * @throws {UsageError} If one of the folders that it writes into is a link, or has one in it; or if there are records, and
 * none that can be used.
 * @throws {OutputError} If a file cannot be written.
 */
export async function writeReport(
  out: string,
  papers: readonly Paper[],
  { again = {}, ...beside }: ReportOptions = {},
): Promise<Written> {
  await refuseLinks(out, [REPORT_LOCK, "papers", "figures", "site"]);
  const lock = await waitForLock(`${out}/${REPORT_LOCK}`, {
    every: 100,
    begin: () => notice(`Waiting for another process, which is drawing the report in ${out}`),
  });
  try {
    return await writeAll(out, papers, { again, ...beside });
  } finally {
    await lock.release();
  }
}

async function writeAll(
  out: string,
  papers: readonly Paper[],
  { again = {}, ...beside }: ReportOptions,
): Promise<Written> {
  const sound = await readSoundRecords(out);
  const damaged = sound.faults.map(({ path, error }) => faultWithin(out, path, error));
  const { drawn, records, unknown } = select(papers, sound.records);
  if (records.length === 0 && damaged.length + unknown.length > 0) {
    const [first, ...more] = [
      ...unknown.map((paper) => `there are records of the paper ${paper}: name its folder with --papers`),
      ...damaged.map(plain),
    ];
    const others = more.length === 0 ? "" : ` (and ${more.length} more)`;
    throw new UsageError(
      `Nothing to draw in ${out}, and an earlier report was left as it is: ${first}${others}`,
    );
  }
  const comparisons = compare(
    drawn.flatMap(({ claims }) => claims),
    drawn.flatMap(({ errata }) => errata),
    records,
    drawn.flatMap(({ bounds }) => bounds),
  );
  const experiments = runsByExperiment(records);
  const { leavings, faults } = await readLeavings(out, experiments);
  // A file's name, or what is quoted of its content, can be anything.
  const damagedFigures = faults.map(plain);
  const said = [...damaged.map(plain), ...damagedFigures];
  const titles = shortTitles(drawn);
  const figures = drawFigures({ papers: drawn, comparisons, experiments, leavings, titles });
  const input: ReportInput = {
    papers: drawn,
    comparisons,
    records,
    figures,
    damaged: said,
    unknown,
    again,
    ...beside,
  };
  const counts = tally(comparisons);

  // Everything that is written, in one place; all of it is drawn from the same input.
  const files = report(input);
  const pages = files.map(({ path, markdown }) => [`${out}/${path}`, markdown] as const);
  const isChapter = ([path]: typeof pages[number]) => path.startsWith(`${out}/papers/`);
  for (const page of pages.filter((page) => !isChapter(page))) await writeWhole(...page);
  if (!files.some(({ path }) => path === LEAGUE_PATH)) await removeIfThere(`${out}/${LEAGUE_PATH}`);
  await writeOnly(`${out}/papers`, ".md", new Map(pages.filter(isChapter)));
  const svgs = figures.map(({ name, svg }) => [`${out}/figures/${name}.svg`, svg] as const);
  await writeOnly(`${out}/figures`, ".svg", new Map(svgs));
  await writeWhole(
    `${out}/verdicts.svg`,
    badge(headline(comparisons).score.verdicts),
  );
  await writeWhole(`${out}/claims.csv`, claimsCsv(comparisons));
  await writeWhole(`${out}/claims.json`, claimsJson(comparisons));
  await writeWhole(`${out}/measurements.csv`, measurementsCsv(records));
  const thumbnails = await namesIn(`${out}/${THUMBNAILS}`);
  await writeSite(out, { papers: drawn, comparisons, records, leavings, figures, thumbnails, again });
  return { path: pages[0][0], counts, records: records.length, damaged: said, damagedFigures, unknown };
}

/** The names of the files in a folder; none where it is not there. */
async function namesIn(folder: string): Promise<Set<string>> {
  const names = new Set<string>();
  try {
    for await (const { name, isFile } of Deno.readDir(folder)) if (isFile) names.add(name);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound || error instanceof Deno.errors.NotADirectory)) throw error;
  }
  return names;
}

/** The papers that a report is of, by id, their records, and the other papers that there are records of. */
function select(papers: readonly Paper[], records: readonly RunRecord[]): {
  drawn: readonly Paper[];
  records: RunRecord[];
  unknown: string[];
} {
  const recorded = new Set(records.map(({ paper }) => paper));
  const own = papers.filter(({ id }) => recorded.has(id));
  for (const { id } of own) recorded.delete(id);
  return {
    drawn: (own.length > 0 ? own : papers).toSorted((a, b) => a.id < b.id ? -1 : 1),
    records: records.filter(({ paper }) => !recorded.has(paper)),
    unknown: [...recorded].sort(),
  };
}

/** What each experiment left for figures, by the lowest seed that left any, and what is wrong with the data of others. */
async function readLeavings(
  out: string,
  experiments: readonly Runs[],
): Promise<{ leavings: Leavings[]; faults: string[] }> {
  const leavings: Leavings[] = [];
  const faults: string[] = [];
  for (const experiment of experiments) {
    for (const run of experiment.runs) {
      const data = await readSoundFigureData(out, run, faults);
      if (data.length === 0) continue;
      leavings.push({ experiment, run, data });
      break;
    }
  }
  return { leavings, faults };
}

async function readSoundFigureData(out: string, run: RunRecord, faults: string[]): Promise<FigureData[]> {
  try {
    const data = await readFigureData(out, run);
    const fault = figureDataFault(data);
    if (fault === undefined) return data;
    faults.push(`Cannot use the figure data ${figureDataPath(run)}: ${fault}`);
  } catch (error) {
    if (!(error instanceof FiguresError)) throw error;
    faults.push(faultWithin(out, figureDataPath(run), error));
  }
  return [];
}

/** What an error says of a file in the result folder, which the report names from there. */
function faultWithin(out: string, path: string, { message }: Error): string {
  return message.replace(`${out}/${path}`, () => path);
}
