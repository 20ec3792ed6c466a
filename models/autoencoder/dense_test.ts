import { assert, assertAlmostEquals, assertEquals, assertNotEquals, assertRejects } from "@std/assert";
import {
  compile,
  dropout,
  initEngine,
  lossAndGradients,
  matrix,
  type Parameters,
  tf,
} from "../../engine/mod.ts";
import { assertClose } from "../../engine/testing.ts";
import {
  type Activation,
  type Architecture,
  type AutoencoderState,
  BATCH_NORM,
  encode,
  initAutoencoder,
  layersOf,
  parameterCounts,
  type Pass,
  pass,
  PLAIN,
  reconstruct,
} from "./dense.ts";
import { reconstructionLoss } from "./fit.ts";
import golden from "./golden/pass.json" with { type: "json" };

await initEngine({ engine: "tensorflow", quiet: true });

type Numbers = { [name: string]: number[] | number[][] };

const tensors = (values: Numbers): Parameters =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, tf.tensor(value)]));

/** Checks tensors by name against the numbers of the golden file, except those that `skip` names. */
function assertAll(
  found: Parameters,
  expected: Numbers,
  tolerance: number,
  skip: (name: string) => boolean = () => false,
): void {
  assertEquals(Object.keys(found).sort(), Object.keys(expected).sort());
  for (const [name, value] of Object.entries(expected)) {
    if (!skip(name)) assertClose(found[name].dataSync(), value.flat(), tolerance, name);
  }
}

interface Case {
  name: string;
  architecture: Architecture;
  state: AutoencoderState;
  x: tf.Tensor;
  loss: "mse" | "bce";
  golden: typeof golden.cases[number];
}

/** Runs a test for each network of the golden file. */
function forEachCase(name: string, fn: (given: Case) => void): void {
  for (const one of golden.cases) {
    const { codeActivation, outputActivation, batchNorm, loss } = one;
    const label = `${codeActivation} code, ${outputActivation} output, ${loss}${
      batchNorm ? ", batch norm" : ""
    }`;
    Deno.test(`${name}: ${label}`, () => {
      const before = tf.memory().numTensors;
      tf.tidy(() => {
        fn({
          name: label,
          architecture: {
            ...PLAIN,
            sizes: golden.sizes,
            codeActivation: codeActivation as Activation,
            outputActivation: outputActivation as Activation,
            batchNorm: batchNorm ? BATCH_NORM : null,
            initialisation: "pytorch",
          },
          state: {
            parameters: tensors(one.parameters as unknown as Numbers),
            statistics: tensors(one.statistics as unknown as Numbers),
          },
          x: tf.tensor2d(one.x),
          loss: loss as "mse" | "bce",
          golden: one,
        });
      });
      assertEquals(tf.memory().numTensors, before);
    });
  }
}

const SEED = () => tf.tensor1d([1, 2], "int32");

/** Loss, gradients and statistics of a step, without dropout. */
const differentiate = ({ architecture, state, x, loss }: Case) =>
  lossAndGradients((parameters: Parameters) => {
    const through = pass(architecture, { parameters, statistics: state.statistics }, x, SEED());
    return { loss: reconstructionLoss(loss, x, through), rest: through.statistics };
  }, state.parameters);

Deno.test("784-512-256-64 has as many parameters as PyTorch's", () => {
  const counts = parameterCounts({ sizes: [784, 512, 256, 64] });
  assertEquals(counts, [401920, 131328, 16448, 16640, 131584, 402192]);
  assertEquals(counts.reduce((sum, count) => sum + count), 1100112);
});

Deno.test("layersOf() mirrors the widths, and says what each layer is", () => {
  const layers = (sizes: number[]) =>
    layersOf({ sizes }).map(({ index, fanIn, fanOut, role }) => `${index}: ${fanIn}-${fanOut} ${role}`);
  assertEquals(layers([5, 4, 3]), ["0: 5-4 hidden", "1: 4-3 code", "2: 3-4 hidden", "3: 4-5 output"]);
  assertEquals(layers([5, 2]), ["0: 5-2 code", "1: 2-5 output"]);
});

