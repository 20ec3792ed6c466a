/**
 * The runs that a number stands on.
 *
 * @module
 */
import {
  type Asked,
  type Measurement,
  measurementKey,
  measurementName,
  PROFILES,
  recordPath,
  type RunRecord,
} from "../records/record.ts";
import { momentsOf } from "./statistics/mod.ts";

/** The runs behind one number. */
export interface Sample {
  readonly records: readonly RunRecord[];
  readonly values: readonly number[];
  readonly mean: number;
  /** Standard deviation (n - 1 in the denominator); null for one value. */
  readonly sd: number | null;
  /** How many other configurations of the same profile were measured too. */
  readonly others: number;
  /** The runs of this configuration that failed, or that do not have the measurement, by seed. */
  readonly lacking: readonly RunRecord[];
}

/** The measurements of each record by their keys, made once. */
const indices = new WeakMap<RunRecord, ReadonlyMap<string, Measurement>>();

function measurementsOf(record: RunRecord): ReadonlyMap<string, Measurement> {
  const known = indices.get(record);
  if (known !== undefined) return known;
  const index = new Map<string, Measurement>();
  for (const one of record.measurements) {
    const key = measurementKey(one);
    if (index.has(key)) {
      throw new RangeError(
        `Cannot read ${recordPath(record)}: a record must have each measurement once, ` +
          `got ${measurementName(one)} twice`,
      );
    }
    index.set(key, one);
  }
  indices.set(record, index);
  return index;
}

/**
 * The measurement of a record that has this metric, space, split and average; nothing if it has none.
 *
 * @throws {RangeError} If the record has one measurement twice.
 */
export function answerOf(asked: Asked, record: RunRecord): Measurement | undefined {
  return measurementsOf(record).get(measurementKey(asked));
}

/**
 * The runs behind what is asked: of the records that are done and have that measurement, those of the highest profile, and
 * of these the configuration that was run last. Nothing if there are none.
 *
 * @param units What one unit of the measurement is in the values: 100 for a ratio in percent.
 * @throws {RangeError} If a record has one measurement twice.
 */
export function sampleOf(records: readonly RunRecord[], asked: Asked, units = 1): Sample | undefined {
  const { runs, others } = latestRuns(records.filter((record) => answerOf(asked, record) !== undefined));
  if (runs.length === 0) return undefined;
  const values = runs.map((record) => answerOf(asked, record)!.value * units);
  const { mean, sd } = momentsOf(values);
  const [{ digest }] = runs;
  const lacking = records.filter((record) => record.digest === digest && !runs.includes(record));
  return { records: runs, values, mean, sd, others, lacking: lacking.sort((a, b) => a.seed - b.seed) };
}

/**
 * The runs of one experiment that count: of the records that are done, those of the highest profile, and of these the
 * configuration that was run last, by seed; `others` is the number of its other configurations.
 */
export function latestRuns(records: readonly RunRecord[]): { runs: RunRecord[]; others: number } {
  const done = records.filter(({ status }) => status === "done");
  const highest = Math.max(...done.map(({ profile }) => PROFILES.indexOf(profile)));
  const eligible = done.filter(({ profile }) => PROFILES.indexOf(profile) === highest);
  if (eligible.length === 0) return { runs: [], others: 0 };
  const { digest } = lastOf(eligible);
  const runs = eligible.filter((record) => record.digest === digest).sort((a, b) => a.seed - b.seed);
  return { runs, others: new Set(eligible.map(({ digest }) => digest)).size - 1 };
}

/** The record whose run began last. */
export function lastOf(records: readonly RunRecord[]): RunRecord {
  return records.reduce((a, b) => b.provenance.started > a.provenance.started ? b : a);
}

/** Why the runs of a sample cannot be judged against what a paper prints. */
export function obstaclesOf({ records }: Sample): string[] {
  const { profile } = records[0];
  const standIns = records.flatMap(({ data }) => data).filter(({ standIn }) => standIn !== undefined);
  return [
    ...new Set(standIns.map(({ standIn }) => `stand-in data ${standIn}`)),
    ...(profile === "paper" ? [] : [`reduced: ${profile} profile`]),
  ];
}

/**
 * Which runs of a sample failed or lack the measurement, in words. Those that are left are no fair sample, and decide nothing:
 * what is absent may be the seeds that go wrong, as where all points are in one cluster and have no silhouette.
 */
export function failuresOf({ lacking }: Sample): string[] {
  return lacking.map(({ seed, status, error = "no reason was kept" }) =>
    status === "failed" ? `seed ${seed} failed: ${error}` : `seed ${seed} did not measure this`
  );
}
