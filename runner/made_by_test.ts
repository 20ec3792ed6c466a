import { assertEquals } from "@std/assert";
import { madeBy, outdatedInWords } from "./made_by.ts";

Deno.test("madeBy() tells this code, other code and code that is not known apart", () => {
  const made = ["aaaaaaaaaaaa", "bbbbbbbbbbbb", ""].map((code) => madeBy({ code }, "aaaaaaaaaaaa"));
  assertEquals(made, ["this code", "other code", "code not known"]);
});

Deno.test("outdatedInWords() counts what --refresh runs again, and says nothing where that is nothing", () => {
  assertEquals(outdatedInWords([]), "");
  assertEquals(outdatedInWords(["other code"]), " (1 of them by other code: --refresh runs those again)");
  assertEquals(
    outdatedInWords(["code not known", "code not known"]),
    " (2 of them without a digest of their code: --refresh runs those again)",
  );
});
