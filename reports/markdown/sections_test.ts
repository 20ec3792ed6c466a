import { assertEquals } from "@std/assert";
import { withSection } from "./sections.ts";

const PAGE = "# Page\n\nWords.\n\n## One\n\nold\n\n### Part\n\nold\n\n## One and more\n\nstays\n";

Deno.test("withSection() replaces the section of that very heading, with its parts", () => {
  assertEquals(
    withSection(PAGE, "One", "new\n"),
    "# Page\n\nWords.\n\n## One\n\nnew\n\n## One and more\n\nstays\n",
  );
  assertEquals(
    withSection(PAGE, "One and more", "new"),
    PAGE.replace("stays", "new"),
  );
});

Deno.test("withSection() adds a section that is not there, and the same twice is the same page", () => {
  const once = withSection(PAGE, "Three", "third");
  assertEquals(once, `${PAGE}\n## Three\n\nthird\n`);
  assertEquals(withSection(once, "Three", "third"), once);
});
