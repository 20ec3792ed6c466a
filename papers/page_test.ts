import { assertEquals } from "@std/assert";
import { parsePage, shortTitle } from "./page.ts";

Deno.test("parsePage() takes the first heading and the two sections, up to the next heading", () => {
  const page =
    "text\n\n#  A title \n\n## What explains the differences\n\nLuck.\n\n### More\n\nOf it.\n\n# B\n\nrest\n";
  assertEquals(parsePage(page), {
    title: "A title",
    explanations: "Luck.\n\n### More\n\nOf it.",
    deviations: "",
  });
});

Deno.test("parsePage() leaves the words of links to files and places, and links to addresses as they are", () => {
  const text = "See [this](../a.md), [that](#there) and [their page](https://example.org/a).";
  assertEquals(
    parsePage(`# A\n\n## Deviations and assumptions\n\n${text}\n`)?.deviations,
    "See this, that and [their page](https://example.org/a).",
  );
});

Deno.test("parsePage() finds no page without a heading", () => {
  assertEquals(parsePage("## Deviations and assumptions\n\n1. None.\n"), undefined);
});

Deno.test("shortTitle() is what stands before a colon, and never nothing", () => {
  assertEquals(["Song: Auto-encoder", ": x", "x"].map(shortTitle), ["Song", ": x", "x"]);
});
