import { assert, assertAlmostEquals, assertEquals, assertNotEquals, assertRejects } from "@std/assert";
import {
  initEngine,
  type Matrix,
  matrix,
  normal,
  type Parameters,
  random,
  tf,
  uniformTensor,
} from "../../engine/mod.ts";
import { assertClose } from "../../engine/testing.ts";
import { type Architecture, encode, PLAIN, reconstruct } from "../autoencoder/dense.ts";
import { tensorOf } from "../points.ts";
import golden from "./golden/divergence.json" with { type: "json" };
import {
  contrastiveDivergence,
  fitRbm,
  pretrain,
  type PretrainingChoices,
  RBM,
  type RbmOptions,
  type RbmUnits,
  unroll,
} from "./rbm.ts";

await initEngine({ engine: "tensorflow", quiet: true });

/** Rows of one of three patterns of twelve bits, each bit flipped now and then. */
function patterns(rows: number): Matrix {
  const next = random(1);
  const data = Float32Array.from({ length: 12 * rows }, (_, at) => {
    const on = Math.floor(at % 12 / 4) === Math.floor(at / 12) % 3;
    return Number(next() < 0.05 ? !on : on);
  });
  return matrix(data, rows, 12);
}

const OPTIONS = {
  hidden: 6,
  hiddenUnits: "binary" as const,
  visible: "binary" as const,
  epochs: 40,
  batchSize: 20,
  learningRate: 0.1,
  seed: 1,
};

for (const { units, v, noise, parameters, gradients, error } of golden.cases) {
  const steps = `${noise.length} ${noise.length === 1 ? "step" : "steps"}`;
  const kinds = `${units.visible} visible and ${units.hidden} hidden units`;
  Deno.test(`contrastiveDivergence() has NumPy's statistics: ${kinds}, ${steps}`, () => {
    tf.tidy(() => {
      const given: Parameters = {
        weights: tf.tensor2d(parameters.weights),
        visible: tf.tensor1d(parameters.visible),
        hidden: tf.tensor1d(parameters.hidden),
      };
      const found = contrastiveDivergence(
        given,
        tf.tensor2d(v),
        noise.map((drawn) => tf.tensor2d(drawn)),
        units as { visible: RbmUnits; hidden: RbmUnits },
      );
      for (const [name, expected] of Object.entries(gradients)) {
        assertClose(found.gradients[name].dataSync(), (expected as number[]).flat(), 1e-5, name);
      }
      assertAlmostEquals(found.error.dataSync()[0], error, 1e-5 * error);
    });
  });
}

Deno.test("fitRbm() lowers the reconstruction error, of binary and of Gaussian units", async () => {
  const next = random(2);
  const points = patterns(120);
  const centred = matrix(points.data.map((x) => 2 * x - 1 + 0.1 * normal(next)) as Float32Array, 120, 12);
  for (
    const [images, change] of [
      [points, {}],
      [centred, { visible: "gaussian", learningRate: 0.02 }],
      [points, { hiddenUnits: "gaussian", learningRate: 0.01 }],
    ] as const
  ) {
    const before = tf.memory().numTensors;
    const { parameters, history } = await fitRbm(images, { ...OPTIONS, ...change });
    assertEquals(parameters.weights.shape, [12, 6]);
    tf.dispose(parameters);
    assertEquals(tf.memory().numTensors, before);
    const losses = history.map(({ loss }) => loss);
    assert(losses.at(-1)! < 0.6 * losses[0], `${losses[0]} to ${losses.at(-1)}`);
  }
});

Deno.test("fitRbm() repeats exactly from a seed, and not from another", async () => {
  const run = async (seed: number) => {
    const { parameters, history } = await fitRbm(patterns(30), { ...OPTIONS, epochs: 2, seed });
    const weights = Array.from(parameters.weights.dataSync());
    tf.dispose(parameters);
    return [weights, history.map(({ loss }) => loss)];
  };
  assertEquals(await run(1), await run(1));
  assertNotEquals((await run(1))[1], (await run(2))[1]);
});

