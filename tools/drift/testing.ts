import type { EngineName } from "../../engine/mod.ts";
import { exampleRun } from "../../judging/testing.ts";
import type { RunRecord } from "../../records/record.ts";
import { exampleRecord } from "../../runner/testing.ts";

/** A made-up run of the profile `smoke` on an engine for tests: a silhouette of 0.5, and two epochs. */
export function runOn(name: EngineName, over: Partial<RunRecord> = {}): RunRecord {
  const { digest: _, ...run } = exampleRun(0.5, {
    profile: "smoke",
    config: { network: { architecture: { sizes: [4, 2] } } },
    engine: { name, device: "CPU", version: "1.0" },
    history: [{ epoch: 1, loss: 2, seconds: 1 }, { epoch: 2, loss: 1, seconds: 1 }],
    ...over,
  });
  return exampleRecord(run);
}
