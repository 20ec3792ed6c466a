import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertNotEquals,
  assertRejects,
  assertThrows,
} from "@std/assert";
import {
  ADAM,
  adam,
  compile,
  dropout,
  initEngine,
  lossAndGradients,
  type Matrix,
  matrix,
  type Parameters,
  tf,
} from "../../engine/mod.ts";
import { assertClose } from "../../engine/testing.ts";
import {
  codeSize,
  type ConvolutionalArchitecture,
  convolutionalCode,
  type ConvolutionalLayer,
  type ConvolutionalOptions,
  convolutionalParameterCounts,
  convolutionalPass,
  encoderParameters,
  fitConvolutional,
  initConvolutional,
} from "./convolutional.ts";
import golden from "./golden/convolutional.json" with { type: "json" };

await initEngine({ engine: "tensorflow", quiet: true });

const relu: ConvolutionalLayer = { kind: "relu" };
const convolution = (channels: number, stride: 1 | 2 = 1): ConvolutionalLayer => ({
  kind: "convolution",
  channels,
  stride,
});
const transposed = (channels: number): ConvolutionalLayer => ({ kind: "transposed convolution", channels });
const linear = (units: number): ConvolutionalLayer => ({ kind: "linear", units });

/** With pools. */
const SIAM: ConvolutionalArchitecture = {
  input: [8, 12],
  encoder: [
    convolution(4),
    relu,
    { kind: "max pool" },
    convolution(3),
    relu,
    { kind: "max pool" },
    linear(5),
  ],
  decoder: [
    linear(18),
    { kind: "reshape", shape: [2, 3, 3] },
    transposed(4),
    relu,
    transposed(3),
    relu,
    convolution(1),
    { kind: "sigmoid" },
  ],
  initialisation: "pytorch",
};

/** With strides. */
const DIBA: ConvolutionalArchitecture = {
  input: [8, 12],
  encoder: [convolution(3, 2), relu, convolution(4, 2), relu, linear(5)],
  decoder: [
    linear(24),
    relu,
    { kind: "reshape", shape: [2, 3, 4] },
    transposed(3),
    relu,
    transposed(1),
    { kind: "tanh" },
  ],
  initialisation: "pytorch",
};

type Nested = number | Nested[];

const tensors = (values: { [name: string]: Nested }): Parameters =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, tf.tensor(value as number[])]));

function assertAll(found: Parameters, expected: { [name: string]: Nested }, tolerance: number): void {
  assertEquals(Object.keys(found).sort(), Object.keys(expected).sort());
  for (const [name, value] of Object.entries(expected)) {
    assertClose(found[name].dataSync(), (value as number[]).flat(4) as number[], tolerance, name);
  }
}

for (const one of golden.cases) {
  const architecture = one.name === "siam" ? SIAM : DIBA;
  const given = () => ({
    parameters: tensors(one.parameters as unknown as { [name: string]: Nested }),
    x: tf.tensor2d(one.x),
  });
  const differentiate = (parameters: Parameters, x: tf.Tensor) =>
    lossAndGradients((parameters: Parameters) => {
      const { output } = convolutionalPass(architecture, parameters, x, null);
      return { loss: tf.mean(tf.squaredDifference(output, x)), rest: [] };
    }, parameters);

  Deno.test(`convolutionalPass() is PyTorch's: ${one.name}`, () => {
    tf.tidy(() => {
      const { parameters, x } = given();
      const { code, output } = convolutionalPass(architecture, parameters, x, null);
      assertClose(code.dataSync(), one.code.flat(), 1e-5, "code");
      assertClose(output.dataSync(), one.output.flat(), 1e-5, "output");
      const encoder = encoderParameters(architecture, parameters);
      assert(Object.keys(encoder).length < Object.keys(parameters).length);
      assertEquals(
        [...convolutionalCode(architecture, encoder, x, null).dataSync()],
        [...code.dataSync()],
      );
    });
  });

  Deno.test(`loss, gradients and a step of Adam are PyTorch's, eager and compiled: ${one.name}`, () => {
    tf.tidy(() => {
      const { parameters, x } = given();
      const optimiser = adam({ learningRate: one.learningRate });
      for (const fn of [differentiate, compile(differentiate, [parameters, x])]) {
        const { loss, gradients } = fn(parameters, x);
        assertAlmostEquals(loss.dataSync()[0], one.loss, 1e-6);
        assertAll(gradients, one.gradients as unknown as { [name: string]: Nested }, 1e-6);
        const next = optimiser.update(parameters, gradients, optimiser.init(parameters));
        assertAll(next.parameters, one.parametersAfter as unknown as { [name: string]: Nested }, 1e-4);
      }
    });
  });
}

Deno.test("convolutionalParameterCounts() names and counts what has weights", () => {
  assertEquals(convolutionalParameterCounts(SIAM), [
    { name: "conv 1-4", count: 40 },
    { name: "conv 4-3", count: 111 },
    { name: "linear 18-5", count: 95 },
    { name: "linear 5-18", count: 108 },
    { name: "convt 3-4", count: 112 },
    { name: "convt 4-3", count: 111 },
    { name: "conv 3-1", count: 28 },
  ]);
});

