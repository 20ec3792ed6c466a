import { assert } from "@std/assert";
import { attractions, factorAt, repulsions } from "./factors.ts";

/** Umap-learn's for least distances of 0.1 and 0, and one with b above 1. */
const CURVES = [{ a: 1.577, b: 0.895 }, { a: 1.929, b: 0.7915 }, { a: 0.5, b: 1.5 }];

Deno.test("factorAt() is the attraction and the repulsion as written, within a share of 2e-5", () => {
  for (const curve of CURVES) {
    const { a, b } = curve;
    const attracting = attractions(curve), repelling = repulsions(curve, 3);
    for (let square = 1e-9; square < 1e9; square *= 1.0123) {
      const d = Math.sqrt(square);
      const attraction = -2 * a * b * d ** (2 * (b - 1)) / (1 + a * d ** (2 * b));
      const repulsion = 3 * 2 * b / ((0.001 + d ** 2) * (1 + a * d ** (2 * b)));
      const errors = [
        factorAt(attracting, square) / attraction - 1,
        factorAt(repelling, square) / repulsion - 1,
      ];
      for (const error of errors) assert(Math.abs(error) < 2e-5, `error ${error} at ${square}`);
    }
  }
});

Deno.test("factorAt() is finite for the least and the largest of numbers", () => {
  for (const square of [2 ** -149, 2 ** -126, 1e38]) {
    assert(Number.isFinite(factorAt(attractions(CURVES[0]), square)));
    assert(Number.isFinite(factorAt(repulsions(CURVES[0], 1), square)));
  }
});
