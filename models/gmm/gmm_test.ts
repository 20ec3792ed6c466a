import { assert, assertAlmostEquals, assertEquals, assertRejects, assertThrows } from "@std/assert";
import { type Matrix, matrix, normal, random, takeRows } from "../../engine/mod.ts";
import { fitMixture, MIXTURE, type Mixture, type MixtureOptions, underMixture } from "./gmm.ts";
import golden from "./golden/gmm.json" with { type: "json" };

const { n, k } = golden;
const points = matrix(Float64Array.from(golden.points), n, golden.points.length / n);
const start = {
  responsibilities: matrix(
    Float64Array.from({ length: n * k }, (_, at) => Number(golden.start[Math.floor(at / k)] === at % k)),
    n,
    k,
  ),
};

function assertAllClose(actual: ArrayLike<number>, expected: number[], tolerance: number): void {
  assertEquals(actual.length, expected.length);
  expected.forEach((value, at) => assertAlmostEquals(actual[at], value, tolerance));
}

for (const expected of golden.cases) {
  const { name, maxIterations, regularisation, rows } = expected;
  const covariance = expected.covariance as "full" | "diagonal";
  Deno.test(`fitMixture() is scikit-learn's from the same start: ${covariance}, ${name}`, async () => {
    const found = await fitMixture(points, {
      ...{ k, seed: 1, start, covariance, maxIterations, regularisation },
    });
    assertEquals([found.iterations, found.converged], [expected.iterations, expected.converged]);
    assertAlmostEquals(found.logLikelihood, expected.logLikelihood, 1e-6);
    assertAllClose(found.mixture.weights, expected.weights, 1e-6);
    assertAllClose(found.mixture.means.data, expected.means, 1e-6);
    assertAllClose(found.mixture.covariances.data, expected.covariances, 1e-6);
    const some = underMixture(found.mixture, takeRows(points, rows));
    assertAllClose(some.responsibilities.data, expected.responsibilities, 1e-6);
    assertAllClose(some.logDensities, expected.logDensities, 1e-6);
    assertEquals([...some.labels], rows.map((row) => found.labels[row]));
    assertAllClose(takeRows(found.responsibilities, rows).data, expected.responsibilities, 1e-6);
  });
}

/** Two groups of normal points on a line, the second with a quarter of them. */
function twoGroups(): Matrix {
  const next = random(5);
  const place = (i: number) => i % 4 === 0 ? 20 : 0;
  return matrix(Float64Array.from({ length: 400 }, (_, i) => place(i) + normal(next)), 400, 1);
}

for (const covariance of ["full", "diagonal"] as const) {
  Deno.test(`fitMixture() finds two groups, from k-means and from means: ${covariance}`, async () => {
    const line = twoGroups();
    const starts = [{}, { start: { means: matrix(Float64Array.of(-5, 30), 2, 1) } }];
    for (const given of starts) {
      const { mixture, labels, converged } = await fitMixture(line, { k: 2, seed: 1, covariance, ...given });
      assert(converged);
      const far = mixture.means.data[0] > 10 ? 0 : 1;
      assertAlmostEquals(mixture.weights[far], 0.25, 1e-6);
      assertAlmostEquals(mixture.means.data[far], 20, 0.3);
      assertAlmostEquals(mixture.means.data[1 - far], 0, 0.2);
      assertAlmostEquals(mixture.covariances.data[far], 1, 0.4);
      labels.forEach((label, i) => assertEquals(label === far, i % 4 === 0));
    }
  });

  Deno.test(`more iterations never lower the likelihood, and the densities are a distribution: ${covariance}`, async () => {
    const likelihood = async (maxIterations: number) => {
      const options = { k, seed: 1, start, covariance, tolerance: 0, regularisation: 0, maxIterations };
      return (await fitMixture(points, options)).logLikelihood;
    };
    let before = -Infinity;
    for (const iterations of [1, 2, 3, 5, 10, 20]) {
      const now = await likelihood(iterations);
      assert(now >= before - 1e-12);
      before = now;
    }
    const { mixture, responsibilities } = await fitMixture(twoGroups(), { k: 2, seed: 1, covariance });
    const grid = matrix(Float64Array.from({ length: 6001 }, (_, i) => -20 + i / 100), 6001, 1);
    const mass = underMixture(mixture, grid).logDensities.reduce(
      (sum, value) => sum + Math.exp(value) / 100,
      0,
    );
    assertAlmostEquals(mass, 1, 1e-6);
    for (let i = 0; i < 400; i++) {
      assertAlmostEquals(responsibilities.data[2 * i] + responsibilities.data[2 * i + 1], 1, 1e-12);
    }
  });
}

