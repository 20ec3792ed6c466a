import { type Eigen, symmetricEigen } from "../../engine/eigen.ts";
import { addMultiple, dot, type Float64Id, type MatrixOps, onMatrices } from "../../engine/float64.ts";
import { type Matrix, matrix } from "../../engine/matrix.ts";
import { normal, random, seedFor } from "../../engine/random.ts";
import { checkFor, isCount, isPositive } from "../check.ts";
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
      `Cannot compute the eigenvectors: after ${iterations} iterations their residual must be at most ${tolerance}, ` +
        `got ${residual.toExponential(2)}`,
    );
    this.name = "ConvergenceError";
  }
}

/**
 * The eigenvectors of the largest eigenvalues of a symmetric n × n matrix S that is known by its product with a vector.
 *
 * Block Lanczos with thick restarts: a subspace is widened by the residuals of the `wanted` best Ritz vectors, orthogonalised
 * against all others, and at its full size cut down to the best Ritz vectors, in float64: on the engine `tensorflow` where that
 * runs, else on the host. It starts with `wanted`
 * random vectors, so that eigenvalues that come more than once are found as often as they do.
 *
 * @param multiply Writes S·x to y.
 * @param wanted 1 ≤ wanted ≤ n.
 * @throws {RangeError} If `wanted`, `tolerance`, `maxIterations` or a size of the subspace is out of range.
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
    isCount(wanted) && wanted <= n,
    `their number must be from 1 to n = ${n}`,
    wanted,
  );
  check(isPositive(tolerance), "tolerance must be finite and above 0", tolerance);
  check(isCount(maxIterations), "maxIterations must be a positive integer", maxIterations);
  check(isCount(kept), "subspace.kept must be a positive integer", kept);
  check(
    Number.isSafeInteger(perVector) && perVector > kept,
    "subspace.perVector must be an integer above subspace.kept",
    perVector,
  );
  check(Number.isSafeInteger(more) && more >= 0, "subspace.more must be an integer, at least 0", more);
  const most = perVector * wanted + more;
  if (n <= most) return dense(n, multiply, wanted);

  return onMatrices((ops) => {
    const next = random(seedFor(seed, "eigenvectors"));
    const draw = () => Float64Array.from({ length: n }, () => normal(next));
    const space = new Subspace(ops, n, multiply, draw);
    space.widen(Array.from({ length: wanted }, draw));
    let residual = Infinity;
    for (let iteration = 1; iteration <= maxIterations; iteration++) {
      const ritz = symmetricEigen(space.products());
      const residuals = space.residuals(ritz, wanted).map((vector) => ({
        vector,
        norm: Math.sqrt(dot(vector, vector)),
      }));
      residual = Math.max(...residuals.map(({ norm }) => norm));
      const open = residuals.filter(({ norm }) => norm > tolerance);
      onProgress?.(wanted - open.length, wanted, `residual ${residual.toExponential(1)}`);
      if (open.length === 0) {
        return {
          values: ritz.values.slice(0, wanted),
          vectors: matrix(space.vectors(ritz, wanted), wanted, n),
        };
      }
      if (space.size + open.length > most) space.cutDown(ritz, kept * wanted);
      space.widen(open.map(({ vector }) => vector));
    }
    throw new ConvergenceError(maxIterations, residual, tolerance);
  });
}

/** Some vectors of the subspace, or their images. */
interface Block {
  /** The float64 matrix whose rows they are. */
  id: Float64Id;
  rows: number;
}

/** A subspace with an orthonormal basis, kept in blocks as it was widened, and what S makes of it. */
class Subspace {
  #basis: Block[] = [];
  /** S times each of the basis, in blocks alike. */
  #images: Block[] = [];
  /** The basis' products with the images. */
  #products: number[][] = [];

  constructor(
    readonly ops: MatrixOps,
    readonly n: number,
    readonly multiply: (x: Float64Array, y: Float64Array) => void,
    readonly draw: () => Float64Array,
  ) {}

  /** How many vectors its basis has. */
  get size(): number {
    return this.#products.length;
  }

