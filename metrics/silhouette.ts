import type { Tensor, Tensor2D } from "@tensorflow/tfjs";
import { distancesBetween, type Rows, rowsSpec, sliceRows } from "../engine/distances.ts";
import { freeing } from "../engine/freeing.ts";
import { type Matrix, squaredDistance } from "../engine/matrix.ts";
import { compile, initEngine, spec, tf } from "../engine/mod.ts";
import { centroids, type Clusters, clustersOf } from "./clusters.ts";

/** Options of {@linkcode silhouette} and {@linkcode silhouetteSamples}. */
export interface SilhouetteOptions {
  /**
   * Most points whose distances to a block of 2,048 points are held at a time on the engine, at least 1.
   *
   * @default {2048}
   */
  chunkSize?: number;
}

/** Mean distances of each point: to the others of its cluster, and to the nearest other cluster. */
interface MeanDistances {
  readonly own: Float64Array;
  readonly nearest: Float64Array;
}

/** More clusters than this take the loops on the host: the engine adds up distances by a matrix of n × k. */
const MAX_CLUSTERS_ON_ENGINE = 1024;

/** Points in a block. 2048 × 2048 distances are 16 MiB, which stay in the processor's cache; larger tiles are no faster. */
const BLOCK = 2048;

/**
 * Silhouette (SIL): how much closer the points are to their own cluster than to the next one, averaged over all n
 * points, exact, with Euclidean distances. From -1 to 1, higher is better. Unchanged when all points are moved or
 * scaled.
 *
 * ```text
 * SIL = 1 / n · Σ_i (b_i - a_i) / max(a_i, b_i)
 * ```
 *
 * with a_i the mean distance of point i to the others of its cluster and b_i the least mean distance to another
 * cluster's points. A point alone in its cluster counts as 0, as does one for which a_i = b_i = 0.
 *
 * Float32 points are computed on the engine (which it starts where none is running), chunk by chunk, never as an
 * n × n matrix; distances come from |a|² + |b|² - 2ab relative to the mean of the point's own cluster, which keeps
 * float32's cancellation small. The value agrees with scikit-learn's to about 1e-4, and to 1e-3 where a cluster has a
 * point thousands of times farther away than its others. Float64 points (and more than 1,024 clusters, and points whose
 * squared distances float32 cannot hold) are computed by loops in float64 on the host: to 1e-6 and better, without an engine, but
 * thirty times slower and more.
 *
 * @param points n × d.
 * @param labels The clusters of the n points: integers of any values; 2 ≤ k ≤ n - 1 of them.
 * @throws {RangeError} If k is out of range, there is not one integer label a point, a coordinate is not finite (its
 * row and column are named, counting from 0), float64 points are some 1e150 and more apart, or `chunkSize` is not a positive
 * integer.
 * @see P. J. Rousseeuw. Silhouettes: a graphical aid to the interpretation and validation of cluster analysis.
 * Journal of Computational and Applied Mathematics 20, 1987.
 *
 * @example
 * ```ts
 * import { matrix } from "../engine/matrix.ts";
 * import { silhouette } from "./silhouette.ts";
 * import { assertAlmostEquals } from "@std/assert";
 *
 * const points = matrix(Float64Array.of(0, 1, 4, 5), 4, 1);
 * assertAlmostEquals(await silhouette(points, [0, 0, 1, 1]), (7 / 9 + 5 / 7) / 2);
 * ```
 */
export async function silhouette(
  points: Matrix,
  labels: ArrayLike<number>,
  options: SilhouetteOptions = {},
): Promise<number> {
  const samples = await silhouetteSamples(points, labels, options);
  return samples.reduce((sum, value) => sum + value, 0) / samples.length;
}

/**
 * The silhouette of each of the n points, in their order: (b_i - a_i) / max(a_i, b_i), from -1 to 1. Their mean is
 * {@linkcode silhouette}, which see for the conventions, the precision and the errors.
 *
 * @example A point alone in its cluster counts as 0
 * ```ts
 * import { matrix } from "../engine/matrix.ts";
 * import { silhouetteSamples } from "./silhouette.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const points = matrix(Float64Array.of(0, 1, 4), 3, 1);
 * assertEquals(await silhouetteSamples(points, [0, 0, 1]), Float64Array.of(3 / 4, 2 / 3, 0));
 * ```
 */
