/** A step or a factor that changes less than this share changes nothing that matters in float64. */
const ROUNDING = 1e-15;

/**
 * The quantile of Student's t distribution: the t that a share `probability` of the distribution lies below. It agrees
 * with SciPy's to 1e-10 relative.
 *
 * It is found by Newton's method in the angle atan(t / √degrees). Seen so, the distribution function is concave above
 * the median: the steps come up to the root from there and never pass it.
 *
 * @param probability Above 0 and below 1.
 * @param degrees Degrees of freedom, from 1; they need not be whole.
 * @throws {RangeError} If one of them is outside its range.
 *
 * @example
 * ```ts
 * import { assertAlmostEquals } from "@std/assert";
 * import { studentTQuantile } from "./student_t.ts";
 *
 * assertAlmostEquals(studentTQuantile(0.975, 3), 3.182446, 1e-6);
 * ```
 */
export function studentTQuantile(probability: number, degrees: number): number {
  if (!(probability > 0 && probability < 1)) {
    throw new RangeError(
      `Cannot compute the quantile: probability must be above 0 and below 1, got ${probability}`,
    );
  }
  if (!(degrees >= 1 && degrees < Infinity)) {
    throw new RangeError(`Cannot compute the quantile: degrees must be finite and from 1, got ${degrees}`);
  }
  if (probability < 0.5) return -studentTQuantile(1 - probability, degrees);
  const a = degrees / 2;
  const scale = halfBetaScale(a);
  let angle = 0;
  for (;;) {
    const missing = missingShare(angle, probability, a, scale);
    const step = missing / (2 * scale * Math.pow(Math.cos(angle), degrees - 1));
    if (!(step > ROUNDING * angle)) return Math.sqrt(degrees) * Math.tan(angle);
    angle += step;
  }
}

/**
 * What P(|T| ≤ t) lacks at this angle to be 2 · probability - 1. P(|T| > t) is the incomplete beta function I_x(a, 1/2)
 * at x = cos² (DLMF 8.17). Of it and its complement the smaller one is computed, so that none is lost to rounding.
 */
function missingShare(angle: number, probability: number, a: number, scale: number): number {
  const x = Math.cos(angle) ** 2, rest = Math.sin(angle) ** 2;
  const front = scale * Math.pow(x, a) * Math.sqrt(rest);
  return x < (a + 1) / (a + 2.5)
    ? front * continuedFraction(x, a, 0.5) / a - 2 * (1 - probability)
    : 2 * probability - 1 - front * continuedFraction(rest, 0.5, a) / 0.5;
}

/** The continued fraction of the incomplete beta function (DLMF 8.17.22), by the modified method of Lentz. */
function continuedFraction(x: number, a: number, b: number): number {
  let numerator = 1, denominator = 1 / (1 - (a + b) * x / (a + 1)), value = denominator;
  const multiply = (term: number) => {
    denominator = 1 / (1 + term * denominator);
    numerator = 1 + term / numerator;
    value *= denominator * numerator;
  };
  for (let k = 1;; k++) {
    multiply(k * (b - k) * x / ((a + 2 * k - 1) * (a + 2 * k)));
    multiply(-(a + k) * (a + b + k) * x / ((a + 2 * k) * (a + 2 * k + 1)));
    if (Math.abs(denominator * numerator - 1) < ROUNDING) return value;
  }
}

/** 1 / B(a, 1/2) = Γ(a + 1/2) / (Γ(a) √π). */
function halfBetaScale(a: number): number {
  // Γ(a + 1/2) / Γ(a) is a / (a + 1/2) times what it is at a + 1; Stirling's series needs a large a.
  let ratio = 1;
  for (; a < 12; a++) ratio *= a / (a + 0.5);
  const logRatio = a * Math.log1p(0.5 / a) - 0.5 + stirling(a + 0.5) - stirling(a);
  return ratio * Math.sqrt(a / Math.PI) * Math.exp(logRatio);
}

/** What Stirling's series adds to (x - 1/2) ln x - x + ln(2π) / 2 to make ln Γ(x), for x from 12 (DLMF 5.11.1). */
function stirling(x: number): number {
  const square = 1 / (x * x);
  return [1 / 12, -1 / 360, 1 / 1260, -1 / 1680, 1 / 1188, -691 / 360360]
    .reduceRight((sum, term) => term + square * sum, 0) / x;
}