forEachCase("pass() in use is PyTorch's in eval mode", ({ architecture, state, x, golden }) => {
  const through = pass(architecture, state, x, null);
  for (const part of ["code", "logits", "output"] as const) {
    assertClose(through[part].dataSync(), golden.eval[part].flat(), 1e-5, part);
  }
  assertAll(through.statistics, golden.statistics as unknown as Numbers, 1e-7);
});

forEachCase("pass() in training is PyTorch's in train mode", ({ architecture, state, x, golden }) => {
  const through = pass(architecture, state, x, SEED());
  for (const part of ["code", "logits", "output"] as const) {
    assertClose(through[part].dataSync(), golden.train[part].flat(), 1e-5, part);
  }
  assertAll(through.statistics, golden.statisticsAfter as unknown as Numbers, 1e-6);
});

forEachCase("loss and gradients are PyTorch's, eager and compiled", (given) => {
  const { architecture, state, x, loss, golden } = given;
  const compiled = compile(
    (state: AutoencoderState, x: tf.Tensor) => differentiate({ ...given, state, x }),
    [state, x],
  );
  assertEquals(architecture.batchNorm !== null, golden.batchNorm);
  assert(loss === golden.loss);
  for (const { loss, gradients, rest } of [differentiate(given), compiled(state, x)]) {
    assertAlmostEquals(loss.dataSync()[0], golden.lossValue, 1e-6);
    assertAll(gradients, golden.gradients as unknown as Numbers, 1e-6);
    assertAll(rest, golden.statisticsAfter as unknown as Numbers, 1e-6);
  }
});

forEachCase("gradients are the loss's slopes by finite differences", (given) => {
  const { state } = given;
  const lossOf = compile(
    (state: AutoencoderState) => {
      const through = pass(given.architecture, state, given.x, SEED());
      return reconstructionLoss(given.loss, given.x, through);
    },
    [state],
  );
  const { gradients } = differentiate(given);
  for (const [i, [name, parameter]] of Object.entries(state.parameters).entries()) {
    // Along the gradient itself the slope is its norm; across, along a fixed direction, its projection on that.
    const fixed = tf.reshape(tf.sin(tf.add(tf.range(0, parameter.size), i)), parameter.shape);
    for (const direction of [gradients[name], fixed]) {
      const unit = tf.div(direction, tf.add(tf.norm(direction), 1e-12));
      const step = 4e-3;
      const at = (sign: number) =>
        lossOf({
          ...state,
          parameters: { ...state.parameters, [name]: tf.add(parameter, tf.mul(unit, sign * step)) },
        }).dataSync()[0];
      const slope = (at(1) - at(-1)) / (2 * step);
      const expected = tf.sum(tf.mul(gradients[name], unit)).dataSync()[0];
      assertAlmostEquals(
        slope,
        expected,
        1e-4 + 0.02 * Math.abs(expected),
        `${name}: ${slope} for ${expected}`,
      );
    }
  }
});

Deno.test("pass() gives what each layer but the last gives on, and each one's sums before the activation", () => {
  tf.tidy(() => {
    const architecture: Architecture = {
      ...PLAIN,
      sizes: [6, 5, 3],
      codeActivation: "tanh",
      outputActivation: "sigmoid",
      initialisation: "he",
    };
    const { code, hidden, output, logits, sums }: Pass = pass(
      architecture,
      initAutoencoder(architecture, 1),
      tf.ones([4, 6]),
      null,
    );
    assertEquals(hidden.map(({ shape }) => shape), [[4, 5], [4, 3], [4, 5]]);
    assert(hidden[1] === code);
    assertEquals(sums.map(({ shape }) => shape), [[4, 5], [4, 3], [4, 5], [4, 6]]);
    assert(sums[3] === logits);
    assertEquals(tf.tanh(sums[1]).dataSync(), code.dataSync());
    assertEquals(output.shape, [4, 6]);
    assert(hidden[0].dataSync().every((value) => value >= 0));
  });
});

