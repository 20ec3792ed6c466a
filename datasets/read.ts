import { plainReason } from "../disk/files.ts";
import { type FilePin, KNOWN_FILES } from "./catalog.ts";
import { DataError } from "./data_error.ts";
import { decompress, verify } from "./verify.ts";

/** Bytes that a file may have whose size nobody declared. */
const UNDECLARED = 2 ** 31 - 1;

/** Bytes that a file's content has at most; more is not of that file. */
export function mostBytes({ bytes = UNDECLARED, otherwise }: Pick<FilePin, "bytes" | "otherwise">): number {
  return Math.max(bytes, otherwise?.bytes ?? 0);
}

/** Bytes that gzip's file of that many has at most: what cannot be compressed gets a little longer. */
export function mostPacked(most: number): number {
  return most + Math.ceil(most / 1000) + 1024;
}

/**
 * The content of a data file, decompressed.
 *
 * @param most Bytes that it may have, decompressed: a small gzip file can hold gigabytes.
 *
 * @throws {DataError} If it cannot be read, is longer, or is a gzip file that is corrupt or cut short.
 */
export async function readData(path: string, most: number): Promise<Uint8Array> {
  return await decompress(await readPacked(path, most), path, most);
}

/**
 * The content of a data file as it is, compressed or not.
 *
 * @param most Bytes that it may have, decompressed.
 *
 * @throws {DataError} If it cannot be read, or is longer than that can be, packed.
 */
export async function readPacked(path: string, most: number): Promise<Uint8Array> {
  try {
    const { size } = await Deno.stat(path);
    if (size > mostPacked(most)) {
      throw new DataError(`Cannot use ${path}: it must have at most ${most} bytes, got ${size}`);
    }
    return await Deno.readFile(path);
  } catch (error) {
    if (error instanceof DataError) throw error;
    throw new DataError(`Cannot read ${path}: ${plainReason(error as Error)}`, { cause: error });
  }
}

/**
 * The content of a file, decompressed and verified.
 *
 * @param siblings Further files that a mistaken one may turn out to be, besides those of the catalogue.
 *
 * @throws {DataError} If it cannot be read, or is damaged or another one.
 */
export async function readVerified(
  path: string,
  file: FilePin,
  siblings: readonly FilePin[] = [],
): Promise<Uint8Array> {
  // As long as any that it may have been mistaken for, so that the message can say which it is.
  const most = Math.max(...[file, ...siblings, ...KNOWN_FILES].map(mostBytes));
  const bytes = await readData(path, most);
  verify(bytes, file, path, siblings);
  return bytes;
}
