import papaparse from "papaparse";
import type { DataSource } from "./dataset.ts";

/** A file whose content is pinned: one row of `fixtures/datasets.csv`. */
export interface KnownFile {
  /** The data set's. */
  readonly name: string;
  readonly file: string;
  /** Hexadecimal, of the decompressed bytes. */
  readonly sha256: string;
  /** The decompressed size. */
  readonly bytes: number;
  /** The number of images or labels in it. */
  readonly rows: number;
  readonly format: string;
  readonly source: string;
}

let rows: KnownFile[] | undefined;

/** Every file of `fixtures/datasets.csv`. Read at the first call, so that importing Reclaim needs no permission. */
export function knownFiles(): readonly KnownFile[] {
  rows ??= readCatalog();
  return rows;
}

/** The files of one data set, in the catalogue's order. */
export function filesOf(name: string): readonly KnownFile[] {
  return knownFiles().filter((file) => file.name === name);
}

/**
 * What a record says about a file.
 *
 * @param standIn What its data stand in for, in words; not given where they are what they are used as.
 */
export function sourceOf({ name, file, sha256, rows, source }: KnownFile, standIn?: string): DataSource {
  return { name: `${name}/${file}`, sha256, rows, source, ...standIn !== undefined && { standIn } };
}

function readCatalog(): KnownFile[] {
  const text = Deno.readTextFileSync(new URL("./catalog.csv", import.meta.url));
  const { data, errors } = papaparse.parse(text, { header: true, skipEmptyLines: true }) as {
    data: Record<keyof KnownFile, string>[];
    errors: { message: string; row: number }[];
  };
  if (errors.length > 0) {
    throw new Error(`Cannot read fixtures/datasets.csv: row ${errors[0].row}: ${errors[0].message}`);
  }
  return data.map((row) => ({ ...row, bytes: Number(row.bytes), rows: Number(row.rows) }));
}
