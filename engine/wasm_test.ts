import { assertEquals } from "@std/assert";
import { initEngine, tf } from "./mod.ts";
import { assertClose } from "./testing.ts";

type Convolution = {
  size: [number, number];
  filter: [number, number];
  strides: [number, number];
  pad: "same" | "valid" | number;
};

const CONVOLUTIONS: Convolution[] = [
  { size: [7, 7], filter: [3, 3], strides: [1, 1], pad: "same" },
  { size: [8, 8], filter: [3, 3], strides: [2, 2], pad: "same" },
  { size: [7, 9], filter: [2, 4], strides: [2, 3], pad: "valid" },
  { size: [9, 8], filter: [3, 3], strides: [2, 2], pad: 1 },
  { size: [4, 5], filter: [1, 1], strides: [2, 2], pad: "valid" },
];

/** The gradient of Σ dy · (x * filter) with respect to the filter and to x. */
function gradients({ size: [height, width], filter: [h, w], strides, pad }: Convolution): number[] {
  return tf.tidy(() => {
    const x = tf.sin(tf.range(0, 2 * height * width * 3).reshape([2, height, width, 3])) as tf.Tensor4D;
    const filter = tf.cos(tf.range(0, h * w * 3 * 4).reshape([h, w, 3, 4])) as tf.Tensor4D;
    const rounding = typeof pad === "number" ? "floor" : undefined;
    const loss = (filter: tf.Tensor4D, x: tf.Tensor4D) => {
      const y = tf.conv2d(x, filter, strides, pad, "NHWC", 1, rounding);
      return tf.sum(tf.mul(y, tf.sin(tf.range(0, y.size).reshape(y.shape)))) as tf.Scalar;
    };
    return tf.grads(loss as (...args: tf.Tensor[]) => tf.Tensor)([filter, x])
      .flatMap((gradient) => [...gradient.dataSync()]);
  });
}

Deno.test({
  name: "the engine wasm has the gradients of convolutions that the engine cpu has",
  // The threads of WebAssembly stay.
  sanitizeOps: false,
  sanitizeResources: false,
  async fn() {
    await initEngine({ engine: "cpu" });
    const expected = CONVOLUTIONS.map(gradients);
    await initEngine({ engine: "wasm" });
    const before = tf.memory().numTensors;
    CONVOLUTIONS.forEach((one, i) => assertClose(gradients(one), expected[i], 1e-5));
    assertEquals(tf.memory().numTensors, before);
    await initEngine({ engine: "tensorflow", quiet: true });
  },
});
