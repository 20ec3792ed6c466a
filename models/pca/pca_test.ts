import { assert, assertAlmostEquals, assertEquals, assertRejects } from "@std/assert";
import { initEngine, type Matrix, matrix, normal, random, symmetricEigen, tf } from "../../engine/mod.ts";
import { assertClose } from "../../engine/testing.ts";
import { mse } from "../../metrics/mod.ts";
import digits from "../kmeans/golden/digits.json" with { type: "json" };
import golden from "./golden/pca.json" with { type: "json" };
import { fitPca } from "./pca.ts";

await initEngine();

/** The points of the golden file: each pixel is a base-17 digit. */
function digitPoints(rows: number): Matrix {
  const values = digits.digits.slice(0, rows).flatMap((text) =>
    [...text].map((digit) => parseInt(digit, 17))
  );
  return matrix(Float32Array.from(values), rows, 64);
}

function gaussians(rows: number, columns: number, seed: number): Matrix {
  const next = random(seed);
  return matrix(Float32Array.from({ length: rows * columns }, () => normal(next)), rows, columns);
}

Deno.test("fitPca() finds scikit-learn's components, variances and codes of digits", async () => {
  const points = digitPoints(500);
  const pca = await fitPca(points, { components: golden.parameters.n_components });
  assertClose(pca.mean, golden.mean, 1e-6, "means");
  assertClose(pca.explainedVariance, golden.explainedVariance, 1e-6, "variances");
  assertClose(pca.explainedVarianceRatio, golden.explainedVarianceRatio, 1e-6, "ratios");
  assertClose(pca.components.data, golden.components, 1e-5, "components");
  const codes = await pca.transform(points);
  assertEquals([codes.rows, codes.columns], [500, 10]);
  assertClose(codes.data.slice(0, 200), golden.codes.values, 1e-4, "codes");
  assertAlmostEquals(mse(points, await pca.inverse(codes)), golden.reconstructionError, 1e-5);
});

Deno.test("fitPca() with all components loses nothing", async () => {
  const points = gaussians(50, 7, 1);
  const pca = await fitPca(points, { components: 7 });
  assertClose((await pca.inverse(await pca.transform(points))).data, points.data, 1e-5);
  assertAlmostEquals(pca.explainedVarianceRatio.reduce((sum, ratio) => sum + ratio), 1, 1e-6);
});

Deno.test("fitPca()'s components are orthonormal, and the codes' variances are those it tells", async () => {
  const points = gaussians(400, 12, 2);
  const { components, explainedVariance, transform } = await fitPca(points, { components: 5 });
  for (let a = 0; a < 5; a++) {
    for (let b = 0; b < 5; b++) {
      let product = 0;
      for (let j = 0; j < 12; j++) product += components.data[a * 12 + j] * components.data[b * 12 + j];
      assertAlmostEquals(product, a === b ? 1 : 0, 1e-5);
    }
  }
  const { data } = await transform(points);
  for (let c = 0; c < 5; c++) {
    let squares = 0;
    for (let i = 0; i < 400; i++) squares += data[i * 5 + c] ** 2;
    assertAlmostEquals(squares / 399, explainedVariance[c], 1e-4);
  }
  assert(explainedVariance.every((value, i) => i === 0 || value <= explainedVariance[i - 1]));
});

Deno.test("fitPca() of many points far from 0 keeps float64's covariance to 1e-6", async () => {
  // Eight chunks, the last of which is filled up; column j has standard deviation 2^-j.
  const n = 30_001;
  const near = gaussians(n, 8, 7);
  const moved = Float64Array.from(near.data, (x, at) => 1e6 + x * 2 ** -(at % 8));
  const points = matrix(moved, n, 8);
  const mean = Array.from({ length: 8 }, (_, j) => {
    let sum = 0;
    for (let i = 0; i < n; i++) sum += moved[8 * i + j] - 1e6;
    return 1e6 + sum / n;
  });
  const covariance = Float64Array.from({ length: 64 }, (_, at) => {
    const a = Math.floor(at / 8), b = at % 8;
    let sum = 0;
    for (let i = 0; i < n; i++) sum += (moved[8 * i + a] - mean[a]) * (moved[8 * i + b] - mean[b]);
    return sum / (n - 1);
  });
  const { values } = symmetricEigen(matrix(covariance, 8, 8));
  const pca = await fitPca(points, { components: 8 });
  assertClose(pca.mean, mean, 1e-12);
  pca.explainedVariance.forEach((value, i) => assertAlmostEquals(value / values[i], 1, 1e-6));
  assertClose((await pca.inverse(await pca.transform(points))).data, moved, 1e-7);
});

