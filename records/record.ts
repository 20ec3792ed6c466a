/**
 * A record: what one run of one experiment with one seed found, which everything later reads.
 *
 * @module
 */
import type { DataSource } from "../datasets/dataset.ts";

/** The metric names; beside them `OTHER:<name>` is one. */
export const METRICS = ["ACC", "NMI", "ARI", "SIL", "DBI", "CHI", "PURITY", "MSE", "PARAMS"] as const;

/** The metrics that mean nothing without the space that they were computed in. */
export const SPATIAL_METRICS: readonly string[] = ["SIL", "DBI", "CHI"];

/** How NMI can be normalised. */
export const NMI_AVERAGES = ["arithmetic", "geometric", "max", "min"] as const;

/** The profiles, from the lightest to the full protocol. */
export const PROFILES = ["smoke", "quick", "paper"] as const;

/** What can become of a run; one that was left out or broken off has no record. */
export const STATUSES = ["done", "failed"] as const;

/** A protocol's size. */
export type Profile = typeof PROFILES[number];

/** What became of a run. */
export type Status = typeof STATUSES[number];

/**
 * One measured number. Where one metric is measured in several ways (splits, averages), the way nearest to the
 * paper comes first in a record.
 */
export interface Measurement {
  /** One of `METRICS`, or `OTHER:<name>`. */
  metric: string;
  value: number;
  /** Where it was computed: `pixels`, `PCA-64`, `code`; empty where that means nothing. */
  space: string;
  /** `train` or `test`; empty where that means nothing. */
  split: string;
  /** How NMI was normalised. */
  average?: string;
}

/** One epoch of a training. */
export interface Epoch {
  epoch: number;
  loss: number;
  [name: string]: number;
}

/** Where, when and with what a run was made. */
export interface Provenance {
  /** The Git commit; empty outside a checkout. */
  commit: string;
  /** Whether the checkout had changes that the commit lacks. */
  dirty: boolean;
  versions: Record<string, string>;
  cpu: string;
  threads: number;
  /** Bytes. */
  memory: number;
  os: string;
  /** When the run began, as `Date.toISOString()` writes it. */
  started: string;
  /** Load average of the minute before the run. */
  load: number;
  /** Where the run was broken off and taken up again: the seconds that it had taken, which its duration includes. */
  resumedAfter?: number;
}

/** One run: an experiment with a seed. */
export interface RunRecord {
  format: 1;
  /** Like `agarap/snnl-5/mnist`. */
  experiment: string;
  paper: string;
  method: string;
  dataset: string;
  profile: Profile;
  seed: number;
  status: Status;
  /** Why the run failed. */
  error?: string;
  config: Record<string, unknown>;
  digest: string;
  measurements: Measurement[];
  history: Epoch[];
  data: DataSource[];
  engine: { name: string; device: string; version: string };
  provenance: Provenance;
  /** Duration of the run. */
  seconds: number;
}

/** Whether `text` can be the id of an experiment: lower-case parts between slashes, each safe as a file's name. */
export function isExperimentId(text: string): boolean {
  return /^[a-z0-9][a-z0-9._+-]*(\/[a-z0-9][a-z0-9._+-]*)+$/.test(text);
}

/**
 * Whether an experiment, or what a record is of, is a study: it asks what a choice that the paper leaves open does to its
 * numbers, and answers no claim.
 */
export function isStudy({ method }: { readonly method: string }): boolean {
  return method.startsWith("study-");
}

/** Whether `text` is a metric's name. */
export function isMetric(text: string): boolean {
  return (METRICS as readonly string[]).includes(text) || /^OTHER:\S/.test(text);
}

/** A metric's name as people read it: `MSE first epoch` of `OTHER:MSE first epoch`. */
export function plainMetric(metric: string): string {
  return metric.replace("OTHER:", "");
}

/** What a metric is one of: `OTHER:MSE first epoch` is an MSE. */
export function familyOf(metric: string): string {
  return plainMetric(metric).split(" ")[0];
}

/** A measurement's name, with where and how it was measured: no other of a record has the same. */
export function measurementName({ metric, space, split, average }: Measurement): string {
  return [plainMetric(metric), space, split, average].filter((part) => part).join(", ");
}

/**
 * Where a record lies in a result folder.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { recordPath } from "./record.ts";
 *
 * assert.equal(
 *   recordPath({ experiment: "agarap/snnl-5/mnist", digest: "0123456789ab", seed: 42 }),
 *   "runs/agarap/snnl-5/mnist/0123456789ab-s42.json",
 * );
 * ```
 */
export function recordPath(record: Pick<RunRecord, "experiment" | "digest" | "seed">): string {
  return `runs/${record.experiment}/${record.digest}-s${record.seed}.json`;
}
