import { notice } from "../terminal/notice.ts";
import { SetupError } from "../engine/setup_error.ts";
import type { Crew } from "./crew.ts";
import type { Machine } from "../runner/estimate.ts";
import { cpuModel } from "../engine/processor.ts";
import { cachedSpeed, REFERENCE } from "./speed.ts";

/**
 * This machine, as estimates need it. Its speed is measured where that wasn't done before; where the engine can't be had
 * yet, it is taken for that of the protocols' machine, which is said unless `quiet`.
 */
export async function thisMachine(crew: Crew, { quiet }: { quiet: boolean }): Promise<Machine> {
  const scale = await scaleOf(crew, quiet);
  return { scale, cpu: cpuModel(), engine: crew.current()?.engine.name ?? await crew.engine() };
}

async function scaleOf(crew: Crew, quiet: boolean): Promise<number> {
  try {
    const cached = await cachedSpeed(await crew.engine());
    const { seconds, busy } = cached && !cached.busy ? cached : await crew.speed();
    if (busy && !quiet) {
      notice("This machine was busy when its speed was measured, so these times may be too long");
    }
    return seconds / REFERENCE;
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    if (!quiet) {
      notice(`How fast this machine is isn't known yet, the times are another's: ${error.message}`);
    }
    return 1;
  }
}
