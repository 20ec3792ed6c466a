import { basename } from "node:path/posix";
import papaparse from "papaparse";
import { utf8 } from "../disk/files.ts";
import { type Matrix, matrix, takeRows } from "../engine/matrix.ts";
import { permutation, random } from "../engine/random.ts";
import { nearest } from "../terminal/usage.ts";
import { DataError } from "./data_error.ts";
import type { DatasetInfo, Split } from "./dataset.ts";
import { type DeclaredFile, fileDataset, type Loaded } from "./file_dataset.ts";

/** The seed of the permutation whose first rows are held out. */
const SEED = 42;

/** Options of {@linkcode tableDataset}. */
export interface TableDatasetOptions extends Pick<DeclaredFile, "sha256" | "url"> {
  /** What experiments name it by. */
  readonly name: string;
  /** The CSV file, with a line of column names: `new URL("data.csv", import.meta.url)`. */
  readonly file: URL;
  /** Who made the data, which each record says. */
  readonly source: string;
  /** The column of the labels: any texts, one for each class. */
  readonly label: string;
  /** The columns of the numbers, in this order; all but the labels' unless given. */
  readonly columns?: readonly string[];
  /** Where each row is an image: its height and width in pixels, the columns being the pixels row by row. */
  readonly images?: readonly [height: number, width: number];
  /** The least and greatest value, which become 0 and 1; numbers stay as they are unless given. */
  readonly range?: readonly [low: number, high: number];
  /** The share of the rows that is held out for testing, drawn with a fixed seed; none unless given. */
  readonly test?: number;
}

/**
 * A data set that is a table of numbers with a column of labels: a CSV file in the paper's folder. All rows are for
 * training unless a share is held out. Classes are numbered from 0 in the order of their labels: that of numbers where all
 * are numbers, that of the alphabet otherwise.
 *
 * Loading throws a `DataError` where the file is missing, another one or not UTF-8; it has no such column, a value that is
 * missing, no number or out of range, which is named by row (the column names are row 1) and column; one class; or as many
 * classes as rows.
 *
 * @throws {RangeError} If the digest is none, the range is empty, or the share is not between 0 and 1.
 *
 * @example
 * ```ts ignore
 * import { tableDataset } from "@reclaim/reclaim";
 *
 * const iris = tableDataset({
 *   name: "iris",
 *   file: new URL("iris.csv", import.meta.url),
 *   sha256: "…",
 *   source: "R. A. Fisher: The use of multiple measurements in taxonomic problems (1936)",
 *   label: "species",
 * });
 * ```
 */
export function tableDataset(options: TableDatasetOptions): DatasetInfo {
  const { name, file, source, sha256, url, range, test } = options;
  if (test !== undefined && !(test > 0 && test < 1)) {
    throw new RangeError(`Cannot declare ${name}: test must be a share between 0 and 1, got ${test}`);
  }
  if (range !== undefined && !(range[0] < range[1])) {
    throw new RangeError(
      `Cannot declare ${name}: range must be the least and greatest value, got ${range.join(", ")}`,
    );
  }
  const csv = basename(decodeURIComponent(file.pathname));
  return fileDataset({
    name,
    folder: new URL(".", file),
    files: [{ name: csv, sha256, ...url !== undefined && { url } }],
    source,
    load: ({ [csv]: bytes }) => readTable(tableText(bytes, csv), csv, options),
  });
}

/**
 * The text of a table's file.
 *
 * @param file Its name, for the message.
 * @throws {DataError} If it is not UTF-8: bytes that cannot be read would make one class of two labels.
 */
export function tableText(bytes: Uint8Array, file: string): string {
  const text = utf8(bytes);
  if (text === undefined) throw refusing(file)("it must be UTF-8");
  return text;
}

/**
 * The data set of a table's text.
 *
 * @param file Its name, for the messages.
 * @throws {DataError} As {@linkcode tableDataset} says.
 */
