import type { Matrix } from "../../engine/mod.ts";
import { checkFor } from "../check.ts";
import { nearestNeighbours } from "../neighbours.ts";

/** All that {@linkcode epsAtQuantile} depends on. */
export type EpsilonChoices = {
  /** As `dbscan` takes it; from 2 to n. */
  readonly minPoints: number;
  /** Which share of the points are to be core points, above 0 and at most 1. */
  readonly share: number;
};

/**
 * The least `eps` with which DBSCAN makes at least this share of the points core points: a quantile of the points'
 * distances to their `minPoints`-th neighbours, of which each is its own first. It looks at no label.
 *
 * It can be 0 where points are equal, which DBSCAN refuses.
 *
 * @param points n × d.
 * @throws {RangeError} If an option is out of range, a coordinate is not finite, or float64 cannot hold the squared
 * distances.
 * @see M. Ester, H.-P. Kriegel, J. Sander, X. Xu. A density-based algorithm for discovering clusters in large spatial
 * databases with noise. KDD 1996: the sorted k-dist graph.
 *
 * @example
 * ```ts
 * import { matrix } from "../../engine/matrix.ts";
 * import { epsAtQuantile } from "./epsilon.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const points = matrix(Float64Array.of(0, 1, 5, 8), 4, 1);
 * assertEquals(await epsAtQuantile(points, { minPoints: 2, share: 0.75 }), 3);
 * ```
 */
export async function epsAtQuantile(
  points: Matrix,
  { minPoints, share }: EpsilonChoices,
): Promise<number> {
  const n = points.rows;
  const check = checkFor("choose eps");
  check(
    Number.isInteger(minPoints) && minPoints >= 2 && minPoints <= n,
    `minPoints must be from 2 to n = ${n}`,
    minPoints,
  );
  check(share > 0 && share <= 1, "share must be above 0 and at most 1", share);
  const k = minPoints - 1;
  const { squaredDistances } = await nearestNeighbours(points, k);
  // 0.07 · 100 is a little above 7.
  const enough = Math.ceil(share * n * (1 - 2 * Number.EPSILON));
  const squared = Float64Array.from({ length: n }, (_, i) => squaredDistances[i * k + k - 1])
    .sort()[enough - 1];
  const eps = Math.sqrt(squared);
  // The root may be rounded down.
  return eps * eps < squared ? eps * (1 + Number.EPSILON) : eps;
}
