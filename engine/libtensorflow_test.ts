import { assert, assertEquals, assertThrows } from "@std/assert";
import { cString, openLibTensorFlow, pointersTo, readString, toInt64, viewBytes } from "./libtensorflow.ts";

Deno.test("cString() and readString() are each other's inverse", () => {
  for (const text of ["", "MatMul", "é ∑ 🐟"]) {
    assertEquals(readString(Deno.UnsafePointer.of(cString(text))), text);
  }
  assertEquals(readString(null), "");
});

Deno.test("toInt64() has the dimensions as 64-bit integers", () => {
  assertEquals(toInt64([2, 0, -1, 2 ** 40]), BigInt64Array.of(2n, 0n, -1n, 2n ** 40n));
  assertEquals(toInt64(Int32Array.of(7)), BigInt64Array.of(7n));
  assertEquals(toInt64([]).length, 0);
});

Deno.test("pointersTo() has the addresses of the buffers, and viewBytes() what is there", () => {
  const buffers = [Uint8Array.of(1, 2, 3), Uint8Array.of(9)];
  const addresses = pointersTo(buffers);
  buffers.forEach((buffer, i) =>
    assertEquals(viewBytes(Deno.UnsafePointer.create(addresses[i]), buffer.length), buffer)
  );
  assertEquals(viewBytes(null, 4).length, 0);
});

Deno.test("openLibTensorFlow() refuses a file that is no library", () => {
  const path = Deno.makeTempFileSync({ suffix: ".so" });
  try {
    Deno.writeTextFileSync(path, "no library");
    const error = assertThrows(() => openLibTensorFlow(path), Error);
    assert(error.message.includes(path), error.message);
  } finally {
    Deno.removeSync(path);
  }
});
