/**
 * What the engine uses of TensorFlow.js's WebGPU backend.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import type { Run } from "./program.ts";

/** The backend's name in TensorFlow.js. */
export const WEBGPU = "webgpu";

/** What the backend knows of one tensor's data. */
export interface TensorData {
  readonly dtype: tf.DataType;
  readonly shape: number[];
  /** There as long as they have not gone to the device, or once they have come back from it. */
  values: tf.BackendValues | null;
  /** The device's buffer, once there is one. */
  resource?: GPUBuffer | null;
  /** Whether that is another's, who destroys it. */
  external?: boolean;
}

/** What makes buffers and takes them back; TensorFlow.js's own is `BufferManager`. */
export interface BufferSource {
  /** The bytes of the buffers that are handed out. */
  readonly numBytesUsed: number;
  /** Those, and the bytes of the buffers that are kept for later use. */
  readonly numBytesAllocated: number;
  /** A buffer of this size and usage: one that was taken back, or a new one if `reuse` is false or there is none. */
  acquireBuffer(size: number, usage: number, mappedAtCreation?: boolean, reuse?: boolean): GPUBuffer;
  /** Takes a buffer back, to be handed out again, or to be destroyed if `reuse` is false. */
  releaseBuffer(buffer: GPUBuffer, reuse?: boolean): void;
  /** How many buffers are handed out. */
  getNumUsedBuffers(): number;
  /** How many are kept for later use. */
  getNumFreeBuffers(): number;
  /** Destroys all of them. */
  dispose(): void;
}

/** The parts of `WebGPUBackend` that the engine uses or changes. */
export interface WebGpuBackend {
  readonly device: GPUDevice;
  readonly tensorMap: { get(dataId: object): TensorData };
  bufferManager: BufferSource;
  /** Compiled programs by their key. */
  readonly pipelineCache: { [key: string]: GPUComputePipeline };
  /** The data that the commands not yet submitted use. */
  readonly commandQueueOwnedIds: WeakSet<object>;
  /** Buffers to give back once the commands are submitted. */
  readonly uniformPendingDisposal: GPUBuffer[];
  commandEncoder: GPUCommandEncoder | null;
  computePassEncoder: GPUComputePassEncoder | null;
  dispatchCountInPass: number;
  write(values: tf.BackendValues | null, shape: number[], dtype: tf.DataType): object;
  move(dataId: object, values: tf.BackendValues, shape: number[], dtype: tf.DataType, refCount: number): void;
  read(dataId: object): Promise<tf.BackendValues>;
  readSync(dataId: object): tf.BackendValues;
  readToGPU(dataId: object): tf.GPUData;
  getBufferData(buffer: GPUBuffer): Promise<ArrayBuffer>;
  makeTensorInfo(shape: number[], dtype: tf.DataType, values?: tf.BackendValues): tf.TensorInfo;
  disposeData(dataId: object): boolean;
  releaseResource(dataId: object): void;
  uploadToGPU(dataId: object): void;
  makeUniforms(uniforms: readonly Uniform[]): GPUBufferBinding & { size: number };
  recordAndSubmit(...args: unknown[]): void;
  ensureCommandEncoderReady(): void;
  endComputePassEncoder(): void;
  submitQueue(): void;
  shouldExecuteOnCPU(inputs: readonly tf.TensorInfo[], most?: number): boolean;
}

/** Numbers for a program, at most 6. */
export interface Uniform {
  type: "float32" | "int32" | "uint32";
  data: number[];
}

/** `WebGPUBackend` itself. */
export type WebGpuBackendClass = new (device: GPUDevice, info: GPUAdapterInfo) => WebGpuBackend;

/** How many workgroups run, in two dimensions, since one can hold too few. */
export type Workgroups = readonly [x: number, y: number];

/** The backend that is watched over. */
export interface GuardedBackend extends WebGpuBackend {
  /** A buffer for so many numbers of a tensor. */
  acquireNumbers(count: number): GPUBuffer;
  /** Gives a buffer back once no command that is yet to be submitted can use it. */
  releaseLater(buffer: GPUBuffer): void;
  /** Records the run of a program among the commands to submit. */
  recordProgram(run: Run): void;
}

/** That backend's class. */
export type GuardedBackendClass = new (device: GPUDevice, info: GPUAdapterInfo) => GuardedBackend;

/** Whether the engine is `webgpu`. */
export function isWebGpu(): boolean {
  return tf.getBackend() === WEBGPU;
}
