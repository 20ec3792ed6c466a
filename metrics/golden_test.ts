import { assert, assertAlmostEquals } from "@std/assert";
import labelFile from "./golden/labels.json" with { type: "json" };
import pointFile from "./golden/points.json" with { type: "json" };
import { matrix } from "../engine/matrix.ts";
import {
  accuracy,
  ari,
  calinskiHarabasz,
  daviesBouldin,
  nmi,
  type NmiAverage,
  purity,
  silhouette,
  silhouetteSamples,
} from "./mod.ts";

/** Fails unless `actual` is within `relative` of `expected`, or of 0 to 1e-12. */
function assertClose(actual: number, expected: number, relative: number, what: string): void {
  const tolerance = Math.max(1e-12, Math.abs(expected) * relative);
  assertAlmostEquals(actual, expected, tolerance, `${what}: ${actual} is not ${expected}`);
}

Deno.test("accuracy(), nmi(), ari() and purity() equal scikit-learn's", async (t) => {
  for (const { name, true: classes, predicted, ...expected } of labelFile.cases) {
    await t.step(name, () => {
      assertClose(accuracy(classes, predicted), expected.accuracy, 1e-12, "accuracy");
      assertClose(ari(classes, predicted), expected.ari, 1e-12, "ari");
      assertClose(purity(classes, predicted), expected.purity, 1e-12, "purity");
      for (const [average, value] of Object.entries(expected.nmi)) {
        const actual = nmi(classes, predicted, { average: average as NmiAverage });
        assertClose(actual, value, 1e-12, `nmi ${average}`);
      }
    });
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
