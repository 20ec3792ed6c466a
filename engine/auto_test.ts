import { assertEquals, assertRejects } from "@std/assert";
import type { AdapterFound } from "./adapter.ts";
import { autoEngines, type AutoSources } from "./auto.ts";
import { SetupError } from "./setup_error.ts";

const adapter: AdapterFound = {
  ...{ vendor: "4098", architecture: "", device: "29772", description: "AMD Radeon RX 7900" },
  ...{ isFallback: false, api: "Vulkan", maxBufferSize: 2 ** 31, maxStorageBufferBindingSize: 2 ** 27 },
};

/** Sources with these facts; an adapter that was not to be looked for is an error. */
const sources = (of: Partial<AutoSources> = {}): AutoSources => ({
  facts: () => ({ tensorflow: true }),
  calibration: () => Promise.resolve(undefined),
  adapter: () => Promise.reject(new Error("looked for an adapter")),
  mayLoad: () => true,
  ...of,
});

const measured = (webgpu: number) => ({
  calibration: () => Promise.resolve({ adapter, speeds: { cpu: 0.06, webgpu } }),
});

Deno.test("autoEngines() takes WebGPU only where it was measured to be ahead, and looks for no adapter", async () => {
  assertEquals(await autoEngines(false, sources()), ["tensorflow", "wasm"]);
  assertEquals(await autoEngines(false, sources(measured(0.07))), ["tensorflow", "wasm"]);
  assertEquals(await autoEngines(false, sources(measured(0.01))), ["webgpu", "wasm"]);
  const nvidia = { facts: () => ({ tensorflow: true, nvidia: "NVIDIA H100 (CUDA 12.4)" }) };
  assertEquals(await autoEngines(false, sources({ ...measured(0.01), ...nvidia })), ["tensorflow", "wasm"]);
  assertEquals(await autoEngines(false, sources({ facts: () => ({ tensorflow: false }) })), ["wasm"]);
});

Deno.test("autoEngines() takes the kernels that need no permission, and looks at nothing, where no library may be loaded", async () => {
  const facts = () => {
    throw new Error("looked at the machine");
  };
  assertEquals(await autoEngines(false, sources({ facts, mayLoad: () => false })), ["cpu"]);
});

Deno.test("autoEngines() takes either GPU where one is required, and looks for an adapter only where it must", async () => {
  const nvidia = sources({ facts: () => ({ tensorflow: true, nvidia: "NVIDIA H100 (CUDA 12.4)" }) });
  assertEquals(await autoEngines(true, nvidia), ["tensorflow"]);
  assertEquals(await autoEngines(true, sources({ adapter: () => Promise.resolve(adapter) })), ["webgpu"]);
  for (const found of [undefined, { ...adapter, isFallback: true }]) {
    await assertRejects(
      () => autoEngines(true, sources({ adapter: () => Promise.resolve(found) })),
      SetupError,
      "Cannot run on a GPU",
    );
  }
});
