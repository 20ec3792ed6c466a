/**
 * TensorFlow.js's WebGPU kernels on Deno's own WebGPU: the engine `webgpu`.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { SetupError } from "./setup_error.ts";

// In a variable, so that the package is neither loaded nor type-checked before it is needed; and not by its name in
// deno.json, which a published module does not have.
const BACKEND = "npm:@tensorflow/tfjs-backend-webgpu@4.22.0";

/** The parts of `WebGPUBackend` that are looked at. */
interface WebGpuBackend {
  /** `values` are there as long as they have not gone to the device, or have come back from it. */
  readonly tensorMap: { get(dataId: object): { values: tf.BackendValues | null } };
  readSync(dataId: object): tf.BackendValues;
}

/** What WebGPU computes on. */
export interface WebGpuDevice {
  name: string;
  /** False for a driver that computes on the processor. */
  gpu: boolean;
}

/**
 * Makes TensorFlow.js's WebGPU backend the current one. A driver's libraries can clash with TensorFlow's where those are
 * loaded later.
 *
 * @throws {SetupError} If there is no WebGPU device.
 */
export async function startWebGpu(): Promise<WebGpuDevice> {
  const adapter = await navigator.gpu?.requestAdapter();
  if (!adapter) {
    throw new SetupError(
      "Cannot start the engine webgpu: Deno finds no WebGPU device: install the GPU's Vulkan or Metal driver " +
        "(Debian's mesa-vulkan-drivers computes on the processor), or use --engine auto",
    );
  }
  await import(BACKEND);
  if (!await tf.setBackend("webgpu")) {
    throw new SetupError(
      "Cannot start the engine webgpu: TensorFlow.js refuses the device: use --engine auto",
    );
  }
  const backend = tf.backend() as unknown as WebGpuBackend;
  backend.readSync = (dataId) => {
    const { values } = backend.tensorMap.get(dataId);
    if (values) return values;
    throw new Error(
      "Cannot read a tensor at once: Deno's WebGPU delivers values only later: use await tensor.data(), " +
        "or another engine",
    );
  };
  const { description, vendor } = adapter.info;
  return { name: description || vendor, gpu: !adapter.info.isFallbackAdapter };
}