Deno.test("fitPca() of so many columns that they are cut into blocks has the variances of the whole covariance", async () => {
  const n = 400, d = 301;
  const { data } = gaussians(n, d, 9);
  const mean = Array.from({ length: d }, (_, j) => {
    let sum = 0;
    for (let i = 0; i < n; i++) sum += data[d * i + j];
    return sum / n;
  });
  const covariance = Float64Array.from({ length: d * d }, (_, at) => {
    const a = Math.floor(at / d), b = at % d;
    let sum = 0;
    for (let i = 0; i < n; i++) sum += (data[d * i + a] - mean[a]) * (data[d * i + b] - mean[b]);
    return sum / (n - 1);
  });
  const { values } = symmetricEigen(matrix(covariance, d, d));
  const { explainedVariance } = await fitPca(matrix(data, n, d), { components: 20 });
  explainedVariance.forEach((value, i) => assertAlmostEquals(value / values[i], 1, 1e-6));
});

Deno.test("fitPca() makes the largest number of each component positive", async () => {
  const { components } = await fitPca(gaussians(100, 9, 8), { components: 9 });
  for (let c = 0; c < 9; c++) {
    const axis = components.data.subarray(9 * c, 9 * c + 9);
    assert(Math.max(...axis) > -Math.min(...axis));
  }
});

Deno.test("fitPca() of constant features finds no variance and no NaN", async () => {
  const { explainedVariance, explainedVarianceRatio, transform } = await fitPca(
    matrix(new Float32Array(12).fill(3), 4, 3),
    { components: 2 },
  );
  assertEquals([...explainedVariance, ...explainedVarianceRatio], [0, 0, 0, 0]);
  assertEquals([...(await transform(matrix(Float32Array.of(3, 3, 3), 1, 3))).data], [0, 0]);
});

Deno.test("fitPca() leaves no tensors behind", async () => {
  const before = tf.memory().numTensors;
  const points = gaussians(20, 4, 3);
  const pca = await fitPca(points, { components: 2 });
  await pca.inverse(await pca.transform(points));
  assertEquals(tf.memory().numTensors, before);
});

Deno.test("fitPca() refuses what it cannot do", async () => {
  const points = gaussians(5, 3, 4);
  const refused = async (points: Matrix, components: number, message: string) =>
    await assertRejects(() => fitPca(points, { components }), RangeError, message);
  await refused(points, 4, "components must be from 1 to min(n, d) = 3, got 4");
  await refused(points, 0, "got 0");
  await refused(points, 1.5, "got 1.5");
  await refused(gaussians(1, 3, 5), 1, "n must be at least 2");
  await refused(matrix(Float32Array.of(1, NaN, 3, 4), 2, 2), 1, "NaN at row 0, column 1");
  const long = new Float32Array(6000).map((_, i) => i);
  for (const row of [58, 2999]) {
    await refused(matrix(long.with(2 * row, NaN), 3000, 2), 1, `NaN at row ${row}, column 0`);
  }
  for (const scale of [1e-20, 1e19]) {
    const scaled = matrix(points.data.map((value) => value * scale), 5, 3);
    await refused(scaled, 1, "Cannot fit principal components: the points' mean squared distance");
  }
  const pca = await fitPca(points, { components: 2 });
  await assertRejects(() => pca.transform(gaussians(2, 4, 6)), RangeError, "must have 3 columns");
  await assertRejects(() => pca.inverse(gaussians(2, 3, 6)), RangeError, "must have 2 columns");
  const bad = matrix(Float32Array.of(1, 2, 3, 4, 5, Infinity), 2, 3);
  await assertRejects(
    () => pca.transform(bad),
    RangeError,
    "Cannot project: points must be finite, got Infinity",
  );
});
