import type { Neighbours } from "../neighbours.ts";

/** Joint probabilities of some pairs of n points, each pair i < j once; the others' are 0. */
export interface Affinities {
  n: number;
  /** n + 1: the pairs of row i are those from `starts[i]` to `starts[i + 1]`. */
  starts: Int32Array;
  /** The j of each pair. */
  others: Int32Array;
  /** p_ij = p_ji of each pair; twice their sum is 1. */
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
  const rows = Array.from({ length: n }, () => new Map<number, number>());
  for (let at = 0; at < indices.length; at++) {
    const i = Math.floor(at / k), j = indices[at];
    const row = rows[Math.min(i, j)], other = Math.max(i, j);
    row.set(other, (row.get(other) ?? 0) + conditional[at] / (2 * n));
  }
  const starts = new Int32Array(n + 1);
  rows.forEach((row, i) => starts[i + 1] = starts[i] + row.size);
  const others = new Int32Array(starts[n]), values = new Float64Array(starts[n]);
  rows.forEach((row, i) => {
    let at = starts[i];
    for (const [j, value] of [...row].sort(([a], [b]) => a - b)) {
      others[at] = j;
      values[at++] = value;
    }
  });
  return { n, starts, others, values };
}
