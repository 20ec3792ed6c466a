import type { Neighbours } from "../neighbours.ts";

/** A weighted undirected graph as its symmetric matrix of n × n weights without a diagonal, the zeros left out. */
export interface Graph {
  readonly n: number;
  /** n + 1: where each row's entries start in `columns` and `weights`, and where the last one's end. */
  readonly starts: Int32Array;
  /** Ascending in each row. */
  readonly columns: Int32Array;
  /** Above 0. */
  readonly weights: Float64Array;
}

/**
 * How alike two points are of which one is among the other's nearest neighbours (others: 0). `connectivity`: 1 if each
 * is among the other's, else 1/2, as scikit-learn's `affinity="nearest_neighbors"`. `gaussian`: exp(-|x - y|² / 2σ²); σ
 * is a length, or `median`: the median distance of the points to their k-th neighbours.
 */
export type Affinity = { kind: "connectivity" } | { kind: "gaussian"; sigma: number | "median" };

/**
 * The graph of the points' neighbours. With k = n - 1 neighbours and Gaussian weights it is the complete one.
 *
 * A weight that is 0 in float64 is no edge: points far from all others are isolated with a small σ.
 *
 * @throws {RangeError} If σ is not above 0; `median` is 0 where most points have k identical ones.
 */
export function affinityGraph(
  { indices, squaredDistances: squares, k }: Neighbours,
  affinity: Affinity,
): Graph {
  const n = indices.length / k;
  const weight = affinity.kind === "connectivity" ? () => 0.5 : gaussian(sigmaOf(affinity.sigma, squares, k));
  const size = new Int32Array(n);
  for (let at = 0; at < indices.length; at++) {
    size[Math.floor(at / k)]++;
    size[indices[at]]++;
  }
  // Each edge's two entries, in rows that are longer than the graph's: what is there both ways is there twice.
  const ends = new Int32Array(n);
  const first = new Int32Array(n);
  for (let i = 1; i < n; i++) first[i] = ends[i] = first[i - 1] + size[i - 1];
  const columns = new Int32Array(2 * indices.length);
  const weights = new Float64Array(2 * indices.length);
  const put = (i: number, j: number, value: number) => {
    columns[ends[i]] = j;
    weights[ends[i]++] = value;
  };
  for (let at = 0; at < indices.length; at++) {
    const value = weight(squares[at]);
    if (value === 0) continue;
    put(Math.floor(at / k), indices[at], value);
    put(indices[at], Math.floor(at / k), value);
  }
  // Gaussian weights are the same both ways, halves add up.
  const adds = affinity.kind === "connectivity";
  const starts = new Int32Array(n + 1);
  let length = 0;
  for (let i = 0; i < n; i++) {
    const order = Int32Array.from({ length: ends[i] - first[i] }, (_, at) => first[i] + at)
      .sort((a, b) => columns[a] - columns[b]);
    const row = Array.from(order, (at) => [columns[at], weights[at]] as const);
    for (const [j, value] of row) {
      if (length > starts[i] && columns[length - 1] === j) {
        if (adds) weights[length - 1] += value;
      } else {
        columns[length] = j;
        weights[length++] = value;
      }
    }
    starts[i + 1] = length;
  }
  return { n, starts, columns: columns.slice(0, length), weights: weights.slice(0, length) };
}

function gaussian(sigma: number): (square: number) => number {
  return (square) => Math.exp(-square / (2 * sigma * sigma));
}

function sigmaOf(sigma: number | "median", squares: Float64Array, k: number): number {
  const value = sigma === "median" ? medianOfLast(squares, k) : sigma;
  if (value > 0 && Number.isFinite(value)) return value;
  throw new RangeError(
    `Cannot compute Gaussian affinities: sigma must be above 0: current value is ${value}`,
  );
}

function medianOfLast(squares: Float64Array, k: number): number {
  const last = Float64Array.from(
    { length: squares.length / k },
    (_, i) => Math.sqrt(squares[(i + 1) * k - 1]),
  );
  last.sort();
  const middle = (last.length - 1) / 2;
  return (last[Math.floor(middle)] + last[Math.ceil(middle)]) / 2;
}

/** The sum of each point's weights. */
export function degrees({ n, starts, weights }: Graph): Float64Array {
  const sums = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    for (let at = starts[i]; at < starts[i + 1]; at++) sums[i] += weights[at];
  }
  return sums;
}

/** The number of the graph's connected components; an isolated point is one. */
export function componentCount({ n, starts, columns }: Graph): number {
  const seen = new Uint8Array(n);
  let count = 0;
  for (let root = 0; root < n; root++) {
    if (seen[root]) continue;
    count++;
    seen[root] = 1;
    const stack = [root];
    while (stack.length > 0) {
      const i = stack.pop()!;
      for (let at = starts[i]; at < starts[i + 1]; at++) {
        if (seen[columns[at]]) continue;
        seen[columns[at]] = 1;
        stack.push(columns[at]);
      }
    }
  }
  return count;
}

/**
 * S = D^-½ W D^-½, whose eigenvalues are 1 less those of the normalised Laplacian: from -1 to 1, and 1 as often as the
 * graph has components. An isolated point has 1 on the diagonal, so that it counts as a component.
 */
export function normalisedProduct(graph: Graph): (x: Float64Array, y: Float64Array) => void {
  const { n, starts, columns, weights } = graph;
  const roots = degrees(graph).map(Math.sqrt);
  const scaled = Float64Array.from(weights);
  for (let i = 0; i < n; i++) {
    for (let at = starts[i]; at < starts[i + 1]; at++) scaled[at] /= roots[i] * roots[columns[at]];
  }
  return (x, y) => {
    for (let i = 0; i < n; i++) {
      if (starts[i] === starts[i + 1]) {
        y[i] = x[i];
        continue;
      }
      let sum = 0;
      for (let at = starts[i]; at < starts[i + 1]; at++) sum += scaled[at] * x[columns[at]];
      y[i] = sum;
    }
  };
}
