import type { Extra } from "../../judging/extras.ts";
import type { Described } from "../../metrics/metric.ts";
import { spreadText } from "../markdown/digits.ts";
import { directionsOf } from "../markdown/directions.ts";
import { metricCell, table } from "../markdown/markup.ts";

/**
 * What one experiment measured beyond the claims: a row a number, each with its mean and its standard deviation.
 *
 * @param metrics Those that the paper measures; they say which way is better.
 */
export function extrasTable(more: readonly Extra[], metrics: readonly Described[]): string {
  const directionOf = directionsOf(metrics);
  return table(
    ["number", "ours"],
    more.map(({ measurement, sample: { mean, sd } }) => [
      metricCell({ ...measurement, direction: directionOf(measurement.metric) }),
      spreadText(mean, sd),
    ]),
  );
}
