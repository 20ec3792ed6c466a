import { assertEquals } from "@std/assert";
import { assertClose } from "../testing.ts";
import { found, onWebGpu } from "./testing.ts";

const ignore = !found;

Deno.test({
  name: "gradients of sums, means and broadcasts are those of the engine in JavaScript, and send nothing",
  ignore,
  async fn() {
    const program = (name: string) => `
      await engine.initEngine({ engine: "${name}" });
      const wave = (shape, by) => tf.tensor(Float32Array.from({ length: tf.util.sizeFromShape(shape) }, (_, i) => Math.sin(by * i)), shape);
      const [x, w] = [wave([8, 5, 30], 0.7), wave([1, 5, 1], 0.3)];
      const functions = {
        all: (x) => tf.sum(x.mul(x)),
        last: (x) => tf.sum(tf.square(tf.sum(x, -1))),
        first: (x) => tf.sum(tf.square(tf.sum(x, 0, true))),
        two: (x) => tf.sum(tf.exp(tf.mean(x, [0, 2]))),
        mean: (x) => tf.mean(tf.mul(x, tf.relu(x))),
        spread: (x) => tf.mean(tf.div(x, tf.sqrt(tf.add(tf.abs(w), 1)))),
      };
      const results = {};
      for (const [name, fn] of Object.entries(functions)) results[name] = tf.grad(fn)(x);
      results.spreadOver = tf.grad((w) => tf.mean(tf.square(tf.mul(x, tf.tanh(w)))))(w);
      const uploadedBytes = engine.deviceCounts()?.uploadedBytes;
      const values = {};
      for (const [name, gradient] of Object.entries(results)) values[name] = [...await gradient.data()];
      print({ values, uploadedBytes });
    `;
    const [device, host] = [await onWebGpu(program("webgpu")), await onWebGpu(program("cpu"))] as {
      values: Record<string, number[]>;
      uploadedBytes?: number;
    }[];
    for (const [name, values] of Object.entries(host.values)) {
      assertClose(device.values[name], values, 1e-6, name);
    }
    // The two tensors, and the root of the small one, which is taken on the host.
    assertEquals(device.uploadedBytes, 4 * (8 * 5 * 30 + 5 + 5));
  },
});

Deno.test({
  name:
    "constants, tiles, steps and the identity have their values; other types and kinds go on as they were",
  ignore,
  async fn() {
    const values = await onWebGpu(`
      const x = tf.tensor2d([[1, -2, 3]]);
      const results = {
        fill: tf.fill([2, 2], 0.5),
        whole: tf.fill([2], 3, "int32"),
        zeros: tf.zerosLike(tf.square(x)),
        ones: tf.onesLike(x),
        empty: tf.fill([0, 3], 1),
        broadcast: tf.broadcastTo(x, [2, 3]),
        tile: tf.tile(x, [1, 2]),
        step: tf.step(tf.mul(tf.broadcastTo(x, [400, 3]), 1), -0.5).slice([399, 0], [1, 3]),
        eye: engine.eye(3),
        wholeSum: tf.add(tf.tensor1d([1, 2], "int32"), tf.tensor1d([3, 4], "int32")),
      };
      const values = {};
      for (const [name, t] of Object.entries(results)) values[name] = [t.dtype, t.shape, [...await t.data()]];
      print(values);
    `);
    assertEquals(values, {
      fill: ["float32", [2, 2], [0.5, 0.5, 0.5, 0.5]],
      whole: ["int32", [2], [3, 3]],
      zeros: ["float32", [1, 3], [0, 0, 0]],
      ones: ["float32", [1, 3], [1, 1, 1]],
      empty: ["float32", [0, 3], []],
      broadcast: ["float32", [2, 3], [1, -2, 3, 1, -2, 3]],
      tile: ["float32", [1, 6], [1, -2, 3, 1, -2, 3]],
      step: ["float32", [1, 3], [1, -0.5, 1]],
      eye: ["float32", [3, 3], [1, 0, 0, 0, 1, 0, 0, 0, 1]],
      wholeSum: ["int32", [2], [4, 6]],
    });
  },
});

Deno.test({
  name: "a long sum for a small product is not split among programs whose order is chance",
  ignore,
  async fn() {
    const { programs, flag, errors } = await onWebGpu(`
      const backend = tf.backend();
      const programs = new Set();
      const record = backend.recordAndSubmit;
      backend.recordAndSubmit = function (program, ...rest) {
        programs.add(program.constructor.name);
        return record.call(this, program, ...rest);
      };
      const errors = [];
      for (const [rows, columns] of [[4, 5], [10, 70], [40, 40]]) {
        for (const [transposeA, transposeB] of [[false, false], [true, false], [false, true]]) {
          const a = tf.ones(transposeA ? [4096, rows] : [rows, 4096]);
          const b = tf.fill(transposeB ? [columns, 4096] : [4096, columns], 0.5);
          const values = await tf.matMul(a, b, transposeA, transposeB).data();
          if (values.length !== rows * columns || values.some((value) => value !== 2048)) errors.push([rows, columns]);
        }
      }
      print({ programs: [...programs], flag: tf.env().get("WEBGPU_MATMUL_PROGRAM_TYPE"), errors });
    `) as { programs: string[]; flag: number; errors: unknown[] };
    assertEquals(programs.filter((name) => /Split/.test(name)), []);
    assertEquals([flag, errors], [-1, []]);
  },
});

Deno.test({
  name: "a sum of more tensors than a program may have buffers is their sum, and leaves none of them behind",
  ignore,
  async fn() {
    const found = await onWebGpu(`
      const terms = Array.from({ length: 40 }, (_, i) => tf.square(tf.range(0, 50).add(i)));
      const before = tf.memory().numTensors;
      const sum = tf.addN(terms);
      const one = tf.addN([terms[3]]);
      const added = tf.memory().numTensors - before;
      print({ sum: [...(await sum.data())].slice(0, 3), one: (await one.data())[2], added });
    `);
    const at = (j: number) => Array.from({ length: 40 }, (_, i) => (i + j) ** 2).reduce((a, b) => a + b);
    assertEquals(found, { sum: [at(0), at(1), at(2)], one: 25, added: 2 });
  },
});
