/**
 * Truth values of a matrix as the bits of words, so that few numbers leave the engine: 16 bits a word, which float32 holds
 * exactly on every engine.
 *
 * @module
 */
import { tf } from "../engine/mod.ts";

/** Most bits of a word. */
export const MOST_BITS = 16;

/**
 * Packs each row of `flags`: of `words` words, word w's bit b is that of column b · words + w. So words lie side by side, which
 * compiles to fast code.
 *
 * @param flags bool `[rows, bits · words]`.
 * @param bits At most {@linkcode MOST_BITS}.
 * @returns float32 `[rows, words]`, whole numbers.
 */
export function packRows(flags: tf.Tensor, bits: number): tf.Tensor {
  return packed(flags, bits, 1);
}

/** Packs each column of `flags`, bool `[bits · words, columns]`, as {@linkcode packRows} would its transpose: `[columns, words]`. */
export function packColumns(flags: tf.Tensor, bits: number): tf.Tensor {
  return tf.transpose(packed(flags, bits, 0));
}

function packed(flags: tf.Tensor, bits: number, axis: 0 | 1): tf.Tensor {
  return tf.split(flags, bits, axis)
    .map((part, bit) => tf.mul(tf.cast(part, "float32"), 2 ** bit))
    .reduce((sum, part) => tf.add(sum, part));
}

/** The least of each group of as many columns as a word of {@linkcode packRows} has bits: `[rows, words]`. */
export function leastOfGroups(values: tf.Tensor, bits: number): tf.Tensor {
  return tf.split(values, bits, 1).reduce((least, part) => tf.minimum(least, part));
}
