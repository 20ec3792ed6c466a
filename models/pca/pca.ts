import { initEngine, type Matrix, symmetricEigen, tf } from "../../engine/mod.ts";
import { centre, columnMeans } from "../points.ts";

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
  /** The points (n × d) by their components: n × components. */
  transform(points: Matrix): Matrix;
  /** The points (n × d) that codes (n × components) stand for. */
  inverse(codes: Matrix): Matrix;
}

const FIT = "fit principal components";

/**
 * Principal component analysis, by the eigenvectors of the covariance matrix.
 *
 * The sign of a component is scikit-learn's: its largest coordinate by size is positive. The covariance is computed in
 * float32 on the engine (which it starts where none is running).
 *
 * @param points n × d, n ≥ 2.
 * @param components From 1 to min(n, d).
 * @throws {RangeError} If `components` or n is out of range, or a coordinate is not finite.
 * @see K. Pearson. On lines and planes of closest fit to systems of points in space. Philosophical Magazine 2, 1901.
 */
export async function fitPca(points: Matrix, components: number): Promise<Pca> {
  const { rows: n, columns: d } = points;
  const mean = columnMeans(points, FIT);
  if (n < 2) throw new RangeError(`Cannot ${FIT}: n must be at least 2: current value is ${n}`);
  const most = Math.min(n, d);
  if (!(Number.isInteger(components) && components >= 1 && components <= most)) {
    throw new RangeError(
      `Cannot ${FIT}: components must be from 1 to min(n, d) = ${most}: current value is ${components}`,
    );
  }
  await initEngine();
  const covariance = tf.tidy(() => {
    const x = tf.tensor2d(centre(points, mean), [n, d]);
    return tf.div(tf.matMul(x, x, true, false), n - 1).dataSync() as Float32Array;
  });
  const { values, vectors } = symmetricEigen({ data: covariance, rows: d, columns: d });
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
  return {
    mean,
    components: { data: axes, rows: components, columns: d },
    explainedVariance,
    explainedVarianceRatio: explainedVariance.map((value) => whole === 0 ? 0 : value / whole),
    transform(points) {
      checkColumns(points, d);
      const data = tf.tidy(() => {
        const x = tf.tensor2d(centre(points, mean), [points.rows, d]);
        return tf.matMul(x, tf.tensor2d(axes, [components, d]), false, true).dataSync() as Float32Array;
      });
      return { data, rows: points.rows, columns: components };
    },
    inverse(codes) {
      checkColumns(codes, components);
      const data = tf.tidy(() => {
        const x = tf.tensor2d(Float32Array.from(codes.data), [codes.rows, components]);
        const offset = tf.tensor1d(Float32Array.from(mean));
        return tf.add(tf.matMul(x, tf.tensor2d(axes, [components, d])), offset).dataSync() as Float32Array;
      });
      return { data, rows: codes.rows, columns: d };
    },
  };
}

function checkColumns({ columns }: Matrix, expected: number): void {
  if (columns !== expected) {
    throw new RangeError(
      `Cannot project: the matrix must have ${expected} columns: current number is ${columns}`,
    );
  }
}
