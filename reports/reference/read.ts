import { fileURLToPath } from "node:url";
import { InputError } from "../../disk/files.ts";
import { readJson } from "../../records/json.ts";
import { checkerOf } from "../../records/schema.ts";
import REFERENCE_SCHEMA from "../../schemas/reference.schema.json" with { type: "json" };
import { LEAST_SEEDS, type Reference, type ReferenceEntry } from "./reference.ts";

/** Where the suite's own reference lies. */
export const REFERENCE_PATH: string = fileURLToPath(new URL("quick.json", import.meta.url));

/** Bytes that the file may have; ours has some 100,000. */
const MOST_BYTES = 16 * 2 ** 20;

const schemaFault = checkerOf(REFERENCE_SCHEMA);

/**
 * The reference in a file; undefined where there is none.
 *
 * @param path The suite's own unless given.
 * @throws {InputError} If what is there is no reference of this version.
 */
export async function readReference(path: string = REFERENCE_PATH): Promise<Reference | undefined> {
  let value: unknown;
  try {
    value = await readJson(path, MOST_BYTES);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
  const fault = schemaFault(value) ?? entriesFault((value as Reference).entries);
  if (fault !== undefined) throw new InputError(path, fault);
  return value as Reference;
}

/** What is wrong with entries that their schema cannot say, or nothing. */
function entriesFault(entries: readonly ReferenceEntry[]): string | undefined {
  const known = new Set<string>();
  for (const entry of entries) {
    const { experiment, engine, seeds, measurements, losses } = entry;
    const name = `${experiment} on ${engine.name} (${engine.device})`;
    if (known.has(name)) return `it must have each experiment once for each engine, got ${name} twice`;
    known.add(name);
    const distinct = new Set(seeds).size;
    if (distinct < LEAST_SEEDS || distinct < seeds.length) {
      return `${name} must have at least ${LEAST_SEEDS} seeds, each once, got ${seeds.join(", ") || "none"}`;
    }
    const short = [...measurements, ...losses].find(({ values }) => values.length !== seeds.length);
    if (short !== undefined) {
      return `each number of ${name} must have ${seeds.length} values, one for each seed, got ${short.values.length}`;
    }
  }
}
