/**
 * TensorFlow.js's Node kernels on libtensorflow: the engine `tensorflow`.
 *
 * @module
 */
import { createRequire } from "node:module";
import * as tf from "@tensorflow/tfjs";
import { type Binding, createBinding, type TensorMetadata } from "./binding.ts";
import { replaceKernels } from "./kernels.ts";
import { openLibTensorFlow } from "./libtensorflow.ts";

/** The parts of `NodeJSKernelBackend` that compiled functions and stateless random ops use. */
export interface TensorFlowBackend {
  readonly binding: Binding;
  readonly tensorMap: { get(dataId: object): { id: number; values: tf.DataValues | null } };
  /** TensorFlow's number of a type. */
  getDTypeInteger(dtype: tf.DataType): number;
  readSync(dataId: object): tf.BackendValues;
  write(values: tf.BackendValues, shape: number[], dtype: tf.DataType): object;
  createOutputTensor(metadata: TensorMetadata): tf.Tensor;
  getInputTensorIds(tensors: readonly tf.TensorInfo[]): number[];
}

const NAME = "tensorflow";

/**
 * Opens the library and makes its backend TensorFlow.js's current one.
 *
 * @param library The full path of `libtensorflow_cc`.
 */
export async function startTensorFlow(library: string): Promise<TensorFlowBackend> {
  const running = tf.findBackend(NAME);
  if (running) {
    await tf.setBackend(NAME);
    return running as unknown as TensorFlowBackend;
  }
  const binding = createBinding(openLibTensorFlow(library));
  // The package asks Node's `util` for two functions that newer runtimes no longer have.
  const util = createRequire(import.meta.url)("node:util");
  util.isNullOrUndefined ??= (value: unknown) => value === null || value === undefined;
  util.isArray ??= Array.isArray;
  const { NodeJSKernelBackend } = await import("@tensorflow/tfjs-node-gpu/dist/nodejs_kernel_backend.js");
  await import("@tensorflow/tfjs-node-gpu/dist/register_all_kernels.js");
  replaceKernels(NAME);
  const backend = new NodeJSKernelBackend(binding as never, "@tensorflow/tfjs-node-gpu");
  tf.registerBackend(NAME, () => backend, 3);
  await tf.setBackend(NAME);
  return backend as unknown as TensorFlowBackend;
}

/** The backend that {@linkcode startTensorFlow} made, or null while another engine is in use. */
export function tensorFlowBackend(): TensorFlowBackend | null {
  return tf.getBackend() === NAME ? tf.backend() as unknown as TensorFlowBackend : null;
}
