import {
  assert,
  assertEquals,
  assertMatch,
  assertRejects,
  assertStringIncludes,
  assertThrows,
} from "@std/assert";
import { tensorFlowBackend } from "./backend.ts";
import { GraphRecorder } from "./graph.ts";
import { TensorFlowError } from "./libtensorflow.ts";
import { adam, compile, initEngine, lossAndGradients, spec, tf, type Tree, uniformTensor } from "./mod.ts";
import { assertClose, captureStderr } from "./testing.ts";

await initEngine({ engine: "tensorflow", quiet: true });
const { binding } = tensorFlowBackend()!;

type T = tf.Tensor;

const numbers = (t: Tree) => [...(t as T).dataSync()];

/** Runs a test, and checks that it leaves no tensor. */
function tidyTest(name: string, fn: () => void): void {
  Deno.test(name, () => {
    const tensors = tf.memory().numTensors, handles = binding.getNumOfTensors();
    tf.tidy(fn);
    assertEquals(tf.memory().numTensors, tensors);
    assertEquals(binding.getNumOfTensors(), handles);
  });
}

/** Upsampling by rows and columns; XLA has no kernel for its gradient on the CPU. */
const resizeGradient = (x: T) =>
  tf.grad((x: T) => tf.sum(tf.square(tf.image.resizeNearestNeighbor(x as tf.Tensor4D, [4, 4]))))(x);

tidyTest("compile() runs what XLA cannot compile as a plain graph, and says so once", () => {
  const x = tf.tensor4d([1, 2, 3, 4], [1, 2, 2, 1]);
  if (!binding.isUsingGpuDevice()) {
    const compiled = compile(resizeGradient, [x]);
    const first = captureStderr(() => compiled(x));
    assertMatch(
      first.text,
      /^Running a compiled function as a plain graph, since XLA cannot compile it: .+\n$/,
    );
    assertStringIncludes(first.text, "ResizeNearestNeighborGrad");
    assertEquals(numbers(first.result), [8, 16, 24, 32]);
    assertEquals(captureStderr(() => compiled(x)).text, "");
  }
  const second = captureStderr(() => compile((x: T) => tf.add(resizeGradient(x), 1), [x])(x));
  assertEquals(second.text, "");
  assertEquals(numbers(second.result), [9, 17, 25, 33]);
});

tidyTest("compile() takes and returns nested structures", () => {
  const compiled = compile(
    ({ a, rest: [b, { c }] }: { a: T; rest: [T, { c: T }] }, d: T) => ({
      sums: [tf.add(a, b), tf.add(c, d)],
      none: [],
      deep: { er: { product: tf.mul(tf.mul(a, b), tf.mul(c, d)) } },
    }),
    [{ a: spec([]), rest: [spec([]), { c: spec([2]) }] }, spec([])],
  );
  const result = compiled(
    { a: tf.scalar(1), rest: [tf.scalar(2), { c: tf.tensor1d([3, 4]) }] },
    tf.scalar(5),
  );
  assertEquals(result.sums.map(numbers), [[3], [8, 9]]);
  assertEquals(numbers(result.deep.er.product), [30, 40]);
  assertEquals(Object.keys(result), ["sums", "none", "deep"]);
});

tidyTest("compile() finds an argument's tensors by key, whatever the order of its keys", () => {
  const compiled = compile(({ a, b }: { a: T; b: T }) => tf.sub(a, b), [{ a: spec([]), b: spec([]) }]);
  assertEquals(numbers(compiled({ b: tf.scalar(1), a: tf.scalar(5) })), [4]);
});

tidyTest("compile() returns an argument, one tensor twice, a constant, each as a tensor of its own", () => {
  const compiled = compile((x: T) => {
    const y = tf.relu(x);
    return { x, again: x, y, z: y, constant: tf.tensor1d([7, 8]) };
  }, [spec([2])]);
  const x = tf.tensor1d([-1, 1]);
  const result = compiled(x);
  x.dispose();
  result.x.dispose();
  result.y.dispose();
  assertEquals(numbers(result.again), [-1, 1]);
  assertEquals(numbers(result.z), [0, 1]);
  assertEquals(numbers(result.constant), [7, 8]);
  result.constant.dispose();
  assertEquals(numbers(compiled(tf.tensor1d([2, 3])).constant), [7, 8]);
});

