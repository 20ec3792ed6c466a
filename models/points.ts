import { type Matrix, matrix } from "../engine/matrix.ts";

/**
 * The means of the columns. They are sums of differences to the first row, so that a constant column's mean is
 * exactly its value.
 *
 * @param what What the points are for, for the errors: "Cannot {what}: …".
 * @throws {RangeError} If `points` is empty, has not its size, or a number is not finite (its row and column are named,
 * counting from 0).
 */
export function columnMeans(points: Matrix, what: string): Float64Array {
  const { data, rows, columns } = points;
  matrix(data, rows, columns);
  if (rows < 1 || columns < 1) {
    throw new RangeError(
      `Cannot ${what}: points must have at least 1 row and 1 column: current size is ${rows} × ${columns}`,
    );
  }
  const first = Float64Array.from(data.subarray(0, columns));
  const means = new Float64Array(columns);
  for (let i = 0, at = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++, at++) means[j] += data[at] - first[j];
  }
  for (let j = 0; j < columns; j++) means[j] = first[j] + means[j] / rows;
  // One number that is not finite makes its column's mean so: looking at each mean is enough.
  if (!means.every(Number.isFinite)) throw notFinite(points, what);
  return means;
}

function notFinite({ data, columns }: Matrix, what: string): RangeError {
  const at = data.findIndex((value) => !Number.isFinite(value));
  return new RangeError(
    at < 0
      ? `Cannot ${what}: the sum of a column must be finite: its numbers are too large`
      : `Cannot ${what}: points must be finite: ` +
        `current value is ${data[at]} at row ${Math.floor(at / columns)}, column ${at % columns}`,
  );
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
