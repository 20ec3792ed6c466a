/**
 * The uniform numbers of `stateless.ts` on WebGPU: the same to the bit.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { type GuardedBackend, WEBGPU } from "./backend.ts";
import { type Program, runProgram } from "./program.ts";

const KERNEL = "ThreefryUniform";

/** Teaches the backend the kernel. */
export function registerThreefry(): void {
  tf.registerKernel({
    kernelName: KERNEL,
    backendName: WEBGPU,
    kernelFunc: ({ inputs, attrs, backend }) => {
      const { size, draw } = attrs as { size: number; draw: number };
      const blocks = Math.ceil(size / 2);
      return runProgram(backend as GuardedBackend, program(draw), [inputs.seed!], [[size]], blocks);
    },
  });
}

/**
 * The uniform numbers of `uniformTensor()`, as a tensor `[size]`.
 *
 * @param size At least 1.
 */
export function deviceUniform(size: number, seed: tf.Tensor, draw: number): tf.Tensor {
  return (tf.engine().runKernel(KERNEL, { seed }, { size, draw }) as unknown as tf.Tensor[])[0];
}

/** A thread encrypts one block; the blocks' first words come before their second ones. */
function program(draw: number): Program {
  return {
    key: `threefry ${draw}`,
    outputs: [["uniform_", "f32"]],
    inputs: [["seed", "i32"]],
    scalars: 0,
    declarations: `
const ROTATIONS = array<u32, 8>(13, 15, 26, 6, 17, 29, 16, 24);

fn inUnit(word: u32) -> f32 {
  return f32(word >> 8u) * ${2 ** -24};
}`,
    body: `
  let size = arrayLength(&uniform_);
  let blocks = (size + 1u) / 2u;
  if (i >= blocks) { return; }
  let key0 = bitcast<u32>(seed[0]);
  let key1 = bitcast<u32>(seed[1]);
  var keys = array<u32, 3>(key0, key1, 0x1bd11bdau ^ key0 ^ key1);
  var rotations = ROTATIONS;
  var x = i + key0;
  var y = ${draw}u + key1;
  for (var round = 0u; round < 20u; round++) {
    x += y;
    let by = rotations[round % 8u];
    y = ((y << by) | (y >> (32u - by))) ^ x;
    if (round % 4u == 3u) {
      let injection = (round + 1u) / 4u;
      x += keys[injection % 3u];
      y += keys[(injection + 1u) % 3u] + injection;
    }
  }
  uniform_[i] = inUnit(x);
  if (blocks + i < size) { uniform_[blocks + i] = inUnit(y); }`,
  };
}
