/**
 * What a run leaves for figures beside its numbers: embeddings, images, counts. Curves are in the record's history. The
 * data lie beside the record, as `<digest>-s<seed>.figures.json`.
 *
 * @module
 */
import { FileError, InputError, writeWhole } from "../disk/files.ts";
import type { Matrix } from "../engine/mod.ts";
import { checksumFault, checksumOf } from "./digest.ts";
import { readJson } from "./json.ts";
import { type Checksum, type Digest, type ExperimentId, type RecordKey, recordPath } from "./record.ts";
import { shown } from "./schema.ts";

/** What a figure is called. */
export interface FigureName {
  /** Lower-case words with hyphens; names the figure's file. */
  name: string;
  title: string;
}

/** Points in two or three dimensions. */
export interface EmbeddingData extends FigureName {
  kind: "embedding";
  dimensions: 2 | 3;
  /** The coordinates, row-major, rounded to a thousandth of the widest dimension's range. */
  points: number[];
  /** The class of each point. */
  classes: number[];
  /** The cluster of each point. */
  clusters?: number[];
}

/** Rows of small grey images, such as originals above their reconstructions, or samples of each cluster. */
export interface ImagesData extends FigureName {
  kind: "images";
  width: number;
  height: number;
  /** Each image is its pixels, 0 (black) to 255, in base64. */
  rows: { label: string; images: string[] }[];
}

/** A table of counts, such as digits by clusters. */
export interface CountsData extends FigureName {
  kind: "counts";
  rowTitle: string;
  columnTitle: string;
  rows: string[];
  columns: string[];
  /** A list for each row. */
  counts: number[][];
}

/** The data of one figure. */
export type FigureData = EmbeddingData | ImagesData | CountsData;

/** The figure data of a run as their file has them. */
export interface FiguresFile {
  /** The version of this format. The first was a bare list. */
  format: 2;
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
  /** Each name once. */
  figures: FigureData[];
  checksum: Checksum;
}

/** A file of figure data that cannot be used: the message names the file and what is wrong with it. */
export class FiguresError extends FileError {
  constructor(path: string, reason: string) {
    super(`Cannot use the figure data ${path}: ${reason}`);
    this.name = "FiguresError";
  }
}

/** Bytes that a file may have; ours have at most some 200,000. */
const MOST_BYTES = 64 * 2 ** 20;

/**
 * The figure of points with their classes and clusters.
 *
 * @throws {RangeError} If the points have neither two nor three columns, or there is not a class, or not a cluster, for each.
 */
export function embeddingData(
  named: FigureName,
  points: Matrix,
  classes: ArrayLike<number>,
  clusters?: ArrayLike<number>,
): EmbeddingData {
  const dimensions = points.columns;
  if (dimensions !== 2 && dimensions !== 3) {
    throw new RangeError(`Cannot draw points: columns must be 2 or 3, got ${dimensions}`);
  }
  for (const [name, labels] of [["class", classes], ["cluster", clusters]] as const) {
    if (labels === undefined || labels.length === points.rows) continue;
    throw new RangeError(
      `Cannot draw points: there must be a ${name} for each of the ${points.rows}, got ${labels.length}`,
    );
  }
  const step = widestRange(points) / 1000 || 1;
  const digits = Math.max(0, -Math.floor(Math.log10(step)));
  return {
    kind: "embedding",
    ...named,
    dimensions,
    points: Array.from(points.data, (value) => Number(value.toFixed(digits))),
    classes: Array.from(classes),
    ...clusters && { clusters: Array.from(clusters) },
  };
}

