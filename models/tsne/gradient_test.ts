import { assertAlmostEquals, assertEquals } from "@std/assert";
import { type Matrix, matrix, normal, random } from "../../engine/mod.ts";
import { shared } from "../../engine/threads.ts";
import { nearestNeighbours } from "../neighbours.ts";
import { conditionalProbabilities, jointProbabilities } from "./affinities.ts";
import { divergence, setGradient } from "./gradient.ts";
import { type Descent, startDescent } from "./stages.ts";
import { emptyTree } from "./tree.ts";

/** A descent of normal points, n × 4, from a start of normal numbers. */
async function descentOf(n: number, perplexity: number, inSpace: boolean): Promise<Descent> {
  const next = random(11);
  const data: Matrix = matrix(Float64Array.from({ length: n * 4 }, () => normal(next)), n, 4);
  const neighbours = await nearestNeighbours(data, 2 * perplexity + 1);
  return {
    affinities: jointProbabilities(neighbours, conditionalProbabilities(neighbours, perplexity, 1e-5)),
    tree: emptyTree(n, 0.5),
    inSpace,
    points: shared(Float64Array.from({ length: n * 3 }, (_, at) => at % 3 < 2 || inSpace ? normal(next) : 0)),
    gradient: shared(new Float64Array(n * 3)),
    update: shared(new Float64Array(n * 3)),
    gains: shared(new Float64Array(n * 3).fill(1)),
    sums: shared(new Float64Array(n)),
  };
}

for (const inSpace of [false, true]) {
  const where = inSpace ? "space" : "plane";

  Deno.test(`setGradient() is the derivative of divergence(): ${where}`, async () => {
    // So few points are one group, which takes none of them together.
    const descent = await descentOf(12, 3, inSpace);
    using threads = await startDescent(descent, 1);
    setGradient(threads, descent, 1);
    const { points } = descent, gradient = descent.gradient.slice();
    const step = 1e-5;
    for (let at = 0; at < points.length; at++) {
      if (at % 3 === 2 && !inSpace) continue;
      const own = points[at];
      const movedBy = (by: number) => {
        points[at] = own + by;
        return divergence(threads, descent);
      };
      assertAlmostEquals(gradient[at], (movedBy(step) - movedBy(-step)) / (2 * step), 1e-8);
      points[at] = own;
    }
  });

  Deno.test(`a descent is the same, to the last bit, for any number of threads: ${where}`, async () => {
    const found = [];
    for (const count of [1, 2, 3]) {
      const descent = await descentOf(3000, 10, inSpace);
      using threads = await startDescent(descent, count);
      assertEquals(threads.count, count);
      for (let step = 0; step < 10; step++) {
        setGradient(threads, descent, 12);
        threads.run("move", descent.points.length, 1000, 100, 0.5, 0.2, 0.8, 0.01);
      }
      found.push({ kl: divergence(threads, descent), points: descent.points });
    }
    assertEquals(found[1], found[0]);
    assertEquals(found[2], found[0]);
  });
}
