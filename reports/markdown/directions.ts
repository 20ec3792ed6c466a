import { DESCRIPTIONS } from "../../metrics/descriptions.ts";
import type { Described, Direction } from "../../metrics/metric.ts";
import { familyOf } from "../../records/record.ts";

/** Which way a measured metric is better; null for a count, or what else is only right or wrong. */
export type DirectionOf = (metric: string) => Direction | null;

/**
 * Which way what a paper measures is better: by the metrics that it declares, or else by those that are known here.
 * `OTHER:MSE first epoch` is an MSE.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { directionsOf } from "./directions.ts";
 *
 * const directionOf = directionsOf([]);
 * assertEquals(["DBI", "OTHER:MSE first epoch", "PARAMS"].map(directionOf), ["lower", "lower", null]);
 * ```
 */
export function directionsOf(metrics: readonly Described[]): DirectionOf {
  const describe = descriptionsOf(metrics);
  return (metric) => describe(metric)?.direction ?? null;
}

/** The description of a measured metric, found as {@linkcode directionsOf} does. */
export function descriptionsOf(metrics: readonly Described[]): (metric: string) => Described | undefined {
  const known = new Map<string, Described>(
    [...Object.values(DESCRIPTIONS), ...metrics].map((metric) => [metric.name, metric]),
  );
  return (metric) => known.get(familyOf(metric));
}
