import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { normal, random } from "../../engine/mod.ts";
import { build, emptyTree, repel, type Tree } from "./tree.ts";

/** n × 3 normal numbers; without depth the third is 0. */
function cloud(n: number, inSpace: boolean, size: number): Float64Array {
  const next = random(5);
  return Float64Array.from({ length: n * 3 }, (_, at) => at % 3 < 2 || inSpace ? normal(next) * size : 0);
}

/** Forces on points, and Σ_i Σ_j≠i q_ij. */
interface Repulsion {
  forces: Float64Array;
  total: number;
}

/** The repulsion by a tree, which is built first. */
function repulsion(tree: Tree, points: Float64Array, inSpace: boolean): Repulsion {
  const forces = new Float64Array(points.length), sums = new Float64Array(points.length / 3);
  repel(tree, points, inSpace, forces, sums, 0, build(tree, points));
  return { forces, total: sums.reduce((sum, value) => sum + value) };
}

/** The same by all pairs. */
function exact(points: Float64Array, inSpace: boolean): Repulsion {
  const forces = new Float64Array(points.length);
  let total = 0;
  for (let i = 0; i < points.length; i += 3) {
    for (let j = 0; j < points.length; j += 3) {
      if (i === j) continue;
      const differences = [0, 1, 2].map((a) => points[i + a] - points[j + a]);
      const squared = differences.reduce((sum, value) => sum + value * value, 0);
      const w = 1 / (1 + squared / (inSpace ? 2 : 1));
      const q = inSpace ? w ** 1.5 : w;
      total += q;
      differences.forEach((value, a) => forces[i + a] += q * w * value);
    }
  }
  return { forces, total };
}

for (const inSpace of [false, true]) {
  for (const size of [1e-4, 1, 30]) {
    Deno.test(`repel() is within 2 % of all pairs' sums: ${inSpace ? "space" : "plane"}, spread ${size}`, () => {
      const points = cloud(1000, inSpace, size);
      const { forces, total } = repulsion(emptyTree(1000, 0.5), points, inSpace);
      const expected = exact(points, inSpace);
      assertAlmostEquals(total / expected.total, 1, 0.01);
      const length = (values: Float64Array) => Math.hypot(...values);
      const difference = forces.map((force, a) => force - expected.forces[a]);
      assert(length(difference) < 0.02 * length(expected.forces));
    });
  }
}

Deno.test("repel() takes no point for far from itself, however large the angle", () => {
  for (const inSpace of [false, true]) {
    // All but one in a corner: seen from the other corner, the cell of all points is far away, and has the point.
    const isAtZero = (at: number) => at < 3 || !inSpace && at % 3 === 2;
    const points = Float64Array.from({ length: 3000 }, (_, at) => isAtZero(at) ? 0 : 100 + at * 1e-6);
    const tree = emptyTree(1000, 5);
    const forces = new Float64Array(3000), sums = new Float64Array(1000);
    repel(tree, points, inSpace, forces, sums, 0, build(tree, points));
    const expected = exact(points, inSpace);
    const own = 999 * (inSpace ? (1 + 3 * 100 ** 2 / 2) ** -1.5 : 1 / (1 + 2 * 100 ** 2));
    const at = tree.order.indexOf(0);
    assertAlmostEquals(sums[at] / own, 1, 0.01, `${inSpace}`);
    assertAlmostEquals(forces[0] / expected.forces[0], 1, 0.01);
  }
});

Deno.test("repel() with angle 0 takes each pair by itself", () => {
  const points = cloud(200, true, 1);
  const { forces, total } = repulsion(emptyTree(200, 0), points, true);
  const expected = exact(points, true);
  assertAlmostEquals(total / expected.total, 1, 1e-12);
  forces.forEach((force, a) => assertAlmostEquals(force, expected.forces[a], 1e-10));
});

Deno.test("build() holds every point once, whatever lies together", () => {
  const n = 200;
  const points = cloud(n, false, 1).map((value) => Math.round(value));
  const tree = emptyTree(n, 0.5);
  for (const some of [points, points.map(() => 0), cloud(n, true, 1e-300)]) {
    const groups = build(tree, some);
    assertEquals([tree.groups[0], tree.groups[groups]], [0, n]);
    assertEquals([...tree.order].sort((a, b) => a - b), Array.from({ length: n }, (_, i) => i));
    assertEquals([...tree.sizes], [tree.skip[0], groups]);
    assertEquals(tree.cells[3], n);
  }
});

Deno.test("repel() of equal points: no force, each pair counts 1", () => {
  const n = 20;
  const points = new Float64Array(n * 3).fill(0.3);
  const { forces, total } = repulsion(emptyTree(n, 0.5), points, true);
  assertAlmostEquals(total, n * (n - 1), 1e-9);
  assert(forces.every((force) => force === 0));
});

Deno.test("emptyTree() has room for the deepest tree: pairs of points that lie almost together", () => {
  const n = 64;
  const points = new Float64Array(n * 3);
  for (let i = 0; i < n; i++) points[i * 3] = Math.floor(i / 2) + (i % 2) * 1e-12;
  const tree = emptyTree(n, 0.5);
  build(tree, points);
  assert(tree.sizes[0] > 4 * n);
  assert(tree.sizes[0] <= tree.skip.length);
  assertEquals([...tree.order].sort((a, b) => a - b), Array.from({ length: n }, (_, i) => i));
});
