import { assertThrows } from "@std/assert";
import { checkBuffer } from "./limits.ts";

const limits = { maxBufferSize: 256e6, maxStorageBufferBindingSize: 128e6 };

Deno.test("checkBuffer() refuses more than the smaller limit, and takes as much as it", () => {
  checkBuffer(128e6, "images", limits, "a device");
  assertThrows(
    () => checkBuffer(188.16e6, "60,000 images", limits, "a device"),
    RangeError,
    "Cannot put 60,000 images on the GPU: a device takes at most 128.0 MB in one buffer, got 188.2 MB",
  );
  assertThrows(() => checkBuffer(100, "x", { ...limits, maxBufferSize: 99 }, "a device"), RangeError);
});
