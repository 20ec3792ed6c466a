import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { type Matrix, matrix } from "../../engine/matrix.ts";
import golden from "./golden/scale.json" with { type: "json" };
import { standardise } from "./standardise.ts";

for (const one of golden.cases) {
  Deno.test(`standardise() equals scikit-learn's scale: ${one.name}`, () => {
    for (const [type, tolerance] of [["float64", 1e-9], ["float32", 1e-6]] as const) {
      const data = type === "float64" ? Float64Array.from(one.points) : Float32Array.from(one.points);
      const { rows, columns, data: actual } = standardise(matrix(data, one.rows, one.columns));
      assertEquals([rows, columns, actual.constructor], [one.rows, one.columns, data.constructor]);
      one[type].forEach((value, i) =>
        assertAlmostEquals(actual[i], value, tolerance * Math.max(1, Math.abs(value)))
      );
    }
  });
}

Deno.test("standardise() makes columns of mean 0 and deviation 1, and leaves the points as they are", () => {
  const data = Float64Array.from({ length: 90 }, (_, i) => (i * i) % 37 + 100 * (i % 3));
  const before = data.slice();
  const result = standardise(matrix(data, 30, 3));
  for (let j = 0; j < 3; j++) {
    const column = Array.from({ length: 30 }, (_, i) => result.data[3 * i + j]);
    assertAlmostEquals(column.reduce((a, b) => a + b) / 30, 0, 1e-14);
    assertAlmostEquals(column.reduce((a, b) => a + b * b, 0) / 30, 1, 1e-14);
  }
  assertEquals(data, before);
});

Deno.test("standardise() makes zeros of a constant column, however its sum is rounded", () => {
  for (const value of [0.1, 1 / 3, 1e9 + 0.1, 1e-300]) {
    assertEquals(
      standardise(matrix(new Float64Array(1001).fill(value), 1001, 1)).data,
      new Float64Array(1001),
    );
  }
});

Deno.test("standardise() makes zeros of a column so narrow that its deviation is 0 in float64", () => {
  assertEquals(standardise(matrix(Float64Array.of(1e-200, 3e-200), 2, 1)).data, new Float64Array(2));
});

Deno.test("standardise() refuses columns whose squares float64 cannot hold", () => {
  for (const column of [[1e200, 2e200, 3e200], [1e308, 1.2e308, 1.5e308]]) {
    assertThrows(
      () => standardise(matrix(Float64Array.from(column.flatMap((value) => [0, value])), 3, 2)),
      RangeError,
      "Cannot standardise points: the sum of the squared deviations of a column must be finite, got Infinity in column 1",
    );
  }
  assertEquals(standardise(matrix(Float64Array.of(1e308, 1e308), 2, 1)).data, new Float64Array(2));
});

Deno.test("standardise() refuses points that are missing or not finite", () => {
  const cases: [Matrix, string][] = [
    [matrix(new Float32Array(), 0, 3), "points must have at least 1 row and 1 column"],
    [matrix(Float32Array.of(1, NaN), 1, 2), "points must be finite, got NaN at row 0, column 1"],
  ];
  for (const [points, message] of cases) {
    assertThrows(() => standardise(points), RangeError, `Cannot standardise points: ${message}`);
  }
});
