import { assert, assertAlmostEquals, assertEquals, assertNotEquals, assertRejects } from "@std/assert";
import { initEngine, matrix, tf } from "../../engine/mod.ts";
import { type Architecture, BATCH_NORM, initAutoencoder, PLAIN } from "./dense.ts";
import { denoisingLoss, fitStacked, type StackedOptions } from "./stacked.ts";

await initEngine({ engine: "tensorflow", quiet: true });

const ARCHITECTURE: Architecture = {
  ...PLAIN,
  sizes: [4, 3, 2],
  codeActivation: "linear",
  outputActivation: "linear",
  initialisation: "pytorch",
};

/** Points on a curve in four dimensions. */
const points = (rows = 24) =>
  matrix(
    Float32Array.from({ length: 4 * rows }, (_, at) => Math.sin(Math.floor(at / 4) / 3 + at % 4)),
    rows,
    4,
  );

const WHOLE = { epochs: 4, learningRate: 0.1, momentum: 0.9, tenthEvery: null };
const OPTIONS: StackedOptions = {
  architecture: ARCHITECTURE,
  loss: "mse",
  layerwise: null,
  whole: WHOLE,
  batchSize: 12,
  seed: 1,
};
const LAYERWISE = { ...OPTIONS, layerwise: { ...WHOLE, corruption: 0.2, deviation: 0.5 } };

/** Fits; the parameters as numbers. Checks that no tensor is left. */
async function fit(options: StackedOptions) {
  const before = tf.memory().numTensors;
  const { network, histories } = await fitStacked(points(), options);
  const values = Object.entries(network.parameters).map(([name, tensor]) => [name, [...tensor.dataSync()]]);
  tf.dispose(network as tf.TensorContainer);
  assertEquals(tf.memory().numTensors, before);
  return { values: Object.fromEntries(values) as Record<string, number[]>, histories };
}

Deno.test("denoisingLoss() is that of a layer and its mirror image on what the layers below give on", () => {
  tf.tidy(() => {
    const parameters = {
      weight0: tf.tensor2d([[1, -1]]),
      bias0: tf.tensor1d([0, 0.5]),
      weight1: tf.tensor2d([[2], [1]]),
      bias1: tf.tensor1d([-1]),
      weight2: tf.tensor2d([[1, 1]]),
      bias2: tf.tensor1d([0, -1]),
      weight3: tf.tensor2d([[1], [3]]),
      bias3: tf.tensor1d([0.25]),
    };
    const architecture: Architecture = { ...ARCHITECTURE, sizes: [1, 2, 1] };
    const loss = (layer: number) =>
      denoisingLoss(architecture, parameters, layer, tf.tensor2d([[2]]), 0, tf.tensor1d([1, 2], "int32"))
        .dataSync()[0];
    // The first layer makes (2, 0) of 2, and its mirror image 2.25 of that.
    assertAlmostEquals(loss(0), 0.25 ** 2, 1e-6);
    // The code of (2, 0) is 3, and the hidden layer's reconstruction (3, 2).
    assertAlmostEquals(loss(1), (1 + 4) / 2, 1e-6);
  });
});

Deno.test("denoisingLoss() corrupts its input by the seed, never what is to be reconstructed", () => {
  const network = initAutoencoder(ARCHITECTURE, 1);
  tf.tidy(() => {
    const x = tf.ones([64, 4]);
    const loss = (seed: number, rate: number) =>
      denoisingLoss(ARCHITECTURE, network.parameters, 0, x, rate, tf.tensor1d([seed, 0], "int32"))
        .dataSync()[0];
    assertEquals(loss(1, 0.5), loss(1, 0.5));
    assert(loss(1, 0.5) !== loss(2, 0.5));
    assertEquals(loss(1, 0), loss(2, 0));
  });
  tf.dispose(network as unknown as tf.TensorContainer);
});

