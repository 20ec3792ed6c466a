import { assert, assertEquals, assertRejects } from "@std/assert";
import { gzipSync } from "node:zlib";
import { random } from "../engine/random.ts";
import { inFolder } from "../engine/testing.ts";
import { exampleRecord } from "../runner/testing.ts";
import { checksumOf } from "./digest.ts";
import {
  type Clustering,
  decodeLabels,
  encodeLabels,
  LabelsError,
  type LabelsFile,
  labelsPath,
  type PackedIntegers,
  readLabels,
  writeLabels,
} from "./labels.ts";

const RECORD = exampleRecord();

/** Labels from `low` to `high`, both included. */
function labels(next: () => number, rows: number, low: number, high: number): Int32Array {
  return Int32Array.from({ length: rows }, () => low + Math.floor(next() * (high - low + 1)));
}

Deno.test("decodeLabels() gives back what encodeLabels() took, whatever the labels", async () => {
  const next = random(1);
  const ranges = [[0, 9], [-1, 9], [0, 255], [0, 256], [0, 65535], [0, 65536], [-(2 ** 31), 2 ** 31 - 1]];
  for (const rows of [1, 2, 997]) {
    const classes = labels(next, rows, 0, 9);
    const clusterings: Clustering[] = ranges.map(([low, high], i) => ({
      space: `space ${i}`,
      split: i % 2 === 0 ? "train" : "test",
      clusters: labels(next, rows, low, high),
      classes: i < 4 ? classes : labels(next, rows, low, high),
    }));
    const file: LabelsFile = JSON.parse(JSON.stringify(await encodeLabels(clusterings, RECORD)));
    assertEquals(await decodeLabels(file, "x"), clusterings);
  }
});

Deno.test("decodeLabels() refuses what cannot be scored: no points, and more groups than memory has room for", async () => {
  const of = async (clusters: Int32Array) => {
    const classes = new Int32Array(clusters.length);
    return await encodeLabels([{ space: "code", split: "test", clusters, classes }], RECORD);
  };
  const cases = [
    [new Int32Array(0), "code, test must have points, got none"],
    [Int32Array.from({ length: 5001 }, (_, i) => i), "must have at most 5000 classes and clusters, got 5001"],
  ] as const;
  for (const [clusters, reason] of cases) {
    const file = await of(clusters);
    await assertRejects(() => decodeLabels(file, "x"), LabelsError, reason);
  }
});

Deno.test("encodeLabels() keeps each list of classes once for a split", async () => {
  const classes = Int32Array.of(0, 1, 1);
  const of = (space: string, split: string, classes: Int32Array) => ({
    space,
    split,
    clusters: classes,
    classes,
  });
  const file = await encodeLabels([
    of("pixels", "train", classes),
    of("code", "train", classes.slice()),
    of("code", "test", classes),
    of("a sample", "train", Int32Array.of(1)),
  ], RECORD);
  assertEquals(file.classes.map(({ split, labels }) => [split, labels.length]), [
    ["train", 3],
    ["test", 3],
    ["train", 1],
  ]);
  assertEquals(file.clusterings.map(({ classes }) => classes), [0, 0, 1, 2]);
});

Deno.test("encodeLabels() takes less than 0.7 bytes a label of ten classes", async () => {
  const next = random(2);
  const classes = labels(next, 10_000, 0, 9);
  const clusterings = ["pixels", "code"].map((space) => ({
    space,
    split: "test",
    clusters: labels(next, 10_000, 0, 9),
    classes,
  }));
  const { length } = JSON.stringify(await encodeLabels(clusterings, RECORD));
  // At least log2(10) bits each, of which base64 makes four thirds: 5.5 kB.
  assert(length < 3 * 7000, `${length}`);
});

Deno.test("encodeLabels() refuses points without a class, and two clusterings of one space and split", async () => {
  const one = { space: "code", split: "test", clusters: Int32Array.of(0, 1), classes: Int32Array.of(0, 1) };
  await assertRejects(
    () => encodeLabels([{ ...one, classes: Int32Array.of(0) }], RECORD),
    RangeError,
    "Cannot keep the labels of code, test: each of the 2 points must have a class, got 1 classes",
  );
  await assertRejects(
    () => encodeLabels([one, one], RECORD),
    RangeError,
    "Cannot keep the labels of code, test: there must be one clustering, got two",
  );
});

