import { seedFor } from "../../engine/random.ts";
import { shared } from "../../engine/threads.ts";
import type { Graph } from "../graph.ts";
import type { Curve } from "./curve.ts";
import { attractions, repulsions } from "./factors.ts";
import { largestWeight } from "./graph.ts";
import { goThrough, type Layout, noPulls, PARTS, startLayout } from "./stages.ts";

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

/** What the layout does not depend on. */
export interface LayoutOptions {
  /** Called after each epoch with its number, from 1. */
  onEpoch?: (epoch: number) => void;
  /** How many threads; unless given, as many as the engine computes with, or one for few points. */
  threads?: number;
}

/** From so many points on threads gain more than it takes to start them and to have them wait for each other. */
const MANY = 4000;

/**
 * Moves the points, in place, so that joined ones come to lie together and others apart: stochastic gradient descent on
 * the graph's cross entropy. In the epochs an edge is drawn as often as its weight says, the heaviest in each; then its
 * ends attract each other, and its first end is pushed away from points drawn at random.
 *
 * ```text
 * attraction: -2ab d^(2(b - 1)) / (1 + a d^(2b)) · (y_i - y_j)
 * repulsion: 2b / ((0.001 + d²) (1 + a d^(2b))) · (y_i - y_l)
 * ```
 *
 * with d the distance of the two, each coordinate of a gradient clipped to ±4.
 *
 * By umap-learn's rules, except for when a move is seen. There each is seen by the next one. Here an epoch goes through the
 * points in 16 parts, and the points of a part see each other, and all others, where they were when the part began; only
 * its own moves does a point see at once, those by the pushes of one draw after the last of them. So threads can share a
 * part, and the result is the same for any number of them, which that of umap-learn's parallel layout is not.
 *
 * @param embedding n × dimensions.
 */
export async function layOut(
  embedding: Float32Array,
  { n, starts, columns, weights }: Graph,
  { curve, epochs, learningRate, negativeSamples, repulsion }: LayoutChoices,
  seed: number,
  { onEpoch, threads: count = n < MANY ? 1 : undefined }: LayoutOptions = {},
): Promise<void> {
  const dimensions = embedding.length / n;
  const largest = largestWeight(weights);
  const periods = weights.map((weight) => largest / weight);
  const pulls = noPulls(starts, columns, dimensions);
  const layout: Layout = {
    embedding: shared(embedding),
    dimensions,
    starts: shared(starts),
    columns: shared(columns),
    attractions: shared(attractions(curve)),
    repulsions: shared(repulsions(curve, repulsion)),
    periods: shared(periods),
    next: shared(periods),
    nextNegative: shared(periods.map((period) => period / negativeSamples)),
    negativeSamples,
    seed: seedFor(seed, "negative samples"),
    moved: shared(new Float32Array(embedding.length)),
    pulls: {
      places: shared(pulls.places),
      starts: shared(pulls.starts),
      receivers: shared(pulls.receivers),
      steps: shared(pulls.steps),
    },
  };
  using threads = await startLayout(layout, count);
  for (let epoch = 0; epoch < epochs; epoch++) {
    const rate = learningRate * (1 - Math.max(0, epoch - 1) / epochs);
    for (let part = 0; part < PARTS; part++) goThrough(threads, layout, part, epoch, rate);
    onEpoch?.(epoch + 1);
  }
  embedding.set(layout.embedding);
}
