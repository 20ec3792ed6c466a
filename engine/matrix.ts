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
 * @throws {TypeError} If `data` is no array of floats, as where a list of lists is given for a matrix.
 * @throws {RangeError} If `rows` or `columns` is no integer of at least 0, or `data` does not hold `rows * columns` numbers.
 */
export function matrix(data: Float32Array | Float64Array, rows: number, columns: number): Matrix {
  if (!(data instanceof Float32Array || data instanceof Float64Array)) {
    throw new TypeError(
      "Cannot use points: they must be a Matrix, as matrix(data, rows, columns) makes one of a Float32Array or " +
        `Float64Array, got ${Object.prototype.toString.call(data).slice(8, -1)}`,
    );
  }
  if (![rows, columns].every((size) => Number.isSafeInteger(size) && size >= 0)) {
    throw new RangeError(
      `Cannot make a matrix: rows and columns must be integers, at least 0, got ${rows} × ${columns}`,
    );
  }
  if (data.length !== rows * columns) {
    throw new RangeError(
      `Cannot make a matrix: data must hold ${rows} × ${columns} = ${rows * columns} numbers, ` +
        `got ${data.length}`,
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
        `Cannot take rows: indices must be integers from 0 to n - 1 = ${rows - 1}, got ${indices[i]}`,
      );
    }
    const start = indices[i] * columns;
    taken.set(data.subarray(start, start + columns) as Float32Array, i * columns);
  }
  return { data: taken, rows: indices.length, columns };
}

/**
 * Checks that a matrix has its size and only finite numbers.
 *
 * @param what What it is for, for the errors: "Cannot {what}: …".
 * @param whose Its name in the errors.
 * @throws {RangeError} If it has not; rows and columns count from 0.
 */
export function checkFinite({ data, rows, columns }: Matrix, what: string, whose = "points"): void {
  matrix(data, rows, columns);
  for (let i = 0; i < data.length; i++) {
    if (!Number.isFinite(data[i])) {
      throw new RangeError(
        `Cannot ${what}: ${whose} must be finite, ` +
          `got ${data[i]} at row ${Math.floor(i / columns)}, column ${i % columns}`,
      );
    }
  }
}

/** The squared Euclidean distance between row i of `a` and row j of `b`, in float64. */
export function squaredDistance(a: Matrix, i: number, j: number, b = a): number {
  let sum = 0;
  for (let from = i * a.columns, to = j * a.columns, end = from + a.columns; from < end; from++, to++) {
    const difference = a.data[from] - b.data[to];
    sum += difference * difference;
  }
  return sum;
}
