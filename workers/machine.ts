import { notice } from "../terminal/notice.ts";
import { SetupError } from "../engine/setup_error.ts";
import type { Crew } from "./crew.ts";
import type { Machine } from "../runner/estimate.ts";
import { cpuModel } from "../runner/provenance.ts";
import { cachedSpeed, REFERENCE } from "./speed.ts";

/**
 * This machine, as estimates need it. Its speed is measured where that wasn't done before; where the engine can't be had
 * yet, it is taken for that of the protocols' machine, which is said unless `quiet`. The engine is the one that has
 * started, where one has.
 */
export async function thisMachine(
  engine: string,
  crew: Crew,
  { quiet }: { quiet: boolean },
): Promise<Machine> {
  const scale = await scaleOf(engine, crew, quiet);
  return { scale, cpu: cpuModel(), engine: crew.current()?.engine.name ?? engine };
}

async function scaleOf(engine: string, crew: Crew, quiet: boolean): Promise<number> {
  try {
    const seconds = await cachedSpeed(engine) ?? await crew.speed();
    return seconds / REFERENCE;
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    if (!quiet) {
      notice(`How fast this machine is isn't known yet, the times are another's: ${error.message}`);
    }
    return 1;
  }
}
