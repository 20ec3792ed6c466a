import { assertEquals } from "@std/assert";
import { linesOf } from "./lines.ts";

Deno.test("linesOf() gives each whole line, however the bytes come, and not what follows the last break", async () => {
  const bytes = new TextEncoder().encode("first\n\nthe thïrd, in two\nbroken off");
  for (const size of [1, 3, 7, 100]) {
    const chunks = Array.from(
      { length: Math.ceil(bytes.length / size) },
      (_, i) => bytes.slice(size * i, size * (i + 1)),
    );
    const lines = await Array.fromAsync(linesOf(ReadableStream.from(chunks)));
    assertEquals(lines, ["first", "", "the thïrd, in two"]);
  }
});
