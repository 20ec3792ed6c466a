import { assert, assertEquals, assertMatch } from "@std/assert";
import { filesOf, KNOWN_FILES } from "./catalog.ts";

Deno.test("every file of the catalogue has a digest of its own, a size and a number of rows", () => {
  assert(KNOWN_FILES.length > 0);
  for (const { sha256, bytes, rows, source } of KNOWN_FILES) {
    assertMatch(sha256, /^[0-9a-f]{64}$/);
    assert(Number.isInteger(bytes) && bytes > rows && Number.isInteger(rows) && rows > 0 && source !== "");
  }
  assertEquals(new Set(KNOWN_FILES.map(({ sha256 }) => sha256)).size, KNOWN_FILES.length);
  assertEquals(new Set(KNOWN_FILES.map(({ name, file }) => `${name}/${file}`)).size, KNOWN_FILES.length);
});

Deno.test("filesOf() has MNIST's four files in the order that they are read in, with the sizes of their format", () => {
  const files = filesOf("mnist");
  assertEquals(files.map(({ file, rows }) => [file, rows]), [
    ["train-images-idx3-ubyte", 60000],
    ["train-labels-idx1-ubyte", 60000],
    ["t10k-images-idx3-ubyte", 10000],
    ["t10k-labels-idx1-ubyte", 10000],
  ]);
  assertEquals(files.map(({ bytes }) => bytes), [
    16 + 60000 * 784,
    8 + 60000,
    16 + 10000 * 784,
    8 + 10000,
  ]);
});

Deno.test("filesOf() is empty for a data set that isn't there", () => {
  assertEquals(filesOf("mnist-11k"), []);
});
