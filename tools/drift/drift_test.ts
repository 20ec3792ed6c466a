import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { writeRecord } from "../../records/record_files.ts";
import { UsageError } from "../../terminal/usage.ts";
import { drift } from "./drift.ts";
import { runOn } from "./testing.ts";

async function inFolder(fn: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    await fn(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

const ONE = ["--run", "none", "--engines", "tensorflow,webgpu", "--out"];

Deno.test("deno task drift writes the section of its profile and leaves the others", () =>
  inFolder(async (folder) => {
    const page = `${folder}/DRIFT.md`;
    const write = (profile: "smoke" | "quick", loss: number) =>
      Promise.all(
        (["tensorflow", "webgpu"] as const).map((engine) =>
          writeRecord(
            `${folder}/${profile}/${engine}`,
            runOn(engine, { profile, history: [{ epoch: 1, loss: engine === "webgpu" ? loss : 8 }] }),
          )
        ),
      );
    await write("smoke", 8.000001);
    assertEquals(await drift([...ONE, `${folder}/smoke`], page), 0);
    const first = await Deno.readTextFile(page);
    assertStringIncludes(first, "# The same runs on every engine");
    assertStringIncludes(first, "8.0000010 (1.2e-7)");

    await write("quick", 9);
    assertEquals(await drift([...ONE, `${folder}/quick`, "--profile", "quick"], page), 1);
    const both = await Deno.readTextFile(page);
    assertEquals(both.startsWith(first.trimEnd()), true);
    assertStringIncludes(both, "9.0000000 (1.1e-1) ✗");

    await drift([...ONE, `${folder}/smoke`], page);
    assertEquals(await Deno.readTextFile(page), both);
  }));

Deno.test("deno task drift refuses what it cannot compare", () =>
  inFolder(async (folder) => {
    const refused = async (args: string[], words: string) => {
      await assertRejects(() => drift(args, `${folder}/DRIFT.md`), UsageError, words);
    };
    await refused([], "Name the folder of the results");
    await refused([...ONE, folder], "has no run of the profile smoke");
    await refused(["--out", folder, "--engines", "webgpu"], "--engines must name two engines or more");
    await refused(["--out", folder, "--engines", "auto,cpu"], "--engines must name engines, got auto");
    await refused(["--out", folder, "--engines", "cpu,gpu"], "Unknown engine gpu");
  }));
