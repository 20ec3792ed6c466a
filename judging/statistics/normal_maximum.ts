import { checkRuns } from "./checks.ts";
import { normalDistribution } from "./normal.ts";

/** Beyond this many standard deviations a normal distribution has nothing that float64 holds. */
const REACH = 10;

/** Steps of the integral; with twice as many, no value up to m = 10,000 changes by 1e-11. */
const STEPS = 4000;

/**
 * The expected largest of m draws from a standard normal distribution, from 0 (one draw) up:
 *
 * ```text
 * E[max] = ∫₀^∞ (1 - Φ(x)^m - Φ(-x)^m) dx
 * ```
 *
 * by Simpson's rule, to 1e-10.
 *
 * @param m How many draws, a whole number from 1.
 * @throws {RangeError} If it is not.
 * @see H. L. Harter. Expected Values of Normal Order Statistics. Biometrika 48, 1961: the values in tables. G. Blom.
 * Statistical Estimates and Transformed Beta-Variables. Wiley, 1958: the approximation Φ⁻¹((m - 3/8) / (m + 1/4)),
 * which is not needed here.
 *
 * @example
 * ```ts
 * import { assertAlmostEquals } from "@std/assert";
 * import { expectedNormalMaximum } from "./normal_maximum.ts";
 *
 * assertAlmostEquals(expectedNormalMaximum(4), 1.02938, 1e-5);
 * ```
 */
export function expectedNormalMaximum(m: number): number {
  checkRuns(m, "the expected maximum");
  const step = REACH / STEPS;
  let sum = 0;
  for (let i = 0; i < STEPS; i++) {
    const below = normalDistribution(i * step);
    const weight = i === 0 ? 1 : i % 2 === 1 ? 4 : 2;
    sum += weight * (1 - Math.pow(below, m) - Math.pow(1 - below, m));
  }
  return sum * step / 3;
}
