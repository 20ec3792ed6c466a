/**
 * The command `deno task migrate`: brings the records of a result folder from format 1 to the format of today.
 *
 * @module
 */
import { InputError, removeIfThere, statIfThere } from "../disk/files.ts";
import { type Declaration, loadDeclarations } from "../papers/load.ts";
import { type FigureData, figureDataPath, writeFigureData } from "../records/figure_data.ts";
import { FORMAT_1 } from "../records/format_1.ts";
import { readJson } from "../records/json.ts";
import { migrateRecord, MigrationError, olderRecord } from "../records/migrate.ts";
import { recordPath, type RunRecord } from "../records/record.ts";
import { MOST_BYTES, readRecord, recordPaths, writeRecord } from "../records/record_files.ts";
import { FORMAT, RecordError, recordText } from "../records/record_format.ts";
import { refuseLinks } from "../records/results.ts";
import { configNow } from "../runner/run.ts";
import { main, print, readFlags } from "../terminal/command.ts";
import { notice } from "../terminal/notice.ts";
import { UsageError } from "../terminal/usage.ts";
import { counted } from "../terminal/counted.ts";

const USAGE = `deno task migrate DIR [--papers DIR]

Brings the records of format 1 in DIR/runs to format ${FORMAT}, in place. No number changes. A record takes the configuration
that its experiment has now, which must have every setting of the old one that a run read, with the same value. The
settings that were added are listed in the record and said here. Its figure data move along; those that have no checksum
yet, of records of any format, get one. Where one record cannot be migrated, nothing is written.

  --papers DIR  know the paper in this folder too; may be given more than once. This executes its code, which may do what
                the command's permissions allow

Exit codes: 0 all records are of format ${FORMAT} now, 1 some cannot be migrated (a line each), 2 bad usage.`;

/** Runs the command; returns its exit code. */
export async function migrate(args: string[]): Promise<number> {
  const flags = readFlags(args, { string: ["papers"], boolean: ["help"], collect: ["papers"] });
  if (flags.help) {
    print(USAGE);
    return 0;
  }
  const [out, ...others] = flags._;
  if (out === undefined || others.length > 0) {
    throw new UsageError(`Give one folder, got ${flags._.join(" ") || "none"}`);
  }
  const papers = await loadDeclarations(flags.papers);
  const paths = await recordPaths(out);
  if (paths.length === 0) throw new UsageError(`No records in ${out}/runs`);

  await refuseLinks(out);
  const { migrated, figures, faults } = await migrateAll(out, paths, papers);
  for (const fault of faults) notice(fault);
  if (faults.length > 0) {
    notice(`Nothing was written: ${faults.length} of ${paths.length} records cannot be migrated`);
    return 1;
  }
  for (const one of figures) await writeFigureData(out, one.record, one.figures);
  for (const one of migrated) await write(out, one);
  for (const line of changesInWords(migrated.map(({ record }) => record))) print(line);
  print(`${migrated.length} of ${paths.length} records migrated to format ${FORMAT}`);
  if (figures.length > 0) print(`the figure data of ${counted(figures.length, "record")} got a checksum`);
  return 0;
}

/** A record in the format of today, and where the older one lies. */
interface Migrated {
  path: string;
  record: RunRecord;
}

/** The figure data of a record, which had no checksum. */
interface OlderFigures {
  record: RunRecord;
  figures: FigureData[];
}

/** The records of format 1 and older figure data in the format of today, and a line for each that cannot be migrated. */
async function migrateAll(
  out: string,
  paths: readonly string[],
  papers: readonly Declaration[],
): Promise<{ migrated: Migrated[]; figures: OlderFigures[]; faults: string[] }> {
  const migrated = new Map<string, Migrated>();
  const figures: OlderFigures[] = [];
  const faults: string[] = [];
  for (const path of paths) {
    try {
      const value = await readJson(`${out}/${path}`, MOST_BYTES) as { format?: unknown } | null;
      const isOlder = value?.format !== FORMAT;
      const record = isOlder ? migrateOne(value, path, papers) : await readRecord(out, path);
      const lists = await olderFigures(`${out}/${besidePath(path)}`);
      if (lists) figures.push({ record, figures: lists });
      if (!isOlder) continue;
      const place = recordPath(record);
      const twin = migrated.get(place);
      if (twin) throw new MigrationError(`${twin.path} would have the same name`);
      await checkFree(out, place, path);
      recordText(record, `${out}/${path}`);
      migrated.set(place, { path, record });
    } catch (error) {
      // A number that is not finite is a RangeError.
      const isOdd = error instanceof MigrationError || error instanceof RangeError;
      if (isOdd) faults.push(`Cannot migrate ${out}/${path}: ${error.message}`);
      else if (error instanceof InputError) {
        faults.push(error.message.replace("Cannot read", "Cannot migrate"));
      } else if (error instanceof RecordError) faults.push(error.message);
      else throw error;
    }
  }
  return { migrated: [...migrated.values()], figures, faults };
}

/** Where the figure data of the record at a path lie. */
function besidePath(path: string): string {
  return path.replace(/json$/, "figures.json");
}

/** Figure data as a bare list, as they were kept once; undefined where there are none of that format. */
async function olderFigures(path: string): Promise<FigureData[] | undefined> {
  if (await statIfThere(path) === undefined) return undefined;
  const value = await readJson(path, MOST_BYTES);
  return Array.isArray(value) ? value : undefined;
}

function migrateOne(value: unknown, path: string, papers: readonly Declaration[]): RunRecord {
  const older = olderRecord(value);
  if (recordPath(older) !== path) {
    throw new MigrationError(`by what it says it belongs at ${recordPath(older)}`);
  }
  const experiment = papers.flatMap(({ experiments }) => experiments).find(({ id }) =>
    id === older.experiment
  );
  if (!experiment) throw new MigrationError(`no paper has the experiment ${older.experiment}`);
  const protocol = experiment.profiles[older.profile];
  if (!protocol) throw new MigrationError(`${older.experiment} has no profile ${older.profile} any more`);
  return migrateRecord(older, { experiment, config: configNow(protocol, older) }, FORMAT_1);
}

/** Throws where a newer run has the name already; what an earlier migration wrote that was broken off is written again. */
async function checkFree(out: string, place: string, path: string): Promise<void> {
  if (place === path || await statIfThere(`${out}/${place}`) === undefined) return;
  const { migrated } = await readRecord(out, place);
  if (!migrated) throw new MigrationError(`${place}, which is of a newer run, would be overwritten`);
}

/** Writes the record, and removes the older one last, after its figure data: until then all can be done again. */
async function write(out: string, { path, record }: Migrated): Promise<void> {
  await writeRecord(out, record);
  if (recordPath(record) === path) return;
  if (besidePath(path) !== figureDataPath(record)) await removeIfThere(`${out}/${besidePath(path)}`);
  await Deno.remove(`${out}/${path}`);
}

/** What was added to the configurations of each experiment, and dropped, a line each. */
function changesInWords(records: readonly RunRecord[]): string[] {
  const groups = Map.groupBy(records, ({ experiment, migrated }) => JSON.stringify([experiment, migrated]));
  return [...groups.values()].map((same) => {
    const [{ experiment, migrated }] = same;
    const { added, dropped } = migrated!;
    return `${experiment}: ${counted(same.length, "record")}, added ${added.join(", ") || "nothing"}` +
      (dropped ? `, dropped ${dropped.join(", ")}` : "");
  });
}

if (import.meta.main) await main(migrate);
