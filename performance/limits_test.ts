import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import {
  faster,
  keyOf,
  leastTimes,
  limitMs,
  type Model,
  MODELS,
  productsMs,
  type Shape,
  shapesOf,
} from "./limits.ts";
import { UNIT_STEPS, WORKS } from "./works.ts";

/** Multiplications and additions of a model's products. */
function operations({ products }: Model): number {
  return products.reduce((sum, [m, k, n, count]) => sum + 2 * m * k * n * count, 0);
}

/** A machine that does so many operations a millisecond. */
function steady(rate: number, models: Iterable<Model>, bandwidth = Infinity) {
  const time = ([m, k, n]: Shape) => 2 * m * k * n / rate;
  return { products: new Map(shapesOf(models).map((shape) => [keyOf(shape), time(shape)])), bandwidth };
}

Deno.test("every work of the table has a model, and every model a work", () => {
  assertEquals(Object.keys(MODELS).toSorted(), WORKS.map(({ name }) => name).toSorted());
});

Deno.test("a dense train step multiplies its weights three times with the batch, but the first layer's twice", () => {
  const weights = 2 * (784 * 500 + 500 * 500 + 500 * 2000 + 2000 * 70);
  const biases = 500 + 500 + 2000 + 70 + 2000 + 500 + 500 + 784;
  const step = { operations: 2 * 256 * (3 * weights - 784 * 500), parameters: weights + biases };
  assertEquals(operations(MODELS["ae-step"]), UNIT_STEPS * step.operations);
  assertEquals(MODELS["ae-step"].bytes, UNIT_STEPS * 4 * (7 * step.parameters + 2 * 256 * 784));

  const encoder = 784 * 500 + 500 * 500 + 500 * 2000 + 2000 * 10;
  assertEquals(operations(MODELS["dec-step"]), UNIT_STEPS * 2 * 256 * (3 * encoder - 784 * 500));
});

Deno.test("the soft nearest neighbour loss adds two products of each hidden layer", () => {
  const added = operations(MODELS["snnl-step"]) - operations(MODELS["ae-step"]);
  const widths = 500 + 500 + 2000 + 70 + 2000 + 500 + 500;
  assertEquals(added, UNIT_STEPS * 2 * 2 * 256 * 256 * widths);
});

Deno.test("Siam's step: PyTorch's number of parameters, and each layer's work by its output's and kernel's sizes", () => {
  // sum(p.numel() for p in net.parameters()) of the network in peers.py
  const parameters = 54_353;
  assertEquals(MODELS["conv-step"].bytes, UNIT_STEPS * 4 * (7 * parameters + 2 * 256 * 784));
  const layers = [784 * 9 * 16, 196 * 144 * 8, 392 * 64, 64 * 392, 49 * 8 * 144, 196 * 16 * 72, 784 * 72];
  const all = layers.reduce((sum, layer) => sum + layer);
  assertEquals(operations(MODELS["conv-step"]), UNIT_STEPS * 2 * 256 * (3 * all - layers[0]));
});

Deno.test("pairs of rows are taken once, and so is half of the covariance", () => {
  for (const name of ["silhouette", "dbscan", "spectral", "tsne-60000"]) {
    assertAlmostEquals(operations(MODELS[name]) / (60_000 ** 2 / 2 * 2 * 70), 1, 1e-12);
  }
  assertAlmostEquals(operations(MODELS.pca) / (784 * 784 * 60_000), 1, 1e-12);
});

Deno.test("whole runs are their train steps", () => {
  const ratio = operations(MODELS.run) / operations(MODELS["snnl-step"]);
  assertAlmostEquals(ratio * UNIT_STEPS, 50 * 40, 1e-9);
});

Deno.test("limitMs() falls with the machine's rate and bandwidth, down to the other one's part", () => {
  const model = MODELS["ae-step"];
  const slow = limitMs(model, steady(1e8, [model], 1e7));
  assertAlmostEquals(slow, operations(model) / 1e8 + model.bytes / 1e7, 1e-6);
  assertAlmostEquals(limitMs(model, steady(1e8, [model])), operations(model) / 1e8, 1e-6);
  assert(limitMs(model, steady(2e8, [model], 1e7)) < slow);
});

Deno.test("shapesOf() has each shape once; a product without a time is named", () => {
  const model: Model = { products: [[1, 2, 3, 4], [1, 2, 3, 5], [3, 2, 1, 1]], bytes: 0 };
  assertEquals(shapesOf([model, model]), [[1, 2, 3], [3, 2, 1]]);
  assertEquals(productsMs(model, new Map([["1x2x3", 10], ["3x2x1", 1]])), 91);
  assertThrows(() => productsMs(model, new Map([["1x2x3", 10]])), RangeError, "got none of 3x2x1");
});

Deno.test("leastTimes() takes the shortest of all rounds, faster() the shorter of two libraries", () => {
  const shapes: Shape[] = [[1, 2, 3], [3, 2, 1]];
  const ours = leastTimes(shapes, [5, 8, 6, 7]);
  assertEquals(ours, new Map([["1x2x3", 5], ["3x2x1", 7]]));
  assertEquals(faster(ours, leastTimes(shapes, [6, 2])), new Map([["1x2x3", 5], ["3x2x1", 2]]));
});