Deno.test("readLabels() gives what was written beside the record, and nothing where nothing was", () =>
  inFolder(async (out) => {
    assertEquals(await readLabels(out, RECORD), undefined);
    const clusterings = [
      { space: "code", split: "test", clusters: Int32Array.of(-1, 0), classes: Int32Array.of(3, 7) },
    ];
    await writeLabels(out, RECORD, await encodeLabels(clusterings, RECORD));
    assertEquals(await readLabels(out, RECORD), clusterings);
    assert(labelsPath(RECORD).endsWith(`/${RECORD.digest}-s42.labels.json`));
  }));

Deno.test("readLabels() refuses another run's file, and one that was changed", () =>
  inFolder(async (out) => {
    const classes = Int32Array.of(0, 1, 2);
    const file = await encodeLabels([{ space: "", split: "", clusters: classes, classes }], RECORD);
    const { labels } = file.classes[0];
    const changed = (over: object) => {
      const content = { ...file, ...over };
      return { ...content, checksum: checksumOf(content) };
    };
    const cases: [unknown, string][] = [
      [await encodeLabels([], { ...RECORD, seed: 7 }), `by what it says it belongs at ${RECORD.experiment}`],
      [{ ...file, seed: 43 }, "it was changed since it was written"],
      [{ ...file, checksum: undefined }, "checksum is missing"],
      [{ ...file, format: 2 }, "format must be 1, got 2"],
      [null, "it must be an object, got null"],
      [changed({ classes: [] }), "must have a class for each of its 3 points, got 0"],
      [
        changed({ classes: [{ split: "", labels: { ...labels, length: 4 } }] }),
        "a list must have 4 labels, got 3",
      ],
      [changed({ classes: [{ split: "", labels: { ...labels, data: "?" } }] }), "a list cannot be unpacked"],
      [
        changed({ classes: [{ split: "", labels: { ...labels, data: "AAAA" } }] }),
        "a list cannot be unpacked",
      ],
      [
        changed({ classes: [{ split: "", labels: { ...labels, type: "int8" } }] }),
        "classes[0].labels.type must be",
      ],
    ];
    for (const [content, message] of cases) {
      await writeLabels(out, RECORD, content as LabelsFile);
      await assertRejects(
        () => readLabels(out, RECORD),
        LabelsError,
        message.replace("belongs at ", "belongs at runs/"),
      );
    }
    await Deno.writeTextFile(`${out}/${labelsPath(RECORD)}`, "{");
    await assertRejects(() => readLabels(out, RECORD), LabelsError, "it is not JSON");
  }));

Deno.test("readLabels() unpacks no more than a list says that it has, and no more lists than any run's", () =>
  inFolder(async (out) => {
    const bomb = gzipSync(new Uint8Array(2 ** 26)).toString("base64");
    const write = async (lists: Partial<PackedIntegers>[]) => {
      const labels = lists.map((list) => ({ type: "uint8" as const, length: 1, data: bomb, ...list }));
      const { checksum: _, ...file } = await encodeLabels([], RECORD);
      const content = { ...file, classes: labels.map((labels) => ({ split: "", labels })) };
      await writeLabels(out, RECORD, { ...content, checksum: checksumOf(content) });
    };
    const started = performance.now();
    await write([{ length: 9 }]);
    await assertRejects(() => readLabels(out, RECORD), LabelsError, "there is more than 9 bytes in it");
    await write(Array(100).fill({ length: 2 ** 26 }));
    await assertRejects(
      () => readLabels(out, RECORD),
      LabelsError,
      "its lists must have at most 20000000 labels, got 6710886400",
    );
    // All of the second would take a minute and gigabytes.
    const seconds = (performance.now() - started) / 1000;
    assert(seconds < 5, `${seconds} s`);
    await Deno.remove(`${out}/${labelsPath(RECORD)}`);
    await Deno.symlink("/etc/passwd", `${out}/${labelsPath(RECORD)}`);
    await assertRejects(() => readLabels(out, RECORD), LabelsError, "it is a link, which is not followed");
  }));
