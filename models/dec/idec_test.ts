import { assert, assertEquals, assertNotEquals, assertRejects } from "@std/assert";
import { ADAM, initEngine, type Matrix, matrix, normal, random, tf } from "../../engine/mod.ts";
import { accuracy, mse } from "../../metrics/mod.ts";
import { type Architecture, PLAIN } from "../autoencoder/dense.ts";
import { decode } from "../autoencoder/decode.ts";
import { fitAutoencoder } from "../autoencoder/fit.ts";
import { fitDec } from "./dec.ts";
import { denseCoder, denseEncoder } from "./encoders.ts";
import { fitIdec, type IdecOptions } from "./idec.ts";

await initEngine({ engine: "wasm", quiet: true });

const ARCHITECTURE: Architecture = {
  ...PLAIN,
  sizes: [4, 8, 2],
  codeActivation: "linear",
  outputActivation: "linear",
  initialisation: "glorot",
};

/** Points around three corners of a cube, in turn. */
const CLASSES = Int32Array.from({ length: 48 }, (_, i) => i % 3);
const draw = random(3);
const POINTS: Matrix = matrix(
  Float32Array.from(
    { length: 4 * 48 },
    (_, at) => (at % 4 === CLASSES[Math.floor(at / 4)] ? 2 : 0) + 0.2 * normal(draw),
  ),
  48,
  4,
);

const AUTOENCODER = await fitAutoencoder(POINTS, {
  architecture: ARCHITECTURE,
  loss: "mse",
  optimiser: { ...ADAM, learningRate: 0.01 },
  epochs: 60,
  batchSize: 16,
  seed: 2,
});

const OPTIONS = {
  k: 3,
  epochs: 8,
  batchSize: 16,
  tolerance: 0,
  optimiser: { ...ADAM, learningRate: 0.01 },
  seed: 1,
};

/** Runs IDEC from the trained autoencoder; what its codes are decoded to is kept. */
async function run(changes: Partial<IdecOptions> = {}) {
  const before = tf.memory().numTensors;
  const found = await fitIdec(POINTS, {
    autoencoder: denseCoder(ARCHITECTURE, AUTOENCODER.network),
    gamma: 0.1,
    ...OPTIONS,
    ...changes,
  });
  const codes = await found.encode(POINTS);
  const network = { parameters: found.parameters, statistics: {} };
  const error = mse(POINTS, await decode(ARCHITECTURE, network, codes));
  found.dispose();
  assertEquals(tf.memory().numTensors, before);
  return { ...found, codes, error };
}

Deno.test("fitIdec() gathers the groups and keeps the reconstructions, which DEC loses", async () => {
  const { labels, codes, error, history } = await run();
  assertEquals(accuracy(CLASSES, labels), 1);
  const first = mse(POINTS, await AUTOENCODER.reconstruct(POINTS));
  assert(error < 2 * first, `${error} after, ${first} before`);
  const dec = await fitDec(POINTS, { ...OPTIONS, encoder: denseEncoder(ARCHITECTURE, AUTOENCODER.network) });
  const parameters = { ...AUTOENCODER.network.parameters, ...dec.parameters };
  const network = { parameters, statistics: {} };
  const lost = mse(POINTS, await decode(ARCHITECTURE, network, await dec.encode(POINTS)));
  dec.dispose();
  assert(lost > 3 * error, `${lost} by DEC, ${error} by IDEC`);
  assertEquals([codes.rows, codes.columns, history.length], [48, 2, 8]);
});

Deno.test("fitIdec() without the divergence goes on training the autoencoder: its loss is the error alone", async () => {
  // One step of all points: the loss is that of the parameters before it.
  const { history } = await run({ gamma: 0, epochs: 1, batchSize: 48 });
  const first = mse(POINTS, await AUTOENCODER.reconstruct(POINTS));
  assert(Math.abs(history[0].loss - first) < 1e-6 * Math.max(1, first), `${history[0].loss}: ${first}`);
});

Deno.test("fitIdec()'s loss is the error and gamma times DEC's", async () => {
  const step = { epochs: 1, batchSize: 48 };
  const { history: [none] } = await run({ gamma: 0, ...step });
  const { history: [some] } = await run({ gamma: 0.5, ...step });
  const dec = await fitDec(POINTS, {
    ...OPTIONS,
    ...step,
    encoder: denseEncoder(ARCHITECTURE, AUTOENCODER.network),
  });
  dec.dispose();
  assert(Math.abs(some.loss - none.loss - 0.5 * dec.history[0].loss) < 1e-6);
});

Deno.test("fitIdec() differs by gamma, and refuses one out of range", async () => {
  assertNotEquals((await run({ gamma: 1 })).codes, (await run()).codes);
  for (const gamma of [-1, NaN, Infinity]) {
    await assertRejects(() => run({ gamma }), RangeError, "run IDEC: gamma must be finite and at least 0");
  }
});
