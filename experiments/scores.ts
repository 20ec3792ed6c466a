import type { Matrix } from "../engine/mod.ts";
import type { Metric } from "../metrics/mod.ts";
import type { Measurement } from "../records/record.ts";

/** A clustering to be scored, and where. */
export interface Clustered {
  /** Where its points are: `pixels`, `PCA-64`, `code`. */
  space: string;
  split: string;
  /** The cluster of each point. */
  clusters: Int32Array;
  /** The points as they were clustered; without them, and of a single cluster, no metric of a space is computed. */
  points?: Matrix;
  /** The classes, which only the metrics of labels see; without them none of these is computed. */
  classes?: Int32Array;
}

/** A number, and where it was computed as far as that means something. */
export function measured(
  metric: string,
  value: number,
  { space = "", split = "" }: Partial<Pick<Measurement, "space" | "split">> = {},
): Measurement {
  return { metric, value, space, split };
}

/**
 * These metrics of a clustering; one that comes with several averages has a measurement for each.
 *
 * @param seed Of the metrics that draw a sample of the points.
 */
export async function scores(
  { space, split, clusters, points, classes }: Clustered,
  metrics: readonly Metric[],
  seed: number,
): Promise<Measurement[]> {
  const where = { space, split };
  const inSpace = points !== undefined && new Set(clusters).size > 1;
  const found: Measurement[] = [];
  for (const metric of metrics) {
    if (metric.kind === "space" && inSpace) {
      found.push(measured(metric.name, await metric.compute(points, clusters, seed), where));
    } else if (metric.kind === "labels" && classes !== undefined) {
      if (metric.averages === undefined) {
        found.push(measured(metric.name, metric.compute(classes, clusters), where));
        continue;
      }
      for (const average of metric.averages) {
        found.push({ ...measured(metric.name, metric.compute(classes, clusters, average), where), average });
      }
    }
  }
  return found;
}
