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

Deno.test("parsePage() reads pages of Windows, and headings with blanks after them", () => {
  const page = "# A\r\n\r\n## Deviations and assumptions \t\r\n\r\n1. One.\r\n2. Two.\r\n\r\n## Run\r\n";
  assertEquals(parsePage(page), { title: "A", explanations: "", deviations: "1. One.\n2. Two." });
});

Deno.test("parsePage() takes no line of a block of code for a heading", () => {
  const block = "```sh\n# a comment\n## Run\n```\n\n~~~~\n# with\n~~~\n```\n# others in it\n~~~~";
  const page =
    `${block}\n\n# A\n\n## Deviations and assumptions\n\n1. So:\n\n${block}\n\nand \`\`\`no\`\`\` block.\n\n## Run\n`;
  assertEquals(parsePage(page), {
    title: "A",
    explanations: "",
    deviations: `1. So:\n\n${block}\n\nand \`\`\`no\`\`\` block.`,
  });
});

Deno.test("parsePage() leaves the words of links to files and places, and links to addresses as they are", () => {
  const text = "See [this](../a.md), [that](#there) and [their page](https://example.org/a).";
  assertEquals(
    parsePage(`# A\n\n## Deviations and assumptions\n\n${text}\n`)?.deviations,
    "See this, that and [their page](https://example.org/a).",
  );
  const code = "`f[i](x)` and ``[a](`b`)``";
  const others =
    '![Fig. 1](a.png), [x](../y.md "its title"), [z](a(b).md) and ![there](https://example.org/a.png).';
  assertEquals(
    parsePage(`# A\n\n## Deviations and assumptions\n\n${code}: ${others}\n`)?.deviations,
    `${code}: Fig. 1, x, z and ![there](https://example.org/a.png).`,
  );
});

Deno.test("parsePage() finds no page without a heading", () => {
  assertEquals(parsePage("## Deviations and assumptions\n\n1. None.\n"), undefined);
});

Deno.test("shortTitle() is what stands before a colon, and never nothing", () => {
  assertEquals(["Song: Auto-encoder", ": x", "x"].map(shortTitle), ["Song", ": x", "x"]);
});
