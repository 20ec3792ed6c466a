/**
 * The kinds of processors, each of which has a table of its own: which library is fast differs between them.
 *
 * @module
 */
import type { Processor } from "../engine/processor.ts";

/** `AMD Zen 4`, `Intel`, or the whole name of a processor of neither. */
export type Kind = string;

/**
 * The kind of a processor. AMD's generations differ by a factor of two in matrix products and bear the same name, so theirs is
 * told by family and model; an unknown one by its family.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { kindOf } from "./kinds.ts";
 *
 * assertEquals(kindOf({ name: "Intel(R) Xeon(R) Processor @ 2.60GHz" }), "Intel");
 * assertEquals(kindOf({ name: "AMD EPYC", numbers: { family: 25, model: 17 } }), "AMD Zen 4");
 * assertEquals(kindOf({ name: "Apple M2" }), "Apple M2");
 * ```
 */
export function kindOf({ name, numbers }: Processor): Kind {
  const maker = ["AMD", "Intel"].find((maker) => new RegExp(`\\b${maker}\\b`, "i").test(name));
  if (maker !== "AMD") return maker ?? name;
  if (numbers === undefined) return maker;
  const { family, model } = numbers;
  return `${maker} ${generationOf(family, model) ?? `family ${family}`}`;
}

/** AMD's generations by family and the models' upper four bits, as Linux's kernel has them (arch/x86/kernel/cpu/amd.c). */
function generationOf(family: number, model: number): string | undefined {
  const range = model >> 4;
  if (family === 23) return range <= 2 ? "Zen" : "Zen 2";
  if (family === 25) return range === 1 || range >= 6 ? "Zen 4" : "Zen 3";
  return family === 26 ? "Zen 5" : undefined;
}

/** A kind's maker, whose goals hold for all its kinds. */
export function makerOf(kind: Kind): string {
  return kind.split(" ")[0];
}

/** The kind as a part of a file's name: `amd`, `apple-m2`. */
export function slugOf(kind: Kind): string {
  return kind.toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "");
}
