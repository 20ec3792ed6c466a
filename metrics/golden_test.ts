import { assert, assertAlmostEquals } from "@std/assert";
import labelFile from "./golden/labels.json" with { type: "json" };
import pointFile from "./golden/points.json" with { type: "json" };
import sampleFile from "./golden/samples.json" with { type: "json" };
import tableFile from "./golden/tables.json" with { type: "json" };
import { matrix } from "../engine/matrix.ts";
import {
  accuracy,
  adjustedMutualInformation,
  ari,
  type Average,
  calinskiHarabasz,
  completeness,
  daviesBouldin,
  homogeneity,
  nmi,
  purity,
  sampledSilhouette,
  silhouette,
  silhouetteSamples,
  vMeasure,
} from "./mod.ts";

/** Fails unless `actual` is within `relative` of `expected`, or of 0 to 1e-12. */
function assertClose(actual: number, expected: number, relative: number, what: string): void {
  const tolerance = Math.max(1e-12, Math.abs(expected) * relative);
  assertAlmostEquals(actual, expected, tolerance, `${what}: ${actual} is not ${expected}`);
}

type Labels = Omit<typeof labelFile.cases[number], "name" | "true" | "predicted" | "ami"> & {
  ami: Partial<Record<Average, number>>;
};

/** Fails unless every metric of labels equals scikit-learn's, whose adjusted mutual information has `noise`. */
function assertLabelMetrics(classes: number[], clusters: number[], expected: Labels, noise: number): void {
  assertClose(accuracy(classes, clusters), expected.accuracy, 1e-12, "accuracy");
  assertClose(ari(classes, clusters), expected.ari, 1e-12, "ari");
  assertClose(purity(classes, clusters), expected.purity, 1e-12, "purity");
  assertClose(homogeneity(classes, clusters), expected.homogeneity, 1e-12, "homogeneity");
  assertClose(completeness(classes, clusters), expected.completeness, 1e-12, "completeness");
  for (const [beta, value] of Object.entries(expected.vMeasure)) {
    const actual = vMeasure(classes, clusters, { beta: Number(beta) });
    assertClose(actual, value, 1e-12, `vMeasure ${beta}`);
  }
  for (const [average, value] of Object.entries(expected.nmi)) {
    assertClose(nmi(classes, clusters, { average: average as Average }), value, 1e-12, `nmi ${average}`);
  }
  for (const [average, value] of Object.entries(expected.ami)) {
    const actual = adjustedMutualInformation(classes, clusters, { average: average as Average });
    assertAlmostEquals(actual, value, noise, `ami ${average}: ${actual} is not ${value}`);
  }
}

Deno.test("the metrics of labels equal scikit-learn's", async (t) => {
  for (const { name, true: classes, predicted, ...expected } of labelFile.cases) {
    await t.step(name, () => assertLabelMetrics(classes, predicted, expected, 1e-12));
  }
});

Deno.test("the metrics of labels equal scikit-learn's for as many points as data sets have", async (t) => {
  for (const { name, table, ...expected } of tableFile.cases) {
    const classes = table.flatMap((row, i) => Array<number>(row.reduce((a, b) => a + b)).fill(i));
    const clusters = table.flatMap((row) => row.flatMap((size, j) => Array<number>(size).fill(j)));
    await t.step(name, () => assertLabelMetrics(classes, clusters, expected, 1e-10));
  }
});

for (const [type, relative] of [["float64", 1e-6], ["float32", 1e-4]] as const) {
  Deno.test(`silhouette(), daviesBouldin() and calinskiHarabasz() equal scikit-learn's, ${type}`, async (t) => {
    for (const golden of pointFile.cases) {
      const { name, labels } = golden;
      const data = type === "float64" ? Float64Array.from(golden.points) : Float32Array.from(golden.points);
      const points = matrix(data, golden.rows, golden.columns);
      const expected = golden[type];
      await t.step(name, async () => {
        assertClose(await silhouette(points, labels), expected.silhouette, relative, "silhouette");
        assertClose(daviesBouldin(points, labels), expected.daviesBouldin, 1e-6, "daviesBouldin");
        assertClose(calinskiHarabasz(points, labels), expected.calinskiHarabasz, 1e-6, "calinskiHarabasz");
      });
    }
  });
}

Deno.test("silhouetteSamples() equals scikit-learn's, point by point", async () => {
  const golden = pointFile.cases.find(({ silhouetteSamples }) => silhouetteSamples);
  assert(golden?.silhouetteSamples);
  const { points, rows, columns, labels, silhouetteSamples: expected } = golden;
  const samples64 = await silhouetteSamples(matrix(Float64Array.from(points), rows, columns), labels);
  const samples32 = await silhouetteSamples(matrix(Float32Array.from(points), rows, columns), labels);
  expected.forEach((value, i) => {
    assertClose(samples64[i], value, 1e-6, `float64 sample ${i}`);
    assertAlmostEquals(samples32[i], value, 1e-5, `float32 sample ${i}: ${samples32[i]} is not ${value}`);
  });
});

for (const { name, size, mean, deviation } of sampleFile.cases) {
  Deno.test(`sampledSilhouette() is distributed as scikit-learn's: ${name}`, async () => {
    const { points, rows, columns, labels } = pointFile.cases.find((one) => one.name === name)!;
    const data = matrix(Float64Array.from(points), rows, columns);
    const seeds = 400;
    const values = [];
    for (let seed = 1; seed <= seeds; seed++) {
      values.push(await sampledSilhouette(data, labels, { size, seed }));
    }
    const average = values.reduce((a, b) => a + b) / seeds;
    const squares = values.reduce((sum, value) => sum + (value - average) ** 2, 0);
    assertAlmostEquals(average, mean, 4 * deviation / Math.sqrt(seeds));
    assertAlmostEquals(Math.sqrt(squares / (seeds - 1)), deviation, 0.15 * deviation);
  });
}
