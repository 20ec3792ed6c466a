import { assert, assertAlmostEquals, assertEquals, assertRejects, assertThrows } from "@std/assert";
import {
  initEngine,
  KERAS_ADAM,
  lossAndGradients,
  type Matrix,
  matrix,
  type Parameters,
  tf,
} from "../../engine/mod.ts";
import { type Architecture, type Pass, PLAIN } from "../autoencoder/dense.ts";
import { fitAutoencoder } from "../autoencoder/fit.ts";
import { entanglement, gradientRatio, type GradientRatioOptions } from "./inspect.ts";
import { softNearestNeighborLoss } from "./loss.ts";
import { LAYER_SETS, snnlPenalty, type SnnlPenaltyOptions } from "./penalty.ts";

await initEngine({ engine: "tensorflow", quiet: true });

const LABELS = [0, 0, 1, 1];
const OPTIONS: SnnlPenaltyOptions = {
  labels: Int32Array.from(LABELS),
  alpha: 100,
  layers: "hidden",
  combine: "sum",
  temperature: { kind: "annealed", eta: 1, gamma: 0.55 },
  distance: "cosine",
};

/** Activations of a layer before the code, the code, one after it, and the output; the code tells the classes apart. */
const LAYERS = {
  before: [[1, 0.2], [0.3, 1], [1, 0.1], [0.2, 1]],
  code: [[1, 0.1], [1, 0.2], [0.1, 1], [0.2, 1]],
  after: [[1, 0], [1, 0.5], [0.4, 1], [0.6, 1]],
  output: [[1, 0.9], [0.9, 1], [0.8, 1], [1, 0.7]],
};

/** Their sums before the activation are here twice what they give on. */
function passOf({ before, code, after, output }: Parameters): Pass {
  const sums = [before, code, after, output].map((layer) => tf.mul(layer, 2));
  return { hidden: [before, code, after], code, output, logits: sums[3], sums, statistics: {} };
}

function layers(): Parameters {
  return Object.fromEntries(Object.entries(LAYERS).map(([name, values]) => [name, tf.tensor2d(values)]));
}

/** The term of a pass through these layers, and which of them its gradient goes to. */
function termOf(options: SnnlPenaltyOptions, epoch = 0): { term: number; pulled: string[] } {
  return tf.tidy(() => {
    const labels = options.labels && tf.tensor1d(options.labels, "int32");
    const { loss, gradients } = lossAndGradients((parameters) => {
      const term = snnlPenalty(options).term(passOf(parameters), labels, tf.scalar(epoch));
      // TensorFlow.js gives no gradient for what a loss does not depend on: here all of them do, without effect.
      const nothing = Object.values(parameters).map((layer) => tf.mul(0, tf.sum(layer)));
      return { loss: tf.addN([term, ...nothing]), rest: [] };
    }, layers());
    const pulled = Object.keys(LAYERS).filter((name) =>
      gradients[name].dataSync().some((value) => value !== 0)
    );
    return { term: loss.dataSync()[0], pulled };
  });
}

/** The loss of each layer by itself. */
function losses(temperature: number): Record<keyof typeof LAYERS, number> {
  return tf.tidy(() => {
    const y = tf.tensor1d(LABELS, "int32");
    const values = Object.entries(layers()).map(([name, layer]) => [
      name,
      softNearestNeighborLoss(layer, y, tf.scalar(temperature), { distance: "cosine" }).dataSync()[0],
    ]);
    return Object.fromEntries(values);
  });
}

