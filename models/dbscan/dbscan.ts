import { type Rows, rowsSpec, squaredDistances } from "../../engine/distances.ts";
import { squaredDistance } from "../../engine/matrix.ts";
import { compile, initEngine, type Matrix, spec, tf } from "../../engine/mod.ts";
import { checkFor } from "../check.ts";
import { MOST_BITS, packColumns, packRows } from "../bits.ts";
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

/**
 * Which of n points are neighbours: row i has `words` words of 16 bits, in parts for each {@linkcode SIDE} points, which are
 * packed as {@linkcode packRows} does.
 */
interface Pairs {
  flags: Uint16Array;
  words: number;
  /** How many neighbours each point has, itself included. */
  degrees: Int32Array;
}

/** The rows and columns of a tile: 1024 × 1024 distances are 4 MiB. */
const SIDE = 1024;

/** The words of a row in a tile. */
const WORDS = SIDE / MOST_BITS;

/** The place of pair i, j in a row of words, and its bit. */
function placeOf(j: number): { word: number; bit: number } {
  const within = j % SIDE;
  return { word: (j - within) / MOST_BITS + within % WORDS, bit: Math.floor(within / WORDS) };
}

/** The point of a bit of a word. */
function pointAt(word: number, bit: number): number {
  const within = word % WORDS;
  return (word - within) * MOST_BITS + bit * WORDS + within;
}

/**
 * What float32 says of a tile: which pairs may be neighbours, by rows and by columns, and which
 * rows have a pair that it cannot decide.
 */
type TileOf = (rows: Rows, columns: Rows, limit: tf.Tensor, noise: tf.Tensor) => {
  byRows: tf.Tensor;
  byColumns: tf.Tensor;
  open: tf.Tensor;
};

const tileOf: TileOf = (rows, columns, limit, noise) => {
  const squared = squaredDistances(rows, columns);
  const [share, least] = tf.unstack(noise);
  const bound = tf.add(tf.mul(tf.add(tf.expandDims(rows.squares, 1), columns.squares), share), least);
  const excess = tf.sub(squared, limit);
  const near = tf.lessEqual(excess, bound);
  const isOpen = tf.logicalAnd(near, tf.greaterEqual(excess, tf.neg(bound)));
  return {
    byRows: packRows(near, MOST_BITS),
    byColumns: packColumns(near, MOST_BITS),
    open: tf.max(tf.cast(isOpen, "float32"), 1),
  };
};

async function neighbourPairs(points: Matrix, eps: number): Promise<Pairs> {
  const { rows: n, columns: d } = points;
  const unit = unitPoints(points, RUN);
  await initEngine();
  const words = Math.ceil(n / SIDE) * WORDS;
  const flags = new Uint16Array(n * words);
  const tile = compile(tileOf, [rowsSpec(SIDE, d), rowsSpec(SIDE, d), spec([]), spec([2])]);
  const limit = tf.scalar((eps / unit.scale) ** 2);
  // Bounds of float32's rounding in |a|² + |b|² - 2ab: sums of d terms, the centring, the limit, and numbers too small for it.
  const noise = tf.tensor1d([(d + 20) * 2 ** -24, d * 2 ** -120 + 2 ** -23 * (eps / unit.scale) ** 2]);
  /** Takes away the pairs of row i in a tile that float64 finds too far apart. */
  const decide = (i: number, first: number) => {
    for (let word = first / MOST_BITS; word < (first + SIDE) / MOST_BITS; word++) {
      for (let left = flags[i * words + word]; left !== 0;) {
        const bit = 31 - Math.clz32(left);
        left -= 1 << bit;
        const j = pointAt(word, bit);
        if (squaredDistance(points, i, j) <= eps * eps) continue;
        flags[i * words + word] &= ~(1 << bit);
        const mirrored = placeOf(i);
        flags[j * words + mirrored.word] &= ~(1 << mirrored.bit);
      }
    }
  };
  for (let right = 0; right < n; right += SIDE) {
    const columns = rowsAt(unit, right, SIDE);
    for (let left = 0; left <= right; left += SIDE) {
      const rows = left === right ? columns : rowsAt(unit, left, SIDE);
      const { byRows, byColumns, open } = tile(rows, columns, limit, noise);
      const [across, down, undecided] = await Promise.all(
        [byRows, byColumns, open].map((tensor) => tensor.data<"float32">()),
      );
      tf.dispose([byRows, byColumns, open]);
      if (rows !== columns) tf.dispose(rows);
      const put = (packed: Float32Array, row: number, column: number) => {
        for (let i = row; i < Math.min(n, row + SIDE); i++) {
          flags.set(
            packed.subarray((i - row) * WORDS, (i - row + 1) * WORDS),
            i * words + column / MOST_BITS,
          );
        }
      };
      put(across, left, right);
      if (rows !== columns) put(down, right, left);
      for (let i = left; i < Math.min(n, left + SIDE); i++) if (undecided[i - left] > 0) decide(i, right);
    }
    tf.dispose(columns);
  }
  tf.dispose([limit, noise]);
  const degrees = Int32Array.from({ length: n }, (_, i) => {
    let count = 0;
    for (let at = i * words; at < (i + 1) * words; at++) {
      for (let left = flags[at]; left !== 0; left &= left - 1) count++;
    }
    return count;
  });
  return { flags, words, degrees };
}

/** Labels from neighbours: from each core point without a label, in order, through all that it is connected with. */
function expand({ flags, words, degrees }: Pairs, minPoints: number): Dbscan {
  const labels = new Int32Array(degrees.length).fill(-1);
  const corePoints = Int32Array.from(degrees.keys()).filter((i) => degrees[i] >= minPoints);
  const unlabelled = new Uint16Array(words).fill(2 ** MOST_BITS - 1);
  const toVisit: number[] = [];
  let clusters = 0;
  const label = (i: number) => {
    const { word, bit } = placeOf(i);
    labels[i] = clusters;
    unlabelled[word] &= ~(1 << bit);
    if (degrees[i] >= minPoints) toVisit.push(i);
  };
  for (const first of corePoints) {
    if (labels[first] >= 0) continue;
    label(first);
    for (let i = toVisit.pop(); i !== undefined; i = toVisit.pop()) {
      for (let word = 0; word < words; word++) {
        for (let found = flags[i * words + word] & unlabelled[word]; found !== 0; found &= found - 1) {
          label(pointAt(word, 31 - Math.clz32(found & -found)));
        }
      }
    }
    clusters++;
  }
  return { labels, corePoints, clusters };
}
