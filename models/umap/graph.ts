import type { Neighbours } from "../neighbours.ts";
import type { Graph } from "../spectral/affinity.ts";

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
  const { k, indices, squaredDistances } = neighbours;
  const n = indices.length / k;
  const { rhos, sigmas } = localScales(neighbours);
  const said: Graph = {
    n,
    starts: Int32Array.from({ length: n + 1 }, (_, i) => i * k),
    columns: indices,
    weights: squaredDistances.map((square, at) => {
      const i = Math.floor(at / k);
      const beyond = Math.sqrt(square) - rhos[i];
      return beyond <= 0 || sigmas[i] === 0 ? 1 : Math.fround(Math.exp(-beyond / sigmas[i]));
    }),
  };
  const heard = transposed(said);
  // Transposing twice sorts the columns of each row.
  return union(transposed(heard), heard);
}

/** The matrix's transpose, its columns ascending in each row. */
function transposed({ n, starts, columns, weights }: Graph): Graph {
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

/** p + q - p · q of the weights of two matrices whose columns ascend in each row. */
function union(one: Graph, other: Graph): Graph {
  const { n } = one;
  const starts = new Int32Array(n + 1);
  const columns = new Int32Array(one.columns.length + other.columns.length);
  const weights = new Float64Array(columns.length);
  let length = 0;
  for (let i = 0; i < n; i++) {
    const end = one.starts[i + 1], otherEnd = other.starts[i + 1];
    for (let at = one.starts[i], to = other.starts[i]; at < end || to < otherEnd;) {
      const j = at < end ? one.columns[at] : n, l = to < otherEnd ? other.columns[to] : n;
      const p = j <= l ? one.weights[at++] : 0, q = l <= j ? other.weights[to++] : 0;
      const weight = p + q - p * q;
      if (weight === 0) continue;
      columns[length] = Math.min(j, l);
      weights[length++] = weight;
    }
    starts[i + 1] = length;
  }
  return { n, starts, columns: columns.slice(0, length), weights: weights.slice(0, length) };
}

/**
 * The graph without the edges that are too weak to be drawn once in so many epochs: those of less than the largest weight
 * over `epochs`.
 */
export function pruned({ n, starts, columns, weights }: Graph, epochs: number): Graph {
  const least = largestWeight(weights) / epochs;
  const kept = { columns: new Int32Array(columns.length), weights: new Float64Array(columns.length) };
  const ends = new Int32Array(n + 1);
  let length = 0;
  for (let i = 0; i < n; i++) {
    for (let at = starts[i]; at < starts[i + 1]; at++) {
      if (weights[at] < least) continue;
      kept.columns[length] = columns[at];
      kept.weights[length++] = weights[at];
    }
    ends[i + 1] = length;
  }
  return {
    n,
    starts: ends,
    columns: kept.columns.slice(0, length),
    weights: kept.weights.slice(0, length),
  };
}

/** The largest of the weights, 0 of none. */
export function largestWeight(weights: Float64Array): number {
  let largest = 0;
  for (const weight of weights) if (weight > largest) largest = weight;
  return largest;
}
