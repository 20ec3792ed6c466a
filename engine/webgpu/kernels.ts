/**
 * Kernels of TensorFlow.js's WebGPU backend, and gradients, that are replaced.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { isWebGpu, WEBGPU } from "./backend.ts";
import { replaceFilterGradient } from "./convolution.ts";
import { COMPARISONS, itself, type Operation, OPERATIONS, step } from "./elementwise.ts";
import type { FusedBackend } from "./fusion.ts";

type Replacement = (args: Parameters<tf.KernelFunc>[0] & { backend: FusedBackend }) => tf.TensorInfo | null;

/**
 * Lets elementwise kernels on float32 wait, and takes from products and sums what would make a run differ from the next,
 * or send numbers to the device.
 *
 * @param isFallback Whether a driver computes on the processor.
 */
export function replaceKernels(isFallback: boolean): void {
  for (const [name, operation] of Object.entries(OPERATIONS)) {
    replace(name, elementwise(operation, "float32"));
  }
  for (const [name, operation] of Object.entries(COMPARISONS)) replace(name, elementwise(operation, "bool"));
  replace(
    tf.Step,
    ({ inputs: { x }, attrs, backend }) =>
      takes(backend, [x!], x!.shape)
        ? withNumber(backend, step, [x!], attrs!.alpha as number, x!.shape)
        : null,
  );
  replace(tf.Fill, ({ attrs, backend }) => {
    const { shape, value, dtype } = attrs as unknown as tf.FillAttrs;
    return dtype === "float32" ? filled(backend, shape, value as number) : null;
  });
  for (const [name, value] of [[tf.ZerosLike, 0], [tf.OnesLike, 1]] as const) {
    replace(
      name,
      ({ inputs: { x }, backend }) => x!.dtype === "float32" ? filled(backend, x!.shape, value) : null,
    );
  }
  replace(tf.Tile, ({ inputs: { x }, attrs, backend }) => {
    const { reps } = attrs as unknown as tf.TileAttrs;
    const shape = x!.shape.map((size, d) => size * reps[d]);
    const isBroadcast = x!.shape.every((size, d) => size === 1 || reps[d] === 1);
    return isBroadcast && takes(backend, [x!], shape) ? backend.defer(itself, [x!], shape, "float32") : null;
  });
  // TensorFlow.js takes all of them at once, which can be more buffers than a program may have.
  replace(tf.AddN, ({ inputs, backend }) => {
    const tensors = inputs as unknown as tf.TensorInfo[];
    const { shape } = tensors[0];
    if (tensors.length < 2 || !takes(backend, tensors, shape)) return null;
    return tensors.reduce((sum, next) => {
      const result = backend.defer(OPERATIONS[tf.Add], [sum, next], shape, "float32");
      if (sum !== tensors[0]) backend.disposeData(sum.dataId);
      return result;
    });
  });
  for (const name of [tf.BatchMatMul, tf._FusedMatMul]) sumInOneOrder(name, isFallback);
  replaceFilterGradient();
  tf.registerKernel({
    kernelName: EYE,
    backendName: WEBGPU,
    kernelFunc: ({ attrs, backend }) => {
      const rows = attrs!.rows as number;
      return (backend as FusedBackend).defer(identity(rows), [], [rows, rows], "float32");
    },
  });
  replaceGradients();
}

const EYE = "Eye";

/** The identity matrix, made on the device. */
export function deviceEye(rows: number): tf.Tensor2D {
  return tf.engine().runKernel(EYE, {}, { rows }) as unknown as tf.Tensor2D;
}

/** An operation whose result depends on the element's place alone. */
function identity(rows: number): Operation {
  return (_, index) => `select(0.0, 1.0, ${index} / ${rows}u == ${index} % ${rows}u)`;
}

function replace(kernelName: string, replacement: Replacement): void {
  const original = tf.getKernel(kernelName, WEBGPU);
  tf.unregisterKernel(kernelName, WEBGPU);
  tf.registerKernel({
    ...original,
    kernelFunc: (args) => replacement(args as Parameters<Replacement>[0]) ?? original.kernelFunc(args),
  });
}

function elementwise(operation: Operation, dtype: "float32" | "bool"): Replacement {
  return ({ inputs, backend }) => {
    const tensors = Object.values(inputs) as tf.TensorInfo[];
    const shape = tensors.map(({ shape }) => shape).reduce(tf.broadcast_util.assertAndGetBroadcastShape);
    return takes(backend, tensors, shape) ? backend.defer(operation, tensors, shape, dtype) : null;
  };
}

