import { assert, assertEquals, assertRejects } from "@std/assert";
import { inFolder } from "../engine/testing.ts";
import { InputError, linksUnder, OutputError, readOwnFile, readText, writeWhole } from "./files.ts";

const names = (folder: string) => [...Deno.readDirSync(folder)].map(({ name }) => name).sort();

Deno.test("writeWhole() writes a file over an older one, makes its folder, and leaves nothing else", () =>
  inFolder(async (folder) => {
    const path = `${folder}/a/b/file.json`;
    await writeWhole(path, "old");
    await writeWhole(path, Uint8Array.of(110, 101, 119));
    assertEquals(await Deno.readTextFile(path), "new");
    assertEquals(names(`${folder}/a/b`), ["file.json"]);
  }));

Deno.test("writeWhole() writes a file that is named without its folder", () =>
  inFolder(async (folder) => {
    const before = Deno.cwd();
    Deno.chdir(folder);
    try {
      await writeWhole("plain.json", "here");
    } finally {
      Deno.chdir(before);
    }
    assertEquals(names(folder), ["plain.json"]);
  }));

Deno.test("writeWhole() replaces a link and leaves what it leads to", () =>
  inFolder(async (folder) => {
    await Deno.writeTextFile(`${folder}/victim`, "as it was");
    await Deno.symlink(`${folder}/victim`, `${folder}/link`);
    await writeWhole(`${folder}/link`, "new");
    assertEquals(await Deno.readTextFile(`${folder}/victim`), "as it was");
    assert((await Deno.lstat(`${folder}/link`)).isFile);
  }));

Deno.test("writeWhole() leaves nothing half written where it cannot write, and names only the file asked for", () =>
  inFolder(async (folder) => {
    await Deno.mkdir(`${folder}/file.json/inside`, { recursive: true });
    const { message } = await assertRejects(() => writeWhole(`${folder}/file.json`, "x"), OutputError);
    assertEquals(message, `Cannot write ${folder}/file.json: Is a directory (os error 21)`);
    assertEquals(names(folder), ["file.json"]);
  }));

Deno.test("writeWhole() removes what killed processes were writing, once that is an hour old", () =>
  inFolder(async (folder) => {
    const left = { ".writing-a.md-1.tmp": 2 * 3600, ".writing-b.md-2.tmp": 60, "mine.tmp": 2 * 3600 };
    for (const [name, age] of Object.entries(left)) {
      await Deno.writeTextFile(`${folder}/${name}`, "half");
      const then = Date.now() / 1000 - age;
      await Deno.utime(`${folder}/${name}`, then, then);
    }
    await writeWhole(`${folder}/REPORT.md`, "whole");
    assertEquals(names(folder), [".writing-b.md-2.tmp", "REPORT.md", "mine.tmp"]);
  }));

Deno.test("readOwnFile() reads a file, and nothing that is a link, a folder, a pipe, or too large", () =>
  inFolder(async (folder) => {
    await Deno.writeTextFile(`${folder}/file`, "content");
    await Deno.symlink(`${folder}/file`, `${folder}/link`);
    await Deno.symlink(`${folder}/nowhere`, `${folder}/dangling`);
    await Deno.mkdir(`${folder}/folder`);
    assert((await new Deno.Command("mkfifo", { args: [`${folder}/pipe`] }).output()).success);
    assertEquals(new TextDecoder().decode(await readOwnFile(`${folder}/file`, 7)), "content");
    for (
      const [name, reason] of [
        ["link", "it is a link, which is not followed"],
        ["dangling", "it is a link, which is not followed"],
        ["folder", "it is a folder"],
        ["pipe", "it is a pipe or a device"],
        ["file", "it must have at most 6 bytes, got 7"],
        ["file/below", "Not a directory (os error 20)"],
      ]
    ) {
      const error = await assertRejects(() => readOwnFile(`${folder}/${name}`, 6), InputError);
      assertEquals([error.reason, error.message], [reason, `Cannot read ${folder}/${name}: ${reason}`]);
    }
    await assertRejects(() => readOwnFile(`${folder}/none`, 6), Deno.errors.NotFound);
  }));

Deno.test("readText() reads a file or a link to one, and says why it reads nothing else", () =>
  inFolder(async (out) => {
    const url = (name: string) => new URL(`file://${out}/${name}`);
    await Deno.writeTextFile(url("a"), "żółw");
    await Deno.symlink(`${out}/a`, `${out}/link`);
    await Deno.mkdir(url("folder"));
    await Deno.writeFile(url("latin"), Uint8Array.of(0x4d, 0xfc, 0x6c));
    await new Deno.Command("mkfifo", { args: [`${out}/pipe`] }).output();
    assertEquals(await readText(url("a")), { text: "żółw" });
    assertEquals(await readText(url("link")), { text: "żółw" });
    assertEquals(await readText(url("none")), undefined);
    assertEquals(await readText(url("folder")), { reason: "it is a folder, not a file" });
    assertEquals(await readText(url("pipe")), { reason: "it is a pipe or a device, not a file" });
    assertEquals(await readText(url("latin")), { reason: "it is not UTF-8" });
  }));

Deno.test("readOwnFile() says why a file or a folder of somebody else cannot be read", () =>
  inFolder(async (folder) => {
    await Deno.writeTextFile(`${folder}/file`, "");
    await Deno.mkdir(`${folder}/folder`);
    const { readFile, readDir } = Deno;
    const denied = () => {
      throw new Deno.errors.PermissionDenied("Permission denied (os error 13): readfile '/x'");
    };
    // Root, whom tests can run as, may read everything.
    Object.assign(Deno, { readFile: denied, readDir: denied });
    try {
      const file = await assertRejects(() => readOwnFile(`${folder}/file`, 1), InputError);
      assertEquals(file.reason, "Permission denied (os error 13)");
      const inside = await assertRejects(() => readOwnFile(`${folder}/folder`, 1), InputError);
      assertEquals(inside.reason, "its folder cannot be listed: Permission denied (os error 13)");
    } finally {
      Object.assign(Deno, { readFile, readDir });
    }
  }));

Deno.test("linksUnder() finds the links of a folder, that folder too, and follows none", () =>
  inFolder(async (folder) => {
    await Deno.mkdir(`${folder}/runs/a/b`, { recursive: true });
    await Deno.symlink(".", `${folder}/runs/a/loop`);
    await Deno.symlink("..", `${folder}/runs/a/b/up`);
    await Deno.symlink("nowhere", `${folder}/runs/.hidden`);
    await Deno.symlink("runs", `${folder}/site`);
    assertEquals(await linksUnder(folder, "runs"), ["runs/.hidden", "runs/a/b/up", "runs/a/loop"]);
    assertEquals(await linksUnder(folder, "site"), ["site"]);
    assertEquals(await linksUnder(folder, "none"), []);
  }));
