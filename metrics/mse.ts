import { checkFinite, type Matrix } from "../engine/matrix.ts";

/**
 * Mean squared error (MSE) over all elements of two matrices, in the square of their unit. From 0 up, lower is
 * better; symmetric.
 *
 * ```text
 * MSE = 1 / (n · d) · Σ (a_ij - b_ij)²
 * ```
 *
 * @param a n × d, for instance the inputs.
 * @param b n × d, for instance their reconstructions.
 * @throws {RangeError} If the shapes differ, there is no element, or an element is not finite (its row and column
 * are named, counting from 0), or the squares of float64 elements are too large for a number.
 *
 * @example
 * ```ts
 * import { matrix } from "../engine/matrix.ts";
 * import { mse } from "./mse.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(mse(matrix(Float32Array.of(0, 1), 1, 2), matrix(Float32Array.of(0, 3), 1, 2)), 2);
 * ```
 */
export function mse(a: Matrix, b: Matrix): number {
  if (a.rows !== b.rows || a.columns !== b.columns) {
    throw new RangeError(
      `Cannot compute the MSE: both matrices must have the same shape, ` +
        `got ${a.rows} × ${a.columns} and ${b.rows} × ${b.columns}`,
    );
  }
  if (a.rows * a.columns === 0) {
    throw new RangeError("Cannot compute the MSE: there must be at least one element, got 0");
  }
  checkFinite(a, "compute the MSE", "the first matrix");
  checkFinite(b, "compute the MSE", "the second matrix");
  let sum = 0;
  for (let i = 0; i < a.data.length; i++) sum += (a.data[i] - b.data[i]) ** 2;
  if (!Number.isFinite(sum)) {
    throw new RangeError(
      "Cannot compute the MSE: the sum of the squared differences must be finite, got Infinity",
    );
  }
  return sum / a.data.length;
}
