import { filtered, type Graph, symmetric } from "../graph.ts";
import type { Neighbours } from "../neighbours.ts";

/** How near to the wanted sum the bisection ends. */
const TOLERANCE = 1e-5;

/** Most steps of the bisection. */
const MOST_STEPS = 64;

/** A point's σ is at least this share of the mean distance to its neighbours. */
const LEAST_SIGMA = 1e-3;

/** The scale of the distances around each of n points. */
export interface LocalScales {
  /** The distance to the nearest neighbour that lies elsewhere; 0 where all neighbours lie at the point itself. */
  rhos: Float64Array;
  /** The unit of the distances beyond that one. */
  sigmas: Float64Array;
}

/**
 * The scales ρ and σ around each point, σ by bisection: with k nearest points, of which the point itself is one,
 *
 * ```text
 * Σ_j exp(-max(0, d_ij - ρ_i) / σ_i) = log₂ k
 * ```
 *
 * By umap-learn's rules σ is at least a thousandth of the mean distance to the k points, or to those of all points where
 * ρ is 0. Where too many neighbours are no farther than ρ the sum is too large for any σ, which then is that least one.
 *
 * @see L. McInnes, J. Healy, J. Melville. UMAP: Uniform manifold approximation and projection for dimension reduction.
 * arXiv:1802.03426, 2018, algorithms 2 and 3.
 */
export function localScales({ k: others, squaredDistances }: Neighbours): LocalScales {
  const n = squaredDistances.length / others;
  const distances = squaredDistances.map(Math.sqrt);
  const target = Math.log2(others + 1);
  const rhos = new Float64Array(n), sigmas = new Float64Array(n), means = new Float64Array(n);
  let sumOfMeans = 0;
  for (let i = 0; i < n; i++) {
    const row = distances.subarray(i * others, (i + 1) * others);
    rhos[i] = row.find((distance) => distance > 0) ?? 0;
    sigmas[i] = sigmaFor(row, rhos[i], target);
    // The point itself counts, at distance 0.
    means[i] = row.reduce((sum, distance) => sum + distance, 0) / (others + 1);
    sumOfMeans += means[i];
  }
  for (let i = 0; i < n; i++) {
    sigmas[i] = Math.max(sigmas[i], LEAST_SIGMA * (rhos[i] > 0 ? means[i] : sumOfMeans / n));
  }
  return { rhos, sigmas };
}

/** The σ with which the distances beyond ρ add up to the target. */
function sigmaFor(distances: Float64Array, rho: number, target: number): number {
  let low = 0, high = Infinity, sigma = 1;
  for (let step = 0; step < MOST_STEPS; step++) {
    let sum = 0;
    for (let j = 0; j < distances.length; j++) {
      const beyond = distances[j] - rho;
      sum += beyond > 0 ? Math.exp(-beyond / sigma) : 1;
    }
    if (Math.abs(sum - target) < TOLERANCE) break;
    if (sum > target) high = sigma;
    else low = sigma;
    sigma = high === Infinity ? sigma * 2 : (low + high) / 2;
  }
  return sigma;
}

/**
 * UMAP's graph: how surely two points are neighbours, by the fuzzy union of what each of the two says.
 *
 * ```text
 * v_ij = exp(-max(0, d_ij - ρ_i) / σ_i),  w_ij = v_ij + v_ji - v_ij · v_ji
 * ```
 *
 * Weights are above 0 and at most 1. Points that are not among each other's neighbours are not joined, nor are those
 * of whom what each says is 0 in float32, as umap-learn has it.
 */
export function fuzzyGraph(neighbours: Neighbours): Graph {
  const { k, squaredDistances } = neighbours;
  const { rhos, sigmas } = localScales(neighbours);
  const said = squaredDistances.map((square, at) => {
    const i = Math.floor(at / k);
    const beyond = Math.sqrt(square) - rhos[i];
    return beyond <= 0 || sigmas[i] === 0 ? 1 : Math.fround(Math.exp(-beyond / sigmas[i]));
  });
  return filtered(symmetric(neighbours, said, (p, q) => p + q - p * q), (weight) => weight !== 0);
}

/**
 * The graph without the edges that are too weak to be drawn once in so many epochs: those of less than the largest weight
 * over `epochs`.
 */
export function pruned(graph: Graph, epochs: number): Graph {
  const least = largestWeight(graph.weights) / epochs;
  return filtered(graph, (weight) => weight >= least);
}

/** The largest of the weights, 0 of none. */
export function largestWeight(weights: Float64Array): number {
  let largest = 0;
  for (const weight of weights) if (weight > largest) largest = weight;
  return largest;
}
