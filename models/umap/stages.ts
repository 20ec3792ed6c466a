/**
 * An epoch of UMAP's layout, by parts of the points and stages that threads can do: what a thread writes in a stage no
 * other one reads or writes in it, and numbers are added up in one order, so that the layout is the same for any number of
 * threads.
 *
 * @module
 */
import { mixBits } from "../../engine/random.ts";
import { answer, type Stages, startThreads, type Threads } from "../../engine/threads.ts";
import { factorAt } from "./factors.ts";

/** An epoch goes through the points in this many parts: with fewer, too many points move without seeing each other. */
export const PARTS = 16;

/**
 * The points are dealt to the parts by so many in a row: enough to lie together in memory, and few enough that the classes
 * of sorted points are spread over all parts.
 */
const ROW = 16;

/** Rows of points that a thread moves at a time. */
const ROWS = 4;

/** Most that a step moves a coordinate by, before the learning rate. */
const MOST_GRADIENT = 4;

/** What an epoch works on: n points, and the graph's edges in its own order unless said otherwise. */
export interface Layout {
  /** n × dimensions. */
  embedding: Float32Array;
  dimensions: number;
  /** n + 1: where each point's edges start. */
  starts: Int32Array;
  /** The edges' second ends. */
  columns: Int32Array;
  /** By the square of a distance, for `factorAt`. */
  attractions: Float32Array;
  repulsions: Float32Array;
  /** Epochs between two draws of each edge. */
  periods: Float64Array;
  /** The epoch of each edge's next draw. */
  next: Float64Array;
  /** The epoch of each edge's next negative sample. */
  nextNegative: Float64Array;
  negativeSamples: number;
  seed: number;
  /** n × dimensions: where the points of a part move to. */
  moved: Float32Array;
  pulls: Pulls;
}

/**
 * How edges move their second ends. They are in the order of the part of their first end, then of the part of their second
 * end, and then in the graph's.
 */
export interface Pulls {
  /** By the graph's order: each edge's place here. */
  places: Int32Array;
  /** PARTS² + 1: where the edges from each part to each part start. */
  starts: Int32Array;
  /** The edges' second ends. */
  receivers: Int32Array;
  /** Edges × dimensions: what is to be taken from the second ends; 0 of the edges that are not drawn. */
  steps: Float32Array;
}

/** Threads at work on a layout. */
export type LayoutThreads = Threads<Layout, keyof typeof STAGES>;

const STAGES = { move, receive } satisfies Stages<Layout>;

/** Starts `count` threads for a layout; as many as the engine computes with unless given. */
export function startLayout(layout: Layout, count?: number): Promise<LayoutThreads> {
  return startThreads(import.meta.url, STAGES, layout, count);
}

/** Goes through the edges of a part's points, and then moves their ends. */
export function goThrough(
  threads: LayoutThreads,
  { starts }: Layout,
  part: number,
  epoch: number,
  rate: number,
): void {
  const rows = Math.ceil((starts.length - 1) / ROW);
  threads.run("move", Math.ceil((rows - part) / PARTS), ROWS, part, epoch, rate);
  threads.run("receive", PARTS, 1, part);
}

/** The part of a point. */
function partOf(point: number): number {
  return Math.floor(point / ROW) % PARTS;
}

/** The pulls of a graph's edges, none of which has been drawn. */
export function noPulls(starts: Int32Array, columns: Int32Array, dimensions: number): Pulls {
  const n = starts.length - 1, edges = columns.length;
  const groups = new Int32Array(edges);
  for (let i = 0; i < n; i++) {
    for (let edge = starts[i]; edge < starts[i + 1]; edge++) {
      groups[edge] = partOf(i) * PARTS + partOf(columns[edge]);
    }
  }
  const ends = new Int32Array(PARTS ** 2 + 1);
  for (const group of groups) ends[group + 1]++;
  for (let group = 0; group < PARTS ** 2; group++) ends[group + 1] += ends[group];
  const pulls: Pulls = {
    places: new Int32Array(edges),
    starts: ends.slice(),
    receivers: new Int32Array(edges),
    steps: new Float32Array(edges * dimensions),
  };
  for (let edge = 0; edge < edges; edge++) {
    const place = ends[groups[edge]]++;
    pulls.places[edge] = place;
    pulls.receivers[place] = columns[edge];
  }
  return pulls;
}

