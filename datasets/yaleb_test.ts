import { assertEquals, assertMatch, assertRejects, assertStringIncludes } from "@std/assert";
import type { KnownFile } from "./catalog.ts";
import { DataError } from "./data_error.ts";
import { idx, withFolder } from "./testing.ts";
import { sha256 } from "./verify.ts";
import { loadYaleB, yaleb } from "./yaleb.ts";

const [IMAGES, LABELS] = ["yaleb-images-idx3-ubyte", "yaleb-labels-idx1-ubyte"];

/** Two subjects with two images each, 2×3. */
const SIZES = { subjects: 2, perSubject: 2, pixels: 6 };
const own: Record<string, Uint8Array> = {
  [IMAGES]: idx([4, 2, 3], Array.from({ length: 24 }, (_, i) => i * 10)),
  [LABELS]: idx([4], [1, 0, 0, 1]),
};

const small: Record<string, Uint8Array> = {
  "yaleb-ppci-images-idx3-ubyte": idx([3, 1, 2], [0, 51, 102, 153, 204, 255]),
  "yaleb-ppci-labels-idx1-ubyte": idx([3], [0, 1, 1]),
};
const standInFiles: KnownFile[] = Object.entries(small).map(([file, bytes]) => ({
  name: "yaleb-ppci",
  file,
  sha256: sha256(bytes),
  bytes: bytes.length,
  rows: 3,
  format: "IDX uint8",
  source: "made for a test",
}));

async function put(folder: string, files: Record<string, Uint8Array>): Promise<void> {
  await Deno.mkdir(folder, { recursive: true });
  for (const [name, bytes] of Object.entries(files)) await Deno.writeFile(`${folder}/${name}`, bytes);
}

const load = (dataDir: string) => loadYaleB({ dataDir }, SIZES, standInFiles);

Deno.test("loadYaleB() reads the user's files, all for training", async () => {
  await withFolder(async (folder) => {
    await put(`${folder}/yaleb`, own);
    await put(`${folder}/yaleb-ppci`, small);
    const { name, height, width, classes, train, test, sources, split } = await load(folder);
    assertEquals([name, height, width, classes], ["yaleb", 2, 3, 2]);
    assertEquals(train.labels, Int32Array.of(1, 0, 0, 1));
    assertEquals(train.images.data[23], Math.fround(230 / 255));
    assertEquals([test.images.rows, test.images.columns, test.labels.length], [0, 6, 0]);
    assertEquals(split, "none: all 4 images are for training");
    assertEquals(sources.map(({ sha256 }) => sha256), [IMAGES, LABELS].map((file) => sha256(own[file])));
    for (const { standIn } of sources) assertEquals(standIn, undefined);
  });
});

Deno.test("loadYaleB() refuses files of other sizes or subjects", async () => {
  await withFolder(async (folder) => {
    const faults: [string, Uint8Array, string][] = [
      [
        IMAGES,
        idx([3, 2, 3], new Array(18).fill(0)),
        "must have 4 images of 6 pixels, got 3 × 2 × 3",
      ],
      [IMAGES, idx([4, 2, 2], new Array(16).fill(0)), "got 4 × 2 × 2"],
      [IMAGES, idx([4, 2, 3], new Array(24).fill(0)), "at least half of its 4 images must differ"],
      [
        LABELS,
        idx([4], [0, 0, 0, 1]),
        "2 labels of each class, 0 to 1, got 2 classes, with 1 to 3 labels",
      ],
      [LABELS, idx([5], [0, 0, 1, 1, 2]), "got 3 classes, with 1 to 2 labels"],
    ];
    for (const [file, bytes, message] of faults) {
      await put(folder, { ...own, [file]: bytes });
      const error = await assertRejects(() => load(folder), DataError);
      assertStringIncludes(error.message, `Cannot use ${folder}/${file} as Yale Face Database B: `);
      assertStringIncludes(error.message, message);
    }
  });
});

Deno.test("loadYaleB() takes the stand-in, named and marked as one, where there are no files of the user's", async () => {
  await withFolder(async (folder) => {
    await put(`${folder}/yaleb-ppci`, small);
    const { name, classes, train, sources } = await load(folder);
    assertEquals([name, classes, train.images.rows], ["yaleb-ppci", 2, 3]);
    assertEquals([...train.images.data], [0, 0.2, 0.4, 0.6, 0.8, 1].map(Math.fround));
    for (const { standIn } of sources) {
      assertMatch(standIn!, /^for Yale Face Database B: a reduced copy of it, 3 of 5,850 images, 1×2 pixels/);
    }
    await put(folder, { [IMAGES]: own[IMAGES] });
    await assertRejects(() => load(folder), DataError, `: missing ${LABELS}`);
  });
});

Deno.test("loadYaleB() refuses a damaged stand-in", async () => {
  await withFolder(async (folder) => {
    const [images, labels] = Object.keys(small);
    await put(folder, { ...small, [labels]: small[images] });
    await assertRejects(() => load(folder), DataError, `got yaleb-ppci's ${images}`);
  });
});

Deno.test("yaleb says what to do where there is nothing to load", async () => {
  await withFolder(async (folder) => {
    for (const call of [yaleb.locate, yaleb.load]) {
      await assertRejects(
        () => call(),
        DataError,
        "Cannot load yaleb: it must not be passed on: put your own as",
      );
      await assertRejects(() => call({ dataDir: folder }), DataError, ": there is neither");
    }
    await put(folder, small);
    assertEquals(await yaleb.locate({ dataDir: folder }), "stand-in");
    await put(folder, own);
    assertEquals(await yaleb.locate({ dataDir: folder }), "data folder");
  });
});
