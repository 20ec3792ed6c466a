import { assert, assertEquals, assertThrows } from "@std/assert";
import { scaleTo, unitPixels } from "./scale.ts";

Deno.test("unitPixels() is pixel / 255, one image a row", () => {
  const images = unitPixels(new Uint8Array([0, 51, 255, 1, 2, 3]), 2);
  assertEquals([images.rows, images.columns], [2, 3]);
  assertEquals(images.data, Float32Array.of(0, 51 / 255, 1, 1 / 255, 2 / 255, 3 / 255));
});

Deno.test("unitPixels() keeps all 256 values apart and recoverable", () => {
  const { data } = unitPixels(Uint8Array.from({ length: 256 }, (_, value) => value), 1);
  data.forEach((pixel, value) => assertEquals(Math.round(pixel * 255), value));
});

Deno.test("scaleTo() maps [0, 1] to the range, and leaves its input alone", () => {
  const images = { data: new Float32Array([0, 0.25, 1]), rows: 1, columns: 3 };
  assertEquals([...scaleTo(images, -1, 1).data], [-1, -0.5, 1]);
  assertEquals([...scaleTo(images, 0, 255).data], [0, 63.75, 255]);
  assertEquals([...scaleTo(images, 0, 1).data], [0, 0.25, 1]);
  assertEquals([...images.data], [0, 0.25, 1]);
});

Deno.test("scaleTo() keeps the shape and the element type, and takes no images", () => {
  const scaled = scaleTo({ data: new Float64Array([0, 1]), rows: 2, columns: 1 }, -1, 1);
  assert(scaled.data instanceof Float64Array);
  assertEquals([scaled.rows, scaled.columns], [2, 1]);
  assertEquals(scaleTo({ data: new Float32Array(0), rows: 0, columns: 3 }, -1, 1).data.length, 0);
});

Deno.test("scaleTo() refuses a range that is empty, turned round or not finite", () => {
  const images = { data: new Float32Array([0.5]), rows: 1, columns: 1 };
  for (const [low, high] of [[1, 1], [1, -1], [NaN, 1], [0, Infinity]]) {
    assertThrows(
      () => scaleTo(images, low, high),
      RangeError,
      `low must be below high, both finite, got ${low} and ${high}`,
    );
  }
});
