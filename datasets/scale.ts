import { type Matrix, matrix } from "../engine/matrix.ts";

const UNIT = Float32Array.from({ length: 256 }, (_, value) => value / 255);

/** Images of 8-bit pixels, one after another, as a float32 matrix with one image a row: pixel / 255, in [0, 1]. */
export function unitPixels(pixels: Uint8Array, rows: number): Matrix {
  const data = new Float32Array(pixels.length);
  for (let i = 0; i < data.length; i++) data[i] = UNIT[pixels[i]];
  return matrix(data, rows, pixels.length / rows);
}

/**
 * Images in [0, 1] mapped linearly to [low, high]: low + (high - low) · pixel. Returns a new matrix of the same
 * shape and element type.
 *
 * @throws {RangeError} If `low` isn't below `high`, or one of them isn't finite.
 *
 * @example
 * ```ts
 * import { scaleTo } from "./scale.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const images = { data: new Float32Array([0, 0.5, 1]), rows: 1, columns: 3 };
 * assertEquals([...scaleTo(images, -1, 1).data], [-1, 0, 1]);
 * ```
 */
export function scaleTo(images: Matrix, low: number, high: number): Matrix {
  if (!(Number.isFinite(low) && Number.isFinite(high) && low < high)) {
    throw new RangeError(
      `Cannot scale the images: low must be below high, both finite, got ${low} and ${high}`,
    );
  }
  return { ...images, data: images.data.map((pixel) => low + (high - low) * pixel) };
}
