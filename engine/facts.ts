/**
 * What is known of TensorFlow and NVIDIA's driver on this machine before an engine starts.
 *
 * @module
 */
import type { Facts } from "./choice.ts";
import { type NvidiaDriver, nvidiaDriver } from "./nvidia.ts";
import { buildsFor } from "./setup.ts";
import type { Build } from "./wheels.ts";

/** The facts that need no adapter. */
export type TensorFlowFacts = Pick<Facts, "nvidia" | "nvidiaFault" | "tensorflow">;

/** What {@linkcode tensorFlowFacts} looks at; tests give their own. */
export interface Surroundings {
  driver: NvidiaDriver | undefined;
  /** The builds of TensorFlow for this machine, the best one first. */
  builds: readonly Pick<Build, "gpu">[];
  /** The folder that `RECLAIM_TENSORFLOW` names. */
  named: string | undefined;
}

/**
 * Whether there is a TensorFlow for this machine, and an NVIDIA GPU that it can use.
 *
 * @throws {SetupError} If `RECLAIM_GPU` is neither 0 nor 1.
 */
export function tensorFlowFacts({ driver, builds, named }: Surroundings = here()): TensorFlowFacts {
  const tensorflow = named !== undefined || builds.length > 0;
  const [best] = builds;
  // Whether a named TensorFlow is built for GPUs shows once it has started.
  const isBuilt = named !== undefined ? driver !== undefined && !driver.fault : best?.gpu === true;
  if (isBuilt) return { tensorflow, nvidia: inWords(driver) };
  if (!driver) return { tensorflow };
  const why = driver.fault ?? "no TensorFlow for this machine, or none that is allowed, works with it";
  return { tensorflow, nvidiaFault: `NVIDIA's driver is there, but ${why}` };
}

function inWords(driver: NvidiaDriver | undefined): string {
  if (!driver || driver.gpus.length === 0) return "the GPU that RECLAIM_GPU=1 promises";
  return `${[...new Set(driver.gpus)].join(", ")} (CUDA ${driver.cuda})`;
}

function here(): Surroundings {
  const named = Deno.env.get("RECLAIM_TENSORFLOW") || undefined;
  return { driver: nvidiaDriver(), builds: buildsFor(), named };
}
