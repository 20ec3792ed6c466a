/**
 * The command `deno task compare`: what changed from one result folder to another.
 *
 * @module
 */
import { main, print, readFlags } from "../terminal/command.ts";
import {
  type Measurement,
  measurementKey,
  measurementName,
  type Profile,
  type RunRecord,
} from "../records/record.ts";
import { readRecords } from "../records/record_files.ts";
import { UsageError } from "../terminal/usage.ts";
import { loadPapers, type Paper } from "../papers/load.ts";
import { compare } from "../judging/compare.ts";
import { significant } from "../claims/numbers.ts";
import { meanAndSd, type Sample, sampleOf } from "../judging/samples.ts";
import { shownSpread } from "../judging/spread.ts";
import { studentT95 } from "../judging/student_t.ts";

const USAGE = `deno task compare A B [--papers DIR]...

Compares the records of the result folders A and B: every measurement whose mean over the seeds changed, and every claim
whose verdict did. A change is beyond the seeds' spread if it is outside the 95 % t interval of the difference of means
(of the paired differences where A and B ran the same seeds) and more than float32's rounding may make it on another
machine, a ten-thousandth; one seed on each side has no spread.

  --papers DIR  a folder with a paper that is not the suite's own; may be given more than once

Exit codes: 0 done, 1 a record is broken, 2 bad usage, or a paper is broken.`;

/** A measurement in both folders. */
export interface Change {
  readonly experiment: string;
  readonly profile: Profile;
  readonly measurement: Measurement;
  readonly before: Sample;
  readonly after: Sample;
  /** After less before. */
  readonly difference: number;
  /** Whether the difference is outside its 95 % interval and more than rounding; null where there is no spread to know it by. */
  readonly beyond: boolean | null;
}

/** Two folders side by side. */
export interface Changes {
  /** What both measured, in the order of the first folder's records. */
  readonly measurements: readonly Change[];
  /** Experiments with their profile that only the first folder has. */
  readonly removed: readonly string[];
  /** Experiments with their profile that only the second folder has. */
  readonly added: readonly string[];
}

/** What changed from the records `before` to the records `after`; only runs that are done count. */
export function changesOf(before: readonly RunRecord[], after: readonly RunRecord[]): Changes {
  const [a, b] = [before, after].map((records) =>
    Map.groupBy(records.filter(({ status }) => status === "done"), keyOfRun)
  );
  const measurements = [...a].flatMap(([key, own]) => changesIn(own, b.get(key) ?? []));
  return {
    measurements,
    removed: [...a.keys()].filter((key) => !b.has(key)),
    added: [...b.keys()].filter((key) => !a.has(key)),
  };
}

function keyOfRun({ experiment, profile }: RunRecord): string {
  return `${experiment} (${profile})`;
}

function changesIn(before: readonly RunRecord[], after: readonly RunRecord[]): Change[] {
  const measured = new Map(
    before.flatMap(({ measurements }) => measurements).map((one) => [measurementKey(one), one]),
  );
  return [...measured.values()].flatMap((measurement) => {
    const [a, b] = [before, after].map((records) => sampleOf(records, measurement));
    if (a === undefined || b === undefined) return [];
    const { experiment, profile } = a.records[0];
    return [{ experiment, profile, measurement, before: a, after: b, ...differenceOf(a, b) }];
  });
}

/** The share of a value that float32 may make it differ by from one device to another. */
const ROUNDING = 1e-4;

function differenceOf(before: Sample, after: Sample): Pick<Change, "difference" | "beyond"> {
  const [a, b] = [before, after].map(({ values }) => values);
  const seedsOf = ({ records }: Sample) => records.map(({ seed }) => seed).join();
  const paired = seedsOf(before) === seedsOf(after);
  const difference = after.mean - before.mean;
  const degrees = paired ? a.length - 1 : a.length + b.length - 2;
  if (degrees < 1) return { difference, beyond: difference === 0 ? false : null };
  const error = paired
    ? meanAndSd(a.map((value, i) => b[i] - value)).sd! / Math.sqrt(a.length)
    : Math.sqrt((squares(a) + squares(b)) / degrees * (1 / a.length + 1 / b.length));
  const rounding = ROUNDING * Math.max(Math.abs(before.mean), Math.abs(after.mean));
  return { difference, beyond: Math.abs(difference) > Math.max(rounding, studentT95(degrees) * error) };
}

function squares(values: readonly number[]): number {
  return (meanAndSd(values).sd ?? 0) ** 2 * (values.length - 1);
}

/** Runs the command; returns its exit code. */
export async function compareFolders(args: string[]): Promise<number> {
  const flags = readFlags(args, { string: ["papers"], collect: ["papers"], boolean: ["help"] });
  if (flags.help) {
    print(USAGE);
    return 0;
  }
  if (flags._.length !== 2) throw new UsageError("Name two result folders: deno task compare A B");
  const [before, after] = await Promise.all(flags._.map(recordsOf));
  const papers = await loadPapers(flags.papers);
  for (const line of describe(changesOf(before, after))) print(line);
  for (const line of verdictChanges(papers, before, after)) print(line);
  return 0;
}

async function recordsOf(folder: string): Promise<RunRecord[]> {
  const records = await readRecords(folder);
  if (records.length === 0) throw new UsageError(`No records in ${folder}/runs`);
  return records;
}

function describe({ measurements, removed, added }: Changes): string[] {
  const changed = measurements.filter(({ difference }) => difference !== 0);
  const count = (beyond: boolean | null) => changed.filter((change) => change.beyond === beyond).length;
  return [
    `${measurements.length} measurements in both: ${measurements.length - changed.length} the same, ` +
    `${count(false)} changed within the seeds' spread, ${count(true)} beyond it, ${
      count(null)
    } with no spread known`,
    ...changed.map(({ experiment, profile, measurement, before, after, difference, beyond }) =>
      `${experiment} (${profile}) ${measurementName(measurement)}: ${shown(before)} -> ${shown(after)}, ` +
      `${difference < 0 ? "" : "+"}${significant(difference, 3)}: ` +
      (beyond === null ? "no spread known" : beyond ? "beyond the seeds' spread" : "within the seeds' spread")
    ),
    ...removed.map((run) => `only in the first: ${run}`),
    ...added.map((run) => `only in the second: ${run}`),
  ];
}

function shown({ mean, sd, values }: Sample): string {
  return `${significant(mean, 5)}${
    sd === null ? "" : ` ± ${significant(shownSpread(sd, mean), 2)}`
  } (${values.length})`;
}

/** The verdicts that changed on the claims of those papers that there are records of. */
function verdictChanges(
  papers: readonly Paper[],
  before: readonly RunRecord[],
  after: readonly RunRecord[],
): string[] {
  const recorded = new Set([...before, ...after].map(({ paper }) => paper));
  const own = papers.filter(({ id }) => recorded.has(id));
  const [claims, errata] = [own.flatMap(({ claims }) => claims), own.flatMap(({ errata }) => errata)];
  const [a, b] = [before, after].map((records) => compare(claims, errata, records));
  const changed = a.flatMap(({ claim, verdict }, i) =>
    verdict === b[i].verdict ? [] : [`${claim.id}: ${verdict} -> ${b[i].verdict}`]
  );
  return [`${changed.length} of ${claims.length} verdicts changed`, ...changed];
}

if (import.meta.main) await main(compareFolders);
