import { assertEquals } from "@std/assert";
import { editDistance, nearest } from "./usage.ts";

Deno.test("editDistance() counts insertions, deletions and replacements", () => {
  assertEquals(editDistance("", "abc"), 3);
  assertEquals(editDistance("kitten", "sitting"), 3);
  assertEquals(editDistance("same", "same"), 0);
});

Deno.test("nearest() gives the closest words first, ties in their order", () => {
  assertEquals(nearest("profle", ["paper", "profile", "quiet"], 1), ["profile"]);
  assertEquals(nearest("b", ["a", "b", "c"]), ["b", "a", "c"]);
});
