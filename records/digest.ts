/**
 * The name of what a run was made with.
 *
 * @module
 */
import { createHash } from "node:crypto";
import type { Profile, RunRecord } from "./record.ts";

/** JSON with the keys of every object sorted; equal for equal values. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(",")}]`;
  if (typeof value === "object" && value !== null) {
    const fields = Object.entries(value).filter(([, field]) => field !== undefined)
      .sort(([a], [b]) => a < b ? -1 : 1);
    return `{${fields.map(([key, field]) => `${JSON.stringify(key)}:${canonicalJson(field)}`).join(",")}}`;
  }
  return JSON.stringify(finite("", value));
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
      `A number in JSON cannot be kept: ${key || "it"} must be finite: current value is ${value}`,
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
  const text = canonicalJson({ experiment, profile, config, data: data.toSorted(), engine });
  return createHash("sha256").update(text).digest("hex").slice(0, 12);
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
