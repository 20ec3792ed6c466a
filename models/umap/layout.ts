import { seedFor } from "../../engine/random.ts";
import type { Graph } from "../spectral/affinity.ts";
import type { Curve } from "./curve.ts";
import { largestWeight } from "./graph.ts";

/** What the layout depends on beside the graph and the start. */
export interface LayoutChoices {
  /** The curve of the attraction. */
  readonly curve: Curve;
  /** How often to go through the edges. */
  readonly epochs: number;
  /** Of the first epochs; it falls to 0 in a straight line. */
  readonly learningRate: number;
  /** How many points each drawn edge is pushed away from. */
  readonly negativeSamples: number;
  /** What the repulsion is multiplied by. */
  readonly repulsion: number;
}

/** Most that a step moves a coordinate by, before the learning rate. */
const MOST_GRADIENT = 4;

/** Keeps the repulsion of points at one place finite. */
const LEAST_SQUARE = 1e-3;

/** Mantissas of the table of powers: with 2^10 of them, interpolated, a power has float32's precision. */
const MANTISSA_BITS = 10;

/** The first bits of a mantissa, after a shift, and the others, which are this much each. */
const SHIFT = 23 - MANTISSA_BITS,
  MANTISSAS = 2 ** MANTISSA_BITS - 1,
  REST = 2 ** SHIFT - 1,
  UNIT = 2 ** -SHIFT;

/**
 * Powers of float32 numbers above 0: 2^e (1 + m) to the power b is 2^(eb) (1 + m)^b, each factor from a table by the
 * number's own bits. Next to `Math.pow` this is several times faster, and the layout computes little else.
 */
interface PowerTable {
  /** 2^(eb) by the eight bits of the exponent. */
  readonly exponents: Float64Array;
  /** (1 + m)^b by the first bits of the mantissa, and for m = 1. */
  readonly mantissas: Float64Array;
}

function powerTable(b: number): PowerTable {
  const count = 2 ** MANTISSA_BITS;
  return {
    exponents: Float64Array.from({ length: 256 }, (_, e) => 2 ** ((e - 127) * b)),
    mantissas: Float64Array.from({ length: count + 1 }, (_, i) => (1 + i / count) ** b),
  };
}

/** What an epoch works on. */
interface Layout {
  embedding: Float32Array;
  dimensions: number;
  graph: Graph;
  choices: LayoutChoices;
  powers: PowerTable;
  /** Epochs between two draws of each edge. */
  periods: Float64Array;
  /** The epoch of each edge's next draw. */
  next: Float64Array;
  /** The epoch of each edge's next negative sample. */
  nextNegative: Float64Array;
  /** Of the generator of negative samples, never 0. */
  state: number;
}

/**
 * Moves the points, in place, so that joined ones come to lie together and others apart: stochastic gradient descent on
 * the graph's cross entropy, by umap-learn's rules. In the epochs an edge is drawn as often as its weight says, the
 * heaviest in each; then its ends attract each other, and its first end is pushed away from points drawn at random.
 *
 * ```text
 * attraction: -2ab d^(2(b - 1)) / (1 + a d^(2b)) · (y_i - y_j)
 * repulsion: 2b / ((0.001 + d²) (1 + a d^(2b))) · (y_i - y_l)
 * ```
 *
 * with d the distance of the two, each coordinate of a gradient clipped to ±4.
 *
 * @param embedding n × dimensions.
 * @param onEpoch Called after each epoch with its number, from 1.
 */
export function layOut(
  embedding: Float32Array,
  graph: Graph,
  choices: LayoutChoices,
  seed: number,
  onEpoch?: (epoch: number) => void,
): void {
  const largest = largestWeight(graph.weights);
  const periods = graph.weights.map((weight) => largest / weight);
  const layout: Layout = {
    embedding,
    dimensions: embedding.length / graph.n,
    graph,
    choices,
    powers: powerTable(choices.curve.b),
    periods,
    next: periods.slice(),
    nextNegative: periods.map((period) => period / choices.negativeSamples),
    state: seedFor(seed, "negative samples") | 0,
  };
  for (let epoch = 0; epoch < choices.epochs; epoch++) {
    goThrough(layout, epoch);
    onEpoch?.(epoch + 1);
  }
}

