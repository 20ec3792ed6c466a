import { notice } from "../terminal/notice.ts";
import { SetupError } from "../engine/setup_error.ts";
import type { Crew } from "./crew.ts";
import type { Machine } from "../runner/estimate.ts";
import { cpuModel, threads } from "../engine/processor.ts";
import { slowdown } from "../runner/slowdown.ts";
import { cachedSpeed, REFERENCE, type Speed } from "./speed.ts";

/**
 * This machine, as estimates need it. Its speed is measured where that wasn't done before; where the engine can't be had
 * yet, it is taken for that of the protocols' machine, which is said unless `quiet`.
 *
 * @param options.jobs How many runs share its threads, of which the crew's worker has one's share.
 */
export async function thisMachine(
  crew: Crew,
  { quiet, jobs = 1 }: { quiet: boolean; jobs?: number },
): Promise<Machine> {
  const scale = await scaleOf(crew, quiet, jobs);
  return {
    scale,
    cpu: cpuModel(),
    threads: threads(),
    engine: crew.current()?.engine.name ?? await crew.engine(),
  };
}

async function scaleOf(crew: Crew, quiet: boolean, jobs: number): Promise<number> {
  try {
    const cached = await cachedSpeed(await crew.engine());
    const { seconds, busy } = cached && !cached.busy ? cached : await wholeSpeed(crew, jobs);
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

/** How fast the machine is, by a worker that has its share of the threads. */
async function wholeSpeed(crew: Crew, jobs: number): Promise<Speed> {
  const { seconds, busy } = await crew.speed();
  return { seconds: seconds / slowdown(threads(), jobs), busy };
}
