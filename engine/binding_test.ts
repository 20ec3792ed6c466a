import { assert, assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { createRequire } from "node:module";
import type { OpAttribute } from "./attributes.ts";
import { tensorFlowBackend } from "./backend.ts";
import { compile } from "./compile.ts";
import { GraphRecorder } from "./graph.ts";
import { AttributeType, DataType, TensorFlowError } from "./libtensorflow.ts";
import { initEngine, tf } from "./mod.ts";
import { captureStderr } from "./testing.ts";

await initEngine({ engine: "tensorflow", quiet: true });
const backend = tensorFlowBackend()!;
const { binding } = backend;

const { TF_ATTR_BOOL, TF_ATTR_FLOAT, TF_ATTR_INT, TF_ATTR_SHAPE, TF_ATTR_STRING, TF_ATTR_TYPE } =
  AttributeType;
const { TF_FLOAT, TF_INT32, TF_INT64, TF_STRING } = DataType;

const attribute = (name: string, type: number, value: unknown): OpAttribute => ({ name, type, value });
const T = attribute("T", TF_ATTR_TYPE, TF_FLOAT);

function op(name: string, attributes: OpAttribute[], inputs: tf.Tensor[], outputs = 1): tf.Tensor[] {
  return binding.executeOp(name, attributes, backend.getInputTensorIds(inputs), outputs)
    .map((metadata) => backend.createOutputTensor(metadata));
}

const bytes = (text: string) => new TextEncoder().encode(text);
const text = (value: Uint8Array) => new TextDecoder().decode(value);

/** An op with attributes of one kind, and what it gives. Strings are compared as such. */
interface Case {
  kind: string;
  run: (x: tf.Tensor) => tf.Tensor[];
  input: () => tf.Tensor;
  expected: (number | string)[][];
}

// VersionDef { producer: 7, min_consumer: 5 } of tensorflow/core/framework/versions.proto.
const MESSAGE = Uint8Array.of(0x08, 7, 0x10, 5);

const cases: Case[] = [
  {
    kind: "bool",
    run: (x) =>
      op("MatMul", [
        T,
        attribute("transpose_a", TF_ATTR_BOOL, false),
        attribute("transpose_b", TF_ATTR_BOOL, true),
      ], [
        x,
        x,
      ]),
    input: () => tf.tensor2d([[1, 2, 3], [4, 5, 6]]),
    expected: [[14, 32, 32, 77]],
  },
  {
    kind: "float",
    run: (x) => op("LeakyRelu", [T, attribute("alpha", TF_ATTR_FLOAT, 0.25)], [x]),
    input: () => tf.tensor1d([-4, 1]),
    expected: [[-1, 1]],
  },
  {
    kind: "list of floats",
    run: (x) => op("Bucketize", [T, attribute("boundaries", TF_ATTR_FLOAT, [0.5, 1.5, 2.5])], [x]),
    input: () => tf.tensor1d([2, 0, 9, 1]),
    expected: [[2, 0, 3, 1]],
  },
  {
    kind: "int, and a list of inputs",
    run: (x) =>
      op("Pack", [T, attribute("N", TF_ATTR_INT, 2), attribute("axis", TF_ATTR_INT, 1)], [x, tf.neg(x)]),
    input: () => tf.tensor1d([1, 2]),
    expected: [[1, -1, 2, -2]],
  },
  {
    kind: "list of ints",
    run: (x) => [
      op("Squeeze", [T, attribute("squeeze_dims", TF_ATTR_INT, [0, 2])], [x])[0],
      tf.tensor1d(op("Squeeze", [T, attribute("squeeze_dims", TF_ATTR_INT, [])], [x])[0].shape),
    ],
    input: () => tf.tensor3d([3, 4], [1, 2, 1]),
    expected: [[3, 4], [2]],
  },
  {
    kind: "type",
    run: (x) =>
      op("Cast", [attribute("SrcT", TF_ATTR_TYPE, TF_FLOAT), attribute("DstT", TF_ATTR_TYPE, TF_INT32)], [x]),
    input: () => tf.tensor1d([1.9, -1.9]),
    expected: [[1, -1]],
  },
  {
    kind: "list of types, and a list of inputs of several types",
    run: (x) =>
      op(
        "IdentityN",
        [attribute("T", TF_ATTR_TYPE, [TF_FLOAT, TF_INT32])],
        [x, tf.tensor1d([8, 9], "int32")],
        2,
      ),
    input: () => tf.scalar(7),
    expected: [[7], [8, 9]],
  },
  {
    kind: "shape",
    run: (x) =>
      op("EnsureShape", [T, attribute("shape", TF_ATTR_SHAPE, [2, -1])], [x])
        .concat(op("EnsureShape", [T, attribute("shape", TF_ATTR_SHAPE, [])], [tf.sum(x)])),
    input: () => tf.ones([2, 3]),
    expected: [[1, 1, 1, 1, 1, 1], [6]],
  },
  {
    kind: "string",
    run: (x) =>
      op("StringJoin", [attribute("N", TF_ATTR_INT, 2), attribute("separator", TF_ATTR_STRING, " é ")], [
        x,
        x,
      ])
        .concat(
          op("StringJoin", [attribute("N", TF_ATTR_INT, 2), attribute("separator", TF_ATTR_STRING, "")], [
            x,
            x,
          ]),
        ),
    input: () => tf.tensor(["a", "ü"]),
    expected: [["a é a", "ü é ü"], ["aa", "üü"]],
  },
  {
    kind: "list of strings",
    run: (x) =>
      op(
        "DecodeProtoV2",
        [
          attribute("message_type", TF_ATTR_STRING, "tensorflow.VersionDef"),
          attribute("field_names", TF_ATTR_STRING, ["min_consumer", "producer"]),
          attribute("output_types", TF_ATTR_TYPE, [TF_INT32, TF_INT32]),
        ],
        [x],
        3,
      ).slice(1).map((field) => tf.reshape(field, [1])),
    input: () =>
      backend.createOutputTensor({
        id: binding.createTensor([1], TF_STRING, [MESSAGE]),
        shape: [1],
        dtype: TF_STRING,
      }),
    expected: [[5], [7]],
  },
];

const valuesOf = (t: tf.Tensor): (number | string)[] => [...t.dataSync() as unknown as (number | string)[]];

for (const { kind, run, input, expected } of cases) {
  Deno.test(`executeOp() sets attributes: ${kind}`, () => {
    tf.tidy(() => assertEquals(run(input()).map(valuesOf), expected));
  });

  // The field sizes of DecodeProtoV2 are known only when it runs.
  if (kind === "list of strings") continue;
  Deno.test(`executeOp() sets attributes while it is recorded: ${kind}`, () => {
    tf.tidy(() => {
      const { result } = captureStderr(() => compile(run, [input()])(input()));
      assertEquals(result.map(valuesOf), expected);
    });
  });
}

Deno.test("executeOp() sets attributes, recorded or not: list of strings of a fused op", () => {
  tf.tidy(() => {
    const attributes = [
      T,
      attribute("num_args", TF_ATTR_INT, 1),
      attribute("fused_ops", TF_ATTR_STRING, ["BiasAdd", "Relu"]),
    ];
    const fused = (x: tf.Tensor, w: tf.Tensor, b: tf.Tensor) => op("_FusedMatMul", attributes, [x, w, b])[0];
    const inputs = () =>
      [tf.tensor2d([[1, 2]]), tf.tensor2d([[1, -1], [1, -1]]), tf.tensor1d([10, 1])] as const;
    assertEquals(valuesOf(fused(...inputs())), [13, 0]);
    const { result } = captureStderr(() => compile(fused, inputs())(...inputs()));
    assertEquals(valuesOf(result), [13, 0]);
  });
});

Deno.test("executeOp() sets attributes: list of shapes", () => {
  tf.tidy(() => {
    const types = [TF_FLOAT, TF_INT32];
    const [queue] = op("FIFOQueueV2", [
      attribute("component_types", TF_ATTR_TYPE, types),
      attribute("shapes", TF_ATTR_SHAPE, [[2], [3, 1]]),
    ], []);
    const enqueue = (rows: number) =>
      op(
        "QueueEnqueueV2",
        [attribute("Tcomponents", TF_ATTR_TYPE, types)],
        [queue, tf.ones([2]), tf.ones([rows, 1], "int32")],
        0,
      );
    assertEquals(enqueue(3), []);
    assertThrows(() => enqueue(2), TensorFlowError, "Expected [3,1], got [2,1]");
  });
});

Deno.test("executeOp() refuses an attribute of a kind that TensorFlow.js does not have", () => {
  assertThrows(
    () => op("Relu", [attribute("T", 77, 1)], [tf.scalar(1)]),
    TypeError,
    "Cannot set attribute T: its type must be one of TensorFlow.js's, got 77",
  );
});

Deno.test("executeOp() throws what TensorFlow says, and goes on working", () => {
  tf.tidy(() => {
    const x = tf.ones([2, 3]);
    const error = assertThrows(() => op("MatMul", [T], [x, x]), TensorFlowError, "Matrix size-incompatible");
    assertEquals(error.name, "TensorFlowError");
    assertEquals(error.code, 3);
    assertStringIncludes(error.message, "In[0]: [2,3], In[1]: [2,3]");
    assertThrows(() => op("NoSuchOp", [T], [x]), TensorFlowError, "NoSuchOp");
    assertThrows(
      () => compile((a: tf.Tensor) => op("MatMul", [T], [a, a])[0], [x]),
      TensorFlowError,
      "must be equal",
    );
    assertEquals(valuesOf(op("Relu", [T], [tf.tensor1d([-1, 1])])[0]), [0, 1]);
  });
});

Deno.test("createTensor() and tensorDataSync() keep the values of each type", () => {
  const typed: [number, number[], Float32Array | Int32Array | Uint8Array][] = [
    [TF_FLOAT, [2, 2], Float32Array.of(1.5, -0, NaN, Infinity)],
    [TF_INT32, [3], Int32Array.of(-(2 ** 31), 0, 2 ** 31 - 1)],
    [DataType.TF_BOOL, [2], Uint8Array.of(1, 0)],
    [DataType.TF_UINT8, [2], Uint8Array.of(255, 3)],
    [DataType.TF_COMPLEX64, [2], Float32Array.of(1, 2, 3, -4)],
    [TF_FLOAT, [], Float32Array.of(7)],
    [TF_FLOAT, [0, 3], new Float32Array(0)],
  ];
  for (const [dtype, shape, values] of typed) {
    const id = binding.createTensor(shape, dtype, values);
    assertEquals(binding.tensorDataSync(id), values);
    binding.deleteTensor(id);
  }
});

Deno.test("createTensor() takes the bytes of a view, not of its whole buffer", () => {
  const view = Float32Array.of(1, 2, 3, 4).subarray(1, 3);
  const id = binding.createTensor([2], TF_FLOAT, view);
  assertEquals(binding.tensorDataSync(id), Float32Array.of(2, 3));
  view[0] = 9;
  assertEquals(binding.tensorDataSync(id), Float32Array.of(2, 3));
  binding.deleteTensor(id);
});

Deno.test("createTensor() and tensorDataSync() keep strings: empty, long, with zero bytes", () => {
  const texts = ["", "a", "ü".repeat(100), "x\0y"];
  const id = binding.createTensor([2, 2], TF_STRING, texts.map(bytes));
  assertEquals((binding.tensorDataSync(id) as Uint8Array[]).map(text), texts);
  binding.deleteTensor(id);
});

Deno.test("createTensor() reads an int64 scalar as TensorFlow.js writes it: two words, the low one first", () => {
  for (const value of [7, -7, 2 ** 40 + 5]) {
    const words = new Int32Array(BigInt64Array.of(BigInt(value)).buffer);
    const id = binding.createTensor([], TF_INT64, words);
    assertEquals([...binding.tensorDataSync(id) as Int32Array], [value | 0]);
    binding.deleteTensor(id);
  }
});

Deno.test("createTensor() refuses more or fewer values than the shape has", () => {
  for (const length of [2, 4]) {
    assertThrows(
      () => binding.createTensor([3], TF_FLOAT, new Float32Array(length)),
      RangeError,
      `Cannot create a tensor of shape [3]: its values must have 12 bytes, got ${4 * length}`,
    );
    assertThrows(
      () => binding.createTensor([3], TF_STRING, Array<Uint8Array>(length).fill(bytes("a"))),
      RangeError,
      "Cannot create a tensor of shape [3]",
    );
  }
});

Deno.test("createTensor() refuses an array of what are no strings, and strings that are none", () => {
  assertThrows(
    () => binding.createTensor([1], TF_STRING, new Uint8Array(24)),
    TypeError,
    "of type 7: only strings",
  );
  assertThrows(
    () => binding.createTensor([1], TF_FLOAT, [bytes("abcd")]),
    TypeError,
    "of type 1: only strings",
  );
});

Deno.test("executeOp() refuses, while it is recorded, more outputs or other inputs than the op has", () => {
  tf.tidy(() => {
    const x = tf.ones([3]);
    const split = (count: number, inputs: tf.Tensor[]) => () =>
      compile(
        (x: tf.Tensor) => {
          const attributes = [attribute("num_split", AttributeType.TF_ATTR_INT, 3), T];
          return op("Split", attributes, inputs.length === 0 ? [x] : [...inputs, x], count)[0];
        },
        [x],
      );
    const axis = tf.scalar(0, "int32");
    assertThrows(split(5, [axis]), RangeError, "Cannot record Split: it has 3 outputs, asked for 5");
    assertThrows(split(3, []), RangeError, "Cannot record Split: it takes 2 inputs, got 1");
    assertThrows(split(3, [axis, x]), RangeError, "Cannot record Split: it takes 2 inputs, got 3");
  });
});

Deno.test("executeOp() refuses, while it is recorded, an op without the attribute that counts its inputs", () => {
  assertThrows(
    () => compile((x: tf.Tensor) => op("Pack", [T], [x, x])[0], [tf.ones([3])]),
    TypeError,
    "Cannot record Pack: it needs the attribute N, got none",
  );
});

Deno.test("a function that cannot be marked for XLA is freed", () => {
  const { lib, context } = binding;
  let freed = 0;
  const c: typeof lib.c = {
    ...lib.c,
    TF_FunctionSetAttrValueProto: (fn, name, _, length, status) =>
      lib.c.TF_FunctionSetAttrValueProto(fn, name, Uint8Array.of(0xff, 0xff), length, status),
    TF_DeleteFunction(fn) {
      freed++;
      lib.c.TF_DeleteFunction(fn);
    },
  };
  const recorder = new GraphRecorder({ ...lib, c });
  recorder.addInput([], TF_FLOAT);
  assertThrows(() => recorder.addFunctionTo(context, "unmarked", [], true), TensorFlowError);
  assertEquals(freed, 1);
  recorder.dispose();
});

Deno.test("a deleted tensor is refused", () => {
  const id = binding.createTensor([], TF_FLOAT, Float32Array.of(1));
  binding.deleteTensor(id);
  const uses = [
    () => binding.tensorDataSync(id),
    () => binding.deleteTensor(id),
    () => binding.executeOp("Relu", [T], [id], 1),
  ];
  for (const use of uses) assertThrows(use, TypeError, `Cannot use tensor ${id}: it is disposed`);
});

Deno.test("getNumOfTensors() counts the tensors that are not deleted", () => {
  const before = binding.getNumOfTensors();
  const a = binding.createTensor([], TF_FLOAT, Float32Array.of(-1));
  const [b] = binding.executeOp("Relu", [T], [a], 1);
  assertEquals(binding.getNumOfTensors(), before + 2);
  binding.deleteTensor(a);
  assertEquals(binding.tensorDataSync(b.id), Float32Array.of(0));
  binding.deleteTensor(b.id);
  assertEquals(binding.getNumOfTensors(), before);
});

Deno.test("the int64 scalars that kernels make are freed after their op, if it is recorded or fails too", () => {
  const require = createRequire(import.meta.url);
  const { Int64Scalar } = require("@tensorflow/tfjs-node-gpu/dist/int64_tensors.js");
  const scalar = () => new Int64Scalar(5) as tf.Tensor;
  const types = [attribute("SrcT", TF_ATTR_TYPE, TF_INT64), attribute("DstT", TF_ATTR_TYPE, TF_FLOAT)];
  const before = binding.getNumOfTensors();
  const cast = op("Cast", types, [scalar()])[0];
  assertEquals(valuesOf(cast), [5]);
  cast.dispose();
  assertEquals(binding.getNumOfTensors(), before);
  assertThrows(() => op("Relu", [T], [scalar()]), TensorFlowError);
  assertEquals(binding.getNumOfTensors(), before);
  const compiled = compile(() => op("Cast", types, [scalar()])[0], []);
  assertEquals(binding.getNumOfTensors(), before);
  const result = compiled();
  assertEquals(valuesOf(result), [5]);
  result.dispose();
  assertEquals(binding.getNumOfTensors(), before);
});

Deno.test("the binding says its library's version and device", () => {
  assert(/^2\.\d+\.\d+/.test(binding.TF_Version), binding.TF_Version);
  assertEquals(typeof binding.isUsingGpuDevice(), "boolean");
  assertEquals(binding.getNumOfSavedModels(), 0);
});
