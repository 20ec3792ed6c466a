import { type Profile, PROFILES, type RunRecord } from "../records/record.ts";
import { noun } from "../terminal/counted.ts";

/** With what runs were made, each thing once and in its order. */
export interface Conditions {
  readonly profiles: readonly Profile[];
  readonly engines: readonly string[];
  readonly seeds: readonly number[];
  /** Like `2026-01-31`. */
  readonly days: readonly string[];
}

/** With what these runs were made. */
export function conditionsOf(records: readonly RunRecord[]): Conditions {
  const each = <T>(of: (record: RunRecord) => T) => [...new Set(records.map(of))];
  return {
    profiles: PROFILES.filter((profile) => records.some((record) => record.profile === profile)),
    engines: each(engineOf),
    seeds: each(({ seed }) => seed).sort((a, b) => a - b),
    days: each(({ provenance }) => provenance.started.slice(0, 10)).sort(),
  };
}

/** A run's engine with its version and device. */
export function engineOf({ engine }: RunRecord): string {
  return `${engine.name} ${engine.version} on ${engine.device}`;
}

/** Seeds in words; more than `most` only as their number. */
export function seedsInWords(seeds: readonly number[], most: number): string {
  return seeds.length > most ? `${seeds.length} seeds` : `${noun(seeds.length, "seed")} ${seeds.join(", ")}`;
}
