import { type Matrix, matrix } from "../engine/matrix.ts";
import { type Codes, countEach, encode } from "./labels.ts";

/** Points in k clusters, numbered from 0 by first appearance. */
export interface Clusters extends Codes {
  /** The number of points in each cluster. */
  readonly sizes: Float64Array;
}

/**
 * The clusters that `labels` make of `points`, for an index that is defined for 2 to n - 1 clusters.
 * `what` is the value that is being computed, for the errors.
 *
 * @throws {RangeError} If there is not one integer label a point, a coordinate is not finite, or the number of
 * clusters is out of range.
 */
export function clustersOf(points: Matrix, labels: ArrayLike<number>, what: string): Clusters {
  checkPoints(points, what, "points");
  if (labels.length !== points.rows) {
    throw new RangeError(
      `Cannot compute ${what}: there must be one label a point: ` +
        `current numbers are ${labels.length} labels and ${points.rows} points`,
    );
  }
  const codes = encode(labels, what, "the labels");
  if (codes.count < 2) {
    throw new RangeError(`Cannot compute ${what}: k must be at least 2: current value is ${codes.count}`);
  }
  if (codes.count >= points.rows) {
    throw new RangeError(
      `Cannot compute ${what}: k must be at most n - 1 = ${points.rows - 1}: current value is ${codes.count}`,
    );
  }
  return { ...codes, sizes: countEach(codes) };
}

/**
 * Checks that `points` has its size and only finite numbers; `whose` is its name in the error.
 *
 * @throws {RangeError} If it has not; rows and columns count from 0.
 */
export function checkPoints(points: Matrix, what: string, whose: string): void {
  const { data, rows, columns } = points;
  matrix(data, rows, columns);
  for (let i = 0; i < data.length; i++) {
    if (!Number.isFinite(data[i])) {
      throw new RangeError(
        `Cannot compute ${what}: ${whose} must be finite: ` +
          `current value is ${data[i]} at row ${Math.floor(i / columns)}, column ${i % columns}`,
      );
    }
  }
}

/** The means of the clusters, k × columns, row-major. */
export function centroids(points: Matrix, { codes, sizes }: Clusters): Float64Array {
  const { data, rows, columns } = points;
  const first = new Int32Array(sizes.length);
  for (let i = rows - 1; i >= 0; i--) first[codes[i]] = i;
  // Means of the differences to a cluster's first point: equal points have exactly that point as their mean.
  const means = new Float64Array(sizes.length * columns);
  for (let i = 0; i < rows; i++) {
    const start = codes[i] * columns, origin = first[codes[i]] * columns;
    for (let j = 0; j < columns; j++) means[start + j] += data[i * columns + j] - data[origin + j];
  }
  for (let c = 0; c < sizes.length; c++) {
    for (let j = 0; j < columns; j++) {
      means[c * columns + j] = data[first[c] * columns + j] + means[c * columns + j] / sizes[c];
    }
  }
  return means;
}

/** The squared Euclidean distance between `a` from index `i` on and `b` from index `j` on, over `columns` numbers. */
export function squaredDistance(
  a: ArrayLike<number>,
  i: number,
  b: ArrayLike<number>,
  j: number,
  columns: number,
): number {
  let sum = 0;
  for (let c = 0; c < columns; c++) {
    const difference = a[i + c] - b[j + c];
    sum += difference * difference;
  }
  return sum;
}