  /** The basis' products with the images, size × size. */
  products(): Matrix {
    return matrix(Float64Array.from(this.#products.flat()), this.size, this.size);
  }

  /** Adds what these vectors have that the basis has not. */
  widen(vectors: Float64Array[]): void {
    const { n, ops, multiply } = this;
    const made = this.#orthonormal(vectors);
    const images = made.map((vector) => {
      const image = new Float64Array(n);
      multiply(vector, image);
      return image;
    });
    const block = this.#enter(made), image = this.#enter(images);
    this.#basis.push(block);
    this.#images.push(image);
    const before = this.size;
    let row = 0;
    for (const { id, rows } of this.#basis) {
      const found = ops.product(id, image.id, "b");
      const values = ops.read(found);
      ops.free(found);
      for (let i = 0; i < rows; i++, row++) {
        const own = [...values.subarray(i * made.length, (i + 1) * made.length)];
        if (row < before) {
          this.#products[row].push(...own);
          own.forEach((value, j) => (this.#products[before + j] ??= []).push(value));
        } else {
          const products = this.#products[row] ??= [];
          // Of the new ones among themselves both halves are there: one is taken.
          for (let j = 0; j < made.length; j++) {
            const mirrored = values[j * made.length + i];
            products.push(j <= i ? own[j] : mirrored);
          }
        }
      }
    }
  }

  /** S v - θ v for each of the best Ritz pairs. */
  residuals({ values, vectors }: Eigen, count: number): Float64Array[] {
    const { n, ops } = this;
    const scaled = vectors.data.slice(0, count * this.size);
    for (let at = 0; at < scaled.length; at++) scaled[at] *= values[Math.floor(at / this.size)];
    const image = this.#combined(this.#images, vectors.data, count);
    const vector = this.#combined(this.#basis, scaled, count);
    const difference = ops.combine(1, image, -1, vector);
    const data = ops.read(difference);
    ops.free(image, vector, difference);
    return Array.from({ length: count }, (_, i) => data.slice(i * n, (i + 1) * n));
  }

  /** The best Ritz vectors, row by row. */
  vectors({ vectors }: Eigen, count: number): Float64Array {
    const id = this.#combined(this.#basis, vectors.data, count);
    const data = this.ops.read(id);
    this.ops.free(id);
    return data;
  }

  /** Makes the best Ritz vectors the basis. */
  cutDown({ values, vectors }: Eigen, count: number): void {
    [this.#basis, this.#images] = [this.#basis, this.#images].map((blocks) => {
      const id = this.#combined(blocks, vectors.data, count);
      this.ops.free(...blocks.map(({ id }) => id));
      return [{ id, rows: count }];
    });
    this.#products = Array.from(
      { length: count },
      (_, i) => Array.from({ length: count }, (_, j) => i === j ? values[i] : 0),
    );
  }

  #enter(vectors: Float64Array[]): Block {
    const { n, ops } = this;
    const data = new Float64Array(vectors.length * n);
    vectors.forEach((vector, i) => data.set(vector, i * n));
    return { id: ops.enter(data, vectors.length, n), rows: vectors.length };
  }

  /** The first `count` rows of coefficients, size × size, times the vectors of the blocks. */
  #combined(blocks: readonly Block[], coefficients: ArrayLike<number>, count: number): Float64Id {
    const { ops, size } = this;
    let sum: Float64Id | null = null;
    let first = 0;
    for (const { id, rows } of blocks) {
      const part = Float64Array.from(
        { length: count * rows },
        (_, at) => coefficients[Math.floor(at / rows) * size + first + at % rows],
      );
      const small = ops.enter(part, count, rows);
      const product = ops.product(small, id);
      ops.free(small);
      sum = this.#added(sum, product);
      first += rows;
    }
    return sum!;
  }

  /** The sum of two matrices in their place. */
  #added(a: Float64Id | null, b: Float64Id): Float64Id {
    if (a === null) return b;
    const sum = this.ops.combine(1, a, 1, b);
    this.ops.free(a, b);
    return sum;
  }

  /** The vectors orthogonal to the basis and each other, of length 1; one that lies in their span is drawn anew. */
  #orthonormal(vectors: Float64Array[]): Float64Array[] {
    for (;;) {
      const before = vectors.map(lengthOf);
      // Once is enough where little is taken away, else twice (Kahan and Parlett).
      vectors = this.#apart(vectors);
      if (vectors.some((vector, i) => lengthOf(vector) < 0.7 * before[i])) vectors = this.#apart(vectors);
      let drawn = false;
      vectors.forEach((vector, i) => {
        for (let pass = 0; pass < 2; pass++) {
          for (const other of vectors.slice(0, i)) addMultiple(vector, -dot(other, vector), other);
        }
        const length = lengthOf(vector);
        const lost = length <= 1e-3 * before[i];
        if (length <= 1e-10 * before[i]) vector.set(this.draw());
        else for (let at = 0; at < vector.length; at++) vector[at] /= length;
        drawn ||= lost;
      });
      if (!drawn) return vectors;
    }
  }

  /** The vectors less what they have of the basis. */
  #apart(vectors: Float64Array[]): Float64Array[] {
    const { n, ops } = this;
    if (this.#basis.length === 0) return vectors;
    const { id } = this.#enter(vectors);
    let inBasis: Float64Id | null = null;
    for (const { id: block } of this.#basis) {
      const coefficients = ops.product(id, block, "b");
      inBasis = this.#added(inBasis, ops.product(coefficients, block));
      ops.free(coefficients);
    }
    const difference = ops.combine(1, id, -1, inBasis!);
    const data = ops.read(difference);
    ops.free(id, inBasis!, difference);
    return vectors.map((_, i) => data.slice(i * n, (i + 1) * n));
  }
}

const lengthOf = (vector: Float64Array): number => Math.sqrt(dot(vector, vector));

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
