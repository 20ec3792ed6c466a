/**
 * Which engines a program may take that asks for `auto` and starts no other process to look around.
 *
 * @module
 */
import { findAdapter } from "./adapter.ts";
import { type Calibration, keptCalibration } from "./calibration.ts";
import { type Candidate, chooseEngine } from "./choice.ts";
import { type TensorFlowFacts, tensorFlowFacts } from "./facts.ts";

/** Where {@linkcode autoEngines} has its facts from; tests give their own. */
export interface AutoSources {
  facts(): TensorFlowFacts;
  calibration(): Promise<Calibration | undefined>;
  adapter: typeof findAdapter;
  /** Whether the program may load libraries. */
  mayLoad(): boolean;
}

const HERE: AutoSources = {
  facts: tensorFlowFacts,
  calibration: keptCalibration,
  adapter: findAdapter,
  // Asked for without a prompt: who only wants a metric of a few points is not to decide on libraries.
  mayLoad: () => Deno.permissions.querySync({ name: "ffi" }).state === "granted",
};

/**
 * The engines to try, in this order. The adapter is known from an earlier measurement alone: to look for one would load
 * drivers that clash with TensorFlow's library. Where a GPU is required and TensorFlow can use none, it is looked for.
 *
 * A program that may not load libraries gets TensorFlow.js's own kernels, which need no permission.
 *
 * @throws {SetupError} If a GPU is required and there is none.
 */
export async function autoEngines(
  requireGpu: boolean,
  sources: AutoSources = HERE,
): Promise<(Candidate | "cpu")[]> {
  if (!requireGpu && !sources.mayLoad()) return ["cpu"];
  const facts = sources.facts();
  if (requireGpu) {
    const adapter = facts.nvidia === undefined ? await sources.adapter() : undefined;
    return chooseEngine({ ...facts, ...adapter && { adapter } }, { requireGpu }).engines;
  }
  const { engines } = chooseEngine({ ...facts, ...await sources.calibration() }, { requireGpu });
  // Where WebGPU is refused its drivers may have been loaded.
  return engines[0] === "webgpu" ? engines.filter((engine) => engine !== "tensorflow") : engines;
}