tidyTest("compile() takes functions without arguments, and without results", () => {
  assertEquals(numbers(compile(() => tf.scalar(3), [])()), [3]);
  assertEquals(compile((_: T) => ({}), [spec([])])(tf.scalar(1)), {});
});

tidyTest("compile() leaves an argument that is not used out of account", () => {
  assertEquals(
    numbers(
      compile((a: T, _: T, c: T) => tf.sub(a, c), [0, 1, 2].map(() => spec([])))(
        tf.scalar(9),
        tf.scalar(100),
        tf.scalar(2),
      ),
    ),
    [7],
  );
});

tidyTest("compile() freezes a captured tensor's values, and leaves it usable", () => {
  const fresh = tf.tensor1d([5, 6]);
  const used = tf.add(tf.tensor1d([1, 1]), 1);
  const compiled = compile((x: T) => tf.add(tf.mul(x, fresh), used), [spec([2])]);
  const x = tf.tensor1d([1, 2]);
  for (let i = 0; i < 2; i++) assertEquals(numbers(compiled(x)), [7, 14]);
  assertEquals(numbers(fresh), [5, 6]);
  assertEquals(numbers(tf.add(fresh, used)), [7, 8]);
  fresh.dispose();
  used.dispose();
  assertEquals(numbers(compiled(x)), [7, 14]);
});

tidyTest("compile() tells apart many constants that are disposed of at once", () => {
  const compiled = compile((x: T) => {
    let sum = x;
    for (let i = 0; i < 200; i++) {
      const constant = tf.scalar(i);
      sum = tf.add(sum, constant);
      constant.dispose();
    }
    return sum;
  }, [spec([])]);
  assertEquals(numbers(compiled(tf.scalar(0.5))), [19900.5]);
});

tidyTest("compile() keeps many functions apart", () => {
  const functions = Array.from(
    { length: 30 },
    (_, i) => compile((x: T) => tf.add(tf.mul(x, i), 1), [spec([])]),
  );
  functions.forEach((compiled, i) => assertEquals(numbers(compiled(tf.scalar(2))), [2 * i + 1]));
  functions.forEach((compiled, i) => assertEquals(numbers(compiled(tf.scalar(3))), [3 * i + 1]));
});

tidyTest("compile() runs the function once, and its shapes are those of the signature", () => {
  let runs = 0;
  let shapes: number[][] = [];
  const compiled = compile((x: T, y: T) => {
    runs++;
    const product = tf.matMul(x, y);
    shapes = [x.shape, product.shape, tf.sum(product, 0).shape];
    return product;
  }, [spec([2, 3]), spec([3, 4])]);
  for (let i = 0; i < 3; i++) assertEquals(compiled(tf.ones([2, 3]), tf.ones([3, 4])).shape, [2, 4]);
  assertEquals(runs, 1);
  assertEquals(shapes, [[2, 3], [2, 4], [4]]);
});

tidyTest("compile() compiles the same function with the same signature once, with another anew", () => {
  let runs = 0;
  const double = (x: T) => {
    runs++;
    return tf.mul(x, 2);
  };
  assertEquals(numbers(compile(double, [spec([2])])(tf.tensor1d([1, 2]))), [2, 4]);
  assertEquals(numbers(compile(double, [tf.zeros([2])])(tf.tensor1d([3, 4]))), [6, 8]);
  assertEquals(runs, 1);
  assertEquals(numbers(compile(double, [spec([1])])(tf.tensor1d([5]))), [10]);
  assertEquals(numbers(compile(double, [spec([1], "int32")])(tf.tensor1d([5], "int32"))), [10]);
  assertEquals(runs, 3);
});

