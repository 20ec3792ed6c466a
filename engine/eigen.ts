import { EigenvalueDecomposition, Matrix as MlMatrix } from "ml-matrix";
import { type TensorFlowBackend, tensorFlowBackend } from "./backend.ts";
import { float64 } from "./float64.ts";
import { type Matrix, matrix } from "./matrix.ts";

/** Eigenvalues and eigenvectors of an n × n matrix: all n, or as many of the leading ones as were asked for. */
export interface Eigen {
  /** The eigenvalues, the largest first. */
  values: Float64Array;
  /** A row of n for each value: row i is the eigenvector of `values[i]`, of length 1. */
  vectors: Matrix;
}

/**
 * The eigenvalues and eigenvectors of a real symmetric matrix A (n × n), in float64: A = Vᵀ diag(values) V with the
 * eigenvectors as the orthonormal rows of V. An eigenvector's sign is arbitrary, as is the basis of an eigenvalue that
 * comes more than once.
 *
 * By TensorFlow's `SelfAdjointEigV2` on the engine `tensorflow`, by ml-matrix on the others.
 *
 * @param symmetric n × n; what is above the diagonal is not read.
 * @throws {RangeError} If it is empty or not square, or a number in it is not finite.
 *
 * @example
 * ```ts
 * import { symmetricEigen } from "./eigen.ts";
 * import { matrix } from "./matrix.ts";
 * import { assertAlmostEquals } from "@std/assert";
 *
 * const { values, vectors } = symmetricEigen(matrix(Float64Array.of(2, 1, 1, 2), 2, 2));
 * assertAlmostEquals(values[0], 3);
 * assertAlmostEquals(values[1], 1);
 * assertAlmostEquals(Math.abs(vectors.data[0]), Math.SQRT1_2);
 * ```
 */
export function symmetricEigen(symmetric: Matrix): Eigen {
  const { data, rows: n, columns } = symmetric;
  matrix(data, n, columns);
  if (n < 1 || columns !== n) {
    throw new RangeError(
      `Cannot compute eigenvalues: the matrix must be square, at least 1 × 1, got ${n} × ${columns}`,
    );
  }
  const at = data.findIndex((value) => !Number.isFinite(value));
  if (at >= 0) {
    throw new RangeError(
      `Cannot compute eigenvalues: the matrix must be finite, ` +
        `got ${data[at]} at row ${Math.floor(at / n)}, column ${at % n}`,
    );
  }
  const backend = tensorFlowBackend();
  const { values, columns: v } = backend ? byTensorFlow(backend, data, n) : byMlMatrix(data, n);
  const vectors = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) vectors[i * n + j] = v[j * n + n - 1 - i];
  }
  return { values: values.reverse(), vectors: matrix(vectors, n, n) };
}

/** Eigenvalues in ascending order, and their eigenvectors as the columns of a row-major matrix. */
interface Ascending {
  values: Float64Array;
  columns: ArrayLike<number>;
}

function byTensorFlow(backend: TensorFlowBackend, data: Matrix["data"], n: number): Ascending {
  return float64(backend, ({ enter, eigen, read }) => {
    const { values, vectors } = eigen(enter(data, n, n));
    return { values: read(values), columns: read(vectors) };
  });
}

function byMlMatrix(data: Matrix["data"], n: number): Ascending {
  const decomposition = new EigenvalueDecomposition(MlMatrix.from1DArray(n, n, data), {
    assumeSymmetric: true,
  });
  return {
    values: Float64Array.from(decomposition.realEigenvalues),
    columns: decomposition.eigenvectorMatrix.to1DArray(),
  };
}
