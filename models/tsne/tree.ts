/**
 * Barnes-Hut: the repulsion among n points of 2 or 3 dimensions, far groups of points taken as one.
 *
 * @module
 */

/** Points in one cell after so many halvings of the space are taken as one: they are the same but for rounding. */
const MAX_DEPTH = 48;

/** Most points that share the choice of what is far from them. */
const GROUP = 16;

/** Numbers of a cell in `cells`: its points' mean (3), how many they are, how far is far (0 if it has no cells within). */
const FIELDS = 5;

/**
 * Cells of a tree of points, each cell followed by those within it: `skip[c]` is the next cell that is not within c.
 * Points have 3 coordinates; those of a plane have 0 as the third.
 */
export interface Tree {
  /** A cell this many times smaller than its distance is taken as one point. */
  angle: number;
  cells: Float64Array;
  skip: Int32Array;
  /** The number of cells. */
  size: number;
  /** The points, those of a cell next to each other. */
  order: Int32Array;
  /** The start in the order of each group of neighbouring points, and the end of the last. */
  groups: number[];
  /** Room to sort points in. */
  sorted: Int32Array;
}

/** Room for a tree of n points, which {@linkcode build} fills. */
export function emptyTree(n: number, angle: number): Tree {
  const room = 4 * n + 64;
  return {
    angle,
    cells: new Float64Array(room * FIELDS),
    skip: new Int32Array(room),
    size: 0,
    order: Int32Array.from({ length: n }, (_, i) => i),
    groups: [],
    sorted: new Int32Array(n),
  };
}

/** Builds the tree of points (n × 3) anew. */
export function build(tree: Tree, points: Float64Array): void {
  const low = [Infinity, Infinity, Infinity], high = [-Infinity, -Infinity, -Infinity];
  for (let at = 0; at < points.length; at += 3) {
    for (let a = 0; a < 3; a++) {
      low[a] = Math.min(low[a], points[at + a]);
      high[a] = Math.max(high[a], points[at + a]);
    }
  }
  const [x, y, z] = low.map((value, a) => (value + high[a]) / 2);
  const n = points.length / 3;
  tree.size = 0;
  tree.groups = [];
  addCell(tree, points, 0, n, x, y, z, Math.max(...high.map((h, a) => h - low[a])), 0);
  tree.groups.push(n);
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
  isGrouped = false,
): void {
  const { order, sorted } = tree;
  const cell = tree.size++;
  if (cell >= tree.skip.length) grow(tree);
  const count = end - start;
  const field = cell * FIELDS;
  const isLeaf = count === 1 || depth === MAX_DEPTH || width === 0;
  if (!isGrouped && (count <= GROUP || isLeaf)) {
    tree.groups.push(start);
    isGrouped = true;
  }
  if (isLeaf) {
    // The first point stands for all.
    const at = order[start] * 3;
    for (let a = 0; a < 3; a++) tree.cells[field + a] = points[at + a];
    tree.cells[field + 4] = 0;
  } else {
    const counts = new Int32Array(9);
    const part = (i: number) =>
      (points[i * 3] > x ? 1 : 0) + (points[i * 3 + 1] > y ? 2 : 0) + (points[i * 3 + 2] > z ? 4 : 0);
    let sumX = 0, sumY = 0, sumZ = 0;
    for (let o = start; o < end; o++) {
      const i = order[o];
      counts[part(i) + 1]++;
      sumX += points[i * 3];
      sumY += points[i * 3 + 1];
      sumZ += points[i * 3 + 2];
    }
    for (let p = 0; p < 8; p++) counts[p + 1] += counts[p];
    const next = counts.slice();
    for (let o = start; o < end; o++) sorted[start + next[part(order[o])]++] = order[o];
    for (let o = start; o < end; o++) order[o] = sorted[o];
    tree.cells[field] = sumX / count;
    tree.cells[field + 1] = sumY / count;
    tree.cells[field + 2] = sumZ / count;
    tree.cells[field + 4] = width / tree.angle;
    const quarter = width / 4;
    for (let p = 0; p < 8; p++) {
      if (counts[p] === counts[p + 1]) continue;
      addCell(
        tree,
        points,
        start + counts[p],
        start + counts[p + 1],
        x + (p & 1 ? quarter : -quarter),
        y + (p & 2 ? quarter : -quarter),
        z + (p & 4 ? quarter : -quarter),
        width / 2,
        depth + 1,
        isGrouped,
      );
    }
  }
  tree.cells[field + 3] = count;
  tree.skip[cell] = tree.size;
}

