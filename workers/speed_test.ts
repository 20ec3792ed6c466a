import { assert, assertEquals } from "@std/assert";
import { initEngine, tf } from "../engine/mod.ts";
import { inFolder } from "../engine/testing.ts";
import { cachedSpeed, measurePace, measureSpeed, speedOf } from "./speed.ts";

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

Deno.test("measurePace() finds that a large network takes longer than a small one, and leaves nothing", async () => {
  const before = tf.memory().numTensors;
  const pace = await measurePace();
  assert(pace > 3 * await measureSpeed(), `${pace}`);
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
      const speedIn = async (engine: string, load = 0) => (await speedOf(engine, measure, load)).seconds;
      assertEquals(await cachedSpeed("auto"), undefined);
      assertEquals(await speedIn("auto"), 0.01);
      assertEquals(await speedIn("auto"), 0.01);
      assertEquals(await cachedSpeed("auto"), { seconds: 0.01, busy: false });
      assertEquals(await speedIn("cpu"), 0.02);
      const rewrite = async (change: (text: string) => string) => {
        for await (const { name } of Deno.readDir(`${folder}/speed`)) {
          const path = `${folder}/speed/${name}`;
          await Deno.writeTextFile(path, change(await Deno.readTextFile(path)));
        }
      };
      await rewrite((text) => text.slice(0, 9));
      assertEquals(await speedIn("auto"), 0.03);
      await rewrite((text) => text.replace(/"measured":\d+/, `"measured":${Date.now() - 25 * 3600_000}`));
      assertEquals(await speedIn("auto"), 0.04);
      // Where it can't be kept it is measured each time.
      Deno.env.set("RECLAIM_CACHE", `${folder}/file/cache`);
      await Deno.writeTextFile(`${folder}/file`, "");
      assertEquals([await speedIn("auto"), await speedIn("auto")], [0.05, 0.06]);
      // Nor is there a place for it.
      for (const name of names) Deno.env.delete(name);
      assertEquals([await speedIn("auto"), await cachedSpeed("auto")], [0.07, undefined]);
    });
  } finally {
    names.forEach((name, i) =>
      before[i] === undefined ? Deno.env.delete(name) : Deno.env.set(name, before[i])
    );
  }
});

Deno.test("speedOf() measures again what it measured on a busy machine, and keeps the shorter", () =>
  inFolder(async (folder) => {
    const before = Deno.env.get("RECLAIM_CACHE");
    try {
      Deno.env.set("RECLAIM_CACHE", folder);
      const [busy, idle] = [navigator.hardwareConcurrency, 0];
      const found = (seconds: number, load: number) =>
        speedOf("made up", () => Promise.resolve(seconds), load);
      assertEquals(await found(0.04, busy), { seconds: 0.04, busy: true });
      assertEquals(await found(0.05, busy), { seconds: 0.04, busy: true });
      assertEquals(await found(0.03, busy), { seconds: 0.03, busy: true });
      assertEquals(await found(0.02, idle), { seconds: 0.02, busy: false });
      assertEquals(await found(0.01, idle), { seconds: 0.02, busy: false });
    } finally {
      if (before === undefined) Deno.env.delete("RECLAIM_CACHE");
      else Deno.env.set("RECLAIM_CACHE", before);
    }
  }));
