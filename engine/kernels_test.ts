import { assert, assertEquals, assertThrows } from "@std/assert";
import { tensorFlowBackend } from "./backend.ts";
import { compile, initEngine, spec, tf } from "./mod.ts";

await initEngine({ engine: "tensorflow", quiet: true });
const { binding, getInputTensorIds } = tensorFlowBackend()!;

const table = () => tf.tensor2d([[1, 2, 3], [4, 5, 6]]);

Deno.test("a compiled gather is the eager one, along each axis and in batches", () => {
  tf.tidy(() => {
    const indices = tf.tensor1d([1, 0, 1], "int32");
    const rows = (x: tf.Tensor, i: tf.Tensor) => tf.gather(x, i);
    const columns = (x: tf.Tensor, i: tf.Tensor) => tf.gather(x, i, -1);
    const batches = (x: tf.Tensor, i: tf.Tensor) => tf.gather(x, i, 1, 1);
    const pairs = tf.tensor2d([[2, 0], [1, 1]], [2, 2], "int32");
    for (
      const [fn, i, expected] of [
        [rows, indices, [4, 5, 6, 1, 2, 3, 4, 5, 6]],
        [columns, indices, [2, 1, 2, 5, 4, 5]],
        [batches, pairs, [3, 1, 5, 5]],
        [rows, pairs.slice([1], [1]), [4, 5, 6, 4, 5, 6]],
      ] as const
    ) {
      const eager = fn(table(), i), compiled = compile(fn, [table(), i])(table(), i);
      assertEquals([...eager.dataSync()], [...expected]);
      assertEquals(compiled.shape, eager.shape);
      assertEquals([...compiled.dataSync()], [...expected]);
    }
  });
});

Deno.test("a compiled gather takes indices that are constants, and sums gradients by row", () => {
  tf.tidy(() => {
    const gradient = compile((x: tf.Tensor) => {
      const i = tf.tensor1d([1, 0, 1], "int32");
      return tf.grad((x: tf.Tensor) => tf.sum(tf.mul(tf.gather(x, i), tf.tensor2d([[1], [10], [100]]))))(x);
    }, [table()]);
    assertEquals([...gradient(table()).dataSync()], [10, 10, 10, 101, 101, 101]);
  });
});

Deno.test("an eager gather refuses an index out of range, uploaded or not", () => {
  tf.tidy(() => {
    const uploaded = tf.tensor1d([0, 2], "int32");
    getInputTensorIds.call(tensorFlowBackend(), [uploaded]);
    for (const indices of [tf.tensor1d([0, 2], "int32"), uploaded]) {
      assertThrows(() => tf.gather(table(), indices), Error, "the index value 2 is not in [0, 1]");
    }
  });
});

Deno.test("a compiled gather takes the nearest row for an index out of range", () => {
  tf.tidy(() => {
    const gather = compile((x: tf.Tensor, i: tf.Tensor) => tf.gather(x, i), [table(), spec([2], "int32")]);
    assertEquals([...gather(table(), tf.tensor1d([9, -3], "int32")).dataSync()], [4, 5, 6, 1, 2, 3]);
  });
});

Deno.test("gather leaves no tensors", () => {
  const before = tf.memory().numTensors, handles = binding.getNumOfTensors();
  const [x, i] = [table(), tf.tensor1d([1], "int32")];
  const eager = tf.gather(x, i);
  const compiled = compile((x: tf.Tensor, i: tf.Tensor) => tf.gather(x, i), [x, i])(x, i);
  assert(tf.memory().numTensors === before + 4);
  tf.dispose([x, i, eager, compiled]);
  assertEquals(tf.memory().numTensors, before);
  assertEquals(binding.getNumOfTensors(), handles);
});

Deno.test("round() of int32 is what it is given, and sign() of NaN is 0", () => {
  tf.tidy(() => {
    const whole = tf.tensor1d([-123456789, 0, 7], "int32");
    assertEquals(tf.round(whole).dtype, "int32");
    assertEquals([...tf.round(whole).dataSync()], [-123456789, 0, 7]);
    assertEquals([...tf.sign(tf.tensor1d([-3, NaN, 0, 0.5])).dataSync()], [-1, 0, 0, 1]);
  });
});

Deno.test("multinomial() gives the same for the same seed, and follows the probabilities", () => {
  tf.tidy(() => {
    const draw = (logits: number[], seed: number, normalized = false) => [
      ...tf.multinomial(tf.tensor1d(logits), 4000, seed, normalized).dataSync(),
    ];
    const draws = draw([0, Math.log(3)], 0.25);
    assertEquals(draws, draw([0, Math.log(3)], 0.25));
    assert(draws.join() !== draw([0, Math.log(3)], 0.26).join());
    for (const drawn of [draws, draw([0.25, 0.75], 7, true)]) {
      const share = drawn.filter((i) => i === 1).length / drawn.length;
      // Four standard deviations.
      assert(Math.abs(share - 0.75) < 4 * Math.sqrt(0.25 * 0.75 / drawn.length), `share ${share}`);
    }
  });
});

Deno.test("kernels in JavaScript leave nothing, and are refused by compile() with the reason", () => {
  const text = tf.tensor1d(["a bc", "d"]);
  const counts =
    () => [tf.memory().numTensors, binding.getNumOfTensors(), tf.findBackend("cpu").numDataIds()];
  tf.string.stringSplit(text, " ");
  tf.engine().startScope();
  const before = counts();
  tf.tidy(() => {
    const { values, shape } = tf.string.stringSplit(text, " ");
    assertEquals(values.dataSync() as unknown, ["a", "bc", "d"]);
    assertEquals([...shape.dataSync()], [2, 2]);
    assertEquals([...tf.greater(text, tf.tensor1d(["b", "c"])).dataSync()], [0, 1]);
  });
  assertEquals(counts(), before);
  assertThrows(
    () =>
      compile((x: tf.Tensor) => tf.maxPoolWithArgmax(x as tf.Tensor4D, 2, 2, "valid"), [spec([1, 4, 4, 1])]),
    Error,
    "Cannot compile: the function reads a tensor's values",
  );
  tf.engine().endScope();
  tf.dispose(text);
});
