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

/** A link to what is no address of its own. */
const LINK = /\[(?<words>[^\]]+)\]\((?!https?:)[^)\s]*\)/g;

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
  const title = text.match(/^# (.+)$/m)?.[1].trim();
  if (title === undefined) return undefined;
  const under = (heading: string) =>
    (text.split(`\n## ${heading}\n`)[1] ?? "").split(/^##? /m)[0].trim()
      .replace(LINK, "$<words>");
  return {
    title,
    explanations: under("What explains the differences"),
    deviations: under("Deviations and assumptions"),
  };
}
