import { assertEquals, assertThrows } from "@std/assert";
import { writeAll } from "./write_all.ts";

/**
 * Deno's stdout over a pipe that does not block, half full: it takes up to 4096 bytes whole or refuses them, which it does
 * every other time. Of more it writes a part and then refuses, as it does with what ends in no line.
 */
function stdout() {
  const written: number[] = [];
  let calls = 0;
  const refuse = () => {
    throw new Deno.errors.WouldBlock("Resource temporarily unavailable");
  };
  return {
    written,
    writeSync(bytes: Uint8Array): number {
      const isWhole = bytes.length <= 4096 && (bytes.at(-1) === 10 || !bytes.includes(10));
      if (isWhole && ++calls % 2 === 0) refuse();
      written.push(...isWhole ? bytes : bytes.subarray(0, 100));
      if (!isWhole) refuse();
      return bytes.length;
    },
  };
}

Deno.test("writeAll() writes each byte once into a pipe that does not block, lines long and short", () => {
  for (const text of ["a – dash\n", "line\n".repeat(5000), `${"x".repeat(10_000)}\nshort\n`]) {
    const sink = stdout();
    writeAll(sink, text);
    assertEquals(new TextDecoder().decode(Uint8Array.from(sink.written)), text);
  }
});

Deno.test("writeAll() goes on where a file takes a part of what it is given", () => {
  const written: number[] = [];
  writeAll({ writeSync: (bytes) => written.push(bytes[0]) && 1 }, "by bytes");
  assertEquals(new TextDecoder().decode(Uint8Array.from(written)), "by bytes");
});

Deno.test("writeAll() passes on that nobody reads any more", () => {
  const writeSync = () => {
    throw new Deno.errors.BrokenPipe();
  };
  assertThrows(() => writeAll({ writeSync }, "text"), Deno.errors.BrokenPipe);
});
