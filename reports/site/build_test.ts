import { assertEquals } from "@std/assert";
import { pageScript, SCRIPT } from "./build.ts";

Deno.test("the page's script is what its source makes (else: deno task site)", async () => {
  assertEquals(await Deno.readTextFile(SCRIPT), await pageScript());
});
