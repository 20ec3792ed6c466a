import { assertEquals, assertRejects } from "@std/assert";
import { gzipSync } from "node:zlib";
import { DataError } from "./data_error.ts";
import { readData, readVerified } from "./read.ts";
import { miniatures, withFolder } from "./testing.ts";
import { sha256 } from "./verify.ts";

Deno.test("readData() reads a file, plain or gzip, whatever can be compressed of it", () =>
  withFolder(async (folder) => {
    const noise = crypto.getRandomValues(new Uint8Array(20_000));
    await Deno.writeFile(`${folder}/plain`, noise);
    await Deno.writeFile(`${folder}/packed`, gzipSync(noise));
    await Deno.symlink("plain", `${folder}/link`);
    for (const name of ["plain", "packed", "link"]) {
      assertEquals([...await readData(`${folder}/${name}`, 20_000)], [...noise]);
    }
  }));

Deno.test("readData() refuses by name what is larger than the file can be, packed or not", () =>
  withFolder(async (folder) => {
    await Deno.writeFile(`${folder}/large`, new Uint8Array(5000));
    await Deno.writeFile(`${folder}/bomb`, gzipSync(new Uint8Array(2 ** 28)).subarray(0));
    for (
      const [name, most, reason] of [["large", 1000, ", got 5000"], [
        "bomb",
        300_000,
        ", and holds more",
      ]] as const
    ) {
      await assertRejects(
        () => readData(`${folder}/${name}`, most),
        DataError,
        `Cannot use ${folder}/${name}: it must`,
      );
      await assertRejects(() => readData(`${folder}/${name}`, most), DataError, reason);
    }
  }));

Deno.test("readData() says in one line what cannot be read", () =>
  withFolder(async (folder) => {
    await Deno.mkdir(`${folder}/images`);
    await assertRejects(() => readData(`${folder}/images`, 1e6), DataError, `Cannot read ${folder}/images: `);
    await Deno.writeFile(`${folder}/denied`, new Uint8Array(1));
    const { readFile } = Deno;
    // Root, whom tests can run as, may read everything.
    Deno.readFile = () => Promise.reject(new Deno.errors.PermissionDenied("Permission denied (os error 13)"));
    try {
      await assertRejects(
        () => readData(`${folder}/denied`, 1),
        DataError,
        `Cannot read ${folder}/denied: Permission denied (os error 13)`,
      );
    } finally {
      Deno.readFile = readFile;
    }
  }));

Deno.test("readVerified() says which file a larger one is that is in its place", () =>
  withFolder(async (folder) => {
    const [{ file, bytes }] = miniatures();
    const sibling = new Uint8Array(2 * bytes.length + 4096);
    const siblings = [{ name: "mnist", file: "larger", sha256: sha256(sibling), bytes: sibling.length }];
    await Deno.writeFile(`${folder}/images`, sibling);
    await assertRejects(
      () => readVerified(`${folder}/images`, file, siblings),
      DataError,
      "got mnist's larger",
    );
  }));
