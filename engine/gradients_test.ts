import { assertEquals, assertThrows } from "@std/assert";
import { tensorFlowBackend } from "./backend.ts";
import { compile, initEngine, lossAndGradients, type Parameters, spec, tf } from "./mod.ts";
import { assertClose } from "./testing.ts";

await initEngine({ engine: "tensorflow", quiet: true });
const { binding } = tensorFlowBackend()!;

const parameters = () => ({ a: tf.tensor1d([1, 2, 3]), b: tf.scalar(-2) });

/** loss = Σ (b a²), of which the gradients are 2 a b and Σ a². */
function loss({ a, b }: Parameters) {
  const squares = tf.square(a);
  return { loss: tf.sum(tf.mul(squares, b)), rest: { squares, list: [a, tf.scalar(5)] } };
}

Deno.test("lossAndGradients() returns the loss, its gradients by name, and the rest", () => {
  tf.tidy(() => {
    const result = lossAndGradients(loss, parameters());
    assertEquals([...result.loss.dataSync()], [-28]);
    assertEquals(Object.keys(result.gradients), ["a", "b"]);
    assertEquals([...result.gradients.a.dataSync()], [-4, -8, -12]);
    assertEquals([...result.gradients.b.dataSync()], [14]);
    assertEquals([...result.rest.squares.dataSync()], [1, 4, 9]);
    assertEquals(result.rest.list.map((t) => [...t.dataSync()]), [[1, 2, 3], [5]]);
  });
});

Deno.test("lossAndGradients() leaves only what it returns, which tf.tidy() disposes of", () => {
  const before = tf.memory().numTensors, handles = binding.getNumOfTensors();
  const given = parameters();
  const result = lossAndGradients(loss, given);
  // Besides its two parameters: the loss, two gradients, three tensors of the rest.
  assertEquals(tf.memory().numTensors, before + 2 + 6);
  tf.dispose(result as unknown as tf.TensorContainer);
  assertEquals(given.a.isDisposed, false);
  tf.tidy(() => {
    lossAndGradients(loss, given);
  });
  tf.dispose(given);
  assertEquals(tf.memory().numTensors, before);
  assertEquals(binding.getNumOfTensors(), handles);
});

Deno.test("lossAndGradients() is the same compiled", () => {
  tf.tidy(() => {
    const eager = lossAndGradients(loss, parameters());
    const compiled = compile((p: Parameters) => lossAndGradients(loss, p), [{ a: spec([3]), b: spec([]) }])(
      parameters(),
    );
    assertClose([...compiled.loss.dataSync()], [...eager.loss.dataSync()], 1e-6);
    for (const name of ["a", "b"]) {
      assertClose([...compiled.gradients[name].dataSync()], [...eager.gradients[name].dataSync()], 1e-6);
    }
    assertEquals([...compiled.rest.squares.dataSync()], [1, 4, 9]);
    assertEquals([...compiled.rest.list[0].dataSync()], [1, 2, 3]);
  });
});

Deno.test("lossAndGradients() refuses a loss that a parameter has no part in, and one that is no scalar", () => {
  tf.tidy(() => {
    assertThrows(
      () => lossAndGradients(({ a }) => ({ loss: tf.sum(a), rest: [] }), parameters()),
      Error,
      "gradient",
    );
    assertThrows(
      () => lossAndGradients(({ a, b }) => ({ loss: tf.mul(a, b), rest: [] }), parameters()),
      RangeError,
      "Cannot take the gradient of the loss: it must be a scalar, got [3]",
    );
  });
});

Deno.test("lossAndGradients() keeps nothing of the rest where it refuses", () => {
  const remaining = (rest: (a: tf.Tensor) => tf.Tensor[]) => {
    const before = tf.memory().numTensors;
    tf.tidy(() => {
      assertThrows(() =>
        lossAndGradients(({ a }) => ({ loss: tf.sum(a), rest: rest(tf.square(a)) }), parameters())
      );
    });
    return tf.memory().numTensors - before;
  };
  // TensorFlow.js itself keeps some of what the loss was made of.
  assertEquals(remaining((squares) => [squares, squares]), remaining(() => []));
});
