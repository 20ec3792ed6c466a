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

Deno.test("nearest() takes a word that was left unfinished for the whole", () => {
  const datasets = ["mnist", "mnist-10k", "fashion-mnist", "gaussian"];
  assertEquals(nearest("fashion", datasets, 1), ["fashion-mnist"]);
  assertEquals(nearest("mnits", datasets, 1), ["mnist"]);
  assertEquals(nearest("gausian", datasets, 1), ["gaussian"]);
});
