import { assertEquals, assertRejects } from "@std/assert";
import { inFolder } from "../engine/testing.ts";
import { exampleRecord } from "../runner/testing.ts";
import { recordPath } from "./record.ts";
import { writeRecord } from "./record_files.ts";
import { usableRecords } from "./results.ts";
import { UsageError } from "../terminal/usage.ts";

Deno.test("usableRecords() says what to do with a folder of another version's records", async () => {
  await inFolder(async (out) => {
    const path = await writeRecord(out, exampleRecord());
    const text = await Deno.readTextFile(path);
    const cases = [
      ["1", `bring it to this version's with "deno task migrate ${out}"`],
      ["3", "take the Reclaim that made this one"],
    ];
    for (const [format, remedy] of cases) {
      await Deno.writeTextFile(path, text.replace('"format": 2', `"format": ${format}`));
      await assertRejects(
        () => usableRecords(out, { setAside: true }),
        UsageError,
        `format must be 2, got ${format}: name another folder with --out, or ${remedy}`,
      );
    }
  });
});

Deno.test("usableRecords() sets a damaged record aside where it is asked to, and only there", async () => {
  await inFolder(async (out) => {
    const sound = exampleRecord();
    const damaged = exampleRecord({ seed: 7 });
    await writeRecord(out, sound);
    const path = await writeRecord(out, damaged);
    await Deno.writeTextFile(path, "{");
    assertEquals(await usableRecords(out, { setAside: false }), [sound]);
    assertEquals(await Deno.readTextFile(path), "{");
    assertEquals(await usableRecords(out, { setAside: true }), [sound]);
    assertEquals(await Deno.readTextFile(`${out}/${recordPath(damaged)}.damaged`), "{");
    await assertRejects(() => Deno.stat(path), Deno.errors.NotFound);
  });
});