Deno.test("pass() drops out after the hidden layers alone, each in its own way, and only in training", () => {
  tf.tidy(() => {
    const architecture: Architecture = {
      ...PLAIN,
      sizes: [6, 400, 3],
      codeActivation: "sigmoid",
      outputActivation: "linear",
      dropout: 0.3,
      initialisation: "pytorch",
    };
    const state = initAutoencoder(architecture, 3);
    const x = tf.ones([10, 6]);
    const without = pass(architecture, state, x, null);
    const dropped = pass(architecture, state, x, SEED());
    assertEquals([...dropped.hidden[0].dataSync()], [
      ...dropout(without.hidden[0], 0.3, SEED(), 0).dataSync(),
    ]);
    // What the first hidden layer dropped, the code sees, and nothing is dropped from the code.
    assertNotEquals([...dropped.code.dataSync()], [...without.code.dataSync()]);
    assert(dropped.code.dataSync().every((value) => value > 0));
    const zeros = (t: tf.Tensor) => [...t.dataSync()].map((value) => value === 0);
    const [first, , second] = dropped.hidden.map(zeros);
    assertNotEquals(first, second);
    assertEquals([...pass(architecture, state, x, SEED()).output.dataSync()], [...dropped.output.dataSync()]);
    const other = pass(architecture, state, x, tf.tensor1d([1, 3], "int32"));
    assertNotEquals([...other.output.dataSync()], [...dropped.output.dataSync()]);
  });
});

Deno.test("pass() in training takes a batch of one row with batch normalisation", () => {
  tf.tidy(() => {
    const architecture: Architecture = {
      ...PLAIN,
      sizes: [4, 3, 2],
      codeActivation: "linear",
      outputActivation: "tanh",
      batchNorm: BATCH_NORM,
      initialisation: "pytorch",
    };
    const { output, statistics } = pass(
      architecture,
      initAutoencoder(architecture, 1),
      tf.ones([1, 4]),
      SEED(),
    );
    for (const t of [output, ...Object.values(statistics)]) assert(t.dataSync().every(Number.isFinite));
    assertClose(statistics.variance0.dataSync(), [0.9, 0.9, 0.9], 1e-6);
  });
});

const WIDE = {
  ...PLAIN,
  sizes: [300, 200, 100],
  codeActivation: "linear",
  outputActivation: "tanh",
} as const;

function moments(t: tf.Tensor): { mean: number; variance: number; largest: number; size: number } {
  const values = t.dataSync() as Float32Array;
  const mean = values.reduce((sum, x) => sum + x, 0) / values.length;
  const variance = values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / values.length;
  const largest = values.reduce((most, x) => Math.max(most, Math.abs(x)), 0);
  return { mean, variance, largest, size: values.length };
}

Deno.test("initAutoencoder() draws as PyTorch does: uniform within ±1/√fanIn", () => {
  tf.tidy(() => {
    const architecture: Architecture = { ...WIDE, initialisation: "pytorch" };
    const { parameters } = initAutoencoder(architecture, 5);
    for (const { index, fanIn } of layersOf(architecture)) {
      const bound = Math.sqrt(1 / fanIn);
      const weight = moments(parameters[`weight${index}`]);
      assert(weight.largest <= bound && weight.largest > 0.999 * bound);
      assertAlmostEquals(weight.mean, 0, 4 * bound / Math.sqrt(3 * weight.size));
      assertAlmostEquals(weight.variance / (bound ** 2 / 3), 1, 0.03);
      const bias = moments(parameters[`bias${index}`]);
      assert(bias.largest <= bound && bias.largest > 0.9 * bound);
    }
  });
});

Deno.test("initAutoencoder() draws by He for hidden layers, by Glorot for code and output, biases zero", () => {
  tf.tidy(() => {
    const architecture: Architecture = { ...WIDE, initialisation: "he" };
    const { parameters } = initAutoencoder(architecture, 5);
    for (const { index, fanIn, fanOut, role } of layersOf(architecture)) {
      const weight = moments(parameters[`weight${index}`]);
      const variance = role === "hidden" ? 2 / fanIn : 2 / (fanIn + fanOut);
      assertAlmostEquals(weight.variance / variance, 1, 0.04);
      assertAlmostEquals(weight.mean, 0, 4 * Math.sqrt(variance / weight.size));
      const bound = Math.sqrt(6 / (fanIn + fanOut));
      assert(role === "hidden" ? weight.largest > 3 * Math.sqrt(variance) : weight.largest <= bound);
      assertEquals(moments(parameters[`bias${index}`]).largest, 0);
    }
  });
});

