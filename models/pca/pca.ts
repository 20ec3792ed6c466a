import type { Tensor, Tensor2D } from "@tensorflow/tfjs";
import { freeing } from "../../engine/freeing.ts";
import {
  compile,
  initEngine,
  leadingEigen,
  type Matrix,
  matrix,
  spec,
  takeRows,
  tf,
} from "../../engine/mod.ts";
import { checkFor } from "../check.ts";
import {
  centredTensor,
  checkPoints,
  checkSize,
  checkSpread,
  columnMeans,
  joined,
  spreadOf,
} from "../points.ts";

/** All that {@linkcode fitPca} depends on. */
export type PcaChoices = {
  /** How many, from 1 to min(n, d). */
  readonly components: number;
};

/** Principal components of some points. */
export interface Pca {
  /** The mean of each of the d features. */
  mean: Float64Array;
  /** components × d: row i is the i-th direction, of length 1, the one with most variance first. */
  components: Matrix;
  /** The variance along each component (n - 1 in the denominator). */
  explainedVariance: Float64Array;
  /** The same as a share of the features' whole variance, in [0, 1]. */
  explainedVarianceRatio: Float64Array;
  /**
   * The codes of n points: n × components.
   *
   * @param points n × d.
   * @throws {RangeError} If there are none, not d columns, or a number is not finite.
   */
  transform(points: Matrix): Promise<Matrix>;
  /**
   * The points that n codes stand for: n × d.
   *
   * @param codes n × components.
   * @throws {RangeError} If there are none, not that many columns, or a number is not finite.
   */
  inverse(codes: Matrix): Promise<Matrix>;
}

const FIT = "fit principal components";

/** The engine takes so many points at a time, at most. */
const CHUNK = 4096;

/** Compiling the sums' products takes as long as it saves in so many chunks. */
const WORTH_COMPILING = 8;

/** So many points tell roughly where their mean lies. */
const SAMPLE = 1024;

/**
 * Principal component analysis (PCA), by the eigenvectors of the covariance matrix, d × d: the directions along which
 * the points' variance is largest.
 *
 * ```text
 * code = W (x - mean), x ≈ Wᵀ code + mean, W the components as rows
 * ```
 *
 * A component's sign is scikit-learn's: its largest number by size is positive. The covariance is computed in float32 on
 * the engine (which it starts where none is running) and added up in float64, as are its eigenvectors found; codes are
 * float32. Where all features are constant, variances and their ratios are 0.
 *
 * @param points n × d, n ≥ 2.
 * @throws {RangeError} If `components` or n is out of range, a coordinate is not finite (its row and column are named,
 * counting from 0), or the points are spread so widely or narrowly that float32 cannot hold squared distances.
 * @see K. Pearson. On lines and planes of closest fit to systems of points in space. Philosophical Magazine 2, 1901.
 *
 * @example
 * ```ts
 * import { matrix } from "../../engine/matrix.ts";
 * import { fitPca } from "./pca.ts";
 * import { assertAlmostEquals } from "@std/assert";
 *
 * const points = matrix(Float32Array.of(0, 0, 3, 4, 6, 8), 3, 2);
 * const { components, explainedVariance, transform } = await fitPca(points, { components: 1 });
 * assertAlmostEquals(components.data[0], 0.6);
 * assertAlmostEquals(explainedVariance[0], 25, 1e-5);
 * assertAlmostEquals((await transform(points)).data[2], 5, 1e-5);
 * ```
 */
export async function fitPca(points: Matrix, { components }: PcaChoices): Promise<Pca> {
  const { rows: n, columns: d } = points;
  checkSize(points, FIT);
  const check = checkFor(FIT);
  check(n >= 2, "n must be at least 2", n);
  const most = Math.min(n, d);
  check(
    Number.isInteger(components) && components >= 1 && components <= most,
    `components must be from 1 to min(n, d) = ${most}`,
    components,
  );
  await initEngine();
  const { mean, covariance } = await momentsOf(points);
  const whole = traceOf(covariance);
  // What float32 cannot hold shows here, as does what is no number: only then are the points looked at one by one.
  if (!(whole > 1e-24 && whole * n < 1e36)) checkSpread(spreadOf(points, columnMeans(points, FIT)), FIT);
  const { values, vectors } = leadingEigen(covariance, components);
  const axes = new Float32Array(components * d);
  for (let i = 0; i < components; i++) {
    const axis = vectors.data.subarray(i * d, (i + 1) * d) as Float64Array;
    const largest = axis.reduce((a, b) => Math.abs(b) > Math.abs(a) ? b : a);
    axes.set(largest < 0 ? axis.map((value) => -value) : axis, i * d);
  }
  // Rounding leaves variances of nothing slightly below 0.
  const explainedVariance = values.map((value) => Math.max(value, 0));
  const directions = matrix(axes, components, d);
  return {
    mean,
    components: directions,
    explainedVariance,
    explainedVarianceRatio: explainedVariance.map((value) => whole === 0 ? 0 : value / whole),
    async transform(points) {
      checkProjected(points, d);
      const project = (x: Tensor2D) => tf.matMul(x, tf.tensor2d(axes, [components, d]), false, true);
      return matrix(
        await joined(byChunks(points, mean, project), points.rows * components),
        points.rows,
        components,
      );
    },
    async inverse(codes) {
      checkProjected(codes, components);
      const rebuild = (x: Tensor2D) => tf.matMul(x, tf.tensor2d(axes, [components, d]));
      const rebuilt = await joined(
        byChunks(codes, new Float64Array(components), rebuild),
        codes.rows * d,
      );
      return matrix(rebuilt.map((value, at) => value + mean[at % d]), codes.rows, d);
    },
  };
}

