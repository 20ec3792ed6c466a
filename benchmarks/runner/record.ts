/**
 * A record: what one run of one experiment with one seed found, as a JSON file that everything later reads.
 *
 * @module
 */
import { createHash } from "node:crypto";
import type { DataSource } from "../../datasets/dataset.ts";

/** The metric names; beside them `OTHER:<name>` is one. */
export const METRICS = ["ACC", "NMI", "ARI", "SIL", "DBI", "CHI", "PURITY", "MSE", "PARAMS"] as const;

/** The metrics that mean nothing without the space that they were computed in. */
export const SPATIAL_METRICS: readonly string[] = ["SIL", "DBI", "CHI"];

/** How NMI can be normalised. */
export const NMI_AVERAGES = ["arithmetic", "geometric", "min", "max"] as const;

/** The profiles, from the lightest to the full protocol. */
export const PROFILES = ["smoke", "quick", "paper"] as const;

/** What can become of a run. */
export const STATUSES = ["done", "failed", "skipped", "interrupted"] as const;

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

/** The format that this version reads and writes. */
const FORMAT = 1;

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
  /** Why the run was skipped. */
  reason?: string;
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

/** A record file that cannot be used: the message names the file and what is wrong with it. */
export class RecordError extends Error {
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

/** A file that cannot be written; nothing half written is left. */
export class OutputError extends Error {
  constructor(path: string, cause: Error) {
    // Deno appends the call and the temporary file.
    super(`Cannot write ${path}: ${cause.message.replace(/: \w+ '[^']*'$/, "")}`, { cause });
    this.name = "OutputError";
  }
}

/** Whether `text` can be the id of an experiment: lower-case parts between slashes, each safe as a file's name. */
export function isExperimentId(text: string): boolean {
  return /^[a-z0-9][a-z0-9._+-]*(\/[a-z0-9][a-z0-9._+-]*)+$/.test(text);
}

/** Whether `text` is a metric's name. */
export function isMetric(text: string): boolean {
  return (METRICS as readonly string[]).includes(text) || /^OTHER:\S/.test(text);
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
  "reason?": "string",
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
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(provenance.started)) {
    return `provenance.started must be a UTC time: current value is "${provenance.started}"`;
  }
  if (status === "failed" && record.error === undefined) return "error is missing though the run failed";
  if (status === "skipped" && record.reason === undefined) {
    return "reason is missing though the run was skipped";
  }
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
    value = JSON.parse(text);
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

/** The first 16 hex digits of the SHA-256 of a record's canonical JSON. */
function checksumOf(record: RunRecord): string {
  return createHash("sha256").update(canonicalJson(record)).digest("hex").slice(0, 16);
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

/** JSON with the keys of every object sorted; equal for equal values. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(",")}]`;
  if (typeof value === "object" && value !== null) {
    const fields = Object.entries(value).filter(([, field]) => field !== undefined)
      .sort(([a], [b]) => a < b ? -1 : 1);
    return `{${fields.map(([key, field]) => `${JSON.stringify(key)}:${canonicalJson(field)}`).join(",")}}`;
  }
  return JSON.stringify(finite("", value));
}

/** JSON has no NaN and no Infinity; `JSON.stringify` would write null for them. */
function finite(key: string, value: unknown): unknown {
  if (typeof value === "number" && !Number.isFinite(value)) {
    throw new RangeError(
      `Cannot write a number as JSON: ${key || "it"} must be finite: current value is ${value}`,
    );
  }
  return value;
}

/**
 * The name of a configuration: the first 12 hex digits of the SHA-256 of its canonical JSON. The order of keys and
 * of data sets does not matter.
 *
 * @param parts What sets one configuration apart from another; `data` are the SHA-256 of the data sets, `engine` is
 * the engine's name.
 * @throws {RangeError} If the configuration holds a number that is not finite.
 */
export function configDigest(
  parts: {
    experiment: string;
    profile: Profile;
    config: Record<string, unknown>;
    data: string[];
    engine: string;
  },
): string {
  const { experiment, profile, config, data, engine } = parts;
  const text = canonicalJson({ experiment, profile, config, data: data.toSorted(), engine });
  return createHash("sha256").update(text).digest("hex").slice(0, 12);
}

/** The digest of what a record says that its run was made with. */
export function recordDigest(record: Omit<RunRecord, "digest">): string {
  const { experiment, profile, config, data, engine } = record;
  return configDigest({
    experiment,
    profile,
    config,
    data: data.map(({ sha256 }) => sha256),
    engine: engine.name,
  });
}

/**
 * Writes a record to its place in the result folder `out`, whole or not at all, over an older one; returns the
 * file's path. A checksum is written with it.
 *
 * @throws {RangeError} If the record holds a number that is not finite.
 * @throws {RecordError} If the record could not be read again.
 */
export async function writeRecord(out: string, record: RunRecord): Promise<string> {
  const path = `${out}/${recordPath(record)}`;
  const text = JSON.stringify(record, finite, 2) + "\n";
  const written = { ...parseRecord(text, path), checksum: checksumOf(record) };
  await writeWhole(path, JSON.stringify(written, null, 2) + "\n");
  return path;
}

/**
 * Writes a file whole or not at all, over an older one; makes its folder.
 *
 * @throws {OutputError} If it cannot be written, as where the disk is full.
 */
export async function writeWhole(path: string, content: string | Uint8Array): Promise<void> {
  const end = path.lastIndexOf("/");
  const folder = path.slice(0, end), name = path.slice(end + 1).replace(/^\./, "");
  const temporary = `${folder}/.writing-${name}-${crypto.randomUUID()}.tmp`;
  const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
  try {
    await Deno.mkdir(folder, { recursive: true });
    await Deno.writeFile(temporary, bytes, { createNew: true });
    await flush(temporary);
    await Deno.rename(temporary, path);
  } catch (error) {
    await Deno.remove(temporary).catch(() => {});
    throw new OutputError(path, error as Error);
  }
}

/** Waits until the disk has the file. */
async function flush(path: string): Promise<void> {
  using file = await Deno.open(path, { write: true });
  await file.sync();
}

/**
 * All records of the result folder `out`, by path; none where no run was recorded.
 *
 * @throws {RecordError} If a file under `out/runs` is not a record, or not the one that its path names.
 */
export async function readRecords(out: string): Promise<RunRecord[]> {
  const records: RunRecord[] = [];
  for (const path of await recordPaths(out)) records.push(await readRecord(out, path));
  return records;
}

/** Records that can be used, and what is wrong with the others. */
export interface SoundRecords {
  records: RunRecord[];
  /** By path, from the result folder. */
  faults: { path: string; error: RecordError }[];
}

/** What {@linkcode readRecords} reads, with the records that cannot be used set apart. */
export async function readSoundRecords(out: string): Promise<SoundRecords> {
  const records: RunRecord[] = [];
  const faults: SoundRecords["faults"] = [];
  for (const path of await recordPaths(out)) {
    try {
      records.push(await readRecord(out, path));
    } catch (error) {
      if (error instanceof RecordError) faults.push({ path, error });
      // Another process may have set it aside.
      else if (!(error instanceof Deno.errors.NotFound)) throw error;
    }
  }
  return { records, faults };
}

/** The paths of all records of the result folder `out`, from that folder, sorted. */
export async function recordPaths(out: string): Promise<string[]> {
  return (await recordFiles(out, "runs")).sort();
}

/**
 * The record at a path of {@linkcode recordPaths}.
 *
 * @throws {RecordError} If the file is not a record, or not the one that its path names.
 */
export async function readRecord(out: string, path: string): Promise<RunRecord> {
  const record = parseRecord(await Deno.readTextFile(`${out}/${path}`), `${out}/${path}`);
  if (recordPath(record) !== path) {
    throw new RecordError(`${out}/${path}`, `by what it says it belongs at ${recordPath(record)}`);
  }
  return record;
}

/** Names with a leading dot are temporary files; figure data lie beside their records. */
function isRecordName(name: string): boolean {
  return name.endsWith(".json") && !name.endsWith(".figures.json") && !name.startsWith(".");
}

/** The records under `folder`, by path from `out`. */
async function recordFiles(out: string, folder: string): Promise<string[]> {
  const paths: string[] = [];
  try {
    for await (const entry of Deno.readDir(`${out}/${folder}`)) {
      const path = `${folder}/${entry.name}`;
      if (entry.isDirectory) paths.push(...await recordFiles(out, path));
      else if (isRecordName(entry.name)) paths.push(path);
    }
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
  return paths;
}
