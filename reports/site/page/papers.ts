/// <reference lib="dom" />
import type { SiteData } from "../data.ts";
import type { Reference } from "../../../papers/reference.ts";
import { copied } from "./copy.ts";
import { type Child, html } from "./dom.ts";

/** Where a paper can be read. */
export function readIt({ url }: Reference): Child[] {
  return url === undefined
    ? ["No public address of this paper is known."]
    : [html("a", { href: url, rel: "noreferrer" }, "Read the paper")];
}

/** The papers, each with where it can be read and how it is cited. */
export function paperList({ papers }: SiteData): HTMLElement[] {
  return papers.flatMap(({ title, reference }) => [
    html("h3", { class: "plain" }, title),
    ...reference === undefined
      ? [html("p", {}, "Its folder does not say how this paper is cited.")]
      : [html("p", {}, ...readIt(reference)), copied(reference.bibtex, `BibTeX of ${title}`)],
  ]);
}
