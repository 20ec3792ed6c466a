import type { Tensor2D } from "@tensorflow/tfjs";
import { roundingShare } from "../../engine/distances.ts";
import { freeing } from "../../engine/freeing.ts";
import { type Matrix, tf } from "../../engine/mod.ts";

/** What all starts work on: n × d points for k clusters. */
export interface Data {
  points: Matrix;
  /** Of the points' columns. */
  means: Float64Array;
  /** The points less the means, on the engine. */
  x: Tensor2D;
  /** The squared lengths of the points less the means. */
  squares: Float32Array;
  k: number;
}

/** When a start ends. */
export interface Limits {
  maxIterations: number;
  /** It has converged when the sum of the squared shifts of its centroids is at most this. */
  maxShift: number;
}

/** How a start ended. */
export interface Run {
  /** Of the centred points, k × d. */
  centroids: Float32Array;
  labels: Int32Array;
  /** The sum of the squared distances to the centroids less that of the points' squared lengths. */
  relativeInertia: number;
  iterations: number;
  converged: boolean;
}

/** The clusters so far, and how far each point's label is from changing. */
interface Clusters {
  /** -1 before the first assignment. */
  labels: Int32Array;
  /** At least the distance of each point to its centroid. */
  upper: Float64Array;
  /** At most the distance of each point to any other centroid. */
  lower: Float64Array;
  /** The sums of the clusters' points, k × d. */
  sums: Float64Array;
  sizes: Int32Array;
}

/**
 * The squared distances of m points to k centroids less the points' squared lengths, m × k: |c|² - 2 x·c.
 *
 * @param x m × d.
 * @param centroids k × d.
 */
export async function relativeDistances(x: Tensor2D, centroids: Float32Array): Promise<Float32Array> {
  const d = x.shape[1];
  const k = centroids.length / d;
  const result = tf.tidy(() => {
    const c = tf.tensor2d(centroids, [k, d]);
    return tf.sub(tf.sum(tf.square(c), 1), tf.mul(tf.matMul(x, c, false, true), 2));
  });
  using _result = freeing(result);
  return await result.data<"float32">();
}

/** The points whose nearest centroid may be another than their label's. */
function undecided({ upper, lower }: Clusters): Int32Array {
  const found = new Int32Array(upper.length);
  let count = 0;
  for (let i = 0; i < found.length; i++) if (!(upper[i] < lower[i])) found[count++] = i;
  return found.subarray(0, count);
}

/**
 * Gives each point that is undecided the label of its nearest centroid (of two that are equally near, the first), with its
 * bounds, and takes what moved from cluster to cluster along in the sums; returns how many labels changed.
 */
async function assign(
  { points, means, x, squares, k }: Data,
  centroids: Float32Array,
  clusters: Clusters,
): Promise<number> {
  const { columns: d } = points;
  const { labels, upper, lower } = clusters;
  const rows = undecided(clusters);
  if (rows.length === 0) return 0;
  // Gathering rows takes three times as long as their product.
  const all = 4 * rows.length > labels.length;
  const queries = all ? x : tf.tidy(() => tf.gather(x, tf.tensor1d(rows, "int32")));
  using _queries = freeing(all ? [] : queries);
  const distances = await relativeDistances(queries, centroids);
  const noise = roundingShare(d);
  const longest = longestSquare(centroids, d);
  let changed = 0;
  for (let r = 0; r < rows.length; r++) {
    const i = rows[r];
    let label = 0, best = Infinity, second = Infinity;
    for (let c = 0, at = (all ? i : r) * k; c < k; c++, at++) {
      const distance = distances[at];
      if (distance < best) {
        second = best;
        best = distance;
        label = c;
      } else if (distance < second) second = distance;
    }
    const error = noise * (squares[i] + longest);
    upper[i] = Math.sqrt(Math.max(0, squares[i] + best) + error);
    lower[i] = Math.sqrt(Math.max(0, squares[i] + second - error));
    if (label === labels[i]) continue;
    changed++;
    move(points, means, i, [labels[i], label], clusters);
    labels[i] = label;
  }
  return changed;
}

/** Takes point `i` from a cluster (-1: from none) to another. */
function move(
  { data, columns: d }: Matrix,
  means: Float64Array,
  i: number,
  [from, to]: [number, number],
  { sums, sizes }: Pick<Clusters, "sums" | "sizes">,
): void {
  const [first, old, next] = [i, from, to].map((row) => row * d);
  for (let j = 0; j < d; j++) {
    const coordinate = Math.fround(data[first + j] - means[j]);
    sums[next + j] += coordinate;
    if (from >= 0) sums[old + j] -= coordinate;
  }
  sizes[to]++;
  if (from >= 0) sizes[from]--;
}

