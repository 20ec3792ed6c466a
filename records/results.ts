import { linksUnder } from "../disk/files.ts";
import { notice } from "../terminal/notice.ts";
import type { RunRecord } from "./record.ts";
import { readSoundRecords } from "./record_files.ts";
import { MisplacedRecordError, RecordFormatError, UnreadableRecordError } from "./record_format.ts";
import { shellWord } from "../terminal/shell_word.ts";
import { UsageError } from "../terminal/usage.ts";

/** The result folder of commands that are given none. */
export const RESULTS = "reports/local";

/** The file in a result folder by which one process at a time draws its report. */
export const REPORT_LOCK = ".report.lock";

/** What of a result folder is written, beside single files that are replaced. */
const WRITTEN = ["runs", REPORT_LOCK, "papers", "figures", "site"];

/**
 * Refuses to write into a result folder in which links lead elsewhere: it can be a stranger's, and what is written, set aside
 * or removed in it must be its own. That the folder itself is named by a link is the user's affair.
 *
 * @param names The folders and files that are to be written.
 * @throws {UsageError} If there are any, with the first of them.
 */
export async function refuseLinks(out: string, names: readonly string[] = WRITTEN): Promise<void> {
  const links = (await Promise.all(names.map((name) => linksUnder(out, name)))).flat();
  if (links.length === 0) return;
  const more = links.length > 3 ? ` and ${links.length - 3} more` : "";
  throw new UsageError(
    `Cannot write to the result folder ${out}: nothing in it may be a link, since that could lead to files of others: ` +
      `remove ${links.slice(0, 3).join(", ")}${more}, or copy there what they lead to`,
  );
}

/**
 * The records of a result folder. What cannot be used is said and left out: a damaged record, a sound one in another's
 * place, a link, a pipe, a file or a folder that cannot be read.
 *
 * @param setAside Whether to rename damaged records to `*.damaged`, so that their runs are done again. Nothing else is.
 * @throws {UsageError} If the records are of a format that this version does not know: none is of its own, or one is of the
 * format that can be migrated.
 */
export async function usableRecords(out: string, { setAside }: { setAside: boolean }): Promise<RunRecord[]> {
  const { records, faults } = await readSoundRecords(out);
  for (const { error } of faults) {
    if (!(error instanceof RecordFormatError) || records.length > 0 && error.format !== 1) continue;
    const remedy = error.format === 1
      ? `bring it to this version's with "deno task migrate ${shellWord(out)}"`
      : "take the Reclaim that made this one";
    throw new UsageError(
      `The result folder ${out} is another version's: ${error.message}: name another folder with --out, or ${remedy}`,
    );
  }
  for (const { path, error } of faults) {
    const isDamaged = ![MisplacedRecordError, RecordFormatError, UnreadableRecordError].some((kind) =>
      error instanceof kind
    );
    if (!setAside || !isDamaged) {
      notice(error.message);
      continue;
    }
    try {
      await Deno.rename(`${out}/${path}`, `${out}/${path}.damaged`);
    } catch (error) {
      // Another process has set it aside.
      if (!(error instanceof Deno.errors.NotFound)) {
        notice(`Cannot set aside ${out}/${path}: ${(error as Error).message}`);
      }
      continue;
    }
    notice(`Set aside ${out}/${path}.damaged, the run is to be done again: ${error.message}`);
  }
  return records;
}
