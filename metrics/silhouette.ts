import type { Tensor } from "@tensorflow/tfjs";
import type { Matrix } from "../engine/matrix.ts";
import { compile, initEngine, spec, tf } from "../engine/mod.ts";
import { centroids, type Clusters, clustersOf, squaredDistance } from "./clusters.ts";

/** Options of {@linkcode silhouette} and {@linkcode silhouetteSamples}. */
export interface SilhouetteOptions {
  /**
   * Most points whose distances to a block of 2,048 points are held at a time on the engine, at least 1.
   *
   * @default {1024}
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

/**
 * Points in a block. 1024 × 2048 distances are 8 MiB, which the C library keeps for the next ones; larger memory is
 * mapped anew each time, which takes longer than the distances.
 */
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
 * float32's cancellation small. The value agrees with scikit-learn's to about 1e-4. Float64 points (and more than
 * 1,024 clusters) are computed by loops in float64 on the host: to 1e-6 and better, without an engine, but
 * thirty times slower and more.
 *
 * @param points n × d.
 * @param labels The clusters of the n points: integers of any values; 2 ≤ k ≤ n - 1 of them.
 * @throws {RangeError} If k is out of range, there is not one integer label a point, a coordinate is not finite (its
 * row and column are named, counting from 0), or `chunkSize` is not a positive integer.
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
  { chunkSize = 1024 }: SilhouetteOptions = {},
): Promise<Float64Array> {
  if (!Number.isSafeInteger(chunkSize) || chunkSize < 1) {
    throw new RangeError(
      `Cannot compute the silhouette: chunkSize must be a positive integer: current value is ${chunkSize}`,
    );
  }
  const clusters = clustersOf(points, labels, "the silhouette");
  const onEngine = points.data instanceof Float32Array && clusters.count <= MAX_CLUSTERS_ON_ENGINE;
  const { own, nearest } = onEngine
    ? await distancesOnEngine(points, clusters, chunkSize)
    : distancesOnHost(points, clusters);
  return own.map((a, i) => {
    if (clusters.sizes[clusters.codes[i]] === 1) return 0;
    const larger = Math.max(a, nearest[i]);
    return larger === 0 ? 0 : (nearest[i] - a) / larger;
  });
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
function sumPairs({ data, columns }: Matrix, from: Int32Array, to: Int32Array): [Float64Array, Float64Array] {
  const fromSums = new Float64Array(from.length);
  const toSums = from === to ? fromSums : new Float64Array(to.length);
  for (let i = 0; i < from.length; i++) {
    for (let j = from === to ? i + 1 : 0; j < to.length; j++) {
      const distance = Math.sqrt(squaredDistance(data, from[i] * columns, data, to[j] * columns, columns));
      fromSums[i] += distance;
      toSums[j] += distance;
    }
  }
  return [fromSums, toSums];
}

/** Points on the engine: rows × d, their squared lengths, and their indices. */
type Rows = { values: Tensor; squares: Tensor; indices: Tensor };

/**
 * The sums of the distances of the points `queries` to those points of each cluster that are in `block`:
 * queries × k. `membership` is block × k, with a 1 for each point's cluster.
 */
function sumDistances(queries: Rows, block: Rows, membership: Tensor): Tensor {
  // The share of |a|² + |b|² below which a squared distance is float32's rounding: sums of d terms err by about √d.
  const noise = (4 + Math.sqrt(block.values.shape[1]!)) * 2 ** -24;
  const lengths = tf.add(tf.expandDims(queries.squares, 1), block.squares);
  const products = tf.matMul(queries.values, block.values, false, true);
  const squared = tf.sub(lengths, tf.mul(products, 2));
  const isSelf = tf.equal(tf.expandDims(queries.indices, 1), block.indices);
  const isZero = tf.logicalOr(isSelf, tf.less(squared, tf.mul(lengths, noise)));
  return tf.matMul(tf.sqrt(tf.where(isZero, tf.zerosLike(squared), squared)), membership);
}

/** Chunk by chunk of points of one cluster, relative to its mean, and for each block by block of all points. */
async function distancesOnEngine(
  points: Matrix,
  clusters: Clusters,
  chunkSize: number,
): Promise<MeanDistances> {
  await initEngine();
  const { rows: n, columns: d } = points;
  const { codes, sizes, count: k } = clusters;
  const { own, nearest } = noDistances(n);
  const blocks = Math.ceil(n / BLOCK);
  const blockSize = Math.ceil(n / blocks);
  // Chunks hold points of one cluster only: not much longer than the average cluster, so that little is filled up.
  const size = Math.min(chunkSize, Math.max(32, Math.ceil(n / k)));
  const sumTile = compile<[Rows, Rows, Tensor], Tensor>(sumDistances, [
    rowsSpec(size, d),
    rowsSpec(blockSize, d),
    spec([blockSize, k]),
  ]);
  const fillUp = (rows: Tensor) => tf.pad(rows, [[0, blocks * blockSize - n], [0, 0]]);
  const all = tf.tidy(() => fillUp(tf.tensor2d(points.data as Float32Array, [n, d])));
  const membership = tf.tidy(() => {
    const oneHot = tf.oneHot(tf.tensor1d(codes, "int32"), k);
    return tf.split(fillUp(tf.cast(oneHot, "float32")), blocks);
  });
  const means = centroids(points, clusters);
  for (const [cluster, members] of membersOf(clusters).entries()) {
    if (members.length === 1) continue;
    const rows = relativeTo(all, means.subarray(cluster * d, (cluster + 1) * d));
    const rowsOfBlocks = splitRows(rows, blocks);
    for (let start = 0; start < members.length; start += size) {
      const chunk = members.subarray(start, start + size);
      const queries = gatherRows(rows, Int32Array.from({ length: size }, (_, i) => chunk[i] ?? chunk[0]));
      const tiles = rowsOfBlocks.map((block, b) => sumTile(queries, block, membership[b]));
      const sums = new Float64Array(size * k);
      for (const tile of tiles) (await tile.data()).forEach((sum, i) => sums[i] += sum);
      chunk.forEach((point, i) => {
        for (let c = 0; c < k; c++) {
          const sum = sums[i * k + c];
          if (c === cluster) own[point] = sum / (sizes[c] - 1);
          else nearest[point] = Math.min(nearest[point], sum / sizes[c]);
        }
      });
      tf.dispose([queries, tiles]);
    }
    tf.dispose([rows, rowsOfBlocks]);
  }
  tf.dispose([all, membership]);
  return { own, nearest };
}

function rowsSpec(count: number, columns: number) {
  return { values: spec([count, columns]), squares: spec([count]), indices: spec([count], "int32") };
}

function relativeTo(points: Tensor, mean: Float64Array): Rows {
  return tf.tidy(() => {
    const values = tf.sub(points, tf.tensor1d(Float32Array.from(mean)));
    const indices = tf.range(0, values.shape[0], 1, "int32");
    return { values, squares: tf.sum(tf.square(values), 1), indices };
  });
}

function splitRows({ values, squares, indices }: Rows, parts: number): Rows[] {
  const [v, s, i] = [values, squares, indices].map((tensor) => tf.split(tensor, parts));
  return v.map((part, p) => ({ values: part, squares: s[p], indices: i[p] }));
}

function gatherRows({ values, squares, indices }: Rows, at: Int32Array): Rows {
  return tf.tidy(() => {
    const i = tf.tensor1d(at, "int32");
    return { values: tf.gather(values, i), squares: tf.gather(squares, i), indices: tf.gather(indices, i) };
  });
}
