import { assertEquals } from "@std/assert";
import { notice, noticesAbove } from "./notice.ts";

Deno.test("noticesAbove() clears before each notice until it is ended, and then as before", () => {
  const heard: string[] = [];
  const { writeSync } = Deno.stderr;
  Deno.stderr.writeSync = (bytes) => {
    heard.push(new TextDecoder().decode(bytes));
    return bytes.length;
  };
  try {
    const endOuter = noticesAbove(() => heard.push("outer"));
    const endInner = noticesAbove(() => heard.push("inner"));
    notice("one");
    endInner();
    notice("two");
    endOuter();
    notice("three\x1b");
  } finally {
    Deno.stderr.writeSync = writeSync;
  }
  assertEquals(heard, ["inner", "one\n", "outer", "two\n", "three\\x1b\n"]);
});
