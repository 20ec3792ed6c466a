import { assertAlmostEquals } from "@std/assert";
import { matrix, normal, random } from "../../engine/mod.ts";
import { nearestNeighbours } from "../neighbours.ts";
import { conditionalProbabilities, jointProbabilities } from "./affinities.ts";
import { divergence, setGradient } from "./gradient.ts";
import { emptyTree } from "./tree.ts";

for (const inSpace of [false, true]) {
  Deno.test(`setGradient() is the derivative of divergence(): ${inSpace ? "space" : "plane"}`, async () => {
    const n = 12, next = random(11);
    const data = matrix(Float64Array.from({ length: n * 4 }, () => normal(next)), n, 4);
    const neighbours = await nearestNeighbours(data, 7);
    const affinities = jointProbabilities(neighbours, conditionalProbabilities(neighbours, 3, 1e-5));
    // So few points are one group, which takes none of them together.
    const problem = { affinities, tree: emptyTree(n, 0.5), inSpace };
    const points = Float64Array.from({ length: n * 3 }, (_, at) => at % 3 < 2 || inSpace ? normal(next) : 0);
    const gradient = new Float64Array(n * 3);
    setGradient(gradient, problem, points, 1);
    const step = 1e-5;
    for (let at = 0; at < points.length; at++) {
      if (at % 3 === 2 && !inSpace) continue;
      const moved = (by: number) => divergence(problem, points.with(at, points[at] + by));
      assertAlmostEquals(gradient[at], (moved(step) - moved(-step)) / (2 * step), 1e-8);
    }
  });
}
