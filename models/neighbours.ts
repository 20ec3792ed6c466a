/**
 * Distances between points on the engine, tile by tile, and the nearest neighbours that they give.
 *
 * @module
 */
import type { Tensor } from "@tensorflow/tfjs";
import { type Rows, rowsSpec, squaredDistances, worstRest, worstShare } from "../engine/distances.ts";
import { freeing } from "../engine/freeing.ts";
import { squaredDistance } from "../engine/matrix.ts";
import { compile, initEngine, type Matrix, spec, tf } from "../engine/mod.ts";
import { BITS, leastOfGroups, packFlags, visitFlags } from "./bits.ts";
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
  return {
    values: tf.tensor2d(paddedRows(data, d, start, count, 0), [count, d]),
    squares: tf.tensor1d(paddedRows(squares, 1, start, count, Infinity)),
  };
}

/** Rows `start` to `start + count` of `width` numbers each; those beyond the last one have only `beyond`. */
export function paddedRows(
  data: Float32Array,
  width: number,
  start: number,
  count: number,
  beyond: number,
): Float32Array {
  const taken = new Float32Array(count * width).fill(beyond);
  taken.set(data.subarray(start * width, (start + count) * width));
  return taken;
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

/** Most rows and columns of a tile. */
const MOST_SIDE = 2048;

/** The rows, and columns, of a tile of the distances between n points: 16 to 2,048, for few points a power of two. */
export function tileSide(n: number): number {
  return Math.min(MOST_SIDE, Math.max(BITS, 2 ** Math.ceil(Math.log2(n))));
}

/** How {@linkcode visitPairs} finds pairs. */
export interface PairVisit<Block> {
  /** What is needed on the engine of the points from a row on. */
  blockAt: (start: number) => Block;
  /** Which pairs of two blocks are wanted, by `packFlags`; and the rows where the blocks start. */
  flagsOf: (rows: Block, columns: Block, row: number, column: number) => Tensor;
  /** Called with each two points that are wanted, the first one first, and with whether their word has a doubtful flag. */
  visit: (i: number, j: number, isDoubtful: boolean) => void;
}

/** Goes through all pairs of n points, each once, in tiles of `side` × `side`. */
export async function visitPairs<Block extends tf.TensorContainerObject>(
  n: number,
  side: number,
  { blockAt, flagsOf, visit }: PairVisit<Block>,
): Promise<void> {
  const blocks: Block[] = [];
  using _blocks = freeing(blocks);
  for (let start = 0; start < n; start += side) blocks.push(blockAt(start));
  // Blocks next to each other first, so that each point has met about as many others.
  for (let apart = 0; apart < blocks.length; apart++) {
    for (let left = 0; left + apart < blocks.length; left++) {
      const row = left * side, column = (left + apart) * side;
      const flags = flagsOf(blocks[left], blocks[left + apart], row, column);
      using _flags = freeing(flags);
      const packed = await flags.data<"float32">();
      visitFlags(packed, side, (r, c, isDoubtful) => {
        const i = row + r, j = column + c;
        // On the diagonal each pair comes twice, and each point with itself.
        if (i < j && j < n) visit(i, j, isDoubtful);
      });
    }
  }
}

/** A block of points on the engine, and half their squared lengths, less {@linkcode worstShare} of these. */
type Block = { values: Tensor; halves: Tensor };

type LimitsOf = (block: Rows) => Tensor;

/** By k and the size of a group: {@linkcode compile} knows a function that it has compiled by its identity. */
const limitFunctions = new Map<string, LimitsOf>();

/**
 * A function of points that bounds the squared distance of each to its k-th neighbour among them. Of each group of points the
 * nearest is taken, and of these the nearest k + 1, of which one is the point itself: at least so many are no further away
 * than the last of them. So only one point of each group is sorted.
 */
function limitsOf(k: number, group: number): LimitsOf {
  const key = `${k} ${group}`;
  const made = limitFunctions.get(key) ?? ((block) => {
    const squared = leastOfGroups(squaredDistances(block, block), group);
    // The last of them; to take it by its place would make XLA sort all.
    return tf.neg(tf.min(tf.topk(tf.neg(squared), k + 1).values, 1));
  });
  limitFunctions.set(key, made);
  return made;
}

/**
 * Which pairs of two blocks may be among the nearest to one of both, packed.
 *
 * @param rowLimits For each point what ab - (|a|² + |b|²) / 2, which is half its squared distance below 0, is at least for
 * those that may be among the nearest.
 */
function candidatesOf(rows: Block, columns: Block, rowLimits: Tensor, columnLimits: Tensor): Tensor {
  const products = tf.matMul(rows.values, columns.values, false, true);
  const nearness = tf.sub(tf.sub(products, tf.expandDims(rows.halves, 1)), columns.halves);
  return packFlags(tf.greaterEqual(nearness, tf.minimum(tf.expandDims(rowLimits, 1), columnLimits)));
}

/**
 * The k nearest other points of each point by Euclidean distance in float64. Only pairs that float32 on the engine (which it
 * starts where none is running) leaves as possible are looked at: many where groups lie a thousand times further apart than
 * they are wide.
 *
 * @param points n × d.
 * @param k From 1 to n - 1.
 * @throws {RangeError} If k is out of range, a coordinate is not finite, or float64 cannot hold the squared distances.
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
  const side = tileSide(n);
  const nearest = new Nearest(points, k);
  const limits = await firstLimits(unit, k, side);
  /** A block's limits as {@linkcode candidatesOf} takes them; the more others its points have met, the tighter. */
  const limitsAt = (start: number) => {
    const values = new Float32Array(side).fill(Infinity);
    for (let i = start; i < Math.min(n, start + side); i++) {
      const found = nearest.limit(i) / unit.scale ** 2;
      values[i - start] = -(Math.min(found, limits[i]) + worstRest(d)) / 2;
    }
    return tf.tensor1d(values);
  };
  const halves = unit.squares.map((square) => square * (1 - worstShare(d)) / 2);
  const block = { values: spec([side, d]), halves: spec([side]) };
  const candidates = compile(candidatesOf, [block, block, spec([side]), spec([side])]);
  await visitPairs<Block>(n, side, {
    blockAt: (start) => ({
      values: tf.tensor2d(paddedRows(unit.data, d, start, side, 0), [side, d]),
      halves: tf.tensor1d(paddedRows(halves, 1, start, side, Infinity)),
    }),
    flagsOf: (rows, columns, row, column) =>
      tf.tidy(() => candidates(rows, columns, limitsAt(row), limitsAt(column))),
    visit: (i, j) => nearest.add(i, j),
  });
  return nearest.found;
}

