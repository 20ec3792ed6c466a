/**
 * All numbers as CSV and JSON, for those who draw their own figures.
 *
 * @module
 */
import papaparse from "papaparse";
import { recordPath, type RunRecord } from "../records/record.ts";
import type { Comparison } from "../judging/compare.ts";

/** The comparisons as CSV, one row a claim: what `OUT/claims.csv` holds. */
export function claimsCsv(comparisons: readonly Comparison[]): string {
  const rows = comparisons.map(({ claim, ...ours }) => ({
    id: claim.id,
    paper: claim.paper,
    kind: claim.kind,
    where: claim.where,
    dataset: claim.dataset,
    method: claim.method,
    experiment: claim.experiment,
    metric: claim.metric,
    space: claim.space,
    split: claim.split,
    average: claim.average,
    statistic: claim.statistic,
    runs: claim.runs,
    value: claim.value,
    ours: ours.ours,
    sd: ours.sd,
    best: ours.best,
    n: ours.n,
    tolerance: ours.tolerance,
    difference: ours.difference,
    low: ours.interval?.[0],
    high: ours.interval?.[1],
    verdict: ours.verdict,
    firm: ours.firm,
    seeds_may_decide: ours.seedsMayDecide,
    reason: ours.reason,
    profile: ours.profile,
    records: ours.records.join(";"),
    basis: claim.basis,
  }));
  return papaparse.unparse(rows, SAFE) + "\n";
}

/** Spreadsheets compute what begins with =, and these texts may be a stranger's. Numbers are left as they are. */
const SAFE = { newline: "\n", escapeFormulae: /^(?!-[\d.]+(e[+-]?\d+)?$)[=+\-@\t\r]/i };

/** The comparisons as JSON: the claim's fields and ours, numbers as numbers, nothing rounded; not where files lie. */
export function claimsJson(comparisons: readonly Comparison[]): string {
  const rows = comparisons.map(({ claim: { place: _, ...claim }, ...ours }) => ({ claim, ...ours }));
  return JSON.stringify(rows, null, 1) + "\n";
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
  return papaparse.unparse({ fields, data: rows }, SAFE) + "\n";
}
