import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { initEngine, matrix } from "../../engine/mod.ts";
import { madeData } from "../../experiments/testing.ts";
import { calinskiHarabasz, daviesBouldin, purity, silhouette } from "../../metrics/mod.ts";
import { KMEANS, kMeans } from "../../models/kmeans/kmeans.ts";
import { extremes, lowestInertia, near, restarts } from "./restarts.ts";

await initEngine({ engine: "wasm", quiet: true });

const { train: { images, labels } } = madeData({ train: 200, classes: 5 });
// As many clusters as classes fit badly from most starts.
const found = await restarts(
  images,
  labels,
  { ...KMEANS, init: "random", k: 6, nInit: 12, leading: null },
  42,
  () => {},
);

Deno.test("restarts() looks at each start by itself, and scores its own clusters", async () => {
  assertEquals(found.length, 12);
  assert(new Set(found.map(({ inertia }) => inertia.toFixed(6))).size > 1, "all starts end alike");
  for (const { clusters, scores } of found.slice(0, 3)) {
    const value = (metric: string) => scores.find((score) => score.metric === metric)!.value;
    assertEquals(value("PURITY"), purity(labels, clusters));
    assertEquals(value("CHI"), calinskiHarabasz(images, clusters));
    assertEquals(value("DBI"), daviesBouldin(images, clusters));
    assertAlmostEquals(value("SIL"), await silhouette(images, clusters), 1e-5);
  }
});

Deno.test("restarts() finds the same again by the same seed, and else by another", async () => {
  const again = (seed: number) =>
    restarts(images, labels, { ...KMEANS, init: "random", k: 6, nInit: 2, leading: null }, seed, () => {});
  assertEquals(
    (await again(42)).map(({ clusters }) => clusters),
    found.slice(0, 2).map((one) => one.clusters),
  );
  assert((await again(43)).some(({ inertia }, start) => inertia !== found[start].inertia));
});

Deno.test("restarts() by way of the leading components end where k-means on the points themselves does not move on", async () => {
  const choices = { ...KMEANS, k: 6, tolerance: 0 };
  const [{ clusters, inertia }] = await restarts(
    images,
    labels,
    { ...choices, nInit: 1, leading: 2 },
    42,
    () => {},
  );
  const means = matrix(new Float32Array(6 * images.columns), 6, images.columns);
  const sizes = Array.from({ length: 6 }, (_, c) => clusters.filter((cluster) => cluster === c).length);
  images.data.forEach((value, at) => {
    const cluster = clusters[Math.floor(at / images.columns)];
    means.data[cluster * images.columns + at % images.columns] += value / sizes[cluster];
  });
  const again = await kMeans(images, { ...choices, init: means, seed: 1 });
  assertEquals(again.labels, clusters);
  assertAlmostEquals(again.inertia, inertia, 1e-4);
});

Deno.test("the lowest inertia has the highest CHI, which for given points and k is a function of it", () => {
  const chi = found.map(({ scores }) => scores.find(({ metric }) => metric === "CHI")!.value);
  const best = found.indexOf(lowestInertia(found));
  assertAlmostEquals(chi[best], Math.max(...chi), 1e-6 * chi[best]);
  const most = Math.max(...found.map(({ inertia }) => inertia));
  assertEquals(near(found, most / found[best].inertia - 1 + 1e-9), 12);
  assert(near(found, 0) >= 1 && near(found, 0) < 12);
});

Deno.test("extremes() has the highest and the lowest of each score and average once, in spaces of their names", () => {
  const all = extremes(found, { space: "pixels", split: "train", restarts: "12 restarts" });
  assertEquals(all.length, 2 * found[0].scores.length);
  assertEquals(
    new Set(all.map(({ metric, space, average }) => `${metric} ${space} ${average}`)).size,
    all.length,
  );
  const dbi = found.map(({ scores }) => scores.find(({ metric }) => metric === "DBI")!.value);
  assertEquals(all.filter(({ metric }) => metric === "DBI"), [
    { metric: "DBI", value: Math.max(...dbi), space: "pixels, highest DBI of 12 restarts", split: "train" },
    { metric: "DBI", value: Math.min(...dbi), space: "pixels, lowest DBI of 12 restarts", split: "train" },
  ]);
});