/** What `fn` makes of each chunk, of so many rows at most, of the points less `mean`, in order; the caller's to dispose. */
function* byChunks(
  points: Matrix,
  mean: Float64Array,
  fn: (x: Tensor2D) => Tensor,
  size = CHUNK,
): Generator<Tensor> {
  for (let start = 0; start < points.rows; start += size) {
    const end = Math.min(start + size, points.rows);
    yield tf.tidy(() => fn(centredTensor(points, mean, start, end)));
  }
}

/** The features' means, and their covariance matrix, d × d. */
interface Moments {
  mean: Float64Array;
  covariance: Matrix;
}

/**
 * In one pass over the points: the sums of (x - s)(x - s)ᵀ and of x - s, where s is the mean of some of the points, and so
 * near theirs that hardly a digit is lost when it is corrected.
 */
async function momentsOf(points: Matrix): Promise<Moments> {
  const { rows: n, columns: d } = points;
  const some = Math.min(n, SAMPLE);
  const sample = takeRows(points, Int32Array.from({ length: some }, (_, i) => Math.floor(i * n / some)));
  const shift = columnMeans(sample, FIT, points);
  const { starts, widths, pairs } = blocksOf(d);
  const sums = new Float64Array(d + pairs.reduce((sum, [i, j]) => sum + widths[i] * widths[j], 0));
  // Equal ones, so that all are of one compiled shape; rows of zeros that fill up the last add nothing.
  const chunks = Math.ceil(n / CHUNK);
  const rows = Math.ceil(n / chunks);
  const sumsIn = chunks < WORTH_COMPILING ? sumsOf : compile(sumsOf, [spec([rows, d])]);
  const filled = (x: Tensor2D) => x.shape[0] === rows ? x : tf.pad(x, [[0, rows - x.shape[0]], [0, 0]]);
  for (const part of byChunks(points, shift, (x) => sumsIn(filled(x)), rows)) {
    using _part = freeing(part);
    const values = await part.data<"float32">();
    for (let at = 0; at < sums.length; at++) sums[at] += values[at];
  }
  const off = sums.subarray(0, d).map((sum) => sum / n);
  const covariance = new Float64Array(d * d);
  let at = d;
  for (const [i, j] of pairs) {
    for (let row = starts[i]; row < starts[i] + widths[i]; row++) {
      for (let column = starts[j]; column < starts[j] + widths[j]; column++, at++) {
        const value = (sums[at] - n * off[row] * off[column]) / (n - 1);
        covariance[row * d + column] = covariance[column * d + row] = value;
      }
    }
  }
  return { mean: shift.map((value, j) => value + off[j]), covariance: matrix(covariance, d, d) };
}

/** The columns' sums, and the products of each pair of blocks of columns, one after another. */
function sumsOf(x: Tensor2D): tf.Tensor {
  const { widths, pairs } = blocksOf(x.shape[1]);
  const blocks = tf.split(x, widths, 1) as Tensor2D[];
  const products = pairs.map(([i, j]) => tf.reshape(tf.matMul(blocks[i], blocks[j], true), [-1]));
  return tf.concat([tf.sum(x, 0), ...products]);
}

/** The blocks that d columns are cut into, and their pairs, each once: the more, the fewer products are computed twice. */
function blocksOf(d: number): { starts: number[]; widths: number[]; pairs: [number, number][] } {
  const count = Math.min(Math.max(1, Math.round(d / 112)), 7);
  const ends = Array.from({ length: count }, (_, i) => Math.floor((i + 1) * d / count));
  const starts = [0, ...ends.slice(0, -1)];
  return {
    starts,
    widths: ends.map((end, i) => end - starts[i]),
    pairs: ends.flatMap((_, i) => ends.slice(i).map((_, j): [number, number] => [i, i + j])),
  };
}

function traceOf({ data, rows }: Matrix): number {
  let trace = 0;
  for (let i = 0; i < rows; i++) trace += data[i * rows + i];
  return trace;
}

function checkProjected(points: Matrix, columns: number): void {
  const what = "project";
  checkPoints(points, what);
  if (points.columns !== columns) {
    throw new RangeError(
      `Cannot ${what}: the matrix must have ${columns} columns, got ${points.columns}`,
    );
  }
}
