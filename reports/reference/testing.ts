import type { RunRecord } from "../../records/record.ts";
import { exampleRun, measured } from "../../judging/testing.ts";
import { makeReference } from "./make.ts";
import type { Reference } from "./reference.ts";

/** The accuracies of the made-up runs' eight seeds, from seed 1. */
export const ACCURACIES = [0.50, 0.53, 0.49, 0.52, 0.55, 0.51, 0.48, 0.54];

/** A made-up run of `made/up/data` in the profile `quick` for tests: an accuracy, and nothing trained. */
export function quickRun(accuracy: number, seed: number, over: Partial<RunRecord> = {}): RunRecord {
  return exampleRun(0, {
    profile: "quick",
    seed,
    measurements: [measured("ACC", accuracy), measured("OTHER:seconds per epoch", 10 * seed)],
    history: [],
    ...over,
  });
}

/** What makes a run one that trains, where its accuracy is `accuracy`: its losses are the same with every seed. */
export function trained(): Pick<RunRecord, "history"> {
  return { history: [{ epoch: 1, loss: 2, seconds: 1 }, { epoch: 2, loss: 1.5 }, { epoch: 3, loss: 1 }] };
}

/** Made-up runs with the seeds 1 to 8, with fields of `over`. */
export function eightRuns(over: Partial<RunRecord> = {}): RunRecord[] {
  return ACCURACIES.map((accuracy, i) => quickRun(accuracy, i + 1, over));
}

/** The reference that {@linkcode eightRuns} make. */
export function exampleReference(over: Partial<RunRecord> = {}): Reference {
  return makeReference(eightRuns(over));
}