Deno.test("denoisingLoss() corrupts the input of each layer, and what it gives on, each by itself", () => {
  tf.tidy(() => {
    const parameters = Object.fromEntries(
      [0, 1, 2, 3].flatMap((i) => [[`weight${i}`, tf.ones([1, 1])], [`bias${i}`, tf.zeros([1])]]),
    );
    for (const layer of [0, 1]) {
      const seed = tf.tensor1d([1, 2], "int32");
      const architecture: Architecture = { ...ARCHITECTURE, sizes: [1, 1, 1] };
      const loss = denoisingLoss(architecture, parameters, layer, tf.ones([10_000, 1]), 0.5, seed);
      // Of ones a quarter is doubled twice, the others are zero: (3² + 3 · 1²) / 4.
      assertAlmostEquals(loss.dataSync()[0], 3, 0.2);
    }
  });
});

Deno.test("fitStacked() lowers the error of each phase, repeats from its seed, and keeps the parameters' order", async () => {
  const { values, histories } = await fit(LAYERWISE);
  assertEquals(histories.layers.length, 2);
  for (const history of [...histories.layers, histories.whole]) {
    assertEquals(history.length, 4);
    assert(history[3].loss < history[0].loss, `${history.map(({ loss }) => loss)}`);
  }
  assertEquals(Object.keys(values), [0, 1, 2, 3].flatMap((i) => [`weight${i}`, `bias${i}`]));
  assertEquals((await fit(LAYERWISE)).values, values);
});

Deno.test("fitStacked() divides the learning rate by ten after so many epochs", async () => {
  const momentum = 0;
  const at = async (epochs: number, tenthEvery: number | null = null) =>
    (await fit({
      ...OPTIONS,
      whole: { ...WHOLE, momentum, epochs, tenthEvery },
      batchSize: 24,
    }))
      .values.bias3[0];
  const [one, two, slower] = [await at(1), await at(2), await at(2, 1)];
  assertAlmostEquals((slower - one) / (two - one), 0.1, 1e-3);
  assertEquals(await at(2, 2), two);
  // Also where a division by it, compiled, ends just below a whole number.
  assertNotEquals(await at(42, 41), await at(42));
});

Deno.test("fitStacked() refuses options out of range, by their names, and leaves no tensors", async () => {
  const before = tf.memory().numTensors;
  const refused: [object, string][] = [
    [{ whole: { ...WHOLE, momentum: 1 } }, "whole.momentum must be in [0, 1), got 1"],
    [{ whole: { ...WHOLE, learningRate: -1 } }, "whole.learningRate must be finite and above 0, got -1"],
    [
      { whole: { ...WHOLE, tenthEvery: 0 } },
      "whole.tenthEvery must be null, or finite and at least 1, got 0",
    ],
    [{ whole: { ...WHOLE, epochs: 0.5 } }, "epochs must be an integer, at least 0, got 0.5"],
    [
      { layerwise: { ...LAYERWISE.layerwise, corruption: 1 } },
      "layerwise.corruption must be in [0, 1), got 1",
    ],
    [
      { layerwise: { ...LAYERWISE.layerwise, deviation: NaN } },
      "layerwise.deviation must be finite and above 0, got NaN",
    ],
  ];
  for (const [change, message] of refused) {
    await assertRejects(
      () => fitStacked(points(), { ...OPTIONS, ...change }),
      RangeError,
      `Cannot fit the autoencoder: ${message}`,
    );
  }
  assertEquals(tf.memory().numTensors, before);
});

Deno.test("fitStacked() refuses other widths, and networks with dropout or batch normalisation", async () => {
  const before = tf.memory().numTensors;
  for (const change of [{ sizes: [5, 2] }, { dropout: 0.1 }, { batchNorm: BATCH_NORM }]) {
    const architecture = { ...ARCHITECTURE, ...change };
    await assertRejects(() => fitStacked(points(), { ...OPTIONS, architecture }), RangeError, "Cannot fit");
  }
  assertEquals(tf.memory().numTensors, before);
});
