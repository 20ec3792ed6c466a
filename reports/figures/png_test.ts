import { assertEquals, assertThrows } from "@std/assert";
import { inflateSync } from "node:zlib";
import { greyPng } from "./png.ts";

Deno.test("greyPng() writes a header, the rows and checksums", () => {
  const png = greyPng(Uint8Array.of(0, 50, 100, 150, 200, 255), 3, 2);
  const view = new DataView(png.buffer);
  assertEquals([...png.subarray(1, 4)], [..."PNG"].map((letter) => letter.charCodeAt(0)));
  assertEquals([view.getUint32(16), view.getUint32(20), png[24], png[25]], [3, 2, 8, 0]);
  const length = view.getUint32(33);
  assertEquals([...inflateSync(png.subarray(41, 41 + length))], [0, 0, 50, 100, 0, 150, 200, 255]);
  // The last chunk is the same in every PNG file, its checksum too.
  assertEquals([...png.subarray(-12)], [0, 0, 0, 0, 73, 69, 78, 68, 174, 66, 96, 130]);
});

Deno.test("greyPng() refuses another number of pixels than the size says", () => {
  assertThrows(
    () => greyPng(new Uint8Array(5), 3, 2),
    RangeError,
    "3 × 2 pixels are needed, got 5",
  );
});
