import { countEach, encode } from "./labels.ts";

/** One non-empty cell of a contingency table: `size` points are of class `row` and in cluster `column`. */
export interface Cell {
  readonly row: number;
  readonly column: number;
  size: number;
}

/** What two labellings of the same points share. Empty cells are left out, so many labels cost no memory. */
export interface Contingency {
  readonly points: number;
  /** The sizes of the classes (true labels). */
  readonly rows: Float64Array;
  /** The sizes of the clusters (predicted labels). */
  readonly columns: Float64Array;
  readonly cells: readonly Cell[];
}

/**
 * The contingency table of two labellings. `what` is the value that is being computed, for the errors.
 *
 * @throws {RangeError} If the lengths differ or a label is not an integer.
 */
export function contingency(
  trueLabels: ArrayLike<number>,
  predictedLabels: ArrayLike<number>,
  what: string,
): Contingency {
  const points = trueLabels.length;
  if (predictedLabels.length !== points) {
    throw new RangeError(
      `Cannot compute ${what}: there must be as many predicted as true labels, ` +
        `got ${predictedLabels.length} and ${points}`,
    );
  }
  const classes = encode(trueLabels, what, "the true labels");
  const clusters = encode(predictedLabels, what, "the predicted labels");
  const cells = new Map<number, Cell>();
  for (let i = 0; i < points; i++) {
    const row = classes.codes[i], column = clusters.codes[i];
    const key = row * clusters.count + column;
    const cell = cells.get(key);
    if (cell) cell.size++;
    else cells.set(key, { row, column, size: 1 });
  }
  return { points, rows: countEach(classes), columns: countEach(clusters), cells: [...cells.values()] };
}

/** The contingency table for a metric that is not defined without points. */
export function nonEmptyContingency(
  trueLabels: ArrayLike<number>,
  predictedLabels: ArrayLike<number>,
  what: string,
): Contingency {
  const table = contingency(trueLabels, predictedLabels, what);
  if (table.points === 0) {
    throw new RangeError(`Cannot compute ${what}: there must be at least one label, got 0`);
  }
  return table;
}
