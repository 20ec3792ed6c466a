// @ts-types="npm:@types/d3-array@3.2.2"
import { median } from "d3-array";
import { checkFor, isCount, isPositive } from "../check.ts";
import { filtered, type Graph, symmetric } from "../graph.ts";
import type { Neighbours } from "../neighbours.ts";

/** A graph of the nearest neighbours of points: all that it depends on. */
export type GraphChoices = {
  /** How many others each point is joined to, from 1 to n - 1. */
  readonly neighbours: number;
  /** The weights of its edges. */
  readonly affinity: Affinity;
};

/**
 * How alike two points are of which one is among the other's nearest neighbours (others: 0). `connectivity`: 1 if each
 * is among the other's, else 1/2, as scikit-learn's `affinity="nearest_neighbors"`. `gaussian`: exp(-|x - y|² / 2σ²); σ
 * is a length, or `median`: the median distance of the points to their k-th neighbours. `local`, by Zelnik-Manor &
 * Perona: exp(-|x - y|² / σ_x σ_y), with σ_x the distance of x to its `neighbour`th one (theirs is the seventh), or its
 * last where it has fewer.
 *
 * `mutual`: only points of which each is among the other's are joined.
 *
 * @see L. Zelnik-Manor, P. Perona. Self-tuning spectral clustering. NIPS 2004.
 */
export type Affinity =
  & (
    | { readonly kind: "connectivity" }
    | { readonly kind: "gaussian"; readonly sigma: number | "median" }
    | { readonly kind: "local"; readonly neighbour: number }
  )
  & { readonly mutual: boolean };

/**
 * The graph of the points' neighbours. With k = n - 1 neighbours and Gaussian weights it is the complete one.
 *
 * A weight that is 0 in float64 is no edge: points far from all others are isolated with a small σ.
 *
 * @throws {RangeError} If σ is not above 0; `median` is 0 where most points have k identical ones, `local` where one has.
 * Or if `neighbour` is not a positive integer.
 */
export function affinityGraph(neighbours: Neighbours, affinity: Affinity): Graph {
  const { indices, squaredDistances, k } = neighbours;
  const weight = weightBy(affinity, squaredDistances, k);
  const weights = squaredDistances.map((square, at) => weight(square, Math.floor(at / k), indices[at]));
  // Halves add up, other weights are the same both ways.
  const both = (p: number, q: number) => affinity.kind === "connectivity" ? p + q : Math.max(p, q);
  const graph = symmetric(
    neighbours,
    weights,
    (p, q) => affinity.mutual && (p === 0 || q === 0) ? 0 : both(p, q),
  );
  return filtered(graph, (weight) => weight !== 0);
}

/** The weight of points i and j at a squared distance. */
function weightBy(
  affinity: Affinity,
  squares: Float64Array,
  k: number,
): (square: number, i: number, j: number) => number {
  switch (affinity.kind) {
    case "connectivity":
      return () => 0.5;
    case "gaussian": {
      const sigma = sigmaOf(affinity.sigma, squares, k);
      return (square) => Math.exp(-square / (2 * sigma * sigma));
    }
    case "local": {
      const { neighbour } = affinity;
      checkFor("compute local affinities")(
        isCount(neighbour),
        "neighbour must be a positive integer",
        neighbour,
      );
      const sigmas = distancesTo(Math.min(neighbour, k), squares, k);
      checkFor("compute local affinities")(
        sigmas.every(isPositive),
        `each point's distance to its neighbour ${Math.min(neighbour, k)} must be finite and above 0`,
        sigmas.find((sigma) => !isPositive(sigma)),
      );
      return (square, i, j) => Math.exp(-square / (sigmas[i] * sigmas[j]));
    }
  }
}

function sigmaOf(sigma: number | "median", squares: Float64Array, k: number): number {
  const value = sigma === "median" ? median(distancesTo(k, squares, k))! : sigma;
  checkFor("compute Gaussian affinities")(isPositive(value), "sigma must be finite and above 0", value);
  return value;
}

/** The distance of each point to its `which`th neighbour, from 1, of k. */
function distancesTo(which: number, squares: Float64Array, k: number): Float64Array {
  return Float64Array.from({ length: squares.length / k }, (_, i) => Math.sqrt(squares[i * k + which - 1]));
}

/** The sum of each point's weights. */
export function degrees({ n, starts, weights }: Graph): Float64Array {
  const sums = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    for (let at = starts[i]; at < starts[i + 1]; at++) sums[i] += weights[at];
  }
  return sums;
}

/** The points of each of the graph's connected components, those and these in ascending order; an isolated point is one. */
export function connectedComponents({ n, starts, columns }: Graph): Int32Array[] {
  const componentOf = new Int32Array(n).fill(-1);
  const sizes: number[] = [];
  for (let root = 0; root < n; root++) {
    if (componentOf[root] >= 0) continue;
    const component = sizes.push(0) - 1;
    componentOf[root] = component;
    const stack = [root];
    while (stack.length > 0) {
      const i = stack.pop()!;
      sizes[component]++;
      for (let at = starts[i]; at < starts[i + 1]; at++) {
        if (componentOf[columns[at]] >= 0) continue;
        componentOf[columns[at]] = component;
        stack.push(columns[at]);
      }
    }
  }
  const components = sizes.map((size) => new Int32Array(size));
  const ends = new Int32Array(sizes.length);
  componentOf.forEach((component, i) => components[component][ends[component]++] = i);
  return components;
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
