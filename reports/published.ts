/**
 * What the suite has published: the full protocol's verdicts, which a report of one's own runs shows beside them.
 *
 * @module
 */
import { relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import type { Comparison } from "../judging/compare.ts";

/** The suite's folder. */
const ROOT = fileURLToPath(new URL("../", import.meta.url));

/** The published results, from the suite's folder. */
const FOLDER = "reports/published";

/** What is published. */
export interface Published {
  readonly comparisons: readonly Comparison[];
  /** The published report, from the folder of the report that names it; nothing where the two do not lie in one checkout. */
  readonly link: string | undefined;
}

/**
 * What is published, as a report in the folder `out` names it; nothing where the suite came without its results.
 *
 * @throws {SyntaxError} If the published claims are not JSON.
 */
export async function readPublished(out: string): Promise<Published | undefined> {
  try {
    const comparisons: Comparison[] = JSON.parse(await Deno.readTextFile(`${ROOT}${FOLDER}/claims.json`));
    return { comparisons, link: linkFrom(resolve(out)) };
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}

/**
 * The published report's path from a folder.
 *
 * @param out An absolute path; outside the checkout a link would not survive its being moved.
 */
export function linkFrom(out: string): string | undefined {
  if (relative(ROOT, out).startsWith("..")) return undefined;
  return relative(out, `${ROOT}${FOLDER}/REPORT.md`).replaceAll("\\", "/");
}
