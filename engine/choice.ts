/**
 * Which engine `auto` is, from what was found out about the machine.
 *
 * @module
 */
import { type Adapter, adapterName, isSoftware } from "./adapter.ts";
import { showMilliseconds } from "../terminal/duration.ts";
import { SetupError } from "./setup_error.ts";

/** An engine that `auto` can be. */
export type Candidate = "tensorflow" | "webgpu" | "wasm";

/** How fast a machine's devices train, in seconds a step of the same network. */
export interface Speeds {
  /** On the WebGPU adapter; absent where it could not be measured in the time that it had. */
  webgpu?: number;
  /** On the processor. */
  cpu: number;
}

/** What is known of a machine before an engine starts. */
export interface Facts {
  /** The NVIDIA GPU that TensorFlow can use, in words; absent where there is none. */
  nvidia?: string;
  /** Why an NVIDIA GPU, or its driver, that is there cannot be used. */
  nvidiaFault?: string;
  /** The WebGPU adapter; absent where there is none. */
  adapter?: Adapter;
  /** Why no adapter could be looked for. */
  adapterFault?: string;
  /** The devices' speeds; absent where they were not measured. */
  speeds?: Speeds;
  /** Whether there is a TensorFlow for this machine. */
  tensorflow: boolean;
}

/** An engine that was chosen. */
export interface Choice {
  /** The engine, and those to go on with, in this order, where it cannot be started. */
  engines: [Candidate, ...Candidate[]];
  /** Why the first one, in a few words. */
  why: string;
  /** Whether the first one computes on a GPU. */
  gpu: boolean;
}

/**
 * The engine for a machine: TensorFlow on NVIDIA's GPU; else WebGPU, if its adapter is a GPU and was measured to be ahead of
 * the processor; else TensorFlow on the processor; else WebAssembly.
 *
 * @param requireGpu Whether only a GPU will do: then WebGPU's need not be ahead.
 * @throws {SetupError} If a GPU is required and there is none.
 */
export function chooseEngine(facts: Facts, { requireGpu }: { requireGpu: boolean }): Choice {
  const { nvidia, adapter, tensorflow } = facts;
  const isGpu = adapter !== undefined && !isSoftware(adapter);
  if (requireGpu) return onGpu(facts, isGpu);
  const onCpu: [Candidate, ...Candidate[]] = tensorflow ? ["tensorflow", "wasm"] : ["wasm"];
  if (nvidia !== undefined) {
    return { engines: ["tensorflow", "wasm"], why: `it can use ${nvidia}`, gpu: true };
  }
  const why = whyNoGpu(facts, isGpu);
  if (why === undefined) {
    return { engines: ["webgpu", ...onCpu], why: comparison(adapter!, facts.speeds!), gpu: true };
  }
  return {
    engines: onCpu,
    why: tensorflow ? why : `${why}, and TensorFlow has no library for this machine`,
    gpu: false,
  };
}

function onGpu({ nvidia, nvidiaFault, adapter }: Facts, isGpu: boolean): Choice {
  const required = "a GPU is required";
  if (nvidia !== undefined) {
    return {
      engines: isGpu ? ["tensorflow", "webgpu"] : ["tensorflow"],
      why: `${required}, and it can use ${nvidia}`,
      gpu: true,
    };
  }
  if (isGpu) {
    return { engines: ["webgpu"], why: `${required}, and it can use ${adapterName(adapter!)}`, gpu: true };
  }
  const cuda = nvidiaFault ?? "there is no NVIDIA driver that TensorFlow can use";
  const webgpu = adapter
    ? `WebGPU finds only ${adapterName(adapter)}, which computes on the processor`
    : "WebGPU finds no device";
  throw new SetupError(
    `Cannot run on a GPU: ${cuda}, and ${webgpu}: deno task doctor says what is missing`,
  );
}

/** Why WebGPU is not taken, in words; undefined where it is. */
function whyNoGpu({ nvidiaFault, adapter, adapterFault, speeds }: Facts, isGpu: boolean): string | undefined {
  const fault = nvidiaFault === undefined ? "" : `${nvidiaFault}; `;
  if (!adapter) return `${fault}${adapterFault ?? "no GPU was found"}`;
  if (!isGpu) return `${fault}the only WebGPU device, ${adapterName(adapter)}, computes on the processor`;
  if (!speeds) return `${fault}${adapterName(adapter)} has not been measured yet`;
  if (speeds.webgpu === undefined) return `${fault}${adapterName(adapter)} could not be measured`;
  return speeds.webgpu < speeds.cpu ? undefined : `${fault}${comparison(adapter, speeds)}`;
}

function comparison(adapter: Adapter, { webgpu, cpu }: Speeds): string {
  return `a step takes ${showMilliseconds(webgpu!)} on ${adapterName(adapter)} and ${
    showMilliseconds(cpu)
  } on the processor`;
}
