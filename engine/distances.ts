/**
 * Squared distances between points on the engine, in float32.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { spec } from "./tree.ts";

/** Points on the engine: rows × d, and their squared lengths. */
export type Rows = { values: tf.Tensor; squares: tf.Tensor };

/** The structure of {@linkcode Rows}, to compile functions of them. */
export function rowsSpec(count: number, d: number) {
  return { values: spec([count, d]), squares: spec([count]) };
}

/** `count` of the points from `start`. */
export function sliceRows({ values, squares }: Rows, start: number, count: number): Rows {
  return { values: tf.slice(values, [start, 0], [count, -1]), squares: tf.slice(squares, [start], [count]) };
}

/** The squared distances of each of `a` to each of `b`, |a|² + |b|² - 2ab, rounding below 0 included. */
export function squaredDistances(a: Rows, b: Rows): tf.Tensor {
  const products = tf.matMul(a.values, b.values, false, true);
  return tf.sub(tf.add(tf.expandDims(a.squares, 1), b.squares), tf.mul(products, 2));
}

/** The share of |a|² + |b|² that float32's rounding of a squared distance comes to: sums of d terms err by about √d. */
export function roundingShare(d: number): number {
  return (4 + Math.sqrt(d)) * 2 ** -24;
}

/** The distances of each of `a` to each of `b`, with 0 for those that are no more than float32's rounding. */
export function distancesBetween(a: Rows, b: Rows): tf.Tensor2D {
  const squared = squaredDistances(a, b);
  const lengths = tf.add(tf.expandDims(a.squares, 1), b.squares);
  const isRounding = tf.less(squared, tf.mul(lengths, roundingShare(b.values.shape[1]!)));
  return tf.sqrt(tf.where(isRounding, tf.zerosLike(squared), squared)) as tf.Tensor2D;
}

/**
 * The share of |a|² + |b|² by which float32 may be wrong about a squared distance between points of the unit ball, and about its
 * comparison with a number that is rounded to float32: sums of d terms, the centring, and a few roundings more.
 */
export function worstShare(d: number): number {
  return (d + 20) * 2 ** -24;
}

/** By how much it may be wrong besides: the numbers that are too small for float32. */
export function worstRest(d: number): number {
  return d * 2 ** -120;
}
