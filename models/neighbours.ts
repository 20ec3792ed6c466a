/**
 * Distances between points on the engine, tile by tile, and the nearest neighbours that they give.
 *
 * @module
 */
import type { Tensor } from "@tensorflow/tfjs";
import { type Rows, rowsSpec, squaredDistances } from "../engine/distances.ts";
import { squaredDistance } from "../engine/matrix.ts";
import { compile, initEngine, type Matrix, tf } from "../engine/mod.ts";
import { leastOfGroups, MOST_BITS, packRows } from "./bits.ts";
import { columnMeans } from "./points.ts";

/** Points moved and scaled into the unit ball, which keeps float32's rounding small and its range out of sight. */
export interface UnitPoints {
  /** n × d, row-major. */
  data: Float32Array<ArrayBuffer>;
  /** The squared length of each row, from 0 to 1. */
  squares: Float32Array<ArrayBuffer>;
  /** A distance between rows times this is the distance between the points; 1 where all points are the same. */
  scale: number;
}

/**
 * The points less their mean, divided by the largest distance to it.
 *
 * @param what What the points are for, for the errors: "Cannot {what}: …".
 * @throws {RangeError} If there is no point, a coordinate is not finite, or float64 cannot hold the squared distances.
 */
export function unitPoints(points: Matrix, what: string): UnitPoints {
  const { data, rows, columns } = points;
  const means = columnMeans(points, what);
  let largest = 0;
  for (let i = 0, at = 0; i < rows; i++) {
    let square = 0;
    for (let j = 0; j < columns; j++, at++) square += (data[at] - means[j]) ** 2;
    largest = Math.max(largest, square);
  }
  if (largest === Infinity) {
    throw new RangeError(`Cannot ${what}: squared distances must be finite: the points are too far apart`);
  }
  const scale = Math.sqrt(largest) || 1;
  const unit = new Float32Array(rows * columns);
  const squares = new Float32Array(rows);
  for (let i = 0, at = 0; i < rows; i++) {
    let square = 0;
    for (let j = 0; j < columns; j++, at++) {
      unit[at] = (data[at] - means[j]) / scale;
      square += unit[at] * unit[at];
    }
    squares[i] = square;
  }
  return { data: unit, squares, scale };
}

/** Rows `start` to `start + count` on the engine; those beyond the last one are infinitely far away. */
export function rowsAt({ data, squares }: UnitPoints, start: number, count: number): Rows {
  const d = data.length / squares.length;
  const part = (from: Float32Array, width: number, beyond: number) => {
    const taken = new Float32Array(count * width).fill(beyond);
    taken.set(from.subarray(start * width, (start + count) * width));
    return taken;
  };
  return {
    values: tf.tensor2d(part(data, d, 0), [count, d]),
    squares: tf.tensor1d(part(squares, 1, Infinity)),
  };
}

/** The k nearest neighbours of each of n points. */
export interface Neighbours {
  k: number;
  /** n × k: the rows of the neighbours, the nearest first; of equally near ones the first row first. */
  indices: Int32Array;
  /** n × k: the squared Euclidean distances to them. */
  squaredDistances: Float64Array;
}

/** The squared distances of each of the queries, which are `rows` of all, to all; infinite to itself. */
export function distancesToOthers(queries: Rows, rows: Tensor, all: Rows): Tensor {
  const squared = squaredDistances(queries, all);
  const isSelf = tf.equal(tf.expandDims(rows, 1), tf.range(0, all.squares.shape[0], 1, "int32"));
  return tf.where(isSelf, tf.fill(squared.shape, Infinity), squared);
}

type CandidatesOf = (queries: Rows, all: Rows) => Tensor;

/** What float32 may make of one squared distance between points of the unit ball in two places. */
const ROUNDING = 2 ** -21;

/** By k and the size of a group: {@linkcode compile} knows a function that it has compiled by its identity. */
const candidateFunctions = new Map<string, CandidatesOf>();

/**
 * A function of queries that flags which of all may be among the k nearest to them, themselves not counted, as
 * {@linkcode packRows} packs them. Of each group of as many points as a word has bits the nearest is taken, and of these the
 * nearest k + 1, of which one is the query: at least so many points are no further away than the last of them, and few more.
 * So only one point of each group is sorted.
 */
