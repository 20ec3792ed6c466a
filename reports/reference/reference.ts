/**
 * The reference: what the experiments measured in the profile `quick` with several seeds, published with the suite, so that
 * whoever runs them can tell whether their machine finds the same.
 *
 * @module
 */
import type { Digest, ExperimentId } from "../../records/record.ts";

/** The profile that there is a reference of. */
export const REFERENCE_PROFILE = "quick";

/** How many seeds an experiment's reference needs at least. */
export const LEAST_SEEDS = 8;

/** One measurement of all seeds. Metric, space, split and average together name it. */
export interface ReferenceMeasurement {
  /**
   * As records have it.
   *
   * @title a metric's name, such as ACC or OTHER:rows
   * @pattern ^([A-Z][A-Z0-9@-]*|OTHER:\S.*)$
   */
  metric: string;
  /** As records have it. */
  space: string;
  /** As records have it. */
  split: string;
  /** As records have it; absent where they have none. */
  average?: string;
  /** In the metric's own units, one for each seed, in the order of the seeds. */
  values: number[];
}

/** The loss of all seeds in one epoch. */
export interface ReferenceLoss {
  /** Which epoch of a run's history. */
  epoch: "first" | "last";
  /** One for each seed, in the order of the seeds. */
  values: number[];
}

/** What ran the mathematics of the reference. */
export interface ReferenceEngine {
  /** Like `tensorflow`. */
  name: string;
  /** What computed: `CPU` or `GPU`. */
  device: string;
  /** The versions of the engine, as records have them. */
  versions: string[];
}

/** What one experiment measured on one engine. */
export interface ReferenceEntry {
  experiment: ExperimentId;
  /** Of experiment, profile and configuration, whatever the data and the engine: see `settingsDigest()`. */
  config: Digest;
  /** The SHA-256 of each file of its data, sorted. */
  data: string[];
  /** Of the code that made it, as records have it. */
  code: Digest;
  engine: ReferenceEngine;
  /** The names of the processors that it was made on, sorted. */
  processors: string[];
  /** Whether its runs train a model: rounding, which differs between processors, then moves their numbers like a seed. */
  trained: boolean;
  /** In the order in which all values stand. */
  seeds: number[];
  measurements: ReferenceMeasurement[];
  /** Empty where nothing is trained. */
  losses: ReferenceLoss[];
}

/** The file of the reference. */
export interface Reference {
  /** The version of this format. */
  format: 1;
  profile: "quick";
  /** One for each experiment and engine. */
  entries: ReferenceEntry[];
}
