/**
 * The command `deno task verify`: whether recorded results are what the experiments, as they are now, give.
 *
 * @module
 */
import { DataError, locateDataset } from "../datasets/mod.ts";
import type { EngineName } from "../engine/mod.ts";
import { notice } from "../terminal/notice.ts";
import { showDuration } from "../terminal/progress.ts";
import { EXPERIMENTS } from "../papers/mod.ts";
import { main, print, readFlags } from "../terminal/command.ts";
import { crewOf } from "../workers/crew.ts";
import { canonicalJson } from "../records/digest.ts";
import type { Experiment } from "../experiments/experiment.ts";
import { measurementName, recordPath, type RunRecord } from "../records/record.ts";
import { readSoundRecords } from "../records/record_files.ts";
import { configNow } from "../runner/run.ts";
import { UsageError } from "../terminal/usage.ts";
import { WORKER } from "../workers/worker.ts";

/** How far numbers of the same run may be apart, relative to the larger. */
const TOLERANCE = 1e-6;

const USAGE = `deno task verify [DIR] [--sample N] [--data-dir DIR] [--quiet]

Checks the records in DIR/runs (reports/published unless given):

- the digest of each is that of what it says it was made with;
- the configuration of each is the one that its experiment has now;
- runs made again give the same numbers: of the N experiments that took least time (3 unless given), one record each. On
  the same kind of processor with the same engine each number must be equal to a relative ${TOLERANCE}; on another what
  differs is said, and not judged. Numbers of seconds are left out.

  --sample N        how many to run again; 0 for none
  --data-dir DIR    take data sets from this folder; experiments whose data can't be had are not run again
  --quiet           show no progress

Exit codes: 0 all is the same, 1 something differs (a line each), 2 bad usage.`;

/**
 * Runs the command; returns its exit code.
 *
 * @param script The module of the processes that do the runs; it must know the same experiments.
 */
export async function verify(
  args: string[],
  known: readonly Experiment[] = EXPERIMENTS,
  script: URL = WORKER,
): Promise<number> {
  const flags = readFlags(args, { string: ["sample", "data-dir"], boolean: ["quiet", "help"] });
  if (flags.help) {
    print(USAGE);
    return 0;
  }
  const [out = "reports/published", ...others] = flags._;
  if (others.length > 0) throw new UsageError(`Give one folder: there is also ${others[0]}`);
  const count = readSample(flags.sample ?? "3");
  const { records, faults } = await readSoundRecords(out);
  if (records.length + faults.length === 0) throw new UsageError(`No records in ${out}/runs`);

  const differences = [
    ...faults.map(({ error }) => error.message),
    ...records.flatMap((record) =>
      changesSince(record, known).map((change) => `${recordPath(record)}: ${change}`)
    ),
  ];
  for (const difference of differences) notice(difference);
  print(`${records.length + faults.length} records: ${differences.length || "no"} differences`);

  const current = records.filter((record) => changesSince(record, known).length === 0);
  const sampled = await sample(current, known, count, flags["data-dir"]);
  let apart = 0;
  for (const record of sampled) apart += await rerun(record);
  return differences.length + apart > 0 ? 1 : 0;

  /** Makes a record's run again, says what came out; returns the number of differences that count. */
  async function rerun(record: RunRecord): Promise<number> {
    const { experiment, profile, seed } = record;
    const crew = crewOf({
      engine: record.engine.name as EngineName,
      requireGpu: false,
      setUp: true,
      quiet: flags.quiet,
      ...flags["data-dir"] && { dataDir: flags["data-dir"] },
    }, script);
    try {
      const label = `${experiment} (${profile}, seed ${seed})`;
      if (!flags.quiet) notice(`${label} again, about ${showDuration(record.seconds)}`);
      const worker = await crew.get();
      const ran = await worker.run(
        { experiment, profile, seed },
        { label, estimate: record.seconds, rest: 0 },
        () => {},
      );
      if (ran === "stopped") throw new Error(`${label} was stopped`);
      const found = compareRuns(record, ran.record);
      const kinds = [record, ran.record].map(kindOf);
      const judged = kinds[0] === kinds[1];
      for (const line of found) print(`${label}: ${line}`);
      const tail = judged || found.length === 0
        ? ""
        : `, not judged: recorded on ${kinds[0]}, here ${kinds[1]}`;
      print(
        `${label}: ${record.measurements.length} numbers made again, ${found.length || "none"} apart${tail}`,
      );
      return judged ? found.length : 0;
    } finally {
      await crew.end();
    }
  }
}

