import { checkFinite, type Matrix } from "../engine/matrix.ts";
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
 * @throws {RangeError} If there is not one integer label a point, a coordinate is not finite, float64 points are so far
 * apart that their squared distances are not finite, or the number of clusters is out of range.
 */
export function clustersOf(points: Matrix, labels: ArrayLike<number>, what: string): Clusters {
  checkFinite(points, `compute ${what}`);
  checkSquares(points, what);
  if (labels.length !== points.rows) {
    throw new RangeError(
      `Cannot compute ${what}: there must be one label a point, ` +
        `got ${labels.length} labels and ${points.rows} points`,
    );
  }
  const codes = encode(labels, what, "the labels");
  if (codes.count < 2) {
    throw new RangeError(`Cannot compute ${what}: k must be at least 2, got ${codes.count}`);
  }
  if (codes.count >= points.rows) {
    throw new RangeError(
      `Cannot compute ${what}: k must be at most n - 1 = ${points.rows - 1}, got ${codes.count}`,
    );
  }
  return { ...codes, sizes: countEach(codes) };
}

/** Throws where squared distances, or sums of as many as there are pairs of points, can be too large for a number. */
function checkSquares({ data, rows, columns }: Matrix, what: string): void {
  // Float32's largest number is far from it.
  if (data instanceof Float32Array) return;
  let squares = 0, widest = 0;
  for (let column = 0; column < columns; column++) {
    let least = Infinity, greatest = -Infinity;
    for (let i = column; i < data.length; i += columns) {
      least = Math.min(least, data[i]);
      greatest = Math.max(greatest, data[i]);
    }
    widest = Math.max(widest, greatest - least);
    squares += (greatest - least) ** 2;
  }
  if (rows === 0 || Number.isFinite(squares * rows * rows)) return;
  throw new RangeError(
    `Cannot compute ${what}: points must lie so close together that squares of their distances can be added up, got ` +
      `coordinates that are ${widest} apart`,
  );
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
