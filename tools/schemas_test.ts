import { assertEquals } from "@std/assert";
import { Ajv } from "ajv";
import { schemaTexts } from "./schemas.ts";

Deno.test("the committed schemas are those of the types, and valid", async (t) => {
  for (const [path, text] of Object.entries(schemaTexts())) {
    await t.step(path, async () => {
      assertEquals(
        await Deno.readTextFile(new URL(`../${path}`, import.meta.url)),
        text,
        "make it again: deno task schemas",
      );
      assertEquals(new Ajv().validateSchema(JSON.parse(text)), true);
    });
  }
});
