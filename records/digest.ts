/**
 * The name of what a run was made with, and the checksums of files.
 *
 * @module
 */
import { createHash } from "node:crypto";
import type { Profile, RunRecord } from "./record.ts";

/**
 * JSON without blanks and with the keys of every object sorted; equal for equal values. Fields that are undefined are left
 * out.
 *
 * @throws {RangeError} If a number is not finite.
 */
export function canonicalJson(value: unknown): string {
  return canonical("", value);
}

function canonical(key: string, value: unknown): string {
  if (typeof value !== "object" || value === null) return JSON.stringify(finite(key, value));
  if (Array.isArray(value)) return `[${value.map((item) => canonical(key, item)).join(",")}]`;
  const fields = value as Record<string, unknown>;
  let text = "";
  for (const name of Object.keys(fields).sort()) {
    const field = fields[name];
    if (field === undefined) continue;
    text += `${text && ","}${JSON.stringify(name)}:${canonical(name, field)}`;
  }
  return `{${text}}`;
}

/**
 * For `JSON.stringify`, which would write null for NaN and Infinity, and `JSON.parse`, which reads what is too large as
 * Infinity.
 *
 * @throws {RangeError} If a number is not finite.
 */
export function finite(key: string, value: unknown): unknown {
  if (typeof value === "number" && !Number.isFinite(value)) {
    throw new RangeError(
      `Cannot write a number as JSON: ${key || "it"} must be finite, got ${value}`,
    );
  }
  return value;
}

/**
 * The name of a configuration: the first 12 hex digits of the SHA-256 of its canonical JSON. The order of keys and
 * of data sets does not matter.
 *
 * @param parts What sets one configuration apart from another; `data` are the SHA-256 of the data sets, `engine` is
 * the engine's name.
 * @throws {RangeError} If the configuration holds a number that is not finite.
 */
export function configDigest(
  parts: {
    experiment: string;
    profile: Profile;
    config: Record<string, unknown>;
    data: string[];
    engine: string;
  },
): string {
  const { experiment, profile, config, data, engine } = parts;
  return sha256(canonicalJson({ experiment, profile, config, data: data.toSorted(), engine })).slice(0, 12);
}

/**
 * What a file's content is checked by: the first 16 hex digits of the SHA-256 of its canonical JSON, without the field
 * `checksum` itself.
 *
 * @throws {RangeError} If it holds a number that is not finite.
 */
export function checksumOf(file: object): string {
  const { checksum: _, ...content } = file as { checksum?: unknown };
  return sha256(canonicalJson(content)).slice(0, 16);
}

/** What is wrong with a file by its checksum, in words; undefined if nothing is. */
export function checksumFault(file: { checksum: string }): string | undefined {
  try {
    if (file.checksum === checksumOf(file)) return undefined;
    return "it was changed since it was written: its checksum is another's";
  } catch (error) {
    // A number that is not finite, which cannot have been written.
    if (error instanceof RangeError) return error.message;
    throw error;
  }
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

/** The digest of what a record says that its run was made with. */
export function recordDigest(record: Omit<RunRecord, "digest">): string {
  const { experiment, profile, config, data, engine } = record;
  return configDigest({
    experiment,
    profile,
    config,
    data: data.map(({ sha256 }) => sha256),
    engine: engine.name,
  });
}
