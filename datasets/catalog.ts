import catalog from "./catalog.json" with { type: "json" };
import type { DataSource } from "./dataset.ts";

/** A file whose content is pinned. */
export interface FilePin {
  /** The data set's. */
  readonly name: string;
  readonly file: string;
  /** Hexadecimal, of the decompressed bytes. */
  readonly sha256: string;
  /** The decompressed size, where it is known. */
  readonly bytes?: number;
  /** Where it can be downloaded, plain or gzip, beside the data set's mirrors. */
  readonly url?: string;
  /** What to do where the file has another content, for the message. */
  readonly advice?: string;
  /** Where the same content is found in other bytes too. */
  readonly otherwise?: OtherBytes;
}

/** Other bytes in which a file has the same content, such as numbers that are written with more zeros. */
export interface OtherBytes {
  /** The most that there may be, decompressed. */
  readonly bytes: number;
  /**
   * Throws a `DataError` unless the bytes have the file's content.
   *
   * @param where The path or URL that they came from, for the message.
   */
  check(bytes: Uint8Array, where: string): void;
}

/** A pinned file of the suite's own data sets: one entry of `datasets/catalog.json`. */
export interface KnownFile extends FilePin {
  readonly bytes: number;
  /** The number of images or labels in it. */
  readonly rows: number;
  readonly format: string;
  readonly source: string;
}

/** Every file of `datasets/catalog.json`. */
export const KNOWN_FILES: readonly KnownFile[] = catalog;

/** The files of one data set, in the catalogue's order. */
export function filesOf(name: string): readonly KnownFile[] {
  return KNOWN_FILES.filter((file) => file.name === name);
}

/**
 * What a record says about a file.
 *
 * @param standIn What its data stand in for, in words; not given where they are what they are used as.
 */
export function sourceOf({ name, file, sha256, rows, source }: KnownFile, standIn?: string): DataSource {
  return { name: `${name}/${file}`, sha256, rows, source, ...standIn !== undefined && { standIn } };
}
