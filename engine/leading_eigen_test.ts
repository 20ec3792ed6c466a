import { assert, assertAlmostEquals, assertEquals, assertNotEquals, assertThrows } from "@std/assert";
import { symmetricEigen } from "./eigen.ts";
import { leadingEigen } from "./leading_eigen.ts";
import { type Matrix, matrix } from "./matrix.ts";
import { initEngine, tf } from "./mod.ts";
import { normal, random } from "./random.ts";

await initEngine({ quiet: true });

/** The covariance of normal points whose i-th feature has this variance, turned. */
function covariance(n: number, varianceOf: (i: number) => number, seed: number): Matrix {
  const next = random(seed);
  const axes = symmetricEigen(
    matrix(
      (() => {
        const data = new Float64Array(n * n);
        for (let i = 0; i < n; i++) {
          for (let j = 0; j <= i; j++) data[i * n + j] = data[j * n + i] = normal(next);
        }
        return data;
      })(),
      n,
      n,
    ),
  ).vectors.data;
  const data = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    const variance = varianceOf(i);
    for (let row = 0; row < n; row++) {
      for (let column = 0; column < n; column++) {
        data[row * n + column] += variance * axes[i * n + row] * axes[i * n + column];
      }
    }
  }
  return matrix(data, n, n);
}

/** Asserts that these are the first of all eigenpairs. */
function assertLeading(symmetric: Matrix, count: number): void {
  const n = symmetric.rows;
  const all = symmetricEigen(symmetric), found = leadingEigen(symmetric, count);
  assertEquals([found.values.length, found.vectors.rows, found.vectors.columns], [count, count, n]);
  const largest = all.values[0];
  for (let i = 0; i < count; i++) {
    assertAlmostEquals(found.values[i], all.values[i], 1e-12 * largest);
    const vector = found.vectors.data.subarray(i * n, (i + 1) * n) as Float64Array;
    assertAlmostEquals(vector.reduce((sum, value) => sum + value * value, 0), 1, 1e-12);
    for (let row = 0; row < n; row++) {
      let image = 0;
      for (let j = 0; j < n; j++) image += symmetric.data[row * n + j] * vector[j];
      assertAlmostEquals(image, found.values[i] * vector[row], 1e-11 * largest);
    }
  }
}

Deno.test("leadingEigen() gives the first of all eigenpairs, whether few of many or not", () => {
  const fast = covariance(200, (i) => 5 * 0.93 ** i, 1);
  assertLeading(fast, 8);
  assertLeading(fast, 20);
  assertLeading(fast, 60);
  assertLeading(fast, 200);
  // Found by themselves, not cut from all: then they would be the same to the bit.
  const cut = symmetricEigen(fast).vectors.data.slice(0, 8 * 200);
  assertNotEquals(leadingEigen(fast, 8).vectors.data, cut);
});

Deno.test("leadingEigen() gives them where eigenvalues hardly fall, come more than once, or are mostly 0", () => {
  assertLeading(covariance(160, (i) => 1 + 0.001 * i, 2), 5);
  assertLeading(covariance(160, (i) => i < 6 ? 3 : 1 / (i + 1), 3), 4);
  assertLeading(covariance(160, (i) => i < 3 ? 1 + i : 0, 4), 5);
  assertEquals(leadingEigen(matrix(new Float64Array(160 * 160), 160, 160), 2).values, new Float64Array(2));
});

Deno.test("leadingEigen() leaves no tensors behind, and takes one number", () => {
  const before = tf.memory().numTensors;
  leadingEigen(covariance(200, (i) => 0.9 ** i, 5), 8);
  assertEquals(tf.memory().numTensors, before);
  assertEquals(leadingEigen(matrix(Float64Array.of(4), 1, 1), 1).values, Float64Array.of(4));
});

Deno.test("leadingEigen() refuses numbers that are not finite", () => {
  const broken = covariance(200, (i) => 0.9 ** i, 6);
  broken.data[3] = broken.data[600] = NaN;
  assert(Number.isNaN(broken.data[600]));
  assertThrows(() => leadingEigen(broken, 3), RangeError, "must be finite");
});

Deno.test("leadingEigen() refuses to find none, or more than there are", () => {
  const two = matrix(Float64Array.of(2, 1, 1, 2), 2, 2);
  for (const count of [0, 3, 1.5, NaN]) {
    assertThrows(
      () => leadingEigen(two, count),
      RangeError,
      `count must be an integer from 1 to 2, got ${count}`,
    );
  }
});