export function readTable(
  text: string,
  file: string,
  { label, columns, images, range, test }: Pick<
    TableDatasetOptions,
    "label" | "columns" | "images" | "range" | "test"
  >,
): Loaded {
  const refuse = refusing(file);
  const table = parseTable(text, file);
  const { labels, classes } = table.labels(label);
  const numbers = columns ?? table.names.filter((name) => name !== label);
  if (numbers.length === 0) throw refuse(`there must be columns of numbers beside ${label}, got none`);
  const [height, width] = images ?? [1, numbers.length];
  if (height * width !== numbers.length) {
    throw refuse(
      `images of ${height} × ${width} must have ${height * width} columns, got ${numbers.length}`,
    );
  }
  if (classes < 2) throw refuse(`column ${label} must tell at least 2 classes apart, got ${classes}`);
  if (classes === table.rows.length) {
    throw refuse(`column ${label} must have fewer classes than there are rows, got ${classes} of both`);
  }
  const all = { images: table.numbers(numbers, range), labels };
  return { height, width, classes, ...heldOut(all, test) };
}

/** A table whose columns are read as numbers, or as labels. */
export interface Table {
  /** The names of its columns, in their order. */
  readonly names: readonly string[];
  /** Where each row below them is in the file, where the names are row 1 and a row can be empty. */
  readonly rows: readonly number[];
  /**
   * The numbers of some columns: a row for each of the table's.
   *
   * @param range The least and greatest value, which become 0 and 1.
   * @throws {DataError} If there is no such column, or a value is missing, no number, or out of range.
   */
  numbers(columns: readonly string[], range?: readonly [number, number]): Matrix;
  /**
   * The labels of a column, numbered from 0 in their order, and how many different ones there are: that of numbers where all
   * are numbers, that of the alphabet otherwise.
   *
   * @throws {DataError} If there is no such column, a label is missing, or one number is written in two ways.
   */
  labels(column: string): { labels: Int32Array; classes: number };
}

/**
 * Reads a table: a CSV file with a line of column names, which count as row 1.
 *
 * @param file Its name, for the messages.
 * @throws {DataError} If it is none, has no rows, a row with other than one cell for each column, or a column twice or
 * without a name.
 */
export function parseTable(text: string, file: string): Table {
  const refuse = refusing(file);
  const { names, rows } = cellsOf(text, refuse);
  const indexOf = (column: string) => {
    const index = names.indexOf(column);
    if (index >= 0) return index;
    throw refuse(`there is no column ${column}: nearest is ${nearest(column, names, 1)}`);
  };
  return {
    names,
    rows: rows.map(({ row }) => row),
    numbers(columns, range) {
      const indices = columns.map(indexOf);
      const data = new Float32Array(rows.length * indices.length);
      for (const [i, { cells, row }] of rows.entries()) {
        for (const [j, at] of indices.entries()) {
          const value = numberIn(cells[at], range);
          if (typeof value === "string") throw refuse(`row ${row}, column ${names[at]}: ${value}`);
          data[i * indices.length + j] = value;
        }
      }
      return matrix(data, rows.length, indices.length);
    },
    labels(column) {
      const at = indexOf(column);
      const lost = rows.find(({ cells }) => isMissing(cells[at]));
      if (lost) throw refuse(`row ${lost.row}, column ${column}: the label is missing`);
      return numbered(
        rows.map(({ cells }) => cells[at].trim()),
        (reason) => refuse(`column ${column}: ${reason}`),
      );
    },
  };
}

/** What makes the errors of a file. */
function refusing(file: string): (reason: string) => DataError {
  return (reason) => new DataError(`Cannot use ${file}: ${reason}`);
}

