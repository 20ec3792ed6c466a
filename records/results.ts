import { notice } from "../terminal/notice.ts";
import type { RunRecord } from "./record.ts";
import { readSoundRecords } from "./record_files.ts";
import { RecordFormatError } from "./record_format.ts";
import { UsageError } from "../terminal/usage.ts";

/**
 * The records of a result folder, without the damaged ones, which are said.
 *
 * @param setAside Whether to rename those to `*.damaged`, so that their runs are done again.
 * @throws {UsageError} If one is of a format that this version does not know.
 */
export async function usableRecords(out: string, { setAside }: { setAside: boolean }): Promise<RunRecord[]> {
  const { records, faults } = await readSoundRecords(out);
  const other = faults.find(({ error }) => error instanceof RecordFormatError);
  if (other) {
    throw new UsageError(
      `The result folder ${out} is another version's: ${other.error.message}: name another folder with --out, or take ` +
        "the Reclaim that made this one",
    );
  }
  for (const { path, error } of faults) {
    if (!setAside) {
      notice(error.message);
      continue;
    }
    try {
      await Deno.rename(`${out}/${path}`, `${out}/${path}.damaged`);
    } catch (error) {
      // Another process has set it aside.
      if (error instanceof Deno.errors.NotFound) continue;
      throw error;
    }
    notice(`Set aside ${out}/${path}.damaged, the run is to be done again: ${error.message}`);
  }
  return records;
}
