/**
 * What the engine uses of its backend in TensorFlow.js.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import type { Binding } from "./binding.ts";
import type { TensorMetadata } from "./libtensorflow.ts";

/** The parts of `NodeJSKernelBackend` that kernels, compiled functions and stateless random ops use. */
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

/** The backend's name in TensorFlow.js. */
export const TENSORFLOW = "tensorflow";

/** The backend that `startTensorFlow` made, or null while another engine is in use. */
export function tensorFlowBackend(): TensorFlowBackend | null {
  return tf.getBackend() === TENSORFLOW ? tf.backend() as unknown as TensorFlowBackend : null;
}