/** What a run's numbers depend on beside its configuration. */
function kindOf({ provenance: { cpu }, engine: { name, version, device } }: RunRecord): string {
  return `${cpu} with ${name} ${version} on the ${device}`;
}

function readSample(text: string): number {
  if (/^\d+$/.test(text)) return Number(text);
  throw new UsageError(`--sample must be a whole number of at least 0: current value is ${text}`);
}

/** What sets a record apart from what its experiment, as it is now, would record. */
export function changesSince(record: RunRecord, experiments: readonly Experiment[]): string[] {
  const experiment = experiments.find(({ id }) => id === record.experiment);
  if (!experiment) return ["its experiment is no more"];
  const protocol = experiment.profiles[record.profile];
  if (!protocol) return [`its experiment has no profile ${record.profile} any more`];
  const config = configNow(protocol, record);
  const fields = [...new Set([...Object.keys(config), ...Object.keys(record.config)])];
  const show = (value: unknown) => value === undefined ? "absent" : canonicalJson(value);
  const changed = fields.filter((field) => show(config[field]) !== show(record.config[field]));
  return changed.map((field) =>
    `the protocol has changed: ${field} was ${show(record.config[field])}, is ${show(config[field])}`
  );
}

/** Of the experiments that took least time and whose data can be had, the cheapest record of each. */
async function sample(
  records: readonly RunRecord[],
  known: readonly Experiment[],
  count: number,
  dataDir: string | undefined,
): Promise<RunRecord[]> {
  const sampled: RunRecord[] = [];
  const done = records.filter(({ status }) => status === "done").toSorted((a, b) => a.seconds - b.seconds);
  for (const record of done) {
    if (sampled.length === count) break;
    if (sampled.some(({ experiment }) => experiment === record.experiment)) continue;
    const { profiles } = known.find(({ id }) => id === record.experiment)!;
    try {
      await locateDataset(profiles[record.profile]!.dataset, dataDir === undefined ? {} : { dataDir });
      sampled.push(record);
    } catch (error) {
      if (!(error instanceof DataError)) throw error;
    }
  }
  if (sampled.length < count) {
    const left = new Set(done.map(({ experiment }) => experiment)).size - sampled.length;
    const why = left === 0 ? "there are no others" : `the data of ${left} others can't be had`;
    notice(`Only ${sampled.length} of ${count} experiments are run again: ${why}`);
  }
  return sampled;
}

/** Where the numbers of two records of the same run are apart, a line each. */
export function compareRuns(before: RunRecord, now: RunRecord): string[] {
  if (now.status !== "done") return [`it failed: ${now.error}`];
  if (now.digest !== before.digest) {
    return [`its data or engine differ: the digest was ${before.digest}, is ${now.digest}`];
  }
  const values = new Map(now.measurements.map((one) => [measurementName(one), one.value]));
  const differences = before.measurements.filter(({ metric }) => !/^OTHER:seconds/.test(metric)).flatMap(
    (one) => {
      const key = measurementName(one);
      const value = values.get(key);
      if (value === undefined) return [`${key} is not measured any more: it was ${one.value}`];
      return isClose(one.value, value) ? [] : [`${key} was ${one.value}, is ${value}`];
    },
  );
  const losses = before.history.flatMap(({ epoch, loss }, i) => {
    const again = now.history[i]?.loss;
    return again !== undefined && isClose(loss, again)
      ? []
      : [`the loss of epoch ${epoch} was ${loss}, is ${again}`];
  });
  // One is enough: those after it follow.
  return [...differences, ...losses.slice(0, 1)];
}

function isClose(a: number, b: number): boolean {
  return Math.abs(a - b) <= TOLERANCE * Math.max(Math.abs(a), Math.abs(b));
}

if (import.meta.main) await main((args) => verify(args));
