import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { filesIn, inFolder } from "../../../engine/testing.ts";
import { recordPath, type RunRecord } from "../../../records/record.ts";
import { readRecords, writeRecord } from "../../../records/record_files.ts";
import { THUMBNAILS } from "../../../records/thumbnails.ts";
import { exampleRecord } from "../../../runner/testing.ts";
import { UsageError } from "../../../terminal/usage.ts";
import { mergeRuns } from "./merge.ts";
import { PROJECT, runCommand, SCRIPTS } from "./testing.ts";

const { provenance } = exampleRecord();

/** A record of a run that began in that month of 2026. */
const inMonth = (month: number, over: Partial<RunRecord> = {}) =>
  exampleRecord({
    provenance: { ...provenance, started: `2026-0${month}-02T03:04:05.678Z` },
    ...over,
  });

const failed: Partial<RunRecord> = { status: "failed", error: "no memory", measurements: [], history: [] };

/** What is merged out of folders with these records, whichever folder is named first. */
async function merged(...folders: RunRecord[][]): Promise<RunRecord[]> {
  const found: RunRecord[][] = [];
  await inFolder(async (root) => {
    for (const [i, records] of folders.entries()) {
      for (const record of records) await writeRecord(`${root}/${i}`, record);
    }
    const names = [...folders.keys(), "none"].map((name) => `${root}/${name}`);
    assertEquals(await mergeRuns(`${root}/a`, names), await mergeRuns(`${root}/b`, names.toReversed()));
    for (const name of ["a", "b"]) found.push(await readRecords(`${root}/${name}`));
  });
  assertEquals(found[0], found[1]);
  return found[0];
}

Deno.test("mergeRuns() takes the records of all folders", async () => {
  const [one, two] = [exampleRecord(), exampleRecord({ seed: 7 })];
  assertEquals((await merged([one], [two])).map(({ seed }) => seed).sort(), [42, 7]);
  assertEquals(await merged([one], [], [one]), [one]);
  assertEquals(await merged([]), []);
});

Deno.test("mergeRuns() lets the run stay that began last, but a done one before any failed one", async () => {
  assertEquals(await merged([inMonth(1)], [inMonth(3)], [inMonth(2)]), [inMonth(3)]);
  assertEquals(await merged([inMonth(1)], [inMonth(2, failed)]), [inMonth(1)]);
  assertEquals(await merged([inMonth(1, failed)], [inMonth(2, failed)]), [inMonth(2, failed)]);
});

Deno.test("mergeRuns() copies what lies beside a record, and no more", () =>
  inFolder(async (root) => {
    const record = exampleRecord();
    const path = recordPath(record), stem = path.slice(0, -".json".length);
    for (const [folder, text] of [["old", "old"], ["new", "new"]]) {
      await writeRecord(`${root}/${folder}`, inMonth(folder === "old" ? 1 : 2));
      for (const end of [".figures.json", ".labels.json", ".json.damaged", "1.json"]) {
        await Deno.writeTextFile(`${root}/${folder}/${stem}${end}`, text);
      }
      await Deno.remove(`${root}/${folder}/${stem}1.json`);
    }
    await Deno.remove(`${root}/new/${stem}.labels.json`);
    await mergeRuns(`${root}/out`, [`${root}/old`, `${root}/new`]);
    assertEquals(await filesIn(`${root}/out`), [`${stem}.figures.json`, path]);
    assertEquals(await Deno.readTextFile(`${root}/out/${stem}.figures.json`), "new");
  }));

Deno.test("mergeRuns() leaves out a damaged record and says so, and lets none of another format be lost", () =>
  inFolder(async (root) => {
    const record = exampleRecord();
    await writeRecord(`${root}/good`, record);
    await writeRecord(`${root}/bad`, record);
    const file = `${root}/bad/${recordPath(record)}`;
    const text = await Deno.readTextFile(file);
    await Deno.writeTextFile(file, text.replace('"value": 0.5', '"value": 0.9'));
    const merge = ["run", "-q", "--config", `${PROJECT}deno.json`, "-P=report", `${SCRIPTS}merge.ts`];
    const { code, out, err } = await runCommand(Deno.execPath(), [...merge, "out", "good", "bad"], {
      cwd: root,
    });
    assertEquals({ code, out }, { code: 0, out: "1 record in out" });
    assertStringIncludes(err, "Left out: Cannot use the record bad/");
    assertEquals(await readRecords(`${root}/out`), [record]);

    await Deno.writeTextFile(file, text.replace('"format": 2', '"format": 1'));
    await assertRejects(
      () => mergeRuns(`${root}/other`, [`${root}/bad`]),
      UsageError,
      "bring it to this version's",
    );
  }));

Deno.test("mergeRuns() does not mix into a folder that has records", () =>
  inFolder(async (root) => {
    await writeRecord(root, exampleRecord());
    await assertRejects(() => mergeRuns(root, [root]), UsageError, "must have no records of its own");
  }));

Deno.test("mergeRuns() copies the thumbnails of all folders, which the page shows", () =>
  inFolder(async (root) => {
    for (const name of ["one", "two"]) {
      await Deno.mkdir(`${root}/${name}/${THUMBNAILS}`, { recursive: true });
      await Deno.writeTextFile(`${root}/${name}/${THUMBNAILS}/${name}.png`, name);
      await Deno.writeTextFile(`${root}/${name}/${THUMBNAILS}/${name}.txt`, "no image");
    }
    await mergeRuns(`${root}/out`, ["one", "two", "none"].map((name) => `${root}/${name}`));
    assertEquals(await filesIn(`${root}/out`), [`${THUMBNAILS}/one.png`, `${THUMBNAILS}/two.png`]);
  }));
