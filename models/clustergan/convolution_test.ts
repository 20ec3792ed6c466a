import { assertEquals } from "@std/assert";
import { initEngine, normal, random, tf } from "../../engine/mod.ts";
import { assertClose } from "../../engine/testing.ts";
import { convolution, transposedConvolution } from "./convolution.ts";

await initEngine({ engine: "wasm", quiet: true });

/** Normal numbers. */
function made(shape: number[], seed: number): tf.Tensor {
  const next = random(seed);
  return tf.tensor(
    Float32Array.from({ length: tf.util.sizeFromShape(shape) }, () => normal(next)),
    shape,
  );
}

/** The weights as a kernel `[4, 4, from, to]`. */
function kernelOf(weights: tf.Tensor, from: number, to: number): tf.Tensor4D {
  const blocks = tf.reshape(weights, [2, 2, 2, 2, from, to]);
  return tf.reshape(tf.transpose(blocks, [0, 2, 1, 3, 4, 5]), [4, 4, from, to]);
}

Deno.test("convolution() is TensorFlow's of a 4×4 kernel, stride 2 and padding 1", () => {
  tf.tidy(() => {
    const x = made([2, 4, 8, 3], 1) as tf.Tensor4D, weights = made([48, 5], 2);
    const expected = tf.conv2d(x, kernelOf(weights, 3, 5), 2, 1);
    const found = convolution(x, weights);
    assertEquals(found.shape, [2, 2, 4, 5]);
    assertClose(found.dataSync(), expected.dataSync(), 1e-5);
  });
});

Deno.test("transposedConvolution() is TensorFlow's of a 4×4 kernel, stride 2 and padding 1", () => {
  tf.tidy(() => {
    const x = made([2, 2, 3, 5], 3) as tf.Tensor4D, weights = made([48, 5], 4);
    const expected = tf.conv2dTranspose(x, kernelOf(weights, 3, 5), [2, 4, 6, 3], 2, 1);
    const found = transposedConvolution(x, weights);
    assertEquals(found.shape, [2, 4, 6, 3]);
    assertClose(found.dataSync(), expected.dataSync(), 1e-5);
  });
});

Deno.test("each convolution is the gradient of the other", () => {
  tf.tidy(() => {
    const x = made([2, 6, 4, 3], 5), y = made([2, 3, 2, 5], 6), weights = made([48, 5], 7);
    const inner = (a: tf.Tensor, b: tf.Tensor) => tf.sum(tf.mul(a, b));
    const [ofX] = tf.grads((x) => inner(convolution(x, weights), y))([x]);
    assertClose(ofX.dataSync(), transposedConvolution(y, weights).dataSync(), 1e-5);
    const [ofY] = tf.grads((y) => inner(transposedConvolution(y, weights), x))([y]);
    assertClose(ofY.dataSync(), convolution(x, weights).dataSync(), 1e-5);
  });
});

Deno.test("a convolution of ones counts the pixels under the kernel: there are zeros around the image", () => {
  tf.tidy(() => {
    const found = convolution(tf.ones([1, 6, 6, 1]), tf.ones([16, 1]));
    assertEquals([...found.dataSync()], [9, 12, 9, 12, 16, 12, 9, 12, 9]);
  });
});
