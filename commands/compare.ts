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
import { isDuration } from "../records/compare_runs.ts";
import { readRecords } from "../records/record_files.ts";
import { counted, listed, noun } from "../terminal/counted.ts";
import { UsageError } from "../terminal/usage.ts";
import { loadPapers, type Paper } from "../papers/load.ts";
import { compare } from "../judging/compare.ts";
import { engineOf } from "../judging/conditions.ts";
import { answerOf, latestRuns, type Sample, sampleOf } from "../judging/samples.ts";
import { type Difference, groupDifference, pairedDifference } from "../judging/statistics/mod.ts";
import { numberText, spreadText } from "../reports/markdown/digits.ts";

const USAGE = `deno task compare A B [--alarm] [--papers DIR]...

Compares the records of the result folders A and B: every measurement whose mean over the seeds changed, and every claim
whose verdict did.

Runs are compared with runs on the same processor, engine and device: seed by seed where both folders have the same seeds,
else as two groups. A change is beyond chance if 0 lies outside the interval of the difference, at the level that Holm's
method gives for as many measurements as are compared (5 % for all of them together), and if it is more than a
ten-thousandth of the value, which rounding may make it. Runs on another processor or engine are listed, not judged; so are
single seeds that differ, which show no spread.

  --alarm       exit with 1 if there is reason for alarm: a change beyond chance, a result of A that B has not, or no result
                that both have
  --papers DIR  a folder with a paper that is not the suite's own; may be given more than once

Exit codes: 0 done, 1 reason for alarm, or a record is broken, 2 bad usage, or a paper is broken.`;

/** What a change may be: none at all, by chance, or beyond it; or not judged, for want of a spread or of a like machine. */
export type Finding = "same" | "chance" | "beyond" | "no spread" | "other machine";

/** A measurement in both folders. */
export interface Change {
  readonly experiment: string;
  readonly profile: Profile;
  readonly measurement: Measurement;
  readonly before: Sample;
  readonly after: Sample;
  /** After less before. */
  readonly difference: number;
  readonly finding: Finding;
}

/** Two folders side by side. */
export interface Changes {
  /** What both measured, in the order of the first folder's records. */
  readonly measurements: readonly Change[];
  /** Results that the first folder has and the second has not: experiments, measurements and seeds, a text each. */
  readonly missing: readonly string[];
  /** Experiments with their profile that only the second folder has. */
  readonly added: readonly string[];
}

/** The share of cases in which something is beyond chance though nothing changed. */
const ERROR = 0.05;

/** The share of a value that float32 may make it differ by from one device to another. */
const ROUNDING = 1e-4;

/** What changed from the records `before` to the records `after`; only runs that are done count. */
export function changesOf(before: readonly RunRecord[], after: readonly RunRecord[]): Changes {
  const [a, b] = [before, after].map((records) =>
    Map.groupBy(records.filter(({ status }) => status === "done"), keyOfRun)
  );
  const pairs = [...a].flatMap(([key, own]) => pairsIn(own, b.get(key) ?? []));
  return {
    measurements: judged(pairs),
    missing: [...a].flatMap(([key, own]) => missingFrom(key, own, b.get(key) ?? [])),
    added: [...b.keys()].filter((key) => !a.has(key)),
  };
}

function keyOfRun({ experiment, profile }: RunRecord): string {
  return `${experiment} (${profile})`;
}

/** What the runs of one experiment lack after; of each folder the configuration counts that was run last. */
function missingFrom(key: string, before: readonly RunRecord[], after: readonly RunRecord[]): string[] {
  if (after.length === 0) return [key];
  const [a, b] = [before, after].map((records) => latestRuns(records).runs);
  const [had, has] = [a, b].map(seedsIn);
  return [
    ...has.size < had.size ? [`${key}: ${has.size} of ${had.size} seeds are left`] : [],
    ...[...measurementsIn(a).values()].flatMap((one) => {
      const [measured, still] = [a, b].map((records) =>
        seedsIn(records.filter((record) => answerOf(one, record) !== undefined))
      );
      if (still.size === 0) return [`${key}: ${measurementName(one)}`];
      // A seed that ran again without it, as one does whose clusters fall into one.
      const lost = [...measured.intersection(has).difference(still)];
      return lost.length === 0 ? [] : [
        `${key}: ${measurementName(one)} of ${noun(lost.length, "seed")} ${listed(lost.map(String))}`,
      ];
    }),
  ];
}

