import { PROFILES, type RunRecord } from "../../benchmarks/runner/record.ts";

/** What a figure was drawn from, in a line: how many runs, of which profile, on what, when. */
export function sourceOf(records: readonly RunRecord[]): string {
  if (records.length === 0) return "Source: no runs.";
  const profiles = PROFILES.filter((profile) => records.some((record) => record.profile === profile));
  const seeds = [...new Set(records.map(({ seed }) => seed))].sort((a, b) => a - b);
  const engines = [
    ...new Set(records.map(({ engine }) => `${engine.name} ${engine.version} on ${engine.device}`)),
  ];
  const last = records.map(({ provenance }) => provenance.started.slice(0, 10)).sort().at(-1);
  const named = seeds.length > 6
    ? `${seeds.length} seeds`
    : `seed${seeds.length > 1 ? "s" : ""} ${seeds.join(", ")}`;
  return `Source: ${records.length} run${records.length > 1 ? "s" : ""}, profile ${
    profiles.join(" and ")
  }, ${named}; ${engines.join(", ")}; ${last}.`;
}
