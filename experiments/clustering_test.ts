import { assert, assertEquals, assertRejects } from "@std/assert";
import { initEngine, matrix } from "../engine/mod.ts";
import { KMEANS } from "../models/kmeans/kmeans.ts";
import { clusterByKMeans, type ClusterChoices, clustersOf, splitsNeeded } from "./clustering.ts";
import { madeData } from "./testing.ts";

await initEngine({ engine: "wasm", quiet: true });

const TWO: ClusterChoices & { kind: "k-means" } = {
  kind: "k-means",
  fitOn: "train",
  ...KMEANS,
  k: 2,
  nInit: 2,
};
/** Points on a line: the two splits have their groups in other places. */
const line = (...points: number[]) => matrix(Float32Array.from(points), points.length, 1);
const POINTS = { train: line(0, 1, 10, 11), test: line(2, 9, 1, 30, 31) };

/** Clusters are the same if they have the same members, whatever they are called. */
const members = (clusters: Int32Array) => Array.from(clusters, (cluster) => clusters.indexOf(cluster));

Deno.test("splitsNeeded() are those that are scored, and the one that k-means is fitted on, each once", () => {
  assertEquals(splitsNeeded({ cluster: TWO, score: ["test"] }), ["train", "test"]);
  assertEquals(splitsNeeded({ cluster: TWO, score: ["train"] }), ["train"]);
  assertEquals(splitsNeeded({ cluster: { ...TWO, fitOn: "test" }, score: ["test", "train"] }), [
    "test",
    "train",
  ]);
  assertEquals(splitsNeeded({ cluster: { kind: "own" }, score: ["test"] }), ["test"]);
});

Deno.test("clusterByKMeans() fits one split, whose centroids it tells, and assigns the other to the nearest", async () => {
  const train = await clusterByKMeans(POINTS, TWO, 1);
  assertEquals([...train.centroids.data].sort((a, b) => a - b), [0.5, 10.5]);
  assertEquals(members(train.clusters.train!), [0, 0, 2, 2]);
  // The test points have two groups of their own, which do not matter.
  assertEquals(members(train.clusters.test!), [0, 1, 0, 1, 1]);
  for (const split of ["train", "test"] as const) {
    train.clusters[split]!.forEach((cluster, i) => {
      const distances = Array.from(
        train.centroids.data,
        (centroid) => Math.abs(centroid - POINTS[split].data[i]),
      );
      assertEquals(cluster, distances.indexOf(Math.min(...distances)));
    });
  }
  const test = await clusterByKMeans(POINTS, { ...TWO, fitOn: "test" }, 1);
  assertEquals([...test.centroids.data].sort((a, b) => a - b), [4, 30.5]);
  assertEquals(members(test.clusters.test!), [0, 0, 0, 3, 3]);
  assertEquals(members(test.clusters.train!), [0, 0, 0, 0]);
});

Deno.test("clusterByKMeans() clusters the split that there is alone", async () => {
  const { clusters } = await clusterByKMeans({ test: POINTS.test }, { ...TWO, fitOn: "test" }, 1);
  assertEquals(Object.keys(clusters), ["test"]);
});

Deno.test("clusterByKMeans() refuses to fit a split without points, and more clusters than points", async () => {
  await assertRejects(
    () => clusterByKMeans({ test: POINTS.test }, TWO, 1),
    RangeError,
    "Cannot run k-means: there must be points of the train split",
  );
  await assertRejects(
    () => clusterByKMeans(POINTS, { ...TWO, k: 5 }, 1),
    RangeError,
    "Cannot run k-means: k must be at most n = 4",
  );
});

Deno.test("clusterByKMeans() is the same again with the same seed, and takes every choice from what it is given", async () => {
  const { train: { images } } = madeData({ train: 200, classes: 7, width: 5 });
  // From one start with one iteration, the seed decides what is found.
  const choices = { ...TWO, k: 7, nInit: 1, maxIterations: 1 };
  const found = async (seed: number, change: object = {}) =>
    (await clusterByKMeans({ train: images }, { ...choices, ...change }, seed)).clusters.train!.join();
  const seeds = await Promise.all([1, 2, 3, 4].map((seed) => found(seed)));
  assert(new Set(seeds).size > 1);
  assertEquals(await found(1), seeds[0]);
  for (const change of [{ init: "random" }, { k: 6 }, { maxIterations: 300, nInit: 10 }]) {
    const others = await Promise.all([1, 2, 3, 4].map((seed) => found(seed, change)));
    assert(others.join() !== seeds.join(), JSON.stringify(change));
  }
});

Deno.test("clustersOf() are those of k-means with the run's seed for it, as of a whole split", async () => {
  const { kind: _, fitOn: __, ...choices } = TWO;
  const clusters = await clustersOf(POINTS.train, choices, { seed: 1 });
  assertEquals(clusters, (await clusterByKMeans(POINTS, TWO, 1)).clusters.train);
  assertEquals(members(clusters), [0, 0, 2, 2]);
});
