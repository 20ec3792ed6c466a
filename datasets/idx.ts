import { DataError } from "./data_error.ts";
import { sha256 } from "./verify.ts";

/** An array of bytes with its sizes: an image file has sizes [images, height, width], a label file [labels]. */
export interface Idx {
  readonly sizes: readonly number[];
  /** Row-major; a view of the file's bytes. */
  readonly data: Uint8Array;
}

/**
 * Reads an IDX file of unsigned bytes, MNIST's format: two zero bytes, the type (8 is unsigned byte), the number
 * of dimensions, each dimension's size as a big-endian 32-bit integer, then the data, row-major.
 *
 * Source: the description on the MNIST database's page (Y. LeCun, C. Cortes, C. Burges).
 *
 * @param bytes The whole file, decompressed.
 * @param dimensions The number of dimensions that it must have: 3 for images, 1 for labels.
 * @param name The file's name, for the messages.
 *
 * @throws {DataError} If the magic number, a size or the length isn't what the format asks for.
 *
 * @example
 * ```ts
 * import { parseIdx } from "./idx.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const { sizes, data } = parseIdx(new Uint8Array([0, 0, 8, 1, 0, 0, 0, 2, 7, 9]), 1, "labels");
 * assertEquals(sizes, [2]);
 * assertEquals([...data], [7, 9]);
 * ```
 */
export function parseIdx(bytes: Uint8Array, dimensions: number, name: string): Idx {
  const header = 4 + 4 * dimensions;
  if (bytes.length < header) {
    throw new DataError(
      `Cannot read ${name} as IDX: it must start with a header of ${header} bytes, ` +
        `got ${bytes.length}`,
    );
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const expected = 0x0800 + dimensions;
  const magic = view.getUint32(0);
  if (magic !== expected) {
    throw new DataError(
      `Cannot read ${name} as IDX: its magic number must be ${hex(expected)} ` +
        `(unsigned bytes, ${dimensions === 1 ? "1 dimension" : `${dimensions} dimensions`}), ` +
        `got ${hex(magic)}`,
    );
  }
  const sizes = Array.from({ length: dimensions }, (_, i) => view.getUint32(4 + 4 * i));
  if (sizes.includes(0)) {
    throw new DataError(
      `Cannot read ${name} as IDX: each dimension must be at least 1, got ${sizes.join(" × ")}`,
    );
  }
  const length = sizes.reduce((product, size) => product * size, 1);
  if (bytes.length !== header + length) {
    throw new DataError(
      `Cannot read ${name} as IDX: it must hold ${header + length} bytes ` +
        `(${header} of header, then ${sizes.join(" × ")}), got ${bytes.length}`,
    );
  }
  return { sizes, data: bytes.subarray(header) };
}

/**
 * Throws unless the labels are 0 to `classes` - 1, `perClass` of each.
 *
 * @param what What the labels are used as, for the message: "Cannot use {what}: …".
 *
 * @throws {DataError} With how many classes there are, and the fewest and most labels of one.
 */
export function checkClasses({ data }: Idx, classes: number, perClass: number, what: string): void {
  const counts = new Map<number, number>();
  for (const label of data) counts.set(label, (counts.get(label) ?? 0) + 1);
  const isRight = counts.size === classes &&
    Array.from({ length: classes }, (_, label) => counts.get(label)).every((count) => count === perClass);
  if (isRight) return;
  const found = [...counts.values()];
  throw new DataError(
    `Cannot use ${what}: it must have ${perClass} labels of each class, 0 to ${classes - 1}, ` +
      `got ${counts.size} classes, with ${Math.min(...found)} to ${Math.max(...found)} labels`,
  );
}

/** Bytes that an IDX file of these sizes may have, to be read: as much again, so that a message can say what it holds. */
export function mostIdxBytes(...sizes: number[]): number {
  return 2 * sizes.reduce((product, size) => product * size, 1) + 1024;
}

/**
 * Throws unless at least half of the images differ from all others. Of photographs or handwriting hardly two are alike: files
 * of the right sizes, all black or one image again and again, are no data set.
 *
 * @param what What the images are used as, for the message: "Cannot use {what}: …".
 *
 * @throws {DataError} With how many different images there are.
 */
export function checkDistinct({ sizes: [count, height, width], data }: Idx, what: string): void {
  const size = height * width;
  const different = new Set<string>();
  for (let i = 0; i < count; i++) different.add(sha256(data.subarray(i * size, (i + 1) * size)));
  if (2 * different.size >= count) return;
  throw new DataError(
    `Cannot use ${what}: at least half of its ${count} images must differ from each other, got ${different.size} ` +
      "different images",
  );
}

function hex(magic: number): string {
  return `0x${magic.toString(16).padStart(8, "0")}`;
}
