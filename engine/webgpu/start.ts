import * as tf from "@tensorflow/tfjs";
import { adapterAdvice, requestAdapter } from "../adapter.ts";
import { SetupError } from "../setup_error.ts";
import { isWebGpu, WEBGPU, type WebGpuBackendClass } from "./backend.ts";
import { type DeviceCounts, noCounts } from "./counters.ts";
import { fused } from "./fusion.ts";
import { guarded } from "./guarded.ts";
import { Health } from "./health.ts";
import { replaceKernels } from "./kernels.ts";
import { checkBuffer } from "./limits.ts";
import { registerOptimisers } from "./optimisers.ts";
import { replaceScans } from "./scans.ts";
import { registerThreefry } from "./threefry.ts";

// In a variable, so that the package is neither loaded nor type-checked before it is needed; and not by its name in
// deno.json, which a published module does not have.
const BACKEND = "npm:@tensorflow/tfjs-backend-webgpu@4.22.0";

/** What WebGPU says of the device that it computes on; an empty text is what it does not say. */
export interface Adapter {
  /** The maker, or the number that stands for it. */
  vendor: string;
  /** The family, such as `ampere`. */
  architecture: string;
  /** The maker's number of the device. */
  device: string;
  /** The device and its driver, in words. */
  description: string;
  /** Whether a driver computes on the processor in a GPU's place. */
  isFallback: boolean;
}

/** What the engine computes on. */
export interface WebGpuDevice {
  /** Its name, as a message shows it. */
  name: string;
  /** What WebGPU says of it. */
  adapter: Adapter;
}

interface Running extends WebGpuDevice {
  device: GPUDevice;
  health: Health;
  counts: DeviceCounts;
}

let running: Running | null = null;

/**
 * Makes TensorFlow.js's WebGPU backend the current one, on the fastest adapter of the machine. A driver's libraries can
 * clash with TensorFlow's where those are loaded later.
 *
 * @throws {SetupError} If there is no WebGPU device, or it cannot be had.
 */
export async function startWebGpu(): Promise<WebGpuDevice> {
  running ??= await openDevice();
  if (!await tf.setBackend(WEBGPU)) {
    throw new SetupError(
      "Cannot start the engine webgpu: TensorFlow.js refuses the device: use --engine auto",
    );
  }
  return { name: running.name, adapter: running.adapter };
}

/** What went to the device and came back since the engine started; null on the other engines. */
export function deviceCounts(): DeviceCounts | null {
  return isWebGpu() && running ? { ...running.counts } : null;
}

/** Resolves with the reason once the device is lost; null on the other engines. */
export function deviceLost(): Promise<string> | null {
  return isWebGpu() && running ? running.health.lost : null;
}

/**
 * Checks that a buffer fits on the device; on the other engines any does. A tensor that does not fit is refused in any
 * case where it is made, so this is for the work that comes before.
 *
 * @param bytes Its size.
 * @param what What it is to hold, in words, such as `60,000 images`.
 * @throws {RangeError} If it is larger than the device allows.
 */
export function needBuffer(bytes: number, what: string): void {
  if (isWebGpu() && running) checkBuffer(bytes, what, running.device.limits, running.name);
}

async function openDevice(): Promise<Running> {
  const adapter = await requestAdapter();
  if (!adapter) {
    throw new SetupError(
      `Cannot start the engine webgpu: Deno finds no WebGPU device: ${adapterAdvice()}; or use --engine auto`,
    );
  }
  const { vendor, architecture, device: number, description, isFallbackAdapter } = adapter.info;
  const name = description || vendor;
  const { WebGPUBackend } = await import(BACKEND) as { WebGPUBackend: WebGpuBackendClass };
  const device = await request(adapter, name);
  const health = new Health(device);
  const counts = noCounts();
  const Backend = fused(guarded(WebGPUBackend, { device, name, health, counts }));
  // The package's own start asks for its features in a way that WebGPU refuses where they are there.
  tf.removeBackend(WEBGPU);
  tf.registerBackend(
    WEBGPU,
    () => new Backend(device, adapter.info) as unknown as tf.KernelBackend,
  );
  replaceKernels(isFallbackAdapter);
  replaceScans();
  registerThreefry();
  registerOptimisers();
  return {
    name,
    adapter: { vendor, architecture, device: number, description, isFallback: isFallbackAdapter },
    device,
    health,
    counts,
  };
}

/** The limits that programs may need to be above WebGPU's defaults. */
const LIMITS = [
  "maxBufferSize",
  "maxComputeInvocationsPerWorkgroup",
  "maxComputeWorkgroupSizeX",
  "maxComputeWorkgroupSizeY",
  "maxComputeWorkgroupStorageSize",
  "maxComputeWorkgroupsPerDimension",
  "maxStorageBufferBindingSize",
  "maxStorageBuffersPerShaderStage",
] as const;

/** The device with all that its adapter has of what programs need: WebGPU's defaults are those of a small phone. */
async function request(adapter: GPUAdapter, name: string): Promise<GPUDevice> {
  const { limits, features } = adapter;
  try {
    return await adapter.requestDevice({
      requiredFeatures: features.has("timestamp-query") ? ["timestamp-query"] : [],
      requiredLimits: Object.fromEntries(LIMITS.map((name) => [name, limits[name]])),
    });
  } catch (cause) {
    throw new SetupError(`Cannot start the engine webgpu: ${name} gives no device: use --engine auto`, {
      cause,
    });
  }
}
