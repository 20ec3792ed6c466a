/**
 * The command `deno task report`: draws the report of a result folder again from its records.
 *
 * @module
 */
import { notice } from "../terminal/notice.ts";
import { main, print, readFlags } from "../terminal/command.ts";
import { UsageError } from "../terminal/usage.ts";
import { isFolder } from "../disk/files.ts";
import { tallyInWords } from "../judging/tallies.ts";
import { writeReport } from "../reports/write.ts";

const USAGE = `deno task report [--out DIR]

Draws DIR/REPORT.md with a chapter for each paper in DIR/papers, their figures, the web page DIR/site/index.html,
DIR/claims.csv, DIR/claims.json, DIR/measurements.csv and the badge DIR/verdicts.svg from the records in DIR/runs.
DIR is reports/local unless given. Records that cannot be read are left out, which the report says.

Exit codes: 0 done, 1 a file of claims is broken, 2 bad usage.`;

/** Runs the command; returns its exit code. */
export async function drawReport(args: string[]): Promise<number> {
  const flags = readFlags(args, { string: ["out"], boolean: ["help"] });
  if (flags.help) {
    print(USAGE);
    return 0;
  }
  if (flags._.length > 0) throw new UsageError(`What is ${flags._[0]}? The folder is given as --out DIR`);
  const out = flags.out ?? "reports/local";
  if (!await isFolder(out)) throw new UsageError(`There is no result folder ${out}`);
  const { path, counts, records, damaged } = await writeReport(out);
  for (const fault of damaged) notice(fault);
  print(`${path}, from ${records} record${records === 1 ? "" : "s"}: ${tallyInWords(counts)}`);
  return 0;
}

if (import.meta.main) await main(drawReport);
