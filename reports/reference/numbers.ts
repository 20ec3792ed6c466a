/**
 * The numbers of a run that are held to the reference, and what the two must share to be compared.
 *
 * @module
 */
import { isDuration } from "../../records/compare_runs.ts";
import { configDigest } from "../../records/digest.ts";
import { measurementKey, measurementName, type RunRecord } from "../../records/record.ts";
import type { ReferenceEntry, ReferenceLoss, ReferenceMeasurement } from "./reference.ts";

/** A number of a run. */
export interface RunNumber {
  /** What tells it from the run's others. */
  readonly key: string;
  readonly value: number;
}

/** A number of an entry, of all seeds. */
export interface EntryNumber {
  /** That of the same number of a run. */
  readonly key: string;
  /** As people read it. */
  readonly name: string;
  /** In the order of the entry's seeds. */
  readonly values: readonly number[];
}

const EPOCHS = ["first", "last"] as const;

/**
 * The numbers of a run: all that it measured but durations, and the loss of its first and its last epoch. The epochs between
 * them would add hundreds of numbers that all say the same.
 */
export function numbersOf(
  { measurements, history }: Pick<RunRecord, "measurements" | "history">,
): RunNumber[] {
  const measured = measurements.filter((one) => !isDuration(one));
  return [
    ...measured.map((one) => ({ key: measurementKey(one), value: one.value })),
    ...history.length === 0 ? [] : EPOCHS.map((epoch) => ({
      key: lossKey({ epoch }),
      value: history.at(epoch === "first" ? 0 : -1)!.loss,
    })),
  ];
}

/** The numbers of an entry, by the same keys. */
export function entryNumbers({ measurements, losses }: ReferenceEntry): EntryNumber[] {
  return [
    ...measurements.map((one) => ({
      key: measurementKey(one),
      name: measurementName(one),
      values: one.values,
    })),
    ...losses.map((loss) => ({
      key: lossKey(loss),
      name: `loss of the ${loss.epoch} epoch`,
      values: loss.values,
    })),
  ];
}

/**
 * An entry's measurements and losses, of one run for each seed. What one of the runs lacks is left out: there is nothing to say
 * of it.
 */
export function numbersOfSeeds(
  runs: readonly Pick<RunRecord, "measurements" | "history">[],
): Pick<ReferenceEntry, "measurements" | "losses"> {
  const bySeed = runs.map((run) => new Map(numbersOf(run).map(({ key, value }) => [key, value])));
  const valuesOf = (key: string) => {
    const values = bySeed.map((numbers) => numbers.get(key));
    return values.every((value) => value !== undefined) ? values.map(shortened) : undefined;
  };
  const measurements: ReferenceMeasurement[] = runs[0].measurements.flatMap(
    ({ value: _, ...name }) => {
      const values = valuesOf(measurementKey(name));
      return values === undefined ? [] : [{ ...name, values }];
    },
  );
  const losses: ReferenceLoss[] = EPOCHS.flatMap((epoch) => {
    const values = valuesOf(lossKey({ epoch }));
    return values === undefined ? [] : [{ epoch, values }];
  });
  return { measurements, losses };
}

/**
 * The digest of what a run was asked for, whatever the data and the engine: two runs that share it may still have taken other
 * data, or another engine, which is said in words of its own.
 */
export function settingsDigest({ experiment, profile, config }: RunRecord): string {
  return configDigest({ experiment, profile, config, data: [], engine: "" });
}

/** The SHA-256 of each file that a run's data came from, sorted. */
export function dataOf({ data }: Pick<RunRecord, "data">): string[] {
  return data.map(({ sha256 }) => sha256).sort();
}

/** What computed, of an engine's device: `CPU` or `GPU`, without the name of the device. */
export function deviceOf({ engine }: Pick<RunRecord, "engine">): string {
  return engine.device.split(" ")[0];
}

/** Ten digits: a file half as long, and still far more exact than numbers are compared. */
function shortened(value: number): number {
  return Number(value.toPrecision(10));
}

function lossKey({ epoch }: Pick<ReferenceLoss, "epoch">): string {
  return `loss ${epoch}`;
}
