/**
 * The data sets. The files of those that are distributed are verified by their SHA-256. Where they have a training and a test
 * part, these are the two splits; the others are one. Pixels are scaled to [0, 1]; `gaussian` has points of any size. Papers
 * declare their own: a {@linkcode tableDataset} of numbers with labels, or a {@linkcode fileDataset} of any files.
 *
 * @example
 * ```ts
 * import { loadDataset } from "./mod.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const { train, test } = await loadDataset("mnist-10k");
 * assertEquals([train.images.rows, train.images.columns, test.labels.length], [8000, 784, 2000]);
 * ```
 *
 * @module
 */
import type { Dataset, DatasetInfo, LoadOptions, Place } from "./dataset.ts";
import { emnistBalanced } from "./emnist_balanced.ts";
import { fashionMnist } from "./fashion_mnist.ts";
import { gaussian } from "./gaussian.ts";
import { mnist } from "./mnist.ts";
import { mnist10k } from "./mnist_10k.ts";
import { usps } from "./usps.ts";
import { yaleb } from "./yaleb.ts";

export type { Matrix } from "../engine/matrix.ts";
export { DataError } from "./data_error.ts";
export type { Dataset, DatasetInfo, DataSource, LoadOptions, Place, Split } from "./dataset.ts";
export { type DeclaredFile, fileDataset, type FileDatasetOptions, type Loaded } from "./file_dataset.ts";
export { scaleTo } from "./scale.ts";
export { tableDataset, type TableDatasetOptions } from "./table.ts";

/** Every data set, by name. */
export const DATASETS: readonly DatasetInfo[] = [
  mnist,
  mnist10k,
  fashionMnist,
  emnistBalanced,
  gaussian,
  usps,
  yaleb,
];

/**
 * Loads a data set: `mnist`, `fashion-mnist`, `emnist-balanced` or `usps` (from `dataDir`, the cache or a download),
 * `mnist-10k` (from a package), `yaleb` (from `dataDir`), or `gaussian` (made from a seed).
 *
 * @param more Data sets beside these: those that papers declare.
 *
 * @throws {RangeError} If there is no data set of that name.
 * @throws {DataError} If its data is missing, damaged or not what it is taken for.
 */
export async function loadDataset(
  name: string,
  options: LoadOptions = {},
  more: readonly DatasetInfo[] = [],
): Promise<Dataset> {
  return await find(name, more).load(options);
}

/**
 * Where {@linkcode loadDataset} would take a data set from. It looks for the files and doesn't read them, so a
 * command can refuse a wrong data folder, or tell of a download, before any work.
 *
 * @param more Data sets beside those of the suite: those that papers declare.
 *
 * @throws {RangeError} If there is no data set of that name.
 * @throws {DataError} If `dataDir` is given and lacks one of its files.
 */
export async function locateDataset(
  name: string,
  options: LoadOptions = {},
  more: readonly DatasetInfo[] = [],
): Promise<Place> {
  return await find(name, more).locate(options);
}

function find(name: string, more: readonly DatasetInfo[]): DatasetInfo {
  const known = [...DATASETS, ...more];
  const found = known.find((dataset) => dataset.name === name);
  if (found === undefined) {
    throw new RangeError(
      `Cannot find the data set: name must be one of ${
        known.map(({ name }) => name).join(", ")
      }, got ${name}`,
    );
  }
  return found;
}
