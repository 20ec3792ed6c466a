/**
 * The standard normal distribution function Φ(x), to 1e-15: the series of its Taylor expansion, whose terms all have
 * one sign (Abramowitz and Stegun, 26.2.11).
 *
 * @example
 * ```ts
 * import { assertAlmostEquals } from "@std/assert";
 * import { normalDistribution } from "./normal.ts";
 *
 * assertAlmostEquals(normalDistribution(1.959964), 0.975, 1e-7);
 * ```
 */
export function normalDistribution(x: number): number {
  if (Math.abs(x) > 9) return x > 0 ? 1 : 0;
  let term = x, sum = x;
  for (let k = 3; Math.abs(term) > 1e-17 * Math.abs(sum); k += 2) {
    term *= x * x / k;
    sum += term;
  }
  return Math.min(1, Math.max(0, 0.5 + sum * Math.exp(-x * x / 2) / Math.sqrt(2 * Math.PI)));
}
