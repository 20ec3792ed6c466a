import type { RunRecord } from "../../records/record.ts";
import { conditionsOf, seedsInWords } from "../../judging/conditions.ts";
import { counted } from "../../terminal/counted.ts";

/** What a figure was drawn from, in a line: how many runs, of which profile, on what, when. */
export function sourceOf(records: readonly RunRecord[]): string {
  if (records.length === 0) return "Source: no runs.";
  const { profiles, engines, seeds, days } = conditionsOf(records);
  return `Source: ${counted(records.length, "run")}, profile ${profiles.join(" and ")}, ${
    seedsInWords(seeds, 6)
  }; ${engines.join(", ")}; ${days.at(-1)}.`;
}
