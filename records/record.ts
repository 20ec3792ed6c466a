/**
 * A record: what one run of one experiment with one seed found, which everything later reads.
 *
 * @module
 */
import type { DataSource } from "../datasets/dataset.ts";

/** The profiles, from the lightest to the full protocol. */
export const PROFILES = ["smoke", "quick", "paper"] as const;

/** What can become of a run; one that was left out or broken off has no record. */
export const STATUSES = ["done", "failed"] as const;

/** A protocol's size. */
export type Profile = typeof PROFILES[number];

/** What became of a run. */
export type Status = typeof STATUSES[number];

/**
 * What names an experiment: paper, method and data set, each safe as a file's name.
 *
 * @title lower-case names between slashes, such as agarap/snnl-5/mnist
 * @pattern ^[a-z0-9][a-z0-9._+-]*(/[a-z0-9][a-z0-9._+-]*)+$
 */
export type ExperimentId = string;

/**
 * The first 12 hex digits of a SHA-256.
 *
 * @title 12 hex digits
 * @pattern ^[0-9a-f]{12}$
 */
export type Digest = string;

/**
 * The first 16 hex digits of the SHA-256 of the canonical JSON of a file's other fields: without blanks, and with the keys of
 * every object sorted.
 *
 * @title 16 hex digits
 * @pattern ^[0-9a-f]{16}$
 */
export type Checksum = string;

/** One measured number. Metric, space, split and average together name it: a record has each only once. */
export interface Measurement {
  /**
   * A metric of the paper, `PARAMS` for a count of parameters, or `OTHER:<name>`, which may begin with a metric's name
   * (`OTHER:MSE first epoch`).
   *
   * @title a metric's name, such as ACC or OTHER:rows
   * @pattern ^([A-Z][A-Z0-9@-]*|OTHER:\S.*)$
   */
  metric: string;
  /** In the metric's own units; a share is between 0 and 1. */
  value: number;
  /** Where it was computed: `pixels`, `PCA-64`, `code`; empty where that means nothing. */
  space: string;
  /** `train` or `test`; empty where that means nothing. */
  split: string;
  /** How NMI or AMI was normalised: by the `arithmetic`, `geometric`, `max` or `min` of two entropies. */
  average?: string;
}

/** One epoch of a training. */
export interface Epoch {
  /**
   * Counted from 1.
   *
   * @asType integer
   * @minimum 0
   */
  epoch: number;
  /** The mean of its batches. */
  loss: number;
  /** What else was measured in it. */
  [name: string]: number;
}

/** The versions of what a run was made with, by name. */
export interface Versions {
  [name: string]: string;
}

/** Where, when and with what a run was made. */
export interface Provenance {
  /** The Git commit; empty outside a checkout. */
  commit: string;
  /** Whether the checkout had changes that the commit lacks. */
  dirty: boolean;
  /** The versions of Deno and of the engine's parts. */
  versions: Versions;
  /**
   * The processor's name, with its family and model where these are known. Of a run that went on on another processor all of
   * them, in order: `A, then B`.
   */
  cpu: string;
  /**
   * How many threads the run had: the machine's, or its share of them where several runs went at once.
   *
   * @asType integer
   * @minimum 0
   */
  threads: number;
  /**
   * Of a run that went on with another number of threads: those of its parts before, in order. Sums are split among threads,
   * so that their number moves the last digits.
   */
  threadsBefore?: number[];
  /**
   * Bytes.
   *
   * @minimum 0
   */
  memory: number;
  /** The operating system and its version. */
  os: string;
  /**
   * When the run began, as `Date.toISOString()` writes it.
   *
   * @title a UTC time, such as 2026-01-02T03:04:05.678Z
   * @pattern ^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$
   */
  started: string;
  /** Load average of the minute before the run. */
  load: number;
  /**
   * Where the run was broken off and taken up again: the seconds that it had taken, which its duration includes.
   *
   * @minimum 0
   */
  resumedAfter?: number;
}

/** A GPU, or what stood in for one, by what it says of itself; a text is empty where it says nothing. */
export interface AdapterUsed {
  /** The maker, or the number that stands for it. */
  vendor: string;
  /** The family, such as `ampere`. */
  architecture: string;
  /** The maker's number of the device. */
  device: string;
  /** The device and its driver, in words. */
  description: string;
  /** Whether a driver computed on the processor in a GPU's place. */
  isFallback: boolean;
}

