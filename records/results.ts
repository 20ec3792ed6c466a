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
  for (const { error } of faults) {
    if (!(error instanceof RecordFormatError)) continue;
    const remedy = error.format === 1
      ? `bring it to this version's with "deno task migrate ${out}"`
      : "take the Reclaim that made this one";
    throw new UsageError(
      `The result folder ${out} is another version's: ${error.message}: name another folder with --out, or ${remedy}`,
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