function seedsIn(records: readonly RunRecord[]): Set<number> {
  return new Set(records.map(({ seed }) => seed));
}

/** What was measured, except for durations, which say how busy a machine was. */
function measurementsIn(records: readonly RunRecord[]): Map<string, Measurement> {
  return new Map(
    records.flatMap(({ measurements }) => measurements).filter((one) => !isDuration(one))
      .map((one) => [measurementKey(one), one]),
  );
}

/** A measurement before and after, and the values that can be compared. */
interface Pair extends Omit<Change, "finding"> {
  /** By machine: the values of the seeds that both ran, or of all of each where they share fewer than two. */
  readonly alike: readonly Alike[];
}

/** Values of one machine before and after, seed by seed where they are paired. */
interface Alike {
  readonly a: readonly number[];
  readonly b: readonly number[];
  readonly paired: boolean;
}

function pairsIn(before: readonly RunRecord[], after: readonly RunRecord[]): Pair[] {
  return [...measurementsIn(before).values()].flatMap((measurement) => {
    const [a, b] = [before, after].map((records) => sampleOf(records, measurement));
    if (a === undefined || b === undefined) return [];
    const { experiment, profile } = a.records[0];
    const difference = b.mean - a.mean;
    return [{ experiment, profile, measurement, before: a, after: b, difference, alike: alikeOf(a, b) }];
  });
}

/** The values of runs on the same machines. */
function alikeOf(before: Sample, after: Sample): Alike[] {
  const [a, b] = [before, after].map(({ records, values }) =>
    Map.groupBy(
      records.map((record, i) => ({ seed: record.seed, value: values[i], machine: machineOf(record) })),
      ({ machine }) => machine,
    )
  );
  return [...a].flatMap(([machine, own]): Alike[] => {
    const others = b.get(machine) ?? [];
    if (others.length === 0) return [];
    const bySeed = new Map(others.map(({ seed, value }) => [seed, value]));
    const both = own.filter(({ seed }) => bySeed.has(seed));
    const values = (runs: typeof own) => runs.map(({ value }) => value);
    // One seed that both ran says nothing of chance, where others may.
    return both.length >= 2 || both.length === own.length || both.length === others.length
      ? [{ a: values(both), b: both.map(({ seed }) => bySeed.get(seed)!), paired: true }]
      : [{ a: values(own), b: values(others), paired: false }];
  });
}

/** What moves a trained run like a seed: the processor, how many threads the run had, the engine and its device. */
function machineOf(record: RunRecord): string {
  const { cpu, threads } = record.provenance;
  return `${engineOf(record)}; ${threads} threads of ${cpu}`;
}

/**
 * Holm's method: those that are beyond chance at the level for as many as are left are found, until none is.
 *
 * @see S. Holm. A simple sequentially rejective multiple test procedure. Scandinavian Journal of Statistics 6, 1979.
 */
function judged(pairs: readonly Pair[]): Change[] {
  const open = new Map(pairs.map((pair) => [pair, findingWithoutTest(pair)]));
  const tested = [...open].filter(([, finding]) => finding === "chance").map(([pair]) => pair);
  for (let left = tested, found = tested; found.length > 0;) {
    // A test for each machine.
    const level = 1 - ERROR / left.reduce((count, { alike }) => count + alike.length, 0);
    found = left.filter((pair) => isBeyond(pair, level));
    for (const pair of found) open.set(pair, "beyond");
    left = left.filter((pair) => !found.includes(pair));
  }
  return pairs.map(({ alike: _, ...pair }, i) => ({ ...pair, finding: open.get(pairs[i])! }));
}

/** What can be said of a change without a test; "chance" where one must tell. */
function findingWithoutTest({ before, after, difference, alike }: Pair): Finding {
  const isSame = difference === 0 && before.values.length === after.values.length &&
    before.values.every((value, i) => value === after.values[i]);
  if (isSame) return "same";
  if (alike.length === 0) return "other machine";
  // Another machine's seeds may have joined; those of the same machines did not move.
  const moved = alike.filter(({ a, b, paired }) => !paired || a.some((value, i) => value !== b[i]));
  if (moved.length === 0) return "same";
  return moved.every(({ a, b, paired }) => (paired ? a.length : Math.max(a.length, b.length)) < 2)
    ? "no spread"
    : "chance";
}

