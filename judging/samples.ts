/**
 * The runs that a number stands on.
 *
 * @module
 */
import { type Measurement, PROFILES, type RunRecord } from "../records/record.ts";
import type { Claim } from "../claims/claims.ts";
import { printedUnits } from "../claims/numbers.ts";

/** The runs behind one number. */
export interface Sample {
  readonly records: readonly RunRecord[];
  readonly values: readonly number[];
  readonly mean: number;
  /** Standard deviation (n - 1 in the denominator); null for one value. */
  readonly sd: number | null;
  /** How many other configurations of the same profile were measured too. */
  readonly others: number;
}

/** The measurement that a record has for something, if any. */
export type Picker = (record: RunRecord) => Measurement | undefined;

/**
 * The runs behind a number: of the records that are done and have the measurement, those of the highest profile, and
 * of these the configuration that was run last. Nothing if there are none.
 */
export function sampleOf(records: readonly RunRecord[], pick: Picker): Sample | undefined {
  const { runs, others } = latestRuns(records.filter((record) => pick(record) !== undefined));
  if (runs.length === 0) return undefined;
  const values = runs.map((record) => pick(record)!.value);
  return { records: runs, values, ...meanAndSd(values), others };
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

/** The mean and the standard deviation (n - 1 in the denominator; null for one value). */
export function meanAndSd(values: readonly number[]): { mean: number; sd: number | null } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, sd: values.length > 1 ? Math.sqrt(squares / (values.length - 1)) : null };
}

/** The record whose run began last. */
export function lastOf(records: readonly RunRecord[]): RunRecord {
  return records.reduce((a, b) => b.provenance.started > a.provenance.started ? b : a);
}

/**
 * The measurement of a record that answers a claim: the first of its metric, in its space and with its average if it
 * names one.
 */
export function answerOf(
  { metric, space, average }: Pick<Claim, "metric" | "space" | "average">,
  { measurements }: RunRecord,
): Measurement | undefined {
  return measurements.find((one) =>
    one.metric === metric && (space === "" || one.space === space) &&
    (average === "" || one.average === average)
  );
}

/** The runs behind what {@linkcode answerOf} finds. */
export function sampleFor(
  records: readonly RunRecord[],
  asked: Pick<Claim, "metric" | "space" | "average">,
): Sample | undefined {
  return sampleOf(records, (record) => answerOf(asked, record));
}

/** The answer to a claim in the unit that the paper prints. */
export function printedAnswerOf(claim: Claim, record: RunRecord): Measurement | undefined {
  const answer = answerOf(claim, record);
  return answer && { ...answer, value: answer.value * printedUnits(claim) };
}

/** Why the runs of a sample cannot be judged against what a paper prints. */
export function obstaclesOf({ records }: Sample): string[] {
  const { profile } = records[0];
  const standIns = records.flatMap(({ data }) => data).filter(({ standIn }) => standIn !== undefined);
  return [
    ...new Set(standIns.map(({ name, standIn }) => `stand-in data: ${name} ${standIn}`)),
    ...(profile === "paper" ? [] : [`scaled: ${profile} profile`]),
  ];
}
