/**
 * Truth values of a matrix as the bits of words, so that few numbers leave the engine: 16 bits a word, and above them how many
 * of these are doubtful, together below 2^24, which float32 holds exactly on every engine.
 *
 * @module
 */
import { tf } from "../engine/mod.ts";

/** Bits of a word. */
export const BITS = 16;

/** What one doubtful flag adds to its word. */
const DOUBTFUL = 2 ** BITS;

/**
 * Packs the flags of each column: word w of a column has the flag of row b · words + w as its bit b. So whole rows are
 * added to whole rows, which compiles to fast code.
 *
 * @param flags bool `[BITS · words, columns]`.
 * @param sure Of the same shape, which of the flags that are set are certain; all unless given. One that is not set is
 * not `sure`.
 * @returns float32 `[words, columns]`, for {@linkcode visitFlags}.
 */
export function packFlags(flags: tf.Tensor, sure?: tf.Tensor): tf.Tensor {
  const parts = (all: tf.Tensor) => tf.split(all, BITS, 0).map((part) => tf.cast(part, "float32"));
  const added = sure ? DOUBTFUL : 0;
  const terms = parts(flags).map((part, bit) => tf.mul(part, 2 ** bit + added));
  if (sure) { for (const part of parts(sure)) terms.push(tf.mul(part, -DOUBTFUL)); }
  return terms.reduce((sum, term) => tf.add(sum, term));
}

/**
 * Calls `visit` with the row and column of each flag that is set, and with whether its word has a doubtful one.
 *
 * @param packed What {@linkcode packFlags} gives, row by row.
 * @param columns Its columns.
 */
export function visitFlags(
  packed: Float32Array,
  columns: number,
  visit: (row: number, column: number, isDoubtful: boolean) => void,
): void {
  const words = packed.length / columns;
  for (let word = 0, at = 0; word < words; word++) {
    for (let column = 0; column < columns; column++, at++) {
      const value = packed[at];
      if (value === 0) continue;
      for (let left = value & (DOUBTFUL - 1); left !== 0; left &= left - 1) {
        visit((31 - Math.clz32(left & -left)) * words + word, column, value >= DOUBTFUL);
      }
    }
  }
}

/** The least of each group of columns: word w of `[rows, words]` is that of columns w, words + w, 2 · words + w, … */
export function leastOfGroups(values: tf.Tensor, size: number): tf.Tensor {
  return tf.split(values, size, 1).reduce((least, part) => tf.minimum(least, part));
}
