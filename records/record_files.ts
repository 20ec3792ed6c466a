/**
 * The records of a result folder.
 *
 * @module
 */
import { InputError, readOwnFile, writeWhole } from "../disk/files.ts";
import { recordPath, type RunRecord } from "./record.ts";
import {
  MisplacedRecordError,
  parseRecord,
  RecordError,
  recordText,
  UnreadableRecordError,
} from "./record_format.ts";
import { UsageError } from "../terminal/usage.ts";

/** Bytes that the file of a record may have; those of our longest trainings have some 70,000. */
export const MOST_BYTES = 16 * 2 ** 20;

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
 * The paths of all records of the result folder `out`, from that folder, sorted. What {@linkcode readRecord} will say cannot
 * be read is among them: links, which are not followed, and folders that cannot be listed.
 *
 * @throws {UsageError} If `out`, or the place of its records, is a file.
 */
export async function recordPaths(out: string): Promise<string[]> {
  return (await recordFiles(out, "runs")).sort();
}

/**
 * The record at a path of {@linkcode recordPaths}.
 *
 * @throws {UnreadableRecordError} If what is there is no file, or cannot be read.
 * @throws {MisplacedRecordError} If it is another run's than its path names.
 * @throws {RecordError} If the file is not a record.
 */
export async function readRecord(out: string, path: string): Promise<RunRecord> {
  const file = `${out}/${path}`;
  const record = parseRecord(await readText(file), file);
  if (recordPath(record) !== path) throw new MisplacedRecordError(file, recordPath(record));
  return record;
}

async function readText(file: string): Promise<string> {
  try {
    return new TextDecoder().decode(await readOwnFile(file, MOST_BYTES));
  } catch (error) {
    throw error instanceof InputError ? new UnreadableRecordError(file, error) : error;
  }
}

/** Names with a leading dot are temporary files; figure data and labels lie beside their records. */
function isRecordName(name: string): boolean {
  return name.endsWith(".json") && !isBeside(name) && !name.startsWith(".");
}

function isBeside(name: string): boolean {
  return /\.(figures|labels)\.json$/.test(name);
}

/** The records under `folder`, by path from `out`, and what is in the way of looking for them. */
async function recordFiles(out: string, folder: string): Promise<string[]> {
  const paths: string[] = [];
  try {
    // Only the first folder can be a link: below it they are told by their entries.
    if ((await Deno.lstat(`${out}/${folder}`)).isSymlink) return [folder];
    for await (const { name, isDirectory, isSymlink } of Deno.readDir(`${out}/${folder}`)) {
      const path = `${folder}/${name}`;
      if (isDirectory) paths.push(...await recordFiles(out, path));
      const isInPlace = isDirectory ? /^[0-9a-f]{12}-s\d+\.json$/.test(name) : isRecordName(name);
      // Whether it leads to a folder or a file, what is there is not this folder's.
      const isLink = isSymlink && !name.startsWith(".") && !isBeside(name);
      if (isInPlace || isLink) paths.push(path);
    }
  } catch (error) {
    if (error instanceof Deno.errors.NotADirectory && folder === "runs") {
      throw new UsageError(`${out} is not a result folder: ${error.message}`);
    }
    if (!(error instanceof Deno.errors.NotFound)) paths.push(folder);
  }
  return paths;
}