Deno.test("one component is the points' mean and covariance", async () => {
  const { mixture, labels, responsibilities } = await fitMixture(points, {
    k: 1,
    seed: 1,
    regularisation: 0,
  });
  const { rows, columns: d, data } = points;
  const mean = (f: (i: number) => number) =>
    Array.from({ length: rows }, (_, i) => f(i)).reduce((a, b) => a + b) / rows;
  const means = Array.from({ length: d }, (_, j) => mean((i) => data[i * d + j]));
  assertAllClose(mixture.means.data, means, 1e-12);
  for (let j = 0; j < d; j++) {
    for (let l = 0; l < d; l++) {
      const covariance = mean((i) => (data[i * d + j] - means[j]) * (data[i * d + l] - means[l]));
      assertAlmostEquals(mixture.covariances.data[j * d + l], covariance, 1e-9);
    }
  }
  assert(labels.every((label) => label === 0) && responsibilities.data.every((value) => value === 1));
});

Deno.test("a single point has the regularisation as its variance", async () => {
  const found = await fitMixture(matrix(Float64Array.of(3, 4), 1, 2), { k: 1, seed: 1 });
  assertEquals([...found.mixture.means.data], [3, 4]);
  assertAllClose(found.mixture.covariances.data, [1e-6, 0, 0, 1e-6], 1e-15);
  assertAlmostEquals(found.logLikelihood, -Math.log(2 * Math.PI * 1e-6), 1e-9);
});

Deno.test("with fewer distinct points than components the rest of these have no weight", async () => {
  const pairs = matrix(Float64Array.from({ length: 20 }, (_, i) => i % 2), 20, 1);
  for (const covariance of ["full", "diagonal"] as const) {
    const { mixture, labels, logLikelihood } = await fitMixture(pairs, { k: 4, seed: 1, covariance });
    assert(Number.isFinite(logLikelihood));
    assert(mixture.weights.filter((weight) => weight < 1e-12).length >= 1);
    assertAlmostEquals(mixture.weights.reduce((a, b) => a + b), 1, 1e-12);
    assertEquals(labels[0] === labels[1], false);
    labels.forEach((label, i) => assertEquals(label, labels[i % 2]));
  }
  // An empty component lies at the mean of all points.
  const responsibilities = matrix(Float64Array.from({ length: 40 }, (_, at) => at % 2), 20, 2);
  const { mixture } = await fitMixture(pairs, { k: 2, seed: 1, start: { responsibilities } });
  assertAlmostEquals(mixture.means.data[0], 0.5, 1e-6);
  assert(mixture.weights[0] < 1e-12);
});

Deno.test("a singular covariance matrix is refused without regularisation, and held up by it", async () => {
  const flat = matrix(Float64Array.from({ length: 40 }, (_, i) => i % 2 === 0 ? i : 7), 20, 2);
  for (const covariance of ["full", "diagonal"] as const) {
    await assertRejects(
      () => fitMixture(flat, { k: 1, seed: 1, covariance, regularisation: 0 }),
      RangeError,
      "Cannot fit the mixture: each covariance matrix must be positive definite, which more regularisation makes it, " +
        "got a singular one of component 0",
    );
    assert(Number.isFinite((await fitMixture(flat, { k: 1, seed: 1, covariance })).logLikelihood));
  }
});

