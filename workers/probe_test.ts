import { assertEquals, assertMatch, assertRejects } from "@std/assert";
import { SetupError } from "../engine/setup_error.ts";
import { probe, type Probed } from "./probe.ts";

/** What is found where the process is the made-up one, in one of its ways. */
async function probedBy(made: string, patience?: number): Promise<Probed> {
  Deno.env.set("MADE_PROBE", made);
  try {
    return await probe(new URL("./testing_probe.ts", import.meta.url), patience);
  } finally {
    Deno.env.delete("MADE_PROBE");
  }
}

Deno.test("probe() finds what this machine has, and no NVIDIA GPU where RECLAIM_GPU is 0", async () => {
  const before = Deno.env.get("RECLAIM_GPU");
  try {
    Deno.env.set("RECLAIM_GPU", "0");
    const { nvidia, adapter, tensorflow, adapterFault } = await probe();
    assertEquals([nvidia, typeof tensorflow, adapterFault], [undefined, "boolean", undefined]);
    if (adapter) {
      assertMatch(adapter.api, /^(Vulkan|OpenGL|Metal|DirectX)/);
      assertEquals([typeof adapter.isFallback, adapter.maxBufferSize > 0], ["boolean", true]);
    }
    Deno.env.set("RECLAIM_GPU", "yes");
    await assertRejects(() => probe(), SetupError, "RECLAIM_GPU must be 0 or 1, got yes");
  } finally {
    if (before === undefined) Deno.env.delete("RECLAIM_GPU");
    else Deno.env.set("RECLAIM_GPU", before);
  }
});

Deno.test("probe() knows what was said before a driver ended the process, or kept silent, and drops a driver's own words", async () => {
  const facts = { tensorflow: true, nvidiaFault: "no GPU" };
  assertEquals(await probedBy("crashing"), {
    ...facts,
    adapterFault: "the process that looked for a WebGPU device ran until it was ended by exit code 3",
  });
  assertEquals(await probedBy("silent", 3000), {
    ...facts,
    adapterFault: "the process that looked for a WebGPU device ran for 3 s and was ended",
  });
  assertEquals(await probedBy("noisy"), facts);
  assertEquals(await probedBy("dead"), {
    tensorflow: true,
    adapterFault: "the process that looked for a WebGPU device ran until it was ended by exit code 1",
  });
});
