/**
 * Which records of several engines are of the same run.
 *
 * @module
 */
import { lastOf } from "../../judging/samples.ts";
import { canonicalJson } from "../../records/digest.ts";
import type { Profile, RunRecord } from "../../records/record.ts";

/** One run, done on the engine that the others are compared with, and what each of those recorded of it. */
export interface Pairing {
  readonly reference: RunRecord;
  /** By engine; an engine that did not do the run, or failed in it, is not among them. */
  readonly others: ReadonlyMap<string, RunRecord>;
}

/** The runs of several engines side by side. */
export interface Paired {
  readonly pairs: readonly Pairing[];
  /** The runs that failed, on whichever engine. */
  readonly failed: readonly RunRecord[];
  /** Runs of the reference that an engine has no record of, a text each. */
  readonly missing: readonly string[];
  /** Records that are not of the same run as the reference's, though experiment and seed are: a text each, with the reason. */
  readonly unlike: readonly string[];
}

/**
 * Pairs records by experiment and seed; of a run that an engine recorded more than once the last one counts. Only records
 * of the same configuration, data and code are compared: else more than the engine would set them apart.
 *
 * @param records All records, of whatever engine; those of other profiles and engines are left out.
 * @param engines The names of the engines; the first is the one that the others are compared with.
 */
export function paired(
  records: readonly RunRecord[],
  profile: Profile,
  [reference, ...others]: readonly string[],
): Paired {
  const own = records.filter((record) => record.profile === profile);
  const runs = Map.groupBy(own, runOf);
  const last = (key: string, engine: string): RunRecord | undefined => {
    const found = runs.get(key)!.filter((record) => record.engine.name === engine);
    return found.length === 0 ? undefined : lastOf(found);
  };
  const keys = [...runs.keys()].sort();
  const failed = keys.flatMap((key) =>
    [reference, ...others].flatMap((engine) => last(key, engine) ?? []).filter(isFailed)
  );
  const pairs: Pairing[] = [], missing: string[] = [], unlike: string[] = [];
  for (const key of keys) {
    const expected = last(key, reference);
    if (expected === undefined || isFailed(expected)) continue;
    const found = new Map<string, RunRecord>();
    for (const engine of others) {
      const record = last(key, engine);
      const apart = record && apartBy(expected, record);
      if (record === undefined) missing.push(`${key} on ${engine}`);
      else if (apart !== undefined) unlike.push(`${key} on ${engine}: other ${apart}`);
      else if (!isFailed(record)) found.set(engine, record);
    }
    pairs.push({ reference: expected, others: found });
  }
  return { pairs, failed, missing, unlike };
}

/** What sets runs of one profile apart, in words. */
export function runOf({ experiment, seed }: RunRecord): string {
  return `${experiment}, seed ${seed}`;
}

function isFailed({ status }: RunRecord): boolean {
  return status === "failed";
}

/** In what two records of one experiment and seed differ beside the engine; undefined if in nothing. */
function apartBy(a: RunRecord, b: RunRecord): string | undefined {
  const files = ({ data }: RunRecord) => data.map(({ sha256 }) => sha256).sort();
  if (canonicalJson(a.config) !== canonicalJson(b.config)) return "configuration";
  if (canonicalJson(files(a)) !== canonicalJson(files(b))) return "data";
  return a.code === b.code ? undefined : "code";
}
