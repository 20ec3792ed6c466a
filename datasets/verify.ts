import { createHash } from "node:crypto";
import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import { type FilePin, KNOWN_FILES } from "./catalog.ts";
import { DataError } from "./data_error.ts";

/** The SHA-256 of the parts, one after another, in hexadecimal. */
export function sha256(...parts: Uint8Array[]): string {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(part);
  return hash.digest("hex");
}

/**
 * The bytes as they are, or decompressed where they are a gzip file. The content decides, not the name: some
 * browsers decompress what they save and keep its `.gz`.
 *
 * @param where The file's path or URL, for the message.
 * @param most Bytes that there may be, decompressed: no more are made.
 *
 * @throws {DataError} If there are more, or a gzip file is corrupt or cut short.
 */
export async function decompress(bytes: Uint8Array, where: string, most: number): Promise<Uint8Array> {
  const tooLong = () =>
    new DataError(`Cannot use ${where}: it must hold at most ${most} bytes, and holds more`);
  if (!(bytes[0] === 0x1f && bytes[1] === 0x8b)) {
    if (bytes.length > most) throw tooLong();
    return bytes;
  }
  try {
    // At least one byte may always be made.
    return await promisify(gunzip)(bytes, { maxOutputLength: Math.max(1, most) });
  } catch (error) {
    if ((error as { code?: unknown }).code === "ERR_BUFFER_TOO_LARGE") throw tooLong();
    throw new DataError(
      `Cannot decompress ${where}: it must be a whole gzip file: ${(error as Error).message}`,
    );
  }
}

/**
 * Throws unless `bytes` are the content of `file`, by its digest or else by its own check of other bytes.
 *
 * @param bytes Decompressed.
 * @param where The path or URL that they came from, for the message.
 * @param siblings Further files that a mistaken one may turn out to be, besides those of the catalogue.
 *
 * @throws {DataError} With both digests, and with the name of the file that it is where that is known.
 */
export function verify(
  bytes: Uint8Array,
  file: FilePin,
  where: string,
  siblings: readonly FilePin[] = [],
): void {
  const found = sha256(bytes);
  if (found === file.sha256) return;
  if (file.otherwise) return file.otherwise.check(bytes, where);
  const taken = [...siblings, ...KNOWN_FILES].find(({ sha256 }) => sha256 === found);
  throw new DataError(
    `Cannot use ${where}: it must be ${file.name}'s ${file.file} ` +
      `(${file.bytes === undefined ? "" : `${file.bytes} bytes, `}SHA-256 ${file.sha256}), ` +
      `got ${taken ? `${taken.name}'s ${taken.file}` : "another file"} ` +
      `(${bytes.length} bytes, SHA-256 ${found})${file.advice === undefined ? "" : `: ${file.advice}`}`,
  );
}
