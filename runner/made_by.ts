import type { RunRecord } from "../records/record.ts";

/**
 * Which code made a record, beside the code that a run would execute now. Migrated records name their commit and have
 * no digest of their code, so that it is not known whether it is the same.
 */
export type MadeBy = "this code" | "other code" | "code not known";

/**
 * Which code made a record.
 *
 * @param code The digest of the code that its run would execute now.
 */
export function madeBy(record: Pick<RunRecord, "code">, code: string): MadeBy {
  if (record.code === "") return "code not known";
  return record.code === code ? "this code" : "other code";
}

/**
 * How many records other code made than a run would execute now, in words that follow their number; empty where this code
 * made all.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { outdatedInWords } from "./made_by.ts";
 *
 * assertEquals(
 *   outdatedInWords(["this code", "other code", "code not known", "other code"]),
 *   " (2 of them by other code, 1 without a digest of their code: --refresh runs those again)",
 * );
 * assertEquals(outdatedInWords(["this code"]), "");
 * ```
 */
export function outdatedInWords(made: readonly MadeBy[]): string {
  const count = (which: MadeBy) => made.filter((one) => one === which).length;
  const [other, unkept] = [count("other code"), count("code not known")];
  if (other + unkept === 0) return "";
  const parts = [
    ...other > 0 ? [`${other} of them by other code`] : [],
    ...unkept > 0 ? [`${unkept} ${other > 0 ? "" : "of them "}without a digest of their code`] : [],
  ];
  return ` (${parts.join(", ")}: --refresh runs those again)`;
}
