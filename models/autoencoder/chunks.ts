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
  const parts: tf.Tensor[] = [];
  try {
    for (let first = 0; first < rows; first += CHUNK) {
      parts.push(tf.tidy(() => fn(tensorOf(points, first, Math.min(first + CHUNK, rows)))));
    }
    return { data: await joined(parts, rows * columns), rows, columns };
  } finally {
    tf.dispose(parts);
  }
}
