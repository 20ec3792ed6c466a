import { assert, assertAlmostEquals, assertEquals, assertNotEquals, assertRejects } from "@std/assert";
import {
  ADAM,
  adam,
  compile,
  initEngine,
  lossAndGradients,
  type Matrix,
  matrix,
  type Parameters,
  SGD,
  spec,
  takeRows,
  tf,
} from "../../engine/mod.ts";
import { assertClose } from "../../engine/testing.ts";
import { DivergenceError } from "../training.ts";
import {
  type Activation,
  type Architecture,
  type AutoencoderState,
  BATCH_NORM,
  initAutoencoder,
  pass,
  PLAIN,
} from "./dense.ts";
import { type AutoencoderOptions, fitAutoencoder, reconstructionLoss } from "./fit.ts";
import passes from "./golden/pass.json" with { type: "json" };
import trainings from "./golden/training.json" with { type: "json" };

await initEngine({ engine: "tensorflow", quiet: true });

const ROWS = 22;

/** Points near a plane, in [-1, 1]. */
const images = (rows = ROWS): Matrix =>
  matrix(
    Float32Array.from(
      { length: 12 * rows },
      (_, i) =>
        Math.sin(Math.floor(i / 12)) * Math.cos(i % 12) * 0.6 + 0.3 * Math.cos(3 * Math.floor(i / 12)),
    ),
    rows,
    12,
  );

const ARCHITECTURE: Architecture = {
  ...PLAIN,
  sizes: [12, 8, 6, 3],
  codeActivation: "linear",
  outputActivation: "tanh",
  batchNorm: BATCH_NORM,
  dropout: 0.2,
  initialisation: "pytorch",
};

/** As small as serves, since each training compiles a step for each size of batch. */
const SMALL: Architecture = { ...ARCHITECTURE, sizes: [12, 6, 3], batchNorm: null, dropout: 0 };

const OPTIONS: AutoencoderOptions = {
  architecture: SMALL,
  loss: "mse",
  optimiser: { ...ADAM, learningRate: 0.01 },
  epochs: 3,
  batchSize: 11,
  seed: 1,
};

/** Fits, and frees what was fitted; checks that nothing is left. */
async function fit(points: Matrix, options: Partial<AutoencoderOptions> = {}) {
  const before = tf.memory().numTensors;
  const autoencoder = await fitAutoencoder(points, { ...OPTIONS, ...options });
  const [codes, outputs] = [await autoencoder.encode(points), await autoencoder.reconstruct(points)];
  autoencoder.dispose();
  assertEquals(tf.memory().numTensors, before);
  return { codes, outputs, losses: autoencoder.history.map(({ loss }) => loss) };
}

for (const one of trainings.cases) {
  const { batchNorm, loss, initialisation } = one;
  Deno.test(
    `fitAutoencoder() is PyTorch's training: ${loss}, ${initialisation} start${
      batchNorm ? ", batch norm" : ""
    }`,
    async () => {
      const found = await fit(matrix(Float32Array.from(one.x.flat()), one.x.length, 12), {
        architecture: {
          ...PLAIN,
          sizes: trainings.sizes,
          codeActivation: one.codeActivation as Activation,
          outputActivation: one.outputActivation as Activation,
          batchNorm: batchNorm ? BATCH_NORM : null,
          initialisation: initialisation as "pytorch" | "he",
        },
        loss: loss as "mse" | "bce",
        optimiser: {
          ...ADAM,
          learningRate: one.optimiser.learningRate,
          weightDecay: { kind: "l2", rate: one.optimiser.l2, of: "weights" },
        },
        epochs: one.losses.length,
        batchSize: one.batchSize,
        seed: one.seed,
      });
      assertClose(found.losses, one.losses, 1e-5, "losses");
      // The codes of networks with normalisation are left out: see below for what Adam makes of their biases.
      if (one.code) assertClose(found.codes.data, one.code.flat(), 1e-5, "codes");
      if (one.output) assertClose(found.outputs.data, one.output.flat(), 1e-5, "outputs");
    },
  );
}

type State = { network: AutoencoderState; optimiser: ReturnType<ReturnType<typeof adam>["init"]> };

/** One step from the parts that `fitAutoencoder` is made of. */
function stepOf(architecture: Architecture, loss: "mse" | "bce", optimiser: ReturnType<typeof adam>) {
  return (state: State, x: tf.Tensor, seed: tf.Tensor): { state: State; loss: tf.Tensor } => {
    const { loss: value, rest, gradients } = lossAndGradients((parameters: Parameters) => {
      const through = pass(architecture, { parameters, statistics: state.network.statistics }, x, seed);
      return { loss: reconstructionLoss(loss, x, through), rest: through.statistics };
    }, state.network.parameters);
    const next = optimiser.update(state.network.parameters, gradients, state.optimiser);
    return {
      state: { network: { parameters: next.parameters, statistics: rest }, optimiser: next.state },
      loss: value,
    };
  };
}