/** What ran the mathematics. The digest covers the name alone. */
export interface EngineUsed {
  /** Like `tensorflow`. */
  name: string;
  /** Like `CPU`. */
  device: string;
  /** Of the engine. */
  version: string;
  /** The device that it worked on; absent where that was the processor, and in records of before this was kept. */
  adapter?: AdapterUsed;
  /** The version of the GPU's driver, where it was told. */
  driver?: string;
  /** What was below the engine on that device, such as `webgpu (Vulkan)` or `tensorflow (CUDA 12.4)`. */
  backend?: string;
}

/** Settings by name, level by level. */
export interface Settings {
  [name: string]: unknown;
}

/**
 * What a study asks: what a choice that the paper leaves open does to its numbers. It answers the claims alone that name it.
 */
export interface Study {
  /** In words, for the reader. */
  question: string;
  /** The id of the experiment that it varies; absent where it is a protocol of its own. */
  of?: ExperimentId;
  /** What its configuration has otherwise than that experiment's, level by level. */
  change?: Settings;
}

/** How a record of an older format was brought to this one. */
export interface Migration {
  /**
   * The older format.
   *
   * @asType integer
   */
  from: number;
  /**
   * The settings that the older configuration did not have, by their path, such as `network.loss`: they were constant in the
   * code that made the run.
   */
  added: string[];
  /** The settings of the older configuration that are gone, by their path: nothing read them. */
  dropped?: string[];
}

/** One run: an experiment with a seed. */
export interface RunRecord {
  /** The version of this format. */
  format: 2;
  experiment: ExperimentId;
  /** Like `agarap`. */
  paper: string;
  /** Like `snnl-5`. */
  method: string;
  /** The paper's data set, whatever data the profile takes. */
  dataset: string;
  profile: Profile;
  /**
   * What all of its random numbers come from.
   *
   * @asType integer
   * @minimum 0
   * @maximum 9007199254740991
   */
  seed: number;
  status: Status;
  /** Why the run failed. */
  error?: string;
  /** Where the experiment is a study. */
  study?: Study;
  /** Every choice that the result depends on. */
  config: Settings;
  /** Of experiment, profile, configuration, data and engine. */
  digest: Digest;
  /**
   * The first 12 hex digits of the digest of the code that the run executed; empty where that was not kept.
   *
   * @title 12 hex digits, or nothing
   * @pattern ^([0-9a-f]{12})?$
   */
  code: string;
  /** Where the record was brought from an older format. */
  migrated?: Migration;
  /**
   * What was measured: each metric, space, split and average once.
   *
   * @maxItems 10000
   */
  measurements: Measurement[];
  /**
   * The epochs of its training, in order.
   *
   * @maxItems 100000
   */
  history: Epoch[];
  /** The files that its data came from. */
  data: DataSource[];
  engine: EngineUsed;
  provenance: Provenance;
  /**
   * Duration of the run.
   *
   * @minimum 0
   */
  seconds: number;
}

/** A record as its file has it: with a checksum, by which a change is seen. */
export interface RecordFile extends RunRecord {
  checksum: Checksum;
}

/** Whether `text` can be the id of an experiment: lower-case parts between slashes, each safe as a file's name. */
export function isExperimentId(text: string): boolean {
  return /^[a-z0-9][a-z0-9._+-]*(\/[a-z0-9][a-z0-9._+-]*)+$/.test(text);
}

/** Whether an experiment, or what a record is of, is a study: it is run only where a glob says so. */
export function isStudy({ study }: { readonly study?: Study }): boolean {
  return study !== undefined;
}

/** A metric's name as people read it: `MSE first epoch` of `OTHER:MSE first epoch`. */
export function plainMetric(metric: string): string {
  return metric.replace("OTHER:", "");
}

/** What a metric is one of: `OTHER:MSE first epoch` is an MSE. */
export function familyOf(metric: string): string {
  return plainMetric(metric).split(" ")[0];
}

/** What a measurement is looked up by: all four name it, and an average that is absent is the same as an empty one. */
export type Asked = Readonly<Omit<Measurement, "value">>;

/** A measurement's name as people read it, with where and how it was measured. */
export function measurementName({ metric, space, split, average }: Asked): string {
  return [plainMetric(metric), space, split, average].filter((part) => part).join(", ");
}

/** What tells a measurement from all others of a record: two with the same key are of the same thing. */
export function measurementKey({ metric, space, split, average = "" }: Asked): string {
  return JSON.stringify([metric, space, split, average]);
}

/** What names a run's record: what was run, with which configuration, data and engine, and with which seed. */
export type RecordKey = Pick<RunRecord, "experiment" | "digest" | "seed">;

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
export function recordPath(record: RecordKey): string {
  return `runs/${record.experiment}/${record.digest}-s${record.seed}.json`;
}
