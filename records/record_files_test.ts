import { assert, assertEquals, assertRejects } from "@std/assert";
import { inFolder } from "../engine/testing.ts";
import { recordPath } from "./record.ts";
import { exampleRecord as example } from "../runner/testing.ts";
import { readRecords, readSoundRecords, writeRecord } from "./record_files.ts";
import { MisplacedRecordError, RecordError, UnreadableRecordError } from "./record_format.ts";
import { UsageError } from "../terminal/usage.ts";

Deno.test("writeRecord() and readRecords() are each other's inverse", () =>
  inFolder(async (out) => {
    const first = example();
    const second = example({ experiment: "agarap/ae/mnist", seed: 73, status: "failed", error: "no data" });
    assertEquals(await writeRecord(out, first), `${out}/${recordPath(first)}`);
    await writeRecord(out, second);
    assertEquals(await readRecords(out), [second, first]);
  }));

Deno.test("writeRecord() writes over the older record and leaves no other file", () =>
  inFolder(async (out) => {
    await writeRecord(out, example({ status: "failed", error: "no memory" }));
    const path = await writeRecord(out, example());
    assertEquals((await readRecords(out)).map(({ status }) => status), ["done"]);
    const names = [...Deno.readDirSync(path.slice(0, path.lastIndexOf("/")))].map(({ name }) => name);
    assertEquals(names, [`${example().digest}-s42.json`]);
  }));

Deno.test("writeRecord() writes nothing that is not finite, and nothing that could not be read", () =>
  inFolder(async (out) => {
    for (const loss of [NaN, Infinity, -Infinity]) {
      await assertRejects(
        () => writeRecord(out, example({ history: [{ epoch: 1, loss }] })),
        RangeError,
        `loss must be finite, got ${loss}`,
      );
    }
    await assertRejects(
      () => writeRecord(out, example({ status: "failed" })),
      RecordError,
      "error is missing",
    );
    assertEquals(await readRecords(out), []);
  }));

Deno.test("readRecords() finds nothing where nothing was run", () =>
  inFolder(async (out) => {
    assertEquals(await readRecords(`${out}/none`), []);
  }));

Deno.test("readRecords() passes over temporary and other files, and names the broken one", () =>
  inFolder(async (out) => {
    const path = await writeRecord(out, example());
    const folder = path.slice(0, path.lastIndexOf("/"));
    await Deno.writeTextFile(`${folder}/.record-1.tmp`, "{");
    await Deno.writeTextFile(`${folder}/.x.json`, "{");
    await Deno.writeTextFile(`${folder}/notes.txt`, "{");
    await Deno.writeTextFile(path.replace(/json$/, "figures.json"), "{");
    await Deno.writeTextFile(path.replace(/json$/, "labels.json"), "{");
    assertEquals(await readRecords(out), [example()]);
    await Deno.writeTextFile(`${folder}/broken.json`, "{");
    await assertRejects(() => readRecords(out), RecordError, "snnl-5/mnist/broken.json: it is not JSON");
  }));

Deno.test("readSoundRecords() follows no link, and names each", () =>
  inFolder(async (out) => {
    const path = await writeRecord(`${out}/real`, example());
    await writeRecord(`${out}/mine`, example({ seed: 7 }));
    const runs = `${out}/mine/runs`;
    await Deno.symlink(path, `${runs}/a-file.json`);
    await Deno.symlink(`${out}/real/runs`, `${runs}/imported`);
    await Deno.symlink(".", `${runs}/loop`);
    await Deno.symlink("..", `${runs}/agarap/up`);
    await Deno.symlink(`${out}/nowhere`, `${runs}/nowhere.json`);
    const links = ["a-file.json", "agarap/up", "imported", "loop", "nowhere.json"];
    const { records, faults } = await readSoundRecords(`${out}/mine`);
    assertEquals(records, [example({ seed: 7 })]);
    assertEquals(
      faults.map(({ error }) => error.message),
      links.map((link) => `Cannot use the record ${runs}/${link}: it is a link, which is not followed`),
    );
    assertEquals(faults.map(({ path }) => path), links.map((link) => `runs/${link}`));
    for (const { error } of faults) assert(error instanceof UnreadableRecordError);

    await Deno.mkdir(`${out}/linked`);
    await Deno.symlink(`${out}/real/runs`, `${out}/linked/runs`);
    const linked = await readSoundRecords(`${out}/linked`);
    assertEquals([linked.records, linked.faults.map(({ path }) => path)], [[], ["runs"]]);
    // Who names a folder by a link has chosen it.
    await Deno.symlink(`${out}/real`, `${out}/chosen`);
    assertEquals(await readRecords(`${out}/chosen`), [example()]);
  }));

Deno.test("readSoundRecords() names what is in a record's place and cannot be read, and reads the others", () =>
  inFolder(async (out) => {
    const path = await writeRecord(out, example());
    const folder = path.slice(0, path.lastIndexOf("/"));
    assert((await new Deno.Command("mkfifo", { args: [`${folder}/pipe.json`] }).output()).success);
    await Deno.mkdir(`${folder}/0123456789ab-s1.json`);
    await Deno.writeTextFile(`${folder}/large.json`, "");
    await Deno.truncate(`${folder}/large.json`, 2 ** 30);
    const { records, faults } = await readSoundRecords(out);
    assertEquals(records, [example()]);
    assertEquals(faults.map(({ error }) => error.message.split(".json: ")[1]), [
      "it is a folder",
      "it must have at most 16777216 bytes, got 1073741824",
      "it is a pipe or a device",
    ]);
  }));

Deno.test("readSoundRecords() goes on where a folder cannot be listed, and names it", () =>
  inFolder(async (out) => {
    await writeRecord(out, example());
    await writeRecord(out, example({ experiment: "siam/kmeans/mnist" }));
    const { readDir } = Deno;
    // Root, whom tests can run as, may list everything.
    Deno.readDir = (path) => {
      if (`${path}`.includes("/siam")) throw new Deno.errors.PermissionDenied("Permission denied");
      return readDir(path);
    };
    try {
      const { records, faults } = await readSoundRecords(out);
      assertEquals(records, [example()]);
      assertEquals(faults.map(({ error }) => error.message), [
        `Cannot use the record ${out}/runs/siam: its folder cannot be listed: Permission denied`,
      ]);
    } finally {
      Deno.readDir = readDir;
    }
    await Deno.writeTextFile(`${out}/file`, "");
    await assertRejects(() => readRecords(`${out}/file`), UsageError, `${out}/file is not a result folder`);
  }));

Deno.test("readRecords() refuses a record that lies elsewhere: it would count twice", () =>
  inFolder(async (out) => {
    const path = await writeRecord(out, example());
    await Deno.copyFile(path, path.replace("-s42", "-s43"));
    await assertRejects(() => readRecords(out), MisplacedRecordError, `belongs at ${recordPath(example())}`);
  }));
