/**
 * What TensorFlow.js's kernels for Node lack of TensorFlow.js: changes to some of them, further ops of TensorFlow, and
 * kernels in JavaScript.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import type { OpAttribute } from "./attributes.ts";
import type { TensorFlowBackend } from "./backend.ts";
import { AttributeType } from "./libtensorflow.ts";
import { type Change, WINDOW_KERNELS } from "./windows.ts";

/** Changes and adds kernels of the backend of this name. */
export function replaceKernels(backendName: string): void {
  for (const [name, change] of Object.entries({ ...WINDOW_KERNELS, ...CHANGED })) {
    const original = tf.getKernel(name, backendName);
    tf.unregisterKernel(name, backendName);
    tf.registerKernel({ ...original, kernelFunc: change(original.kernelFunc) });
  }
  const added = { ...ADDED, ...Object.fromEntries(IN_JAVASCRIPT.map((name) => [name, inJavaScript(name)])) };
  for (const [kernelName, kernelFunc] of Object.entries(added)) {
    tf.registerKernel({ kernelName, backendName, kernelFunc });
  }
}

type Tensors = { [name: string]: tf.Tensor };

/** Runs an op with one result. An attribute that is a tensor stands for its type. */
function run(
  backend: unknown,
  name: string,
  attributes: { [name: string]: tf.Tensor | number | boolean | string },
  inputs: tf.Tensor[],
): tf.Tensor {
  const { TF_ATTR_BOOL, TF_ATTR_INT, TF_ATTR_STRING, TF_ATTR_TYPE } = AttributeType;
  const tensorFlow = backend as TensorFlowBackend;
  const stated = Object.entries(attributes).map(([name, value]): OpAttribute => {
    if (typeof value === "number") return { name, type: TF_ATTR_INT, value };
    if (typeof value === "boolean") return { name, type: TF_ATTR_BOOL, value };
    if (typeof value === "string") return { name, type: TF_ATTR_STRING, value };
    return { name, type: TF_ATTR_TYPE, value: tensorFlow.getDTypeInteger(value.dtype) };
  });
  const ids = tensorFlow.getInputTensorIds(inputs);
  return tensorFlow.createOutputTensor(tensorFlow.binding.executeOp(name, stated, ids, 1)[0]);
}

/** TensorFlow.js's kernel for its engine in JavaScript, on values that are read from TensorFlow and written back. */
function inJavaScript(name: string): tf.KernelFunc {
  type Input = tf.TensorInfo | tf.TensorInfo[];
  const { kernelFunc } = tf.getKernel(name, "cpu");
  return ({ inputs, attrs, backend }) => {
    const tensorFlow = backend as TensorFlowBackend;
    const cpu = tf.findBackend("cpu");
    // It would advise, on first use, to install the package whose kernels the engine has.
    Object.assign(cpu, { firstUse: false });
    const made: tf.TensorInfo[] = [];
    const copy = (t: Input): Input => {
      if (Array.isArray(t)) return t.map(copy) as tf.TensorInfo[];
      const { shape, dtype } = t;
      const dataId = cpu.write(tensorFlow.readSync(t.dataId), shape, dtype);
      made.push({ dataId, shape, dtype });
      return made.at(-1)!;
    };
    const copies = Object.fromEntries(Object.entries(inputs).map(([name, t]) => [name, copy(t!)]));
    try {
      const results = kernelFunc({ inputs: copies as tf.NamedTensorInfoMap, attrs: attrs!, backend: cpu });
      const back = ({ dataId, shape, dtype }: tf.TensorInfo): tf.TensorInfo => {
        made.push({ dataId, shape, dtype });
        return { dataId: tensorFlow.write(cpu.readSync(dataId), shape, dtype), shape, dtype };
      };
      return Array.isArray(results) ? results.map(back) : back(results);
    } finally {
      for (const { dataId } of made) cpu.disposeData(dataId);
    }
  };
}

/** Runs a kernel on its input `x` as another type; where `back`, the result has the type of `x`. */
const casting = (from: tf.DataType[], to: tf.DataType, back: boolean): Change => (original) => (args) => {
  const { x } = args.inputs as Tensors;
  if (!from.includes(x.dtype)) return original(args);
  return tf.tidy(() => {
    const result = original({ ...args, inputs: { ...args.inputs, x: tf.cast(x, to) } }) as tf.Tensor;
    return back ? tf.cast(result, x.dtype) : result;
  });
};

const stringsInJavaScript = (name: string): Change => (original) => {
  const kernel = inJavaScript(name);
  return (args) => (args.inputs as Tensors).a.dtype === "string" ? kernel(args) : original(args);
};

