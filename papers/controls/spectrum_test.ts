import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { initEngine, matrix, normal, random } from "../../engine/mod.ts";
import { calinskiHarabasz } from "../../metrics/mod.ts";
import { KMEANS, kMeans } from "../../models/kmeans/kmeans.ts";
import { spectralBound } from "./spectrum.ts";

await initEngine({ engine: "wasm", quiet: true });

Deno.test("spectralBound() is met by clusters whose means lie along the axis of most variance", async () => {
  // Two clusters apart along the first axis alone, and points apart from their means along the second alone.
  const points = matrix(Float64Array.of(-2, -1, -2, 1, 2, -1, 2, 1, -2, -1, -2, 1), 6, 2);
  const labels = [0, 0, 1, 1, 0, 0];
  assertAlmostEquals(await spectralBound(points, 2), calinskiHarabasz(points, labels), 1e-5);
});

Deno.test("spectralBound(): no clustering of random points exceeds it", async () => {
  const next = random(3);
  const points = matrix(
    Float32Array.from({ length: 200 * 6 }, (_, at) => normal(next) * (1 + at % 6)),
    200,
    6,
  );
  for (const k of [2, 3, 5]) {
    const bound = await spectralBound(points, k);
    const { labels } = await kMeans(points, { ...KMEANS, k, nInit: 20, seed: 1 });
    const found = calinskiHarabasz(points, labels);
    assert(found < bound, `${k}: ${found} < ${bound}`);
  }
});

Deno.test("spectralBound() has no bound where the points have no more dimensions than clusters can span", async () => {
  const points = matrix(Float32Array.of(0, 0, 1, 2, 3, 5, 4, 4), 4, 2);
  assertEquals(await spectralBound(points, 3), Infinity);
  // 20 columns, of which the last 16 are the first four again.
  const next = random(8);
  const few = Array.from({ length: 60 }, () => Array.from({ length: 4 }, () => normal(next)));
  const flat = matrix(Float32Array.from(few.flatMap((row) => Array(5).fill(row).flat())), 60, 20);
  assertEquals(await spectralBound(flat, 5), Infinity);
  assert(await spectralBound(flat, 4) < Infinity);
});
