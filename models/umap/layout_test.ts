import { assert, assertAlmostEquals, assertEquals, assertRejects } from "@std/assert";
import { random } from "../../engine/random.ts";
import type { Graph } from "../graph.ts";
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

/** n points with about `degree` edges each, of random weights; every fifth point starts at the place of the one before. */
function example(n: number, degree: number, dimensions: number) {
  const next = random(7);
  const starts = new Int32Array(n + 1), columns: number[] = [];
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) if (j !== i && next() < degree / n) columns.push(j);
    starts[i + 1] = columns.length;
  }
  const weights = Float64Array.from(columns, () => 0.05 + 0.95 * next());
  const start = Float32Array.from({ length: n * dimensions }, () => 10 * next());
  for (let i = 5; i < n; i += 5) start.copyWithin(i * dimensions, (i - 1) * dimensions, i * dimensions);
  const graph: Graph = { n, starts, columns: Int32Array.from(columns), weights };
  return { graph, start };
}

/** The layout without repulsion by the rule as the doc comment has it, point by point. */
function attracted(
  start: Float32Array,
  graph: Graph,
  { curve: { a, b }, epochs, learningRate }: LayoutChoices,
) {
  const { n, starts, columns, weights } = graph;
  const dimensions = start.length / n;
  const largest = Math.max(...weights);
  const next = Array.from(weights, (weight) => largest / weight);
  const partOf = (i: number) => Math.floor(i / 16) % 16;
  const all = Array.from({ length: n }, (_, i) => i);
  let places = all.map((i) => [...start.subarray(i * dimensions, (i + 1) * dimensions)]);
  for (let epoch = 0; epoch < epochs; epoch++) {
    const rate = learningRate * (1 - Math.max(0, epoch - 1) / epochs);
    for (let part = 0; part < 16; part++) {
      const after = places.map((place) => [...place]);
      for (const i of all.filter((i) => partOf(i) === part)) {
        const own = [...places[i]];
        for (let edge = starts[i]; edge < starts[i + 1]; edge++) {
          if (next[edge] > epoch) continue;
          next[edge] += largest / weights[edge];
          const way = own.map((value, c) => value - places[columns[edge]][c]);
          const d = Math.hypot(...way);
          if (d === 0) continue;
          const factor = -2 * a * b * d ** (2 * (b - 1)) / (1 + a * d ** (2 * b));
          way.forEach((difference, c) => {
            const step = rate * Math.max(-4, Math.min(4, factor * difference));
            own[c] += step;
            after[i][c] += step;
            after[columns[edge]][c] -= step;
          });
        }
      }
      places = after;
    }
  }
  return places.flat();
}

Deno.test("layOut() draws joined points together by the derivative of the curve's logarithm", async () => {
  const { curve: { a, b } } = CHOICES;
  const choices = { ...CHOICES, repulsion: 0 };
  const loss = (d: number) => Math.log(1 + a * d ** (2 * b));
  const slope = (d: number) => (loss(d + 1e-5) - loss(d - 1e-5)) / 2e-5;
  const embedding = Float32Array.of(0, 0, 0.6, 0.8);
  // Of the two epochs the first draws no edge; in the second both do, each with both its ends, from the same places.
  await layOut(embedding, PAIR, choices, 1);
  const distance = 1 - 4 * 0.5 * slope(1);
  const found = Math.hypot(embedding[2] - embedding[0], embedding[3] - embedding[1]);
  assertAlmostEquals(found, Math.abs(distance), 1e-5);
});

for (const dimensions of [1, 2, 3, 10]) {
  Deno.test(`layOut() lets a part's points see where the others were before: ${dimensions} dimensions`, async () => {
    // All sixteen parts have points, three of them two rows, the last of which is short.
    const { graph, start } = example(295, 6, dimensions);
    const choices: LayoutChoices = { ...CHOICES, learningRate: 0.1, epochs: 8, repulsion: 0 };
    const expected = attracted(start, graph, choices);
    await layOut(start, graph, choices, 1);
    expected.forEach((value, at) => assertAlmostEquals(start[at], value, 1e-4));
  });

  Deno.test(`layOut() is the same, to the bit, for any number of threads: ${dimensions} dimensions`, async () => {
    const { graph, start } = example(1500, 10, dimensions);
    const run = async (threads: number) => {
      const embedding = start.slice();
      const choices = { ...CHOICES, learningRate: 1, negativeSamples: 5, epochs: 20 };
      await layOut(embedding, graph, choices, 1, { threads });
      return embedding;
    };
    const alone = await run(1);
    assert(
      alone.every(Number.isFinite) && alone.every((value, at) => at < dimensions || value !== start[at]),
    );
    assertEquals(await run(2), alone);
    assertEquals(await run(3), alone);
  });
}

Deno.test("layOut() ends its threads when onEpoch throws", async () => {
  const onEpoch = () => {
    throw new Error("stop");
  };
  const embedding = Float32Array.of(0, 0, 0.6, 0.8);
  await assertRejects(() => layOut(embedding, PAIR, CHOICES, 1, { onEpoch, threads: 2 }), Error, "stop");
});

Deno.test("layOut() pushes points apart by the derivative of the repulsion, and no farther than 4 rates at once", async () => {
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
    await layOut(embedding, graph, { ...CHOICES, negativeSamples: 2 }, seed);
    assertEquals([...embedding.subarray(1)], [0, 2]);
    pushes.add((-embedding[0]).toFixed(4));
  }
  const push = 0.5 * 2 * b * 2 / ((1e-3 + 4) * (1 + a * 4 ** b));
  assertEquals(pushes, new Set([-0, push].map((value) => (-(-value)).toFixed(4))));

  const near = Float32Array.of(0, 0, 0.01);
  for (let seed = 1; near[0] === 0; seed++) {
    await layOut(near, graph, { ...CHOICES, negativeSamples: 2, repulsion: 1e6 }, seed);
  }
  assertAlmostEquals(near[0], -4 * 0.5, 1e-6);
});

Deno.test("layOut() draws an edge as often as its weight says", async () => {
  // Two far pairs, the second with a quarter of the weight: far apart, a draw moves them by nearly the same each time.
  const graph: Graph = {
    n: 4,
    starts: Int32Array.of(0, 1, 1, 2, 2),
    columns: Int32Array.of(1, 3),
    weights: Float64Array.of(1, 0.25),
  };
  const embedding = Float32Array.of(0, 100, 200, 300);
  await layOut(embedding, graph, { ...CHOICES, repulsion: 0, epochs: 41 }, 1);
  const [first, second] = [embedding[1] - embedding[0], embedding[3] - embedding[2]].map((gap) => 100 - gap);
  assert(second > 0);
  assertAlmostEquals(first / second, 4, 0.5);
});

Deno.test("layOut() is the same from the same seed; it tells of each epoch", async () => {
  const graph: Graph = {
    n: 5,
    starts: Int32Array.of(0, 1, 2, 3, 4, 5),
    columns: Int32Array.of(1, 2, 3, 4, 0),
    weights: Float64Array.of(1, 0.5, 1, 1, 0.2),
  };
  const run = async (seed: number) => {
    const embedding = Float32Array.from({ length: 10 }, (_, i) => i * i % 7);
    const epochs: number[] = [];
    await layOut(embedding, graph, { ...CHOICES, epochs: 30 }, seed, {
      onEpoch: (epoch) => epochs.push(epoch),
    });
    assertEquals(epochs, Array.from({ length: 30 }, (_, i) => i + 1));
    return embedding;
  };
  const first = await run(1), other = await run(2);
  assertEquals(await run(1), first);
  assert(other.some((value, at) => value !== first[at]));
});
