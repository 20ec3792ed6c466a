import type { Matrix } from "../engine/matrix.ts";

/** The images of one part of a data set, or the rows of a table, and their labels. */
export interface Split {
  /** One image a row, its pixels row-major, scaled to [0, 1]; of tables and made-up points the numbers as they are; float32. */
  readonly images: Matrix;
  /** The class of each image, 0 to `classes` - 1. */
  readonly labels: Int32Array;
}

/** What a record says about one source of its data. */
export interface DataSource {
  /** Data set and file, for example `mnist/train-images-idx3-ubyte`. */
  readonly name: string;
  /** Hexadecimal, of the decompressed bytes; of a file that is taken for its numbers, that of the known file with them. */
  readonly sha256: string;
  /** The number of images or labels in it. */
  readonly rows: number;
  /** Who made it, or the package that it comes from. */
  readonly source: string;
  /** Where this is not the data that it is used as: what it stands in for, in words. */
  readonly standIn?: string;
}

/** A data set in memory. */
export interface Dataset {
  /** The name that it was asked for by; a stand-in for that has its own. */
  readonly name: string;
  /** Pixels; 1 where these are no images. */
  readonly height: number;
  /** Pixels, or columns of a table. */
  readonly width: number;
  /** How many classes the labels tell apart. */
  readonly classes: number;
  /** What models are fitted to. */
  readonly train: Split;
  /** What is held out. */
  readonly test: Split;
  /** The files that it was read from. */
  readonly sources: readonly DataSource[];
  /** How the split into training and test images came about, in words. */
  readonly split: string;
}

/** Options of `loadDataset`. */
export interface LoadOptions {
  /**
   * A folder that has the files. Where it is given, nothing is downloaded and the cache is not looked at; a paper's own
   * files are taken from the paper's folder first.
   */
  readonly dataDir?: string;
  /** No progress on stderr. */
  readonly quiet?: boolean;
}

/**
 * Where a data set comes from: a package, a generator with a seed, the paper's or the given folder, other data in that folder
 * that stand in for it, an earlier download, one still to be made.
 */
export type Place =
  | "package"
  | "generator"
  | "paper's folder"
  | "data folder"
  | "stand-in"
  | "cache"
  | "download";

/** A data set by its name, not yet loaded. */
export interface DatasetInfo {
  /** What `loadDataset` takes. */
  readonly name: string;
  /** Reads, verifies, scales and splits it. */
  load(options?: LoadOptions): Promise<Dataset>;
  /**
   * Where {@linkcode load} would take it from; looks for the files, doesn't read them.
   *
   * @throws {DataError} If a data folder is given that lacks one of the files.
   */
  locate(options?: LoadOptions): Promise<Place>;
}
