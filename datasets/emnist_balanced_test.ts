import { assert, assertEquals, assertMatch, assertRejects, assertStringIncludes } from "@std/assert";
import { gzipSync } from "node:zlib";
import { filesIn } from "../engine/testing.ts";
import type { Archive } from "./archive.ts";
import type { KnownFile } from "./catalog.ts";
import { DataError } from "./data_error.ts";
import { EMNIST_ARCHIVE } from "./emnist_archive.ts";
import { emnistBalanced, loadEmnistBalanced } from "./emnist_balanced.ts";
import { deadMirror, fileServer, idx, withFolder, zipOf } from "./testing.ts";
import { sha256 } from "./verify.ts";

const [TRAIN_IMAGES, TRAIN_LABELS, TEST_IMAGES, TEST_LABELS] = ["train", "test"].flatMap((part) =>
  ["images-idx3", "labels-idx1"].map((kind) => `emnist-balanced-${part}-${kind}-ubyte`)
);

/** Two classes with two images to train and one to test on, 2×3 as stored: pixels are 10 × image + place. */
const COUNTS = { classes: 2, train: 2, test: 1, height: 2, width: 3 };
const pixels = (images: number) =>
  Array.from({ length: images * 6 }, (_, i) => 10 * Math.floor(i / 6) + i % 6);
const balanced: Record<string, Uint8Array> = {
  [TRAIN_IMAGES]: idx([4, 2, 3], pixels(4)),
  [TRAIN_LABELS]: idx([4], [1, 0, 0, 1]),
  [TEST_IMAGES]: idx([2, 2, 3], pixels(2)),
  [TEST_LABELS]: idx([2], [0, 1]),
};

/** Ten images of class 0, four of class 1, seven of class 2, mixed; 2×3 as stored, the first column its number and class. */
const mergeLabels = [0, 1, 0, 2, 0, 2, 0, 1, 0, 2, 0, 2, 1, 0, 2, 0, 2, 1, 0, 2, 0];
const byMerge: Record<string, Uint8Array> = {
  "emnist-bymerge-test-images-idx3-ubyte": idx(
    [21, 2, 3],
    mergeLabels.flatMap((label, i) => [i, 50, 51, label, 52, 53]),
  ),
  "emnist-bymerge-test-labels-idx1-ubyte": idx([21], mergeLabels),
};
const mergeFiles: KnownFile[] = Object.entries(byMerge).map(([file, bytes]) => ({
  name: "emnist",
  file,
  sha256: sha256(bytes),
  bytes: bytes.length,
  rows: 21,
  format: "IDX uint8",
  source: "made for a test",
}));

async function put(folder: string, files: Record<string, Uint8Array>): Promise<void> {
  await Deno.mkdir(folder, { recursive: true });
  for (const [name, bytes] of Object.entries(files)) await Deno.writeFile(`${folder}/${name}`, bytes);
}

/** The files of Balanced as the archive has them. */
const PACKED = Object.fromEntries(
  Object.entries(balanced).map(([file, bytes]) => [`${file}.gz`, new Uint8Array(gzipSync(bytes))]),
);
const ZIP = await zipOf({
  "gzip/emnist-byclass-mapping.txt": new Uint8Array(1000),
  ...Object.fromEntries(Object.entries(PACKED).map(([file, bytes]) => [`gzip/${file}`, bytes])),
});
const archiveAt = (url: string): Archive => ({
  ...EMNIST_ARCHIVE,
  url,
  bytes: ZIP.length,
  sha256: sha256(ZIP),
  members: Object.entries(PACKED).map(([file, bytes]) => ({ file, sha256: sha256(bytes) })),
});

const load = (dataDir: string) =>
  loadEmnistBalanced({ dataDir }, {
    counts: COUNTS,
    archive: archiveAt(deadMirror()),
    standInFiles: mergeFiles,
    standInCounts: { classes: 3, train: 3, test: 2 },
  });