Deno.test("snnlPenalty() is alpha times the sum over its set of layers", () => {
  const { before, code, after, output } = losses(1);
  const expected = {
    hidden: before + code + after,
    "hidden and output": before + code + after + output,
    encoder: before + code,
    code,
    "code and output": code + output,
    // By their cosines, layers twice as long are equally far apart.
    "every module": 2 * (before + code + after + output),
  };
  for (const set of LAYER_SETS) {
    assertAlmostEquals(termOf({ ...OPTIONS, layers: set }).term, 100 * expected[set], 1e-3);
    assertAlmostEquals(termOf({ ...OPTIONS, layers: set, alpha: 2 }).term, 2 * expected[set], 1e-4);
  }
  assertEquals(termOf(OPTIONS).pulled, ["before", "code", "after"]);
  assertEquals(termOf({ ...OPTIONS, layers: "encoder" }).pulled, ["before", "code"]);
  assertAlmostEquals(termOf({ ...OPTIONS, layers: 3 }).term, 100 * after, 1e-3);
  assertEquals(termOf({ ...OPTIONS, layers: 3 }).pulled, ["after"]);
  assertThrows(() => termOf({ ...OPTIONS, layers: 4 }), RangeError, "from 1 to 3, got 4");
});

Deno.test("snnlPenalty() by the minimum is the lowest layer's loss, and only that layer has a gradient", () => {
  const { before, code, after } = losses(1);
  assert(code < before && code < after);
  const { term, pulled } = termOf({ ...OPTIONS, combine: "min" });
  assertAlmostEquals(term, 100 * code, 1e-3);
  assertEquals(pulled, ["code"]);
});

Deno.test("snnlPenalty() follows its temperature by epoch", () => {
  const { code } = losses(50 ** -0.55);
  assertAlmostEquals(termOf({ ...OPTIONS, layers: "code" }, 49).term, 100 * code, 1e-3);
  const fixed = { ...OPTIONS, layers: "code" as const, temperature: { kind: "fixed" as const, value: 1 } };
  assertEquals(termOf(fixed, 49), termOf(fixed, 0));
});

Deno.test("snnlPenalty() without labels asks for none and is about 0", () => {
  assertEquals("labels" in snnlPenalty({ ...OPTIONS, labels: null }), false);
  for (const combine of ["sum", "min"] as const) {
    assertAlmostEquals(termOf({ ...OPTIONS, labels: null, combine }).term, 0, 1e-2);
  }
});

Deno.test("snnlPenalty() refuses a temperature of 0 or less", () => {
  for (const value of [0, -1, NaN]) {
    for (
      const temperature of [{ kind: "fixed" as const, value }, {
        kind: "annealed" as const,
        eta: value,
        gamma: 0.55,
      }]
    ) {
      assertThrows(
        () => snnlPenalty({ ...OPTIONS, temperature }),
        RangeError,
        `Cannot make the penalty: the temperature, or its eta, must be above 0, got ${value}`,
      );
    }
  }
});

const ROWS = 48;
const CLASSES = Int32Array.from({ length: ROWS }, (_, i) => i % 3);

/** Twelve pixels that depend on the class, hidden under a larger part that does not. */
const IMAGES: Matrix = matrix(
  Float32Array.from({ length: ROWS * 12 }, (_, at) => {
    const [i, j] = [Math.floor(at / 12), at % 12];
    return 0.5 + 0.35 * Math.sin(1.7 * i + 0.9 * j * (1 + i % 5)) + 0.1 * Math.cos(2 * CLASSES[i] + j);
  }),
  ROWS,
  12,
);

const ARCHITECTURE: Architecture = {
  ...PLAIN,
  sizes: [12, 16, 4],
  codeActivation: "sigmoid",
  outputActivation: "sigmoid",
  initialisation: "he",
};

function fit(penalty?: SnnlPenaltyOptions) {
  return fitAutoencoder(IMAGES, {
    architecture: ARCHITECTURE,
    loss: "bce",
    optimiser: { ...KERAS_ADAM, learningRate: 1e-2 },
    ...penalty && { penalty: snnlPenalty(penalty) },
    epochs: 40,
    batchSize: 16,
    seed: 42,
  });
}

const measure = { labels: CLASSES, temperature: 0.2, batchSize: 16, distance: "cosine" } as const;

