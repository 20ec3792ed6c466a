import type * as tf from "@tensorflow/tfjs";
import type { GuardedBackend, Workgroups } from "./backend.ts";

/** Threads a workgroup. */
const WORKGROUP = 128;

/** A buffer of a program: its name there, and the type of its elements. */
export type Storage = readonly [name: string, type: "f32" | "i32" | "u32"];

/** A program in WGSL. TensorFlow.js's own kind has room for one output alone. */
export interface Program {
  /** Tells it from all others; what follows depends on nothing else. */
  key: string;
  /** The buffers that it writes. */
  outputs: readonly Storage[];
  /** Those that it reads. */
  inputs: readonly Storage[];
  /** How many numbers it takes beside them: they are `scalars[n / 4][n % 4]`. */
  scalars: number;
  /** Declarations before the entry point. */
  declarations: string;
  /** What thread `i`, a `u32`, does. There may be more threads than were asked for. */
  body: string;
}

/** A run of a program. */
export interface Run {
  program: Program;
  /** The outputs, then the inputs, in the program's order. */
  buffers: readonly GPUBuffer[];
  scalars: readonly number[];
  /** The data that must not be given back before the commands are submitted. */
  dataIds: readonly object[];
  threads: number;
}

/**
 * Runs a program, among the backend's commands, on tensors.
 *
 * @returns Its outputs, float32, of these shapes.
 */
export function runProgram(
  backend: GuardedBackend,
  program: Program,
  inputs: readonly tf.TensorInfo[],
  shapes: readonly number[][],
  threads: number,
): tf.TensorInfo[] {
  const outputs = shapes.map((shape) => backend.makeTensorInfo(shape, "float32"));
  const dataIds = [...outputs, ...inputs].map(({ dataId }) => dataId);
  for (const dataId of dataIds) backend.uploadToGPU(dataId);
  const buffers = dataIds.map((dataId) => backend.tensorMap.get(dataId).resource!);
  backend.recordProgram({ program, buffers, scalars: [], dataIds, threads });
  return outputs;
}

/** The program's whole code. */
export function codeOf({ outputs, inputs, scalars, declarations, body }: Program): string {
  const bindings = [
    ...outputs.map(([name, type]) => `var<storage, read_write> ${name}: array<${type}>`),
    ...inputs.map(([name, type]) => `var<storage, read> ${name}: array<${type}>`),
    ...scalars > 0 ? [`var<uniform> scalars: array<vec4f, ${Math.ceil(scalars / 4)}>`] : [],
  ];
  return `
${bindings.map((binding, i) => `@group(0) @binding(${i}) ${binding};`).join("\n")}
${declarations}
@compute @workgroup_size(${WORKGROUP})
fn run(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) local: u32,
) {
  let i = (group.y * groups.x + group.x) * ${WORKGROUP}u + local;
${body}
}
`;
}

/** What a device makes of a program. */
export function pipelineOf(device: GPUDevice, program: Program): GPUComputePipeline {
  const module = device.createShaderModule({ code: codeOf(program) });
  return device.createComputePipeline({ layout: "auto", compute: { module, entryPoint: "run" } });
}

/**
 * As many workgroups as hold these threads.
 *
 * @param most The device's limit in one dimension.
 * @throws {RangeError} If the device cannot run so many.
 */
export function workgroups(most: number, threads: number): Workgroups {
  const groups = Math.ceil(threads / WORKGROUP);
  const y = Math.ceil(groups / most);
  if (y > most) {
    throw new RangeError(
      `Cannot run a program on the GPU: it takes at most ${most ** 2 * WORKGROUP} threads, got ${threads}`,
    );
  }
  return [Math.ceil(groups / y), y];
}
