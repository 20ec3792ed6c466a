/**
 * The engine: TensorFlow.js on a current libtensorflow, compiled steps, seeded randomness, optimisers.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { apiNow, hasLoadedDrivers, isNvidia, isSoftware } from "./adapter.ts";
import { TENSORFLOW } from "./backend.ts";
import { autoEngines } from "./auto.ts";
import { loading } from "./load_error.ts";
import { notice } from "../terminal/notice.ts";
import { nvidiaDriver, nvidiaVersion } from "./nvidia.ts";
import { ensureLibrary } from "./setup.ts";
import { SetupError } from "./setup_error.ts";
import { startTensorFlow } from "./tensorflow.ts";
import { prepareWasm } from "./wasm.ts";
import { type Adapter, startWebGpu } from "./webgpu/mod.ts";

export * from "./compile.ts";
export * from "./eigen.ts";
export { eye } from "./eye.ts";
export * from "./gradients.ts";
export * from "./leading_eigen.ts";
export { type Matrix, matrix, takeRows } from "./matrix.ts";
export * from "./optimisers.ts";
export * from "./random.ts";
export { dropout, normalTensor, uniformTensor } from "./stateless.ts";
export * from "./tree.ts";
export { SetupError } from "./setup_error.ts";
export {
  type Adapter,
  type DeviceCounts,
  deviceCounts,
  deviceLost,
  DeviceLostError,
  needBuffer,
} from "./webgpu/mod.ts";
export { tf };

/** The engines. */
export const ENGINES = ["tensorflow", "webgpu", "wasm", "cpu"] as const;

/** The name of an engine. */
export type EngineName = typeof ENGINES[number];

/** What computes: the engine's name, the device, whether that is a GPU, and the version of the library. */
export interface Engine {
  /** Which of the engines. */
  name: EngineName;
  /** `CPU` or `GPU`; on the engine `webgpu` also its name. */
  device: string;
  /** Whether the device is a GPU. */
  gpu: boolean;
  /** TensorFlow's version, or TensorFlow.js's on the other engines. */
  version: string;
  /** On a GPU, and on whatever else the engine `webgpu` works: what the device says of itself. */
  adapter?: Adapter;
  /** The version of the GPU's driver, where it says so: NVIDIA's. */
  driver?: string;
  /** On a GPU, and on the engine `webgpu`: what is below the engine, such as `webgpu (Vulkan)` or `tensorflow (CUDA 12.4)`. */
  backend?: string;
}

/** Options of {@linkcode initEngine}. */
export interface EngineOptions {
  /**
   * Default `auto`: TensorFlow, if it can use an NVIDIA GPU; else WebGPU, if a command has measured its GPU on this machine
   * and found it ahead of the processor; else TensorFlow on the processor; else WebAssembly. Nothing is measured here, and
   * no other process is started: without a measurement in the cache, which `deno task reproduce` makes, or where the
   * machine's name may not be asked for, WebGPU is not taken. A program that may not load libraries gets the slow engine
   * `cpu`, which needs no permission. What cannot be had is said on stderr.
   */
  engine?: "auto" | EngineName;
  /** Whether to refuse to work without a GPU. Default false. */
  requireGpu?: boolean;
  /** Whether to show no progress of the set-up. Default false. */
  quiet?: boolean;
}

let started: Engine | null = null;

/** The last call of {@linkcode initEngine}, which the next one waits for. */
let turn: Promise<unknown> = Promise.resolve();

/**
 * Starts the engine: a later call with the same or no choice returns the one that runs, another choice changes it. On
 * first use TensorFlow's library is downloaded into the user's cache; with an NVIDIA GPU, its build for that.
 *
 * Calls at the same time take turns. On the engine `webgpu` values can't be read at once (`dataSync()`), only awaited (`data()`).
 *
 * @throws {SetupError} If the engine that was asked for cannot be had, or `requireGpu` and there is none.
 */
export function initEngine(options: EngineOptions = {}): Promise<Engine> {
  const { engine = "auto", requireGpu = false, quiet = false } = options;
  const mine = turn.then(() => choose(engine, quiet, requireGpu));
  turn = mine.catch(() => {});
  return mine;
}

