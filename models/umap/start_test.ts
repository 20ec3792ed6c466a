import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { matrix } from "../../engine/matrix.ts";
import type { Graph } from "../graph.ts";
import { connectedComponents } from "../spectral/affinity.ts";
import { EIGEN } from "../spectral/eigenvectors.ts";
import golden from "./golden/umap.json" with { type: "json" };
import { componentsLayout, fillBox, randomStart, spectralLayout, spectralStart } from "./start.ts";

const EIGEN_EXACT = { ...EIGEN, tolerance: 1e-10 };

/** A golden case as the functions take it. */
function problemOf({ rows, points, starts, columns, weights, dimensions }: typeof golden.graphs[number]) {
  const graph: Graph = {
    n: rows,
    starts: Int32Array.from(starts),
    columns: Int32Array.from(columns),
    weights: Float64Array.from(weights),
  };
  return {
    points: matrix(Float64Array.from(points), rows, points.length / rows),
    graph,
    choices: { dimensions, eigen: EIGEN_EXACT },
  };
}

/** Checks that two columns are the same, or the same with the other sign. */
function assertSameUpToSign(actual: number[], expected: number[], tolerance: number): void {
  const sign = Math.sign(actual.reduce((sum, value, i) => sum + value * expected[i], 0));
  actual.forEach((value, i) => assertAlmostEquals(sign * value, expected[i], tolerance));
}

for (const found of golden.graphs) {
  Deno.test(`spectralLayout() is umap-learn's up to signs: ${found.name}`, () => {
    const { points, graph, choices } = problemOf(found);
    const { dimensions } = found;
    const layout = spectralLayout(points, graph, choices, 1);
    const components = connectedComponents(graph);
    assertEquals(components.length, found.pieces);
    if (found.places) {
      const places = componentsLayout(points, components, choices, 1);
      for (let c = 0; c < dimensions; c++) {
        const column = (values: ArrayLike<number>) =>
          components.map((_, component) => values[component * dimensions + c]);
        assertSameUpToSign(column(places.data), column(found.places), 1e-6);
      }
    }
    for (const component of components) {
      for (let c = 0; c < dimensions; c++) {
        // Each component less its mean, since the components' places are up to signs too; weights have six digits.
        const column = (values: ArrayLike<number>) => {
          const own = Array.from(component, (i) => values[i * dimensions + c]);
          const mean = own.reduce((a, b) => a + b) / own.length;
          return own.map((value) => value - mean);
        };
        assertSameUpToSign(column(layout), column(found.layout), 1e-4);
      }
    }
  });
}

Deno.test("components of up to twice the dimensions lie on the axes, too small ones within half the distance", () => {
  const pairs = (count: number): Graph => ({
    n: 2 * count,
    starts: Int32Array.from({ length: 2 * count + 1 }, (_, i) => i),
    columns: Int32Array.from({ length: 2 * count }, (_, i) => i ^ 1),
    weights: new Float64Array(2 * count).fill(1),
  });
  const points = matrix(Float64Array.from({ length: 8 }, (_, i) => 100 * (i >> 1) + i), 8, 1);
  const places = [[1, 0], [0, 1], [-1, 0], [0, -1]];
  const within: number[] = [];
  for (let seed = 1; seed <= 100; seed++) {
    const layout = spectralLayout(points, pairs(4), { dimensions: 2, eigen: EIGEN }, seed);
    within.push(
      ...layout.map((coordinate, at) => Math.abs(coordinate - places[at >> 2][at % 2]) / Math.SQRT1_2),
    );
  }
  assert(within.every((share) => share <= 1));
  // They are drawn evenly: 1,600 shares have a mean of 1/2 with a standard error of 0.007, and a tenth is above 0.9.
  assertAlmostEquals(within.reduce((a, b) => a + b) / within.length, 0.5, 0.03);
  assertAlmostEquals(within.filter((share) => share > 0.9).length / within.length, 0.1, 0.03);
});

Deno.test("componentsLayout() of components too far apart for a weight keeps them finite", () => {
  const points = matrix(Float64Array.from({ length: 7 }, (_, i) => 1000 * i), 7, 1);
  const components = Array.from({ length: 7 }, (_, i) => Int32Array.of(i));
  const { data } = componentsLayout(points, components, { dimensions: 2, eigen: EIGEN }, 1);
  assert(data.every(Number.isFinite));
  assertAlmostEquals(Math.max(...data.map(Math.abs)), 1, 1e-12);
});

Deno.test("spectralStart() reaches ±10 except for the noise, randomStart() lies within; fillBox() makes it 0 to 10", () => {
  const { points, graph, choices } = problemOf(golden.graphs[0]);
  const start = spectralStart(points, graph, choices, 1);
  assertAlmostEquals(Math.max(...start.map(Math.abs)), 10, 1e-3);
  assert(randomStart(100, 2, 1).every((value) => Math.abs(value) < 10));
  assertEquals(randomStart(100, 2, 1), randomStart(100, 2, 1));
  fillBox(start, 2);
  for (const c of [0, 1]) {
    const column = start.filter((_, at) => at % 2 === c);
    assertAlmostEquals(Math.min(...column), 0, 1e-6);
    assertAlmostEquals(Math.max(...column), 10, 1e-5);
  }
  const constant = Float32Array.of(3, 1, 3, 2);
  fillBox(constant, 2);
  assertEquals(constant, Float32Array.of(0, 0, 0, 10));
});
