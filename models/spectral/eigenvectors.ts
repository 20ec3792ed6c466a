import { type Eigen, symmetricEigen } from "../../engine/eigen.ts";
import { matrix } from "../../engine/matrix.ts";
import { normal, random, seedFor } from "../../engine/random.ts";
import { checkFor } from "../check.ts";
import type { ProgressListener } from "../training.ts";

/** All that {@linkcode largestEigen} depends on. */
export type EigenChoices = {
  /** The largest |Sv - θv| allowed, above 0. */
  readonly tolerance: number;
  /** The most rounds of widening the subspace, at least 1. */
  readonly maxIterations: number;
  /** The size that the subspace may have: `perVector` vectors for each wanted one, and `more`. */
  readonly subspace: {
    /** At least one more than are kept. */
    readonly perVector: number;
    /** At least 0. */
    readonly more: number;
    /** Vectors for each wanted one that are kept at a restart, at least 1. */
    readonly kept: number;
  };
};

/** Eigenvectors to six digits, as labels need them. */
export const EIGEN: EigenChoices = {
  tolerance: 1e-6,
  maxIterations: 1000,
  subspace: { perVector: 6, more: 40, kept: 2 },
};

/** Options of {@linkcode largestEigen}; what is left out is as in {@linkcode EIGEN}. */
export interface EigenOptions extends Partial<EigenChoices> {
  /** Of the first vectors. */
  seed: number;
  /** Hears after each round how many eigenvectors have converged. */
  onProgress?: ProgressListener;
}

/** An eigensolver that used up its iterations; `residual` is the largest |Sv - θv| that was left. */
export class ConvergenceError extends Error {
  constructor(iterations: number, readonly residual: number, tolerance: number) {
    super(
      `Cannot compute the eigenvectors: after ${iterations} iterations their residual must be at most ${tolerance}: ` +
        `current value is ${residual.toExponential(2)}`,
    );
    this.name = "ConvergenceError";
  }
}

/**
 * The eigenvectors of the largest eigenvalues of a symmetric n × n matrix S that is known by its product with a vector.
 *
 * Block Lanczos with thick restarts: a subspace is widened by the residuals of the `wanted` best Ritz vectors, each orthogonalised
 * twice against all others, and at its full size cut down to the best Ritz vectors, in float64. It starts with `wanted`
 * random vectors, so that eigenvalues that come more than once are found as often as they do.
 *
 * @param multiply Writes S·x to y.
 * @param wanted 1 ≤ wanted ≤ n.
 * @throws {RangeError} If `wanted` or a size of the subspace is out of range.
 * @throws {ConvergenceError} If a residual is still above the tolerance after `maxIterations`.
 * @see K. Wu, H. Simon. Thick-restart Lanczos method for large symmetric eigenvalue problems. SIAM J. Matrix Anal. Appl.
 * 22(2), 2000.
 *
 * @example
 * ```ts
 * import { largestEigen } from "./eigenvectors.ts";
 * import { assertAlmostEquals } from "@std/assert";
 *
 * const diagonal = (x: Float64Array, y: Float64Array) => x.forEach((value, i) => y[i] = value * i);
 * const { values } = largestEigen(500, diagonal, 2, { seed: 1 });
 * assertAlmostEquals(values[0], 499, 1e-9);
 * assertAlmostEquals(values[1], 498, 1e-9);
 * ```
 */