Deno.test("an autoencoder trained with snnlPenalty() has classes apart, one without has not", async () => {
  const before = tf.memory().numTensors;
  const layersOf = async (penalty?: SnnlPenaltyOptions) => {
    const autoencoder = await fit(penalty);
    const layers = await entanglement(ARCHITECTURE, autoencoder.network, IMAGES, measure);
    assertEquals(layers.length, 3);
    assert(autoencoder.history.every(({ loss }) => Number.isFinite(loss)));
    autoencoder.dispose();
    return layers;
  };
  const plain = await layersOf();
  const sum = await layersOf({ ...OPTIONS, labels: CLASSES });
  sum.forEach((loss, i) => assert(loss < 0.5 * plain[i], `layer ${i}: ${loss}, without it ${plain[i]}`));
  const min = await layersOf({ ...OPTIONS, labels: CLASSES, combine: "min" });
  assert(Math.min(...min) < 0.5 * Math.min(...plain), `${min}, without it ${plain}`);
  assertEquals(tf.memory().numTensors, before);
});

Deno.test("gradientRatio() is large with labels and almost nothing without", async () => {
  const autoencoder = await fit();
  const before = tf.memory().numTensors;
  const ratio = (labels: Int32Array | null, batches = 3) =>
    gradientRatio(ARCHITECTURE, autoencoder.network, IMAGES, {
      penalty: snnlPenalty({ ...OPTIONS, labels }),
      loss: "bce",
      batchSize: 16,
      batches,
      epoch: 0,
    });
  assert(await ratio(CLASSES) > 10);
  assert(await ratio(null) < 0.05);
  // No more batches than there are.
  assertEquals(await ratio(CLASSES, 9), await ratio(CLASSES, 3));
  assertEquals(tf.memory().numTensors, before);
  autoencoder.dispose();
});

Deno.test("gradientRatio() refuses batches and labels that it cannot take", async () => {
  const autoencoder = await fit();
  const before = tf.memory().numTensors;
  const options = { loss: "bce", batchSize: 16, batches: 3, epoch: 0 } as const;
  const penalty = snnlPenalty({ ...OPTIONS, labels: CLASSES });
  const cases: [Partial<GradientRatioOptions>, string][] = [
    ...[0, 1.5, NaN].flatMap((count): [Partial<GradientRatioOptions>, string][] => [
      [{ batchSize: count }, `batchSize must be a positive integer, got ${count}`],
      [{ batches: count }, `batches must be a positive integer, got ${count}`],
    ]),
    [
      { penalty: { ...penalty, labels: CLASSES.subarray(1) } },
      `there must be a label for each of the ${IMAGES.rows} images, got ${IMAGES.rows - 1}`,
    ],
  ];
  for (const [change, message] of cases) {
    await assertRejects(
      () => gradientRatio(ARCHITECTURE, autoencoder.network, IMAGES, { penalty, ...options, ...change }),
      RangeError,
      `Cannot compare the gradients: ${message}`,
    );
  }
  const none = matrix(new Float32Array(), 0, IMAGES.columns);
  await assertRejects(
    () => gradientRatio(ARCHITECTURE, autoencoder.network, none, { penalty, ...options }),
    RangeError,
    "Cannot compare the gradients: there must be at least 1 image, got 0",
  );
  assertEquals(tf.memory().numTensors, before);
  autoencoder.dispose();
});

Deno.test("gradientRatio() of a penalty that is twice the reconstruction loss is 2", async () => {
  const autoencoder = await fit();
  const first = Float32Array.from(IMAGES.data.slice(0, 16 * 12));
  const penalty = {
    term: ({ logits }: Pass) =>
      tf.mul(2, tf.losses.sigmoidCrossEntropy(tf.tensor2d(first, [16, 12]), logits)),
  };
  const options = { penalty, loss: "bce", batchSize: 16, batches: 1, epoch: 0 } as const;
  assertAlmostEquals(await gradientRatio(ARCHITECTURE, autoencoder.network, IMAGES, options), 2, 1e-5);
  autoencoder.dispose();
});
