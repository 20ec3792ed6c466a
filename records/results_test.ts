import { assertEquals, assertRejects } from "@std/assert";
import { filesIn, inFolder } from "../engine/testing.ts";
import { exampleRecord } from "../runner/testing.ts";
import { recordPath } from "./record.ts";
import { writeRecord } from "./record_files.ts";
import { refuseLinks, usableRecords } from "./results.ts";
import { UsageError } from "../terminal/usage.ts";

Deno.test("usableRecords() says what to do with a folder of another version's records", async () => {
  await inFolder(async (folder) => {
    const out = `${folder}/my results`;
    const path = await writeRecord(out, exampleRecord());
    const text = await Deno.readTextFile(path);
    const cases = [
      ["1", `bring it to this version's with "deno task migrate '${out}'"`],
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

Deno.test("usableRecords() leaves out a later version's record among its own, which stays where it is", async () => {
  await inFolder(async (out) => {
    const sound = exampleRecord();
    await writeRecord(out, sound);
    const path = await writeRecord(out, exampleRecord({ seed: 7 }));
    const text = (await Deno.readTextFile(path)).replace('"format": 2', '"format": 3');
    await Deno.writeTextFile(path, text);
    assertEquals(await usableRecords(out, { setAside: true }), [sound]);
    assertEquals(await Deno.readTextFile(path), text);
  });
});

Deno.test("usableRecords() renames nothing that is sound, or another folder's", async () => {
  await inFolder(async (folder) => {
    const out = `${folder}/out`, other = `${folder}/other`;
    const sound = exampleRecord();
    const path = await writeRecord(out, sound);
    await Deno.copyFile(path, path.replace("-s42", "-s43"));
    await writeRecord(other, exampleRecord({ seed: 7 }));
    await Deno.symlink(`${other}/runs`, `${out}/runs/imported`);
    await Deno.symlink(".", `${out}/runs/loop`);
    await Deno.symlink("nowhere", `${out}/runs/nowhere.json`);
    const before = [await filesIn(out), await filesIn(other)];
    assertEquals(await usableRecords(out, { setAside: true }), [sound]);
    assertEquals([await filesIn(out), await filesIn(other)], before);
  });
});

Deno.test("refuseLinks() names the links in the folders of a result folder, and passes over others", async () => {
  await inFolder(async (folder) => {
    const out = `${folder}/out`;
    await writeRecord(out, exampleRecord());
    await Deno.symlink("out", `${folder}/link`);
    await Deno.symlink("nowhere", `${out}/notes`);
    await refuseLinks(out);
    await refuseLinks(`${folder}/link`);
    await Deno.mkdir(`${out}/site`);
    for (const link of ["runs/.writable", "figures", "site/embeddings", "runs/agarap/all"]) {
      await Deno.symlink(".", `${out}/${link}`);
    }
    await assertRejects(
      () => refuseLinks(out),
      UsageError,
      `Cannot write to the result folder ${out}: nothing in it may be a link, since that could lead to files of ` +
        "others: remove runs/.writable, runs/agarap/all, figures and 1 more, or copy there what they lead to",
    );
    await assertRejects(() => refuseLinks(out, ["figures"]), UsageError, "remove figures, or");
    await refuseLinks(out, ["papers"]);
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
