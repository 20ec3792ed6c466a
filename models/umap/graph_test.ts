import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { matrix } from "../../engine/matrix.ts";
import { nearestNeighbours, type Neighbours } from "../neighbours.ts";
import golden from "./golden/umap.json" with { type: "json" };
import { fuzzyGraph, localScales, pruned } from "./graph.ts";

/** Neighbours at the given distances, to each point the same ones. */
function neighboursAt(distances: number[], n = 1): Neighbours {
  const k = distances.length;
  return {
    k,
    indices: Int32Array.from({ length: n * k }, (_, at) => at % k + 1),
    squaredDistances: Float64Array.from({ length: n * k }, (_, at) => distances[at % k] ** 2),
  };
}

for (const { name, rows, points, neighbours, starts, columns, weights } of golden.graphs) {
  Deno.test(`fuzzyGraph() has umap-learn's edges and weights: ${name}`, async () => {
    const found = await nearestNeighbours(
      matrix(Float64Array.from(points), rows, points.length / rows),
      neighbours - 1,
    );
    const graph = fuzzyGraph(found);
    assertEquals([...graph.starts], starts);
    assertEquals([...graph.columns], columns);
    graph.weights.forEach((weight, at) => assertAlmostEquals(weight, weights[at], 1e-4));
  });
}

Deno.test("localScales() make the likenesses add up to the logarithm of the number of points", () => {
  const distances = [1, 1.5, 2, 4, 7];
  const { rhos: [rho], sigmas: [sigma] } = localScales(neighboursAt(distances));
  assertEquals(rho, 1);
  const sum = distances.reduce((sum, distance) => sum + Math.exp(-(distance - 1) / sigma), 0);
  assertAlmostEquals(sum, Math.log2(6), 1e-5);
});

Deno.test("localScales(): equal points are no nearest neighbours, and σ has a least value", () => {
  const { rhos: [rho], sigmas: [sigma] } = localScales(neighboursAt([0, 0, 3, 3, 3]));
  assertEquals(rho, 3);
  // Five neighbours are no farther than ρ: σ is a thousandth of the mean distance to the six points.
  assertAlmostEquals(sigma, 1e-3 * 9 / 6, 1e-12);
  const constant = localScales(neighboursAt([0, 0, 0]));
  assertEquals(constant.rhos[0], 0);
  assert(constant.sigmas[0] >= 0 && constant.sigmas[0] < 1e-12);
});

Deno.test("fuzzyGraph() of points at one place joins them with weight 1", () => {
  const graph = fuzzyGraph({
    k: 1,
    indices: Int32Array.of(1, 0, 0),
    squaredDistances: new Float64Array(3),
  });
  assertEquals(graph, {
    n: 3,
    starts: Int32Array.of(0, 2, 3, 4),
    columns: Int32Array.of(1, 2, 0, 0),
    weights: Float64Array.of(1, 1, 1, 1),
  });
});

Deno.test("pruned() leaves out what is lighter than the heaviest edge over the epochs", () => {
  const graph = {
    n: 3,
    starts: Int32Array.of(0, 2, 3, 4),
    columns: Int32Array.of(1, 2, 0, 0),
    weights: Float64Array.of(0.5, 0.049, 0.5, 0.049),
  };
  assertEquals(pruned(graph, 11), graph);
  assertEquals(pruned(graph, 10), {
    n: 3,
    starts: Int32Array.of(0, 1, 2, 2),
    columns: Int32Array.of(1, 0),
    weights: Float64Array.of(0.5, 0.5),
  });
});
