/**
 * Puts the records of several result folders into a new one: `merge.ts OUT FOLDER…`.
 *
 * Which folder is named first makes no difference. Of one run's records the done one stays before a failed one, and of two
 * alike the one whose run began last, which is the one that reports would take. So a page drawn from published and new
 * records together never has less than the published ones, and a run that was done again takes the place of the older one.
 *
 * @module
 */
import { isFolder } from "../../../disk/files.ts";
import { recordPath, type RunRecord } from "../../../records/record.ts";
import { readSoundRecords } from "../../../records/record_files.ts";
import { RecordFormatError } from "../../../records/record_format.ts";
import { THUMBNAILS } from "../../../records/thumbnails.ts";
import { main, print } from "../../../terminal/command.ts";
import { notice } from "../../../terminal/notice.ts";
import { UsageError } from "../../../terminal/usage.ts";
import { counted } from "../../../terminal/counted.ts";

/** A record, and the result folder that it lies in. */
interface Placed {
  readonly folder: string;
  readonly record: RunRecord;
}

/**
 * Copies into `out/runs` what stays of each run: the record, and the files that lie beside it. Folders without records are
 * left out. Records that cannot be used are left out too, and said.
 *
 * @returns How many records there are in `out` then.
 * @throws {UsageError} If `out` has records already, or a record is of another version's format.
 */
export async function mergeRuns(out: string, folders: readonly string[]): Promise<number> {
  if (await isFolder(`${out}/runs`)) {
    throw new UsageError(`Cannot merge into ${out}: it must have no records of its own`);
  }
  await Deno.mkdir(`${out}/runs`, { recursive: true });
  const staying = new Map<string, Placed>();
  for (const folder of folders) {
    for (const record of await recordsOf(folder)) {
      const path = recordPath(record);
      const other = staying.get(path);
      if (other === undefined || outranks(record, other.record)) staying.set(path, { folder, record });
    }
  }
  for (const [path, { folder }] of staying) await copyRun(folder, out, path);
  for (const folder of folders) {
    await copyFiles(`${folder}/${THUMBNAILS}`, `${out}/${THUMBNAILS}`, (name) => name.endsWith(".png"));
  }
  return staying.size;
}

async function recordsOf(folder: string): Promise<RunRecord[]> {
  const { records, faults } = await readSoundRecords(folder);
  for (const { error } of faults) {
    // Left out, these would be run again one and all.
    if (error instanceof RecordFormatError) {
      throw new UsageError(
        `Cannot merge ${folder}, bring it to this version's format first: ${error.message}`,
      );
    }
    notice(`Left out: ${error.message}`);
  }
  return records;
}

/** Whether a record takes the place of another one of the same run. */
function outranks(record: RunRecord, other: RunRecord): boolean {
  if (record.status !== other.status) return record.status === "done";
  return record.provenance.started > other.provenance.started;
}

/** Copies the record at `path`, and what is named like it: `<digest>-s<seed>.figures.json` beside `<digest>-s<seed>.json`. */
async function copyRun(from: string, to: string, path: string): Promise<void> {
  const end = path.lastIndexOf("/");
  const place = path.slice(0, end), stem = path.slice(end + 1, -"json".length);
  await copyFiles(
    `${from}/${place}`,
    `${to}/${place}`,
    (name) => name.startsWith(stem) && name.endsWith(".json"),
  );
}

/** Copies the files of a folder, if it is there, whose names are wanted. */
async function copyFiles(from: string, to: string, isWanted: (name: string) => boolean): Promise<void> {
  if (!await isFolder(from)) return;
  await Deno.mkdir(to, { recursive: true });
  for await (const { name, isFile } of Deno.readDir(from)) {
    if (isFile && isWanted(name)) await Deno.copyFile(`${from}/${name}`, `${to}/${name}`);
  }
}

if (import.meta.main) {
  await main(async ([out, ...folders]) => {
    if (out === undefined || folders.length === 0) throw new UsageError("Usage: merge.ts OUT FOLDER…");
    print(`${counted(await mergeRuns(out, folders), "record")} in ${out}`);
    return 0;
  });
}
