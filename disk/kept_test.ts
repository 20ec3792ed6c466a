import { assertEquals } from "@std/assert";
import { inFolder } from "../engine/testing.ts";
import { keep, readKept } from "./kept.ts";

Deno.test("readKept() has what was kept last for a key, and nothing where its file is damaged or there is no place", async () => {
  const names = ["RECLAIM_CACHE", "XDG_CACHE_HOME", "HOME"];
  const before = names.map((name) => Deno.env.get(name));
  try {
    await inFolder(async (folder) => {
      Deno.env.set("RECLAIM_CACHE", folder);
      assertEquals(await readKept("speed", { host: "a" }), undefined);
      await keep("speed", { host: "a" }, { seconds: 1 });
      await keep("speed", { host: "b" }, { seconds: 2 });
      await keep("speed", { host: "a" }, { seconds: 3 });
      assertEquals(await readKept("speed", { host: "a" }), { host: "a", seconds: 3 });
      assertEquals(await readKept("speed", { host: "b" }), { host: "b", seconds: 2 });
      assertEquals(await readKept("other", { host: "a" }), undefined);
      for (const damaged of ['{"seconds":', "7", "null"]) {
        for await (const { name } of Deno.readDir(`${folder}/speed`)) {
          await Deno.writeTextFile(`${folder}/speed/${name}`, damaged);
        }
        assertEquals(await readKept("speed", { host: "a" }), undefined);
      }
      const [{ name }] = [...Deno.readDirSync(`${folder}/speed`)];
      await Deno.remove(`${folder}/speed`, { recursive: true });
      await Deno.mkdir(`${folder}/speed/${name}`, { recursive: true });
      assertEquals([await readKept("speed", { host: "a" }), await readKept("speed", { host: "b" })], [
        undefined,
        undefined,
      ]);
      await Deno.writeTextFile(`${folder}/file`, "");
      Deno.env.set("RECLAIM_CACHE", `${folder}/file`);
      await keep("speed", { host: "a" }, { seconds: 1 });
      assertEquals(await readKept("speed", { host: "a" }), undefined);
      for (const name of names) Deno.env.delete(name);
      await keep("speed", { host: "a" }, { seconds: 1 });
      assertEquals(await readKept("speed", { host: "a" }), undefined);
    });
  } finally {
    names.forEach((name, i) =>
      before[i] === undefined ? Deno.env.delete(name) : Deno.env.set(name, before[i])
    );
  }
});
