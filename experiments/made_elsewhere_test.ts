import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import { pathToFileURL } from "node:url";
import { DataError } from "../datasets/mod.ts";
import { matrix } from "../engine/mod.ts";
import { inFolder } from "../engine/testing.ts";
import { KMEANS } from "../models/mod.ts";
import { ALL_IMAGES, type Splits } from "./images.ts";
import { elsewhereInWords, madeElsewhere } from "./made_elsewhere.ts";
import type { CommonChoices } from "./paper.ts";
import { quietRun } from "./testing.ts";

/** Four images of two classes, for training; one for testing. */
const SPLITS: Splits = {
  train: { images: matrix(Float32Array.of(0, 1, 2, 3), 4, 1), labels: Int32Array.of(1, 0, 1, 0) },
  test: { images: matrix(Float32Array.of(4), 1, 1), labels: Int32Array.of(1) },
};
const OWN: CommonChoices = { images: ALL_IMAGES, cluster: { kind: "own" }, score: ["train"] };
/** The SHA-256 of "abc". */
const ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
const TRAIN = "class,z0,cluster,z1\none,1,7,-2\nzero,3,9,4e-1\none,5,7,6\nzero,7,7,8\n";

/** What the files of a folder come to. */
async function represented(
  files: Readonly<Record<string, string>>,
  common: CommonChoices = OWN,
  options: Partial<Parameters<typeof madeElsewhere>[0]> = {},
  meanwhile: (folder: string) => Promise<void> = async () => {},
) {
  let found: Awaited<ReturnType<ReturnType<typeof madeElsewhere>["represent"]>>;
  await inFolder(async (folder) => {
    for (const [name, text] of Object.entries(files)) await Deno.writeTextFile(`${folder}/${name}`, text);
    const { config, represent } = madeElsewhere({
      ...{ by: "a test", folder: pathToFileURL(`${folder}/`), space: "code" },
      ...options,
    });
    await meanwhile(folder);
    found = await represent({ ...config, ...common }, SPLITS, quietRun());
  });
  return found!;
}

Deno.test("madeElsewhere() takes points and clusters of the run's seed", async () => {
  const { space, points, clusters } = await represented({ "42-train.csv": TRAIN, "1-train.csv": "not read" });
  assertEquals(space, "code");
  assertEquals(points, { train: matrix(Float32Array.of(1, -2, 3, 0.4, 5, 6, 7, 8), 4, 2) });
  assertEquals(clusters, { train: Int32Array.of(0, 1, 0, 0) });
});

Deno.test("madeElsewhere() takes both splits, without clusters where k-means is to find them", async () => {
  const cluster = { kind: "k-means", fitOn: "train", ...KMEANS, k: 2 } as const;
  const { points, clusters } = await represented(
    { "42-train.csv": "class,1\n5,1\n4,3\n5,5\n4,7\n", "42-test.csv": "class,1\n5,2\n" },
    { ...OWN, cluster, score: ["test"] },
  );
  assertEquals(points, {
    train: matrix(Float32Array.of(1, 3, 5, 7), 4, 1),
    test: matrix(Float32Array.of(2), 1, 1),
  });
  assertEquals(clusters, {});
});

Deno.test("madeElsewhere() has points made of the images where it is told how", async () => {
  const { points, clusters } = await represented(
    { "42-train.csv": "class,epoch,cluster\nb,9,-1\na,9,0\nb,9,-1\na,9,0\n" },
    OWN,
    { points: (images) => images },
  );
  assertEquals(points, { train: SPLITS.train.images });
  assertEquals(clusters, { train: Int32Array.of(0, 1, 0, 1) });
});

Deno.test("madeElsewhere() has the files' SHA-256 in its configuration", () =>
  inFolder(async (folder) => {
    await Deno.writeTextFile(`${folder}/42-train.csv`, "abc");
    await Deno.writeTextFile(`${folder}/7-test.csv`, "abc");
    await Deno.writeTextFile(`${folder}/train.log`, "no file of a seed");
    await Deno.mkdir(`${folder}/1-train.csv`);
    const { config, seeds } = madeElsewhere({ by: "a test", folder: pathToFileURL(folder), space: "code" });
    assertEquals(config, {
      elsewhere: {
        by: "a test",
        files: { "42-train.csv": ABC, "7-test.csv": ABC },
      },
    });
    assertEquals(elsewhereInWords(config), "Found by another program: a test. Reclaim has only scored it.");
    assertEquals(elsewhereInWords({}), undefined);
    assertEquals(seeds, [7, 42]);
  }));

