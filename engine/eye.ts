import * as tf from "@tensorflow/tfjs";
import { deviceEye, isWebGpu } from "./webgpu/mod.ts";

/**
 * The identity matrix, as `tf.eye()` has it, which on WebGPU would make it on the host and send it each time.
 *
 * @param rows At least 1.
 */
export function eye(rows: number): tf.Tensor2D {
  return isWebGpu() ? deviceEye(rows) : tf.eye(rows);
}