Deno.test("initConvolutional() draws as PyTorch does, within ±1/√fanIn, the same again from a seed", () => {
  tf.tidy(() => {
    const wide: ConvolutionalArchitecture = {
      input: [4, 4],
      encoder: [convolution(64), linear(300)],
      decoder: [linear(16 * 9), { kind: "reshape", shape: [4, 4, 9] }, transposed(100), linear(16)],
      initialisation: "pytorch",
    };
    const parameters = initConvolutional(wide, 5);
    // PyTorch takes the fan-in of a transposed convolution from what goes out of it.
    const fanIns = [9, 1024, 300, 900, 6400];
    fanIns.forEach((fanIn, i) => {
      for (const name of [`weight${i}`, `bias${i}`]) {
        const values = parameters[name].dataSync() as Float32Array;
        const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
        assert(largest <= 1 / Math.sqrt(fanIn) && largest > 0.8 / Math.sqrt(fanIn), `${name}: ${largest}`);
      }
    });
    const draw = (seed: number) => [...initConvolutional(SIAM, seed).weight1.dataSync()];
    assertEquals(draw(1), draw(1));
    assertNotEquals(draw(1), draw(2));
  });
});

Deno.test("layers drop out in training alone, each in its own way", () => {
  tf.tidy(() => {
    const drop: ConvolutionalLayer = { kind: "dropout", rate: 0.3 };
    const architecture: ConvolutionalArchitecture = {
      ...SIAM,
      input: [10, 10],
      encoder: [drop, drop],
      decoder: [],
    };
    const x = tf.ones([3, 100]);
    const seed = tf.tensor1d([1, 2], "int32");
    const expected = dropout(dropout(tf.ones([3, 10, 10, 1]), 0.3, seed, 0), 0.3, seed, 1);
    assertEquals(
      [...convolutionalCode(architecture, {}, x, seed).dataSync()],
      [...expected.dataSync()],
    );
    assertEquals([...convolutionalCode(architecture, {}, x, null).dataSync()], [...x.dataSync()]);
  });
});

const refusals: [string, Partial<ConvolutionalArchitecture>][] = [
  ["max pool needs an image of even height and width, got [7,8,1]", {
    input: [7, 8],
    encoder: [{ kind: "max pool" }],
  }],
  ["convolution needs an image, got [5]", { encoder: [linear(5), convolution(3)] }],
  ["transposed convolution needs an image, got [5]", { decoder: [transposed(3)] }],
  ["reshape to [2,2,2] must keep the number of elements, got [5]", {
    decoder: [{ kind: "reshape", shape: [2, 2, 2] }],
  }],
  ["its reconstruction must have 16 numbers, got [5]", { decoder: [] }],
  ["linear must have a positive integer of units, got 0", { encoder: [linear(0)] }],
  ["convolution must have a positive integer of channels, got 1.5", {
    encoder: [{ kind: "convolution", channels: 1.5, stride: 1 }],
  }],
];
for (const [message, change] of refusals) {
  Deno.test(`a layout is refused: ${message}`, () => {
    const layout: ConvolutionalArchitecture = {
      input: [4, 4],
      encoder: [linear(5)],
      decoder: [linear(16)],
      initialisation: "pytorch",
      ...change,
    };
    assertThrows(
      () => convolutionalParameterCounts(layout),
      RangeError,
      `Cannot lay out the autoencoder: ${message}`,
    );
  });
}

/** Images of one bar each, in [0, 1]. */
function bars(rows: number): Matrix {
  const data = new Float32Array(rows * 96);
  for (let i = 0; i < rows; i++) {
    for (let y = 0; y < 8; y++) data[i * 96 + y * 12 + (i * 5) % 12] = 0.9;
  }
  return matrix(data, rows, 96);
}

const OPTIONS: ConvolutionalOptions = {
  architecture: {
    ...DIBA,
    decoder: [...DIBA.decoder.slice(0, -1), { kind: "dropout", rate: 0.1 }, { kind: "sigmoid" }],
  },
  loss: "mse",
  optimiser: { ...ADAM, learningRate: 0.01 },
  epochs: 20,
  batchSize: 8,
  seed: 1,
};

Deno.test("fitConvolutional() learns, the same again from a seed, and leaves no tensors", async () => {
  const before = tf.memory().numTensors;
  const fit = async () => {
    const autoencoder = await fitConvolutional(bars(32), OPTIONS);
    const result = {
      losses: autoencoder.history.map(({ loss }) => loss),
      codes: await autoencoder.encode(bars(7)),
      outputs: await autoencoder.reconstruct(bars(7)),
    };
    autoencoder.dispose();
    return result;
  };
  const one = await fit();
  assertEquals(await fit(), one);
  assert(one.losses.at(-1)! < 0.5 * one.losses[0], `${one.losses}`);
  assertEquals([one.codes.rows, one.codes.columns], [7, codeSize(OPTIONS.architecture)]);
  assertEquals([one.outputs.rows, one.outputs.columns], [7, 96]);
  assertEquals(tf.memory().numTensors, before);
});

Deno.test("fitConvolutional() refuses images of another size, and leaves no tensors", async () => {
  const before = tf.memory().numTensors;
  await assertRejects(
    () => fitConvolutional(matrix(new Float32Array(20), 2, 10), OPTIONS),
    RangeError,
    "Cannot fit the autoencoder: its input must have the images' 10 pixels, got 8 × 12",
  );
  const bare: ConvolutionalArchitecture = {
    ...OPTIONS.architecture,
    encoder: [{ kind: "relu" }],
    decoder: [{ kind: "relu" }],
  };
  await assertRejects(
    () => fitConvolutional(bars(32), { ...OPTIONS, architecture: bare }),
    RangeError,
    "Cannot fit the autoencoder: it must have a layer with weights, got none",
  );
  const { encode, reconstruct, dispose } = await fitConvolutional(bars(32), OPTIONS);
  for (const make of [encode, reconstruct]) {
    await assertRejects(
      () => make(matrix(new Float32Array(96), 2, 48)),
      RangeError,
      "there must be 96 columns, as the network has inputs, got 48",
    );
  }
  dispose();
  assertEquals(tf.memory().numTensors, before);
});
