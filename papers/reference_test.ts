import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { loadPapers } from "./load.ts";
import { parseReference } from "./reference.ts";

const ENTRY = "@misc{me2020,\n  title = {A {Title}},\n  author = {Me}\n}";

Deno.test("parseReference() takes the address of url, doi or arXiv, in this order", () => {
  const withFields = (...fields: string[]) => ENTRY.replace("{Me}", ["{Me}", ...fields].join(",\n  "));
  const cases: [string[], string | undefined][] = [
    [[], undefined],
    [["eprint = {1809.03627}"], undefined],
    [["eprint = {1809.03627}", "archivePrefix = {arXiv}"], "https://arxiv.org/abs/1809.03627"],
    [["eprint = {1809.03627}", "archivePrefix = {arXiv}", "doi = {10.1/2}"], "https://doi.org/10.1/2"],
    [['url = "https://example.org/a"', "doi = {10.1/2}"], "https://example.org/a"],
  ];
  for (const [fields, url] of cases) {
    const bibtex = withFields(...fields);
    assertEquals(parseReference(`\n${bibtex}\r\n`), { bibtex, ...url !== undefined && { url } });
  }
});

Deno.test("parseReference() reads entries as they are commonly written", () => {
  const cases = [
    ["@misc{k, title={A}, author={B}}", undefined],
    ["@misc{k, title={A}, author={B}, url = {https://a.org}}", "https://a.org"],
    ["@misc{k, title={A, and B}, author={B},\n  url = {https://a.org}}", "https://a.org"],
    ["@misc{k,\n  title = {A} ,\n  doi = {10.1/2} ,\n  author = {B}\n}", "https://doi.org/10.1/2"],
    [
      "@misc{k,\n  author = {B},\n  title = {A},\n  DOI = {https://doi.org/10.1/2},\n}",
      "https://doi.org/10.1/2",
    ],
    ["@misc{k, title = {A}, author = {B}, doi = {http://dx.doi.org/10.1/2}}", "https://doi.org/10.1/2"],
    ["@misc{k, title = {A}, author = {B}, doi = {10.1007/3\\_53}}", "https://doi.org/10.1007/3_53"],
    ["@misc{k, title = {A}, author = {B}, url = {https://a.org/?c=1\\&d=2}}", "https://a.org/?c=1&d=2"],
    [
      '@misc{k, title = "A, {"}url{"} = x", author = "G{\\"o}del, K", year = 1931, doi = "10.1/2"}',
      "https://doi.org/10.1/2",
    ],
    ["@misc{k, title = {A}, author = {B}, note = {url = {https://b.org}}, doi = {}}", undefined],
  ] as const;
  for (const [bibtex, url] of cases) {
    assertEquals(parseReference(bibtex), { bibtex, ...url !== undefined && { url } });
  }
});

Deno.test("parseReference() says what is wrong", () => {
  const faultOf = (text: string) => (parseReference(text) as { fault: string }).fault;
  for (const text of ["", "A Title", "@misc{", ENTRY.slice(0, -1), `${ENTRY}\n${ENTRY}`, "@misc{,\n}"]) {
    assertStringIncludes(faultOf(text), "it is not one BibTeX entry", text);
  }
  assertStringIncludes(faultOf("@misc{me,\n  title = {T}\n}"), "its author is missing");
  assertStringIncludes(faultOf("@misc{me, title = {}, author = {B}}"), "its title is missing");
  const strange = ENTRY.replace("{Me}", "{Me},\n  url = {javascript:alert(1)}");
  assertStringIncludes(faultOf(strange), "must begin with https://, got javascript:alert(1)");
});

Deno.test("every paper of the suite that makes claims can be cited, each by its own key", async () => {
  const claiming = (await loadPapers()).filter(({ claims }) => claims.length > 0);
  assertEquals(claiming.filter(({ reference }) => reference === undefined).map(({ id }) => id), []);
  const keys = claiming.map(({ reference }) => reference!.bibtex.match(/^@[a-z]+\{([a-z0-9_]+),\n/)?.[1]);
  assert(!keys.includes(undefined));
  assertEquals(new Set(keys).size, keys.length);
});
