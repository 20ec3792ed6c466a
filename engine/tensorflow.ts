/**
 * TensorFlow.js's Node kernels on libtensorflow: the engine `tensorflow`.
 *
 * @module
 */
import process from "node:process";
import * as tf from "@tensorflow/tfjs";
import { TENSORFLOW, type TensorFlowBackend } from "./backend.ts";
import { createBinding } from "./binding.ts";
import { replaceKernels } from "./kernels.ts";
import { openLibTensorFlow } from "./libtensorflow.ts";

/**
 * Opens the library and makes its backend TensorFlow.js's current one.
 *
 * @param library The full path of `libtensorflow_cc`.
 */
export async function startTensorFlow(library: string): Promise<TensorFlowBackend> {
  const running = tf.findBackend(TENSORFLOW);
  if (running) {
    await tf.setBackend(TENSORFLOW);
    return running as unknown as TensorFlowBackend;
  }
  const binding = createBinding(openLibTensorFlow(library));
  // The package asks Node's `util` for two functions that newer runtimes no longer have. The module that is imported as
  // `node:util` cannot be added to; this one can.
  const util: Record<string, unknown> = process.getBuiltinModule("node:util");
  util.isNullOrUndefined ??= (value: unknown) => value === null || value === undefined;
  util.isArray ??= Array.isArray;
  const { NodeJSKernelBackend } = await import("@tensorflow/tfjs-node-gpu/dist/nodejs_kernel_backend.js");
  await import("@tensorflow/tfjs-node-gpu/dist/register_all_kernels.js");
  replaceKernels(TENSORFLOW);
  const backend = new NodeJSKernelBackend(binding as never, "@tensorflow/tfjs-node-gpu");
  tf.registerBackend(TENSORFLOW, () => backend, 3);
  await tf.setBackend(TENSORFLOW);
  return backend as unknown as TensorFlowBackend;
}
