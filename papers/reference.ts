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
  const body = bodyOf(bibtex);
  if (body === undefined) return { fault: "it is not one BibTeX entry: @misc{key, …}" };
  const fields = fieldsOf(body);
  const field = (name: string) => fields.find((field) => field.name === name)?.value || undefined;
  const missing = ["title", "author"].filter((name) => field(name) === undefined);
  if (missing.length > 0) return { fault: `its ${missing.join(" and ")} is missing, such as title = {…}` };
  const [url, eprint] = ["url", "eprint"].map(field);
  // Some give the address in place of the name.
  const doi = field("doi")?.replace(/^https?:\/\/(dx\.)?doi\.org\//i, "");
  const isOnArxiv = field("archiveprefix")?.toLowerCase() === "arxiv";
  const written = url ?? (doi ? `https://doi.org/${doi}` : undefined) ??
    (eprint && isOnArxiv ? `https://arxiv.org/abs/${eprint}` : undefined);
  if (written === undefined) return { bibtex };
  // As exporters write an address for LaTeX: `10.1007/3\_53`.
  const address = written.replace(/\\([_%&#~])/g, "$1");
  return URL.canParse(address) && new URL(address).protocol === "https:"
    ? { bibtex, url: address }
    : { fault: `its address must begin with https://, got ${address}` };
}

/** What is in an entry's braces after its key; undefined where a text is not one entry, from its @ to its last brace. */
function bodyOf(text: string): string | undefined {
  const head = /^@[a-z]+\s*\{\s*[^\s,{}]+\s*,/i.exec(text)?.[0];
  if (head === undefined) return undefined;
  let depth = 1;
  for (let i = head.length; i < text.length; i++) {
    depth += text[i] === "{" ? 1 : text[i] === "}" ? -1 : 0;
    if (depth === 0) return i === text.length - 1 ? text.slice(head.length, i) : undefined;
  }
  return undefined;
}

/** The fields of an entry, their names in lower case, their values without braces or quotes around them. */
function fieldsOf(body: string): { name: string; value: string }[] {
  const parts = [""];
  let depth = 0, isQuoted = false;
  for (const letter of body) {
    depth += letter === "{" ? 1 : letter === "}" ? -1 : 0;
    if (letter === '"' && depth === 0) isQuoted = !isQuoted;
    // A comma in a value begins no field.
    if (letter === "," && depth === 0 && !isQuoted) parts.push("");
    else parts[parts.length - 1] += letter;
  }
  return parts.flatMap((part) => {
    const [, name, value] = /^\s*([a-z][\w-]*)\s*=\s*([^]*?)\s*$/i.exec(part) ?? [];
    if (name === undefined) return [];
    return [{ name: name.toLowerCase(), value: value.replace(/^[{"]([^]*)["}]$/, "$1").trim() }];
  });
}
