/**
 * A record's JSON, and what is wrong with one.
 *
 * @module
 */
import { FileError, InputError } from "../disk/files.ts";
import { type Description, DESCRIPTIONS } from "../metrics/descriptions.ts";
import RECORD_SCHEMA from "../schemas/record.schema.json" with { type: "json" };
import { checksumFault, checksumOf, finite, recordDigest } from "./digest.ts";
import { parseJson } from "./json.ts";
import { measurementKey, measurementName, type RecordFile, type RunRecord } from "./record.ts";
import { checkerOf, shown } from "./schema.ts";
import { isPlainObject } from "./plain_object.ts";

/** The format that this version reads and writes. */
export const FORMAT: RunRecord["format"] = 2;

/** A record file that cannot be used: the message names the file and what is wrong with it. */
export class RecordError extends FileError {
  constructor(path: string, reason: string) {
    super(`Cannot use the record ${path}: ${reason}`);
    this.name = "RecordError";
  }
}

/** A record of a format that this version does not know: another version's, and not damaged. */
export class RecordFormatError extends RecordError {
  /** What its file says. */
  readonly format: number;

  constructor(path: string, format: number) {
    super(path, `format must be ${FORMAT}, got ${format}`);
    this.name = "RecordFormatError";
    this.format = format;
  }
}

/** A sound record of another run than the one whose place it is in. */
export class MisplacedRecordError extends RecordError {
  constructor(path: string, place: string) {
    super(path, `by what it says it belongs at ${place}`);
    this.name = "MisplacedRecordError";
  }
}

/** Something in a record's place that cannot be read: a link, a folder, a pipe, or a file that is kept from this user. */
export class UnreadableRecordError extends RecordError {
  constructor(path: string, { reason }: InputError) {
    super(path, reason);
    this.name = "UnreadableRecordError";
  }
}

/** What is wrong with a value by the JSON Schema of a record's file, `schemas/record.schema.json`; undefined if nothing is. */
export const schemaFault: (value: unknown) => string | undefined = checkerOf(RECORD_SCHEMA);

/** What is wrong with a record that its schema cannot say, or nothing. */
function wrongValue(record: RecordFile): string | undefined {
  if (!isUtcTime(record.provenance.started)) {
    return `provenance.started must be a UTC time, got ${JSON.stringify(record.provenance.started)}`;
  }
  if (record.status === "failed" && record.error === undefined) {
    return "error is missing though the run failed";
  }
  return wrongMeasurement(record) ?? wrongDigest(record);
}

/** The largest number that a measurement may be: squares of such numbers, and sums of those, are still finite. */
const LARGEST = 1e100;

function wrongMeasurement({ measurements }: RunRecord): string | undefined {
  const keys = new Set<string>();
  for (const [index, measurement] of measurements.entries()) {
    const { metric, value, space, average } = measurement;
    const at = `measurements[${index}]`;
    if (Math.abs(value) > LARGEST) return `${at}: value must be at most ${LARGEST} in size, got ${value}`;
    const known = descriptionOf(metric);
    if (known?.kind === "space" && space === "") return `${at}: ${metric} needs its space`;
    const averages: readonly (string | undefined)[] = known?.averages ?? [];
    if (averages.length > 0 && !averages.includes(average)) {
      return `${at}: ${metric} needs its average, one of ${averages.join(", ")}, got ${
        JSON.stringify(average)
      }`;
    }
    const key = measurementKey(measurement);
    if (keys.has(key)) return `${at}: ${measurementName(measurement)} is measured twice`;
    keys.add(key);
  }
  return undefined;
}

/** What is known of a metric, or of the one that it takes a sample for: `SIL@1000` is a silhouette. */
function descriptionOf(metric: string): Description | undefined {
  const name = metric.split("@")[0];
  return Object.hasOwn(DESCRIPTIONS, name) ? DESCRIPTIONS[name as keyof typeof DESCRIPTIONS] : undefined;
}

/** Whether a text is a time as `Date.toISOString()` writes it. */
function isUtcTime(text: string): boolean {
  const time = new Date(text);
  return !Number.isNaN(time.getTime()) && time.toISOString() === text;
}

/** Whether a record is not what its digest and its checksum were made of. */
function wrongDigest(record: RecordFile): string | undefined {
  let right: string;
  try {
    right = recordDigest(record);
  } catch (error) {
    // A number that is not finite.
    if (error instanceof RangeError) return error.message;
    throw error;
  }
  if (record.digest === right) return checksumFault(record);
  return `its configuration, data or engine were changed: digest must be "${right}", got "${record.digest}"`;
}

/**
 * Reads the text of a record. Fields that this version does not know are kept.
 *
 * @param path Named in errors.
 * @throws {RecordFormatError} If it is of another format.
 * @throws {RecordError} If the text is not JSON, lacks a field, holds a value that none can be, has another configuration
 * than its digest was made of, or was changed since it was written.
 */
export function parseRecord(text: string, path: string): RunRecord {
  let value: unknown;
  try {
    value = parseJson(text, path);
  } catch (error) {
    throw error instanceof InputError ? new RecordError(path, error.reason) : error;
  }
  const { checksum: _, ...record } = checkRecord(value, path);
  return record;
}

/** The value as a record's file. */
function checkRecord(value: unknown, path: string): RecordFile {
  if (!isPlainObject(value)) throw new RecordError(path, "it is not an object");
  const record = value as unknown as RecordFile;
  const format: unknown = record.format;
  if (format !== FORMAT) {
    if (typeof format === "number") throw new RecordFormatError(path, format);
    throw new RecordError(path, `format must be ${FORMAT}, got ${shown(format)}`);
  }
  const reason = schemaFault(record) ?? wrongValue(record);
  if (reason !== undefined) throw new RecordError(path, reason);
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
  const content: RunRecord = JSON.parse(JSON.stringify(record, finite));
  const written = checkRecord({ ...content, checksum: checksumOf(content) }, path);
  return JSON.stringify(written, null, 2) + "\n";
}
