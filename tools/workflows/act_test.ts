import { assertEquals, assertStringIncludes } from "@std/assert";
import { fileURLToPath } from "node:url";
import { inFolder } from "../../engine/testing.ts";

const ACT = fileURLToPath(new URL("act.ts", import.meta.url));

Deno.test("deno task workflows says what a machine lacks, and runs nothing", () =>
  inFolder(async (folder) => {
    const { code, stdout } = await new Deno.Command(Deno.execPath(), {
      args: ["run", "-q", "-P=workflows", ACT],
      cwd: fileURLToPath(new URL("../../", import.meta.url)),
      env: { PATH: folder, RECLAIM_CACHE: folder },
    }).output();
    const text = new TextDecoder().decode(stdout);
    assertEquals(code, 0);
    assertStringIncludes(text, "Nothing is run, for want of:\n");
    assertStringIncludes(text, "- act-v0.2.89 cannot be had here: there is no go on the PATH\n");
    assertStringIncludes(text, "- --actions DIR");
    // Nothing half made is left in the cache.
    assertEquals([...Deno.readDirSync(`${folder}/tools`)], []);
  }));
