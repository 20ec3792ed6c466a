import { assertEquals, assertRejects } from "@std/assert";
import { inFolder } from "../engine/testing.ts";
import { OutputError } from "./files.ts";
import { writeOnly } from "./write_only.ts";

Deno.test("writeOnly() writes the files, removes others of their kind, and leaves the rest", () =>
  inFolder(async (folder) => {
    await writeOnly(`${folder}/f`, ".svg", new Map([[`${folder}/f/a.svg`, "1"], [`${folder}/f/b.svg`, "2"]]));
    await Deno.writeTextFile(`${folder}/f/notes.txt`, "mine");
    await writeOnly(`${folder}/f`, ".svg", new Map([[`${folder}/f/b.svg`, "3"]]));
    assertEquals([...Deno.readDirSync(`${folder}/f`)].map(({ name }) => name).sort(), ["b.svg", "notes.txt"]);
    assertEquals(await Deno.readTextFile(`${folder}/f/b.svg`), "3");
  }));

Deno.test("writeOnly() leaves a folder that is named like the files, and what is in it", () =>
  inFolder(async (folder) => {
    await Deno.mkdir(`${folder}/f/old.svg`, { recursive: true });
    await Deno.writeTextFile(`${folder}/f/old.svg/mine`, "mine");
    await writeOnly(`${folder}/f`, ".svg", new Map());
    assertEquals(await Deno.readTextFile(`${folder}/f/old.svg/mine`), "mine");
  }));

Deno.test("writeOnly() names the folder that it cannot make, and the file that it cannot remove", () =>
  inFolder(async (folder) => {
    await Deno.writeTextFile(`${folder}/f`, "a file");
    const { message } = await assertRejects(() => writeOnly(`${folder}/f`, ".svg", new Map()), OutputError);
    assertEquals(message, `Cannot write ${folder}/f: File exists (os error 17)`);
    await Deno.mkdir(`${folder}/g`);
    await Deno.writeTextFile(`${folder}/g/old.svg`, "old");
    const { remove } = Deno;
    Deno.remove = () => Promise.reject(new Deno.errors.PermissionDenied("Permission denied (os error 13)"));
    try {
      await assertRejects(
        () => writeOnly(`${folder}/g`, ".svg", new Map()),
        OutputError,
        `Cannot write ${folder}/g/old.svg: Permission denied (os error 13)`,
      );
    } finally {
      Deno.remove = remove;
    }
  }));

Deno.test("writeOnly() leaves the files of a folder that a link leads to", () =>
  inFolder(async (folder) => {
    await Deno.mkdir(`${folder}/other`);
    await Deno.writeTextFile(`${folder}/other/mine.svg`, "mine");
    await Deno.symlink("other", `${folder}/figures`);
    await assertRejects(
      () => writeOnly(`${folder}/figures`, ".svg", new Map([[`${folder}/figures/a.svg`, "1"]])),
      OutputError,
      `Cannot write ${folder}/figures: it is a link to another folder`,
    );
    assertEquals([...Deno.readDirSync(`${folder}/other`)].map(({ name }) => name), ["mine.svg"]);
  }));