tidyTest("a compiled function refuses other arguments than its signature's", () => {
  const compiled = compile((x: T, { y }: { y: T }) => tf.add(x, y), [spec([]), { y: spec([2, 3], "int32") }]);
  const y = tf.zeros([2, 3], "int32");
  // What TypeScript would refuse is what is tested.
  const call = compiled as unknown as (...args: unknown[]) => unknown;
  const gone = tf.scalar(1);
  gone.dispose();
  for (
    const [args, message] of [
      [[tf.scalar(1)], "it takes 2 tensors, got 1"],
      [[], "it takes 2 tensors, got 0"],
      [[tf.scalar(1), { y }, tf.scalar(2)], "it takes 2 tensors, got 3"],
      [[tf.scalar(1), { z: y }], "tensor 1 must be int32 [2,3], got none"],
      [[tf.scalar(1), { y: tf.zeros([2, 3]) }], "tensor 1 must be int32 [2,3], got float32 [2,3]"],
      [[tf.scalar(1), { y: tf.zeros([3, 2], "int32") }], "tensor 1 must be int32 [2,3], got int32 [3,2]"],
      [[tf.ones([1]), { y }], "tensor 0 must be float32 [], got float32 [1]"],
      [[gone, { y }], "tensor 0 must be float32 [], got disposed float32 []"],
    ] as [unknown[], string][]
  ) {
    assertThrows(() => call(...args), TypeError, `Cannot call the compiled function: ${message}`);
  }
  assertEquals(numbers(compiled(tf.scalar(1), { y })), [1, 1, 1, 1, 1, 1]);
});

tidyTest("compile() frees the graph where no function can be made of it", () => {
  const { addFunctionTo, dispose } = GraphRecorder.prototype;
  let freed = 0;
  try {
    GraphRecorder.prototype.addFunctionTo = () => {
      throw new Error("no function");
    };
    GraphRecorder.prototype.dispose = function () {
      freed++;
      dispose.call(this);
    };
    assertThrows(() => compile((x: T) => tf.relu(x), [spec([])]), Error, "no function");
    assertEquals(freed, 1);
  } finally {
    Object.assign(GraphRecorder.prototype, { addFunctionTo, dispose });
  }
});

tidyTest("compile() refuses shapes that depend on values", () => {
  const message = "Cannot compile: an op's shape depends on values that are known only when it runs";
  assertThrows(() => compile((x: T) => tf.unique(x as tf.Tensor1D).values, [spec([4])]), TypeError, message);
});

tidyTest("compile() refuses a function that reads values", () => {
  const message = "Cannot compile: the function reads a tensor's values, which are known only when it runs";
  for (
    const read of [
      (x: T) => tf.scalar(tf.sum(x).dataSync()[0]),
      (x: T) => tf.scalar((x.arraySync() as number[])[0]),
    ]
  ) assertThrows(() => compile(read, [spec([4])]), TypeError, message);
  assertEquals(numbers(compile((x: T) => tf.mul(x, tf.scalar(3).dataSync()[0]), [spec([])])(tf.scalar(2))), [
    6,
  ]);
});

Deno.test("compile() refuses tf.whereAsync() and tf.booleanMaskAsync(), which read values", async () => {
  const message = "Cannot compile: the function reads a tensor's values, which are known only when it runs";
  for (
    const mask of [
      (x: T) => tf.whereAsync(tf.greater(x, 0)),
      (x: T) => tf.booleanMaskAsync(x, tf.greater(x, 0)),
    ]
  ) {
    let promise!: Promise<T>;
    compile((x: T) => {
      promise = mask(x);
      return x;
    }, [spec([3])]);
    await assertRejects(() => promise, TypeError, message);
  }
});

tidyTest("compile() refuses to be called inside a function that is compiled", () => {
  assertThrows(
    () => compile((x: T) => compile((y: T) => tf.relu(y), [spec([])])(x), [spec([])]),
    TypeError,
    "Cannot compile a function inside a compiled function",
  );
  const inner = compile((y: T) => tf.relu(y), [spec([])]);
  assertThrows(
    () => compile((x: T) => inner(x), [spec([])]),
    TypeError,
    "Cannot call a compiled function inside a compiled function",
  );
  assertEquals(numbers(inner(tf.scalar(2))), [2]);
});

tidyTest("a tensor of a compiled function is of no use outside it", () => {
  let kept!: T;
  compile((x: T) => {
    kept = tf.keep(tf.add(x, 1));
    return x;
  }, [spec([])]);
  const message =
    "Cannot use a tensor of a compiled function outside it: only what the function returns has values";
  assertThrows(() => kept.dataSync(), TypeError, message);
  assertThrows(() => tf.relu(kept), TypeError, message);
  assertThrows(() => compile((x: T) => tf.add(x, kept), [spec([])]), TypeError, message);
  kept.dispose();
});

