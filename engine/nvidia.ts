/**
 * What NVIDIA's driver says of itself, and the library of NVIDIA's that TensorFlow does not find by itself.
 *
 * @module
 */
import { join } from "node:path";

/** NVIDIA's driver on this machine. */
export interface NvidiaDriver {
  /** The newest CUDA that it works with, such as 12.4. */
  readonly cuda: string;
  /** The names of the GPUs. */
  readonly gpus: readonly string[];
  /** Why it gives no GPU, in words. */
  readonly fault?: string;
}

/** The least CUDA that a driver must work with for TensorFlow's GPU build. */
const CUDA = 12;

/** CUDA's error number where there is no device. */
const NO_DEVICE = 100;

const symbols = {
  cuInit: { parameters: ["u32"], result: "i32" },
  cuDriverGetVersion: { parameters: ["buffer"], result: "i32" },
  cuDeviceGetCount: { parameters: ["buffer"], result: "i32" },
  cuDeviceGetName: { parameters: ["buffer", "i32", "i32"], result: "i32" },
} as const satisfies Deno.ForeignLibraryInterface;

/**
 * NVIDIA's driver, or undefined where there is none.
 *
 * @param library The driver's library; tests give their own.
 */
export function nvidiaDriver(library = "libcuda.so.1"): NvidiaDriver | undefined {
  let c;
  try {
    c = Deno.dlopen(library, symbols).symbols;
  } catch (error) {
    if (error instanceof Deno.errors.NotCapable) throw error;
    return undefined;
  }
  const number = new Int32Array(1);
  const version = c.cuDriverGetVersion(number) === 0 ? number[0] : 0;
  const cuda = `${Math.floor(version / 1000)}.${Math.floor(version % 1000 / 10)}`;
  const failed = c.cuInit(0);
  if (failed === NO_DEVICE) return { cuda, gpus: [], fault: "it finds no GPU" };
  if (failed !== 0) return { cuda, gpus: [], fault: `it does not start (CUDA's error ${failed})` };
  const count = c.cuDeviceGetCount(number) === 0 ? number[0] : 0;
  const gpus = Array.from({ length: count }, (_, device) => {
    const name = new Uint8Array(256);
    return c.cuDeviceGetName(name, name.length, device) === 0
      ? new TextDecoder().decode(name.subarray(0, name.indexOf(0)))
      : "unnamed GPU";
  });
  if (count === 0) return { cuda, gpus, fault: "it finds no GPU" };
  return version < CUDA * 1000
    ? { cuda, gpus, fault: `it works with CUDA ${cuda}, and TensorFlow needs ${CUDA}: update it` }
    : { cuda, gpus };
}

/**
 * The version of NVIDIA's driver, such as 550.54.15, or undefined where there is none or it does not say.
 *
 * @param library NVIDIA's management library; tests give their own.
 */
export function nvidiaVersion(library = "libnvidia-ml.so.1"): string | undefined {
  let c;
  try {
    c = Deno.dlopen(library, {
      nvmlInit_v2: { parameters: [], result: "i32" },
      nvmlSystemGetDriverVersion: { parameters: ["buffer", "u32"], result: "i32" },
    }).symbols;
  } catch (error) {
    if (error instanceof Deno.errors.NotCapable) throw error;
    return undefined;
  }
  const version = new Uint8Array(80);
  if (c.nvmlInit_v2() !== 0 || c.nvmlSystemGetDriverVersion(version, version.length) !== 0) return undefined;
  return new TextDecoder().decode(version.subarray(0, version.indexOf(0)));
}

/**
 * Loads cuSOLVER where it lies beside TensorFlow's folder: `libtensorflow_framework` asks for it by its bare name, but has
 * no run path to it, and takes no GPU without it; a library that is loaded already is found by its name.
 */
export function loadSolver(directory: string): void {
  const path = join(directory, "..", "nvidia", "cusolver", "lib", "libcusolver.so.11");
  try {
    Deno.lstatSync(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return;
    throw error;
  }
  Deno.dlopen(path, {});
}
