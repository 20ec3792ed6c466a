/**
 * The updates of `optimisers.ts` on WebGPU: one program for each parameter, in place of a dozen.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { type GuardedBackend, WEBGPU } from "./backend.ts";
import { FUNCTIONS } from "./elementwise.ts";
import { type Program, runProgram } from "./program.ts";

/** What a step of Adam does to one parameter. */
export interface AdamStep {
  learningRate: number;
  beta1: number;
  beta2: number;
  convention: "pytorch" | "keras";
  epsilon: number;
  /** The rate of the decay that goes into the gradient; 0: none. */
  l2: number;
  /** What the parameter is multiplied by beside the step; 1: no decay. */
  shrink: number;
}

/** What a step of gradient descent does to one parameter. */
export type SgdStep = Pick<AdamStep, "learningRate" | "l2" | "shrink"> & { momentum: number };

const ADAM = "AdamStep";
const SGD = "SgdStep";

/** Teaches the backend the kernels. */
export function registerOptimisers(): void {
  register(ADAM, adamProgram, ["parameter", "gradient", "first", "second", "steps"], 3);
  register(SGD, sgdProgram, ["parameter", "gradient", "velocity"], 2);
}

/**
 * One parameter after a step of Adam, and its moments.
 *
 * @param steps The number of steps with this one, a float32 scalar.
 */
export function deviceAdam(
  step: AdamStep,
  inputs: {
    parameter: tf.Tensor;
    gradient: tf.Tensor;
    first: tf.Tensor;
    second: tf.Tensor;
    steps: tf.Tensor;
  },
): { parameter: tf.Tensor; first: tf.Tensor; second: tf.Tensor } {
  const [parameter, first, second] = run(ADAM, inputs, step);
  return { parameter, first, second };
}

/** One parameter after a step of gradient descent, and its velocity. */
export function deviceSgd(
  step: SgdStep,
  inputs: { parameter: tf.Tensor; gradient: tf.Tensor; velocity: tf.Tensor },
): { parameter: tf.Tensor; velocity: tf.Tensor } {
  const [parameter, velocity] = run(SGD, inputs, step);
  return { parameter, velocity };
}

function run(kernel: string, inputs: Record<string, tf.Tensor>, step: AdamStep | SgdStep): tf.Tensor[] {
  return tf.engine().runKernel(kernel, inputs, { ...step }) as unknown as tf.Tensor[];
}

function register<Step extends AdamStep | SgdStep>(
  kernelName: string,
  program: (step: Step) => Program,
  names: readonly string[],
  outputs: number,
): void {
  tf.registerKernel({
    kernelName,
    backendName: WEBGPU,
    kernelFunc: ({ inputs, attrs, backend }) => {
      const tensors = names.map((name) => inputs[name]!);
      const [{ shape }] = tensors;
      return runProgram(
        backend as GuardedBackend,
        program(attrs as unknown as Step),
        tensors,
        new Array(outputs).fill(shape),
        tf.util.sizeFromShape(shape),
      );
    },
  });
}

/** A number as WGSL has it. */
function float(value: number): string {
  return `f32(${value})`;
}

/** The parameter's gradient with its decay, or by itself where there is none. */
function decayed(l2: number): string {
  return l2 === 0 ? "gradient[i]" : `gradient[i] + p * ${float(l2)}`;
}

function adamProgram(step: AdamStep): Program {
  const { learningRate, beta1, beta2, convention, epsilon, l2, shrink } = step;
  // By how much a moment falls short, since it began at 0. With a beta of 0, whose logarithm WGSL does not know, by nothing.
  const correction = (beta: number) =>
    beta === 0 ? "f32(steps[0] > 0)" : `-exponentialLess1(steps[0] * ${float(Math.log(beta))})`;
  return {
    key: `adam ${JSON.stringify(step)}`,
    outputs: [["newParameter", "f32"], ["newFirst", "f32"], ["newSecond", "f32"]],
    inputs: [["parameter", "f32"], ["gradient", "f32"], ["first", "f32"], ["second", "f32"], [
      "steps",
      "f32",
    ]],
    scalars: 0,
    declarations: FUNCTIONS,
    body: `
  if (i >= arrayLength(&parameter)) { return; }
  let root = sqrt(${correction(beta2)});
  let rate = ${float(learningRate)} * root / ${correction(beta1)};
  let e = ${float(epsilon)}${convention === "pytorch" ? " * root" : ""};
  let p = parameter[i];
  let g = ${decayed(l2)};
  let m = first[i] * ${float(beta1)} + g * ${float(1 - beta1)};
  let v = second[i] * ${float(beta2)} + g * g * ${float(1 - beta2)};
  newFirst[i] = m;
  newSecond[i] = v;
  newParameter[i] = p${shrink === 1 ? "" : ` * ${float(shrink)}`} - rate * m / (sqrt(v) + e);`,
  };
}

function sgdProgram(step: SgdStep): Program {
  const { learningRate, momentum, l2, shrink } = step;
  return {
    key: `sgd ${JSON.stringify(step)}`,
    outputs: [["newParameter", "f32"], ["newVelocity", "f32"]],
    inputs: [["parameter", "f32"], ["gradient", "f32"], ["velocity", "f32"]],
    scalars: 0,
    declarations: "",
    body: `
  if (i >= arrayLength(&parameter)) { return; }
  let p = parameter[i];
  let g = ${decayed(l2)};
  let v = velocity[i] * ${float(momentum)} + g;
  newVelocity[i] = v;
  newParameter[i] = p${shrink === 1 ? "" : ` * ${float(shrink)}`} - v * ${float(learningRate)};`,
  };
}
