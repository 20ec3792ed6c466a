import { assert, assertAlmostEquals, assertEquals, assertRejects, assertThrows } from "@std/assert";
import { type Matrix, matrix, takeRows } from "../engine/matrix.ts";
import { sampledSilhouette, silhouetteOfSample } from "./sampled_silhouette.ts";
import { silhouette } from "./silhouette.ts";
import { spaceTrials } from "./trials.ts";

const { points, clusters } = spaceTrials(1)[2];
const n = points.rows;

Deno.test("sampledSilhouette() is the silhouette of the points that are left", async () => {
  // With one point left out, it is one of n values.
  const possible: number[] = [];
  for (let out = 0; out < n; out++) {
    const rows = Array.from({ length: n }, (_, i) => i).toSpliced(out, 1);
    possible.push(await silhouette(takeRows(points, rows), rows.map((row) => clusters[row])));
  }
  const found = new Set<number>();
  for (let seed = 0; seed < 6 * n; seed++) {
    const value = await sampledSilhouette(points, clusters, { size: n - 1, seed });
    const which = possible.findIndex((one) => Math.abs(one - value) < 1e-12);
    assert(which >= 0, `${value}`);
    found.add(which);
  }
  // Each of them comes about 6 times.
  assert(found.size > 0.95 * n, `${found.size} of ${n}`);
});

Deno.test("sampledSilhouette() is the same for the same seed", async () => {
  const value = (seed: number) => sampledSilhouette(points, clusters, { size: 12, seed });
  assertEquals(await value(1), await value(1));
  assert(await value(1) !== await value(2));
});

Deno.test("sampledSilhouette() of as many points as there are, or more, is the silhouette", async () => {
  for (const { points, clusters } of spaceTrials(2)) {
    const expected = await silhouette(points, clusters);
    for (const size of [points.rows, points.rows + 1, 10 * points.rows]) {
      assertEquals(await sampledSilhouette(points, clusters, { size, seed: 3 }), expected);
    }
  }
});

Deno.test("sampledSilhouette() takes a point that is alone of its cluster in the sample as 0", async () => {
  // Three of four points, of which one is alone: two with silhouette 1, one with 0.
  const pairs = matrix(Float64Array.of(0, 0, 5, 5), 4, 1);
  for (let seed = 0; seed < 10; seed++) {
    assertAlmostEquals(await sampledSilhouette(pairs, [1, 1, 2, 2], { size: 3, seed }), 2 / 3, 1e-15);
  }
});

Deno.test("sampledSilhouette() refuses a sample of one cluster, or of a cluster each", async () => {
  const far = matrix(Float64Array.from({ length: 50 }, (_, i) => i), 50, 1);
  const labels = Array.from({ length: 50 }, (_, i) => i);
  const cases: [number[], string][] = [
    [labels.map((i) => +(i === 0)), "the silhouette of a sample: k must be at least 2, got 1"],
    [labels.with(1, 0), "the silhouette of a sample: k must be at most n - 1 = 3, got 4"],
  ];
  for (const [clusters, message] of cases) {
    await assertRejects(() => sampledSilhouette(far, clusters, { size: 4, seed: 1 }), RangeError, message);
  }
});

Deno.test("sampledSilhouette() looks at all points for what the silhouette refuses", async () => {
  const options = { size: 3, seed: 1 };
  const broken: [Matrix, ArrayLike<number>, string][] = [
    [
      matrix(points.data.map((x, i) => i === 0 ? NaN : x) as Float64Array, n, points.columns),
      clusters,
      "NaN at row 0",
    ],
    [points, clusters.subarray(1), "there must be one label a point"],
    [points, Float64Array.from(clusters).fill(0.5, n - 1), `got 0.5 at position ${n - 1}`],
  ];
  for (const [data, labels, message] of broken) {
    await assertRejects(() => sampledSilhouette(data, labels, options), RangeError, message);
  }
});

Deno.test("silhouetteOfSample() is a metric that its name tells from the silhouette", async () => {
  const metric = silhouetteOfSample(12);
  assertEquals([metric.name, metric.title, metric.sampled], [
    "SIL@12",
    "silhouette of a sample of 12 points",
    true,
  ]);
  assertEquals(
    await metric.compute(points, clusters, 5),
    await sampledSilhouette(points, clusters, { size: 12, seed: 5 }),
  );
});

Deno.test("a sample's size must be an integer of at least 3", async () => {
  for (const size of [2, 3.5, NaN, Infinity]) {
    const rule = `size must be an integer of at least 3, got ${size}`;
    assertThrows(() => silhouetteOfSample(size), RangeError, `Cannot sample the silhouette: ${rule}`);
    await assertRejects(
      () => sampledSilhouette(points, clusters, { size, seed: 1 }),
      RangeError,
      `Cannot compute the silhouette of a sample: ${rule}`,
    );
  }
});
