/**
 * Barnes-Hut: the repulsion among n points of 2 or 3 dimensions, far groups of points taken as one.
 *
 * @module
 */
import { shared } from "../../engine/threads.ts";

/** Points in one cell after so many halvings of the space are taken as one: they are the same except for rounding. */
const MAX_DEPTH = 48;

/** Most points that share the choice of what is far from them. */
const GROUP = 16;

/** Numbers of a cell in `cells`: its points' mean (3), how many they are, how far is far (0 if it has no cells within). */
const FIELDS = 5;

/** Cells within a cell. */
const PARTS = 8;

/**
 * Cells of a tree of points, each cell followed by those within it: `skip[c]` is the next cell that is not within c.
 * Points have 3 coordinates; those of a plane have 0 as the third. All arrays are in memory that threads share.
 */
export interface Tree {
  /** A cell this many times smaller than its distance is taken as one point. */
  angle: number;
  cells: Float64Array;
  skip: Int32Array;
  /** The points, those of a cell next to each other. */
  order: Int32Array;
  /** The start in the order of each group of neighbouring points, and the end of the last; room for n + 1. */
  groups: Int32Array;
  /** How many cells and how many groups there are. */
  sizes: Int32Array;
  /** Room to sort points in: the order, and which part of its cell each point is in. */
  sorted: Int32Array;
  parts: Uint8Array;
  /** For each depth, where the parts of the cell that is being filled there begin, and where the last ends. */
  bounds: Int32Array;
}

/** Room for a tree of n points, which {@linkcode build} fills. */
export function emptyTree(n: number, angle: number): Tree {
  // At each depth at most n / 2 cells have cells within: those of two points. No more than n have none.
  const room = Math.ceil(n / 2) * MAX_DEPTH + n;
  return {
    angle,
    cells: shared(new Float64Array(room * FIELDS)),
    skip: shared(new Int32Array(room)),
    order: shared(Int32Array.from({ length: n }, (_, i) => i)),
    groups: shared(new Int32Array(n + 1)),
    sizes: shared(new Int32Array(2)),
    sorted: shared(new Int32Array(n)),
    parts: shared(new Uint8Array(n)),
    bounds: shared(new Int32Array(MAX_DEPTH * (PARTS + 1))),
  };
}

/** Builds the tree of points (n × 3) anew; returns how many groups it has. */
export function build(tree: Tree, points: Float64Array): number {
  const low = [Infinity, Infinity, Infinity], high = [-Infinity, -Infinity, -Infinity];
  for (let at = 0; at < points.length; at += 3) {
    for (let a = 0; a < 3; a++) {
      low[a] = Math.min(low[a], points[at + a]);
      high[a] = Math.max(high[a], points[at + a]);
    }
  }
  const [x, y, z] = low.map((value, a) => (value + high[a]) / 2);
  const n = points.length / 3;
  tree.sizes.fill(0);
  addCell(tree, points, 0, n, x, y, z, Math.max(...high.map((h, a) => h - low[a])), 0, false);
  const count = tree.sizes[1];
  tree.groups[count] = n;
  return count;
}

/** Adds the cell of the points `start` to `end` of the order, and all within it. */
function addCell(
  tree: Tree,
  points: Float64Array,
  start: number,
  end: number,
  x: number,
  y: number,
  z: number,
  width: number,
  depth: number,
  isGrouped: boolean,
): void {
  const { angle, cells, skip, order, groups, sizes, sorted, parts, bounds } = tree;
  const cell = sizes[0]++;
  const count = end - start;
  const field = cell * FIELDS;
  const isLeaf = count === 1 || depth === MAX_DEPTH || width === 0;
  if (!isGrouped && (count <= GROUP || isLeaf)) {
    groups[sizes[1]++] = start;
    isGrouped = true;
  }
  cells[field + 3] = count;
  if (isLeaf) {
    // The first point stands for all.
    const at = order[start] * 3;
    for (let a = 0; a < 3; a++) cells[field + a] = points[at + a];
    cells[field + 4] = 0;
    skip[cell] = sizes[0];
    return;
  }
  const first = depth * (PARTS + 1), last = first + PARTS;
  bounds.fill(0, first, last + 1);
  let sumX = 0, sumY = 0, sumZ = 0;
  for (let o = start; o < end; o++) {
    const at = order[o] * 3;
    const px = points[at], py = points[at + 1], pz = points[at + 2];
    const part = (px > x ? 1 : 0) + (py > y ? 2 : 0) + (pz > z ? 4 : 0);
    parts[o] = part;
    bounds[first + part + 1]++;
    sumX += px;
    sumY += py;
    sumZ += pz;
  }
  cells[field] = sumX / count;
  cells[field + 1] = sumY / count;
  cells[field + 2] = sumZ / count;
  cells[field + 4] = width / angle;
  bounds[first] = start;
  for (let b = first; b < last; b++) bounds[b + 1] += bounds[b];
  // As points go to their parts, the start of each part becomes its end, which is the start of the next.
  for (let o = start; o < end; o++) sorted[bounds[first + parts[o]]++] = order[o];
  bounds.copyWithin(first + 1, first, last);
  bounds[first] = start;
  for (let o = start; o < end; o++) order[o] = sorted[o];
  const quarter = width / 4;
  for (let part = 0; part < PARTS; part++) {
    const from = bounds[first + part], to = bounds[first + part + 1];
    if (from === to) continue;
    addCell(
      tree,
      points,
      from,
      to,
      x + (part & 1 ? quarter : -quarter),
      y + (part & 2 ? quarter : -quarter),
      z + (part & 4 ? quarter : -quarter),
      width / 2,
      depth + 1,
      isGrouped,
    );
  }
  skip[cell] = sizes[0];
}

