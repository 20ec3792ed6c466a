/**
 * The command `deno task report`: draws the report of a result folder again from its records.
 *
 * @module
 */
import { counted } from "../terminal/counted.ts";
import { notice } from "../terminal/notice.ts";
import { main, print, readFlags } from "../terminal/command.ts";
import { shellWord } from "../terminal/shell_word.ts";
import { UsageError } from "../terminal/usage.ts";
import { isFolder } from "../disk/files.ts";
import { loadPapers } from "../papers/load.ts";
import { tallyInWords } from "../judging/tallies.ts";
import { readPublished } from "../reports/published.ts";
import { readReference } from "../reports/reference/read.ts";
import { RESULTS } from "../records/results.ts";
import { writeReport } from "../reports/write.ts";

const USAGE = `deno task report [--out DIR] [--papers DIR]... [--data-dir DIR]

Draws a report from the records in DIR/runs: DIR/REPORT.md, a chapter for each paper in DIR/papers, their figures,
DIR/LEAGUE.md where a league was run, the web page DIR/site/index.html, DIR/claims.csv, DIR/claims.json,
DIR/measurements.csv and the badge DIR/verdicts.svg. It is of the papers that have records there, or of all papers where
none has. Records that cannot be read are left out, and the report says so.

  --out DIR       the result folder (default: ${RESULTS})
  --papers DIR    a folder with a paper that is not the suite's own; may be given more than once
  --data-dir DIR  the data folder that the report's commands name, where it is not the default

Refused are a folder without runs/, one with records of which none can be used, and one whose papers/, figures/ or site/ is
a link or has one in it: the files of an earlier report are removed from these.

Exit codes: 0 done, 1 a file cannot be written, 2 bad usage, a folder that is refused, or a paper that is broken.`;

/** Runs the command; returns its exit code. */
export async function drawReport(args: string[]): Promise<number> {
  const flags = readFlags(args, {
    string: ["out", "papers", "data-dir"],
    collect: ["papers"],
    boolean: ["help"],
  });
  if (flags.help) {
    print(USAGE);
    return 0;
  }
  if (flags._.length > 0) {
    throw new UsageError(
      `What is ${flags._[0]}? The folder is given as --out: deno task report --out ${shellWord(flags._[0])}`,
    );
  }
  const out = flags.out ?? RESULTS;
  if (!await isFolder(out)) throw new UsageError(`There is no result folder ${out}`);
  if (!await isFolder(`${out}/runs`)) {
    throw new UsageError(
      `${out} is not a result folder: there is no folder runs in it, with the records to draw`,
    );
  }
  const { papers: folders, "data-dir": dataDir } = flags;
  const again = { papers: folders, ...dataDir !== undefined && { dataDir } };
  const [reference, published] = await Promise.all([readReference(), readPublished(out)]);
  const { path, counts, records, damaged, unknown } = await writeReport(out, await loadPapers(folders), {
    again,
    reference,
    published,
  });
  for (const fault of damaged) notice(fault);
  for (const paper of unknown) {
    notice(`Left out the records of the paper ${paper}: name its folder with --papers`);
  }
  print(`${path}, from ${counted(records, "record")}: ${tallyInWords(counts)}`);
  return 0;
}

if (import.meta.main) await main(drawReport);
