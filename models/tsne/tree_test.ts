import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { normal, random } from "../../engine/mod.ts";
import { build, emptyTree, repel } from "./tree.ts";

/** n × 3 normal numbers; without depth the third is 0. */
function cloud(n: number, inSpace: boolean, size: number): Float64Array {
  const next = random(5);
  return Float64Array.from({ length: n * 3 }, (_, at) => at % 3 < 2 || inSpace ? normal(next) * size : 0);
}

/** The same by all pairs. */
function exact(points: Float64Array, inSpace: boolean): { forces: Float64Array; total: number } {
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
      const tree = emptyTree(1000, 0.5);
      build(tree, points);
      const forces = new Float64Array(points.length);
      const total = repel(tree, points, inSpace, forces);
      const expected = exact(points, inSpace);
      assertAlmostEquals(total / expected.total, 1, 0.01);
      const length = (values: Float64Array) => Math.hypot(...values);
      const difference = forces.map((force, a) => force - expected.forces[a]);
      assert(length(difference) < 0.02 * length(expected.forces));
    });
  }
}

Deno.test("repel() with angle 0 takes each pair by itself", () => {
  const points = cloud(200, true, 1);
  const tree = emptyTree(200, 0);
  build(tree, points);
  const forces = new Float64Array(points.length);
  const total = repel(tree, points, true, forces);
  const expected = exact(points, true);
  assertAlmostEquals(total / expected.total, 1, 1e-12);
  forces.forEach((force, a) => assertAlmostEquals(force, expected.forces[a], 1e-10));
});

Deno.test("build() holds every point once, whatever lies together", () => {
  const n = 200;
  const points = cloud(n, false, 1).map((value) => Math.round(value));
  const tree = emptyTree(n, 0.5);
  for (const some of [points, points.map(() => 0), cloud(n, true, 1e-300)]) {
    build(tree, some);
    assertEquals([...tree.order].sort((a, b) => a - b), Array.from({ length: n }, (_, i) => i));
    assertEquals(tree.skip[0], tree.size);
    assertEquals(tree.cells[3], n);
  }
});

Deno.test("repel() of equal points: no force, each pair counts 1", () => {
  const n = 20;
  const points = new Float64Array(n * 3).fill(0.3);
  const tree = emptyTree(n, 0.5);
  build(tree, points);
  const forces = new Float64Array(n * 3);
  assertAlmostEquals(repel(tree, points, true, forces), n * (n - 1), 1e-9);
  assert(forces.every((force) => force === 0));
});
