/**
 * The command `deno task validate`: claims, errata, experiments and records against their schemas and each other.
 *
 * @module
 */
import { ClaimsError, type Fault, faultLines } from "../claims/fault.ts";
import { paperFaults, recordFaults } from "../papers/faults.ts";
import { loadDeclarations, loadPapers, type Paper } from "../papers/load.ts";
import { readSoundRecords, type SoundRecords } from "../records/record_files.ts";
import { counted } from "../terminal/counted.ts";
import { main, print, readFlags } from "../terminal/command.ts";
import { notice } from "../terminal/notice.ts";
import { UsageError } from "../terminal/usage.ts";

const USAGE = `deno task validate [--papers DIR] [--out DIR]

Checks each paper's experiments, claims and errata and the records in OUT/runs against their schemas and each other.

  --papers DIR  check the paper in DIR in place of the suite's own; can be given several times
  --out DIR     the result folder with the records (default: reports/published)

Exit codes: 0 all is well, 1 something is wrong (a line each, with the file and the row), 2 bad usage, or a folder
that is no paper's.`;

/** Runs the command; returns its exit code. */
export async function validate(args: string[]): Promise<number> {
  const flags = readFlags(args, { string: ["out", "papers"], boolean: ["help"], collect: ["papers"] });
  if (flags.help) {
    print(USAGE);
    return 0;
  }
  if (flags._.length > 0) {
    throw new UsageError(`What is ${flags._[0]}? Folders are given as --papers DIR and --out DIR`);
  }
  const { papers: folders } = flags;
  const out = flags.out ?? "reports/published";
  const declarations = await loadDeclarations(folders);
  const { records, faults: unsound } = await readSoundRecords(out);
  if (flags.out !== undefined && records.length + unsound.length === 0) {
    throw new UsageError(`No records in ${out}/runs`);
  }
  const faults: Fault[] = records.flatMap((record) => recordFaults(record, declarations, out));
  let papers: readonly Paper[] = [];
  try {
    const all = await loadPapers(folders);
    papers = folders.length === 0 ? all : all.slice(-folders.length);
    faults.push(...papers.flatMap((paper) => paperFaults(paper, records)));
  } catch (error) {
    if (!(error instanceof ClaimsError)) throw error;
    faults.push(...error.faults);
  }
  const lines = [...unusable(unsound, out), ...faultLines(faults)];
  for (const line of lines) notice(line);
  if (lines.length > 0) return 1;
  print(`${counts(papers)}, ${counted(records.length, "record")} in ${out}: all is well`);
  return 0;
}

/** A line for each reason why records cannot be used: the first record's, with how many more there are. */
function unusable(unsound: SoundRecords["faults"], out: string): string[] {
  const causes = Map.groupBy(unsound, ({ path, error }) => error.message.replace(`${out}/${path}`, ""));
  return [...causes.values()].map(([{ path, error }, ...more]) =>
    more.length === 0 ? error.message : error.message.replace(path, `${path} and ${more.length} more`)
  );
}

/** How many claims and experiments papers have, in words. */
function counts(papers: readonly Paper[]): string {
  const total = (of: "claims" | "experiments") => papers.reduce((sum, paper) => sum + paper[of].length, 0);
  return `${counted(total("claims"), "claim")}, ${counted(total("experiments"), "experiment")}`;
}

if (import.meta.main) await main(validate);
