/**
 * The command `deno task reference`: makes the reference that runs of the profile `quick` are held to.
 *
 * @module
 */
import { resolve } from "node:path";
import { writeWhole } from "../disk/files.ts";
import { loadDeclarations } from "../papers/load.ts";
import { isStudy } from "../records/record.ts";
import { readRecords } from "../records/record_files.ts";
import { seedsApart } from "../reports/reference/beside.ts";
import { makeReference, referenceFaults, referenceText } from "../reports/reference/make.ts";
import { REFERENCE_PATH } from "../reports/reference/read.ts";
import { LEAST_SEEDS, REFERENCE_PROFILE } from "../reports/reference/reference.ts";
import { main, print, readFlags } from "../terminal/command.ts";
import { counted } from "../terminal/counted.ts";
import { notice } from "../terminal/notice.ts";
import { UsageError } from "../terminal/usage.ts";

const USAGE = `deno task reference --from DIR [--to FILE]

Makes the reference from the records in DIR/runs: for every experiment, what it measured with each seed. "deno task
reproduce" compares each run of the profile ${REFERENCE_PROFILE} with it. To make the records:

  deno task reproduce --profile ${REFERENCE_PROFILE} --seeds ${LEAST_SEEDS} --out DIR

Every run must be done and of the profile ${REFERENCE_PROFILE}. All runs of an experiment on one engine must have the same
configuration, data and code, and at least ${LEAST_SEEDS} seeds. Otherwise nothing is written. At the end it says how many of
the trained runs would not match if the other seeds were the reference: by the rule at most about one in a hundred.

  --from DIR   the result folder with the records
  --to FILE    the file to write (default: reports/reference/quick.json)

Exit codes: 0 done, 1 the records cannot be a reference (a line for each reason), 2 bad usage.`;

/** Runs the command; returns its exit code. */
export async function reference(args: string[]): Promise<number> {
  const flags = readFlags(args, { string: ["from", "to"], boolean: ["help"] });
  if (flags.help) {
    print(USAGE);
    return 0;
  }
  if (flags._.length > 0) throw new UsageError(`What is ${flags._[0]}? The folder is given as --from DIR`);
  if (flags.from === undefined) {
    throw new UsageError("Name the folder with the records: deno task reference --from DIR");
  }
  const records = await readRecords(flags.from);
  if (records.length === 0) throw new UsageError(`No records in ${flags.from}/runs`);
  const faults = referenceFaults(records);
  for (const fault of faults) notice(fault);
  if (faults.length > 0) return 1;

  const made = makeReference(records);
  const path = resolve(flags.to ?? REFERENCE_PATH);
  await writeWhole(path, referenceText(made));
  const known = new Set(made.entries.map(({ experiment }) => experiment));
  const papers = await loadDeclarations();
  const lacking = papers.flatMap(({ experiments }) => experiments)
    .filter((one) => one.profiles[REFERENCE_PROFILE] && !isStudy(one) && !known.has(one.id));
  for (const { id } of lacking) print(`No records of ${id}: it has no reference`);
  const trained = made.entries.filter(({ trained }) => trained);
  const runs = trained.reduce((sum, { seeds }) => sum + seeds.length, 0);
  const apart = trained.map((entry) => ({ entry, seeds: seedsApart(entry) })).filter(({ seeds }) =>
    seeds.length > 0
  );
  const count = apart.reduce((sum, { seeds }) => sum + seeds.length, 0);
  print(`Left out of the reference, ${count || "none"} of ${runs} trained runs would not match it`);
  for (const { entry, seeds } of apart) print(`  ${entry.experiment}: seed ${seeds.join(", ")}`);
  print(`${path}: ${counted(known.size, "experiment")}, ${counted(records.length, "run")}`);
  return 0;
}

if (import.meta.main) await main(reference);
