import { assert, assertEquals } from "@std/assert";
import { assertClose } from "../testing.ts";
import { found, onWebGpu } from "./testing.ts";

const ignore = !found;

Deno.test({
  name: "a chain of elementwise operations is one program, and one that nobody needs is none",
  ignore,
  async fn() {
    const { chain, values, unneeded } = await onWebGpu(`
      const { dispatches } = tf.backend().bufferManager && engine.deviceCounts();
      const [x, row] = [tf.ones([50, 40]).mul(2), tf.tensor2d(Float32Array.from({ length: 40 }, (_, i) => i), [1, 40])];
      const y = tf.tidy(() => tf.add(tf.div(tf.square(tf.sub(x, row)), 4), tf.exp(tf.neg(tf.mul(row, 0.1)))));
      const values = [...await y.data()].slice(40, 80);
      const chain = engine.deviceCounts().dispatches - dispatches;
      tf.exp(y).dispose();
      print({ chain, values, unneeded: engine.deviceCounts().dispatches - dispatches - chain });
    `) as { chain: number; values: number[]; unneeded: number };
    assertEquals([chain, unneeded], [1, 0]);
    assertClose(values, values.map((_, j) => (2 - j) ** 2 / 4 + Math.exp(-0.1 * j)), 1e-5);
  },
});

Deno.test({
  name:
    "what waits keeps the numbers that it waits with, though their tensors are disposed and others take the buffers",
  ignore,
  async fn() {
    const values = await onWebGpu(`
      const sum = (n) => tf.matMul(tf.fill([40, 2], n), tf.fill([2, 40], 1));
      const [a, b] = [sum(1), sum(2)];
      const waiting = tf.add(tf.mul(a, 10), b);
      const view = tf.tidy(() => tf.reshape(tf.sub(waiting, a), [1600]));
      a.dispose();
      b.dispose();
      waiting.dispose();
      await tf.square(tf.ones([2, 2])).data();
      const others = [sum(100), sum(200), sum(300)];
      print([[...await view.data()].filter((value) => value !== 22).length, (await others[0].data())[0]]);
    `);
    assertEquals(values, [0, 200]);
  },
});

Deno.test({
  name: "a truth that is cast, a reshaped operand and a repeated one have their values",
  ignore,
  async fn() {
    const [large, repeated] = await onWebGpu(`
      const x = tf.reshape(tf.range(0, 1200), [30, 40]);
      const doubled = tf.mul(x, 2);
      const large = tf.mul(tf.cast(tf.greater(doubled, 2000), "float32"), tf.reshape(doubled, [30, 40]));
      print([[...await large.data()].slice(998, 1004), [...await tf.add(doubled, doubled).data()].slice(0, 4)]);
    `) as number[][];
    assertEquals(large, [0, 0, 0, 2002, 2004, 2006]);
    assertEquals(repeated, [0, 4, 8, 12]);
  },
});

Deno.test({
  name: "more operands than a program has buffers, and chains without end, are computed in parts",
  ignore,
  async fn() {
    const { sum, total, dispatches } = await onWebGpu(`
      const many = Array.from({ length: 40 }, (_, i) => tf.matMul(tf.fill([40, 1], i), tf.ones([1, 40])));
      const sum = (await tf.tidy(() => many.reduce((sum, x) => tf.add(sum, x))).data())[7];
      const before = engine.deviceCounts().dispatches;
      let total = tf.mean(many[1]);
      for (let i = 0; i < 1000; i++) {
        const next = tf.tidy(() => tf.add(tf.mul(total, 0.5), 1));
        total.dispose();
        total = next;
      }
      print({ sum, total: (await total.data())[0], dispatches: engine.deviceCounts().dispatches - before });
    `) as { sum: number; total: number; dispatches: number };
    assertEquals([sum, total], [780, 2]);
    assert(dispatches < 100, `${dispatches}`);
  },
});

Deno.test({
  name: "memory is flat over a thousand training steps, and what is allocated is bounded",
  ignore,
  async fn() {
    const memory = await onWebGpu(`
      const { adam, compile, dropout, lossAndGradients, spec } = engine;
      const optimiser = adam();
      let parameters = { weight: tf.fill([20, 30], 0.1), bias: tf.zeros([30]) };
      let state = optimiser.init(parameters);
      let total = tf.scalar(0);
      const x = tf.randomUniform([64, 20], 0, 1, "float32", 1);
      const step = compile((parameters, state, total, x, seed) => {
        const { loss, gradients } = lossAndGradients(({ weight, bias }) => {
          const h = tf.relu(tf.add(tf.matMul(dropout(x, 0.2, seed), weight), bias));
          return { loss: tf.mean(tf.square(tf.sub(tf.matMul(h, weight, false, true), x))), rest: {} };
        }, parameters);
        return { ...optimiser.update(parameters, gradients, state), total: tf.add(total, loss) };
      }, [parameters, state, spec([]), x, spec([2], "int32")]);
      const memory = [];
      for (let i = 0; i < 1100; i++) {
        const seed = tf.tensor1d([1, i], "int32");
        const next = step(parameters, state, total, x, seed);
        tf.dispose([parameters, state, total, seed]);
        ({ parameters, state, total } = next);
        if (i % 100 === 99) {
          const loss = (await total.data())[0];
          const { numTensors, numDataBuffers, numBytesInGPU, numBytesAllocatedInGPU } = tf.memory();
          memory.push({ loss, numTensors, numDataBuffers, numBytesInGPU, numBytesAllocatedInGPU });
        }
      }
      print(memory);
    `) as Record<string, number>[];
    const [, ...later] = memory;
    for (const name of ["numTensors", "numDataBuffers", "numBytesInGPU"]) {
      const values = later.map((at) => at[name]);
      assertEquals(values, values.map(() => values[0]), name);
    }
    const allocated = later.map(({ numBytesAllocatedInGPU }) => numBytesAllocatedInGPU);
    assert(Math.max(...allocated) <= 1.2 * allocated[0], `${allocated}`);
    assert(memory.every(({ loss }, i) => i === 0 || loss > memory[i - 1].loss));
  },
});
