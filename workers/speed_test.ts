import { assert, assertEquals } from "@std/assert";
import { initEngine, tf } from "../engine/mod.ts";
import { inFolder } from "../engine/testing.ts";
import { cachedSpeed, measureSpeed, speedOf } from "./speed.ts";

await initEngine({ engine: "tensorflow", quiet: true });

Deno.test("measureSpeed() takes about a second, finds less than it takes, and leaves nothing", async () => {
  const before = tf.memory().numTensors;
  const started = performance.now();
  const seconds = await measureSpeed();
  const took = (performance.now() - started) / 1000;
  assert(took >= 1, `${took}`);
  assert(seconds > 0 && seconds < took / 2, `${seconds} of ${took}`);
  assertEquals(tf.memory().numTensors, before);
});

Deno.test("speedOf() measures once for each engine, and again where what it kept is damaged or old", async () => {
  const names = ["RECLAIM_CACHE", "XDG_CACHE_HOME", "HOME"];
  const before = names.map((name) => Deno.env.get(name));
  try {
    await inFolder(async (folder) => {
      Deno.env.set("RECLAIM_CACHE", folder);
      let measured = 0;
      const measure = () => Promise.resolve(++measured / 100);
      assertEquals(await cachedSpeed("auto"), undefined);
      assertEquals(await speedOf("auto", measure), 0.01);
      assertEquals(await speedOf("auto", measure), 0.01);
      assertEquals(await cachedSpeed("auto"), 0.01);
      assertEquals(await speedOf("cpu", measure), 0.02);
      const rewrite = async (change: (text: string) => string) => {
        for await (const { name } of Deno.readDir(`${folder}/speed`)) {
          const path = `${folder}/speed/${name}`;
          await Deno.writeTextFile(path, change(await Deno.readTextFile(path)));
        }
      };
      await rewrite((text) => text.slice(0, 9));
      assertEquals(await speedOf("auto", measure), 0.03);
      await rewrite((text) => text.replace(/"measured":\d+/, `"measured":${Date.now() - 25 * 3600_000}`));
      assertEquals(await speedOf("auto", measure), 0.04);
      // Where it can't be kept it is measured each time.
      Deno.env.set("RECLAIM_CACHE", `${folder}/file/cache`);
      await Deno.writeTextFile(`${folder}/file`, "");
      assertEquals([await speedOf("auto", measure), await speedOf("auto", measure)], [0.05, 0.06]);
      // Nor is there a place for it.
      for (const name of names) Deno.env.delete(name);
      assertEquals([await speedOf("auto", measure), await cachedSpeed("auto")], [0.07, undefined]);
    });
  } finally {
    names.forEach((name, i) =>
      before[i] === undefined ? Deno.env.delete(name) : Deno.env.set(name, before[i])
    );
  }
});
