import { assertEquals, assertThrows } from "@std/assert";
import type { Dataset, Split } from "../../datasets/mod.ts";
import { matrix } from "../../engine/mod.ts";
import { draw, fastGain, stableFrom } from "./protocol.ts";

/** Images of one pixel, which is the label too. */
const split = (...labels: number[]): Split => ({
  images: matrix(Float32Array.from(labels), labels.length, 1),
  labels: Int32Array.from(labels),
});
const data: Dataset = {
  name: "tiny",
  height: 1,
  width: 1,
  classes: 10,
  train: split(0, 1, 2, 3, 4, 5),
  test: split(6, 7, 8),
  sources: [],
  split: "made for a test",
};

Deno.test("draw() takes the training images, or all, or some of them, the same ones each time", () => {
  assertEquals(draw(data, { from: "train" }), data.train);
  assertEquals(draw(data, { from: "all" }), split(0, 1, 2, 3, 4, 5, 6, 7, 8));
  const some = draw(data, { from: "all", rows: 5 });
  assertEquals(Array.from(some.images.data), Array.from(some.labels));
  assertEquals(new Set(some.labels).size, 5);
  assertEquals(draw(data, { from: "all", rows: 5 }), some);
  assertThrows(
    () => draw(data, { from: "train", rows: 7 }),
    RangeError,
    "Cannot draw the images: there must be 7 of them: current number is 6",
  );
});

Deno.test("fastGain() is the iteration by which nine tenths of the gain are made", () => {
  assertEquals(fastGain([0.1, 0.5, 0.99, 1.05, 1.1]), 4);
  assertEquals(fastGain([0.1, 1, 0.2, 1.1]), 2);
  assertEquals(fastGain([0.5]), 1);
  // Without a gain it is the first.
  assertEquals(fastGain([0.5, 0.4]), 1);
});

Deno.test("stableFrom() is the iteration after the last that is 0.01 or more away from the end", () => {
  assertEquals(stableFrom([0.1, 0.6, 0.5, 0.605, 0.6]), 4);
  assertEquals(stableFrom([0.6, 0.6]), 1);
  assertEquals(stableFrom([0.5, 0.6]), 2);
});
