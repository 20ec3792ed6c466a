import { worstRest, worstShare } from "../../engine/distances.ts";
import { squaredDistance } from "../../engine/matrix.ts";
import { compile, initEngine, type Matrix, spec, tf } from "../../engine/mod.ts";
import { packFlags } from "../bits.ts";
import { checkFor, isCount } from "../check.ts";
import { paddedRows, tileSide, unitPoints, visitPairs } from "../neighbours.ts";
import { ClusterBuilder, type Dbscan } from "./clusters.ts";

export type { Dbscan } from "./clusters.ts";

/** All that {@linkcode dbscan} depends on. */
export type DbscanChoices = {
  /** Two points are neighbours if their Euclidean distance is at most this; above 0. */
  readonly eps: number;
  /** A point is a core point if it has at least this many neighbours, itself included; at least 1. */
  readonly minPoints: number;
};

const RUN = "run DBSCAN";

/**
 * Density-based clustering: core points that are neighbours are of one cluster, other points are of the first
 * cluster that has a core point among their neighbours, or noise.
 *
 * Labels are those of scikit-learn: which pairs are neighbours is computed in float32 on the engine (which it starts
 * where none is running), tile by tile, each pair once, and decided in float64 where the distance is nearer to `eps` than
 * float32's rounding. Memory grows with n (d + minPoints), not with the number of pairs.
 *
 * @param points n × d.
 * @throws {RangeError} If `eps` is not above 0, `minPoints` not a positive integer, there is no point, a coordinate is not
 * finite, or float64 cannot hold the squared distances.
 * @see M. Ester, H.-P. Kriegel, J. Sander, X. Xu. A density-based algorithm for discovering clusters in large spatial
 * databases with noise. KDD 1996.
 *
 * @example
 * ```ts
 * import { matrix } from "../../engine/matrix.ts";
 * import { dbscan } from "./dbscan.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const points = matrix(Float64Array.of(0, 1, 5, 20, 21), 5, 1);
 * const { labels } = await dbscan(points, { eps: 1, minPoints: 2 });
 * assertEquals(labels, Int32Array.of(0, 0, -1, 1, 1));
 * ```
 */
export async function dbscan(points: Matrix, { eps, minPoints }: DbscanChoices): Promise<Dbscan> {
  const check = checkFor(RUN);
  check(eps > 0, "eps must be above 0", eps);
  check(isCount(minPoints), "minPoints must be a positive integer", minPoints);
  const builder = new ClusterBuilder(points.rows, minPoints);
  await visitNeighbours(points, eps, (i, j) => builder.add(i, j));
  return builder.finish();
}

/** A block of points on the engine. */
type Block = {
  values: tf.Tensor;
  /** For each point what a product of it must reach, with the other's added, to be perhaps a neighbour's. */
  near: tf.Tensor;
  /** The same, to be a neighbour's surely. */
  sure: tf.Tensor;
};

/** What float32 says of the pairs of two blocks: which may be neighbours, and of which of these it is not sure. */
function pairsOf(rows: Block, columns: Block): tf.Tensor {
  const products = tf.matMul(rows.values, columns.values, false, true);
  const [near, sure] = (["near", "sure"] as const).map((which) =>
    tf.greaterEqual(products, tf.add(tf.expandDims(rows[which], 1), columns[which]))
  );
  return packFlags(near, sure);
}

/** Calls `visit` with each two points whose distance is at most `eps`, the first one first. */
async function visitNeighbours(
  points: Matrix,
  eps: number,
  visit: (i: number, j: number) => void,
): Promise<void> {
  const { rows: n, columns: d } = points;
  const { data, squares, scale } = unitPoints(points, RUN);
  await initEngine();
  // No squared distance in the unit ball is above 4.
  const limit = Math.min((eps / scale) ** 2, 8);
  const share = worstShare(d), least = worstRest(d) + 2 ** -22 * limit;
  // |a|² + |b|² - 2ab ≤ limit, solved for ab; a point's part of it.
  const near = squares.map((square) => (square * (1 - share) - (limit + least) / 2) / 2);
  const sure = squares.map((square) => (square * (1 + share) - (limit - least) / 2) / 2);
  const side = tileSide(n);
  const block = { values: spec([side, d]), near: spec([side]), sure: spec([side]) };
  const pairs = compile(pairsOf, [block, block]);
  const squaredEps = eps * eps;
  await visitPairs<Block>(n, side, {
    blockAt: (start) => ({
      values: tf.tensor2d(paddedRows(data, d, start, side, 0), [side, d]),
      near: tf.tensor1d(paddedRows(near, 1, start, side, Infinity)),
      sure: tf.tensor1d(paddedRows(sure, 1, start, side, Infinity)),
    }),
    flagsOf: pairs,
    visit(i, j, isDoubtful) {
      if (!isDoubtful || squaredDistance(points, i, j) <= squaredEps) visit(i, j);
    },
  });
}