Deno.test("fitRbm() takes momentum 0.5 in five epochs and 0.9 after them, and decay of the weights alone", async () => {
  const options = { ...OPTIONS, learningRate: 0.5 };
  const row = patterns(1);
  const fit = async (epochs: number) => (await fitRbm(row, { ...options, epochs })).parameters;
  const each = (of: Parameters, change: (tensor: tf.Tensor, name: string) => tf.Tensor): Parameters =>
    Object.fromEntries(Object.entries(of).map(([name, tensor]) => [name, change(tensor, name)]));
  const [start, end] = [await fit(0), await fit(8)];
  tf.tidy(() => {
    let parameters = start;
    let velocity = each(start, tf.zerosLike);
    for (let epoch = 0; epoch < 8; epoch++) {
      const uniform = uniformTensor([1, options.hidden], tf.tensor1d([options.seed, epoch], "int32"));
      const { gradients } = contrastiveDivergence(parameters, tensorOf(row), [uniform], {
        visible: "binary",
        hidden: "binary",
      });
      velocity = each(velocity, (before, name) => {
        const decay = tf.mul(parameters[name], name === "weights" ? 2e-4 : 0);
        return tf.addN([tf.mul(before, epoch < 5 ? 0.5 : 0.9), gradients[name], decay]);
      });
      parameters = each(parameters, (w, name) => tf.sub(w, tf.mul(velocity[name], options.learningRate)));
    }
    for (const [name, tensor] of Object.entries(end)) {
      assertClose(tensor.dataSync(), parameters[name].dataSync(), 1e-5, name);
    }
  });
  tf.dispose([start, end]);
});

Deno.test("fitRbm() takes what is left out from RBM, and every choice of it changes the result", async () => {
  const losses = async (change: Partial<RbmOptions>) => {
    const { parameters, history } = await fitRbm(patterns(30), { ...OPTIONS, epochs: 7, ...change });
    tf.dispose(parameters);
    return history.map(({ loss }) => loss);
  };
  const plain = await losses({});
  assertEquals(await losses(RBM), plain);
  for (
    const change of [
      { momentum: { ...RBM.momentum, first: 0.4 } },
      { momentum: { ...RBM.momentum, epochs: 4 } },
      { momentum: { ...RBM.momentum, then: 0.8 } },
      { weightDecay: 2e-3 },
      { deviation: 0.2 },
      { gibbsSteps: 2 },
      { hiddenUnits: "gaussian" },
    ] as const
  ) {
    assertNotEquals(await losses(change), plain, JSON.stringify(change));
  }
});

Deno.test("fitRbm() refuses no hidden units, no step of Gibbs sampling and a rate below 0, and leaves no tensors", async () => {
  const before = tf.memory().numTensors;
  await assertRejects(
    () => fitRbm(patterns(3), { ...OPTIONS, learningRate: -1 }),
    RangeError,
    "learningRate must be",
  );
  assertEquals(tf.memory().numTensors, before);
  for (const name of ["hidden", "gibbsSteps"]) {
    await assertRejects(
      () => fitRbm(patterns(3), { ...OPTIONS, [name]: 0 }),
      RangeError,
      `Cannot fit the RBM: ${name} must be a positive integer, got 0`,
    );
  }
});

const ARCHITECTURE: Architecture = {
  ...PLAIN,
  sizes: [12, 10, 6, 3],
  hiddenActivation: "sigmoid",
  codeActivation: "sigmoid",
  outputActivation: "sigmoid",
  initialisation: "pytorch",
};