type Numbers = { [name: string]: number[] | number[][] };

const tensors = (values: Numbers): Parameters =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, tf.tensor(value)]));

for (const one of passes.cases) {
  Deno.test(`a step of Adam with L2 on weights is PyTorch's: ${one.outputActivation} output, ${one.loss}`, () => {
    tf.tidy(() => {
      const optimiser = adam({
        learningRate: one.optimiser.learningRate,
        weightDecay: { kind: "l2", rate: one.optimiser.l2, of: "weights" },
      });
      const parameters = tensors(one.parameters as unknown as Numbers);
      const state: State = {
        network: { parameters, statistics: tensors(one.statistics as unknown as Numbers) },
        optimiser: optimiser.init(parameters),
      };
      const architecture: Architecture = {
        ...ARCHITECTURE,
        codeActivation: one.codeActivation as Activation,
        outputActivation: one.outputActivation as Activation,
        batchNorm: one.batchNorm ? BATCH_NORM : null,
        dropout: 0,
      };
      const x = tf.tensor2d(one.x);
      const step = compile(stepOf(architecture, one.loss as "mse" | "bce", optimiser), [
        state,
        x,
        spec([2], "int32"),
      ]);
      const { network } = step(state, x, tf.tensor1d([1, 0], "int32")).state;
      for (const [name, expected] of Object.entries(one.parametersAfter as unknown as Numbers)) {
        // Where a normalisation takes a bias out again, its gradient is rounding alone, which Adam makes a whole step of.
        const gradient = (one.gradients as unknown as Numbers)[name].flat();
        if (one.batchNorm && gradient.every((g) => Math.abs(g) < 1e-12)) continue;
        assertClose(network.parameters[name].dataSync(), expected.flat(), 1e-5, name);
      }
      for (const [name, expected] of Object.entries(one.statisticsAfter as unknown as Numbers)) {
        assertClose(network.statistics[name].dataSync(), expected.flat(), 1e-6, name);
      }
    });
  });
}

Deno.test("20 compiled steps with dropout and batch normalisation have the losses of eager ones", () => {
  const optimiser = adam({ learningRate: 0.01 });
  const step = stepOf(ARCHITECTURE, "mse", optimiser);
  const x = tf.tensor2d(images().data as Float32Array, [ROWS, 12]);
  const start = (): State => {
    const network = initAutoencoder(ARCHITECTURE, 4);
    return { network, optimiser: optimiser.init(network.parameters) };
  };
  const losses = (run: typeof step) => {
    let state = start();
    const found = Array.from({ length: 20 }, (_, i) => {
      const seed = tf.tensor1d([4, i], "int32");
      const next = run(state, x, seed);
      const loss = next.loss.dataSync()[0];
      tf.dispose([state, seed, next.loss] as unknown as tf.TensorContainer);
      ({ state } = next);
      return loss;
    });
    tf.dispose(state as unknown as tf.TensorContainer);
    return found;
  };
  const before = tf.memory().numTensors;
  const eager = losses((...args) => tf.tidy(() => step(...args)));
  const signature = start();
  const compiled = losses(compile(step, [signature, x, spec([2], "int32")]));
  tf.dispose(signature as unknown as tf.TensorContainer);
  assertEquals(tf.memory().numTensors, before);
  assertEquals(new Set(eager).size, 20);
  eager.forEach((loss, i) =>
    assertAlmostEquals(compiled[i] / loss, 1, 1e-4, `step ${i}: ${compiled[i]} ${loss}`)
  );
  x.dispose();
});

Deno.test("fitAutoencoder() lowers the loss", async () => {
  for (const loss of ["mse", "bce"] as const) {
    const unit = images();
    const points = matrix(unit.data.map((value) => (value + 1) / 2) as Float32Array, unit.rows, unit.columns);
    const architecture: Architecture = { ...SMALL, outputActivation: "sigmoid" };
    const { losses } = await fit(points, { architecture, loss, epochs: 60 });
    // Of the entropy, most cannot be learnt away.
    assert(losses.at(-1)! < (loss === "mse" ? 0.4 : 0.95) * losses[0], `${losses[0]} to ${losses.at(-1)}`);
  }
});

Deno.test("fitAutoencoder() repeats a history, codes and outputs exactly from a seed, and not from another", async () => {
  const architecture = { ...SMALL, batchNorm: BATCH_NORM, dropout: 0.2 };
  const [one, again, other] = [
    await fit(images(), { architecture }),
    await fit(images(), { architecture }),
    await fit(images(), { architecture, seed: 2 }),
  ];
  assertEquals(again, one);
  assertNotEquals(other.losses, one.losses);
  assertNotEquals(other.codes.data, one.codes.data);
});

