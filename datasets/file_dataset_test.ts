import { assertEquals, assertRejects, assertStringIncludes, assertThrows } from "@std/assert";
import { matrix } from "../engine/matrix.ts";
import { DataError } from "./data_error.ts";
import { fileDataset, type FileDatasetOptions, type Loaded } from "./file_dataset.ts";
import { deadMirror, mirror, withFolder } from "./testing.ts";
import { sha256 } from "./verify.ts";

const BYTES = Uint8Array.of(1, 2, 3, 4);
const LABELS = Uint8Array.of(0, 1);

/** Two points of two numbers, from two files. */
function made(folder: string, options: Partial<FileDatasetOptions> = {}, url?: string) {
  return fileDataset({
    name: "own",
    folder: new URL(`file://${folder}/paper/`),
    files: [
      { name: "points.bin", sha256: sha256(BYTES), bytes: 4, ...url !== undefined && { url } },
      { name: "labels.bin", sha256: sha256(LABELS) },
    ],
    source: "made for a test",
    load: ({ "points.bin": points, "labels.bin": labels }) => loaded(points, labels),
    ...options,
  });
}

function loaded(points: Uint8Array, labels: ArrayLike<number>): Loaded {
  return {
    height: 1,
    width: 2,
    classes: 2,
    train: { images: matrix(Float32Array.from(points), 2, 2), labels: Int32Array.from(labels) },
    test: { images: matrix(new Float32Array(0), 0, 2), labels: new Int32Array(0) },
    split: "none",
  };
}

/** Writes the files into a folder below. */
async function put(folder: string, files: Record<string, Uint8Array>): Promise<void> {
  await Deno.mkdir(folder, { recursive: true });
  for (const [name, bytes] of Object.entries(files)) await Deno.writeFile(`${folder}/${name}`, bytes);
}

Deno.test("fileDataset() takes each file from the paper's folder, or else from the data folder", () =>
  withFolder(async (folder) => {
    const own = made(folder);
    await put(`${folder}/paper`, { "points.bin": BYTES });
    await put(`${folder}/data`, { "labels.bin": LABELS });
    assertEquals(await own.locate({ dataDir: `${folder}/data` }), "data folder");
    const { name, train, sources } = await own.load({ dataDir: `${folder}/data` });
    assertEquals([name, [...train.images.data], [...train.labels]], ["own", [1, 2, 3, 4], [0, 1]]);
    assertEquals(sources, [
      { name: "own/points.bin", sha256: sha256(BYTES), rows: 2, source: "made for a test" },
      { name: "own/labels.bin", sha256: sha256(LABELS), rows: 2, source: "made for a test" },
    ]);
    await put(`${folder}/paper`, { "labels.bin": LABELS });
    assertEquals(await own.locate(), "paper's folder");
  }));

Deno.test("fileDataset() says which files are nowhere to be had", () =>
  withFolder(async (folder) => {
    const own = made(folder, {}, "http://127.0.0.1:1/points.bin");
    for (const call of [own.locate, own.load]) {
      await assertRejects(
        () => call(),
        DataError,
        `Cannot find own in its paper's folder ${folder}/paper/: missing labels.bin: put it there, or`,
      );
      await assertRejects(() => call({ dataDir: folder }), DataError, "Cannot find own in the data folder");
    }
  }));

Deno.test("fileDataset() downloads a file that has a URL into the cache, once", () =>
  withFolder(async (folder) => {
    await put(`${folder}/paper`, { "labels.bin": LABELS });
    const served = mirror(() => new Response(BYTES.slice()));
    const own = made(folder, {}, `${served.url}some/where`);
    assertEquals(await own.locate(), "download");
    for (let i = 0; i < 2; i++) assertEquals((await own.load({ quiet: true })).train.labels.length, 2);
    assertEquals([served.asked, await own.locate()], [["/some/where"], "cache"]);
    await served.stop();
  }));

Deno.test("fileDataset() says which host the permissions lack", () =>
  withFolder(async (folder) => {
    await put(`${folder}/paper`, { "labels.bin": LABELS });
    const own = made(folder, {}, "https://data.example/points.bin");
    const { message } = await assertRejects(() => own.load({ quiet: true }), DataError);
    assertStringIncludes(message, "Cannot download own's points.bin from https://data.example/points.bin (");
    assertStringIncludes(
      message,
      'permission sets name the hosts that data may come from: add data.example to "net"): put points.bin.gz',
    );
    const dead = deadMirror();
    const refused = await assertRejects(() => made(folder, {}, dead).load({ quiet: true }), DataError);
    assertStringIncludes(refused.message, "Connection refused");
  }));

Deno.test("fileDataset() refuses another file than the declared one", () =>
  withFolder(async (folder) => {
    await put(`${folder}/paper`, { "points.bin": BYTES, "labels.bin": BYTES });
    await assertRejects(
      () => made(folder).load(),
      DataError,
      `Cannot use ${folder}/paper/labels.bin: it must be own's labels.bin (SHA-256 ${sha256(LABELS)}), ` +
        `got own's points.bin (4 bytes, SHA-256 ${sha256(BYTES)})`,
    );
    assertThrows(
      () => made(folder, { files: [{ name: "a", sha256: "12" }] }),
      RangeError,
      "Cannot declare own: the SHA-256 of a must be 64 hex digits, got 12",
    );
  }));

Deno.test("fileDataset() refuses what a loader gives that no data set is, and says what it throws", () =>
  withFolder(async (folder) => {
    await put(`${folder}/paper`, { "points.bin": BYTES, "labels.bin": LABELS });
    const fault = async (load: () => Loaded) =>
      (await assertRejects(() => made(folder, { load }).load(), DataError)).message;
    const good = loaded(BYTES, LABELS);
    const { test, train } = good;
    for (
      const [change, reason] of [
        [{ train: test }, "it must have training rows, got none"],
        [
          { train: { ...train, labels: Int32Array.of(1) } },
          "its training rows: there must be a label for each of 2, got 1",
        ],
        [{ width: 3 }, "its training rows: they must have height × width = 3 columns, got 2"],
        [{ classes: 1 }, "its training rows: labels must be from 0 to 0, got 1 in row 1"],
        [
          { train: { ...train, images: { ...train.images, data: Float32Array.of(1, 2, 3) } } },
          "its training rows: they must be 4 numbers, got 3",
        ],
        [
          { train: { ...train, images: matrix(Float32Array.of(1, 2, NaN, 4), 2, 2) } },
          "its training rows: numbers must be finite, got NaN in row 1",
        ],
      ] as const
    ) assertStringIncludes(await fault(() => ({ ...good, ...change })), `Cannot use own: ${reason}`);
    assertEquals(
      await fault(() => {
        throw new TypeError("not today");
      }),
      "Cannot load own: not today",
    );
  }));
