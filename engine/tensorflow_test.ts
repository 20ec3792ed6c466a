import { assert, assertEquals, assertThrows } from "@std/assert";
import { tensorFlowBackend } from "./backend.ts";
import { TensorFlowError } from "./libtensorflow.ts";
import { adam, initEngine, lossAndGradients, type Parameters, tf } from "./mod.ts";
import { assertClose } from "./testing.ts";

await initEngine({ engine: "tensorflow", quiet: true });
const { binding } = tensorFlowBackend()!;

/** The values of tensors, which are disposed with all that `fn` makes. */
function values(fn: () => tf.Tensor | tf.Tensor[]): (number | string)[][] {
  return tf.tidy(() =>
    [fn()].flat().map((
      t,
    ) => [...t.dataSync() as unknown as (number | string)[]]) as unknown as tf.TensorContainer
  ) as unknown as (number | string)[][];
}

const A = () => tf.tensor2d([[1, 2], [3, 4]]);
const B = () => tf.tensor2d([[5, 6], [7, 8]]);

const ops: [string, () => tf.Tensor | tf.Tensor[], number[][]][] = [
  ["matMul, transposed", () => tf.matMul(A(), B(), false, true), [[17, 23, 39, 53]]],
  ["matMul of a batch", () => tf.matMul(tf.stack([A(), B()]), tf.stack([B(), A()])), [
    [19, 22, 43, 50, 23, 34, 31, 46],
  ]],
  ["concat, along both axes", () => [tf.concat([A(), B()]), tf.concat([A(), B(), A()], 1)], [
    [1, 2, 3, 4, 5, 6, 7, 8],
    [1, 2, 5, 6, 1, 2, 3, 4, 7, 8, 3, 4],
  ]],
  ["stack and unstack", () => [tf.stack([A(), B()], 2), ...tf.unstack(A(), 1)], [
    [1, 5, 2, 6, 3, 7, 4, 8],
    [1, 3],
    [2, 4],
  ]],
  ["split", () => tf.split(tf.range(0, 6, 1, "int32"), [1, 2, 3]), [[0], [1, 2], [3, 4, 5]]],
  ["addN", () => tf.addN([A(), B(), A()]), [[7, 10, 13, 16]]],
  [
    "einsum",
    () => [tf.einsum("ij,jk->ik", A(), B()), tf.einsum("ij->j", A()), tf.einsum("ij,ij->", A(), B())],
    [
      [19, 22, 43, 50],
      [4, 6],
      [70],
    ],
  ],
  ["slice", () => [tf.slice(A(), [0, 1], [2, 1]), tf.slice(tf.range(0, 9), 2, 3)], [[2, 4], [2, 3, 4]]],
  ["stridedSlice", () => tf.stridedSlice(tf.range(0, 10), [1], [9], [3]), [[1, 4, 7]]],
  ["pad, tile, reverse, transpose", () => [
    tf.pad(tf.tensor1d([1, 2]), [[1, 2]], 9),
    tf.tile(tf.tensor1d([1, 2]), [2]),
    tf.reverse(A(), 1),
    tf.transpose(A()),
  ], [[9, 1, 2, 9, 9], [1, 2, 1, 2], [2, 1, 4, 3], [1, 3, 2, 4]]],
  ["gather", () => [
    tf.gather(A(), tf.tensor1d([1, 0, 1], "int32")),
    tf.gather(A(), tf.tensor1d([1], "int32"), 1),
  ], [[3, 4, 1, 2, 3, 4], [2, 4]]],
  ["oneHot, scatterND, cumsum", () => [
    tf.oneHot(tf.tensor1d([2, 0], "int32"), 3),
    tf.scatterND(tf.tensor2d([[1], [3]], [2, 1], "int32"), tf.tensor1d([5, 6]), [4]),
    tf.cumsum(tf.tensor1d([1, 2, 3])),
  ], [[0, 0, 1, 1, 0, 0], [0, 5, 0, 6], [1, 3, 6]]],
  [
    "reductions",
    () => [tf.sum(A(), 0), tf.mean(A(), 1, true), tf.max(A()), tf.prod(A()), tf.argMin(A(), 1)],
    [
      [4, 6],
      [1.5, 3.5],
      [4],
      [24],
      [0, 0],
    ],
  ],
  ["topk", () => {
    const { values, indices } = tf.topk(tf.tensor2d([[1, 5, 3], [9, 2, 4]]), 2);
    return [values, indices];
  }, [[5, 3, 9, 4], [1, 2, 0, 2]]],
  ["unique", () => {
    const { values, indices } = tf.unique(tf.tensor1d([4, 2, 4, 1], "int32"));
    return [values, indices];
  }, [[4, 2, 1], [0, 1, 0, 2]]],
  ["int32 arithmetic", () => [
    tf.div(tf.tensor1d([7, -7], "int32"), tf.scalar(2, "int32")),
    tf.mod(tf.tensor1d([7, -7], "int32"), tf.scalar(3, "int32")),
    tf.add(tf.scalar(2 ** 31 - 1, "int32"), tf.scalar(1, "int32")),
  ], [[3, -4], [1, 2], [-(2 ** 31)]]],
  ["bool", () => [
    tf.logicalAnd(tf.tensor1d([true, true, false]), tf.tensor1d([true, false, false])),
    tf.greater(A(), 2),
    tf.any(tf.tensor1d([false, true])),
    tf.cast(tf.tensor1d([true, false]), "float32"),
    tf.where(tf.greater(A(), 2), A(), tf.neg(A())),
  ], [[1, 0, 0], [0, 0, 1, 1], [1], [1, 0], [-1, -2, 3, 4]]],
  ["complex64", () => {
    const transformed = tf.fft(tf.complex([1, 2, 3, 4], [0, 0, 0, 0]));
    return [
      tf.real(transformed),
      tf.imag(transformed),
      tf.real(tf.ifft(transformed)),
      tf.abs(tf.complex([3], [4])),
    ];
  }, [[10, -2, -2, -2], [0, 2, 0, -2], [1, 2, 3, 4], [5]]],
  ["conv2d, with strides and both paddings", () => {
    const x = tf.range(0, 16).reshape([1, 4, 4, 1]) as tf.Tensor4D;
    const ones = tf.ones([2, 2, 1, 1]) as tf.Tensor4D;
    return [tf.conv2d(x, ones, 2, "valid"), tf.conv2d(x, ones, [3, 2], "same")];
  }, [[10, 18, 42, 50], [10, 18, 25, 29]]],
  ["maxPool and avgPool", () => {
    const x = tf.range(0, 16).reshape([1, 4, 4, 1]) as tf.Tensor4D;
    return [tf.maxPool(x, 2, 2, "valid"), tf.avgPool(x, 2, 2, "valid")];
  }, [[5, 7, 13, 15], [2.5, 4.5, 10.5, 12.5]]],
  ["resizeNearestNeighbor", () => tf.image.resizeNearestNeighbor(tf.tensor3d([1, 2], [1, 2, 1]), [2, 4]), [
    [1, 1, 2, 2, 1, 1, 2, 2],
  ]],
  ["elementwise functions", () => [
    tf.sigmoid(tf.tensor1d([0, 2])),
    tf.softplus(tf.tensor1d([0, -30])),
    tf.erf(tf.tensor1d([0.5])),
    tf.clipByValue(tf.tensor1d([-5, 0.5, 5]), 0, 1),
    tf.softmax(tf.tensor1d([1, 2])),
    tf.logSumExp(tf.tensor1d([1, 2])),
  ], [
    [0.5, 0.8807970779778823],
    [0.6931471805599453, 9.357622968840175e-14],
    [0.5204998778130465],
    [0, 0.5, 1],
    [0.2689414213699951, 0.7310585786300049],
    [2.313261687518223],
  ]],
  [
    "tensors without elements",
    () => [tf.concat([tf.zeros([0, 2]), A()]), tf.sum(tf.zeros([0])), tf.zeros([0, 3])],
    [
      [1, 2, 3, 4],
      [0],
      [],
    ],
  ],
];

