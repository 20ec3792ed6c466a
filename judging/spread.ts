import { ROUNDING } from "../claims/numbers.ts";

/**
 * A spread as it is shown beside its value: 0 where equal values differ by rounding alone.
 *
 * @param size How large the values are, whatever their sign.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { shownSpread } from "./spread.ts";
 *
 * assertEquals(shownSpread(1.1e-16, 0.647), 0);
 * assertEquals(shownSpread(1e-6, 0.647), 1e-6);
 * ```
 */
export function shownSpread(spread: number, size: number): number {
  return spread < ROUNDING * Math.abs(size) ? 0 : spread;
}
