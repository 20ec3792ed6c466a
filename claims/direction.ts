import { familyOf } from "../records/record.ts";
import { DIRECTIONS } from "../metrics/directions.ts";

/**
 * Which way is better for a metric as claims and records name it: `OTHER:MSE first epoch` is an MSE. Nothing for a
 * metric that is only right or wrong, such as a number of parameters.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { directionOf } from "./direction.ts";
 *
 * assertEquals(directionOf("OTHER:MSE first epoch"), "lower");
 * assertEquals(directionOf("PARAMS"), undefined);
 * ```
 */
export function directionOf(metric: string): "higher" | "lower" | undefined {
  return DIRECTIONS[familyOf(metric)];
}
