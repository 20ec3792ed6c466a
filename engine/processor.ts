/**
 * The processor: its name, and how much of it this process uses.
 *
 * @module
 */
import { cpus } from "node:os";
import { noLoaderVariables } from "./loader_variables.ts";

let model: string | undefined;

/**
 * The processor's name, as records have it, with its family and model where `lscpu` may be run: some generations bear the
 * same name, such as `AMD EPYC`, and differ in speed and in how they round.
 */
export function cpuModel(): string {
  model ??= withNumbers(cpus()[0].model.trim(), lscpu());
  return model;
}

/**
 * A processor's name with its family and model.
 *
 * @param described What `lscpu` prints; empty where there is none.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { withNumbers } from "./processor.ts";
 *
 * assertEquals(withNumbers("AMD EPYC", "CPU family:  25\n    Model:  17\n"), "AMD EPYC (family 25, model 17)");
 * assertEquals(withNumbers("Apple M2", ""), "Apple M2");
 * ```
 */
export function withNumbers(name: string, described: string): string {
  const [family, model] = ["CPU family", "Model"].map((field) =>
    described.match(new RegExp(`^ *${field}: *(\\d+)$`, "m"))?.[1]
  );
  return family === undefined || model === undefined ? name : `${name} (family ${family}, model ${model})`;
}

/** What `lscpu` prints of the processor; empty where it isn't there, or where this program may not run it. */
function lscpu(): string {
  const { state } = Deno.permissions.querySync({ name: "run", command: "lscpu" });
  if (Deno.build.os !== "linux" || state !== "granted") return "";
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