/** Whether the runs of one machine at least differ by more than chance and rounding make them. */
function isBeyond({ alike }: Pair, level: number): boolean {
  return alike.some(({ a, b, paired }) => {
    const { difference, interval }: Difference = paired
      ? pairedDifference(b, a, level)
      : groupDifference(b, a, level);
    const size = Math.max(...[...a, ...b].map(Math.abs));
    if (interval === null || Math.abs(difference) <= ROUNDING * size) return false;
    return interval.low > 0 || interval.high < 0;
  });
}

/** A line for each reason for alarm; none where there is none. */
export function alarmsOf({ measurements, missing }: Changes): string[] {
  const beyond = measurements.filter(({ finding }) => finding === "beyond").length;
  return [
    ...measurements.length === 0 ? ["no result is in both"] : [],
    ...missing.length === 0 ? [] : [`${counted(missing.length, "result is", "results are")} missing`],
    ...beyond === 0 ? [] : [`${counted(beyond, "measurement")} changed beyond chance`],
  ].map((reason) => `ALARM: ${reason}`);
}

/** Runs the command; returns its exit code. */
export async function compareFolders(args: string[]): Promise<number> {
  const flags = readFlags(args, { string: ["papers"], collect: ["papers"], boolean: ["help", "alarm"] });
  if (flags.help) {
    print(USAGE);
    return 0;
  }
  if (flags._.length !== 2) throw new UsageError("Name two result folders: deno task compare A B");
  const [before, after] = await Promise.all(flags._.map(recordsOf));
  const papers = await loadPapers(flags.papers);
  const changes = changesOf(before, after);
  const alarms = alarmsOf(changes);
  for (const line of alarms) print(line);
  for (const line of describe(changes)) print(line);
  for (const line of verdictChanges(papers, before, after)) print(line);
  return flags.alarm && alarms.length > 0 ? 1 : 0;
}

async function recordsOf(folder: string): Promise<RunRecord[]> {
  const records = await readRecords(folder);
  if (records.length === 0) throw new UsageError(`No records in ${folder}/runs`);
  return records;
}

/** What is said of each finding. */
const WORDS: Record<Finding, string> = {
  same: "the same",
  chance: "within chance",
  beyond: "beyond chance",
  "no spread": "no spread known",
  "other machine": "on another machine, not judged",
};

function describe({ measurements, missing, added }: Changes): string[] {
  const count = (finding: Finding) => measurements.filter((change) => change.finding === finding).length;
  const findings = Object.keys(WORDS) as Finding[];
  return [
    `${counted(measurements.length, "measurement")} in both: ${
      findings.map((finding) => `${count(finding)} ${WORDS[finding]}`).join(", ")
    } (Holm's method, ${100 * ERROR} % for all)`,
    ...missing.map((what) => `only in the first: ${what}`),
    ...added.map((run) => `only in the second: ${run}`),
    ...findings.toSpliced(0, 1).toSorted((a, b) => Number(b === "beyond") - Number(a === "beyond")).flatMap((
      finding,
    ) => measurements.filter((change) => change.finding === finding).map(changeInWords)),
  ];
}

function changeInWords(
  { experiment, profile, measurement, before, after, difference, finding }: Change,
): string {
  const size = Math.floor(Math.log10(Math.abs(difference || 1)));
  const change = `${difference < 0 ? "" : "+"}${numberText(difference, 1 - size)}`;
  const name = `${experiment} (${profile}) ${measurementName(measurement)}`;
  return `${name}: ${shown(before)} -> ${shown(after)}, ${change}: ${WORDS[finding]}`;
}

function shown({ mean, sd, values }: Sample): string {
  return `${spreadText(mean, sd)} (${values.length})`;
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
  const bounds = own.flatMap(({ bounds }) => bounds);
  const [a, b] = [before, after].map((records) => compare(claims, errata, records, bounds));
  const changed = a.flatMap(({ claim, verdict }, i) =>
    verdict === b[i].verdict ? [] : [`${claim.id}: ${verdict} -> ${b[i].verdict}`]
  );
  return [`${changed.length} of ${claims.length} verdicts changed`, ...changed];
}

if (import.meta.main) await main(compareFolders);
