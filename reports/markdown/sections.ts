/**
 * A Markdown page with a section in place of the one that has its heading, or at the end if none has; all else stays as it
 * is. A section ends before the next heading of the second level.
 *
 * @param heading The words after `##`.
 * @param body What comes under the heading.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { withSection } from "./sections.ts";
 *
 * const page = "# Page\n\n## One\n\nold\n\n## Two\n\nstays\n";
 * assertEquals(withSection(page, "One", "new"), "# Page\n\n## One\n\nnew\n\n## Two\n\nstays\n");
 * assertEquals(withSection("# Page\n", "One", "new"), "# Page\n\n## One\n\nnew\n");
 * ```
 */
export function withSection(page: string, heading: string, body: string): string {
  const parts = page.trimEnd().split(/\n+(?=## )/);
  const section = `## ${heading}\n\n${body.trim()}`;
  const at = parts.findIndex((part) => part.split("\n")[0] === `## ${heading}`);
  return (at < 0 ? [...parts, section] : parts.with(at, section)).join("\n\n") + "\n";
}
