/**
 * Distances between points on the engine, tile by tile, and the nearest neighbours that they give.
 *
 * @module
 */
import type { Tensor } from "@tensorflow/tfjs";
import { type Rows, rowsSpec, squaredDistances } from "../engine/distances.ts";
import { squaredDistance } from "../engine/matrix.ts";
import { compile, initEngine, type Matrix, spec, tf } from "../engine/mod.ts";
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

/** Rows `start` to `start + count` on the engine; beyond the last one zeros. */
export function rowsAt({ data, squares }: UnitPoints, start: number, count: number): Rows {
  const d = data.length / squares.length;
  const part = (from: Float32Array, width: number) => {
    const taken = new Float32Array(count * width);
    taken.set(from.subarray(start * width, (start + count) * width));
    return taken;
  };
  return { values: tf.tensor2d(part(data, d), [count, d]), squares: tf.tensor1d(part(squares, 1)) };
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

type NearestOf = (queries: Rows, rows: Tensor, all: Rows) => Tensor;

/** By k: {@linkcode compile} knows a function that it has compiled by its identity. */
const nearestFunctions = new Map<number, NearestOf>();

/** A function of queries, which are `rows` of all: the rows of the k nearest others. */
function nearestOf(k: number): NearestOf {
  const made = nearestFunctions.get(k) ??
    ((queries, rows, all) => tf.topk(tf.neg(distancesToOthers(queries, rows, all)), k).indices);
  nearestFunctions.set(k, made);
  return made;
}

/** Most distances in a tile. */
const TILE = 1 << 22;

/**
 * The k nearest other points of each point by Euclidean distance. They are chosen in float32 on the engine (which it
 * starts where none is running), so that of two nearly equally near points either may be the last: those whose squared
 * distances differ by less than about a millionth of the squared extent of all points, as within groups that lie 1,000
 * times further apart than they are wide. Their distances are then computed in float64, and those of equal points are 0.
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
    throw new RangeError(`Cannot ${what}: k must be from 1 to n - 1 = ${n - 1}: current value is ${k}`);
  }
  const unit = unitPoints(points, what);
  await initEngine();
  const size = Math.min(n, Math.max(1, Math.floor(TILE / n)));
  const nearest = compile(nearestOf(k), [rowsSpec(size, d), spec([size], "int32"), rowsSpec(n, d)]);
  const all = rowsAt(unit, 0, n);
  const indices = new Int32Array(n * k);
  for (let start = 0; start < n; start += size) {
    const queries = rowsAt(unit, start, size);
    const rows = tf.range(start, start + size, 1, "int32");
    const found = nearest(queries, rows, all);
    indices.set((await found.data()).subarray(0, Math.min(size, n - start) * k) as Int32Array, start * k);
    tf.dispose([queries, rows, found]);
  }
  tf.dispose(all);

  const squared = new Float64Array(n * k);
  for (let i = 0; i < n; i++) {
    const found = Array.from(indices.subarray(i * k, (i + 1) * k), (row) => ({
      row,
      distance: squaredDistance(points, i, row),
    })).sort((a, b) => a.distance - b.distance || a.row - b.row);
    found.forEach(({ row, distance }, j) => {
      indices[i * k + j] = row;
      squared[i * k + j] = distance;
    });
  }
  return { k, indices, squaredDistances: squared };
}
