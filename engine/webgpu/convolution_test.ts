import { assert } from "@std/assert";
import { assertClose } from "../testing.ts";
import { found, onWebGpu } from "./testing.ts";

/** The gradients of some convolutions by their filters: images, height, width, channels in and out, stride and padding. */
const CASES = [
  [5, 6, 7, 2, 3, 1, "same"],
  [5, 7, 8, 3, 2, 2, 1],
  [5, 7, 8, 1, 2, 2, "valid"],
  // More pixels than a loop of a software device has turns.
  [90, 28, 28, 1, 2, 1, "same"],
];

Deno.test({
  name:
    "the gradient of a convolution by its filter is that of the engine in JavaScript, also of many images",
  ignore: !found,
  async fn() {
    const program = (name: string) => `
      await engine.initEngine({ engine: "${name}" });
      const wave = (shape, by) => tf.tensor(Float32Array.from({ length: tf.util.sizeFromShape(shape) }, (_, i) => Math.sin(by * i ** 1.1)), shape);
      const gradients = [];
      for (const [images, height, width, channels, out, stride, pad] of ${JSON.stringify(CASES)}) {
        const x = wave([images, height, width, channels], 0.7);
        const conv = (w) => tf.conv2d(x, w, stride, pad);
        const gradient = tf.grad((w) => tf.sum(tf.square(conv(w))))(wave([3, 3, channels, out], 0.3));
        gradients.push([...await gradient.data()]);
      }
      // Pixels as bytes: what a cast makes of them keeps their buffer.
      const bytes = tf.cast(tf.tensor4d(Array.from({ length: 50 }, (_, i) => i * 5), [2, 5, 5, 1], "int32"), "float32");
      const gradient = tf.grad((w) => tf.sum(tf.conv2d(bytes, w, 1, "same")))(wave([3, 3, 1, 2], 0.3));
      gradients.push([...await gradient.data()]);
      print(gradients);
    `;
    const [device, host] = [
      await onWebGpu(program("webgpu")),
      await onWebGpu(program("cpu")),
    ] as number[][][];
    host.forEach((expected, i) => {
      assert(expected.some((value) => Math.abs(value) > 1));
      assertClose(device[i], expected, 1e-4, `case ${CASES[i] ?? "of bytes"}`);
    });
  },
});
