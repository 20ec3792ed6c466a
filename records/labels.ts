/**
 * The cluster labels of a run, kept beside its record as `<digest>-s<seed>.labels.json`, so that anyone can score them
 * again.
 *
 * @module
 */
import { FileError, InputError, writeWhole } from "../disk/files.ts";
import LABELS_SCHEMA from "../schemas/labels.schema.json" with { type: "json" };
import { checksumFault, checksumOf } from "./digest.ts";
import { readJson } from "./json.ts";
import { type Checksum, type Digest, type ExperimentId, type RecordKey, recordPath } from "./record.ts";
import { checkerOf } from "./schema.ts";

/** A clustering of labelled points. */
export interface Clustering {
  /** Where the points are: `pixels`, `PCA-64`, `code`. */
  space: string;
  split: string;
  clusters: Int32Array;
  /** The classes of the same points. */
  classes: Int32Array;
}

/** Whole numbers, packed: of 10,000 labels of ten classes some 6 kB. */
export interface PackedIntegers {
  /** The narrowest that holds all of them: of one, two or four bytes, the lowest byte first. */
  type: "uint8" | "uint16" | "int32";
  /**
   * How many.
   *
   * @asType integer
   * @minimum 0
   */
  length: number;
  /** Their bytes, compressed by gzip, in base64. */
  data: string;
}

/** The classes of the points that clusterings are of, which those of the same points share. */
export interface ClassLabels {
  /** `train` or `test`. */
  split: string;
  /** The class of each point. */
  labels: PackedIntegers;
}

/** The clusters of the points in one space. */
export interface ClusterLabels {
  /** Where the points are, as in the record's measurements. */
  space: string;
  /** `train` or `test`, as in the record's measurements. */
  split: string;
  /**
   * Which of the lists of classes is that of the same points, counted from 0.
   *
   * @asType integer
   * @minimum 0
   */
  classes: number;
  /** The cluster of each point; -1 where the method left it out as noise. */
  labels: PackedIntegers;
}

/** The labels of a run as their file has them. */
export interface LabelsFile {
  /** The version of this format. */
  format: 1;
  /** Of the run that they are of. */
  experiment: ExperimentId;
  /** Of the run that they are of. */
  digest: Digest;
  /**
   * Of the run that they are of.
   *
   * @asType integer
   * @minimum 0
   * @maximum 9007199254740991
   */
  seed: number;
  /** Each list once. */
  classes: ClassLabels[];
  /** Each space and split once. */
  clusterings: ClusterLabels[];
  checksum: Checksum;
}

/** Bytes that a file may have: those of 70,000 labels of ten classes take some 50,000. */
const MOST_BYTES = 64 * 2 ** 20;

/** Labels that the lists of a file may have together: a small file can hold lists that unpacked are very long. */
const MOST_LABELS = 2e7;

/** Different classes or clusters that a list may have: accuracy takes memory by their product. */
const MOST_GROUPS = 5000;

/** A file of labels that cannot be used: the message names the file and what is wrong with it. */
export class LabelsError extends FileError {
  constructor(path: string, reason: string) {
    super(`Cannot use the labels ${path}: ${reason}`);
    this.name = "LabelsError";
  }
}

const TYPES = { uint8: Uint8Array, uint16: Uint16Array, int32: Int32Array };

/** What is wrong with the fields of a file by its JSON Schema, `schemas/labels.schema.json`. */
const schemaFault = checkerOf(LABELS_SCHEMA);

/**
 * The clusterings of a run as its file has them.
 *
 * @throws {RangeError} If a clustering has not a class for each point, or two are of the same space and split: a score of
 * either would not say of which it is.
 */
export async function encodeLabels(
  clusterings: readonly Clustering[],
  { experiment, digest, seed }: RecordKey,
): Promise<LabelsFile> {
  const lists: { split: string; values: Int32Array }[] = [];
  const encoded: ClusterLabels[] = [];
  for (const { space, split, clusters, classes } of clusterings) {
    if (clusters.length !== classes.length) {
      throw new RangeError(
        `Cannot keep the labels of ${space}, ${split}: each of the ${clusters.length} points must have a class, got ` +
          `${classes.length} classes`,
      );
    }
    if (encoded.some((other) => other.space === space && other.split === split)) {
      throw new RangeError(
        `Cannot keep the labels of ${space}, ${split}: there must be one clustering, got two`,
      );
    }
    let at = lists.findIndex((list) => list.split === split && isEqual(list.values, classes));
    if (at < 0) at = lists.push({ split, values: classes }) - 1;
    encoded.push({ space, split, classes: at, labels: await pack(clusters) });
  }
  const content = {
    format: 1 as const,
    experiment,
    digest,
    seed,
    classes: await Promise.all(
      lists.map(async ({ split, values }) => ({ split, labels: await pack(values) })),
    ),
    clusterings: encoded,
  };
  return { ...content, checksum: checksumOf(content) };
}

