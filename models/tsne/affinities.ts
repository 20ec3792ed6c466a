import { shared } from "../../engine/threads.ts";
import { symmetric } from "../graph.ts";
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
export function jointProbabilities(neighbours: Neighbours, conditional: Float64Array): Affinities {
  const n = neighbours.indices.length / neighbours.k;
  const terms = conditional.map((p) => p / (2 * n));
  const { starts, columns, weights } = symmetric(neighbours, terms, (p, q) => p + q);
  return { n, starts: shared(starts), others: shared(columns), values: shared(weights) };
}
