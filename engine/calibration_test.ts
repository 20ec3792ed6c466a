import { assertEquals } from "@std/assert";
import type { Adapter } from "./adapter.ts";
import { keepCalibration, keptCalibration } from "./calibration.ts";
import { inFolder } from "./testing.ts";

const adapter: Adapter = {
  ...{ vendor: "4098", architecture: "", device: "29772", description: "AMD Radeon RX 7900" },
  isFallback: false,
};

/** Runs `test` with a cache of its own, whose folder it is given. */
async function withCache(test: (folder: string) => Promise<void>): Promise<void> {
  const before = Deno.env.get("RECLAIM_CACHE");
  await inFolder(async (folder) => {
    Deno.env.set("RECLAIM_CACHE", folder);
    try {
      await test(folder);
    } finally {
      if (before === undefined) Deno.env.delete("RECLAIM_CACHE");
      else Deno.env.set("RECLAIM_CACHE", before);
    }
  });
}

Deno.test("keptCalibration() is what was kept, as long as the adapter is the same", () =>
  withCache(async () => {
    assertEquals(await keptCalibration(), undefined);
    const fast = { adapter, speeds: { webgpu: 0.01, cpu: 0.05 } };
    // What else was found of an adapter is not kept.
    await keepCalibration({ ...fast, adapter: { ...adapter, api: "Vulkan" } as Adapter });
    assertEquals(await keptCalibration(), fast);
    assertEquals(await keptCalibration(adapter), fast);
    assertEquals(await keptCalibration({ ...adapter, device: "29773" }), undefined);
    const unfinished = { adapter, speeds: { cpu: 0.05 } };
    await keepCalibration(unfinished);
    assertEquals(await keptCalibration(adapter), unfinished);
  }));

Deno.test("keptCalibration() is undefined where what was kept is damaged", () =>
  withCache(async (folder) => {
    await keepCalibration({ adapter, speeds: { cpu: 0.05 } });
    const [{ name }] = Deno.readDirSync(`${folder}/calibration`);
    const path = `${folder}/calibration/${name}`;
    const text = await Deno.readTextFile(path);
    for (
      const damaged of [
        text.slice(0, 40),
        text.replace('"cpu":0.05', '"cpu":"fast"'),
        text.replace('"isFallback":false', '"isFallback":0'),
        text.replace(/"adapter":\{.*?\}/, '"adapter":null'),
      ]
    ) {
      await Deno.writeTextFile(path, damaged);
      assertEquals(await keptCalibration(), undefined, damaged);
    }
  }));