function widestRange({ data, rows, columns }: Matrix): number {
  let widest = 0;
  for (let column = 0; column < columns; column++) {
    let low = Infinity, high = -Infinity;
    for (let row = 0; row < rows; row++) {
      const value = data[row * columns + column];
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
    widest = Math.max(widest, high - low);
  }
  return widest;
}

/** The figure of images whose pixels run from `low` to 1. */
export function imagesData(
  named: FigureName,
  { width, height }: { width: number; height: number },
  rows: { label: string; images: Matrix }[],
  low: 0 | -1 = 0,
): ImagesData {
  const pixels = ({ data, columns }: Matrix, row: number) =>
    Uint8Array.from(
      data.subarray(row * columns, (row + 1) * columns),
      (value) => Math.round(255 * Math.min(1, Math.max(0, (value - low) / (1 - low)))),
    );
  return {
    kind: "images",
    ...named,
    width,
    height,
    rows: rows.map(({ label, images }) => ({
      label,
      images: Array.from({ length: images.rows }, (_, row) => pixels(images, row).toBase64()),
    })),
  };
}

/**
 * How many points of each class each cluster has: a row a class, a column a cluster, both in order.
 *
 * @throws {RangeError} If there are not as many classes as clusters.
 */
export function classesByClusters(
  named: FigureName,
  classes: ArrayLike<number>,
  clusters: ArrayLike<number>,
): CountsData {
  if (classes.length !== clusters.length) {
    throw new RangeError(
      `Cannot count points: there must be a cluster for each of the ${classes.length} classes, got ${clusters.length}`,
    );
  }
  const rows = [...new Set(Array.from(classes))].sort((a, b) => a - b);
  const columns = [...new Set(Array.from(clusters))].sort((a, b) => a - b);
  const counts = rows.map(() => columns.map(() => 0));
  for (let i = 0; i < classes.length; i++) {
    counts[rows.indexOf(classes[i])][columns.indexOf(clusters[i])]++;
  }
  return {
    kind: "counts",
    ...named,
    rowTitle: "class",
    columnTitle: "cluster",
    rows: rows.map(String),
    columns: columns.map(String),
    counts,
  };
}

/** Where a record's figure data lie in a result folder. */
export function figureDataPath(record: RecordKey): string {
  return recordPath(record).replace(/json$/, "figures.json");
}

/** A run's figure data as their file has them. */
export function figuresFile(
  { experiment, digest, seed }: RecordKey,
  figures: readonly FigureData[],
): FiguresFile {
  const content = { format: 2 as const, experiment, digest, seed, figures: [...figures] };
  return { ...content, checksum: checksumOf(content) };
}

/** Writes a run's figure data beside its record, whole or not at all, over older ones. */
export async function writeFigureData(
  out: string,
  record: RecordKey,
  figures: readonly FigureData[],
): Promise<void> {
  await writeWhole(
    `${out}/${figureDataPath(record)}`,
    JSON.stringify(figuresFile(record, figures)) + "\n",
  );
}

/**
 * A record's figure data; none where it left none. That each can be drawn is not checked: whoever draws them does.
 *
 * @throws {FiguresError} If the file cannot be read, is of another format or another run, or was changed since it was written.
 */
export async function readFigureData(out: string, record: RecordKey): Promise<FigureData[]> {
  const path = `${out}/${figureDataPath(record)}`;
  let value: unknown;
  try {
    value = await readJson(path, MOST_BYTES);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return [];
    throw error instanceof InputError ? new FiguresError(path, error.reason) : error;
  }
  const fault = fileFault(value, record);
  if (fault !== undefined) throw new FiguresError(path, fault);
  return (value as FiguresFile).figures;
}

/** What is wrong with a file of figure data, beside the figures in it. */
function fileFault(value: unknown, record: RecordKey): string | undefined {
  if (Array.isArray(value)) {
    return 'it is of an older format, without a checksum: "deno task migrate" brings the folder to this version\'s';
  }
  if (typeof value !== "object" || value === null) return `it must be an object, got ${shown(value)}`;
  const file = value as FiguresFile;
  if (file.format !== 2) return `format must be 2, got ${shown(file.format)}`;
  if (file.checksum === undefined) return "checksum is missing";
  const place = figureDataPath(file);
  if (!Array.isArray(file.figures)) return `figures must be a list, got ${shown(file.figures)}`;
  return checksumFault(file) ??
    (place === figureDataPath(record) ? undefined : `by what it says it belongs at ${place}`);
}
