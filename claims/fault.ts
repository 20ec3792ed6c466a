/**
 * What is wrong with the files of a paper, in lines that name the file and the row.
 *
 * @module
 */
import { fileURLToPath } from "node:url";
import { nearest, UsageError } from "../terminal/usage.ts";
import type { Place } from "./claims.ts";

/** Something wrong, and where. */
export interface Fault extends Place {
  readonly reason: string;
}

/** A paper's folder that cannot be used: a line for each fault, with the file, the row and what is wrong. */
export class PaperError extends UsageError {
  override name = "PaperError";

  /** What is wrong, and where. */
  readonly faults: readonly Fault[];

  constructor(faults: readonly Fault[]) {
    super(faultLines(faults).join("\n"));
    this.faults = faults;
  }
}

/** Claims or errata that cannot be used. */
export class ClaimsError extends PaperError {
  override name = "ClaimsError";
}

/**
 * A line for each cause: what is wrong with several rows of a file in the same way is said once, with their number.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { faultLines } from "./fault.ts";
 *
 * const reason = 'the kind "rseult" is unknown: did you mean result?';
 * const faults = [2, 3, 4, 9].map((row) => ({ file: "claims.csv", row, reason }));
 * assertEquals(faultLines(faults), [`claims.csv: row 2 and 3 more rows: ${reason}`]);
 * ```
 */
export function faultLines(faults: readonly Fault[]): string[] {
  const causes = Map.groupBy(faults, ({ file, reason }) => JSON.stringify([file, reason]));
  return [...causes.values()].map((same) => {
    const [{ file, reason }] = same;
    const where = placeInWords(same);
    return [file, ...where === "" ? [] : [where], reason].join(": ");
  });
}

/** The row, and the column if there is one for all; of several rows the first, and how many more. */
function placeInWords(faults: readonly Fault[]): string {
  const rows = [...new Set(faults.map(({ row }) => row))];
  const columns = new Set(faults.map(({ column }) => column));
  if (rows[0] === undefined) return "";
  const more = rows.length === 1
    ? ""
    : rows.length === 2
    ? " and 1 more row"
    : ` and ${rows.length - 1} more rows`;
  const [column] = columns;
  return `row ${rows[0]}${more}${columns.size === 1 && column !== undefined ? `, column "${column}"` : ""}`;
}

/** That a word is none of those known, and which of them is the nearest. */
export function unknown(what: string, word: string, known: readonly string[]): string {
  const [near] = nearest(word, known, 1);
  return `the ${what} "${word}" is unknown${near === undefined ? "" : `: did you mean ${near}?`}`;
}

/** A file's path as messages show it: from the current folder where it lies below that. */
export function shownPath(file: URL): string {
  const path = fileURLToPath(file);
  const here = `${Deno.cwd()}/`;
  return path.startsWith(here) ? path.slice(here.length) : path;
}
