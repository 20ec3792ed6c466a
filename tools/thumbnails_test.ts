import { assertEquals, assertRejects } from "@std/assert";
import { matrix } from "../engine/matrix.ts";
import { inFolder } from "../engine/testing.ts";
import { drawnRows } from "../experiments/drawings.ts";
import { writeFigureData } from "../records/figure_data.ts";
import { writeRecord } from "../records/record_files.ts";
import { exampleRecord } from "../runner/testing.ts";
import { UsageError } from "../terminal/usage.ts";
import { imagesBehind, sheetOf, thumbnails } from "./thumbnails.ts";

/** Eight images of 2 × 2 pixels, each of its own grey, two to a class. */
const IMAGES = matrix(Float32Array.from({ length: 8 * 4 }, (_, i) => Math.floor(i / 4) / 8), 8, 4);
const split = { images: IMAGES, labels: Int32Array.from({ length: 8 }, (_, i) => i >> 1) };
const none = { images: matrix(new Float32Array(0), 0, 4), labels: new Int32Array(0) };
const DATA = {
  train: split,
  test: none,
  width: 2,
  height: 2,
  classes: 4,
  sources: [],
} as unknown as Parameters<
  typeof imagesBehind
>[2];

Deno.test("imagesBehind() draws the points again, and takes them only if they have the classes", () => {
  const rows = drawnRows(8, 42, 5);
  const classes = [...rows].map((row) => row >> 1);
  const found = imagesBehind({ classes }, { config: {}, seed: 42 }, DATA)!;
  assertEquals([found.rows, [...rows].map((row) => row / 8)], [
    5,
    [0, 1, 2, 3, 4].map((i) => found.data[4 * i]),
  ]);
  assertEquals(imagesBehind({ classes: classes.with(0, 9) }, { config: {}, seed: 42 }, DATA), undefined);
});

Deno.test("sheetOf() puts fifty images in a row, and makes large ones smaller by whole factors", () => {
  const many = matrix(Float32Array.from({ length: 51 * 4 }, (_, i) => i < 200 ? 0.2 : 1), 51, 4);
  const { pixels, width, height } = sheetOf(many, { width: 2, height: 2 });
  assertEquals([width, height, pixels[0], pixels[2 * width], pixels[2 * width + 2]], [100, 4, 51, 255, 0]);
  // A checkerboard of 32 × 32 becomes grey.
  const board = matrix(Float32Array.from({ length: 1024 }, (_, i) => (i + (i >> 5)) % 2), 1, 1024);
  const small = sheetOf(board, { width: 32, height: 32 });
  assertEquals([small.width, small.height, small.pixels[0], small.pixels[15], small.pixels[16]], [
    800,
    16,
    128,
    128,
    0,
  ]);
});

Deno.test("thumbnails leaves out an embedding of a paper's own data set, and makes no folder for no images", () =>
  inFolder(async (out) => {
    const record = exampleRecord({ profile: "paper", dataset: "own" });
    await writeRecord(out, record);
    await writeFigureData(out, record, [{
      ...{ name: "code", title: "The code", kind: "embedding", dimensions: 2 },
      points: [0, 1],
      classes: [0],
    }]);
    assertEquals(await thumbnails([out]), 0);
    assertEquals([...Deno.readDirSync(out)].map(({ name }) => name), ["runs"]);
  }));

Deno.test("thumbnails refuses a folder without records, which it leaves as it is, and a data set that there is not", () =>
  inFolder(async (folder) => {
    await assertRejects(() => thumbnails([`${folder}/out`]), UsageError, `No records in ${folder}/out/runs`);
    assertEquals([...Deno.readDirSync(folder)], []);
    await assertRejects(
      () => thumbnails([folder, "--dataset", "mnits"]),
      UsageError,
      "Unknown data set mnits: did you mean mnist?",
    );
  }));
