import { tensorFlowBackend } from "./backend.ts";
import { type Eigen, symmetricEigen } from "./eigen.ts";
import { float64, type Float64Ops } from "./float64.ts";
import { TensorFlowError } from "./libtensorflow.ts";
import { type Matrix, matrix } from "./matrix.ts";
import { normal, random } from "./random.ts";

/** The degree of a round's polynomial. A higher one would leave of the last vectors little beside the first. */
const DEGREE = 4;

/** The most rounds; matrices that need more have their eigenvalues too close together. */
const MOST_ROUNDS = 12;

/** The largest |Av - θv| of an eigenpair, as a share of the largest eigenvalue. */
const TOLERANCE = 1e-12;

/**
 * The `count` largest eigenvalues and their eigenvectors of a symmetric matrix without negative eigenvalues, such as a
 * covariance, in float64: those of {@linkcode symmetricEigen}, sooner where few are wanted of many.
 *
 * By subspace iteration on the engine `tensorflow`: each round multiplies the vectors, half as many more than are wanted, by a
 * Chebyshev polynomial of the matrix that is small on the eigenvalues below theirs and grows fast above, and takes the best
 * vectors in their span (Rayleigh-Ritz). On other engines, and where it does not converge, by `symmetricEigen`.
 *
 * @param symmetric n × n.
 * @param count 1 ≤ count ≤ n.
 * @returns `count` values, and count × n vectors.
 * @throws {RangeError} As `symmetricEigen`, or if `count` is not an integer from 1 to n.
 * @see Y. Zhou, Y. Saad, M. L. Tiago, J. R. Chelikowsky. Self-consistent-field calculations using Chebyshev-filtered subspace
 * iteration. Journal of Computational Physics 219(1), 2006.
 *
 * @example
 * ```ts
 * import { leadingEigen } from "./leading_eigen.ts";
 * import { matrix } from "./matrix.ts";
 * import { assertAlmostEquals } from "@std/assert";
 *
 * const { values } = leadingEigen(matrix(Float64Array.of(2, 1, 1, 2), 2, 2), 1);
 * assertAlmostEquals(values[0], 3);
 * ```
 */
export function leadingEigen(symmetric: Matrix, count: number): Eigen {
  const { data, rows: n } = symmetric;
  if (!(Number.isSafeInteger(count) && count >= 1 && count <= n)) {
    throw new RangeError(
      `Cannot compute eigenvectors: count must be an integer from 1 to ${n}, got ${count}`,
    );
  }
  const backend = tensorFlowBackend();
  const size = count + Math.max(16, count >> 1);
  const isWorthIt = backend && 5 * size < n && data.every(Number.isFinite);
  const found = isWorthIt ? float64(backend, (ops) => iterate(ops, symmetric, count, size)) : null;
  if (found) return found;
  const { values, vectors } = symmetricEigen(symmetric);
  const first = vectors.data.subarray(0, count * n) as Float64Array;
  return { values: values.slice(0, count), vectors: matrix(first, count, n) };
}

/** The eigenpairs by subspace iteration; null where it does not converge. */
function iterate(
  { enter, read, product, combine, orthonormalRows, eigen }: Float64Ops,
  { data, rows: n }: Matrix,
  count: number,
  size: number,
): Eigen | null {
  const a = enter(data, n, n);
  const next = random(1);
  const start = enter(Array.from({ length: size * n }, () => normal(next)), size, n);
  try {
    let vectors = orthonormalRows(start);
    for (let round = 0; round < MOST_ROUNDS; round++) {
      const images = product(vectors, a);
      const { values: ascending, vectors: turn } = eigen(product(images, vectors, "b"));
      const values = read(ascending);
      const [ritz, ritzImages] = [vectors, images].map((rows) => product(turn, rows, "a"));
      const found = converged(values, read(ritz), read(ritzImages), count);
      if (found) return found;
      // The polynomial is small from 0 to the subspace's least eigenvalue.
      const half = values[0] / 2;
      let [before, now] = [ritz, combine(1 / half, ritzImages, -1, ritz)];
      for (let degree = 2; degree <= DEGREE; degree++) {
        const shifted = combine(2 / half, product(now, a), -2, now);
        [before, now] = [now, combine(1, shifted, -1, before)];
      }
      vectors = orthonormalRows(now);
    }
  } catch (error) {
    // The vectors have become dependent: the matrix has fewer eigenvalues above 0.
    if (!(error instanceof TensorFlowError)) throw error;
  }
  return null;
}

/** The last `count` of the Ritz vectors, the largest value first, if they have all converged. */
function converged(
  values: Float64Array,
  vectors: Float64Array,
  images: Float64Array,
  count: number,
): Eigen | null {
  const size = values.length, n = vectors.length / size;
  const most = TOLERANCE * values[size - 1];
  const sorted = new Float64Array(count * n);
  for (let i = 0; i < count; i++) {
    const row = size - 1 - i;
    let residual = 0;
    for (let at = row * n; at < (row + 1) * n; at++) {
      residual += (images[at] - values[row] * vectors[at]) ** 2;
    }
    if (!(Math.sqrt(residual) <= most)) return null;
    sorted.set(vectors.subarray(row * n, (row + 1) * n), i * n);
  }
  return { values: values.slice(size - count).reverse(), vectors: matrix(sorted, count, n) };
}
