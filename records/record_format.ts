/**
 * A record's JSON, and what is wrong with one.
 *
 * @module
 */
import { createHash } from "node:crypto";
import { FileError } from "../disk/files.ts";
import { canonicalJson, finite, recordDigest } from "./digest.ts";
import {
  isExperimentId,
  isMetric,
  NMI_AVERAGES,
  PROFILES,
  type RunRecord,
  SPATIAL_METRICS,
  STATUSES,
} from "./record.ts";

/** The format that this version reads and writes. */
const FORMAT: RunRecord["format"] = 1;

/** A record file that cannot be used: the message names the file and what is wrong with it. */
export class RecordError extends FileError {
  constructor(path: string, reason: string) {
    super(`Cannot use the record ${path}: ${reason}`);
    this.name = "RecordError";
  }
}

/** A record of a format that this version does not know: another version's, and not damaged. */
export class RecordFormatError extends RecordError {
  constructor(path: string, format: unknown) {
    super(path, `format must be ${FORMAT}: current value is ${JSON.stringify(format)}`);
    this.name = "RecordFormatError";
  }
}

/** What a value must be: a primitive, any object, an object with these fields (`?`: may lack it), or a list. */
type Shape = keyof typeof IS | { [field: string]: Shape } | [Shape];

const IS = {
  string: (value: unknown) => typeof value === "string",
  number: (value: unknown) => typeof value === "number",
  boolean: (value: unknown) => typeof value === "boolean",
  object: (value: unknown) => typeof value === "object" && value !== null && !Array.isArray(value),
};

const SHAPE: Shape = {
  experiment: "string",
  paper: "string",
  method: "string",
  dataset: "string",
  profile: "string",
  seed: "number",
  status: "string",
  "error?": "string",
  config: "object",
  digest: "string",
  measurements: [{
    metric: "string",
    value: "number",
    space: "string",
    split: "string",
    "average?": "string",
  }],
  history: [{ epoch: "number", loss: "number" }],
  data: [{ name: "string", sha256: "string", rows: "number", source: "string", "standIn?": "string" }],
  engine: { name: "string", device: "string", version: "string" },
  provenance: {
    commit: "string",
    dirty: "boolean",
    versions: "object",
    cpu: "string",
    threads: "number",
    memory: "number",
    os: "string",
    started: "string",
    load: "number",
    "resumedAfter?": "number",
  },
  seconds: "number",
};

/** What is wrong with `value`, or nothing. */
function fault(value: unknown, shape: Shape, at: string): string | undefined {
  if (Array.isArray(shape)) {
    if (!Array.isArray(value)) return `${at} must be a list`;
    return firstFault(value.entries(), ([index, item]) => fault(item, shape[0], `${at}[${index}]`));
  }
  const kind = typeof shape === "string" ? shape : "object";
  if (!IS[kind](value)) {
    return `${at} must be of type ${kind}: current value is ${JSON.stringify(value)}`;
  }
  if (typeof shape === "string") return undefined;
  const fields = value as Record<string, unknown>;
  return firstFault(Object.entries(shape), ([key, inner]) => {
    const name = key.replace("?", "");
    const path = at === "" ? name : `${at}.${name}`;
    if (fields[name] === undefined) return key === name ? `${path} is missing` : undefined;
    return fault(fields[name], inner, path);
  });
}

function firstFault<T>(items: Iterable<T>, check: (item: T) => string | undefined): string | undefined {
  for (const item of items) {
    const found = check(item);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** What is wrong with the values of a record that has all its fields, or nothing. */
function wrongValue(record: RunRecord): string | undefined {
  const { experiment, profile, seed, status, digest, measurements, provenance } = record;
  if (!isExperimentId(experiment)) return `experiment is not an id: current value is "${experiment}"`;
  if (!PROFILES.includes(profile)) return `profile is unknown: current value is "${profile}"`;
  if (!STATUSES.includes(status)) return `status is unknown: current value is "${status}"`;
  if (!Number.isSafeInteger(seed) || seed < 0) return `seed must be a whole number: current value is ${seed}`;
  if (!/^[0-9a-f]{12}$/.test(digest)) return `digest must be 12 hex digits: current value is "${digest}"`;
  if (!(record.seconds >= 0)) return `seconds must be at least 0: current value is ${record.seconds}`;
  if (!isUtcTime(provenance.started)) {
    return `provenance.started must be a UTC time: current value is "${provenance.started}"`;
  }
  if (status === "failed" && record.error === undefined) return "error is missing though the run failed";
  return firstFault(measurements.entries(), ([index, { metric, space, average }]) => {
    if (!isMetric(metric)) return `metric "${metric}" is unknown`;
    if (SPATIAL_METRICS.includes(metric) && space === "") {
      return `measurements[${index}]: ${metric} needs its space`;
    }
    if (metric === "NMI" && !(NMI_AVERAGES as readonly (string | undefined)[]).includes(average)) {
      return `measurements[${index}]: NMI needs its average: current value is ${JSON.stringify(average)}`;
    }
    return undefined;
  }) ?? wrongDigest(record);
}

/** Whether a text is a time as `Date.toISOString()` writes it. */
function isUtcTime(text: string): boolean {
  const time = new Date(text);
  return !Number.isNaN(time.getTime()) && time.toISOString() === text;
}

/** Whether the configuration, the data or the engine are not those that the digest was made of. */
function wrongDigest(record: RunRecord): string | undefined {
  const right = recordDigest(record);
  if (record.digest === right) return undefined;
  return `its configuration, data or engine were changed: digest must be "${right}": current value is "${record.digest}"`;
}

/**
 * Reads the text of a record. Fields that this version does not know are kept.
 *
 * @param path Named in errors.
 * @throws {RecordError} If the text is not JSON, of another format, lacks a field, holds a value that none can be,
 * has another configuration than its digest was made of, or was changed since it was written.
 */
export function parseRecord(text: string, path: string): RunRecord {
  let value: unknown;
  try {
    // JSON.parse() makes Infinity of 1e999.
    value = JSON.parse(text, finite);
  } catch (error) {
    throw new RecordError(path, `it is not JSON (${(error as Error).message})`);
  }
  if (!IS.object(value)) throw new RecordError(path, "it is not an object");
  const { checksum, ...rest } = value as RunRecord & { checksum?: unknown };
  const record: RunRecord = rest;
  if (record.format !== FORMAT) throw new RecordFormatError(path, record.format);
  const reason = fault(record, SHAPE, "") ?? wrongValue(record);
  if (reason !== undefined) throw new RecordError(path, reason);
  // The first records have none.
  if (checksum !== undefined && checksum !== checksumOf(record)) {
    throw new RecordError(path, "it was changed since it was written: its checksum is another's");
  }
  return record;
}

/**
 * The text of a record, which {@linkcode parseRecord} reads; a checksum is written with it.
 *
 * @param path Named in errors.
 * @throws {RangeError} If the record holds a number that is not finite.
 * @throws {RecordError} If the record could not be read again.
 */
export function recordText(record: RunRecord, path: string): string {
  const text = JSON.stringify(record, finite, 2);
  const written = { ...parseRecord(text, path), checksum: checksumOf(record) };
  return JSON.stringify(written, null, 2) + "\n";
}

/** The first 16 hex digits of the SHA-256 of a record's canonical JSON. */
function checksumOf(record: RunRecord): string {
  return createHash("sha256").update(canonicalJson(record)).digest("hex").slice(0, 16);
}