Deno.test("loadEmnistBalanced() reads the user's files and turns their images upright", async () => {
  await withFolder(async (folder) => {
    await put(`${folder}/emnist`, balanced);
    const { sources, train, test, ...rest } = await load(folder);
    assertEquals(rest, {
      name: "emnist-balanced",
      height: 3,
      width: 2,
      classes: 2,
      split: "as distributed: 4 training and 2 test images",
    });
    assertEquals(train.labels, Int32Array.of(1, 0, 0, 1));
    assertEquals(test.labels, Int32Array.of(0, 1));
    // Stored as rows 10 11 12 / 13 14 15, upright as 10 13 / 11 14 / 12 15.
    const second = Array.from(train.images.data.subarray(6, 12), (value) => Math.round(value * 255));
    assertEquals(second, [10, 13, 11, 14, 12, 15]);
    assertEquals(sources.map(({ name, rows, sha256 }) => [name, rows, sha256]), [
      [`emnist-balanced/${TRAIN_IMAGES}`, 4, sha256(balanced[TRAIN_IMAGES])],
      [`emnist-balanced/${TRAIN_LABELS}`, 4, sha256(balanced[TRAIN_LABELS])],
      [`emnist-balanced/${TEST_IMAGES}`, 2, sha256(balanced[TEST_IMAGES])],
      [`emnist-balanced/${TEST_LABELS}`, 2, sha256(balanced[TEST_LABELS])],
    ]);
    for (const { source, standIn } of sources) {
      assertStringIncludes(source, "no digest to check it by is known here");
      assertEquals(standIn, undefined);
    }
  });
});

Deno.test("loadEmnistBalanced() refuses files of other sizes or classes", async () => {
  await withFolder(async (folder) => {
    const faults: [string, Uint8Array, string][] = [
      [TRAIN_IMAGES, idx([3, 2, 3], pixels(3)), "height × width = 4 × 2 × 3, got 3 × 2 × 3"],
      [TEST_IMAGES, idx([2, 3, 2], pixels(2)), "height × width = 2 × 2 × 3, got 2 × 3 × 2"],
      [
        TRAIN_LABELS,
        idx([4], [1, 0, 1, 1]),
        "it must have 2 labels of each class, 0 to 1, got 2 classes, with 1 to 3 labels",
      ],
      [TRAIN_IMAGES, idx([4, 2, 3], new Array(24).fill(255)), "got 1 different images"],
      [TEST_LABELS, idx([2], [0, 2]), "got 2 classes, with 1 to 1 labels"],
      [TEST_LABELS, idx([2], [0, 0]), "got 1 classes, with 2 to 2 labels"],
    ];
    for (const [file, bytes, message] of faults) {
      await put(folder, { ...balanced, [file]: bytes });
      const error = await assertRejects(() => load(folder), DataError);
      assertStringIncludes(error.message, `Cannot use ${folder}/${file} as EMNIST Balanced: `);
      assertStringIncludes(error.message, message);
    }
  });
});

Deno.test("loadEmnistBalanced() draws a stand-in, named and marked as one, from ByMerge's test images", async () => {
  await withFolder(async (folder) => {
    await put(folder, byMerge);
    const { name, height, width, classes, train, test, sources, split } = await load(folder);
    assertEquals([name, height, width, classes], ["emnist-bymerge-standin", 3, 2, 3]);
    // Class 1 has four images: two to test on leave two to train on.
    const count = (labels: Int32Array) => [0, 1, 2].map((label) => labels.filter((l) => l === label).length);
    assertEquals(count(train.labels), [3, 2, 3]);
    assertEquals(count(test.labels), [2, 2, 2]);
    assertMatch(split, /^of each class, in an order drawn with seed 42, .*: 8 training and 6 test images$/);
    for (const { standIn } of sources) assertMatch(standIn!, /^for EMNIST Balanced: drawn from .* ByMerge/);
    assertEquals(sources.map(({ sha256 }) => sha256), mergeFiles.map(({ sha256 }) => sha256));

    const rowsOf = ({ images, labels }: typeof train) =>
      Array.from(labels, (label, i) => {
        const [row, ...others] = Array.from(
          images.data.subarray(6 * i, 6 * i + 6),
          (value) => Math.round(value * 255),
        );
        // Upright: its number and class in the first row.
        assertEquals([mergeLabels[row], ...others], [label, label, 50, 52, 51, 53]);
        return row;
      });
    const rows = [...rowsOf(train), ...rowsOf(test)];
    assertEquals(new Set(rows).size, 14);
    assert(rows.slice(0, 8).every((row, i) => i === 0 || rows[i - 1] < row));
    assertEquals((await load(folder)).train, train);
  });
});

