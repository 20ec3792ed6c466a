import { type Matrix, tf } from "../../engine/mod.ts";
import { tensorOf } from "../points.ts";

const CHUNK = 4096;

/** What `fn` makes of the rows of `points`, a few thousand at a time: `[rows, columns]`. */
export function inChunks(points: Matrix, columns: number, fn: (x: tf.Tensor) => tf.Tensor): Matrix {
  const data = new Float32Array(points.rows * columns);
  for (let first = 0; first < points.rows; first += CHUNK) {
    const result = chunkOf(points, first, fn);
    data.set(result.dataSync() as Float32Array, first * columns);
    result.dispose();
  }
  return { data, rows: points.rows, columns };
}

/** {@linkcode inChunks}, on every engine: `webgpu` can't be read at once. */
export async function inChunksAsync(
  points: Matrix,
  columns: number,
  fn: (x: tf.Tensor) => tf.Tensor,
): Promise<Matrix> {
  const data = new Float32Array(points.rows * columns);
  for (let first = 0; first < points.rows; first += CHUNK) {
    const result = chunkOf(points, first, fn);
    data.set(await result.data<"float32">(), first * columns);
    result.dispose();
  }
  return { data, rows: points.rows, columns };
}

function chunkOf(points: Matrix, first: number, fn: (x: tf.Tensor) => tf.Tensor): tf.Tensor {
  return tf.tidy(() => fn(tensorOf(points, first, Math.min(first + CHUNK, points.rows))));
}
