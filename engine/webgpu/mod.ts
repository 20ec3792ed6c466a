/**
 * TensorFlow.js's WebGPU kernels on Deno's own WebGPU: the engine `webgpu`.
 *
 * @module
 */
export { isWebGpu } from "./backend.ts";
export type { DeviceCounts } from "./counters.ts";
export { DeviceLostError } from "./health.ts";
export { deviceEye } from "./kernels.ts";
export { deviceAdam, deviceSgd } from "./optimisers.ts";
export { type Adapter, deviceCounts, deviceLost, needBuffer, startWebGpu } from "./start.ts";
export { deviceUniform } from "./threefry.ts";
