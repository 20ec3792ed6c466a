import { recordPath, type RunRecord } from "../../records/record.ts";
import { dataOf, deviceOf, numbersOfSeeds, settingsDigest } from "./numbers.ts";
import { LEAST_SEEDS, type Reference, REFERENCE_PROFILE, type ReferenceEntry } from "./reference.ts";

/**
 * Why records cannot be made a reference, a line each; nothing where they can. Every record must be of a run that is done, of the
 * reference's profile. The runs of an experiment on one engine must be of one configuration, the same data and the same code, and
 * have {@linkcode LEAST_SEEDS} seeds or more.
 */
export function referenceFaults(records: readonly RunRecord[]): string[] {
  if (records.length === 0) return ["there must be records, got none"];
  const single = records.flatMap((record) => {
    const path = recordPath(record);
    if (record.profile !== REFERENCE_PROFILE) {
      return [`${path}: its profile must be ${REFERENCE_PROFILE}, got ${record.profile}`];
    }
    if (record.status !== "done") return [`${path}: its run must be done, got ${record.status}`];
    return record.code === "" ? [`${path}: the code that made it must be known, got none`] : [];
  });
  return [...single, ...groupsOf(records).flatMap(groupFaults)];
}

function groupFaults(runs: readonly RunRecord[]): string[] {
  const [{ experiment, engine }] = runs;
  const name = `${experiment} on ${engine.name}`;
  const several = ([
    ["configuration", settingsDigest],
    ["set of data", (run: RunRecord) => dataOf(run).join(" ")],
    ["version of the code", ({ code }: RunRecord) => code],
  ] as const).flatMap(([what, of]) => {
    const count = new Set(runs.map(of)).size;
    return count === 1 ? [] : [`${name}: all runs must be of one ${what}, got ${count}`];
  });
  const seeds = new Set(runs.map(({ seed }) => seed)).size;
  const few = seeds < LEAST_SEEDS
    ? [`${name}: it must have at least ${LEAST_SEEDS} seeds, got ${seeds}`]
    : [];
  return [...several, ...few];
}

/**
 * The reference that records make, in the order of experiments and engines; from the same records it is the same.
 *
 * @throws {RangeError} If {@linkcode referenceFaults} has something to say.
 */
export function makeReference(records: readonly RunRecord[]): Reference {
  const [fault] = referenceFaults(records);
  if (fault !== undefined) throw new RangeError(`Cannot make the reference: ${fault}`);
  return { format: 1, profile: REFERENCE_PROFILE, entries: groupsOf(records).map(entryOf) };
}

function entryOf(group: readonly RunRecord[]): ReferenceEntry {
  const runs = group.toSorted((a, b) => a.seed - b.seed);
  const [first] = runs;
  return {
    experiment: first.experiment,
    config: settingsDigest(first),
    data: dataOf(first),
    code: first.code,
    engine: {
      name: first.engine.name,
      device: deviceOf(first),
      versions: [...new Set(runs.map(({ engine }) => engine.version))].sort(),
    },
    processors: [...new Set(runs.map(({ provenance }) => provenance.cpu))].sort(),
    trained: runs.some(({ history }) => history.length > 0),
    seeds: runs.map(({ seed }) => seed),
    ...numbersOfSeeds(runs),
  };
}

/** The records of each experiment and engine, sorted by these. */
function groupsOf(records: readonly RunRecord[]): RunRecord[][] {
  const groups = Map.groupBy(
    records,
    (record) => `${record.experiment} ${record.engine.name} ${deviceOf(record)}`,
  );
  return [...groups].sort(([a], [b]) => a < b ? -1 : 1).map(([, group]) => group);
}

/**
 * The text of a reference's file: JSON with a line for each number, so that a change shows as one.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { referenceText } from "./make.ts";
 *
 * assertEquals(
 *   referenceText({ format: 1, profile: "quick", entries: [] }),
 *   '{"format":1,"profile":"quick","entries":[]}\n',
 * );
 * ```
 */
export function referenceText({ format, profile, entries }: Reference): string {
  const texts = entries.map(({ measurements, losses, ...entry }) =>
    ` ${JSON.stringify(entry).slice(0, -1)},\n` +
    `  "measurements":${listed(measurements, "  ")},\n` +
    `  "losses":${listed(losses, "  ")}}`
  );
  const head = JSON.stringify({ format, profile }).slice(0, -1);
  return `${head},"entries":${texts.length === 0 ? "[]" : `[\n${texts.join(",\n")}\n]`}}\n`;
}

function listed(items: readonly unknown[], indent: string): string {
  if (items.length === 0) return "[]";
  return `[\n${items.map((item) => `${indent} ${JSON.stringify(item)}`).join(",\n")}\n${indent}]`;
}