/**
 * The clusterings in a file's content.
 *
 * @param path Named in errors.
 * @throws {LabelsError} If it lacks a field, holds a value that none can be, or was changed since it was written.
 */
export async function decodeLabels(value: unknown, path: string): Promise<Clustering[]> {
  const reason = schemaFault(value);
  if (reason !== undefined) throw new LabelsError(path, reason);
  const file = value as LabelsFile;
  const changed = checksumFault(file);
  if (changed !== undefined) throw new LabelsError(path, changed);
  const count = [...file.classes, ...file.clusterings].reduce((sum, { labels }) => sum + labels.length, 0);
  if (count > MOST_LABELS) {
    throw new LabelsError(path, `its lists must have at most ${MOST_LABELS} labels, got ${count}`);
  }
  const lists = await Promise.all(file.classes.map(({ labels }) => unpack(labels, path)));
  return await Promise.all(file.clusterings.map(async ({ space, split, classes: at, labels }) => {
    const clusters = await unpack(labels, path);
    const classes = lists[at];
    if (classes?.length !== clusters.length) {
      throw new LabelsError(
        path,
        `${space}, ${split} must have a class for each of its ${clusters.length} points, got ${
          classes?.length ?? 0
        }`,
      );
    }
    if (clusters.length === 0) throw new LabelsError(path, `${space}, ${split} must have points, got none`);
    const most = Math.max(new Set(clusters).size, new Set(classes).size);
    if (most > MOST_GROUPS) {
      throw new LabelsError(
        path,
        `${space}, ${split} must have at most ${MOST_GROUPS} classes and clusters, got ${most}`,
      );
    }
    return { space, split, clusters, classes };
  }));
}

/** Where a record's labels lie in a result folder. */
export function labelsPath(record: RecordKey): string {
  return recordPath(record).replace(/json$/, "labels.json");
}

/** Writes a run's labels beside its record, whole or not at all, over older ones. */
export async function writeLabels(out: string, record: RecordKey, file: LabelsFile): Promise<void> {
  await writeWhole(`${out}/${labelsPath(record)}`, JSON.stringify(file) + "\n");
}

/**
 * A record's clusterings; undefined where no labels were kept with it.
 *
 * @throws {LabelsError} If the file cannot be used, or is another run's.
 */
export async function readLabels(out: string, record: RecordKey): Promise<Clustering[] | undefined> {
  const path = `${out}/${labelsPath(record)}`;
  let value: unknown;
  try {
    value = await readJson(path, MOST_BYTES);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error instanceof InputError ? new LabelsError(path, error.reason) : error;
  }
  const clusterings = await decodeLabels(value, path);
  const place = labelsPath(value as LabelsFile);
  if (place !== labelsPath(record)) throw new LabelsError(path, `by what it says it belongs at ${place}`);
  return clusterings;
}

function isEqual(a: Int32Array, b: Int32Array): boolean {
  return a.length === b.length && a.every((value, i) => value === b[i]);
}

async function pack(values: Int32Array): Promise<PackedIntegers> {
  let least = 0, greatest = 0;
  for (const value of values) {
    least = Math.min(least, value);
    greatest = Math.max(greatest, value);
  }
  const type = least < 0 || greatest > 0xffff ? "int32" : greatest > 0xff ? "uint16" : "uint8";
  // All processors that Deno runs on have the lowest byte first.
  const bytes = new Uint8Array(TYPES[type].from(values).buffer);
  const data = await through(bytes, new CompressionStream("gzip"));
  return { type, length: values.length, data: data.toBase64() };
}

async function unpack({ type, length, data }: PackedIntegers, path: string): Promise<Int32Array> {
  const { BYTES_PER_ELEMENT } = TYPES[type];
  const size = length * BYTES_PER_ELEMENT;
  let bytes: Uint8Array<ArrayBuffer>;
  try {
    bytes = await through(Uint8Array.fromBase64(data), new DecompressionStream("gzip"), size);
  } catch (error) {
    throw new LabelsError(path, `a list cannot be unpacked: ${(error as Error).message}`);
  }
  if (bytes.length !== size) {
    throw new LabelsError(path, `a list must have ${length} labels, got ${bytes.length / BYTES_PER_ELEMENT}`);
  }
  return Int32Array.from(new TYPES[type](bytes.buffer));
}

/** @param most Bytes beyond which nothing more is taken. */
async function through(
  bytes: Uint8Array<ArrayBuffer>,
  transform: CompressionStream | DecompressionStream,
  most = Infinity,
): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  let length = 0;
  for await (const chunk of new Blob([bytes]).stream().pipeThrough(transform)) {
    length += chunk.length;
    if (length > most) throw new RangeError(`there is more than ${most} bytes in it`);
    chunks.push(chunk);
  }
  return await new Blob(chunks).bytes();
}
