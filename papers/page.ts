/**
 * What a paper's page, its `README.md`, says that reports repeat. Of a link to a file only the words are left: a report may lie
 * anywhere.
 */
export interface Page {
  /** The first heading. */
  readonly title: string;
  /** Markdown: what is known of why our results differ, with the studies that show it; empty where nothing is said. */
  readonly explanations: string;
  /** Markdown: what was done otherwise than in the paper, and what had to be assumed; empty where nothing is said. */
  readonly deviations: string;
}

/** A paper's title up to its colon, where the pages of the suite say whose it is. */
export function shortTitle(title: string): string {
  return title.split(":")[0].trim() || title;
}

/** Code, which is left as it is; or a link to, or a picture of, what is no address of its own. */
const LINK =
  /(?<code>(?<marks>`+)(?!`)[^]*?(?<!`)\k<marks>(?!`))|!?\[(?<words>[^\]]+)\]\((?!https?:)(?:\([^()]*\)|[^()"])*(?:"[^"]*"\s*)?\)/g;

/** A heading of the first or second level, and what stands under it up to the next of them. */
interface Section {
  readonly mark: string;
  readonly heading: string;
  readonly lines: string[];
}

/** The sections of a page. In a fenced block of code no line is a heading. */
function sectionsOf(text: string): Section[] {
  const sections: Section[] = [];
  let fence: string | undefined;
  for (const line of text.split(/\r?\n/)) {
    const [, marks, after] = /^\s*(`{3,}(?=[^`]*$)|~{3,})(.*)$/.exec(line) ?? [];
    if (fence === undefined) fence = marks;
    else if (marks?.startsWith(fence) && after.trim() === "") fence = undefined;
    const found = fence === undefined ? /^(##?)[ \t]+(\S.*?)[ \t]*$/.exec(line) : null;
    if (found) sections.push({ mark: found[1], heading: found[2], lines: [] });
    else sections.at(-1)?.lines.push(line);
  }
  return sections;
}

/**
 * Reads a paper's page; nothing if it has no heading.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { parsePage } from "./page.ts";
 *
 * assertEquals(parsePage("# Song et al.\n\n## Deviations and assumptions\n\n1. None.\n\n## Run\n"), {
 *   title: "Song et al.",
 *   explanations: "",
 *   deviations: "1. None.",
 * });
 * ```
 */
export function parsePage(text: string): Page | undefined {
  const sections = sectionsOf(text);
  const title = sections.find(({ mark }) => mark === "#");
  if (title === undefined) return undefined;
  const under = (name: string) => {
    const section = sections.find(({ mark, heading }) => mark === "##" && heading === name);
    return (section?.lines ?? []).join("\n").trim().replace(LINK, "$<code>$<words>");
  };
  return {
    title: title.heading,
    explanations: under("What explains the differences"),
    deviations: under("Deviations and assumptions"),
  };
}