const CHANGED: { readonly [name: string]: Change } = {
  // These refuse types that TensorFlow.js allows.
  [tf.Diag]: casting(["bool"], "int32", true),
  [tf.LeakyRelu]: casting(["int32"], "float32", false),
  [tf.Mean]: casting(["int32", "bool"], "float32", false),
  [tf.Step]: casting(["int32"], "float32", true),
  [tf.Greater]: stringsInJavaScript(tf.Greater),
  [tf.GreaterEqual]: stringsInJavaScript(tf.GreaterEqual),
  [tf.Less]: stringsInJavaScript(tf.Less),
  [tf.LessEqual]: stringsInJavaScript(tf.LessEqual),
  // TensorFlow's gives zeros.
  [tf.Round]: (original) => (args) => {
    const { x } = args.inputs as Tensors;
    return x.dtype === "int32" ? tf.clone(x) : original(args);
  },
  // TensorFlow's passes NaN on, TensorFlow.js's is 0 there.
  [tf.Sign]: () => ({ inputs }) =>
    tf.tidy(() => {
      const { x } = inputs as Tensors;
      return tf.sub(tf.cast(tf.greater(x, 0), x.dtype), tf.cast(tf.less(x, 0), x.dtype));
    }),
  // TensorFlow's gives a result of another shape for a label that no input has.
  [tf.Einsum]: (original) => (args) => {
    tf.backend_util.decodeEinsumEquation(args.attrs!.equation as string, Object.keys(args.inputs).length);
    return original(args);
  },
  // One index for each update may stand without a dimension of its own.
  [tf.ScatterNd]: (original) => (args) => {
    const { indices, updates } = args.inputs as Tensors;
    if (indices.rank > 1) return original(args);
    return tf.tidy(() =>
      original({ ...args, inputs: { indices: tf.expandDims(indices, 1), updates } }) as tf.Tensor
    );
  },
  // The same seed gives the same numbers; the package's op goes on from call to call.
  [tf.Multinomial]: () => ({ inputs, attrs, backend }) => {
    const { logits } = inputs as Tensors;
    const { numSamples, seed, normalized } = attrs as unknown as tf.MultinomialAttrs;
    return tf.tidy(() => {
      const words = tf.tensor1d([...new Int32Array(Float64Array.of(seed).buffer)], "int32");
      const attributes = { T: logits, Tseed: words, output_dtype: words };
      const logs = normalized ? tf.log(logits) : logits;
      return run(backend, "StatelessMultinomial", attributes, [logs, tf.scalar(numSamples, "int32"), words]);
    });
  },
  /*
   * The package's reads its indices to check their range, which symbolic ones don't have. Recorded, it checks nothing,
   * and XLA takes the nearest row for an index out of range. Its check also refuses an axis that counts from the end.
   */
  [tf.GatherV2]: (original) => (args) => {
    const backend = args.backend as TensorFlowBackend;
    const { x, indices } = args.inputs as Tensors;
    const { axis: given, batchDims } = args.attrs as unknown as tf.GatherV2Attrs;
    const [axis] = tf.util.parseAxisParam(given, x.shape);
    const { id, values } = backend.tensorMap.get(indices.dataId);
    // An id of -1 with values is a tensor that is not uploaded yet.
    if (id >= 0 || values) return original({ ...args, attrs: { axis, batchDims } });
    return tf.tidy(() => {
      const axisTensor = tf.scalar(axis, "int32");
      const attributes = { batch_dims: batchDims, Tparams: x, Tindices: indices, Taxis: axisTensor };
      return run(backend, "GatherV2", attributes, [x, indices, axisTensor]);
    });
  },
};

const ADDED: { readonly [name: string]: tf.KernelFunc } = {
  [tf.BitwiseAnd]: ({ inputs, backend }) => {
    const { a, b } = inputs as Tensors;
    return run(backend, "BitwiseAnd", { T: a }, [a, b]);
  },
  [tf.DenseBincount]: ({ inputs, attrs, backend }) => {
    const { x, weights } = inputs as Tensors;
    const { size, binaryOutput } = attrs as unknown as tf.DenseBincountAttrs;
    return tf.tidy(() => {
      const attributes = { Tidx: x, T: weights, binary_output: binaryOutput ?? false };
      return run(backend, "DenseBincount", attributes, [x, tf.scalar(size, "int32"), weights]);
    });
  },
  [tf.SearchSorted]: ({ inputs, attrs, backend }) => {
    const { sortedSequence, values } = inputs as Tensors;
    const name = attrs!.side === "left" ? "LowerBound" : "UpperBound";
    return tf.tidy(() => {
      const attributes = { T: sortedSequence, out_type: tf.scalar(0, "int32") };
      return run(backend, name, attributes, [sortedSequence, values]);
    });
  },
  [tf.Transform]: ({ inputs, attrs, backend }) => {
    const { image, transforms } = inputs as Tensors;
    const { interpolation, fillMode, fillValue, outputShape } = attrs as unknown as tf.TransformAttrs;
    return tf.tidy(() => {
      const attributes = {
        dtype: image,
        interpolation: interpolation.toUpperCase(),
        fill_mode: fillMode.toUpperCase(),
      };
      const size = tf.tensor1d(outputShape ?? image.shape.slice(1, 3), "int32");
      const operands = [image, transforms, size, tf.scalar(fillValue)];
      return run(backend, "ImageProjectiveTransformV3", attributes, operands);
    });
  },
};

/** Kernels on strings, or with results whose shapes depend on values, for which speed does not matter here. */
const IN_JAVASCRIPT = [
  tf.MaxPoolWithArgmax,
  tf.RaggedGather,
  tf.RaggedRange,
  tf.RaggedTensorToTensor,
  tf.RotateWithOffset,
  tf.SparseFillEmptyRows,
  tf.SparseReshape,
  tf.SparseSegmentMean,
  tf.SparseSegmentSum,
  tf.StringNGrams,
  tf.StringSplit,
  tf.StringToHashBucketFast,
];
