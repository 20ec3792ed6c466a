import { assert, assertEquals, assertThrows } from "@std/assert";
import { cString, openLibTensorFlow, pointersTo, readString, toInt64, viewBytes } from "./libtensorflow.ts";
import { evaluated } from "./testing.ts";

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

/** Whether WebGPU has a driver here; asked in another process, which no other library shares with it. */
const hasDriver = await evaluated(
  `console.log(await navigator.gpu?.requestAdapter().catch(() => null) != null);`,
) === "true";

for (const first of ["TensorFlow", "WebGPU's driver"]) {
  Deno.test({
    name: `TensorFlow compiles with its own LLVM where a driver brings another: ${first} first`,
    ignore: !hasDriver,
    async fn() {
      const start = `await initEngine({ engine: "tensorflow", quiet: true });`;
      const driver = `await navigator.gpu.requestAdapter();`;
      const program = `
        import { compile, initEngine, tf } from "${new URL("mod.ts", import.meta.url)}";
        ${first === "TensorFlow" ? start + driver : driver + start}
        const x = tf.randomNormal([30, 30]);
        const softmax = compile((x) => tf.softmax(tf.relu(tf.matMul(x, x))), [x]);
        console.log(Math.round(softmax(x).sum().dataSync()[0]));`;
      assertEquals(await evaluated(program), "30");
    },
  });
}

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
