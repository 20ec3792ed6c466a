import { assert, assertEquals, assertNotEquals, assertThrows } from "@std/assert";
import { matrix } from "../engine/mod.ts";
import type { Dataset, Split } from "../datasets/mod.ts";
import {
  ALL_IMAGES,
  draw,
  type ImageChoices,
  imagesOf,
  joinSplits,
  labelsAt,
  ofSplits,
  takeImages,
} from "./images.ts";

/** Images of one pixel, which is a tenth of the label. */
const split = (...labels: number[]): Split => ({
  images: matrix(Float32Array.from(labels, (label) => label / 10), labels.length, 1),
  labels: Int32Array.from(labels),
});

const NONE = split();

const DATA: Dataset = {
  name: "tiny",
  height: 1,
  width: 1,
  classes: 10,
  train: split(0, 1, 2, 3, 4, 5),
  test: split(6, 7, 8),
  sources: [],
  split: "made for a test",
};

const taken = (choices: Partial<ImageChoices>) => imagesOf(DATA, { ...ALL_IMAGES, ...choices });

/** That no image was parted from its label. */
function assertPaired({ images, labels }: Split): void {
  assertEquals(images.data, Float32Array.from(labels, (label) => label / 10));
}

Deno.test("imagesOf() takes all images as they are, and copies none", () => {
  const { train, test } = taken({});
  for (const [actual, expected] of [[train, DATA.train], [test, DATA.test]]) {
    assert(actual.images === expected.images);
    assert(actual.labels === expected.labels);
  }
});

Deno.test("imagesOf() takes the training images alone, or all as one split; there is no test image then", () => {
  assertEquals(taken({ from: "train" }), { train: DATA.train, test: NONE });
  assert(taken({ from: "train" }).train.images === DATA.train.images);
  assertEquals(taken({ from: "all" }), { train: split(0, 1, 2, 3, 4, 5, 6, 7, 8), test: NONE });
});

Deno.test("imagesOf() takes the first rows of each split, before they become one; all where there are fewer", () => {
  const rows = { train: 2, test: 1 };
  assertEquals(taken({ rows }), { train: split(0, 1), test: split(6) });
  assertEquals(taken({ rows, from: "train" }), { train: split(0, 1), test: NONE });
  assertEquals(taken({ rows, from: "all" }), { train: split(0, 1, 6), test: NONE });
  const many = taken({ rows: { train: 1000, test: 500 } });
  assertEquals(many, { train: DATA.train, test: DATA.test });
  assert(many.train.images === DATA.train.images);
});

Deno.test("imagesOf() draws rows of the training split, or of all, by a seed, none twice", () => {
  const { train, test } = taken({ rows: { drawn: 4, seed: 1 } });
  assertEquals(test, DATA.test);
  assertEquals(new Set(train.labels).size, 4);
  assert(train.labels.every((label) => label <= 5));
  assertPaired(train);
  const all = taken({ from: "all", rows: { drawn: 9, seed: 1 } });
  assertEquals(all.test, NONE);
  assertEquals(all.train.labels.toSorted(), Int32Array.of(0, 1, 2, 3, 4, 5, 6, 7, 8));
  assertPaired(all.train);
  assertEquals(taken({ rows: { drawn: 4, seed: 1 } }).train, train);
  assertNotEquals(taken({ from: "all", rows: { drawn: 9, seed: 2 } }).train.labels, all.train.labels);
});

Deno.test("imagesOf() refuses to draw more than there are", () => {
  const message = (there: number, got: number) =>
    `Cannot draw images: their number must be from 1 to the ${there} there are, got ${got}`;
  assertThrows(() => taken({ rows: { drawn: 7, seed: 1 } }), RangeError, message(6, 7));
  assertThrows(() => taken({ from: "all", rows: { drawn: 10, seed: 1 } }), RangeError, message(9, 10));
});

Deno.test("imagesOf() scales pixels of both splits from -1 to 1, and leaves the data set as it is", () => {
  const before = DATA.train.images.data.slice();
  const { train, test } = taken({ pixels: [-1, 1], rows: { train: 3, test: 2 } });
  const expected = (...labels: number[]) =>
    Float32Array.from(labels, (label) => 2 * Math.fround(label / 10) - 1);
  assertEquals(train.images, matrix(expected(0, 1, 2), 3, 1));
  assertEquals(test.images, matrix(expected(6, 7), 2, 1));
  assertEquals(train.labels, Int32Array.of(0, 1, 2));
  assertEquals(DATA.train.images.data, before);
});

Deno.test("draw() draws by the seed, each image once, with its label", () => {
  const some = draw(DATA.train, 5, 42);
  assertEquals(new Set(some.labels).size, 5);
  assertPaired(some);
  assertEquals(draw(DATA.train, 5, 42), some);
  assertNotEquals(draw(DATA.train, 5, 43).labels, some.labels);
  assertEquals(draw(DATA.train, 6, 42).labels.toSorted(), DATA.train.labels);
});

Deno.test("draw() refuses more images than there are, none, and parts of one", () => {
  for (const count of [7, 0, -1, 2.5, NaN]) {
    assertThrows(
      () => draw(DATA.train, count, 42),
      RangeError,
      `Cannot draw images: their number must be from 1 to the 6 there are, got ${count}`,
    );
  }
});

Deno.test("takeImages() and labelsAt() take rows in the order asked for, also twice", () => {
  assertEquals(takeImages(DATA.train, [5, 0, 5]), split(5, 0, 5));
  assertEquals(labelsAt(DATA.test.labels, [2, 2, 0]), Int32Array.of(8, 8, 6));
  assertEquals(takeImages(DATA.train, []), NONE);
});

Deno.test("joinSplits() has the training images first", () => {
  assertEquals(joinSplits({ train: split(3, 1), test: split(2) }), split(3, 1, 2));
  assertEquals(joinSplits({ train: NONE, test: split(2) }), split(2));
  const many = { images: matrix(new Float32Array(0), 300_000, 0), labels: new Int32Array(300_000) };
  assertEquals(joinSplits({ train: many, test: many }).labels.length, 600_000);
});

Deno.test("ofSplits() represents the splits that it is asked for, and no others", async () => {
  const seen: number[] = [];
  const points = await ofSplits(DATA, ["test"], (images) => {
    seen.push(images.rows);
    return matrix(new Float32Array(images.rows), images.rows, 1);
  });
  assertEquals([Object.keys(points), points.test!.rows, seen], [["test"], 3, [3]]);
});
