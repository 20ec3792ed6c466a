import type { Tensor2D } from "@tensorflow/tfjs";
import { checkFinite, type Matrix, matrix } from "../engine/matrix.ts";
import { tf } from "../engine/mod.ts";
import { checkFor } from "./check.ts";

/**
 * Checks that `points` has a row, a column, its size and only finite numbers.
 *
 * @param what What the points are for, for the errors: "Cannot {what}: …".
 * @throws {RangeError} If it has not; rows and columns count from 0.
 */
export function checkPoints(points: Matrix, what: string): void {
  checkSize(points, what);
  checkFinite(points, what);
}

/**
 * Checks that `points` has a row, a column, and its size.
 *
 * @throws {RangeError} If it has not.
 */
export function checkSize({ data, rows, columns }: Matrix, what: string): void {
  matrix(data, rows, columns);
  if (rows < 1 || columns < 1) {
    throw new RangeError(
      `Cannot ${what}: points must have at least 1 row and 1 column, got ${rows} × ${columns}`,
    );
  }
}

/**
 * Checks that `points` are as wide as a network's input.
 *
 * @throws {RangeError} If they are not.
 */
export function checkWidth({ columns }: Matrix, inputs: number, what: string): void {
  checkFor(what)(columns === inputs, `there must be ${inputs} columns, as the network has inputs`, columns);
}

/**
 * The means of the columns, rounded to the points' own number type: the engine can then take them off float32 points as
 * {@linkcode centre} does. They are sums of differences to the first row, so that a constant column's mean is exactly its
 * value.
 *
 * @param all What the points were taken from, by whose rows an error names what is not finite.
 * @throws {RangeError} As {@linkcode checkPoints}, or if a column's sum is too large.
 */
export function columnMeans(points: Matrix, what: string, all = points): Float64Array {
  const { data, rows, columns } = points;
  checkSize(points, what);
  const first = Float64Array.from(data.subarray(0, columns));
  const means = new Float64Array(columns);
  for (let i = 0, at = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++, at++) means[j] += data[at] - first[j];
  }
  for (let j = 0; j < columns; j++) {
    const mean = first[j] + means[j] / rows;
    means[j] = data instanceof Float32Array ? Math.fround(mean) : mean;
  }
  // One number that is not finite makes its column's mean so: looking at each number is needed only then.
  if (!means.every(Number.isFinite)) {
    checkPoints(all, what);
    throw new RangeError(`Cannot ${what}: the sum of a column must be finite: its numbers are too large`);
  }
  return means;
}

/** Rows `start` to `end` (not included) of `points` as a float32 tensor `[end - start, columns]`, of a copy. */
export function tensorOf({ data, rows, columns }: Matrix, start = 0, end = rows): Tensor2D {
  return tf.tensor2d(new Float32Array(data.subarray(start * columns, end * columns)), [end - start, columns]);
}

/** Rows `start` to `end` (not included) of `points` less `means`, in float32. */
export function centre(
  { data, rows, columns }: Matrix,
  means: Float64Array,
  start = 0,
  end = rows,
): Float32Array<ArrayBuffer> {
  const centred = new Float32Array((end - start) * columns);
  for (let at = 0, from = start * columns; at < centred.length;) {
    for (let j = 0; j < columns; j++, at++, from++) centred[at] = data[from] - means[j];
  }
  return centred;
}

/**
 * {@linkcode centre} as a tensor. Float32 points are centred by the engine, which is faster, with the means as float32.
 */
export function centredTensor(points: Matrix, means: Float64Array, start = 0, end = points.rows): Tensor2D {
  const { data, columns } = points;
  const shape: [number, number] = [end - start, columns];
  if (data instanceof Float64Array) return tf.tensor2d(centre(points, means, start, end), shape);
  return tf.tidy(() => {
    const rows = tf.tensor2d(data.subarray(start * columns, end * columns), shape);
    return tf.sub(rows, tf.tensor1d(Float32Array.from(means)));
  });
}

/** The squared distance of each of n points to `mean`, and their sum. */
export interface Spread {
  /** In float32. */
  squares: Float32Array;
  /** In float64. */
  total: number;
}

/** How far points lie from `mean`. */
export function spreadOf({ data, rows, columns }: Matrix, mean: Float64Array): Spread {
  const squares = new Float32Array(rows);
  let total = 0;
  for (let i = 0, at = 0; i < rows; i++) {
    let square = 0;
    for (let j = 0; j < columns; j++, at++) square += (data[at] - mean[j]) ** 2;
    squares[i] = square;
    total += square;
  }
  return { squares, total };
}

/**
 * Checks that float32 can hold the squared distances, and sums of them: beyond these bounds they are infinite or 0.
 *
 * @param what What the points are for, for the errors: "Cannot {what}: …".
 * @param of What they are, and of what the mean is, for the errors.
 * @param least Below the mean of the squares, unless all of them are 0.
 * @throws {RangeError} If it cannot.
 */
export function checkSpread(
  { squares, total }: Spread,
  what: string,
  of: { points: string; mean: string } = { points: "the points'", mean: "their mean" },
  least = 1e-25,
): void {
  const mean = total / squares.length;
  if (total === 0 || (total < 1e37 && mean > least)) return;
  throw new RangeError(
    `Cannot ${what}: ${of.points} mean squared distance to ${of.mean} must be above ${least} and below 1e37 / n, ` +
      `got ${mean}`,
  );
}

/**
 * The numbers of tensors one after another. They are read together: on the engine `webgpu` each wait takes some
 * milliseconds, however much is read.
 *
 * @param tensors Disposed, also where making one of them fails.
 */
export async function joined(tensors: Iterable<tf.Tensor>, length: number): Promise<Float32Array> {
  const made: tf.Tensor[] = [];
  try {
    for (const tensor of tensors) made.push(tensor);
    const data = new Float32Array(length);
    let at = 0;
    for (const values of await Promise.all(made.map((tensor) => tensor.data<"float32">()))) {
      data.set(values, at);
      at += values.length;
    }
    return data;
  } finally {
    tf.dispose(made);
  }
}

/** The column of the largest number of each row; of equal ones the first. */
export function mostLikely({ data, rows, columns }: Matrix): Int32Array {
  return Int32Array.from({ length: rows }, (_, i) => {
    let best = i * columns;
    for (let at = best + 1; at < (i + 1) * columns; at++) if (data[at] > data[best]) best = at;
    return best - i * columns;
  });
}