async function choose(engine: "auto" | EngineName, quiet: boolean, requireGpu: boolean): Promise<Engine> {
  const serves = started !== null &&
    (engine === "auto" ? started.gpu || !requireGpu : engine === started.name);
  const chosen = serves ? started! : await start(engine, quiet, requireGpu);
  if (requireGpu && !chosen.gpu) {
    if (started) await tf.setBackend(started.name);
    throw new SetupError(
      `Cannot run on a GPU: the engine ${chosen.name} found none on this machine: ` +
        "deno task doctor says what is missing",
    );
  }
  return started = chosen;
}

async function start(engine: "auto" | EngineName, quiet: boolean, requireGpu: boolean): Promise<Engine> {
  if (engine === "auto") {
    const engines = await autoEngines(requireGpu);
    if (engines[0] === "cpu") {
      notice(
        "No permission to load libraries (--allow-ffi): computing with TensorFlow.js's own slow kernels",
      );
    }
    return await startFirst(engines, quiet, requireGpu);
  }
  if (engine === "tensorflow") {
    // Drivers bring an LLVM as TensorFlow does. It is loaded so that it finds its own (`preload` in libtensorflow.ts), but
    // that is proven beside Mesa's software driver alone.
    if (hasLoadedDrivers() && !tf.findBackend(TENSORFLOW)) {
      throw new SetupError(
        "Cannot start the engine tensorflow in a process that has loaded a GPU's drivers for WebGPU, since their " +
          "libraries and TensorFlow's can end it: start again",
      );
    }
    const library = await ensureLibrary({ quiet, requireGpu });
    const backend = await loading(library, startTensorFlow);
    const gpu = backend.binding.isUsingGpuDevice();
    if (library.build?.gpu && !gpu) {
      notice(
        "TensorFlow's GPU build found no GPU that it can use, and goes on without: " +
          "TF_CPP_MIN_LOG_LEVEL=0 shows why",
      );
    }
    const device = gpu ? "GPU" : "CPU";
    return { name: engine, device, gpu, version: backend.binding.TF_Version, ...gpu && cuda() };
  }
  if (engine === "webgpu") {
    const { name, adapter } = await startWebGpu();
    const gpu = !isSoftware(adapter);
    const device = `${gpu ? "GPU" : "CPU"} (${name})`;
    const driver = isNvidia(adapter) ? nvidiaVersion() : undefined;
    const backend = `webgpu (${await apiNow()})`;
    return {
      ...{ name: engine, device, gpu, version: tf.version_core, adapter, backend },
      ...driver !== undefined && { driver },
    };
  }
  if (engine === "wasm") await prepareWasm();
  if (!await tf.setBackend(engine)) {
    throw new SetupError(`Cannot start the engine ${engine}: TensorFlow.js could not initialise it`);
  }
  if (engine === "cpu") {
    // On first use TensorFlow.js would advise, on stdout, to install the package whose kernels `tensorflow` has.
    tf.env().set("IS_NODE", false);
    tf.scalar(0).dispose();
    tf.env().set("IS_NODE", true);
  }
  return { name: engine, device: "CPU", gpu: false, version: tf.version_core };
}

/** Starts the first of these engines that can be had. */
async function startFirst(
  [first, ...others]: readonly EngineName[],
  quiet: boolean,
  requireGpu: boolean,
): Promise<Engine> {
  try {
    return await start(first, quiet, requireGpu);
  } catch (error) {
    if (!(error instanceof SetupError) || others.length === 0) throw error;
    notice(`${error.message}. Going on with the slower engine ${others[0]}`);
    return await startFirst(others, quiet, requireGpu);
  }
}

/** What NVIDIA's driver says of the GPU that TensorFlow works on. */
function cuda(): Pick<Engine, "adapter" | "driver" | "backend"> {
  const found = nvidiaDriver();
  const driver = nvidiaVersion();
  if (!found) return {};
  const [description = ""] = found.gpus;
  return {
    adapter: { vendor: "NVIDIA", architecture: "", device: "", description, isFallback: false },
    backend: `tensorflow (CUDA ${found.cuda})`,
    ...driver !== undefined && { driver },
  };
}