Deno.test("fitAutoencoder() reports the mean over all rows, however they fall into batches", async () => {
  // Without steps that move anything, each epoch's loss is that of the first network.
  const still = { optimiser: { ...ADAM, learningRate: 0 } };
  const { losses: [whole], outputs } = await fit(images(), { ...still, batchSize: ROWS });
  const { losses } = await fit(images(), { ...still, batchSize: 5 });
  for (const loss of losses) assertAlmostEquals(loss, whole, 1e-6);
  const data = images().data as Float32Array;
  const mse = data.reduce((sum, value, i) => sum + (value - outputs.data[i]) ** 2, 0) / data.length;
  assertAlmostEquals(mse, whole, 1e-6);
});

Deno.test("fitAutoencoder() takes a last batch of one row, and batches larger than the data", async () => {
  for (const batchSize of [7, 1000]) {
    const { losses, codes } = await fit(images(), {
      batchSize,
      architecture: { ...SMALL, batchNorm: BATCH_NORM },
    });
    assert(losses.every(Number.isFinite));
    assertEquals([codes.rows, codes.columns], [ROWS, 3]);
  }
});

Deno.test("fitAutoencoder() takes float64 points as the same in float32", async () => {
  const { data, rows, columns } = images();
  assertEquals(await fit(matrix(Float64Array.from(data), rows, columns)), await fit(images()));
});

Deno.test("fitAutoencoder() applies weight decay to weights alone, or to all parameters", async () => {
  const optimiser = { ...ADAM, learningRate: 0.01 };
  const decayed = (of: "weights" | "all") =>
    fit(images(), { optimiser: { ...optimiser, weightDecay: { kind: "decoupled", rate: 0.5, of } } });
  const [weights, all, none] = [
    await decayed("weights"),
    await decayed("all"),
    await fit(images(), { optimiser }),
  ];
  assertNotEquals(weights.losses, all.losses);
  assertNotEquals(weights.losses, none.losses);
});

Deno.test("fitAutoencoder() takes other optimisers", async () => {
  const { losses } = await fit(images(), {
    optimiser: { ...SGD, learningRate: 0.1, momentum: 0.9 },
    epochs: 20,
  });
  assert(losses.at(-1)! < 0.9 * losses[0], `${losses[0]} to ${losses.at(-1)}`);
});

Deno.test("encode() and reconstruct() of a fitted autoencoder take rows one by one, without dropout", async () => {
  const architecture = { ...SMALL, batchNorm: BATCH_NORM, dropout: 0.2 };
  const autoencoder = await fitAutoencoder(images(), { ...OPTIONS, architecture });
  const whole = await autoencoder.encode(images());
  for (const i of [0, 7, ROWS - 1]) {
    const row = await autoencoder.encode(takeRows(images(), [i]));
    assertClose(row.data, takeRows(whole, [i]).data, 1e-6);
  }
  assertEquals(await autoencoder.reconstruct(images()), await autoencoder.reconstruct(images()));
  autoencoder.dispose();
});

Deno.test("fitAutoencoder() stops where the loss is not finite, and leaves no tensors", async () => {
  const before = tf.memory().numTensors;
  const points = images();
  points.data[5] = NaN;
  await assertRejects(
    () => fitAutoencoder(points, OPTIONS),
    DivergenceError,
    "Cannot go on training: the loss of epoch 1 must be finite, got NaN",
  );
  assertEquals(tf.memory().numTensors, before);
});

Deno.test("fitAutoencoder() refuses images of another width, batches of none, and leaves no tensors", async () => {
  const before = tf.memory().numTensors;
  await assertRejects(
    () => fitAutoencoder(matrix(new Float32Array(20), 2, 10), OPTIONS),
    RangeError,
    "Cannot fit the autoencoder: its input must have the images' 10 pixels, got 12",
  );
  await assertRejects(
    () => fitAutoencoder(images(), { ...OPTIONS, batchSize: 0 }),
    RangeError,
    "Cannot train: batchSize must be a positive integer, got 0",
  );
  for (const sizes of [[12], [12, 2.5], [12, 0, 2]]) {
    await assertRejects(
      () => fitAutoencoder(images(), { ...OPTIONS, architecture: { ...OPTIONS.architecture, sizes } }),
      RangeError,
      `Cannot make the autoencoder: architecture.sizes must be two or more positive integers, got [${
        sizes.join(", ")
      }]`,
    );
  }
  assertEquals(tf.memory().numTensors, before);
});
