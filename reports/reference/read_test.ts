import { assertEquals, assertRejects } from "@std/assert";
import { InputError } from "../../disk/files.ts";
import { inFolder } from "../../engine/testing.ts";
import { referenceText } from "./make.ts";
import { readReference } from "./read.ts";
import type { Reference } from "./reference.ts";
import { exampleReference, trained } from "./testing.ts";

const REFERENCE = exampleReference(trained());

Deno.test("readReference() reads what referenceText() writes, and finds nothing where there is none", () =>
  inFolder(async (folder) => {
    assertEquals(await readReference(`${folder}/none.json`), undefined);
    await Deno.writeTextFile(`${folder}/quick.json`, referenceText(REFERENCE));
    assertEquals(await readReference(`${folder}/quick.json`), REFERENCE);
  }));

Deno.test("readReference() refuses what is no reference of this version, and says what is wrong", () =>
  inFolder(async (folder) => {
    const path = `${folder}/quick.json`;
    const [entry] = REFERENCE.entries;
    const withEntry = (over: object) => ({ ...REFERENCE, entries: [{ ...entry, ...over }] });
    const cases: readonly (readonly [value: object, fault: string])[] = [
      [{ ...REFERENCE, format: 2 }, "format must be 1, got 2"],
      [{ ...REFERENCE, profile: "paper" }, 'profile must be "quick", got "paper"'],
      [withEntry({ config: "none" }), "entries[0].config must be 12 hex digits"],
      [
        withEntry({ measurements: [{ metric: "ACC", values: [] }] }),
        "entries[0].measurements[0].space is missing",
      ],
      [
        { ...REFERENCE, entries: [entry, entry] },
        "once for each engine, got made/up/data on cpu (CPU) twice",
      ],
      [withEntry({ seeds: [1, 2] }), "must have at least 8 seeds, each once, got 1, 2"],
      [withEntry({ seeds: [1, 1, 2, 3, 4, 5, 6, 7, 8] }), "must have at least 8 seeds, each once"],
      [
        withEntry({ losses: [{ epoch: "last", values: [1] }] }),
        "each number of made/up/data on cpu (CPU) must have 8 values, one for each seed, got 1",
      ],
    ];
    for (const [value, fault] of cases) {
      await Deno.writeTextFile(path, JSON.stringify(value));
      await assertRejects(() => readReference(path), InputError, fault);
    }
    await Deno.writeTextFile(path, "{");
    await assertRejects(() => readReference(path), InputError, "it is not JSON");
  }));

Deno.test("the published reference, where there is one, can be read", async () => {
  const published: Reference | undefined = await readReference();
  assertEquals(published?.profile ?? "quick", "quick");
});