export function largestEigen(
  n: number,
  multiply: (x: Float64Array, y: Float64Array) => void,
  wanted: number,
  options: EigenOptions,
): Eigen {
  const { seed, tolerance, maxIterations, subspace, onProgress } = { ...EIGEN, ...options };
  const { perVector, more, kept } = subspace;
  const check = checkFor("compute the eigenvectors");
  check(
    Number.isSafeInteger(wanted) && wanted >= 1 && wanted <= n,
    `their number must be from 1 to n = ${n}`,
    wanted,
  );
  check(Number.isSafeInteger(kept) && kept >= 1, "subspace.kept must be a positive integer", kept);
  check(
    Number.isSafeInteger(perVector) && perVector > kept,
    "subspace.perVector must be an integer above subspace.kept",
    perVector,
  );
  check(Number.isSafeInteger(more) && more >= 0, "subspace.more must be an integer, at least 0", more);
  const most = perVector * wanted + more;
  if (n <= most) return dense(n, multiply, wanted);

  const next = random(seedFor(seed, "eigenvectors"));
  const basis: Float64Array[] = [];
  /** S times each of the basis. */
  const images: Float64Array[] = [];
  /** The basis' products with the images. */
  let products: number[][] = [];
  const add = (vector: Float64Array) => {
    orthonormalise(vector, basis, () => normal(next));
    const image = new Float64Array(n);
    multiply(vector, image);
    basis.push(vector);
    images.push(image);
    const row = basis.map((other) => dot(other, image));
    products.forEach((column, i) => column.push(row[i]));
    products.push(row);
  };
  for (let i = 0; i < wanted; i++) add(Float64Array.from({ length: n }, () => normal(next)));

  let residual = Infinity;
  for (let iteration = 1; iteration <= maxIterations; iteration++) {
    const size = basis.length;
    const ritz = symmetricEigen(matrix(Float64Array.from(products.flat()), size, size));
    const coefficients = (i: number) => ritz.vectors.data.subarray(i * size, (i + 1) * size);
    const residuals: { vector: Float64Array; norm: number }[] = [];
    for (let i = 0; i < wanted; i++) {
      const vector = combine(images, coefficients(i), n);
      subtractMultiples(vector, basis, coefficients(i), ritz.values[i]);
      residuals.push({ vector, norm: Math.sqrt(dot(vector, vector)) });
    }
    residual = Math.max(...residuals.map(({ norm }) => norm));
    const open = residuals.filter(({ norm }) => norm > tolerance);
    onProgress?.(wanted - open.length, wanted, `residual ${residual.toExponential(1)}`);
    if (open.length === 0) {
      const vectors = new Float64Array(wanted * n);
      for (let i = 0; i < wanted; i++) vectors.set(combine(basis, coefficients(i), n), i * n);
      return { values: ritz.values.slice(0, wanted), vectors: matrix(vectors, wanted, n) };
    }
    if (size + open.length > most) {
      const best = Array.from({ length: kept * wanted }, (_, i) => i);
      const rotated = [basis, images].map((vectors) => best.map((i) => combine(vectors, coefficients(i), n)));
      basis.splice(0, size, ...rotated[0]);
      images.splice(0, size, ...rotated[1]);
      products = best.map((i) => best.map((j) => i === j ? ritz.values[i] : 0));
    }
    for (const { vector } of open) add(vector);
  }
  throw new ConvergenceError(maxIterations, residual, tolerance);
}

function dense(n: number, multiply: (x: Float64Array, y: Float64Array) => void, wanted: number): Eigen {
  const data = new Float64Array(n * n);
  const unit = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    unit.fill(0)[i] = 1;
    multiply(unit, data.subarray(i * n, (i + 1) * n));
  }
  const { values, vectors } = symmetricEigen(matrix(data, n, n));
  return {
    values: values.slice(0, wanted),
    vectors: matrix(vectors.data.slice(0, wanted * n) as Float64Array, wanted, n),
  };
}

/** Makes `vector` orthogonal to the basis, and its length 1; in place. One that lies in the basis is drawn anew. */
function orthonormalise(vector: Float64Array, basis: readonly Float64Array[], draw: () => number): void {
  for (;;) {
    const before = Math.sqrt(dot(vector, vector));
    // Twice is enough (Kahan and Parlett) unless rounding is all that is left.
    for (let pass = 0; pass < 2; pass++) {
      for (const other of basis) subtract(vector, other, dot(other, vector));
    }
    const length = Math.sqrt(dot(vector, vector));
    if (length > 1e-10 * before) {
      for (let i = 0; i < vector.length; i++) vector[i] /= length;
      if (length > 1e-3 * before) return;
    } else {
      for (let i = 0; i < vector.length; i++) vector[i] = draw();
    }
  }
}

function dot(a: Float64Array, b: Float64Array): number {
  let even = 0, odd = 0;
  const last = a.length - 1;
  for (let i = 0; i < last; i += 2) {
    even += a[i] * b[i];
    odd += a[i + 1] * b[i + 1];
  }
  return even + odd + (a.length % 2 === 1 ? a[last] * b[last] : 0);
}

function subtract(vector: Float64Array, other: Float64Array, factor: number): void {
  for (let i = 0; i < vector.length; i++) vector[i] -= factor * other[i];
}

function subtractMultiples(
  vector: Float64Array,
  basis: readonly Float64Array[],
  coefficients: ArrayLike<number>,
  factor: number,
): void {
  basis.forEach((other, j) => subtract(vector, other, factor * coefficients[j]));
}

/** Σ coefficient · vector. */
function combine(
  vectors: readonly Float64Array[],
  coefficients: ArrayLike<number>,
  n: number,
): Float64Array {
  const sum = new Float64Array(n);
  vectors.forEach((vector, j) => subtract(sum, vector, -coefficients[j]));
  return sum;
}
