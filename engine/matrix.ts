/**
 * A dense matrix of numbers, row-major: element (i, j) is `data[i * columns + j]`.
 * One row is one point (image, code), one column one feature.
 */
export interface Matrix {
  /** The elements, row by row. */
  readonly data: Float32Array | Float64Array;
  /** Points. */
  readonly rows: number;
  /** Features. */
  readonly columns: number;
}

/**
 * A {@linkcode Matrix} over `data`, which is not copied.
 *
 * @throws {RangeError} If `data` does not hold `rows * columns` numbers.
 */
export function matrix(data: Float32Array | Float64Array, rows: number, columns: number): Matrix {
  if (data.length !== rows * columns) {
    throw new RangeError(
      `Cannot make a matrix: data must hold ${rows} × ${columns} = ${rows * columns} numbers: ` +
        `current length is ${data.length}`,
    );
  }
  return { data, rows, columns };
}

/**
 * The rows of `points` at `indices`, in that order, as a new matrix.
 *
 * @throws {RangeError} If `points` has no row at an index.
 */
export function takeRows(points: Matrix, indices: ArrayLike<number>): Matrix {
  const { data, rows, columns } = points;
  const taken = new (data.constructor as Float32ArrayConstructor)(indices.length * columns);
  for (let i = 0; i < indices.length; i++) {
    if (!(Number.isInteger(indices[i]) && indices[i] >= 0 && indices[i] < rows)) {
      throw new RangeError(
        `Cannot take rows: indices must be integers from 0 to n - 1 = ${rows - 1}: current value is ${
          indices[i]
        }`,
      );
    }
    const start = indices[i] * columns;
    taken.set(data.subarray(start, start + columns) as Float32Array, i * columns);
  }
  return { data: taken, rows: indices.length, columns };
}
