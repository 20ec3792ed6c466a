import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import { InputError } from "../disk/files.ts";
import { inFolder } from "../engine/testing.ts";
import { MAX_DEPTH, parseJson, readJson } from "./json.ts";

const nested = (levels: number) => "[".repeat(levels) + "]".repeat(levels);

Deno.test("parseJson() takes lists and objects to 64 levels, and no deeper", () => {
  assertEquals(
    parseJson('{"a":[1,{"b":null}],"__proto__":2}', "x"),
    JSON.parse('{"a":[1,{"b":null}],"__proto__":2}'),
  );
  parseJson(nested(MAX_DEPTH), "x");
  // The last is deeper than recursion could go.
  for (const levels of [MAX_DEPTH + 1, 3000, 1e6]) {
    assertThrows(
      () => parseJson(nested(levels), "x"),
      InputError,
      "Cannot read x: lists and objects must be nested",
    );
  }
});

Deno.test("parseJson() says that a text is none of JSON", () => {
  for (const text of ["", "{", "NaN", "{'a':1}"]) {
    assertThrows(() => parseJson(text, "x"), InputError, "Cannot read x: it is not JSON (");
  }
});

Deno.test("readJson() reads a file of bounded size", () =>
  inFolder(async (folder) => {
    await Deno.writeTextFile(`${folder}/a.json`, "[1]");
    assertEquals(await readJson(`${folder}/a.json`, 3), [1]);
    await assertRejects(
      () => readJson(`${folder}/a.json`, 2),
      InputError,
      "it must have at most 2 bytes, got 3",
    );
    await assertRejects(() => readJson(`${folder}/none`, 2), Deno.errors.NotFound);
  }));
