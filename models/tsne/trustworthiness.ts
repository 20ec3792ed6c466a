import type { Tensor } from "@tensorflow/tfjs";
import { type Rows, rowsSpec } from "../../engine/distances.ts";
import { freeing } from "../../engine/freeing.ts";
import { compile, type Matrix, spec, tf } from "../../engine/mod.ts";
import { distancesToOthers, nearestNeighbours, rowsAt, unitPoints } from "../neighbours.ts";

const WHAT = "compute the trustworthiness";

/** Most distances in a tile. */
const TILE = 1 << 22;

/**
 * Trustworthiness of an embedding: how near the k nearest neighbours in it are in the data. From 0 to 1, higher is better.
 *
 * ```text
 * T = 1 - 2 / (n k (2n - 3k - 1)) · Σ_i Σ_j∈N_k(i) max(0, r(i, j) - k)
 * ```
 *
 * with N_k(i) the k nearest neighbours of point i in the embedding and r(i, j) the rank of j among the neighbours of i in
 * the data, the nearest having 1. Distances are Euclidean, in float32 on the engine (which it starts where none is
 * running), chunk by chunk; the value agrees with scikit-learn's to about 1e-4, unless points are equally near
 * to one in the data: here each of these has the best of their ranks, in scikit-learn they have different ones.
 *
 * @param points n × d, the data.
 * @param embedding The same n points embedded.
 * @param k From 1 to (n - 1) / 2.
 * @throws {RangeError} If k is out of range, the numbers of points differ, a coordinate is not finite, or float64 cannot
 * hold the squared distances.
 * @see J. Venna, S. Kaski. Neighborhood preservation in nonlinear projection methods: an experimental study. ICANN 2001.
 *
 * @example
 * ```ts
 * import { matrix } from "../../engine/matrix.ts";
 * import { trustworthiness } from "./trustworthiness.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const points = matrix(Float64Array.of(0, 1, 3, 7, 8), 5, 1);
 * assertEquals(await trustworthiness(points, points, 2), 1);
 * ```
 */
export async function trustworthiness(points: Matrix, embedding: Matrix, k: number): Promise<number> {
  const { rows: n, columns: d } = points;
  if (embedding.rows !== n) {
    throw new RangeError(
      `Cannot ${WHAT}: the embedding must have n = ${n} points, got ${embedding.rows}`,
    );
  }
  if (!(Number.isInteger(k) && k >= 1 && 2 * k < n)) {
    throw new RangeError(
      `Cannot ${WHAT}: k must be from 1 and below n / 2 = ${n / 2}, got ${k}`,
    );
  }
  const { indices } = await nearestNeighbours(embedding, k);
  const unit = unitPoints(points, WHAT);
  const size = Math.min(n, Math.max(1, Math.floor(TILE / n)));
  const excess = compile(excessOf, [
    rowsSpec(size, d),
    spec([size], "int32"),
    spec([size, k], "int32"),
    rowsSpec(n, d),
  ]);
  const all = rowsAt(unit, 0, n);
  using _all = freeing(all);
  let sum = 0;
  for (let start = 0; start < n; start += size) {
    const count = Math.min(size, n - start);
    const chunk = new Int32Array(size * k);
    chunk.set(indices.subarray(start * k, (start + count) * k));
    const result = tf.tidy(() =>
      excess(
        rowsAt(unit, start, size),
        tf.range(start, start + size, 1, "int32"),
        tf.tensor2d(chunk, [size, k], "int32"),
        all,
      )
    );
    using _result = freeing(result);
    for (const value of (await result.data()).subarray(0, count * k)) sum += value;
  }
  return 1 - 2 * sum / (n * k * (2 * n - 3 * k - 1));
}

/** By how much the ranks of the queries' neighbours, n × k, are above k; the queries are `rows` of all. */
function excessOf(queries: Rows, rows: Tensor, neighbours: Tensor, all: Rows): Tensor {
  const distances = distancesToOthers(queries, rows, all);
  const ranks = tf.unstack(neighbours, 1).map((others) => {
    const isOther = tf.equal(tf.expandDims(others, 1), tf.range(0, all.squares.shape[0], 1, "int32"));
    const own = tf.min(tf.where(isOther, distances, tf.fill(distances.shape, Infinity)), 1, true);
    return tf.add(tf.sum(tf.cast(tf.less(distances, own), "float32"), 1), 1);
  });
  return tf.relu(tf.sub(tf.stack(ranks, 1), neighbours.shape[1]!));
}