/** Means and counts of cells, 4 numbers each, up to `length`. */
interface CellList {
  numbers: Float64Array;
  length: number;
}

/**
 * Of the points of the groups `from` to `to`: sets `forces` (n × 3) to Σ_j q_ij w_ij (y_i - y_j) over all others, and `sums`
 * (n), which are in the tree's order, to Σ_j≠i q_ij. Here w_ij = 1 / (1 + |y_i - y_j|² / ν) and q_ij = w_ij^((ν + 1) / 2):
 * Student's t with ν = 1 degree of freedom in the plane, 2 in space.
 */
export function repel(
  tree: Tree,
  points: Float64Array,
  inSpace: boolean,
  forces: Float64Array,
  sums: Float64Array,
  from: number,
  to: number,
): void {
  const { order, groups } = tree;
  const addUp = inSpace ? addUpInSpace : addUpInPlane;
  const far: CellList = { numbers: new Float64Array(1 << 14), length: 0 };
  for (let g = from; g < to; g++) {
    listFar(far, tree, points, groups[g], groups[g + 1]);
    for (let o = groups[g]; o < groups[g + 1]; o++) sums[o] = addUp(far, points, order[o] * 3, forces);
  }
}

/** Sets the forces on the point whose coordinates begin at `at`; returns its Σ_j≠i q_ij. */
function addUpInPlane(
  { numbers, length }: CellList,
  points: Float64Array,
  at: number,
  forces: Float64Array,
): number {
  const x = points[at], y = points[at + 1];
  let sum = 0, forceX = 0, forceY = 0;
  for (let c = 0; c < length; c += 4) {
    const dx = x - numbers[c], dy = y - numbers[c + 1];
    const w = 1 / (1 + (dx * dx + dy * dy));
    const q = numbers[c + 3] * w;
    sum += q;
    const force = q * w;
    forceX += force * dx;
    forceY += force * dy;
  }
  forces[at] = forceX;
  forces[at + 1] = forceY;
  forces[at + 2] = 0;
  // The point itself, at no distance, is in the sum.
  return sum - 1;
}

/** The same in space. */
function addUpInSpace(
  { numbers, length }: CellList,
  points: Float64Array,
  at: number,
  forces: Float64Array,
): number {
  const x = points[at], y = points[at + 1], z = points[at + 2];
  let sum = 0, forceX = 0, forceY = 0, forceZ = 0;
  for (let c = 0; c < length; c += 4) {
    const dx = x - numbers[c], dy = y - numbers[c + 1], dz = z - numbers[c + 2];
    const w = 1 / (1 + (dx * dx + dy * dy + dz * dz) / 2);
    const q = numbers[c + 3] * (w * Math.sqrt(w));
    sum += q;
    const force = q * w;
    forceX += force * dx;
    forceY += force * dy;
    forceZ += force * dz;
  }
  forces[at] = forceX;
  forces[at + 1] = forceY;
  forces[at + 2] = forceZ;
  return sum - 1;
}

/**
 * Lists cells that together have all points, and that are far from those from `start` to `end` of the order. A cell that has
 * some of these is never far, however large the angle: each point is to be in the list by itself.
 */
function listFar(
  far: CellList,
  { cells, skip, order }: Tree,
  points: Float64Array,
  start: number,
  end: number,
): void {
  const members = end - start;
  let x = 0, y = 0, z = 0, radius = 0;
  for (let o = start; o < end; o++) {
    const at = order[o] * 3;
    x += points[at] / members;
    y += points[at + 1] / members;
    z += points[at + 2] / members;
  }
  for (let o = start; o < end; o++) {
    const at = order[o] * 3;
    const dx = points[at] - x, dy = points[at + 1] - y, dz = points[at + 2] - z;
    radius = Math.max(radius, Math.sqrt(dx * dx + dy * dy + dz * dz));
  }
  const size = skip[0];
  let length = 0;
  // Where the cell's points begin in the order.
  let first = 0;
  for (let cell = 0; cell < size;) {
    const field = cell * FIELDS;
    const dx = x - cells[field], dy = y - cells[field + 1], dz = z - cells[field + 2];
    const count = cells[field + 3], least = cells[field + 4];
    if (
      least > 0 && ((least + radius) * (least + radius) > dx * dx + dy * dy + dz * dz ||
        (first < end && first + count > start))
    ) {
      cell++;
      continue;
    }
    if (length === far.numbers.length) {
      const larger = new Float64Array(2 * length);
      larger.set(far.numbers);
      far.numbers = larger;
    }
    const { numbers } = far;
    for (let a = 0; a < 4; a++) numbers[length++] = cells[field + a];
    first += count;
    cell = skip[cell];
  }
  far.length = length;
}