tidyTest("compile() passes on what the function throws, and the next compilation works", () => {
  const failing = (_: T): T => {
    throw new RangeError("Cannot do this");
  };
  assertThrows(() => compile(failing, [spec([])]), RangeError, "Cannot do this");
  assertThrows(() => compile((x: T) => tf.grad(failing)(x), [spec([])]), RangeError, "Cannot do this");
  assertEquals(numbers(compile((x: T) => tf.add(x, 1), [spec([])])(tf.scalar(1))), [2]);
});

tidyTest("what fails while a compiled function runs is a TensorFlowError, and the next call works", () => {
  const backend = tensorFlowBackend()!;
  // Strings have no XLA kernels; the notice was given above.
  const parse = compile((x: T) => {
    const [number] = binding.executeOp(
      "StringToNumber",
      [{ name: "out_type", type: 4, value: 1 }],
      backend.getInputTensorIds([x]),
      1,
    );
    return backend.createOutputTensor(number);
  }, [spec([1], "string")]);
  for (let i = 0; i < 2; i++) {
    assertThrows(
      () => parse(tf.tensor(["many"])),
      TensorFlowError,
      "could not correctly convert string: many",
    );
    assertEquals(numbers(parse(tf.tensor(["1.5"]))), [1.5]);
  }
});

const X = () => tf.tensor2d([[0.5, -1, 2], [1.5, 0.25, -3]]);
const IMAGE = () => tf.tensor4d(Array.from({ length: 32 }, (_, i) => Math.sin(i)), [2, 4, 4, 1]);
const FILTER = () => tf.tensor4d(Array.from({ length: 18 }, (_, i) => Math.cos(i)), [3, 3, 1, 2]);

const same: [string, (...args: T[]) => Tree, () => T[]][] = [
  ["matMul and bias", (x, w) => tf.add(tf.matMul(x, w, false, true), tf.tensor1d([1, 2])), () => [X(), X()]],
  ["concat, stack, addN, einsum", (x, y) => [
    tf.concat([x, y, x], 1),
    tf.stack([x, y]),
    tf.addN([x, y, y]),
    tf.einsum("ij,kj->ik", x, y),
    ...tf.split(x, 3, 1),
    ...tf.unstack(x),
  ], () => [X(), tf.exp(X())]],
  ["reductions", (x) => [
    tf.sum(x),
    tf.mean(x, 0),
    tf.max(x, 1),
    tf.logSumExp(x, 1),
    tf.argMax(x, 1),
    tf.norm(x),
    ...Object.values(tf.moments(x, 0)),
    ...Object.values(tf.topk(x, 2)) as T[],
  ], () => [X()]],
  ["activations", (x) => [
    tf.sigmoid(x),
    tf.tanh(x),
    tf.relu(x),
    tf.elu(x),
    tf.softplus(x),
    tf.softmax(x),
    tf.logSoftmax(x),
    tf.leakyRelu(x),
  ], () => [X()]],
  ["bool, int32 and choice", (x) => [
    tf.where(tf.greater(x, 0), x, tf.zerosLike(x)),
    tf.cast(tf.logicalNot(tf.less(x, 1)), "int32"),
    tf.oneHot(tf.argMin(x, 1), 3),
    tf.all(tf.notEqual(x, 9)),
    tf.floorDiv(tf.cast(x, "int32"), tf.scalar(2, "int32")),
  ], () => [X()]],
  ["shapes", (x) => [
    tf.transpose(x),
    tf.slice(x, [0, 1], [2, 2]),
    tf.pad(x, [[1, 0], [0, 2]]),
    tf.tile(x, [2, 1]),
    tf.reverse(x, 1),
    tf.expandDims(x, 1),
    tf.broadcastTo(tf.sum(x, 0, true), [2, 3]),
    tf.gather(x, tf.tensor1d([1, 0], "int32")),
    tf.cumsum(x, 1),
  ], () => [X()]],
  ["complex64", (x) => {
    const z = tf.fft(tf.complex(x, tf.zerosLike(x)));
    return [tf.real(z), tf.imag(z), z];
  }, () => [X()]],
  ["convolutions and pooling", (x, w) => [
    tf.conv2d(x as tf.Tensor4D, w as tf.Tensor4D, 2, "same"),
    tf.conv2dTranspose(
      x as tf.Tensor4D,
      tf.transpose(w, [0, 1, 3, 2]) as tf.Tensor4D,
      [2, 8, 8, 2],
      2,
      "same",
    ),
    tf.maxPool(x as tf.Tensor4D, 2, 2, "valid"),
    tf.avgPool(x as tf.Tensor4D, 2, 2, "same"),
  ], () => [IMAGE(), FILTER()]],
  [
    "gradients of a dense layer",
    (x, w) => tf.grads((x: T, w: T) => tf.mean(tf.square(tf.sigmoid(tf.matMul(x, w, false, true)))))([x, w]),
    () => [X(), X()],
  ],
  [
    "gradients of cross entropy",
    (x) => tf.grad((x: T) => tf.losses.sigmoidCrossEntropy(tf.sigmoid(x), tf.mul(x, 2)) as T)(x),
    () => [X()],
  ],
  ["gradients of softmax, log, norm and gather", (x) =>
    tf.grad((x: T) =>
      tf.add(
        tf.sum(tf.mul(tf.softmax(x), tf.gather(x, tf.tensor1d([1, 1], "int32")))),
        tf.add(tf.norm(x), tf.sum(tf.logSoftmax(x))),
      )
    )(x), () => [X()]],
  [
    "gradients of a convolution and pooling",
    (x, w) =>
      tf.grads((x: T, w: T) =>
        tf.sum(tf.square(tf.maxPool(tf.conv2d(x as tf.Tensor4D, w as tf.Tensor4D, 1, "same"), 2, 2, "valid")))
      )([x, w]),
    () => [IMAGE(), FILTER()],
  ],
  ["gradients of moments", (x) =>
    tf.grad((x: T) => {
      const { mean, variance } = tf.moments(x, 0);
      return tf.sum(tf.pow(tf.div(tf.sub(x, mean), tf.sqrt(tf.add(variance, 0.1))), 3));
    })(x), () => [X()]],
];

