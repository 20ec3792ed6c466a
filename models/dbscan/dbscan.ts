import { rowsSpec, squaredDistances } from "../../engine/distances.ts";
import { squaredDistance } from "../../engine/matrix.ts";
import { compile, initEngine, type Matrix, tf } from "../../engine/mod.ts";
import { checkFor } from "../check.ts";
import { rowsAt, unitPoints } from "../neighbours.ts";

/** All that {@linkcode dbscan} depends on. */
export type DbscanChoices = {
  /** Two points are neighbours if their Euclidean distance is at most this; above 0. */
  readonly eps: number;
  /** A point is a core point if it has at least this many neighbours, itself included; at least 1. */
  readonly minPoints: number;
};

/** What {@linkcode dbscan} finds. */
export interface Dbscan {
  /** For each of the n points its cluster, 0 to k - 1 in the order of their first core points, or -1: noise. */
  labels: Int32Array;
  /** The rows of the core points, in their order. */
  corePoints: Int32Array;
  /** The number of clusters, which may be 0. */
  clusters: number;
}

const RUN = "run DBSCAN";

/**
 * Density-based clustering: core points that are neighbours are of one cluster, other points are of the first
 * cluster that has a core point among their neighbours, or noise.
 *
 * Labels are those of scikit-learn: which pairs are neighbours is computed in float32 on the engine (which it starts
 * where none is running), tile by tile, and decided in float64 where the distance is nearer to `eps` than float32's
 * rounding. It keeps one bit a pair: n² / 8 bytes, 13 MB for 10,000 points.
 *
 * @param points n × d.
 * @throws {RangeError} If `eps` is not above 0, `minPoints` not a positive integer, there is no point, or a coordinate is
 * not finite.
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
  check(Number.isSafeInteger(minPoints) && minPoints >= 1, "minPoints must be at least 1", minPoints);
  const pairs = await neighbourPairs(points, eps);
  return expand(pairs, minPoints);
}

/** Which of n points are neighbours: row i has `words` 32-bit words, whose bits stand for the points in their order. */
interface Pairs {
  bits: Int32Array;
  words: number;
  /** How many neighbours each point has, itself included. */
  degrees: Int32Array;
}

/** Rows of a tile: 2048 × 1024 distances are 8 MiB. */
const BLOCK = 2048, HALF = BLOCK / 2;

async function neighbourPairs(points: Matrix, eps: number): Promise<Pairs> {
  const { rows: n, columns: d } = points;
  const unit = unitPoints(points, RUN);
  await initEngine();
  const words = Math.ceil(n / 32);
  const bits = new Int32Array(n * words);
  const degrees = new Int32Array(n).fill(1);
  const limit = (eps / unit.scale) ** 2;
  // Bounds of float32's rounding in |a|² + |b|² - 2ab: sums of d terms, the centring, and numbers too small for it.
  const noise = (d + 16) * 2 ** -24, least = d * 2 ** -120;
  const isNear = (i: number, j: number, squared: number) => {
    const bound = noise * (unit.squares[i] + unit.squares[j]) + least;
    if (Math.abs(squared - limit) > bound) return squared < limit;
    return squaredDistance(points, i, j) <= eps * eps;
  };
  const [block, half] = n > HALF ? [BLOCK, HALF] : [n, n];
  const tile = compile(squaredDistances, [rowsSpec(half, d), rowsSpec(block, d)]);
  for (let right = 0; right < n; right += block) {
    const columns = rowsAt(unit, right, block);
    for (let left = 0; left < Math.min(n, right + block); left += half) {
      const rows = rowsAt(unit, left, half);
      const distances = tile(rows, columns);
      const values = await distances.data();
      tf.dispose([rows, distances]);
      for (let i = left; i < Math.min(n, left + half); i++) {
        const from = (i - left) * block - right;
        // Each pair once: i < j.
        for (let j = Math.max(right, i + 1); j < Math.min(n, right + block); j++) {
          if (!isNear(i, j, values[from + j])) continue;
          bits[i * words + (j >> 5)] |= 1 << (j & 31);
          bits[j * words + (i >> 5)] |= 1 << (i & 31);
          degrees[i]++;
          degrees[j]++;
        }
      }
    }
    tf.dispose(columns);
  }
  return { bits, words, degrees };
}

/** Labels from neighbours: from each core point without a label, in order, through all that it is connected with. */
function expand({ bits, words, degrees }: Pairs, minPoints: number): Dbscan {
  const labels = new Int32Array(degrees.length).fill(-1);
  const corePoints = Int32Array.from(degrees.keys()).filter((i) => degrees[i] >= minPoints);
  const unlabelled = new Int32Array(words).fill(-1);
  const toVisit: number[] = [];
  let clusters = 0;
  const label = (i: number) => {
    labels[i] = clusters;
    unlabelled[i >> 5] &= ~(1 << (i & 31));
    if (degrees[i] >= minPoints) toVisit.push(i);
  };
  for (const first of corePoints) {
    if (labels[first] >= 0) continue;
    label(first);
    for (let i = toVisit.pop(); i !== undefined; i = toVisit.pop()) {
      for (let w = 0; w < words; w++) {
        for (let found = bits[i * words + w] & unlabelled[w]; found !== 0; found &= found - 1) {
          label(w * 32 + 31 - Math.clz32(found & -found));
        }
      }
    }
    clusters++;
  }
  return { labels, corePoints, clusters };
}