Deno.test("points far from the origin have the same likelihood", async () => {
  const moved = matrix(points.data.map((value) => value + 1e6), n, points.columns);
  const [here, there] = [
    await fitMixture(points, { k, seed: 1, start }),
    await fitMixture(moved, { k, seed: 1, start }),
  ];
  assertAlmostEquals(there.logLikelihood, here.logLikelihood, 1e-6);
});

Deno.test("fitMixture() repeats from a seed, takes the rest from MIXTURE, and keeps the best of its starts", async () => {
  const options: MixtureOptions = { k, seed: 1 };
  const one = await fitMixture(points, options);
  assertEquals(await fitMixture(points, { ...MIXTURE, ...options }), one);
  const best = await fitMixture(points, { ...options, nInit: 4 });
  assert(best.logLikelihood >= one.logLikelihood);
});

Deno.test("fitMixture() and underMixture() refuse what is out of range", async () => {
  const some = takeRows(points, [0, 1, 2]);
  const refused: [Partial<MixtureOptions>, string][] = [
    [{ k: 0 }, "Cannot fit the mixture: k must be from 1 to n = 3, got 0"],
    [{ k: 4 }, "k must be from 1 to n = 3, got 4"],
    [{ covariance: "tied" as "full" }, "covariance must be full or diagonal, got tied"],
    [{ regularisation: -1 }, "regularisation must be finite and at least 0, got -1"],
    [{ tolerance: NaN }, "tolerance must be finite and at least 0, got NaN"],
    [{ maxIterations: 0 }, "maxIterations must be a positive integer, got 0"],
    [{ nInit: 0 }, "nInit must be a positive integer, got 0"],
    [
      { start: { means: matrix(new Float64Array(5), 1, 5) } },
      "start.means must be k × d = 2 × 5, got 1 × 5",
    ],
    [
      { start: { responsibilities: matrix(new Float64Array(4), 2, 2) } },
      "start.responsibilities must be n × k = 3 × 2, got 2 × 2",
    ],
    [
      { start: { responsibilities: matrix(Float64Array.of(1, 0, 0.5, 0.4, 0, 1), 3, 2) } },
      "at least 0 with the sum 1 in each row, as in row 1, got 0.5, 0.4",
    ],
  ];
  for (const [options, message] of refused) {
    await assertRejects(() => fitMixture(some, { k: 2, seed: 1, ...options }), RangeError, message);
  }
  const broken = matrix(Float64Array.of(0, 1, NaN, 3), 4, 1);
  await assertRejects(() => fitMixture(broken, { k: 2, seed: 1 }), RangeError, "at row 2, column 0");
  const mixture: Mixture = {
    weights: Float64Array.of(1),
    means: matrix(Float64Array.of(0), 1, 1),
    covariances: matrix(Float64Array.of(1), 1, 1),
    covariance: "full",
  };
  assertThrows(() => underMixture(mixture, broken), RangeError, "at row 2, column 0");
  assertThrows(() => underMixture(mixture, some), RangeError, "got 5 and 1");
  const wide = { ...mixture, means: matrix(Float64Array.of(0, 0), 1, 2), covariance: "diagonal" } as const;
  const full = matrix(Float64Array.of(1, 0, 0, 1), 1, 4);
  const two = matrix(Float64Array.of(0, 1), 1, 2);
  assertThrows(
    () => underMixture({ ...wide, covariances: full }, two),
    RangeError,
    "diagonal covariances must be 1 × 2, got 1 × 4",
  );
  assertThrows(
    () => underMixture({ ...wide, covariances: two, covariance: "full" }, two),
    RangeError,
    "full covariances must be 1 × 4, got 1 × 2",
  );
  assertThrows(
    () => underMixture({ ...wide, covariances: two, weights: Float64Array.of(0.5, 0.5) }, two),
    RangeError,
    "there must be a weight for each of the 1 components, got 2",
  );
  assertThrows(
    () => underMixture(mixture, matrix(Float64Array.of(0, 1e200), 2, 1)),
    RangeError,
    "Cannot judge points by the mixture: the log-density of each point must be a number, got none at row 1",
  );
});