/** One epoch: a function of its own, so that it is compiled as a whole. */
function goThrough(layout: Layout, epoch: number): void {
  const { embedding, dimensions, periods, next, nextNegative } = layout;
  const { n, starts, columns } = layout.graph;
  const { curve: { a, b }, epochs, learningRate, negativeSamples, repulsion } = layout.choices;
  const { exponents, mantissas } = layout.powers;
  const rate = learningRate * (1 - Math.max(0, epoch - 1) / epochs);
  const attraction = -2 * a * b, push = 2 * repulsion * b, share = n / 2 ** 32;
  // A number and its bits in one place.
  const number = new Float32Array(1), bits = new Int32Array(number.buffer);
  const current = new Float64Array(dimensions), way = new Float64Array(dimensions);
  let state = layout.state;
  for (let i = 0; i < n; i++) {
    const own = i * dimensions;
    const end = starts[i + 1];
    for (let edge = starts[i]; edge < end; edge++) {
      if (next[edge] > epoch) continue;
      const period = periods[edge];
      next[edge] += period;
      const other = columns[edge] * dimensions;
      let square = 0;
      for (let c = 0; c < dimensions; c++) {
        const value = embedding[own + c];
        const difference = value - embedding[other + c];
        current[c] = value;
        way[c] = difference;
        square += difference * difference;
      }
      number[0] = square;
      let word = bits[0];
      if (word !== 0) {
        const at = (word >> SHIFT) & MANTISSAS, low = mantissas[at];
        const power = exponents[word >> 23] * (low + (mantissas[at + 1] - low) * ((word & REST) * UNIT));
        const factor = attraction * power / (square * (1 + a * power));
        if (factor * factor * square <= MOST_GRADIENT ** 2) {
          // None is to be clipped.
          const pace = rate * factor;
          for (let c = 0; c < dimensions; c++) {
            const step = pace * way[c];
            current[c] += step;
            embedding[other + c] -= step;
          }
        } else {
          for (let c = 0; c < dimensions; c++) {
            const step = rate * Math.max(-MOST_GRADIENT, Math.min(MOST_GRADIENT, factor * way[c]));
            current[c] += step;
            embedding[other + c] -= step;
          }
        }
      }
      const between = period / negativeSamples;
      const count = Math.floor((epoch - nextNegative[edge]) / between);
      for (let draw = 0; draw < count; draw++) {
        // Xorshift of Marsaglia's: 32 bits, never 0.
        state ^= state << 13;
        state ^= state >>> 17;
        state ^= state << 5;
        const from = Math.floor((state >>> 0) * share) * dimensions;
        square = 0;
        // Two sums at once, so that neither waits for the other.
        let odd = 0;
        for (let c = 1; c < dimensions; c += 2) {
          const first = current[c - 1] - embedding[from + c - 1], second = current[c] - embedding[from + c];
          way[c - 1] = first;
          way[c] = second;
          square += first * first;
          odd += second * second;
        }
        if (dimensions % 2 === 1) {
          const last = current[dimensions - 1] - embedding[from + dimensions - 1];
          way[dimensions - 1] = last;
          odd += last * last;
        }
        square += odd;
        number[0] = square;
        word = bits[0];
        // Points at one place don't push each other: no direction is theirs.
        if (word === 0 || from === own) continue;
        const at = (word >> SHIFT) & MANTISSAS, low = mantissas[at];
        const power = exponents[word >> 23] * (low + (mantissas[at + 1] - low) * ((word & REST) * UNIT));
        const factor = push / ((LEAST_SQUARE + square) * (1 + a * power));
        if (factor * factor * square <= MOST_GRADIENT ** 2) {
          // None is to be clipped.
          const pace = rate * factor;
          for (let c = 0; c < dimensions; c++) current[c] += pace * way[c];
          continue;
        }
        for (let c = 0; c < dimensions; c++) {
          current[c] += rate * Math.max(-MOST_GRADIENT, Math.min(MOST_GRADIENT, factor * way[c]));
        }
      }
      if (count > 0) nextNegative[edge] += count * between;
      for (let c = 0; c < dimensions; c++) embedding[own + c] = current[c];
    }
  }
  layout.state = state;
}
