import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { EigenvalueDecomposition, Matrix as MlMatrix } from "ml-matrix";
import { tensorFlowBackend } from "./backend.ts";
import { symmetricEigen } from "./eigen.ts";
import { type Matrix, matrix } from "./matrix.ts";
import { initEngine, tf } from "./mod.ts";
import { normal, random } from "./random.ts";

await initEngine();

/** A symmetric matrix of normal numbers. */
function symmetricNormal(n: number, seed: number): Matrix {
  const next = random(seed);
  const data = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) data[i * n + j] = data[j * n + i] = normal(next);
  }
  return matrix(data, n, n);
}

/** Asserts that A v = λ v for each pair, that the vectors are orthonormal and that the values descend. */
function assertEigen({ data, rows: n }: Matrix, tolerance: number): void {
  const { values, vectors } = symmetricEigen(matrix(data, n, n));
  const row = (i: number) => vectors.data.subarray(i * n, (i + 1) * n);
  const dot = (a: ArrayLike<number>, b: ArrayLike<number>) => {
    let sum = 0;
    for (let i = 0; i < n; i++) sum += a[i] * b[i];
    return sum;
  };
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      assertAlmostEquals(dot(data.subarray(j * n, (j + 1) * n), row(i)), values[i] * row(i)[j], tolerance);
      assertAlmostEquals(dot(row(i), row(j)), i === j ? 1 : 0, tolerance);
    }
    if (i > 0) assert(values[i] <= values[i - 1]);
  }
}

Deno.test("symmetricEigen() gives pairs of A v = λ v, orthonormal and descending", () => {
  assertEigen(symmetricNormal(40, 1), 1e-12);
  assertEigen(symmetricNormal(3, 2), 1e-13);
});

Deno.test("symmetricEigen() gives the eigenvalues of second differences, 2 - 2 cos(π i / (n + 1))", () => {
  const n = 100;
  const data = Float64Array.from({ length: n * n }, (_, at) => {
    const distance = Math.abs(Math.floor(at / n) - at % n);
    return distance === 0 ? 2 : distance === 1 ? -1 : 0;
  });
  const { values } = symmetricEigen(matrix(data, n, n));
  values.forEach((value, i) =>
    assertAlmostEquals(value, 2 - 2 * Math.cos(Math.PI * (n - i) / (n + 1)), 1e-13)
  );
});

Deno.test("symmetricEigen() keeps float64's precision: eigenvalues 10 orders of magnitude apart", () => {
  const { values, vectors } = symmetricEigen(matrix(Float64Array.of(1, 1e-5, 1e-5, 2e-10), 2, 2));
  assertAlmostEquals(values[0], 1 + 1e-10, 1e-15);
  assertAlmostEquals(values[1], 1e-10, 1e-15);
  assertAlmostEquals(Math.abs(vectors.data[1]), 1e-5, 1e-14);
});

Deno.test("symmetricEigen() agrees with ml-matrix", () => {
  const given = symmetricNormal(60, 3);
  const { values } = symmetricEigen(given);
  const reference = new EigenvalueDecomposition(MlMatrix.from1DArray(60, 60, given.data), {
    assumeSymmetric: true,
  });
  reference.realEigenvalues.toSorted((a, b) => b - a)
    .forEach((value, i) => assertAlmostEquals(values[i], value, 1e-12));
});

Deno.test("symmetricEigen() takes eigenvalues that come more than once, zeros, float32 and one number", () => {
  assertEigen(matrix(Float64Array.of(2, 0, 0, 0, 2, 0, 0, 0, -1), 3, 3), 1e-15);
  assertEigen(matrix(new Float64Array(16).fill(1), 4, 4), 1e-14);
  assertEigen(matrix(new Float64Array(9), 3, 3), 0);
  assertEigen(matrix(Float32Array.of(1, 0.5, 0.5, 3), 2, 2), 1e-14);
  assertEquals(symmetricEigen(matrix(Float64Array.of(-5), 1, 1)).values, Float64Array.of(-5));
});

Deno.test("symmetricEigen() does not read what is above the diagonal", () => {
  const whole = symmetricNormal(10, 4),
    lower = whole.data.map((x, at) => at % 10 > Math.floor(at / 10) ? 7 : x);
  assertEquals(symmetricEigen(matrix(lower, 10, 10)), symmetricEigen(whole));
});

Deno.test("symmetricEigen() leaves the matrix as it is and no tensors behind", () => {
  const count = () => tensorFlowBackend()?.binding.getNumOfTensors() ?? tf.memory().numTensors;
  const given = symmetricNormal(5, 5), before = given.data.slice(), tensors = count();
  symmetricEigen(given);
  assertEquals(given.data, before);
  assertEquals(count(), tensors);
});

Deno.test("symmetricEigen() refuses what is empty, not square or not finite", () => {
  const cases: [Matrix, string][] = [
    [
      matrix(new Float64Array(), 0, 0),
      "Cannot compute eigenvalues: the matrix must be square, at least 1 × 1",
    ],
    [matrix(new Float64Array(6), 2, 3), "got 2 × 3"],
    [matrix(Float64Array.of(1, 2, 2, NaN), 2, 2), "got NaN at row 1, column 1"],
  ];
  for (const [given, message] of cases) assertThrows(() => symmetricEigen(given), RangeError, message);
});
