import type { Tensor, Tensor2D } from "@tensorflow/tfjs";
import { initEngine, type Matrix, matrix, symmetricEigen, tf } from "../../engine/mod.ts";
import { checkFor } from "../check.ts";
import { centredTensor, checkPoints, checkSpread, columnMeans, spreadOf } from "../points.ts";

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
  transform(points: Matrix): Matrix;
  /**
   * The points that n codes stand for: n × d.
   *
   * @param codes n × components.
   * @throws {RangeError} If there are none, not that many columns, or a number is not finite.
   */
  inverse(codes: Matrix): Matrix;
}

const FIT = "fit principal components";

/** The engine takes so many points at a time: few enough to stay in a CPU's caches. */
const CHUNK = 1024;

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
 * assertAlmostEquals(transform(points).data[2], 5, 1e-5);
 * ```
 */
export async function fitPca(points: Matrix, { components }: PcaChoices): Promise<Pca> {
  const { rows: n, columns: d } = points;
  const mean = columnMeans(points, FIT);
  const check = checkFor(FIT);
  check(n >= 2, "n must be at least 2", n);
  const most = Math.min(n, d);
  check(
    Number.isInteger(components) && components >= 1 && components <= most,
    `components must be from 1 to min(n, d) = ${most}`,
    components,
  );
  checkSpread(spreadOf(points, mean), FIT);
  await initEngine();
  const { values, vectors } = symmetricEigen(await covariance(points, mean));
  // Rounding leaves variances of nothing slightly below 0.
  const variances = values.map((value) => Math.max(value, 0));
  const whole = variances.reduce((sum, value) => sum + value, 0);
  const axes = new Float32Array(components * d);
  for (let i = 0; i < components; i++) {
    const axis = vectors.data.subarray(i * d, (i + 1) * d) as Float64Array;
    const largest = axis.reduce((a, b) => Math.abs(b) > Math.abs(a) ? b : a);
    axes.set(largest < 0 ? axis.map((value) => -value) : axis, i * d);
  }
  const explainedVariance = variances.slice(0, components);
  const directions = matrix(axes, components, d);
  return {
    mean,
    components: directions,
    explainedVariance,
    explainedVarianceRatio: explainedVariance.map((value) => whole === 0 ? 0 : value / whole),
    transform(points) {
      checkProjected(points, d);
      const codes = new Float32Array(points.rows * components);
      let at = 0;
      for (const part of projections(points, mean, directions)) {
        codes.set(part.dataSync<"float32">(), at);
        at += part.size;
        part.dispose();
      }
      return matrix(codes, points.rows, components);
    },
    inverse(codes) {
      checkProjected(codes, components);
      const rebuilt = new Float32Array(codes.rows * d);
      const rebuild = (x: Tensor2D) => tf.matMul(x, tf.tensor2d(axes, [components, d]));
      let at = 0;
      for (const part of byChunks(codes, new Float64Array(components), rebuild)) {
        for (const value of part.dataSync<"float32">()) rebuilt[at] = value + mean[at++ % d];
        part.dispose();
      }
      return matrix(rebuilt, codes.rows, d);
    },
  };
}

/**
 * The codes of points by their own principal components, n × components: what {@linkcode fitPca} and its `transform()`
 * give, on every engine (`webgpu` can't be read at once).
 *
 * @param points n × d, n ≥ 2.
 * @throws {RangeError} As {@linkcode fitPca}.
 */
export async function principalCodes(points: Matrix, choices: PcaChoices): Promise<Matrix> {
  const { mean, components } = await fitPca(points, choices);
  const codes = new Float32Array(points.rows * components.rows);
  let at = 0;
  for (const part of projections(points, mean, components)) {
    codes.set(await part.data<"float32">(), at);
    at += part.size;
    part.dispose();
  }
  return matrix(codes, points.rows, components.rows);
}

/** The codes of each chunk of the points, in order; the caller's to dispose. */
function projections(points: Matrix, mean: Float64Array, { data, rows, columns }: Matrix): Generator<Tensor> {
  const project = (x: Tensor2D) =>
    tf.matMul(x, tf.tensor2d(data as Float32Array, [rows, columns]), false, true);
  return byChunks(points, mean, project);
}

/** What `fn` makes of each chunk of the points less `mean`, in order; the caller's to dispose. */
function* byChunks(
  points: Matrix,
  mean: Float64Array,
  fn: (x: Tensor2D) => Tensor,
): Generator<Tensor> {
  for (let start = 0; start < points.rows; start += CHUNK) {
    const end = Math.min(start + CHUNK, points.rows);
    yield tf.tidy(() => fn(centredTensor(points, mean, start, end)));
  }
}

async function covariance(points: Matrix, mean: Float64Array): Promise<Matrix> {
  const { rows: n, columns: d } = points;
  const sums = new Float64Array(d * d);
  for (const part of byChunks(points, mean, (x) => tf.matMul(x, x, true, false))) {
    const products = await part.data<"float32">();
    part.dispose();
    for (let i = 0; i < sums.length; i++) sums[i] += products[i];
  }
  return matrix(sums.map((sum) => sum / (n - 1)), d, d);
}

function checkProjected(points: Matrix, columns: number): void {
  const what = "project";
  checkPoints(points, what);
  if (points.columns !== columns) {
    throw new RangeError(
      `Cannot ${what}: the matrix must have ${columns} columns: current number is ${points.columns}`,
    );
  }
}
