import { assertEquals } from "@std/assert";
import { shellWord } from "./shell_word.ts";

Deno.test("shellWord() gives a shell back the very text", async () => {
  for (const text of ["plain", "/tmp/a b", "it's", '$HOME `x` \\ "', "a*?[b]~", "", "line\nbreak"]) {
    const { stdout } = await new Deno.Command("sh", { args: ["-c", `printf %s ${shellWord(text)}`] })
      .output();
    assertEquals(new TextDecoder().decode(stdout), text);
  }
});