function candidatesOf(k: number, bits: number): CandidatesOf {
  const key = `${k} ${bits}`;
  const made = candidateFunctions.get(key) ?? ((queries, all) => {
    const squared = squaredDistances(queries, all);
    const nearest = tf.topk(tf.neg(leastOfGroups(squared, bits)), k + 1).values;
    // The last of them; to take it by its place would make XLA sort all.
    const limits = tf.sub(ROUNDING, tf.min(nearest, 1, true));
    return packRows(tf.lessEqual(squared, limits), bits);
  });
  candidateFunctions.set(key, made);
  return made;
}

/** Most distances in a tile. */
const TILE = 1 << 25;

/**
 * The k nearest other points of each point by Euclidean distance. They are chosen in float64 from those that
 * float32 on the engine (which it starts where none is running) leaves as possible, so that of two nearly equally near points
 * either may be the last: those whose squared distances differ by less than about a millionth of the squared extent of all
 * points, as within groups that lie 1,000 times further apart than they are wide.
 *
 * @param points n × d.
 * @param k From 1 to n - 1.
 * @throws {RangeError} If k is out of range, or a coordinate is not finite.
 *
 * @example
 * ```ts
 * import { matrix } from "../engine/matrix.ts";
 * import { nearestNeighbours } from "./neighbours.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const { indices } = await nearestNeighbours(matrix(Float64Array.of(0, 1, 3), 3, 1), 1);
 * assertEquals(indices, Int32Array.of(1, 0, 1));
 * ```
 */
export async function nearestNeighbours(points: Matrix, k: number): Promise<Neighbours> {
  const what = "find the nearest neighbours";
  const { rows: n, columns: d } = points;
  if (!(Number.isInteger(k) && k >= 1 && k < n)) {
    throw new RangeError(`Cannot ${what}: k must be from 1 to n - 1 = ${n - 1}, got ${k}`);
  }
  const unit = unitPoints(points, what);
  await initEngine();
  // There must be more than k groups.
  const bits = Math.max(1, Math.min(MOST_BITS, Math.floor(n / (4 * k))));
  const words = Math.ceil(n / bits), columns = words * bits;
  const size = Math.min(n, Math.max(1, Math.floor(TILE / columns)));
  const candidates = compile(candidatesOf(k, bits), [rowsSpec(size, d), rowsSpec(columns, d)]);
  const all = rowsAt(unit, 0, columns);
  const found: Neighbours = { k, indices: new Int32Array(n * k), squaredDistances: new Float64Array(n * k) };
  for (let start = 0; start < n; start += size) {
    const queries = rowsAt(unit, start, size);
    const flags = candidates(queries, all);
    const packed = await flags.data<"float32">();
    tf.dispose([queries, flags]);
    for (let i = start; i < Math.min(n, start + size); i++) {
      keepNearest(points, i, packed.subarray((i - start) * words, (i - start + 1) * words), found);
    }
  }
  tf.dispose(all);
  return found;
}

/** Finds the nearest of a point's candidates, in float64. */
function keepNearest(
  points: Matrix,
  i: number,
  flags: Float32Array,
  { k, indices, squaredDistances }: Neighbours,
): void {
  const words = flags.length;
  let length = 0;
  const at = i * k;
  const insert = (row: number) => {
    // Of many equal points the first ones are kept.
    if (length === k && squaredDistances[at + k - 1] === 0 && row > indices[at + k - 1]) return;
    const distance = squaredDistance(points, i, row);
    if (length === k) {
      const last = at + k - 1;
      if (distance > squaredDistances[last] || (distance === squaredDistances[last] && row > indices[last])) {
        return;
      }
    } else length++;
    let place = at + length - 1;
    for (; place > at; place--) {
      const before = squaredDistances[place - 1];
      if (before < distance || (before === distance && indices[place - 1] < row)) break;
      squaredDistances[place] = before;
      indices[place] = indices[place - 1];
    }
    squaredDistances[place] = distance;
    indices[place] = row;
  };
  for (let word = 0; word < words; word++) {
    for (let left = flags[word]; left !== 0;) {
      const bit = 31 - Math.clz32(left);
      left -= 1 << bit;
      const row = bit * words + word;
      if (row !== i) insert(row);
    }
  }
}
