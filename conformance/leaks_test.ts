import { assert, assertEquals, assertThrows } from "@std/assert";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import {
  adam,
  compile,
  type Compiled,
  dropout,
  initEngine,
  lossAndGradients,
  type Parameters,
  spec,
  type SpecTree,
  tf,
  type Tree,
} from "../engine/mod.ts";
import { tensorFlowBackend } from "../engine/backend.ts";

await initEngine({ engine: "tensorflow", quiet: true });
const { binding } = tensorFlowBackend()!;

setFlagsFromString("--expose-gc");
const collectGarbage: () => void = runInNewContext("gc");

/** How much resident memory may grow over the last four fifths of the work. */
const ALLOWED = 10e6;

const optimiser = adam();
type State = { parameters: Parameters; moments: ReturnType<typeof optimiser.init> };
type Step = (
  state: State,
  data: tf.Tensor,
  rows: tf.Tensor,
  seed: tf.Tensor,
) => { loss: tf.Tensor; state: State };

function firstState(): State {
  const weights = (rows: number, columns: number) =>
    tf.tensor2d(Float32Array.from({ length: rows * columns }, (_, i) => Math.sin(i) / rows), [rows, columns]);
  const parameters = { w: weights(16, 8), b: tf.zeros([8]), v: weights(8, 16) };
  return { parameters, moments: optimiser.init(parameters) };
}

/** A step of an autoencoder with dropout, on rows of `data`. */
const step: Step = (state, data, rows, seed) => {
  const { loss, gradients } = lossAndGradients(({ w, b, v }) => {
    const x = tf.gather(data, rows);
    const code = tf.relu(tf.add(tf.matMul(dropout(x, 0.1, seed), w), b));
    return { loss: tf.mean(tf.squaredDifference(tf.matMul(code, v), x)), rest: [] };
  }, state.parameters);
  const { parameters, state: moments } = optimiser.update(state.parameters, gradients, state.moments);
  return { loss, state: { parameters, moments } };
};

/** What is held: tensors, their data, TensorFlow's handles; and resident memory without garbage. */
function held(): { counts: number[]; resident: number } {
  collectGarbage();
  const { numTensors, numDataBuffers } = tf.memory();
  return {
    counts: [numTensors, numDataBuffers, binding.getNumOfTensors()],
    resident: Deno.memoryUsage().rss,
  };
}

function assertHeld(after: ReturnType<typeof held>, before: ReturnType<typeof held>): void {
  assertEquals(after.counts, before.counts);
  const grown = after.resident - before.resident;
  assert(grown < ALLOWED, `resident memory grew by ${(grown / 1e6).toFixed(1)} MB`);
}

/** Takes so many steps; from a fifth of them on the number of tensors must stay the same, and resident memory nearly. */
function train(steps: number, take: Step): void {
  const data = tf.randomNormal([64, 16], 0, 1, "float32", 1);
  let state = firstState();
  let before = held();
  const losses: number[] = [];
  for (let i = 0; i < steps; i++) {
    if (i === steps / 5) before = held();
    const rows = tf.tensor1d(Array.from({ length: 8 }, (_, j) => (7 * i + j) % 64), "int32");
    const seed = tf.tensor1d([1, i], "int32");
    const next = take(state, data, rows, seed);
    tf.dispose([state as Container, rows, seed]);
    state = next.state;
    if (i % 10 === 0) losses.push(next.loss.dataSync()[0]);
    next.loss.dispose();
  }
  assertHeld(held(), before);
  assert(losses.at(-1)! < losses[0], `the loss went from ${losses[0]} to ${losses.at(-1)}`);
  tf.dispose([state as Container, data]);
}

type Container = tf.TensorContainer;

Deno.test("10,000 compiled steps leave no tensors, and memory as it is", () => {
  const state = firstState();
  const signature = [state as unknown as SpecTree, spec([64, 16]), spec([8], "int32"), spec([2], "int32")];
  const compiled = compile(step as unknown as Compiled<Tree[], Tree>, signature);
  tf.dispose(state as Container);
  train(10_000, compiled as unknown as Step);
});

Deno.test("1,000 eager steps leave no tensors, and memory as it is", () => {
  train(1000, (...args) => tf.tidy(() => step(...args) as Container) as ReturnType<Step>);
});

Deno.test("50,000 refused ops leave no tensors, and memory as it is", () => {
  const x = tf.tensor1d([1, 2]);
  const ids = tensorFlowBackend()!.getInputTensorIds([x]);
  const refuse = (times: number) => {
    for (let i = 0; i < times; i++) {
      assertThrows(() => binding.executeOp("Relu", [{ name: "T", type: -1, value: 1 }], ids, 1), TypeError);
    }
  };
  refuse(10_000);
  const before = held();
  refuse(40_000);
  assertHeld(held(), before);
  x.dispose();
});
