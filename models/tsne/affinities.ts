import { shared } from "../../engine/threads.ts";
import type { Neighbours } from "../neighbours.ts";

/**
 * Joint probabilities of n points, each pair in the rows of both its points; those of the pairs left out are 0. All arrays
 * are in memory that threads share.
 */
export interface Affinities {
  n: number;
  /** n + 1: the pairs of row i are those from `starts[i]` to `starts[i + 1]`. */
  starts: Int32Array;
  /** The j of each pair, ascending within a row. */
  others: Int32Array;
  /** p_ij = p_ji of each pair; their sum is 1. */
  values: Float64Array;
}

/**
 * The probabilities p(j | i) that point i would pick neighbour j, n × k: a Gaussian around i whose width gives the
 * distribution that perplexity.
 *
 * ```text
 * p(j | i) = exp(-β_i d_ij²) / Σ_l exp(-β_i d_il²),  Σ_j -p(j | i) ln p(j | i) = ln perplexity
 * ```
 *
 * β_i is found by bisection, to `tolerance` in the entropy. Where at least `perplexity` neighbours are equally near, no width
 * gives so low a perplexity: β grows until those share the probability evenly.
 */
export function conditionalProbabilities(
  { k, squaredDistances }: Neighbours,
  perplexity: number,
  tolerance: number,
): Float64Array {
  const target = Math.log(perplexity);
  const probabilities = new Float64Array(squaredDistances.length);
  for (let start = 0; start < squaredDistances.length; start += k) {
    // Relative to the nearest, and in units of their mean: the sum is at least 1, and a first β of 1 fits any scale.
    const nearest = squaredDistances[start];
    let mean = 0;
    for (let j = start; j < start + k; j++) mean += (squaredDistances[j] - nearest) / k;
    const unit = mean || 1;
    let low = 0, high = Infinity, beta = 1;
    for (let step = 0; step < 100; step++) {
      let sum = 0, weighted = 0;
      for (let j = start; j < start + k; j++) {
        const distance = (squaredDistances[j] - nearest) / unit;
        const p = Math.exp(-beta * distance);
        probabilities[j] = p;
        sum += p;
        weighted += p * distance;
      }
      for (let j = start; j < start + k; j++) probabilities[j] /= sum;
      const excess = Math.log(sum) + beta * weighted / sum - target;
      if (Math.abs(excess) <= tolerance) break;
      if (excess > 0) low = beta;
      else high = beta;
      beta = high === Infinity ? beta * 2 : (low + high) / 2;
    }
  }
  return probabilities;
}

/** p_ij = (p(j | i) + p(i | j)) / 2n for each pair of which one is a neighbour of the other. */
export function jointProbabilities({ k, indices }: Neighbours, conditional: Float64Array): Affinities {
  const n = indices.length / k;
  // Each p(j | i) is a term of p_ij and of p_ji. First the terms row by row.
  const bounds = new Int32Array(n + 1);
  for (const j of indices) bounds[j + 1]++;
  for (let i = 0; i < n; i++) bounds[i + 1] += bounds[i] + k;
  const others = new Int32Array(2 * indices.length), values = new Float64Array(2 * indices.length);
  let next = bounds.slice();
  for (let at = 0; at < indices.length; at++) {
    const i = Math.floor(at / k), j = indices[at];
    const own = next[i]++, mirrored = next[j]++;
    others[own] = j;
    others[mirrored] = i;
    values[own] = values[mirrored] = conditional[at] / (2 * n);
  }
  // The transpose of a symmetric matrix is the same matrix; written row by row, its rows are in order.
  const sorted = { others: new Int32Array(others.length), values: new Float64Array(values.length) };
  next = bounds.slice();
  for (let i = 0; i < n; i++) {
    for (let at = bounds[i]; at < bounds[i + 1]; at++) {
      const place = next[others[at]]++;
      sorted.others[place] = i;
      sorted.values[place] = values[at];
    }
  }
  // Two terms of one pair now stand side by side.
  const starts = new Int32Array(n + 1);
  let size = 0;
  for (let i = 0; i < n; i++) {
    for (let at = bounds[i]; at < bounds[i + 1]; at++) {
      if (size > starts[i] && others[size - 1] === sorted.others[at]) values[size - 1] += sorted.values[at];
      else {
        others[size] = sorted.others[at];
        values[size++] = sorted.values[at];
      }
    }
    starts[i + 1] = size;
  }
  return {
    n,
    starts: shared(starts),
    others: shared(others.subarray(0, size)),
    values: shared(values.subarray(0, size)),
  };
}
