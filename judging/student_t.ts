/**
 * The 97.5 % quantile of Student's t distribution: half the width of a 95 % interval in standard errors.
 *
 * The distribution function has a closed form for whole degrees of freedom (Abramowitz and Stegun, 26.7.3 and
 * 26.7.4); it is inverted by bisection.
 *
 * @param degrees Degrees of freedom, a whole number from 1.
 * @throws {RangeError} If it is not.
 *
 * @example
 * ```ts
 * import { assertAlmostEquals } from "@std/assert";
 * import { studentT95 } from "./student_t.ts";
 *
 * assertAlmostEquals(studentT95(3), 3.182446, 1e-6);
 * ```
 */
export function studentT95(degrees: number): number {
  if (!Number.isSafeInteger(degrees) || degrees < 1) {
    throw new RangeError(
      `Cannot compute the quantile: degrees must be a whole number from 1: current value is ${degrees}`,
    );
  }
  let low = 0, high = Math.PI / 2;
  for (let step = 0; step < 60; step++) {
    const middle = (low + high) / 2;
    if (within(middle, degrees) < 0.95) low = middle;
    else high = middle;
  }
  return Math.sqrt(degrees) * Math.tan((low + high) / 2);
}

/** P(|T| ≤ t) for t = √degrees · tan(angle). */
function within(angle: number, degrees: number): number {
  const odd = degrees % 2 === 1;
  const sine = Math.sin(angle), cosine = Math.cos(angle);
  let term = odd ? cosine : 1;
  let sum = degrees === 1 ? 0 : term;
  for (let k = odd ? 3 : 2; k < degrees; k += 2) {
    term *= (k - 1) / k * cosine * cosine;
    sum += term;
  }
  return odd ? 2 / Math.PI * (angle + sine * sum) : sine * sum;
}
