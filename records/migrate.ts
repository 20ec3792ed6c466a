/**
 * Records of format 1 brought to the format of today, without a number changed.
 *
 * @module
 */
import { canonicalJson, checksumOf, recordDigest } from "./digest.ts";
import type { Move, Unread } from "./format_1.ts";
import {
  type Measurement,
  measurementKey,
  measurementName,
  type Migration,
  type RunRecord,
  type Settings,
  type Study,
} from "./record.ts";
import { FORMAT, schemaFault } from "./record_format.ts";
import { settingsByPath } from "./settings.ts";

/** The format that is brought to that of today. */
export const OLDER_FORMAT = 1;

/** A record of format 1: what later formats added is absent. */
export type OlderRecord = Omit<RunRecord, "format" | "study" | "code" | "migrated"> & {
  readonly format: typeof OLDER_FORMAT;
};

/** What an experiment, as it is now, says of its runs. */
export interface ExperimentNow {
  readonly id: string;
  readonly paper: string;
  readonly method: string;
  readonly dataset: string;
  readonly study?: Study;
}

/** A record that cannot be brought to the format of today; the message says why. */
export class MigrationError extends Error {
  override name = "MigrationError";
}

/**
 * A parsed file as a record of format 1.
 *
 * @throws {MigrationError} If it is none, or was changed since it was written.
 */
export function olderRecord(value: unknown): OlderRecord {
  const { checksum, ...record } = Object(value) as OlderRecord & { checksum?: string };
  if (record.format !== OLDER_FORMAT) {
    throw new MigrationError(`format must be ${OLDER_FORMAT}, got ${JSON.stringify(record.format)}`);
  }
  // The first records have no checksum.
  const today = { ...record, format: FORMAT, code: "", checksum: checksum ?? checksumOf(record) };
  const fault = schemaFault(today);
  if (fault !== undefined) throw new MigrationError(fault);
  if (record.digest !== recordDigest(today)) {
    throw new MigrationError("its configuration, data or engine were changed since its digest was made");
  }
  if (checksum !== undefined && checksum !== checksumOf(record)) {
    throw new MigrationError("it was changed since it was written: its checksum is another's");
  }
  return record;
}

/**
 * A record of format 1 in the format of today, under the digest of today. What the configuration says now and did not say
 * then is listed in `migrated.added`: it was constant in the code that made the run. Of two measurements of one name that
 * are equal one is kept.
 *
 * @param now The record's experiment, and the configuration that it has now for the same profile and data.
 * @param fates What became of the settings of format 1.
 * @throws {MigrationError} If a setting of the record is lost now or has another value, or if two measurements of one name
 * differ: the message names it.
 */
export function migrateRecord(
  older: OlderRecord,
  now: { experiment: ExperimentNow; config: Settings },
  fates: readonly (Move | Unread)[],
): RunRecord {
  const { format, measurements, config, ...kept } = older;
  const { id, paper, method, dataset, study } = now.experiment;
  const fit = fates.filter(({ of = "" }) => older.experiment.startsWith(of));
  const record: RunRecord = {
    ...kept,
    format: FORMAT,
    experiment: id,
    paper,
    method,
    dataset,
    ...study && { study },
    config: now.config,
    code: "",
    migrated: { from: format, ...changedSettings(config, now.config, fit) },
    measurements: withoutRepeats(measurements),
  };
  return { ...record, digest: recordDigest(record) };
}

/** Which settings a configuration has that the older one did not have, and which of that one nothing read. */
function changedSettings(
  older: Settings,
  now: Settings,
  fates: readonly (Move | Unread)[],
): Pick<Migration, "added" | "dropped"> {
  const settings = settingsByPath(now);
  const added = new Set(settings.keys());
  const dropped: string[] = [];
  for (const { from, to, value } of placedBelow({ from: "", to: [""], value: older }, fates)) {
    if (to === undefined) {
      dropped.push(from);
      continue;
    }
    const there = to.filter((path) => settings.has(path));
    if (there.length === 0) {
      throw new MigrationError(
        `the setting ${from} is lost: ${to.join(" or ")} must be ${canonicalJson(value)}`,
      );
    }
    for (const path of there) {
      const given = canonicalJson(settings.get(path));
      if (given !== canonicalJson(value)) {
        throw new MigrationError(
          `the setting ${from} has changed: ${path} must be ${canonicalJson(value)}, got ${given}`,
        );
      }
      added.delete(path);
    }
  }
  return { added: [...added], ...dropped.length > 0 && { dropped } };
}

/** A setting of the older configuration. */
interface Placed {
  from: string;
  /** The paths where it can be now; absent where nothing read it. */
  to: readonly string[] | undefined;
  /** As it is written now. */
  value: unknown;
}

/** A setting as these fates say, or the settings below it. */
function placed(setting: Placed, fates: readonly (Move | Unread)[]): Placed[] {
  const { from, value } = setting;
  const fate = fates.find((fate) =>
    fate.from === from && (!("was" in fate) || canonicalJson(fate.was) === canonicalJson(value))
  );
  if (fate === undefined) return placedBelow(setting, fates);
  if ("unread" in fate) return placedBelow({ ...setting, to: undefined }, fates);
  const to = [fate.to].flat();
  // What is restated is in the words of today.
  return "is" in fate
    ? placedBelow({ from, to, value: fate.is }, [])
    : placedBelow({ from, to, value }, fates);
}

/** The settings below one, or that one where it holds none; settings without any fields say nothing. */
function placedBelow({ from, to, value }: Placed, fates: readonly (Move | Unread)[]): Placed[] {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return [{ from, to, value }];
  const below = (path: string, name: string) => path === "" ? name : `${path}.${name}`;
  return Object.entries(value).flatMap(([name, field]) =>
    placed({ from: below(from, name), to: to?.map((path) => below(path, name)), value: field }, fates)
  );
}

function withoutRepeats(measurements: readonly Measurement[]): Measurement[] {
  const kept = new Map<string, Measurement>();
  for (const measurement of measurements) {
    const key = measurementKey(measurement);
    const first = kept.get(key) ?? measurement;
    if (first.value !== measurement.value) {
      throw new MigrationError(
        `${measurementName(measurement)} has two values: ${first.value} and ${measurement.value}`,
      );
    }
    kept.set(key, first);
  }
  return [...kept.values()];
}