for (const [name, fn, inputs] of same) {
  tidyTest(`compiled = eager: ${name}`, () => {
    const args = inputs();
    const eager = [fn(...args)].flat() as T[];
    const compiled = [compile(fn, args)(...args)].flat() as T[];
    assertEquals(
      compiled.map(({ shape, dtype }) => [shape, dtype]),
      eager.map(({ shape, dtype }) => [shape, dtype]),
    );
    compiled.forEach((result, i) => assertClose(numbers(result), numbers(eager[i]), 2e-6, `result ${i}`));
  });
}

Deno.test("300 compiled steps of training leave no tensors", () => {
  const optimiser = adam();
  const x = tf.tensor2d(Array.from({ length: 32 }, (_, i) => Math.sin(i)), [8, 4]);
  const parameters = { w: tf.tensor2d(Array.from({ length: 16 }, (_, i) => Math.cos(i)), [4, 4]) };
  let state = { parameters, moments: optimiser.init(parameters) } as {
    parameters: { [name: string]: T };
    moments: ReturnType<typeof optimiser.init>;
  };
  const compiled = compile((current: typeof state, x: T, seed: T) => {
    const { loss, gradients } = lossAndGradients(({ w }) => {
      const noisy = tf.add(x, uniformTensor(x.shape, seed));
      return { loss: tf.mean(tf.squaredDifference(tf.matMul(noisy, w), x)), rest: [] };
    }, current.parameters);
    const { parameters, state: moments } = optimiser.update(current.parameters, gradients, current.moments);
    return { loss, state: { parameters, moments } };
  }, [state as never, x, spec([2], "int32")]);
  const step = (i: number) => {
    const seed = tf.tensor1d([7, i], "int32");
    const next = compiled(state, x, seed);
    tf.dispose([state as unknown as tf.TensorContainer, seed]);
    state = next.state as typeof state;
    const loss = next.loss.dataSync()[0];
    next.loss.dispose();
    return loss;
  };
  const first = step(0);
  const tensors = tf.memory().numTensors, handles = binding.getNumOfTensors();
  let last = first;
  for (let i = 1; i <= 300; i++) last = step(i);
  assert(last < first, `the loss went from ${first} to ${last}`);
  assertEquals(tf.memory().numTensors, tensors);
  assertEquals(binding.getNumOfTensors(), handles);
  tf.dispose([state as unknown as tf.TensorContainer, x]);
});