function grow(tree: Tree): void {
  const cells = new Float64Array(tree.cells.length * 2), skip = new Int32Array(tree.skip.length * 2);
  cells.set(tree.cells);
  skip.set(tree.skip);
  tree.cells = cells;
  tree.skip = skip;
}

/**
 * Adds to `forces` (n × 3), for each point y_i, Σ_j q_ij w_ij (y_i - y_j) over all others, and returns Σ_i Σ_j≠i q_ij.
 * Here w_ij = 1 / (1 + |y_i - y_j|² / ν) and q_ij = w_ij^((ν + 1) / 2): Student's t with ν = 1 degree of freedom in the
 * plane, 2 in space.
 */
export function repel(tree: Tree, points: Float64Array, inSpace: boolean, forces: Float64Array): number {
  const { order, groups } = tree;
  let far = new Float64Array(1 << 12);
  let total = 0;
  for (let g = 0; g + 1 < groups.length; g++) {
    const members = order.subarray(groups[g], groups[g + 1]);
    const listed = listFar(tree, points, members, far);
    far = listed.far;
    for (const i of members) {
      const at = i * 3;
      const x = points[at], y = points[at + 1], z = points[at + 2];
      let sum = 0, forceX = 0, forceY = 0, forceZ = 0;
      for (let c = 0; c < listed.end; c += 4) {
        const dx = x - far[c], dy = y - far[c + 1], dz = z - far[c + 2];
        const squared = dx * dx + dy * dy + dz * dz;
        const w = inSpace ? 1 / (1 + squared / 2) : 1 / (1 + squared);
        const q = far[c + 3] * (inSpace ? w * Math.sqrt(w) : w);
        sum += q;
        const force = q * w;
        forceX += force * dx;
        forceY += force * dy;
        forceZ += force * dz;
      }
      // The point itself, at no distance, is in the sum.
      total += sum - 1;
      forces[at] += forceX;
      forces[at + 1] += forceY;
      forces[at + 2] += forceZ;
    }
  }
  return total;
}

/** Means and counts (4 numbers each, up to `end`) of cells that together have all points and are far from the members. */
function listFar(
  { cells, skip, size }: Tree,
  points: Float64Array,
  members: Int32Array,
  far: Float64Array<ArrayBuffer>,
): { far: Float64Array<ArrayBuffer>; end: number } {
  let x = 0, y = 0, z = 0, radius = 0;
  for (const i of members) {
    x += points[i * 3] / members.length;
    y += points[i * 3 + 1] / members.length;
    z += points[i * 3 + 2] / members.length;
  }
  for (const i of members) {
    const dx = points[i * 3] - x, dy = points[i * 3 + 1] - y, dz = points[i * 3 + 2] - z;
    radius = Math.max(radius, Math.sqrt(dx * dx + dy * dy + dz * dz));
  }
  let end = 0;
  for (let cell = 0; cell < size;) {
    const field = cell * FIELDS;
    const dx = x - cells[field], dy = y - cells[field + 1], dz = z - cells[field + 2];
    const least = cells[field + 4];
    if (least > 0 && (least + radius) ** 2 > dx * dx + dy * dy + dz * dz) {
      cell++;
      continue;
    }
    if (end === far.length) {
      const larger = new Float64Array(end * 2);
      larger.set(far);
      far = larger;
    }
    for (let a = 0; a < 4; a++) far[end++] = cells[field + a];
    cell = skip[cell];
  }
  return { far, end };
}