Deno.test("madeElsewhere() says what is wrong with a file", async () => {
  const cases: [files: Record<string, string>, message: string][] = [
    [{}, "there must be files such as 42-train.csv, got nothing"],
    [{ "clusters.npy": "" }, "there must be files such as 42-train.csv, got clusters.npy"],
    [{ "1-train.csv": TRAIN }, "with the train images: there are 1-train.csv"],
    [
      { "42-train.csv": TRAIN.replace("zero,7,7,8\n", "") },
      "a line of column names and a row for each of 4 images, got 3 rows",
    ],
    [{ "42-train.csv": TRAIN.replace("class", "digit") }, "there is no column class: nearest is cluster"],
    [{ "42-train.csv": TRAIN.replace("cluster", "group") }, "there is no column cluster: nearest is"],
    [{ "42-train.csv": TRAIN.replace(",7,-2", ",,-2") }, "row 2, column cluster: the label is missing"],
    [{ "42-train.csv": TRAIN.replace("-2", "NaN") }, "row 2, column z1: the value is missing"],
    [
      { "42-train.csv": "class,cluster\n1,1\n0,0\n1,1\n0,0\n" },
      "named z0, z1 and so on, got none; or else give points",
    ],
    [{ "42-train.csv": TRAIN.replace("\none,5", "\n\nzero,5") }, "but row 5 and a row before it"],
    [{ "42-train.csv": TRAIN.replace("z1", "label") }, "named z0, z1 and so on, got the column label"],
    [{ "42-train.csv": TRAIN.replace("z0", "z2") }, "named z0, z1 and so on, got the column z2"],
    [
      { "42-train.csv": TRAIN.replace(",9,4", ",8,4").replace("5,7,", "5,6,") },
      "must name clusters, got 3 for 4 images",
    ],
    // As pandas writes its index.
    [
      { "42-train.csv": TRAIN.replace(/^/gm, "1,").replace("1,class", ",class") },
      "column 1 has no name; pandas writes",
    ],
    // Two classes here are one there, and the other way round.
    [
      { "42-train.csv": TRAIN.replace("one,5", "zero,5") },
      "but row 4 and a row before it are of one class in the file",
    ],
    [
      { "42-train.csv": TRAIN.replace("one,5", "two,5") },
      "but row 4 and a row before it are of one class in the file",
    ],
  ];
  for (const [files, message] of cases) await assertRejects(() => represented(files), DataError, message);
});

Deno.test("madeElsewhere() refuses a file that is not UTF-8", () =>
  inFolder(async (folder) => {
    const text = TRAIN.replaceAll("zero", "z\xe9ro");
    await Deno.writeFile(
      `${folder}/42-train.csv`,
      Uint8Array.from(text, (letter) => letter.charCodeAt(0)),
    );
    const { config, represent } = madeElsewhere({
      ...{ by: "a test", folder: pathToFileURL(`${folder}/`), space: "code" },
    });
    await assertRejects(
      async () => await represent({ ...config, ...OWN }, SPLITS, quietRun()),
      DataError,
      "Cannot use 42-train.csv: it must be UTF-8",
    );
  }));

Deno.test("madeElsewhere() refuses a file that was changed since it was declared, and a folder that is not there", async () => {
  const change = (folder: string) => Deno.writeTextFile(`${folder}/42-train.csv`, TRAIN.replace("-2", "2"));
  await assertRejects(
    () => represented({ "42-train.csv": TRAIN }, OWN, {}, change),
    DataError,
    "Cannot use 42-train.csv: it was changed since this command began",
  );
  assertThrows(
    () => madeElsewhere({ by: "a test", folder: new URL("nowhere/", import.meta.url), space: "code" }),
    DataError,
    "Cannot read what was made elsewhere, in",
  );
});
