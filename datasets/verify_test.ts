import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";
import { gzipSync } from "node:zlib";
import { DataError } from "./data_error.ts";
import { miniatures } from "./testing.ts";
import { decompress, sha256, verify } from "./verify.ts";

const text = (words: string) => new TextEncoder().encode(words);

Deno.test("sha256() is that of the parts together, and the standard's for 'abc'", () => {
  const abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
  assertEquals(sha256(text("abc")), abc);
  assertEquals(sha256(text("a"), text(""), text("bc")), abc);
});

Deno.test("decompress() unpacks gzip and leaves other content as it is", async () => {
  const [{ bytes, gzip }] = miniatures();
  assertEquals([...await decompress(gzip, "file", 40)], [...bytes]);
  assertEquals(await decompress(bytes, "file.gz", 40), bytes);
  assertEquals(await decompress(new Uint8Array(0), "file", 0), new Uint8Array(0));
});

Deno.test("decompress() refuses a gzip file that is cut short or corrupt, by name", async () => {
  const [{ gzip }] = miniatures();
  await assertRejects(
    () => decompress(gzip.subarray(0, gzip.length - 9), "folder/images.gz", 40),
    DataError,
    "Cannot decompress folder/images.gz: it must be a whole gzip file: ",
  );
  const corrupt = gzip.slice();
  corrupt[gzip.length - 6] ^= 0xff;
  await assertRejects(() => decompress(corrupt, "images.gz", 40), DataError, "Cannot decompress images.gz");
});

Deno.test("decompress() makes no more than there may be", async () => {
  const [{ bytes, gzip }] = miniatures();
  const bomb = new Uint8Array(gzipSync(new Uint8Array(2 ** 28)));
  const before = Deno.memoryUsage().rss;
  const message = "Cannot use images: it must hold at most 39 bytes, and holds more";
  for (const content of [bytes, gzip, bomb]) {
    await assertRejects(() => decompress(content, "images", 39), DataError, message);
  }
  // The whole content would take 268 MB.
  assert(Deno.memoryUsage().rss - before < 1e8);
});

Deno.test("verify() takes the right content only", () => {
  const [{ file, bytes }] = miniatures();
  verify(bytes, file, "images");
  const flipped = bytes.slice();
  flipped[20] ^= 1;
  assertThrows(
    () => verify(flipped, file, "folder/images"),
    DataError,
    `Cannot use folder/images: it must be mnist's train-images-idx3-ubyte (40 bytes, SHA-256 ${file.sha256}), ` +
      `got another file (40 bytes, SHA-256 ${sha256(flipped)})`,
  );
});

Deno.test("verify() says which file a mistaken one is", () => {
  const [train, , test] = miniatures();
  assertThrows(
    () => verify(test.bytes, train.file, "images", [train.file, test.file]),
    DataError,
    `got mnist's t10k-images-idx3-ubyte (32 bytes, SHA-256 ${test.file.sha256})`,
  );
});
