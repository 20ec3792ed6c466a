import { assertEquals, assertThrows } from "@std/assert";
import { DataError } from "./data_error.ts";
import { checkDistinct, parseIdx } from "./idx.ts";
import { idx } from "./testing.ts";

Deno.test("parseIdx() reads images and labels", () => {
  const images = parseIdx(idx([2, 1, 3], [1, 2, 3, 4, 5, 255]), 3, "images");
  assertEquals(images.sizes, [2, 1, 3]);
  assertEquals([...images.data], [1, 2, 3, 4, 5, 255]);
  assertEquals(parseIdx(idx([3], [9, 0, 9]), 1, "labels").sizes, [3]);
});

Deno.test("parseIdx() reads a view that starts inside a buffer", () => {
  const bytes = idx([2], [5, 6]);
  const larger = new Uint8Array(bytes.length + 3);
  larger.set(bytes, 3);
  assertEquals([...parseIdx(larger.subarray(3), 1, "labels").data], [5, 6]);
});

Deno.test("parseIdx() refuses a file shorter than its header", () => {
  for (const length of [0, 3, 15]) {
    assertThrows(
      () => parseIdx(idx([1, 1, 1], [0]).subarray(0, length), 3, "images"),
      DataError,
      `Cannot read images as IDX: it must start with a header of 16 bytes, got ${length}`,
    );
  }
});

Deno.test("parseIdx() refuses a file cut short, and one with bytes too many", () => {
  const whole = idx([2, 2, 2], [1, 2, 3, 4, 5, 6, 7, 8]);
  assertThrows(
    () => parseIdx(whole.subarray(0, 23), 3, "images"),
    DataError,
    "Cannot read images as IDX: it must hold 24 bytes (16 of header, then 2 × 2 × 2), got 23",
  );
  assertThrows(() => parseIdx(new Uint8Array([...whole, 0]), 3, "images"), DataError, "got 25");
});

Deno.test("parseIdx() refuses labels for images, images for labels, and another element type", () => {
  const images = idx([1, 1, 8], [1, 2, 3, 4, 5, 6, 7, 8]);
  const labels = idx([12], [1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 1, 2]);
  assertThrows(
    () => parseIdx(labels, 3, "images"),
    DataError,
    "Cannot read images as IDX: its magic number must be 0x00000803 (unsigned bytes, 3 dimensions), " +
      "got 0x00000801",
  );
  assertThrows(
    () => parseIdx(images, 1, "labels"),
    DataError,
    "must be 0x00000801 (unsigned bytes, 1 dimension), got 0x00000803",
  );
  const floats = labels.slice();
  floats[2] = 0x0d;
  assertThrows(() => parseIdx(floats, 1, "labels"), DataError, "got 0x00000d01");
  const gzip = labels.slice();
  gzip.set([0x1f, 0x8b]);
  assertThrows(() => parseIdx(gzip, 1, "labels"), DataError, "got 0x1f8b0801");
});

Deno.test("parseIdx() refuses a size of 0, and sizes that no file could hold", () => {
  assertThrows(
    () => parseIdx(idx([0, 28, 28], []), 3, "images"),
    DataError,
    "each dimension must be at least 1, got 0 × 28 × 28",
  );
  assertThrows(
    () => parseIdx(idx([0xffffffff, 0xffffffff, 1], []), 3, "images"),
    DataError,
    "got 16",
  );
});

Deno.test("checkDistinct() refuses images of which more than half are alike", () => {
  const images = (...pixels: number[]) =>
    parseIdx(idx([pixels.length, 1, 2], pixels.flatMap((p) => [0, p])), 3, "x");
  checkDistinct(images(1, 2, 3, 4), "x");
  checkDistinct(images(1, 1, 2, 2), "x");
  checkDistinct(images(5), "x");
  for (const [pixels, different] of [[[0, 0, 0, 0], 1], [[1, 1, 1, 2, 2], 2]] as const) {
    assertThrows(
      () => checkDistinct(images(...pixels), "x as faces"),
      DataError,
      `Cannot use x as faces: at least half of its ${pixels.length} images must differ from each other, got ` +
        `${different} different images`,
    );
  }
});
