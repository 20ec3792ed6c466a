/**
 * How a paper is cited: the file `reference.bib` of its folder.
 *
 * @module
 */

/** How a paper is cited. */
export interface Reference {
  /** Where it can be read; absent where the entry names no address. */
  readonly url?: string;
  /** One BibTeX entry. */
  readonly bibtex: string;
}

/**
 * Reads a BibTeX entry. The address is that of its `url`, else of its `doi`, else of its `eprint` on arXiv.
 *
 * @returns What is wrong with it, in words, where it is not one entry with a title and authors, or its address is not one of
 * `https`.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { parseReference } from "./reference.ts";
 *
 * const bibtex = "@misc{me,\n  title = {Mine},\n  author = {Me},\n  doi = {10.1/2}\n}";
 * assertEquals(parseReference(`${bibtex}\n`), { bibtex, url: "https://doi.org/10.1/2" });
 * assertEquals(parseReference("Mine"), { fault: "it is not one BibTeX entry: @misc{key, …}" });
 * ```
 */
export function parseReference(text: string): Reference | { readonly fault: string } {
  const bibtex = text.trim().replaceAll("\r\n", "\n");
  if (!isOneEntry(bibtex)) return { fault: "it is not one BibTeX entry: @misc{key, …}" };
  const field = (name: string) =>
    new RegExp(`^\\s*${name}\\s*=\\s*[{"]([^]*?)["}],?$`, "im").exec(bibtex)?.[1];
  const missing = ["title", "author"].filter((name) => field(name) === undefined);
  if (missing.length > 0) return { fault: `its ${missing.join(" and ")} is missing, such as title = {…}` };
  const [url, doi, eprint] = ["url", "doi", "eprint"].map(field);
  const isOnArxiv = field("archivePrefix")?.toLowerCase() === "arxiv";
  const address = url ?? (doi ? `https://doi.org/${doi}` : undefined) ??
    (eprint && isOnArxiv ? `https://arxiv.org/abs/${eprint}` : undefined);
  if (address === undefined) return { bibtex };
  return URL.canParse(address) && new URL(address).protocol === "https:"
    ? { bibtex, url: address }
    : { fault: `its address must begin with https://, got ${address}` };
}

/** Whether a text is one entry, from its @ to the brace that closes it. */
function isOneEntry(text: string): boolean {
  const head = /^@[a-z]+\s*\{\s*[^\s,{}]+\s*,/i.exec(text)?.[0];
  if (head === undefined) return false;
  let depth = 0;
  for (const [i, letter] of [...text].entries()) {
    depth += letter === "{" ? 1 : letter === "}" ? -1 : 0;
    if (depth === 0 && i >= head.length) return i === [...text].length - 1;
  }
  return false;
}