Deno.test("initAutoencoder() draws every layer by Glorot where it is asked to, biases zero", () => {
  tf.tidy(() => {
    const architecture: Architecture = { ...WIDE, initialisation: "glorot" };
    const { parameters } = initAutoencoder(architecture, 5);
    for (const { index, fanIn, fanOut } of layersOf(architecture)) {
      const weight = moments(parameters[`weight${index}`]);
      const variance = 2 / (fanIn + fanOut);
      assertAlmostEquals(weight.variance / variance, 1, 0.04);
      assertAlmostEquals(weight.mean, 0, 4 * Math.sqrt(variance / weight.size));
      assert(weight.largest <= Math.sqrt(6 / (fanIn + fanOut)));
      assertEquals(moments(parameters[`bias${index}`]).largest, 0);
    }
  });
});

Deno.test("initAutoencoder() starts normalisations at 1 and 0, hidden layers' alone", () => {
  tf.tidy(() => {
    const architecture: Architecture = {
      ...WIDE,
      sizes: [5, 4, 3],
      batchNorm: BATCH_NORM,
      initialisation: "he",
    };
    const { parameters, statistics } = initAutoencoder(architecture, 5);
    assertEquals(Object.keys(statistics).sort(), ["mean0", "mean2", "variance0", "variance2"]);
    const norms = Object.keys(parameters).filter((name) => /scale|shift/.test(name));
    assertEquals(norms.sort(), ["scale0", "scale2", "shift0", "shift2"]);
    for (const t of [parameters.scale0, statistics.variance2]) assertEquals([...t.dataSync()], [1, 1, 1, 1]);
    for (const t of [parameters.shift0, statistics.mean2]) assertEquals([...t.dataSync()], [0, 0, 0, 0]);
  });
});

Deno.test("initAutoencoder() is the same again from a seed, and another from another", () => {
  tf.tidy(() => {
    const architecture: Architecture = { ...WIDE, sizes: [5, 4, 3], initialisation: "pytorch" };
    const draw = (seed: number) => [...initAutoencoder(architecture, seed).parameters.weight0.dataSync()];
    assertEquals(draw(1), draw(1));
    assertNotEquals(draw(1), draw(2));
  });
});

Deno.test("encode() and reconstruct() go through all rows, also more than one chunk holds", async () => {
  const architecture: Architecture = {
    ...PLAIN,
    sizes: [3, 4, 2],
    codeActivation: "linear",
    outputActivation: "sigmoid",
    batchNorm: BATCH_NORM,
    dropout: 0.5,
    initialisation: "he",
  };
  const state = initAutoencoder(architecture, 9);
  const before = tf.memory().numTensors;
  const rows = 4096 + 3;
  const data = Float64Array.from({ length: 3 * rows }, (_, i) => Math.sin(i));
  const images = matrix(data, rows, 3);
  const codes = await encode(architecture, state, images);
  const outputs = await reconstruct(architecture, state, images);
  assertEquals([codes.rows, codes.columns, outputs.rows, outputs.columns], [rows, 2, rows, 3]);
  assertEquals(tf.memory().numTensors, before);
  tf.tidy(() => {
    const { code, output } = pass(architecture, state, tf.tensor2d(Float32Array.from(data), [rows, 3]), null);
    assertClose(codes.data, code.dataSync(), 1e-5);
    assertClose(outputs.data, output.dataSync(), 1e-5);
  });
  assertEquals((await encode(architecture, state, matrix(new Float32Array(0), 0, 3))).rows, 0);
  tf.dispose(state as unknown as tf.TensorContainer);
});

Deno.test("encode() and reconstruct() refuse images of another width than the network's", async () => {
  const architecture: Architecture = {
    ...PLAIN,
    sizes: [3, 2],
    codeActivation: "linear",
    outputActivation: "linear",
    initialisation: "glorot",
  };
  const state = initAutoencoder(architecture, 1);
  const images = matrix(new Float32Array(10), 2, 5);
  for (const use of [encode, reconstruct]) {
    await assertRejects(() => use(architecture, state, images), RangeError, "there must be 3 columns");
  }
  tf.dispose(state as tf.TensorContainer);
});
