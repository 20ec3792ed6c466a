import type { Paper } from "../../papers/load.ts";

/** Whether a paper has a chapter, as all have but those that make no claims and only set methods beside each other. */
export function hasChapter({ claims, figures }: Pick<Paper, "claims" | "figures">): boolean {
  return claims.length > 0 || !figures.some(({ kind }) => kind === "side by side" || kind === "league");
}