export async function silhouetteSamples(
  points: Matrix,
  labels: ArrayLike<number>,
  { chunkSize = 2048 }: SilhouetteOptions = {},
): Promise<Float64Array> {
  if (!Number.isSafeInteger(chunkSize) || chunkSize < 1) {
    throw new RangeError(
      `Cannot compute the silhouette: chunkSize must be a positive integer, got ${chunkSize}`,
    );
  }
  const clusters = clustersOf(points, labels, "the silhouette");
  const onEngine = points.data instanceof Float32Array && clusters.count <= MAX_CLUSTERS_ON_ENGINE &&
    hasFloat32Squares(points);
  const { own, nearest } = onEngine
    ? await distancesOnEngine(points, clusters, chunkSize)
    : distancesOnHost(points, clusters);
  return own.map((a, i) => {
    if (clusters.sizes[clusters.codes[i]] === 1) return 0;
    const larger = Math.max(a, nearest[i]);
    return larger === 0 ? 0 : (nearest[i] - a) / larger;
  });
}

/** Whether float32 can hold the squared distances: beyond these bounds, or sums of them, they are infinite or 0. */
function hasFloat32Squares(points: Matrix): boolean {
  let largest = 0;
  for (let i = 1; i < points.rows; i++) largest = Math.max(largest, squaredDistance(points, 0, i));
  return largest === 0 || (largest > 1e-25 && largest < 1e37 / points.rows);
}

/** The indices of the points of each cluster. */
function membersOf({ codes, sizes }: Clusters): Int32Array[] {
  const members = Array.from(sizes, (size) => new Int32Array(size));
  const filled = new Int32Array(sizes.length);
  codes.forEach((code, i) => members[code][filled[code]++] = i);
  return members;
}

function noDistances(n: number): MeanDistances {
  return { own: new Float64Array(n), nearest: new Float64Array(n).fill(Infinity) };
}

/** Every pair of points once, one pair of clusters after the other: memory of the order of n. */
function distancesOnHost(points: Matrix, clusters: Clusters): MeanDistances {
  const { own, nearest } = noDistances(points.rows);
  const members = membersOf(clusters);
  members.forEach((from, a) => {
    const [sums] = sumPairs(points, from, from);
    from.forEach((point, i) => own[point] = sums[i] / (from.length - 1));
    for (const to of members.slice(a + 1)) {
      const [fromSums, toSums] = sumPairs(points, from, to);
      from.forEach((point, i) => nearest[point] = Math.min(nearest[point], fromSums[i] / to.length));
      to.forEach((point, i) => nearest[point] = Math.min(nearest[point], toSums[i] / from.length));
    }
  });
  return { own, nearest };
}

/** The sums of the distances of each point of one cluster to all of the other (or the same), both ways. */
function sumPairs(points: Matrix, from: Int32Array, to: Int32Array): [Float64Array, Float64Array] {
  const fromSums = new Float64Array(from.length);
  const toSums = from === to ? fromSums : new Float64Array(to.length);
  for (let i = 0; i < from.length; i++) {
    for (let j = from === to ? i + 1 : 0; j < to.length; j++) {
      const distance = Math.sqrt(squaredDistance(points, from[i], to[j]));
      fromSums[i] += distance;
      toSums[j] += distance;
    }
  }
  return [fromSums, toSums];
}

/**
 * The sums of the distances between the points of a chunk and those of a block: of each in the chunk to those of each
 * cluster in the block (chunk × k; `membership` is block × k, with a 1 for each point's cluster), and of each in the block
 * to those of the chunk that count. `offset` is how many points the block begins behind the chunk: with it a point is
 * exactly 0 from itself.
 */
function sumBetween(
  chunk: Rows,
  weights: Tensor,
  block: Rows,
  membership: Tensor,
  offset: Tensor,
): { toClusters: Tensor; toChunk: Tensor } {
  const apart = distancesBetween(chunk, block);
  const [rows, columns] = apart.shape;
  const isSelf = tf.equal(tf.expandDims(tf.range(0, rows), 1), tf.add(tf.range(0, columns), offset));
  const distances = tf.where(isSelf, tf.zerosLike(apart), apart) as Tensor2D;
  return {
    toClusters: tf.matMul(distances, membership as Tensor2D),
    toChunk: tf.matMul(tf.expandDims(weights, 0) as Tensor2D, distances),
  };
}

/**
 * Every pair of points once, in the order of their clusters: chunk by chunk of points of one cluster, relative to its mean,
 * and for each block by block of its own points and those behind it.
 */