function longestSquare(centroids: Float32Array, d: number): number {
  let longest = 0;
  for (let from = 0; from < centroids.length; from += d) {
    let square = 0;
    for (let j = from; j < from + d; j++) square += centroids[j] ** 2;
    longest = Math.max(longest, square);
  }
  return longest;
}

/** The squared shift of each centroid. */
function squaredShifts(from: Float32Array, to: Float32Array, d: number): Float64Array {
  const shifts = new Float64Array(from.length / d);
  for (let at = 0; at < from.length; at++) shifts[Math.floor(at / d)] += (to[at] - from[at]) ** 2;
  return shifts;
}

/** Moves the bounds with the centroids. */
function loosen({ labels, upper, lower }: Clusters, shifts: Float64Array): void {
  const lengths = shifts.map(Math.sqrt);
  const longest = Math.max(...lengths);
  for (let i = 0; i < labels.length; i++) {
    upper[i] += lengths[labels[i]];
    lower[i] -= longest;
  }
}

/**
 * Lloyd's algorithm from the centroids `start`, k × d. Points whose bounds tell that their label stays are not looked at
 * again; the labels are those of the plain algorithm, except for near ties, which rounding decides there too.
 *
 * @see G. Hamerly. Making k-means even faster. SIAM International Conference on Data Mining, 2010: the bounds.
 */
export async function lloyd(data: Data, start: Float32Array, limits: Limits): Promise<Run> {
  const { k } = data;
  const { rows: n, columns: d } = data.points;
  const clusters: Clusters = {
    labels: new Int32Array(n).fill(-1),
    upper: new Float64Array(n).fill(Infinity),
    lower: new Float64Array(n),
    sums: new Float64Array(k * d),
    sizes: new Int32Array(k),
  };
  let centroids = start;
  let iterations = 0, converged = false;
  while (!converged && iterations < limits.maxIterations) {
    const changed = await assign(data, centroids, clusters);
    const next = clusters.sizes.includes(0)
      ? relocate(data, centroids, clusters)
      : meansOf(clusters.sums, clusters.sizes);
    const shifts = squaredShifts(centroids, next, d);
    loosen(clusters, shifts);
    centroids = next;
    iterations++;
    converged = changed === 0 || shifts.reduce((a, b) => a + b) <= limits.maxShift;
  }
  // The labels so far are those of the centroids before the last move.
  await assign(data, centroids, clusters);
  const { labels, sums, sizes } = clusters;
  // Σ |x - c|² - |x|² over all points, from the sums over each cluster.
  let relativeInertia = 0;
  for (let at = 0; at < sums.length; at++) {
    relativeInertia += centroids[at] * (sizes[Math.floor(at / d)] * centroids[at] - 2 * sums[at]);
  }
  return { centroids, labels, relativeInertia, iterations, converged };
}

/** The clusters' means; an empty cluster takes the largest one's. */
function meansOf(sums: Float64Array, sizes: Int32Array): Float32Array {
  const d = sums.length / sizes.length;
  const largest = sizes.indexOf(Math.max(...sizes));
  return Float32Array.from(sums, (_, at) => {
    const cluster = sizes[Math.floor(at / d)] > 0 ? Math.floor(at / d) : largest;
    return sums[cluster * d + at % d] / sizes[cluster];
  });
}

/**
 * The new centroids of an iteration with empty clusters: each empty cluster takes over a point from
 * another cluster, the farthest from its old centroid first. Where no point is away from its centroid, empty clusters
 * go to the centroid of the largest one.
 */
function relocate({ points, means }: Data, old: Float32Array, clusters: Clusters): Float32Array {
  const { rows: n, columns: d } = points;
  const { labels } = clusters;
  const sums = clusters.sums.slice(), sizes = clusters.sizes.slice();
  const distances = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < d; j++) {
      distances[i] += (Math.fround(points.data[i * d + j] - means[j]) - old[labels[i] * d + j]) ** 2;
    }
  }
  const empty = Array.from(sizes.keys()).filter((c) => sizes[c] === 0);
  const farthest = Int32Array.from(distances.keys()).sort((a, b) => distances[b] - distances[a]);
  if (distances[farthest[0]] > 0) {
    empty.forEach((cluster, i) => {
      move(points, means, farthest[i], [labels[farthest[i]], cluster], { sums, sizes });
    });
  }
  return meansOf(sums, sizes);
}
