import { type Matrix, tf } from "../../engine/mod.ts";
import { joined, tensorOf } from "../points.ts";

const CHUNK = 4096;

/** What `fn` makes of the rows of `points`, a few thousand at a time: `[rows, columns]`. */
export async function inChunks(
  points: Matrix,
  columns: number,
  fn: (x: tf.Tensor) => tf.Tensor,
): Promise<Matrix> {
  const { rows } = points;
  return { data: await joined(byChunks(points, fn), rows * columns), rows, columns };
}

/** What `fn` makes of each chunk of the points, in order; the caller's to dispose. */
function* byChunks(points: Matrix, fn: (x: tf.Tensor) => tf.Tensor): Generator<tf.Tensor> {
  for (let first = 0; first < points.rows; first += CHUNK) {
    yield tf.tidy(() => fn(tensorOf(points, first, Math.min(first + CHUNK, points.rows))));
  }
}
