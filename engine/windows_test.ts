import { assertEquals } from "@std/assert";
import { tensorFlowBackend } from "./backend.ts";
import { compile, initEngine, tf } from "./mod.ts";
import { assertClose } from "./testing.ts";

await initEngine({ engine: "tensorflow", quiet: true });
const { binding } = tensorFlowBackend()!;

type T = tf.Tensor;
type Image = tf.Tensor4D;
type Volume = tf.Tensor5D;
type Explicit = [[0, 0], [number, number], [number, number], [0, 0]];

/** Numbers of which no two are the same. */
const numbers = (...shape: number[]): T =>
  tf.tensor(
    Float32Array.from({ length: tf.util.sizeFromShape(shape) }, (_, i) => Math.sin(i * i + 1)),
    shape,
  );

/** Both functions give the same, value and gradients, eager and compiled. */
function assertSame(fn: (...inputs: T[]) => T, expected: (...inputs: T[]) => T, inputs: T[]): void {
  const whole = (fn: (...inputs: T[]) => T) => (...inputs: T[]) => {
    const value = fn(...inputs);
    const weights = numbers(...value.shape);
    return [value, ...tf.grads((...inputs) => tf.sum(tf.mul(fn(...inputs), weights)) as tf.Scalar)(inputs)];
  };
  const right = whole(expected)(...inputs);
  for (const results of [whole(fn)(...inputs), compile(whole(fn), inputs)(...inputs)]) {
    assertEquals(results.map(({ shape }) => shape), right.map(({ shape }) => shape));
    results.forEach((t, i) => assertClose(t.dataSync(), right[i].dataSync(), 1e-5));
  }
}

/** A test whose tensors are disposed, and which leaves no handles. */
function test(name: string, fn: () => void): void {
  Deno.test(name, () => {
    const before = binding.getNumOfTensors();
    tf.tidy(fn);
    assertEquals(binding.getNumOfTensors(), before);
  });
}

const PADDINGS: [string, number | Explicit, Explicit, 1 | 2][] = [
  ["1", 1, [[0, 0], [1, 1], [1, 1], [0, 0]], 1],
  ["2, strides 2", 2, [[0, 0], [2, 2], [2, 2], [0, 0]], 2],
  ["by a list", [[0, 0], [1, 2], [0, 1], [0, 0]], [[0, 0], [1, 2], [0, 1], [0, 0]], 1],
];

for (const [what, pad, list, strides] of PADDINGS) {
  test(`convolutions with padding ${what} are those of a padded image`, () => {
    const x = numbers(2, 5, 6, 3);
    const padded = (x: T) => tf.pad(x, list) as Image;
    assertSame(
      (x, f) => tf.conv2d(x as Image, f as Image, strides, pad),
      (x, f) => tf.conv2d(padded(x), f as Image, strides, "valid"),
      [x, numbers(3, 3, 3, 4)],
    );
    assertSame(
      (x, f) => tf.depthwiseConv2d(x as Image, f as Image, strides, pad),
      (x, f) => tf.depthwiseConv2d(padded(x), f as Image, strides, "valid"),
      [x, numbers(3, 3, 3, 2)],
    );
    assertSame(
      (x) => tf.maxPool(x as Image, 3, strides, pad),
      (x) => tf.maxPool(tf.pad(x, list, -9) as Image, 3, strides, "valid"),
      [x],
    );
  });

  test(`avgPool() with padding ${what} takes means over what is not padding`, () => {
    assertSame(
      (x) => tf.avgPool(x as Image, 3, strides, pad),
      (x) => {
        const sums = (x: T) => tf.avgPool(tf.pad(x, list) as Image, 3, strides, "valid");
        return tf.div(sums(x), sums(tf.ones(x.shape)));
      },
      [numbers(2, 5, 6, 3)],
    );
  });
}

test("the gradient of avgPool() with padding is the one that finite differences give", () => {
  const x = numbers(1, 3, 4, 1);
  const pad: Explicit = [[0, 0], [1, 2], [0, 1], [0, 0]];
  const weights = numbers(1, 4, 3, 1);
  const loss = (x: T) => tf.sum(tf.mul(tf.avgPool(x as Image, 3, 1, pad), weights)) as tf.Scalar;
  const differences = Array.from({ length: x.size }, (_, i) => {
    const step = tf.reshape(tf.oneHot(tf.scalar(i, "int32"), x.size), x.shape);
    return tf.div(tf.sub(loss(tf.add(x, step)), loss(tf.sub(x, step))), 2).dataSync()[0];
  });
  assertClose(tf.grad(loss)(x).dataSync(), differences, 1e-5);
});

