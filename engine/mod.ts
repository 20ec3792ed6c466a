/**
 * The engine: TensorFlow.js on a current libtensorflow, compiled steps, seeded randomness, optimisers.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { ensureLibrary, SetupError } from "./setup.ts";
import { startTensorFlow } from "./tensorflow.ts";

export * from "./cache.ts";
export * from "./compile.ts";
export * from "./eigen.ts";
export * from "./gradients.ts";
export * from "./matrix.ts";
export * from "./optimisers.ts";
export * from "./progress.ts";
export * from "./random.ts";
export { dropout, normal as normalTensor, uniform as uniformTensor } from "./stateless.ts";
export * from "./tree.ts";
export { SetupError } from "./setup.ts";
export { tf };

/** The engines, in the order in which `auto` tries them. */
export const ENGINES = ["tensorflow", "wasm", "cpu"] as const;

/** The name of an engine. */
export type EngineName = typeof ENGINES[number];

/** What computes: the engine's name, the device, whether that is a GPU, and the version of the library. */
export interface Engine {
  /** Which of the engines. */
  name: EngineName;
  /** `CPU` or `GPU`. */
  device: string;
  /** Whether the device is a GPU. */
  gpu: boolean;
  /** TensorFlow's version, or TensorFlow.js's on the other engines. */
  version: string;
}

/** Options of {@linkcode initEngine}. */
export interface EngineOptions {
  /** Default `auto`: TensorFlow, or WebAssembly where it cannot be had, which is said on stderr. */
  engine?: "auto" | EngineName;
  /** Whether to refuse to work without a GPU. Default false. */
  requireGpu?: boolean;
  /** Whether to show no progress of the set-up. Default false. */
  quiet?: boolean;
}

let started: Engine | null = null;

/**
 * Starts the engine: a later call with the same or no choice returns the one that runs, another choice changes it. On first use TensorFlow's
 * library is downloaded into the user's cache.
 *
 * @throws {SetupError} If the engine that was asked for cannot be had, or `requireGpu` and there is none.
 */
export async function initEngine(options: EngineOptions = {}): Promise<Engine> {
  const { engine = "auto", requireGpu = false, quiet = false } = options;
  if (!started || (engine !== "auto" && engine !== started.name)) started = await start(engine, quiet);
  if (requireGpu && !started.gpu) {
    throw new SetupError(`Cannot run on a GPU: the engine ${started.name} found none on this machine`);
  }
  return started;
}

async function start(engine: "auto" | EngineName, quiet: boolean): Promise<Engine> {
  if (engine === "auto") {
    try {
      return await start("tensorflow", quiet);
    } catch (error) {
      if (!(error instanceof SetupError)) throw error;
      const text = `${error.message}. Going on with the slower engine wasm\n`;
      Deno.stderr.writeSync(new TextEncoder().encode(text));
      return await start("wasm", quiet);
    }
  }
  if (engine === "tensorflow") {
    const library = await ensureLibrary({ quiet });
    const backend = await startTensorFlow(library.cc);
    const gpu = backend.binding.isUsingGpuDevice();
    return { name: engine, device: gpu ? "GPU" : "CPU", gpu, version: backend.binding.TF_Version };
  }
  if (engine === "wasm") {
    const wasm = await import("@tensorflow/tfjs-backend-wasm");
    wasm.setThreadsCount(navigator.hardwareConcurrency);
  }
  // TensorFlow.js would advise, on stdout, to install the package whose kernels the engine `tensorflow` has.
  if (engine === "cpu") tf.env().set("IS_NODE", false);
  await tf.setBackend(engine);
  return { name: engine, device: "CPU", gpu: false, version: tf.version_core };
}
