/**
 * The silhouettes of many clusterings of the same points.
 *
 * @module
 */
import type { Tensor2D } from "@tensorflow/tfjs";
import { distancesBetween, type Rows, sliceRows } from "../../engine/distances.ts";
import { initEngine, type Matrix, tf } from "../../engine/mod.ts";
import { centredTensor, columnMeans } from "../../models/points.ts";

/** So many points are held against all others at a time. */
const CHUNK = 1024;

/** The sums of distances to so many clusters are held for each point of a chunk. */
const MOST_CLUSTERS = 2560;

/**
 * The silhouette of each of many clusterings of the same points: what `silhouette` in `metrics/` computes of one, except that
 * the distances are computed once for all. They are relative to the mean of all points, so that the values agree with that
 * function's to about 1e-6 where the points are not much farther from their mean than from each other.
 *
 * @param points n × d, float32.
 * @param clusterings Each has a cluster from 0 to k - 1 for each point, and at least 2 of them with points.
 */
export async function silhouettes(
  points: Matrix,
  clusterings: readonly Int32Array[],
  k: number,
): Promise<number[]> {
  await initEngine();
  const n = points.rows;
  const x = centredTensor(points, columnMeans(points, "compute silhouettes"));
  const all: Rows = { values: x, squares: tf.tidy(() => tf.sum(tf.square(x), 1)) };
  const together = Math.max(1, Math.floor(MOST_CLUSTERS / k));
  const found: number[] = [];
  for (let first = 0; first < clusterings.length; first += together) {
    const some = clusterings.slice(first, first + together);
    const sizes = some.map((clusters) => sizesOf(clusters, k));
    const totals = some.map(() => 0);
    const membership = membershipOf(some, k);
    for (let start = 0; start < n; start += CHUNK) {
      const count = Math.min(CHUNK, n - start);
      const sums = tf.tidy(() => tf.matMul(distancesBetween(sliceRows(all, start, count), all), membership));
      const values = await sums.data<"float32">();
      sums.dispose();
      some.forEach((clusters, r) => {
        for (let i = 0; i < count; i++) {
          const own = values.subarray((i * some.length + r) * k, (i * some.length + r + 1) * k);
          totals[r] += silhouetteOf(own, sizes[r], clusters[start + i]);
        }
      });
    }
    membership.dispose();
    found.push(...totals.map((total) => total / n));
  }
  tf.dispose(all);
  return found;
}

function sizesOf(clusters: Int32Array, k: number): Int32Array {
  const sizes = new Int32Array(k);
  for (const cluster of clusters) sizes[cluster]++;
  return sizes;
}

/** n × (clusterings · k), with a 1 for the cluster that each clustering has a point in. */
function membershipOf(clusterings: readonly Int32Array[], k: number): Tensor2D {
  const [{ length: n }] = clusterings;
  const columns = clusterings.length * k;
  const data = new Float32Array(n * columns);
  clusterings.forEach((clusters, r) =>
    clusters.forEach((cluster, i) => data[i * columns + r * k + cluster] = 1)
  );
  return tf.tensor2d(data, [n, columns]);
}

/** The silhouette of one point by the sums of its distances to the points of each cluster. */
function silhouetteOf(sums: Float32Array, sizes: Int32Array, own: number): number {
  if (sizes[own] === 1) return 0;
  const a = sums[own] / (sizes[own] - 1);
  let b = Infinity;
  for (let c = 0; c < sums.length; c++) {
    if (c !== own && sizes[c] > 0) b = Math.min(b, sums[c] / sizes[c]);
  }
  const larger = Math.max(a, b);
  return larger === 0 ? 0 : (b - a) / larger;
}
