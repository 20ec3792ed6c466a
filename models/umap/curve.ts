import { checkFor, isPositive } from "../check.ts";

/** The curve 1 / (1 + a · x^(2b)) by which UMAP turns a distance x in the embedding into how alike two points are. */
export interface Curve {
  /** How steeply it falls, above 0. */
  readonly a: number;
  /** Half its power of the distance, above 0. */
  readonly b: number;
}

/** Where the curve is fitted: this many distances, evenly spaced from 0 to 3 spreads. */
const SAMPLES = 300;

const MOST_STEPS = 1000;

/**
 * The curve that comes nearest, by least squares, to 1 up to `minDistance` and exp(-(x - minDistance) / spread) beyond
 * it. By Levenberg-Marquardt from a = b = 1, as umap-learn's `find_ab_params`.
 *
 * @param minDistance From 0 to `spread`.
 * @param spread Above 0.
 * @throws {RangeError} If one is out of range.
 *
 * @example
 * ```ts
 * import { fitCurve } from "./curve.ts";
 * import { assertAlmostEquals } from "@std/assert";
 *
 * const { a, b } = fitCurve(0.1, 1);
 * assertAlmostEquals(a, 1.577, 1e-3);
 * assertAlmostEquals(b, 0.895, 1e-3);
 * ```
 */
export function fitCurve(minDistance: number, spread: number): Curve {
  const check = checkFor("fit UMAP's curve");
  check(isPositive(spread), "spread must be finite and above 0", spread);
  check(
    minDistance >= 0 && minDistance <= spread,
    `minDistance must be from 0 to spread = ${spread}`,
    minDistance,
  );
  const xs = Float64Array.from({ length: SAMPLES }, (_, i) => 3 * spread * i / (SAMPLES - 1));
  const ys = xs.map((x) => x < minDistance ? 1 : Math.exp(-(x - minDistance) / spread));
  let curve: Curve = { a: 1, b: 1 };
  let normal = normalEquations(curve, xs, ys);
  let damping = 1e-3;
  for (let step = 0; step < MOST_STEPS; step++) {
    const { aa, ab, bb, a, b } = normal;
    const [daa, dbb] = [aa * (1 + damping), bb * (1 + damping)];
    const determinant = daa * dbb - ab * ab;
    const da = (ab * b - dbb * a) / determinant, db = (ab * a - daa * b) / determinant;
    const next = { a: curve.a + da, b: curve.b + db };
    const there = next.a > 0 && next.b > 0 ? normalEquations(next, xs, ys) : null;
    const isBetter = there !== null && there.squares <= normal.squares;
    if (isBetter) [curve, normal] = [next, there];
    damping = isBetter ? damping / 10 : damping * 10;
    const isStill = Math.abs(da) <= 1e-12 * curve.a && Math.abs(db) <= 1e-12 * curve.b;
    if (isStill || damping > 1e12) break;
  }
  return curve;
}

/** The least-squares problem around a curve: JᵀJ, Jᵀr and rᵀr. */
interface NormalEquations {
  aa: number;
  ab: number;
  bb: number;
  a: number;
  b: number;
  squares: number;
}

function normalEquations({ a, b }: Curve, xs: Float64Array, ys: Float64Array): NormalEquations {
  const sums = { aa: 0, ab: 0, bb: 0, a: 0, b: 0, squares: 0 };
  for (let i = 0; i < xs.length; i++) {
    const power = xs[i] ** (2 * b);
    const value = 1 / (1 + a * power);
    const residual = value - ys[i];
    // At 0 the curve is 1 whatever a and b are.
    const byA = -power * value * value;
    const byB = xs[i] === 0 ? 0 : 2 * a * Math.log(xs[i]) * byA;
    sums.aa += byA * byA;
    sums.ab += byA * byB;
    sums.bb += byB * byB;
    sums.a += byA * residual;
    sums.b += byB * residual;
    sums.squares += residual * residual;
  }
  return sums;
}