async function distancesOnEngine(
  points: Matrix,
  clusters: Clusters,
  chunkSize: number,
): Promise<MeanDistances> {
  await initEngine();
  const { rows: n, columns: d } = points;
  const { codes, sizes, count: k } = clusters;
  const order = Int32Array.from(membersOf(clusters).flatMap((members) => [...members]));
  const sorted = noDistances(n);
  // Chunks are not much longer than the average cluster, so that little is filled up.
  const size = Math.min(chunkSize, Math.max(32, Math.ceil(n / k)));
  const blockSize = Math.min(BLOCK, n);
  const between = compile<[Rows, Tensor, Rows, Tensor, Tensor], ReturnType<typeof sumBetween>>(sumBetween, [
    rowsSpec(size, d),
    spec([size]),
    rowsSpec(blockSize, d),
    spec([blockSize, k]),
    spec([]),
  ]);
  // The last block may reach beyond the points; what is there belongs to no cluster.
  const fillUp = (rows: Tensor) => tf.pad(rows, [[0, blockSize], [0, 0]]);
  const all = tf.tidy(() =>
    fillUp(tf.gather(tf.tensor2d(points.data as Float32Array, [n, d]), tf.tensor1d(order, "int32")))
  );
  using _all = freeing(all);
  const membership = tf.tidy(() =>
    fillUp(tf.cast(tf.oneHot(tf.tensor1d(order.map((point) => codes[point]), "int32"), k), "float32"))
  );
  using _membership = freeing(membership);
  const means = centroids(points, clusters);
  for (let cluster = 0, first = 0; cluster < k; first += sizes[cluster], cluster++) {
    const end = first + sizes[cluster];
    const rows = relativeTo(all, means.subarray(cluster * d, (cluster + 1) * d));
    using _rows = freeing(rows);
    /** The sums of the distances of the points behind to those of this cluster before them. */
    const toCluster = new Float64Array(n);
    for (let start = first; start < end; start += size) {
      const count = Math.min(size, end - start);
      const chunk = chunkOf(rows, start, count, size);
      using _chunk = freeing(chunk);
      const sums = new Float64Array(count * k);
      for (let at = start; at < n; at += blockSize) {
        const tile = tf.tidy(() => {
          const block = blockOf(rows, membership, at, blockSize);
          return between(chunk.rows, chunk.weights, block.rows, block.membership, tf.scalar(at - start));
        });
        using _tile = freeing(tile);
        const [toClusters, toChunk] = [await tile.toClusters.data(), await tile.toChunk.data()];
        for (let i = 0; i < sums.length; i++) sums[i] += toClusters[i];
        // Those of the chunk have theirs already.
        const from = Math.max(at, start + count), to = Math.min(at + blockSize, n);
        for (let point = from; point < to; point++) toCluster[point] += toChunk[point - at];
      }
      for (let i = 0; i < count; i++) {
        const point = start + i;
        sorted.own[point] += sums[i * k + cluster] + toCluster[point];
        for (let c = cluster + 1; c < k; c++) {
          sorted.nearest[point] = Math.min(sorted.nearest[point], sums[i * k + c] / sizes[c]);
        }
      }
    }
    for (let point = end; point < n; point++) {
      sorted.nearest[point] = Math.min(sorted.nearest[point], toCluster[point] / sizes[cluster]);
    }
  }
  const distances = noDistances(n);
  order.forEach((point, i) => {
    distances.own[point] = sorted.own[i] / (sizes[codes[point]] - 1);
    distances.nearest[point] = sorted.nearest[i];
  });
  return distances;
}

function relativeTo(points: Tensor, mean: Float64Array): Rows {
  return tf.tidy(() => {
    const values = tf.sub(points, tf.tensor1d(Float32Array.from(mean)));
    return { values, squares: tf.sum(tf.square(values), 1) };
  });
}

/** `count` points from `start`, filled up to `size`; those that count have weight 1, the others 0. */
function chunkOf(rows: Rows, start: number, count: number, size: number): { rows: Rows; weights: Tensor } {
  return tf.tidy(() => {
    const { values, squares } = sliceRows(rows, start, count);
    const missing: [number, number] = [0, size - count];
    return {
      rows: { values: tf.pad(values, [missing, [0, 0]]), squares: tf.pad(squares, [missing]) },
      weights: tf.pad(tf.ones([count]), [missing]),
    };
  });
}

function blockOf(rows: Rows, membership: Tensor, start: number, count: number) {
  return { rows: sliceRows(rows, start, count), membership: tf.slice(membership, [start, 0], [count, -1]) };
}
