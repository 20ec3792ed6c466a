import { assert, assertEquals, assertRejects } from "@std/assert";
import { squaredDistance } from "../../engine/matrix.ts";
import { matrix, normal, random } from "../../engine/mod.ts";
import digitsFile from "../kmeans/golden/digits.json" with { type: "json" };
import { dbscan } from "./dbscan.ts";
import { epsAtQuantile } from "./epsilon.ts";
import golden from "./golden/dbscan.json" with { type: "json" };

const digits = matrix(
  Float32Array.from(digitsFile.digits.join(""), (pixel) => parseInt(pixel, 17)),
  digitsFile.digits.length,
  64,
);

for (const { eps, minPoints, labels, corePoints } of golden.cases) {
  Deno.test(`dbscan() has scikit-learn's labels: digits, eps ${eps}, ${minPoints} points`, async () => {
    const found = await dbscan(digits, { eps, minPoints });
    assertEquals([...found.labels], labels);
    assertEquals([...found.corePoints], corePoints);
    assertEquals(found.clusters, Math.max(...labels) + 1);
  });
}

Deno.test("dbscan() decides in float64: neighbours at eps exactly, others just beyond, far from the origin", async () => {
  const line = (step: number) => matrix(Float64Array.from({ length: 50 }, (_, i) => 1000 + i * step), 50, 1);
  assertEquals((await dbscan(line(1), { eps: 1, minPoints: 2 })).clusters, 1);
  assertEquals((await dbscan(line(1 + 1e-9), { eps: 1, minPoints: 2 })).clusters, 0);
});

Deno.test("dbscan() decides at eps exactly across tiles, in groups that lie far apart", async () => {
  // Rows i and i + 2,100 are 1 apart, which float32 cannot tell from a little more beside the groups' distances.
  const half = 2100;
  const pairs = (apart: number) =>
    matrix(
      Float64Array.from(
        { length: 4 * half },
        (_, at) => at % 2 === 1 ? (at < 2 * half ? 0 : apart) : 10 * (at / 2 % half),
      ),
      2 * half,
      2,
    );
  const joined = await dbscan(pairs(1), { eps: 1, minPoints: 2 });
  assertEquals(joined.clusters, half);
  assertEquals(joined.labels, Int32Array.from({ length: 2 * half }, (_, i) => i % half));
  assertEquals((await dbscan(pairs(1 + 1e-9), { eps: 1, minPoints: 2 })).clusters, 0);
});

Deno.test("dbscan() of many equal points over several tiles: a cluster for each place", async () => {
  const n = 5000, places = 7;
  const points = matrix(Float32Array.from({ length: 2 * n }, (_, at) => (at >> 1) % places), n, 2);
  const { labels, corePoints } = await dbscan(points, { eps: 0.5, minPoints: 700 });
  assertEquals(labels, Int32Array.from({ length: n }, (_, i) => i % places));
  assertEquals(corePoints.length, n);
});

Deno.test("dbscan() over several tiles has the neighbours that all distances give", async () => {
  const next = random(3), n = 2500;
  const points = matrix(Float32Array.from({ length: n * 2 }, () => normal(next)), n, 2);
  const eps = 0.08, minPoints = 5;
  const { labels, corePoints } = await dbscan(points, { eps, minPoints });
  const neighbours = Array.from(
    { length: n },
    (_, i) =>
      Array.from({ length: n }, (_, j) => j).filter((j) => squaredDistance(points, i, j) <= eps * eps),
  );
  const core = new Set(corePoints);
  assertEquals([...core], [...neighbours.keys()].filter((i) => neighbours[i].length >= minPoints));
  for (let i = 0; i < n; i++) {
    const near = neighbours[i].filter((j) => core.has(j)).map((j) => labels[j]);
    if (core.has(i)) assert(near.every((label) => label === labels[i]));
    else assertEquals(labels[i], near.length === 0 ? -1 : Math.min(...near));
  }
  assert(new Set(labels).size > 5);
});

Deno.test("dbscan() of points that are all noise: no cluster, no core point", async () => {
  const points = matrix(Float64Array.of(0, 10, 20), 3, 1);
  assertEquals(await dbscan(points, { eps: 1, minPoints: 2 }), {
    labels: Int32Array.of(-1, -1, -1),
    corePoints: new Int32Array(0),
    clusters: 0,
  });
});

Deno.test("dbscan() of equal points: one cluster; of one point: a cluster if one point is enough", async () => {
  const same = matrix(Float32Array.from({ length: 80 }, () => 0.3), 40, 2);
  assertEquals((await dbscan(same, { eps: 1e-300, minPoints: 40 })).labels, new Int32Array(40));
  const one = matrix(Float64Array.of(7), 1, 1);
  assertEquals((await dbscan(one, { eps: 1, minPoints: 1 })).labels, Int32Array.of(0));
  assertEquals((await dbscan(one, { eps: 1, minPoints: 2 })).labels, Int32Array.of(-1));
});

Deno.test("dbscan() with eps beyond all distances: one cluster, Infinity included", async () => {
  const points = matrix(Float64Array.of(0, 1e-20, 5), 3, 1);
  for (const eps of [6, 1e200, Infinity]) {
    assertEquals((await dbscan(points, { eps, minPoints: 3 })).labels, new Int32Array(3));
  }
});

Deno.test("dbscan() refuses eps of 0 or less, minPoints below 1, and what is not finite", async () => {
  const points = matrix(Float64Array.of(0, 1), 2, 1);
  for (const eps of [0, -1, NaN]) {
    await assertRejects(() => dbscan(points, { eps, minPoints: 1 }), RangeError, "eps must be above 0");
  }
  for (const minPoints of [0, 1.5, NaN]) {
    await assertRejects(
      () => dbscan(points, { eps: 1, minPoints }),
      RangeError,
      "minPoints must be a positive integer",
    );
  }
  const broken = matrix(Float64Array.of(0, Infinity), 2, 1);
  await assertRejects(() => dbscan(broken, { eps: 1, minPoints: 1 }), RangeError, "at row 1, column 0");
});

Deno.test("epsAtQuantile() makes that share of the points core points, and no more than it must", async () => {
  const next = random(4);
  const points = matrix(Float64Array.from({ length: 400 }, () => normal(next)), 200, 2);
  for (const share of [0.1, 0.122, 0.5, 1]) {
    const eps = await epsAtQuantile(points, { minPoints: 5, share });
    const { corePoints } = await dbscan(points, { eps, minPoints: 5 });
    assertEquals(corePoints.length, Math.ceil(share * 200));
  }
  // In float64, 0.07 · 100 is more than 7.
  const hundred = matrix(points.data.slice(0, 200), 100, 2);
  for (const [share, count] of [[0.07, 7], [0.55, 55], [0.56, 56], [0.071, 8]]) {
    const eps = await epsAtQuantile(hundred, { minPoints: 5, share });
    assertEquals((await dbscan(hundred, { eps, minPoints: 5 })).corePoints.length, count);
  }
});

Deno.test("epsAtQuantile() refuses options out of range", async () => {
  const points = matrix(Float64Array.of(0, 1, 2), 3, 1);
  for (const minPoints of [1, 4, 2.5]) {
    await assertRejects(
      () => epsAtQuantile(points, { minPoints, share: 0.5 }),
      RangeError,
      "minPoints must be from 2",
    );
  }
  for (const share of [0, 1.1, NaN]) {
    await assertRejects(
      () => epsAtQuantile(points, { minPoints: 2, share }),
      RangeError,
      "share must be above 0",
    );
  }
});
