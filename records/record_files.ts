/**
 * The records of a result folder.
 *
 * @module
 */
import { isFolder, writeWhole } from "../disk/files.ts";
import { recordPath, type RunRecord } from "./record.ts";
import { parseRecord, RecordError, recordText } from "./record_format.ts";
import { UsageError } from "../terminal/usage.ts";

/**
 * Writes a record to its place in the result folder `out`, whole or not at all, over an older one; returns the
 * file's path. A checksum is written with it.
 *
 * @throws {RangeError} If the record holds a number that is not finite.
 * @throws {RecordError} If the record could not be read again.
 */
export async function writeRecord(out: string, record: RunRecord): Promise<string> {
  const path = `${out}/${recordPath(record)}`;
  await writeWhole(path, recordText(record, path));
  return path;
}

/**
 * All records of the result folder `out`, by path; none where no run was recorded.
 *
 * @throws {RecordError} If a file under `out/runs` is not a record, or not the one that its path names.
 */
export async function readRecords(out: string): Promise<RunRecord[]> {
  const records: RunRecord[] = [];
  for (const path of await recordPaths(out)) records.push(await readRecord(out, path));
  return records;
}

/** Records that can be used, and what is wrong with the others. */
export interface SoundRecords {
  records: RunRecord[];
  /** By path, from the result folder. */
  faults: { path: string; error: RecordError }[];
}

/** What {@linkcode readRecords} reads, with the records that cannot be used set apart. */
export async function readSoundRecords(out: string): Promise<SoundRecords> {
  const records: RunRecord[] = [];
  const faults: SoundRecords["faults"] = [];
  for (const path of await recordPaths(out)) {
    try {
      records.push(await readRecord(out, path));
    } catch (error) {
      if (error instanceof RecordError) faults.push({ path, error });
      // Another process may have set it aside.
      else if (!(error instanceof Deno.errors.NotFound)) throw error;
    }
  }
  return { records, faults };
}

/**
 * The paths of all records of the result folder `out`, from that folder, sorted.
 *
 * @throws {UsageError} If `out`, or the place of its records, is a file.
 */
export async function recordPaths(out: string): Promise<string[]> {
  return (await recordFiles(out, "runs")).sort();
}

/**
 * The record at a path of {@linkcode recordPaths}.
 *
 * @throws {RecordError} If the file is not a record, or not the one that its path names.
 */
export async function readRecord(out: string, path: string): Promise<RunRecord> {
  const record = parseRecord(await Deno.readTextFile(`${out}/${path}`), `${out}/${path}`);
  if (recordPath(record) !== path) {
    throw new RecordError(`${out}/${path}`, `by what it says it belongs at ${recordPath(record)}`);
  }
  return record;
}

/** Names with a leading dot are temporary files; figure data and labels lie beside their records. */
function isRecordName(name: string): boolean {
  return name.endsWith(".json") && !/\.(figures|labels)\.json$/.test(name) && !name.startsWith(".");
}

/** The records under `folder`, by path from `out`. */
async function recordFiles(out: string, folder: string): Promise<string[]> {
  const paths: string[] = [];
  try {
    for await (const entry of Deno.readDir(`${out}/${folder}`)) {
      const path = `${folder}/${entry.name}`;
      const inside = entry.isDirectory || entry.isSymlink && await isFolder(`${out}/${path}`);
      if (inside) paths.push(...await recordFiles(out, path));
      else if (isRecordName(entry.name)) paths.push(path);
    }
  } catch (error) {
    if (error instanceof Deno.errors.NotADirectory) {
      throw new UsageError(`${out} is not a result folder: ${error.message}`);
    }
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
  return paths;
}