/** The names of a table's columns, and the cells of each row, which counts from 1, that of the names. */
function cellsOf(
  text: string,
  refuse: (reason: string) => DataError,
): { names: string[]; rows: { cells: string[]; row: number }[] } {
  const { data, errors } = papaparse.parse(text.replace(/^\uFEFF/, "")) as {
    data: string[][];
    errors: { code: string; message: string; row?: number }[];
  };
  // A table of one column has no delimiter to be found.
  const error = errors.find(({ code }) => code !== "UndetectableDelimiter");
  if (error) throw refuse(`row ${(error.row ?? 0) + 1}: ${error.message}`);
  const [header, ...rows] = data.map((cells, i) => ({ cells, row: i + 1 }))
    .filter(({ cells }) => cells.some((cell) => cell.trim() !== ""));
  if (rows.length === 0) throw refuse("there must be rows below the names of the columns, got none");
  const names = header.cells.map((name) => name.trim());
  const nameless = names.indexOf("");
  if (nameless >= 0) {
    throw refuse(
      `row ${header.row}: column ${
        nameless + 1
      } has no name; pandas writes such a one unless index=False is given`,
    );
  }
  const twice = names.find((name, i) => names.indexOf(name) < i);
  if (twice !== undefined) throw refuse(`row ${header.row}: the column "${twice}" is there twice`);
  const odd = rows.find(({ cells }) => cells.length !== names.length);
  if (odd) throw refuse(`row ${odd.row}: it must have ${names.length} cells, got ${odd.cells.length}`);
  return { names, rows };
}

function isMissing(cell: string): boolean {
  return /^(na|nan|null|\?)?$/i.test(cell.trim());
}

/** The number that a cell has; what is wrong with it where it has none. */
function numberIn(cell: string, range?: readonly [number, number]): number | string {
  if (isMissing(cell)) return "the value is missing";
  const value = Number(cell);
  // Number() also reads "0x10" and "Infinity".
  if (!/^[+-]?[\d.]+(e[+-]?\d+)?$/i.test(cell.trim()) || !Number.isFinite(Math.fround(value))) {
    return `it must be a number, got ${cell}`;
  }
  if (range === undefined) return value;
  const [low, high] = range;
  if (value >= low && value <= high) return (value - low) / (high - low);
  return `it must be from ${low} to ${high}, got ${cell}`;
}

/**
 * The classes of labels, from 0 in their order: that of numbers where all are numbers, that of the alphabet otherwise.
 * Two that are the same number, as 1.1 and 1.10, may be one class or two versions: they are refused.
 */
function numbered(
  labels: readonly string[],
  refuse: (reason: string) => DataError,
): { labels: Int32Array; classes: number } {
  const texts = [...new Set(labels)];
  const isNumeric = texts.every((text) => Number.isFinite(Number(text)));
  const order = texts.sort((a, b) => isNumeric ? Number(a) - Number(b) : a < b ? -1 : 1);
  const again = order.findIndex((text, i) => isNumeric && i > 0 && Number(text) === Number(order[i - 1]));
  if (again > 0) {
    throw refuse(`each class must be written in one way, got ${order[again - 1]} and ${order[again]}`);
  }
  const classes = new Map(order.map((text, i) => [text, i]));
  return { labels: Int32Array.from(labels, (text) => classes.get(text)!), classes: order.length };
}

/** All rows for training, or a share of them drawn for testing; both in the table's order. */
function heldOut(all: Split, test?: number): Pick<Loaded, "train" | "test" | "split"> {
  const { rows } = all.images;
  if (test === undefined) {
    return {
      train: all,
      test: pick(all, new Int32Array(0)),
      split: `none: all ${rows} rows are for training`,
    };
  }
  const count = Math.min(rows - 1, Math.max(1, Math.round(test * rows)));
  const order = permutation(rows, random(SEED));
  return {
    train: pick(all, order.subarray(count).toSorted()),
    test: pick(all, order.subarray(0, count).toSorted()),
    split: `a permutation with seed ${SEED}: the first ${count} rows are for testing, the other ${
      rows - count
    } for training`,
  };
}

function pick({ images, labels }: Split, indices: Int32Array): Split {
  return { images: takeRows(images, indices), labels: Int32Array.from(indices, (index) => labels[index]) };
}
