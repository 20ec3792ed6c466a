/**
 * The processor: its name, and how much of it this process uses.
 *
 * @module
 */
import { cpus } from "node:os";
import { noLoaderVariables } from "./loader_variables.ts";

/** A processor. */
export interface Processor {
  /** What it calls itself. */
  readonly name: string;
  /** Its family and model, where `lscpu` tells them: some generations bear the same name, such as `AMD EPYC`. */
  readonly numbers?: { readonly family: number; readonly model: number };
}

let found: Processor | undefined;

/** This machine's processor. */
export function processor(): Processor {
  found ??= processorFrom(processorName(), lscpu());
  return found;
}

/**
 * A processor by its name and by what is said of it.
 *
 * @param described What `lscpu` prints; empty where there is none.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { processorFrom } from "./processor.ts";
 *
 * const epyc = processorFrom("AMD EPYC", "CPU family:  25\n    Model:  17\n");
 * assertEquals(epyc, { name: "AMD EPYC", numbers: { family: 25, model: 17 } });
 * assertEquals(processorFrom("Apple M2", ""), { name: "Apple M2" });
 * ```
 */
export function processorFrom(name: string, described: string): Processor {
  const [family, model] = ["CPU family", "Model"].map((field) =>
    Number(described.match(new RegExp(`^ *${field}: *(\\d+)$`, "m"))?.[1])
  );
  return Number.isNaN(family) || Number.isNaN(model) ? { name } : { name, numbers: { family, model } };
}

/** The processor's name alone, for which no program is started. */
export function processorName(): string {
  return cpus()[0].model.trim();
}

/** The processor's name, as records have it: with its family and model where these are known. */
export function cpuModel({ name, numbers }: Processor = processor()): string {
  return numbers === undefined ? name : `${name} (family ${numbers.family}, model ${numbers.model})`;
}

/** What `lscpu` prints of the processor; empty where it isn't there, or where this program may not run it. */
function lscpu(): string {
  if (Deno.build.os !== "linux") return "";
  if (Deno.permissions.querySync({ name: "run", command: "lscpu" }).state !== "granted") return "";
  try {
    const env = { ...noLoaderVariables(), LC_ALL: "C" };
    const { stdout } = new Deno.Command("lscpu", { env, stderr: "null" }).outputSync();
    return new TextDecoder().decode(stdout);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return "";
    throw error;
  }
}

/**
 * How many of the machine's threads this process computes with: all of them, or as many as the variable
 * `RECLAIM_THREADS` says, such as those of one of several processes that share the machine.
 */
export function threads(): number {
  const share = Number(Deno.env.get("RECLAIM_THREADS") || Infinity);
  const all = navigator.hardwareConcurrency;
  return Number.isInteger(share) && share >= 1 ? Math.min(share, all) : all;
}
