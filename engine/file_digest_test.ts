import { assertEquals, assertThrows } from "@std/assert";
import { fileDigest } from "./file_digest.ts";
import { inFolder } from "./testing.ts";

Deno.test("fileDigest() is that of the whole file, and the standard's for 'abc'", () =>
  inFolder(async (folder) => {
    const path = `${folder}/file`;
    await Deno.writeTextFile(path, "abc");
    assertEquals(fileDigest(path), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    // The standard's for a million times "a".
    await Deno.writeTextFile(path, "a".repeat(1_000_000));
    assertEquals(fileDigest(path), "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
    // More than is read at once.
    const large = new Uint8Array(2 ** 20 + 1);
    await Deno.writeFile(path, large);
    const expected = new Uint8Array(await crypto.subtle.digest("SHA-256", large)).toHex();
    assertEquals(fileDigest(path), expected);
    assertThrows(() => fileDigest(`${folder}/none`), Deno.errors.NotFound);
  }));
