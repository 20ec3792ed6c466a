/**
 * Whether a value is an object with named fields, no list and not null.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { isPlainObject } from "./plain_object.ts";
 *
 * assertEquals([{}, [], null, "text"].map(isPlainObject), [true, false, false, false]);
 * ```
 */
export function isPlainObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
