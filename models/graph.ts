/**
 * Sparse matrices of points and their nearest neighbours, and the graphs made of them.
 *
 * @module
 */
import type { Neighbours } from "./neighbours.ts";

/** A sparse matrix of n × n weights, row by row; those that it has no entry for are 0. */
export interface SparseMatrix {
  readonly n: number;
  /** n + 1: where each row's entries start in `columns` and `weights`, and where the last one's end. */
  readonly starts: Int32Array;
  /** Ascending in each row. */
  readonly columns: Int32Array;
  /** At least 0. */
  readonly weights: Float64Array;
}

/** A weighted undirected graph as its symmetric matrix without a diagonal, the zeros left out. */
export type Graph = SparseMatrix;

/**
 * The symmetric matrix of what each point says of its nearest neighbours. It has an entry for each two points of which one is
 * among the other's.
 *
 * @param weights n × k, what is said of each.
 * @param combine Makes a weight of what each of the two says; 0 where it says nothing. Symmetric.
 */
export function symmetric(
  { k, indices }: Neighbours,
  weights: Float64Array,
  combine: (one: number, other: number) => number,
): SparseMatrix {
  const n = indices.length / k;
  const starts = Int32Array.from({ length: n + 1 }, (_, i) => i * k);
  const heard = transposed({ n, starts, columns: indices, weights });
  // Transposing twice sorts the columns of each row.
  return union(transposed(heard), heard, combine);
}

/** The matrix's transpose, whose columns ascend in each row even where the matrix's do not. */
function transposed({ n, starts, columns, weights }: SparseMatrix): SparseMatrix {
  const ends = new Int32Array(n + 1);
  for (const j of columns) ends[j + 1]++;
  for (let i = 0; i < n; i++) ends[i + 1] += ends[i];
  const result = {
    n,
    starts: ends.slice(),
    columns: new Int32Array(columns.length),
    weights: new Float64Array(columns.length),
  };
  for (let i = 0; i < n; i++) {
    for (let at = starts[i]; at < starts[i + 1]; at++) {
      const to = ends[columns[at]]++;
      result.columns[to] = i;
      result.weights[to] = weights[at];
    }
  }
  return result;
}

/** The entries of both matrices, combined where both have one, and with 0 where one has. */
function union(
  one: SparseMatrix,
  other: SparseMatrix,
  combine: (one: number, other: number) => number,
): SparseMatrix {
  const { n } = one;
  const starts = new Int32Array(n + 1);
  const columns = new Int32Array(one.columns.length + other.columns.length);
  const weights = new Float64Array(columns.length);
  let length = 0;
  for (let i = 0; i < n; i++) {
    const end = one.starts[i + 1], otherEnd = other.starts[i + 1];
    for (let at = one.starts[i], to = other.starts[i]; at < end || to < otherEnd;) {
      const j = at < end ? one.columns[at] : n, l = to < otherEnd ? other.columns[to] : n;
      columns[length] = Math.min(j, l);
      weights[length++] = combine(j <= l ? one.weights[at++] : 0, l <= j ? other.weights[to++] : 0);
    }
    starts[i + 1] = length;
  }
  return { n, starts, columns: columns.slice(0, length), weights: weights.slice(0, length) };
}

/** The matrix without the entries whose weights are not to be kept. */
export function filtered(
  { n, starts, columns, weights }: SparseMatrix,
  isKept: (weight: number) => boolean,
): SparseMatrix {
  const kept = { starts: new Int32Array(n + 1), columns: columns.slice(), weights: weights.slice() };
  let length = 0;
  for (let i = 0; i < n; i++) {
    for (let at = starts[i]; at < starts[i + 1]; at++) {
      if (!isKept(weights[at])) continue;
      kept.columns[length] = columns[at];
      kept.weights[length++] = weights[at];
    }
    kept.starts[i + 1] = length;
  }
  return {
    n,
    starts: kept.starts,
    columns: kept.columns.slice(0, length),
    weights: kept.weights.slice(0, length),
  };
}
