/**
 * The kinds of processors, each of which has a table of its own: which library is fast differs between them.
 *
 * @module
 */

/** `AMD`, `Intel`, or the whole name of a processor of neither. */
export type Kind = string;

/**
 * The kind of a processor, by the name that it gives itself.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { kindOf } from "./kinds.ts";
 *
 * assertEquals(kindOf("Intel(R) Xeon(R) Processor @ 2.60GHz"), "Intel");
 * assertEquals(kindOf("AMD EPYC 9B14"), "AMD");
 * assertEquals(kindOf("Apple M2"), "Apple M2");
 * ```
 */
export function kindOf(model: string): Kind {
  return ["AMD", "Intel"].find((kind) => new RegExp(`\\b${kind}\\b`, "i").test(model)) ?? model;
}

/** The kind as a part of a file's name: `amd`, `apple-m2`. */
export function slugOf(kind: Kind): string {
  return kind.toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "");
}
