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

/**
 * The quantile of the standard normal distribution: the x that a share `probability` of it lies below, to 1e-9 for
 * probabilities from 1e-6 to 1 - 1e-6.
 *
 * It is found by Newton's method from the median, above which the distribution function is concave: the steps come up to the
 * root and never pass it.
 *
 * @param probability Above 0 and below 1.
 * @throws {RangeError} If it is not.
 *
 * @example
 * ```ts
 * import { assertAlmostEquals } from "@std/assert";
 * import { normalQuantile } from "./normal.ts";
 *
 * assertAlmostEquals(normalQuantile(0.975), 1.959963984540054, 1e-12);
 * ```
 */
export function normalQuantile(probability: number): number {
  if (!(probability > 0 && probability < 1)) {
    throw new RangeError(
      `Cannot compute the quantile: probability must be above 0 and below 1, got ${probability}`,
    );
  }
  if (probability < 0.5) return -normalQuantile(1 - probability);
  let x = 0;
  for (;;) {
    const density = Math.exp(-x * x / 2) / Math.sqrt(2 * Math.PI);
    const step = (probability - normalDistribution(x)) / density;
    if (!(step > 1e-15 * (1 + x))) return x;
    x += step;
  }
}
