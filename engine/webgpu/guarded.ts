import * as tf from "@tensorflow/tfjs";
import type { GuardedBackend, GuardedBackendClass, Uniform, WebGpuBackendClass } from "./backend.ts";
import { Buffers } from "./buffers.ts";
import type { DeviceCounts } from "./counters.ts";
import type { Health } from "./health.ts";
import { checkBuffer } from "./limits.ts";
import { pipelineOf, type Run, workgroups } from "./program.ts";

/** What {@linkcode guarded} watches over. */
export interface Guard {
  device: GPUDevice;
  /** The device's name, for messages. */
  name: string;
  health: Health;
  /** Counted on. */
  counts: DeviceCounts;
}

/**
 * TensorFlow.js's backend with what it lacks: memory that is given back, buffers that are checked against the device's
 * limits before any work, errors and losses of the device that are thrown, and counts of the work.
 *
 * A value that was read stays on the host beside the device's until its tensor is disposed.
 */
export function guarded(
  Base: WebGpuBackendClass,
  { device, name, health, counts }: Guard,
): GuardedBackendClass {
  const buffers = new Buffers(device);
  const checkTensor = (shape: number[], dtype: tf.DataType) => {
    // Text stays on the host, and a complex tensor is two others.
    if (dtype === "string" || dtype === "complex64") return;
    checkBuffer(
      4 * tf.util.sizeFromShape(shape),
      `a tensor of shape [${shape.join(", ")}]`,
      device.limits,
      name,
    );
  };

  return class Guarded extends Base implements GuardedBackend {
    override bufferManager = buffers;

    override write(values: tf.BackendValues | null, shape: number[], dtype: tf.DataType): object {
      checkTensor(shape, dtype);
      return super.write(values, shape, dtype);
    }

    override move(
      dataId: object,
      values: tf.BackendValues,
      shape: number[],
      dtype: tf.DataType,
      refCount: number,
    ): void {
      checkTensor(shape, dtype);
      super.move(dataId, values, shape, dtype, refCount);
    }

    override readSync(dataId: object): tf.BackendValues {
      const { values } = this.tensorMap.get(dataId);
      if (values) return values;
      throw new TypeError(
        "Cannot read a tensor at once: Deno's WebGPU delivers values only later: use await tensor.data(), " +
          "or another engine",
      );
    }

    override async getBufferData(buffer: GPUBuffer): Promise<ArrayBuffer> {
      health.check();
      counts.reads++;
      counts.downloadedBytes += buffer.size;
      return await health.finish(super.getBufferData(buffer));
    }

    override uploadToGPU(dataId: object): void {
      const { values, resource } = this.tensorMap.get(dataId);
      if (values && !resource) counts.uploadedBytes += 4 * values.length;
      super.uploadToGPU(dataId);
    }

    override makeUniforms(uniforms: readonly Uniform[]): GPUBufferBinding & { size: number } {
      const made = super.makeUniforms(uniforms);
      counts.uniformBytes += made.size;
      return made;
    }

    override recordAndSubmit(...args: unknown[]): void {
      health.check();
      counts.dispatches++;
      super.recordAndSubmit(...args);
    }

    acquireNumbers(count: number): GPUBuffer {
      const { STORAGE, COPY_SRC, COPY_DST } = GPUBufferUsage;
      return buffers.acquireBuffer(4 * count, STORAGE | COPY_SRC | COPY_DST);
    }

    releaseLater(buffer: GPUBuffer): void {
      if (this.commandEncoder) this.uniformPendingDisposal.push(buffer);
      else buffers.releaseBuffer(buffer);
    }

    recordProgram({ program, buffers, scalars, dataIds, threads }: Run): void {
      health.check();
      counts.dispatches++;
      const pipeline = this.pipelineCache[program.key] ??= pipelineOf(device, program);
      const resources: GPUBufferBinding[] = buffers.map((buffer) => ({ buffer }));
      if (scalars.length > 0) resources.push(this.makeUniforms(inFours(scalars)));
      for (const dataId of dataIds) this.commandQueueOwnedIds.add(dataId);
      const group = device.createBindGroup({
        layout: pipeline.getBindGroupLayout(0),
        entries: resources.map((resource, binding) => ({ binding, resource })),
      });
      this.ensureCommandEncoderReady();
      const compute = this.computePassEncoder ??= this.commandEncoder!.beginComputePass();
      compute.setPipeline(pipeline);
      compute.setBindGroup(0, group);
      compute.dispatchWorkgroups(...workgroups(device.limits.maxComputeWorkgroupsPerDimension, threads));
      if (++this.dispatchCountInPass >= tf.env().getNumber("WEBGPU_DEFERRED_SUBMIT_BATCH_SIZE")) {
        this.endComputePassEncoder();
        this.submitQueue();
      }
    }

    override submitQueue(): void {
      super.submitQueue();
      buffers.trim();
    }
  };
}

/** Numbers as the elements of an array of `vec4f`. */
function inFours(numbers: readonly number[]): Uniform[] {
  return Array.from({ length: Math.ceil(numbers.length / 4) }, (_, i): Uniform => ({
    type: "float32",
    data: [0, 1, 2, 3].map((j) => numbers[4 * i + j] ?? 0),
  }));
}
