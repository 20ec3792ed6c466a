import { type Matrix, matrix } from "../../engine/matrix.ts";
import { checkPoints } from "../points.ts";

/**
 * The points with each column moved and scaled to mean 0 and (population) standard deviation 1; a column whose numbers are
 * all equal becomes zeros, as does one so narrow that float64 holds no square of its deviation, which is below about 1e-162.
 *
 * ```text
 * z_ij = (x_ij - m_j) / s_j,   s_j² = 1 / n · Σ_i (x_ij - m_j)²
 * ```
 *
 * Means and deviations are computed in float64. scikit-learn's `scale` does the same, except that it does not scale columns
 * whose deviation is below about 1e-15 (float32 points: 1e-6).
 *
 * @param points n × d.
 * @returns n × d, in the points' own number type.
 * @throws {RangeError} If there is no point, a coordinate is not finite (its row and column are named, counting from 0), or
 * the squares of float64 coordinates are too large for a number.
 *
 * @example
 * ```ts
 * import { matrix } from "../../engine/matrix.ts";
 * import { standardise } from "./standardise.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const points = matrix(Float32Array.of(1, 7, 3, 7), 2, 2);
 * assertEquals(standardise(points).data, Float32Array.of(-1, 0, 1, 0));
 * ```
 */
export function standardise(points: Matrix): Matrix {
  const what = "standardise points";
  checkPoints(points, what);
  const { data, rows, columns } = points;
  const result = new (data.constructor as Float64ArrayConstructor)(data.length);
  for (let j = 0; j < columns; j++) {
    let sum = 0, squares = 0, isConstant = true;
    for (let at = j; at < data.length; at += columns) {
      sum += data[at];
      isConstant &&= data[at] === data[j];
    }
    // A constant column may have a deviation by rounding.
    if (isConstant) continue;
    const mean = sum / rows;
    for (let at = j; at < data.length; at += columns) squares += (data[at] - mean) ** 2;
    const deviation = Math.sqrt(squares / rows);
    if (!Number.isFinite(deviation)) {
      throw new RangeError(
        `Cannot ${what}: the sum of the squared deviations of a column must be finite, got ${squares} in column ${j}`,
      );
    }
    // A very narrow column.
    if (deviation === 0) continue;
    for (let at = j; at < data.length; at += columns) result[at] = (data[at] - mean) / deviation;
  }
  return matrix(result, rows, columns);
}