Deno.test("pretrain() trains a machine a layer, and unrolls them: weights, and the same transposed", async () => {
  const before = tf.memory().numTensors;
  const heard = new Set<number>();
  const finished: number[] = [];
  const { network, histories } = await pretrain(patterns(60), ARCHITECTURE, {
    ...OPTIONS,
    onProgress: (layer) => () => heard.add(layer),
    checkpoint: (layer) => ({
      load: () => Promise.resolve(undefined),
      reached(_take, last) {
        if (last) finished.push(layer);
        return Promise.resolve();
      },
    }),
  });
  assertEquals([...heard], [1, 2, 3]);
  assertEquals(finished, [1, 2, 3]);
  const { parameters } = network;
  assertEquals([0, 1, 2, 3, 4, 5].map((i) => parameters[`weight${i}`].shape), [
    [12, 10],
    [10, 6],
    [6, 3],
    [3, 6],
    [6, 10],
    [10, 12],
  ]);
  for (let i = 0; i < 3; i++) {
    const transposed = tf.tidy(() => tf.transpose(parameters[`weight${5 - i}`]).dataSync());
    assertEquals(parameters[`weight${i}`].dataSync(), transposed);
    assert(histories[i].at(-1)!.loss < histories[i][0].loss);
  }
  const codes = await encode(ARCHITECTURE, network, patterns(60));
  assertEquals([codes.rows, codes.columns], [60, 3]);
  // Better than the mean image, whose error is the bits' variance.
  const images = patterns(60).data;
  const { data: outputs } = await reconstruct(ARCHITECTURE, network, patterns(60));
  const error = (images as Float32Array).reduce((sum, x, i) => sum + (x - outputs[i]) ** 2, 0) /
    images.length;
  assert(error < 0.22, `${error}`);
  tf.dispose(network);
  assertEquals(tf.memory().numTensors, before);
});

Deno.test("pretrain() has a linear code from Gaussian units, with a learning rate of its own", async () => {
  const architecture = { ...ARCHITECTURE, codeActivation: "linear" } as const;
  const codes = async (learningRate: PretrainingChoices["learningRate"]) => {
    const options = { ...OPTIONS, learningRate };
    const { network, histories } = await pretrain(patterns(60), architecture, options);
    const { data } = await encode(architecture, network, patterns(60));
    tf.dispose(network as unknown as tf.TensorContainer);
    return { data, first: histories[0].map(({ loss }) => loss), last: histories[2].map(({ loss }) => loss) };
  };
  const [own, other] = [await codes({ hidden: 0.1, code: 0.01 }), await codes({ hidden: 0.1, code: 0.02 })];
  assertEquals(own.first, other.first);
  assertNotEquals(own.last, other.last);
  assert(own.last.at(-1)! < own.last[0], `${own.last[0]} to ${own.last.at(-1)}`);
  // Codes are no probabilities.
  assert(own.data.some((value) => value < 0) && own.data.some((value) => value > 1));
  assertEquals((await codes(0.01)).last, (await codes({ hidden: 0.01, code: 0.01 })).last);
});

Deno.test("unroll() gives each layer its biases: the hidden ones going in, the visible ones coming out", () => {
  tf.tidy(() => {
    const machine = (visible: number, hidden: number): Parameters => ({
      weights: tf.ones([visible, hidden]),
      visible: tf.fill([visible], visible),
      hidden: tf.fill([hidden], hidden),
    });
    const { parameters } = unroll([machine(5, 4), machine(4, 2)]);
    const biases = [0, 1, 2, 3].map((i) => Array.from(parameters[`bias${i}`].dataSync()));
    assertEquals(biases, [[4, 4, 4, 4], [2, 2], [4, 4, 4, 4], [5, 5, 5, 5, 5]]);
  });
});

Deno.test("pretrain() refuses other units and another width, and leaves no tensors", async () => {
  const before = tf.memory().numTensors;
  await assertRejects(
    () => pretrain(patterns(3), { ...ARCHITECTURE, hiddenActivation: "relu" }, OPTIONS),
    RangeError,
    "Cannot pretrain the autoencoder: it must have logistic hidden layers, a logistic or linear code and output sigmoid, " +
      "got relu, sigmoid, sigmoid",
  );
  await assertRejects(
    () => pretrain(patterns(3), { ...ARCHITECTURE, sizes: [11, 3] }, OPTIONS),
    RangeError,
    "its input must have the images' 12 pixels, got 11",
  );
  assertEquals(tf.memory().numTensors, before);
});