test("pools of volumes with padding are those of a padded volume", () => {
  const x = numbers(1, 3, 4, 5, 2);
  const around: [number, number][] = [[0, 0], [1, 1], [1, 1], [1, 1], [0, 0]];
  assertSame(
    (x) => tf.maxPool3d(x as Volume, 2, 2, 1),
    (x) => tf.maxPool3d(tf.pad(x, around, -9) as Volume, 2, 2, "valid"),
    [x],
  );
  assertSame(
    (x) => tf.avgPool3d(x as Volume, 2, 1, 1),
    (x) => {
      const sums = (x: T) => tf.avgPool3d(tf.pad(x, around) as Volume, 2, 1, "valid");
      return tf.div(sums(x), sums(tf.ones(x.shape)));
    },
    [x],
  );
});

test("sizes that are rounded up add padding at the end", () => {
  const x = numbers(1, 4, 4, 1);
  const rounded = tf.maxPool(x as Image, 2, 3, 1, "ceil");
  const padded = tf.maxPool(tf.pad(x, [[0, 0], [1, 1], [1, 1], [0, 0]], -9) as Image, 2, 3, "valid");
  assertEquals([rounded.shape, padded.shape], [[1, 3, 3, 1], [1, 2, 2, 1]]);
  assertEquals([...tf.slice(rounded, 0, padded.shape).dataSync()], [...padded.dataSync()]);
});

test("maxPool() of int32 knows no greater padding than its numbers", () => {
  const x = tf.tensor4d([-5, -6, -7, -8], [1, 2, 2, 1], "int32");
  const pooled = tf.maxPool(x, 2, 1, 1);
  assertEquals([...pooled.dataSync()], [-5, -5, -6, -5, -5, -6, -7, -7, -8]);
});

test("convolutions of NCHW are those of NHWC", () => {
  const x = numbers(2, 3, 5, 6);
  const last = (x: T) => tf.transpose(x, [0, 2, 3, 1]) as Image;
  const first = (x: T) => tf.transpose(x, [0, 3, 1, 2]);
  const pad: Explicit = [[0, 0], [1, 2], [0, 1], [0, 0]];
  for (
    const [filter, given, same] of [[[3, 2, 3, 4], "same", "same"], [[3, 3, 3, 2], [
      pad[0],
      pad[3],
      pad[1],
      pad[2],
    ], pad]] as const
  ) {
    assertSame(
      (x, f) => tf.conv2d(x as Image, f as Image, 1, given as "same", "NCHW"),
      (x, f) => first(tf.conv2d(last(x), f as Image, 1, same as "same")),
      [x, numbers(...filter)],
    );
  }
  // TensorFlow.js has no gradient of this.
  const [filter, bias] = [numbers(3, 3, 3, 4), numbers(4)];
  const options = { strides: 1, pad: 1, bias, activation: "relu" } as const;
  const fused = tf.fused.conv2d({ x: x as Image, filter: filter as Image, dataFormat: "NCHW", ...options });
  const expected = first(tf.fused.conv2d({ x: last(x), filter: filter as Image, ...options }));
  assertEquals(fused.shape, expected.shape);
  assertClose(fused.dataSync(), expected.dataSync(), 1e-5);
});

test("a dilated depthwise convolution is that of each channel", () => {
  const [x, filter] = [numbers(2, 6, 7, 3), numbers(2, 3, 3, 2)];
  for (const pad of ["same", "valid", 1] as const) {
    const whole = (x: T, f: T) => tf.depthwiseConv2d(x as Image, f as Image, 1, pad, "NHWC", [2, 1]);
    const channels = (x: T, f: T) =>
      tf.concat(
        [0, 1, 2].map((c) =>
          tf.conv2d(
            tf.slice(x, [0, 0, 0, c], [-1, -1, -1, 1]) as Image,
            tf.slice(f, [0, 0, c], [-1, -1, 1]) as Image,
            1,
            pad,
            "NHWC",
            [2, 1],
          )
        ),
        3,
      );
    const expected = channels(x, filter);
    for (const result of [whole(x, filter), compile(whole, [x, filter])(x, filter)]) {
      assertEquals(result.shape, expected.shape);
      assertClose(result.dataSync(), expected.dataSync(), 1e-5);
    }
  }
});

test("conv2dTranspose() with padding is the gradient of the convolution", () => {
  const [x, filter] = [numbers(2, 3, 4, 3), numbers(3, 3, 2, 3)];
  const shape: [number, number, number, number] = [2, 5, 7, 2];
  assertSame(
    (x, f) => tf.conv2dTranspose(x as Image, f as Image, shape, 2, 1),
    (x, f) => {
      const whole = tf.conv2dTranspose(x as Image, f as Image, [2, 7, 9, 2], 2, "valid");
      return tf.slice(whole, [0, 1, 1, 0], shape);
    },
    [x, filter],
  );
});

test("a pool whose window is larger than the volume has no result", () => {
  const pooled = tf.avgPool3d(tf.ones([1, 1, 1, 1, 1]) as Volume, [1, 1, 3], 1, "valid");
  assertEquals(pooled.shape, [1, 1, 1, 0, 1]);
});
