import type { Place } from "../datasets/dataset.ts";
import type { RunRecord } from "../records/record.ts";
import type { Run } from "./plan.ts";

/**
 * The records that say what is still to be done: without those on stand-in data of experiments whose own data are at hand now.
 *
 * @param places Where the runs' data sets are taken from, by their names.
 */
export function onOwnData(
  records: readonly RunRecord[],
  runs: readonly Run[],
  places: ReadonlyMap<string, Place>,
): RunRecord[] {
  const own = new Set(
    runs.filter(({ protocol }) => places.get(protocol.dataset) !== "stand-in")
      .map(({ experiment }) => experiment.id),
  );
  return records.filter(({ experiment, data }) =>
    !own.has(experiment) || data.every(({ standIn }) => standIn === undefined)
  );
}
