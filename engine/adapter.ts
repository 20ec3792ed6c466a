/**
 * The WebGPU adapter that Deno finds: what it says of itself, whether it is a GPU, and what to do where there is none.
 *
 * @module
 */

import type { Adapter } from "./webgpu/start.ts";

export type { Adapter };

/** An adapter as Deno offers it, before a device is made of it. */
export interface AdapterFound extends Adapter {
  /** The programming interface under WebGPU: `Vulkan`, `OpenGL`, `Metal` or `DirectX 12`; several where it can't be told. */
  api: string;
  /** The most bytes that one buffer has. */
  maxBufferSize: number;
  /** The most bytes of a buffer that a kernel sees. */
  maxStorageBufferBindingSize: number;
}

/** What an adapter on Vulkan has at least one of, and none on OpenGL has. */
const NOT_ON_OPENGL = ["bgra8unorm-storage", "subgroups", "shader-f16", "rg11b10ufloat-renderable"];

/** Names of drivers that compute on the processor, whether or not they say so. */
const SOFTWARE = /llvmpipe|lavapipe|softpipe|swiftshader|basic render/i;

/** NVIDIA's number among the makers of PCI devices. */
const NVIDIA = "4318";

/**
 * The adapter that the engine `webgpu` takes, or undefined where there is none. This loads the GPU's drivers into the
 * process, whose libraries can clash with TensorFlow's where those are loaded later.
 */
export async function findAdapter(): Promise<AdapterFound | undefined> {
  const adapter = await requestAdapter();
  if (!adapter) return undefined;
  const { vendor, architecture, device, description, isFallbackAdapter } = adapter.info;
  return {
    ...{ vendor, architecture, device, description },
    isFallback: isFallbackAdapter,
    api: apiOf(adapter.features),
    maxBufferSize: adapter.limits.maxBufferSize,
    maxStorageBufferBindingSize: adapter.limits.maxStorageBufferBindingSize,
  };
}

/** Whether this process has loaded a GPU's drivers. */
let hasDrivers = false;

/** Whether this process has loaded a GPU's drivers for WebGPU: whether an adapter was looked for, found or not. */
export function hasLoadedDrivers(): boolean {
  return hasDrivers;
}

/** The adapter that the engine `webgpu` takes; loads the GPU's drivers. */
export async function requestAdapter(): Promise<GPUAdapter | null | undefined> {
  hasDrivers ||= navigator.gpu !== undefined;
  return await navigator.gpu?.requestAdapter({ powerPreference: "high-performance" });
}

/** The programming interface under WebGPU; Deno does not tell it, so by the system and by what an adapter can do. */
export function apiOf(features: { has(feature: string): boolean }, os: string = Deno.build.os): string {
  if (os === "darwin") return "Metal";
  if (os === "windows") return "DirectX 12 or Vulkan";
  return NOT_ON_OPENGL.some((feature) => features.has(feature)) ? "Vulkan" : "OpenGL";
}

/** The programming interface under the adapter that the engine `webgpu` works on, whose drivers are loaded. */
export async function apiNow(): Promise<string> {
  return (await findAdapter())!.api;
}

/** Whether an adapter computes on the processor. */
export function isSoftware(
  { isFallback, description }: Pick<Adapter, "isFallback" | "description">,
): boolean {
  return isFallback || SOFTWARE.test(description);
}

/** Whether NVIDIA made it. */
export function isNvidia({ vendor, description }: Pick<Adapter, "vendor" | "description">): boolean {
  return vendor === NVIDIA || /nvidia/i.test(vendor) || /nvidia/i.test(description);
}

/** What people call an adapter. */
export function adapterName({ description, vendor, device }: Adapter): string {
  return description || `${vendor} ${device}`.trim() || "a device without a name";
}

/** What to install where Deno finds no adapter, by the operating system. */
export function adapterAdvice(os: string = Deno.build.os): string {
  if (os === "darwin") return "Metal comes with macOS, but a virtual machine may have none";
  if (os === "windows") return "install the graphics driver of the GPU's maker";
  return "install the Vulkan loader and the GPU's Vulkan driver (on Debian and Ubuntu libvulkan1, and " +
    "mesa-vulkan-drivers for AMD and Intel; NVIDIA's own driver has one)";
}
