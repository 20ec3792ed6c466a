import { assertEquals } from "@std/assert";
import { linesOf, splitAt } from "./lines.ts";

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

Deno.test("splitAt() tells what stands before a mark and after the first one", () => {
  assertEquals(splitAt("|", "said|{}"), ["said", "{}"]);
  assertEquals(splitAt("|", "|a|b"), ["", "a|b"]);
  assertEquals(splitAt("|", "said"), ["said"]);
  assertEquals(splitAt("|", ""), [""]);
});
