import { type Matrix, tf } from "../../engine/mod.ts";
import { joined, tensorOf } from "../points.ts";

const CHUNK = 4096;

/**
 * What `fn` makes of the rows of `points`, a few thousand or `size` at a time: `[rows, columns]`. Chunks are numbered from 0.
 */
export async function inChunks(
  points: Matrix,
  columns: number,
  fn: (x: tf.Tensor, chunk: number) => tf.Tensor,
  size = CHUNK,
): Promise<Matrix> {
  const { rows } = points;
  return { data: await joined(byChunks(points, fn, size), rows * columns), rows, columns };
}

/** What `fn` makes of each chunk of the points, in order; the caller's to dispose. */
function* byChunks(
  points: Matrix,
  fn: (x: tf.Tensor, chunk: number) => tf.Tensor,
  size: number,
): Generator<tf.Tensor> {
  for (let first = 0, chunk = 0; first < points.rows; first += size, chunk++) {
    yield tf.tidy(() => fn(tensorOf(points, first, Math.min(first + size, points.rows)), chunk));
  }
}
