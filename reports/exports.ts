/**
 * All numbers as CSV and JSON, for those who draw their own figures.
 *
 * @module
 */
import papaparse from "papaparse";
import { recordPath, type RunRecord } from "../benchmarks/runner/record.ts";
import type { Comparison } from "./compare.ts";

/** The comparisons as JSON: the claim's fields and ours, numbers as numbers, nothing rounded. */
export function claimsJson(comparisons: readonly Comparison[]): string {
  return JSON.stringify(comparisons, null, 1) + "\n";
}

/** Every measurement of every done run as CSV, one row each, in the order of the records. */
export function measurementsCsv(records: readonly RunRecord[]): string {
  const rows = records.filter(({ status }) => status === "done").flatMap((record) =>
    record.measurements.map(({ metric, value, space, split, average }) => ({
      experiment: record.experiment,
      profile: record.profile,
      seed: record.seed,
      metric,
      value,
      space,
      split,
      average: average ?? "",
      record: recordPath(record),
    }))
  );
  const fields = ["experiment", "profile", "seed", "metric", "value", "space", "split", "average", "record"];
  return papaparse.unparse({ fields, data: rows }, { newline: "\n" }) + "\n";
}
