import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import type { Graph } from "../spectral/affinity.ts";
import { layOut, type LayoutChoices } from "./layout.ts";

const CHOICES: LayoutChoices = {
  curve: { a: 1.5, b: 0.8 },
  epochs: 2,
  learningRate: 0.5,
  negativeSamples: 1,
  repulsion: 1,
};

/** Two points, joined. */
const PAIR: Graph = {
  n: 2,
  starts: Int32Array.of(0, 1, 2),
  columns: Int32Array.of(1, 0),
  weights: Float64Array.of(1, 1),
};

Deno.test("layOut() draws joined points together by the derivative of the curve's logarithm", () => {
  const { curve: { a, b } } = CHOICES;
  const choices = { ...CHOICES, repulsion: 0 };
  const loss = (d: number) => Math.log(1 + a * d ** (2 * b));
  const slope = (d: number) => (loss(d + 1e-5) - loss(d - 1e-5)) / 2e-5;
  const embedding = Float32Array.of(0, 0, 0.6, 0.8);
  // Of the two epochs the first draws no edge; in the second both do, each with both its ends.
  layOut(embedding, PAIR, choices, 1);
  let distance = 1;
  for (let edge = 0; edge < 2; edge++) distance -= 2 * 0.5 * slope(distance);
  const found = Math.hypot(embedding[2] - embedding[0], embedding[3] - embedding[1]);
  assertAlmostEquals(found, Math.abs(distance), 1e-5);
});

Deno.test("layOut() pushes points apart by the derivative of the repulsion, and no farther than 4 rates at once", () => {
  const { curve: { a, b } } = CHOICES;
  // One edge of three points, drawn once: its first end is pushed from one point, or from none if it is drawn itself.
  const graph: Graph = {
    n: 3,
    starts: Int32Array.of(0, 1, 1, 1),
    columns: Int32Array.of(1),
    weights: Float64Array.of(1),
  };
  const pushes = new Set<string>();
  for (let seed = 1; seed <= 40; seed++) {
    // The joined points lie at one place: nothing attracts.
    const embedding = Float32Array.of(0, 0, 2);
    layOut(embedding, graph, { ...CHOICES, negativeSamples: 2 }, seed);
    assertEquals([...embedding.subarray(1)], [0, 2]);
    pushes.add((-embedding[0]).toFixed(4));
  }
  const push = 0.5 * 2 * b * 2 / ((1e-3 + 4) * (1 + a * 4 ** b));
  assertEquals(pushes, new Set([-0, push].map((value) => (-(-value)).toFixed(4))));

  const near = Float32Array.of(0, 0, 0.01);
  for (let seed = 1; near[0] === 0; seed++) {
    layOut(near, graph, { ...CHOICES, negativeSamples: 2, repulsion: 1e6 }, seed);
  }
  assertAlmostEquals(near[0], -4 * 0.5, 1e-6);
});

Deno.test("layOut() draws an edge as often as its weight says", () => {
  // Two far pairs, the second with a quarter of the weight: far apart, a draw moves them by nearly the same each time.
  const graph: Graph = {
    n: 4,
    starts: Int32Array.of(0, 1, 1, 2, 2),
    columns: Int32Array.of(1, 3),
    weights: Float64Array.of(1, 0.25),
  };
  const embedding = Float32Array.of(0, 100, 200, 300);
  layOut(embedding, graph, { ...CHOICES, repulsion: 0, epochs: 41 }, 1);
  const [first, second] = [embedding[1] - embedding[0], embedding[3] - embedding[2]].map((gap) => 100 - gap);
  assert(second > 0);
  assertAlmostEquals(first / second, 4, 0.5);
});

Deno.test("layOut() is the same from the same seed; it tells of each epoch", () => {
  const graph: Graph = {
    n: 5,
    starts: Int32Array.of(0, 1, 2, 3, 4, 5),
    columns: Int32Array.of(1, 2, 3, 4, 0),
    weights: Float64Array.of(1, 0.5, 1, 1, 0.2),
  };
  const run = (seed: number) => {
    const embedding = Float32Array.from({ length: 10 }, (_, i) => i * i % 7);
    const epochs: number[] = [];
    layOut(embedding, graph, { ...CHOICES, epochs: 30 }, seed, (epoch) => epochs.push(epoch));
    assertEquals(epochs, Array.from({ length: 30 }, (_, i) => i + 1));
    return embedding;
  };
  assertEquals(run(1), run(1));
  assert(run(2).some((value, at) => value !== run(1)[at]));
});
