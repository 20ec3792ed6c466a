import { assert, assertEquals } from "@std/assert";
import { loadPapers } from "../../papers/load.ts";
import { REFERENCES } from "./references.ts";

Deno.test("every paper of the suite that makes claims can be cited", async () => {
  const claiming = (await loadPapers()).filter(({ claims }) => claims.length > 0).map(({ id }) => id);
  assertEquals(claiming.filter((id) => REFERENCES[id] === undefined), []);
});

Deno.test("each reference is one BibTeX entry with its own key, its braces in pairs, and a safe address", () => {
  const all = Object.values(REFERENCES);
  const keys = all.map(({ bibtex }) => bibtex.match(/^@[a-z]+\{([a-z0-9_]+),\n/)?.[1]);
  assertEquals([new Set(keys).size, keys.includes(undefined)], [all.length, false]);
  for (const { bibtex, url } of all) {
    let depth = 0;
    for (const [i, letter] of [...bibtex].entries()) {
      depth += letter === "{" ? 1 : letter === "}" ? -1 : 0;
      assert(depth > 0 || i < bibtex.indexOf("{") || i === bibtex.length - 1, bibtex);
    }
    assertEquals(depth, 0, bibtex);
    for (const field of ["title", "author"]) assert(bibtex.includes(`\n  ${field} = {`), bibtex);
    assert(url === undefined || new URL(url).protocol === "https:");
  }
});