for (const [name, fn, expected] of ops) {
  Deno.test(`eager ops: ${name}`, () => {
    const found = values(fn) as number[][];
    assertEquals(found.length, expected.length);
    found.forEach((numbers, i) => assertClose(numbers, expected[i], 1e-6));
  });
}

Deno.test("eager ops: strings go in and out", () => {
  assertEquals(values(() => tf.tensor([["", "ü"], ["long ".repeat(20), "x\0y"]])), [
    ["", "ü", "long ".repeat(20), "x\0y"],
  ]);
  assertEquals(values(() => tf.concat([tf.tensor(["a", "é"]), tf.tensor(["b"])] as tf.Tensor1D[])), [[
    "a",
    "é",
    "b",
  ]]);
  assertEquals(values(() => tf.slice(tf.tensor(["a", "b", "c"]), [1])), [["b", "c"]]);
});

Deno.test("eager ops: types of results", () => {
  tf.tidy(() => {
    assertEquals(tf.argMax(A(), 1).dtype, "int32");
    assertEquals(tf.equal(A(), B()).dtype, "bool");
    assertEquals(tf.fft(tf.complex([1], [0])).dtype, "complex64");
    assertEquals(tf.tensor(["a"]).dtype, "string");
    assertEquals(tf.add(tf.scalar(1, "int32"), tf.scalar(1.5)).dtype, "float32");
  });
});

