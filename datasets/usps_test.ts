import { assertEquals, assertMatch, assertRejects, assertStringIncludes, assertThrows } from "@std/assert";
import { gzipSync } from "node:zlib";
import { DataError } from "./data_error.ts";
import { deadMirror, mirror, withFolder } from "./testing.ts";
import { loadUsps, readNumbers, usps } from "./usps.ts";
import { sha256 } from "./verify.ts";

/** Lines of a digit and 256 pixels, of which the last differs from -1, in the file's own writing or another. */
const text = (digits: number[], write = (value: number) => String(value)) =>
  digits.map((digit) => [digit, ...new Array(255).fill(-1), digit / 10].map(write).join(" ")).join("\n") +
  "\n";

const pin = (file: string, content: string) => {
  const bytes = new TextEncoder().encode(content);
  return {
    name: "usps",
    file,
    sha256: sha256(bytes),
    bytes: bytes.length,
    rows: content.trim().split("\n").length,
    format: "text",
    source: "made for a test",
  };
};

const [TRAIN, TEST] = [text([7, 0, 9]), text([1, 3])];
const PINNED = [pin("zip.train", TRAIN), pin("zip.test", TEST)];
const numbersOf = (content: string) => sha256(new Uint8Array(readNumbers(content, "zip").buffer));
const NUMBERS = { "zip.train": numbersOf(TRAIN), "zip.test": numbersOf(TEST) };

Deno.test("loadUsps() reads digits and pixels, scaled to [0, 1], from the folder or its subfolder usps", async () => {
  for (const sub of ["", "/usps"]) {
    await withFolder(async (folder) => {
      await Deno.mkdir(`${folder}${sub}`, { recursive: true });
      await Deno.writeTextFile(`${folder}${sub}/zip.train`, TRAIN);
      await Deno.writeTextFile(`${folder}${sub}/zip.test`, TEST);
      const { name, width, height, classes, train, test, sources, split } = await loadUsps(
        { dataDir: folder },
        PINNED,
        NUMBERS,
      );
      assertEquals([name, width, height, classes], ["usps", 16, 16, 10]);
      assertEquals(train.labels, Int32Array.of(7, 0, 9));
      assertEquals(test.labels, Int32Array.of(1, 3));
      assertEquals([train.images.rows, train.images.columns], [3, 256]);
      assertEquals([...train.images.data.subarray(254, 257)], [0, Math.fround(0.85), 0]);
      assertEquals(test.images.data[255], Math.fround(0.55));
      assertEquals(sources.map(({ name, rows, sha256 }) => [name, rows, sha256]), [
        ["usps/zip.train", 3, PINNED[0].sha256],
        ["usps/zip.test", 2, PINNED[1].sha256],
      ]);
      assertMatch(split, /^as distributed: 3 training and 2 test images$/);
    });
  }
});

Deno.test("loadUsps() takes the same numbers in another writing, and no others", async () => {
  await withFolder(async (folder) => {
    await Deno.writeTextFile(`${folder}/zip.test`, TEST);
    await Deno.writeTextFile(`${folder}/zip.train`, text([7, 0, 9], (value) => `${value.toFixed(4)} `));
    const { sources } = await loadUsps({ dataDir: folder }, PINNED, NUMBERS);
    assertEquals(sources[0].sha256, PINNED[0].sha256);
    await Deno.writeTextFile(`${folder}/zip.train`, text([7, 0, 8]));
    await assertRejects(
      () => loadUsps({ dataDir: folder }, PINNED, NUMBERS),
      DataError,
      `Cannot use ${folder}/zip.train: its 3 images must be those of usps's zip.train (SHA-256 ${
        NUMBERS["zip.train"]
      }`,
    );
  });
});

Deno.test("readNumbers() refuses a line that is not a digit and 256 pixels", () => {
  const good = text([1]);
  for (
    const [bad, values] of [
      [good.replace("1 -1", "1"), 256],
      [good.replace("1 -1", "10 -1"), 257],
      [good.replace("0.1", "1.1"), 257],
      [good.replace("0.1", "x"), 257],
    ] as const
  ) {
    assertThrows(
      () => readNumbers(good + bad, "folder/zip.train"),
      DataError,
      `line 2 must have a digit and 256 pixels in [-1, 1]: current line has ${values} values`,
    );
  }
  assertThrows(
    () => readNumbers("", "zip.train"),
    DataError,
    "Cannot read zip.train as USPS: line 1 must have",
  );
});

Deno.test("loadUsps() downloads the files into the cache, once, from the first mirror that has them", () =>
  withFolder(async (folder) => {
    const packed = (content: string) => new Response(new Uint8Array(gzipSync(content)));
    const served = mirror((path) => packed(path === "/zip.train.gz" ? TRAIN : TEST));
    for (let i = 0; i < 2; i++) {
      const { train, test } = await loadUsps({ quiet: true }, PINNED, NUMBERS, [deadMirror(), served.url]);
      assertEquals([...train.labels, ...test.labels], [7, 0, 9, 1, 3]);
    }
    assertEquals(served.asked, ["/zip.train.gz", "/zip.test.gz"]);
    assertEquals(await Deno.readTextFile(`${folder}/cache/data/usps/zip.test`), TEST);
    await served.stop();
  }));

Deno.test("loadUsps() takes the same numbers in another writing from a mirror, and no others", () =>
  withFolder(async () => {
    let content = text([7, 0, 9], (value) => value.toFixed(4));
    const served = mirror((path) => new Response(path === "/zip.train.gz" ? content : TEST));
    const load = () => loadUsps({ quiet: true }, PINNED, NUMBERS, [served.url]);
    assertEquals((await load()).train.labels, Int32Array.of(7, 0, 9));
    // From the cache.
    await load();
    assertEquals(served.asked.length, 2);
    for (
      const [bad, reason] of [
        [text([7, 0, 8]), "its 3 images must be those of usps's zip.train"],
        ["<html>\n", "as USPS: line 1 must have a digit and 256 pixels"],
        [" ".repeat(1e6), "it must have at most 24672 bytes, and sends more"],
      ]
    ) {
      content = bad;
      await Deno.remove(`${Deno.env.get("RECLAIM_CACHE")}/data/usps`, { recursive: true }).catch(() => {});
      const { message } = await assertRejects(load, DataError);
      assertStringIncludes(message, `Cannot download usps's zip.train from ${served.url} (Cannot `);
      assertStringIncludes(message, reason);
    }
    await served.stop();
  }));

Deno.test("usps is downloaded unless there is a data folder, which must have both files", () =>
  withFolder(async (folder) => {
    assertEquals(await usps.locate(), "download");
    await Deno.writeTextFile(`${folder}/zip.train`, TRAIN);
    await assertRejects(() => usps.locate({ dataDir: folder }), DataError, ": missing zip.test");
  }));
