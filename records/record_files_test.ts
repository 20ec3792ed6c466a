import { assertEquals, assertRejects } from "@std/assert";
import { inFolder } from "../engine/testing.ts";
import { recordPath } from "./record.ts";
import { exampleRecord as example } from "../runner/testing.ts";
import { readRecords, writeRecord } from "./record_files.ts";
import { RecordError } from "./record_format.ts";
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
        `loss must be finite: current value is ${loss}`,
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

Deno.test("readRecords() follows links to folders, and refuses a file in a folder's place", () =>
  inFolder(async (out) => {
    const record = example();
    await writeRecord(`${out}/real`, record);
    await Deno.mkdir(`${out}/linked/runs`, { recursive: true });
    const [first] = record.experiment.split("/");
    await Deno.symlink(`${out}/nowhere`, `${out}/linked/runs/a-link-that-leads-nowhere`);
    await Deno.symlink(`${out}/real/runs/${first}`, `${out}/linked/runs/${first}`);
    assertEquals(await readRecords(`${out}/linked`), [record]);
    await Deno.writeTextFile(`${out}/file`, "");
    await assertRejects(() => readRecords(`${out}/file`), UsageError, `${out}/file is not a result folder`);
  }));

Deno.test("readRecords() refuses a record that lies elsewhere: it would count twice", () =>
  inFolder(async (out) => {
    const path = await writeRecord(out, example());
    await Deno.copyFile(path, path.replace("-s42", "-s43"));
    await assertRejects(() => readRecords(out), RecordError, `belongs at ${recordPath(example())}`);
  }));