/** Stage of a part's rows: where their points move to, and what they pull. */
function move(layout: Layout, from: number, to: number, part: number, epoch: number, rate: number): void {
  const { embedding, dimensions, starts, columns, attractions, repulsions, moved } = layout;
  const { periods, next, nextNegative, negativeSamples, seed } = layout;
  const { places, steps } = layout.pulls;
  const n = starts.length - 1;
  const share = n / 2 ** 32;
  const current = new Float64Array(dimensions), push = new Float64Array(dimensions);
  for (let row = from; row < to; row++) {
    const first = (row * PARTS + part) * ROW, last = Math.min(first + ROW, n);
    for (let i = first; i < last; i++) {
      const own = i * dimensions;
      // Each point has its own random numbers in each epoch, whichever thread moves it.
      let state = mixBits(seed + epoch * n + i) || 1;
      for (let c = 0; c < dimensions; c++) current[c] = embedding[own + c];
      const end = starts[i + 1];
      for (let edge = starts[i]; edge < end; edge++) {
        if (next[edge] > epoch) continue;
        const period = periods[edge];
        next[edge] += period;
        const place = places[edge], other = columns[edge] * dimensions;
        let square = 0;
        for (let c = 0; c < dimensions; c++) square += (current[c] - embedding[other + c]) ** 2;
        // Points at one place don't attract each other: there is no way between them.
        const attraction = square === 0 ? 0 : factorAt(attractions, square);
        for (let c = 0; c < dimensions; c++) {
          const step = rate * clipped(attraction * (current[c] - embedding[other + c]));
          current[c] += step;
          steps[place * dimensions + c] = step;
        }
        const between = period / negativeSamples;
        const draws = Math.floor((epoch - nextNegative[edge]) / between);
        if (draws <= 0) continue;
        nextNegative[edge] += draws * between;
        for (let c = 0; c < dimensions; c++) push[c] = 0;
        for (let draw = 0; draw < draws; draw++) {
          // Xorshift of Marsaglia's: 32 bits, never 0.
          state ^= state << 13;
          state ^= state >>> 17;
          state ^= state << 5;
          const drawn = (((state >>> 0) * share) | 0) * dimensions;
          square = 0;
          for (let c = 0; c < dimensions; c++) square += (current[c] - embedding[drawn + c]) ** 2;
          // Points at one place don't push each other either.
          if (square === 0 || drawn === own) continue;
          const repulsion = factorAt(repulsions, square);
          for (let c = 0; c < dimensions; c++) {
            push[c] += clipped(repulsion * (current[c] - embedding[drawn + c]));
          }
        }
        for (let c = 0; c < dimensions; c++) current[c] += rate * push[c];
      }
      for (let c = 0; c < dimensions; c++) moved[own + c] = current[c];
    }
  }
}

/** Stage of all parts, as receivers: moves their points, those of the part that was gone through first to their new place. */
function receive(layout: Layout, from: number, to: number, part: number): void {
  const { embedding, dimensions, moved } = layout;
  const { starts, receivers, steps } = layout.pulls;
  for (let receiver = from; receiver < to; receiver++) {
    if (receiver === part) {
      const length = ROW * dimensions;
      for (let at = part * length; at < moved.length; at += PARTS * length) {
        embedding.set(moved.subarray(at, at + length), at);
      }
    }
    const group = part * PARTS + receiver, end = starts[group + 1];
    for (let place = starts[group]; place < end; place++) {
      const own = receivers[place] * dimensions;
      for (let c = 0; c < dimensions; c++) {
        embedding[own + c] -= steps[place * dimensions + c];
        steps[place * dimensions + c] = 0;
      }
    }
  }
}

function clipped(gradient: number): number {
  return Math.max(-MOST_GRADIENT, Math.min(MOST_GRADIENT, gradient));
}

answer(import.meta.url, STAGES);