Deno.test("eager ops: what TensorFlow refuses is a TensorFlowError in its words", () => {
  tf.tidy(() => {
    const error = assertThrows(
      () => tf.scatterND(tf.tensor2d([[9]], [1, 1], "int32"), tf.tensor1d([1]), [4]).dataSync(),
      TensorFlowError,
    );
    assert(/indices\[0\] = \[9\] does not index into/.test(error.message), error.message);
  });
});

Deno.test("a disposed tensor is refused", () => {
  const x = tf.tensor1d([1, 2]);
  const y = tf.relu(x);
  x.dispose();
  assertThrows(() => x.dataSync(), Error, "Tensor is disposed");
  assertEquals([...y.dataSync()], [1, 2]);
  y.dispose();
  assertThrows(() => y.reshape([2, 1]), Error, "disposed");
});

Deno.test("tensors that share their values live as long as one of them", () => {
  const before = binding.getNumOfTensors();
  const x = tf.relu(tf.tensor1d([1, 2]));
  const view = tf.reshape(x, [2, 1]);
  const copy = tf.clone(x);
  x.dispose();
  assertEquals([...view.dataSync()], [1, 2]);
  view.dispose();
  assertEquals([...copy.dataSync()], [1, 2]);
  copy.dispose();
  // The argument of relu, which nothing names, is left.
  assertEquals(binding.getNumOfTensors(), before + 1);
});

Deno.test("300 eager steps of training leave no tensors", () => {
  const optimiser = adam();
  const x = tf.tensor2d(Array.from({ length: 32 }, (_, i) => Math.sin(i)), [8, 4]);
  type State = { parameters: Parameters; moments: ReturnType<typeof optimiser.init> };
  const start: Parameters = {
    w: tf.tensor2d(Array.from({ length: 12 }, (_, i) => Math.cos(i)), [4, 3]),
    v: tf.tensor2d(Array.from({ length: 12 }, (_, i) => Math.cos(3 * i)), [3, 4]),
  };
  let state: State = { parameters: start, moments: optimiser.init(start) };
  const step = () => {
    const next = tf.tidy(() => {
      const { loss, gradients } = lossAndGradients(({ w, v }) => {
        const batch = tf.gather(x, tf.tensor1d([3, 1, 0, 2], "int32"));
        return {
          loss: tf.mean(tf.squaredDifference(tf.matMul(tf.relu(tf.matMul(batch, w)), v), batch)),
          rest: [],
        };
      }, state.parameters);
      const { parameters, state: moments } = optimiser.update(state.parameters, gradients, state.moments);
      return { loss, state: { parameters, moments } };
    });
    tf.dispose(state as tf.TensorContainer);
    state = next.state as State;
    const loss = next.loss.dataSync()[0];
    next.loss.dispose();
    return loss;
  };
  const first = step();
  const tensors = tf.memory().numTensors, handles = binding.getNumOfTensors();
  let last = first;
  for (let i = 0; i < 300; i++) last = step();
  assert(last < first, `the loss went from ${first} to ${last}`);
  assertEquals(tf.memory().numTensors, tensors);
  assertEquals(binding.getNumOfTensors(), handles);
  tf.dispose([state as tf.TensorContainer, x]);
});