/**
 * Whether an operation on these can wait. On few numbers that are on the host the original computes there, unless the
 * result has more of them.
 */
function takes(backend: FusedBackend, inputs: readonly tf.TensorInfo[], shape: number[]): boolean {
  const size = tf.util.sizeFromShape(shape);
  const isSpread = size > 1 && inputs.every(({ shape }) => tf.util.sizeFromShape(shape) === 1);
  return size > 0 && inputs.every(({ dtype }) => dtype === "float32") &&
    (isSpread || !backend.shouldExecuteOnCPU(inputs));
}

/** What an operation makes of tensors and, for its last operand, a number. */
function withNumber(
  backend: FusedBackend,
  operation: Operation,
  inputs: tf.TensorInfo[],
  number: number,
  shape: number[],
): tf.TensorInfo {
  const scalar = backend.makeTensorInfo([], "float32", Float32Array.of(number));
  const result = backend.defer(operation, [...inputs, scalar], shape, "float32");
  backend.disposeData(scalar.dataId);
  return result;
}

function filled(backend: FusedBackend, shape: number[], value: number): tf.TensorInfo | null {
  return tf.util.sizeFromShape(shape) > 0 ? withNumber(backend, itself, [], value, shape) : null;
}

/** The number of rows that are summed from which on TensorFlow.js splits a sum among programs. */
const SPLIT_FROM = 2000;
const MATMUL_TYPE = "WEBGPU_MATMUL_PROGRAM_TYPE";
/**
 * The number of tiles up to which an output counts as small, or -1 for TensorFlow.js's own. It gives a small one to a program
 * for which a GPU's cores are all busy, and which takes a processor eight times as long.
 */
const SMALL_OUTPUT = "WEBGPU_THRESHOLD_TO_INCREASE_WORKGROUPS_FOR_MATMUL";
/** TensorFlow.js's numbers of its programs for matrix products. */
const MATMUL = { reduce: 0, smallOutput: 2, packed: 3 };

/**
 * Lets a product of matrices sum in one order, by the program that its device is fast with. TensorFlow.js splits a long sum
 * for a small output among threads that add to it as they come, so that two runs differ in their last digits.
 */
function sumInOneOrder(kernelName: string, isFallback: boolean): void {
  const original = tf.getKernel(kernelName, WEBGPU);
  tf.unregisterKernel(kernelName, WEBGPU);
  tf.registerKernel({
    ...original,
    kernelFunc: (args) => {
      const { a, b } = args.inputs as { a: tf.TensorInfo; b: tf.TensorInfo };
      const { transposeA, transposeB } = args.attrs as unknown as tf.BatchMatMulAttrs;
      const [rows, summed] = transposeA ? a.shape.slice(-2).reverse() : a.shape.slice(-2);
      const columns = b.shape.at(transposeB ? -2 : -1)!;
      // An output of more tiles is never split.
      const isSmall = Math.ceil(rows / 32) * Math.ceil(columns / 32) <= 32;
      const { reduce, smallOutput, packed } = MATMUL;
      // Set for this product alone: a convolution by programs of this kind is wrong where channels come first.
      if (isFallback) tf.env().set(SMALL_OUTPUT, 0.5);
      if (summed >= SPLIT_FROM && isSmall) {
        tf.env().set(MATMUL_TYPE, rows * columns <= 128 ? reduce : isFallback ? packed : smallOutput);
      }
      try {
        return original.kernelFunc(args);
      } finally {
        tf.env().set(MATMUL_TYPE, -1);
        tf.env().set(SMALL_OUTPUT, -1);
      }
    },
  });
}

/**
 * The gradients of a sum and a mean. TensorFlow.js's make as many ones on the host as there are numbers, and send them.
 */
function replaceGradients(): void {
  for (const name of [tf.Sum, tf.Mean]) {
    const original = tf.getGradient(name);
    tf.unregisterGradient(name);
    tf.registerGradient({
      ...original,
      gradFunc: (dy, saved, attrs) => {
        const [{ shape }] = saved;
        if (!isWebGpu()) return original.gradFunc(dy, saved, attrs);
        const axes = tf.util.parseAxisParam(attrs.axis as number | number[], shape);
        const [, reduced] = tf.backend_util.computeOutAndReduceShapes(shape, axes);
        const x = () => {
          const kept = tf.reshape(dy as tf.Tensor, shape.map((size, d) => axes.includes(d) ? 1 : size));
          const spread = tf.broadcastTo(kept, shape);
          return name === tf.Sum ? spread : tf.div(spread, tf.util.sizeFromShape(reduced));
        };
        return { x };
      },
    });
  }
}
