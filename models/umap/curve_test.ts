import { assertAlmostEquals, assertThrows } from "@std/assert";
import { fitCurve } from "./curve.ts";
import golden from "./golden/umap.json" with { type: "json" };

for (const { spread, minDistance, curve: [a, b] } of golden.curves) {
  Deno.test(`fitCurve() finds SciPy's a and b: spread ${spread}, least distance ${minDistance}`, () => {
    const ours = fitCurve(minDistance, spread);
    assertAlmostEquals(ours.a, a, 1e-5 * a);
    assertAlmostEquals(ours.b, b, 1e-5 * b);
  });
}

Deno.test("fitCurve() refuses a spread that is not above 0, and a least distance beyond it", () => {
  for (const spread of [0, -1, NaN, Infinity]) {
    assertThrows(() => fitCurve(0, spread), RangeError, `spread must be finite and above 0, got ${spread}`);
  }
  for (const minDistance of [-0.1, 1.1, NaN]) {
    assertThrows(
      () => fitCurve(minDistance, 1),
      RangeError,
      `minDistance must be from 0 to spread = 1, got ${minDistance}`,
    );
  }
});
