/**
 * Scores made again from the labels that were kept with a run.
 *
 * @module
 */
import type { LabelMetric } from "../metrics/metric.ts";
import type { Clustering } from "./labels.ts";
import { type Measurement, measurementKey, measurementName, type RunRecord } from "./record.ts";

/** How far a score may be from the recorded one, relative to the larger: both are made of the same whole numbers. */
const TOLERANCE = 1e-9;

/** What {@linkcode rescore} found. */
export interface Rescored {
  /** How many recorded scores were made again. */
  compared: number;
  /** Those that are apart, a line each. */
  differences: string[];
}

/**
 * Scores the clusterings of a run again, and compares with what was recorded of the same metric, space, split and average. A
 * score that was not recorded is not missed: the paper may have got the metric since.
 */
export function rescore(
  { measurements }: Pick<RunRecord, "measurements">,
  clusterings: readonly Clustering[],
  metrics: readonly LabelMetric[],
): Rescored {
  const recorded = new Map(measurements.map((one) => [measurementKey(one), one.value]));
  const found: Rescored = { compared: 0, differences: [] };
  for (const again of clusterings.flatMap((clustering) => scoresOf(clustering, metrics))) {
    const value = recorded.get(measurementKey(again));
    if (value === undefined) continue;
    found.compared++;
    if (Math.abs(again.value - value) > TOLERANCE * Math.max(Math.abs(again.value), Math.abs(value))) {
      found.differences.push(
        `${measurementName(again)} was recorded as ${value}, its labels give ${again.value}`,
      );
    }
  }
  return found;
}

/** Every metric of a clustering against the classes, with each of its averages. */
function scoresOf(
  { space, split, clusters, classes }: Clustering,
  metrics: readonly LabelMetric[],
): Measurement[] {
  return metrics.flatMap(({ name: metric, averages = [undefined], compute }) =>
    averages.map((average) => ({
      metric,
      value: compute(classes, clusters, average),
      space,
      split,
      ...average !== undefined && { average },
    }))
  );
}