/** For each point an upper bound of the squared distance to its k-th neighbour, in the unit ball: by those in its own block. */
async function firstLimits(unit: UnitPoints, k: number, side: number): Promise<Float32Array> {
  const n = unit.squares.length, d = unit.data.length / n;
  const limits = new Float32Array(n).fill(Infinity);
  // There must be more than k groups, and few of their nearest points far away.
  const group = Math.min(BITS, Math.max(1, 2 ** Math.floor(Math.log2(side / (4 * k)))));
  if (side / group <= k) return limits;
  const limitsIn = compile(limitsOf(k, group), [rowsSpec(side, d)]);
  for (let start = 0; start < n; start += side) {
    const rows = rowsAt(unit, start, side);
    using _rows = freeing(rows);
    const found = limitsIn(rows);
    using _found = freeing(found);
    limits.set((await found.data<"float32">()).subarray(0, n - start), start);
  }
  // No squared length is above 1.
  return limits.map((limit) => limit + 2 * worstShare(d) + worstRest(d));
}

/** The nearest of those pairs of points that were added, in float64. */
class Nearest {
  readonly found: Neighbours;
  /** How many neighbours each point has so far, k at most. */
  readonly #lengths: Int32Array;
  readonly #points: Matrix;

  constructor(points: Matrix, k: number) {
    const n = points.rows;
    this.#points = points;
    this.#lengths = new Int32Array(n);
    this.found = { k, indices: new Int32Array(n * k), squaredDistances: new Float64Array(n * k) };
  }

  /** The squared distance of a point to its k-th neighbour so far. */
  limit(i: number): number {
    const { k, squaredDistances } = this.found;
    return this.#lengths[i] < k ? Infinity : squaredDistances[(i + 1) * k - 1];
  }

  /** Adds two different points, each pair once. */
  add(i: number, j: number): void {
    // Of many equal points the first ones are kept.
    if (this.#isSettled(i, j) && this.#isSettled(j, i)) return;
    const distance = squaredDistance(this.#points, i, j);
    this.#insert(i, j, distance);
    this.#insert(j, i, distance);
  }

  /** Whether a point has k neighbours at distance 0, all before another one. */
  #isSettled(i: number, other: number): boolean {
    return this.limit(i) === 0 && other > this.found.indices[(i + 1) * this.found.k - 1];
  }

  #insert(i: number, other: number, distance: number): void {
    const { k, indices, squaredDistances } = this.found;
    const at = i * k, last = at + k - 1;
    if (this.#lengths[i] === k) {
      if (distance > squaredDistances[last]) return;
      if (distance === squaredDistances[last] && other > indices[last]) return;
    } else this.#lengths[i]++;
    let place = at + this.#lengths[i] - 1;
    for (; place > at; place--) {
      const before = squaredDistances[place - 1];
      if (before < distance || (before === distance && indices[place - 1] < other)) break;
      squaredDistances[place] = before;
      indices[place] = indices[place - 1];
    }
    squaredDistances[place] = distance;
    indices[place] = other;
  }
}
