import { assert, assertEquals, assertRejects } from "@std/assert";
import type { AdapterFound } from "../engine/adapter.ts";
import { keptCalibration } from "../engine/calibration.ts";
import type { Candidate } from "../engine/choice.ts";
import { SetupError } from "../engine/setup_error.ts";
import { inFolder } from "../engine/testing.ts";
import { computesOnGpu, decide, paceOf, type Sources } from "./choice.ts";
import type { Probed } from "./probe.ts";

const gpu: AdapterFound = {
  ...{ vendor: "4098", architecture: "", device: "29772", description: "AMD Radeon RX 7900" },
  ...{ isFallback: false, api: "Vulkan", maxBufferSize: 2 ** 31, maxStorageBufferBindingSize: 2 ** 27 },
};
const software: AdapterFound = { ...gpu, description: "llvmpipe (LLVM 15.0.6, 256 bits)", isFallback: true };
const OPTIONS = { requireGpu: false, setUp: true, quiet: true };

/** Calls `test` with a cache of its own. */
const withCache = (test: () => Promise<void>) =>
  inFolder(async (folder) => {
    const before = Deno.env.get("RECLAIM_CACHE");
    Deno.env.set("RECLAIM_CACHE", folder);
    try {
      await test();
    } finally {
      if (before === undefined) Deno.env.delete("RECLAIM_CACHE");
      else Deno.env.set("RECLAIM_CACHE", before);
    }
  });

/** Sources that find this, and measure by `seconds`; `measured` has the engines that were measured. */
function sourcesOf(
  found: Probed,
  seconds: Partial<Record<Candidate, number>> = {},
): { sources: Sources; measured: Candidate[] } {
  const measured: Candidate[] = [];
  const pace = (engine: Candidate) => {
    measured.push(engine);
    return Promise.resolve(seconds[engine]);
  };
  return { sources: { probe: () => Promise.resolve(found), pace }, measured };
}

Deno.test("decide() measures a GPU beside the processor once, and keeps what it found", () =>
  withCache(async () => {
    const found = { tensorflow: true, adapter: gpu };
    const first = sourcesOf(found, { tensorflow: 0.06, webgpu: 0.02 });
    const { engines, why } = await decide(OPTIONS, first.sources);
    assertEquals(engines, ["webgpu", "tensorflow", "wasm"]);
    assertEquals(why, "a step takes 20 ms on AMD Radeon RX 7900 and 60 ms on the processor");
    assertEquals(first.measured, ["tensorflow", "webgpu"]);
    const again = sourcesOf(found, { tensorflow: 0.01, webgpu: 0.02 });
    assertEquals((await decide(OPTIONS, again.sources)).engines, engines);
    assertEquals(again.measured, []);
    // Another adapter is measured anew.
    const other = sourcesOf({ ...found, adapter: { ...gpu, device: "1" } }, {
      tensorflow: 0.01,
      webgpu: 0.02,
    });
    assertEquals((await decide(OPTIONS, other.sources)).engines, ["tensorflow", "wasm"]);
    assertEquals(other.measured, ["tensorflow", "webgpu"]);
  }));

Deno.test("decide() measures nothing where that decides nothing, or engines may not be set up", () =>
  withCache(async () => {
    for (
      const [found, options, expected] of [
        [{ tensorflow: true }, OPTIONS, "tensorflow"],
        [{ tensorflow: true, adapter: software }, OPTIONS, "tensorflow"],
        [{ tensorflow: true, adapter: gpu, nvidia: "NVIDIA H100 (CUDA 12.4)" }, OPTIONS, "tensorflow"],
        [{ tensorflow: true, adapter: gpu }, { ...OPTIONS, requireGpu: true }, "webgpu"],
        [{ tensorflow: true, adapter: gpu }, { ...OPTIONS, setUp: false }, "tensorflow"],
        [{ tensorflow: false, adapter: software }, OPTIONS, "wasm"],
      ] as const
    ) {
      const { sources, measured } = sourcesOf(found);
      assertEquals([(await decide(options, sources)).engines[0], measured], [expected, []]);
    }
    const { sources } = sourcesOf({ tensorflow: true, adapter: software });
    await assertRejects(() => decide({ ...OPTIONS, requireGpu: true }, sources), SetupError, "llvmpipe");
  }));

Deno.test("decide() compares with WebAssembly where there is no TensorFlow, and takes no GPU that ends its process", () =>
  withCache(async () => {
    const without = sourcesOf({ tensorflow: false, adapter: gpu }, { wasm: 0.5, webgpu: 0.02 });
    assertEquals((await decide(OPTIONS, without.sources)).engines, ["webgpu", "wasm"]);
    assertEquals(without.measured, ["wasm", "webgpu"]);
    const crashing = sourcesOf({ tensorflow: true, adapter: { ...gpu, device: "2" } }, { tensorflow: 0.06 });
    const { engines, why } = await decide(OPTIONS, crashing.sources);
    assertEquals([engines, why], [["tensorflow", "wasm"], "AMD Radeon RX 7900 could not be measured"]);
  }));

Deno.test("decide() keeps no measurement where the processor's engine can't be had", () =>
  withCache(async () => {
    const { sources } = sourcesOf({ tensorflow: true, adapter: gpu });
    const pace = () => Promise.reject(new SetupError("Cannot set up libtensorflow: no network"));
    const { engines } = await decide(OPTIONS, { ...sources, pace });
    assertEquals([engines, await keptCalibration()], [["tensorflow", "wasm"], undefined]);
  }));

Deno.test("paceOf() measures an engine in a process of its own, and ends it where that takes too long", async () => {
  const seconds = await paceOf("tensorflow");
  assert(seconds !== undefined && seconds > 0.001 && seconds < 10, `${seconds}`);
  assertEquals(await paceOf("wasm", 50), undefined);
});

Deno.test("computesOnGpu() asks TensorFlow alone whether it has a GPU; where it can't be had, it has none", async () => {
  const never = () => Promise.reject(new Error("asked"));
  const on = (engine: Candidate | "cpu", probe: Sources["probe"], requireGpu = false) =>
    computesOnGpu({ engine, requireGpu }, probe);
  assertEquals(await on("webgpu", never), true);
  assertEquals(await on("tensorflow", never, true), true);
  assertEquals([await on("wasm", never), await on("cpu", never)], [false, false]);
  const lacking = () => Promise.reject(new SetupError("no library"));
  assertEquals(await on("tensorflow", lacking), false);
  assertEquals(await on("tensorflow", () => Promise.resolve({ tensorflow: true })), false);
  assertEquals(
    await on("tensorflow", () => Promise.resolve({ tensorflow: true, nvidia: "NVIDIA H200" })),
    true,
  );
});