Deno.test("loadEmnistBalanced() refuses a damaged file of the stand-in", async () => {
  await withFolder(async (folder) => {
    const [images, labels] = Object.keys(byMerge);
    await put(folder, { ...byMerge, [labels]: byMerge[labels].slice().fill(9, 12) });
    await assertRejects(() => load(folder), DataError, `Cannot use ${folder}/${labels}: it must be emnist's`);
    await put(folder, { ...byMerge, [images]: byMerge[labels] });
    await assertRejects(() => load(folder), DataError, `got emnist's ${labels}`);
  });
});

Deno.test("loadEmnistBalanced() takes Balanced itself where both are there, and never mends it with the stand-in", async () => {
  await withFolder(async (folder) => {
    await put(`${folder}/both`, { ...balanced, ...byMerge });
    assertEquals((await load(`${folder}/both`)).name, "emnist-balanced");
    const { [TEST_LABELS]: _, ...some } = balanced;
    await put(`${folder}/some`, { ...some, ...byMerge });
    await assertRejects(() => load(`${folder}/some`), DataError, `: missing ${TEST_LABELS}`);
  });
});

Deno.test("loadEmnistBalanced() takes its files out of NIST's archive, once", () =>
  withFolder(async (folder) => {
    const served = fileServer(ZIP);
    const archive = archiveAt(served.url);
    await put(`${folder}/own`, balanced);
    const own = await load(`${folder}/own`);
    for (let i = 0; i < 2; i++) {
      const { sources, ...rest } = await loadEmnistBalanced({ quiet: true }, { counts: COUNTS, archive });
      const { sources: _, ...expected } = own;
      assertEquals(rest, expected);
      assertEquals(
        sources.map(({ name, sha256 }) => [name, sha256]),
        own.sources.map(({ name, sha256 }) => [name, sha256]),
      );
      for (const { source, standIn } of sources) {
        assertStringIncludes(
          source,
          `Balanced: of NIST's archive of EMNIST (gzip.zip), which was checked by its SHA-256, ${archive.sha256}`,
        );
        assertEquals(standIn, undefined);
      }
    }
    assertEquals(served.ranges, ["all"]);
    assertEquals(
      await filesIn(`${folder}/cache/data/emnist`),
      [...Object.keys(PACKED), "gzip.zip.json"].sort(),
    );
    await served.stop();
  }));

Deno.test("loadEmnistBalanced() recognises a user's own files by the digests that others have published", () =>
  withFolder(async (folder) => {
    const { [`${TEST_LABELS}.gz`]: _, ...packed } = PACKED;
    await put(folder, { ...packed, [TEST_LABELS]: balanced[TEST_LABELS] });
    const checks = (await load(folder)).sources.map(({ source }) => source.split("; ")[1]);
    assertEquals(checks, [
      ...Object.values(packed).map((bytes) =>
        `packed, it has the SHA-256 that others have published, ${sha256(bytes)}`
      ),
      "no digest to check it by is known here",
    ]);
  }));

Deno.test("the archive's members are those that the data set is read from, in their order", () => {
  assertEquals(EMNIST_ARCHIVE.members.map(({ file }) => file), Object.keys(PACKED));
  assertEquals([...new Set(EMNIST_ARCHIVE.members.map(({ sha256 }) => sha256.length))], [64]);
});

Deno.test("emnistBalanced is downloaded unless there is a data folder, which must have it or its stand-in", () =>
  withFolder(async (folder) => {
    assertEquals(await emnistBalanced.locate(), "download");
    for (const call of [emnistBalanced.locate, emnistBalanced.load]) {
      const { message } = await assertRejects(() => call({ dataDir: folder }), DataError);
      assertStringIncludes(
        message,
        `Cannot find emnist-balanced in the data folder ${folder}: it or its subfolder`,
      );
      assertStringIncludes(message, "for a stand-in, emnist-bymerge-test-images-idx3-ubyte, ");
      assertMatch(message, /: there is neither$/);
    }
    await put(folder, byMerge);
    assertEquals(await emnistBalanced.locate({ dataDir: folder }), "stand-in");
    await put(folder, balanced);
    assertEquals(await emnistBalanced.locate({ dataDir: folder }), "data folder");
  }));
