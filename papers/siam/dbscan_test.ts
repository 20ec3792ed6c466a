import { assertAlmostEquals, assertEquals } from "@std/assert";
import { initEngine, matrix } from "../../engine/mod.ts";
import type { Dataset } from "../../datasets/mod.ts";
import { silhouette } from "../../metrics/mod.ts";
import { experimentOf, runChanged } from "../../experiments/testing.ts";
import siam from "./paper.ts";

await initEngine({ engine: "wasm", quiet: true });

/** Pictures of one pixel, in 64ths: two groups of three, one in the middle between them and one beyond, in three classes. */
const PIXELS = [0, 17, 1, 2, 32, 64, 33, 34];
const CLASSES = [0, 2, 0, 0, 1, 2, 1, 1];
const points = (pixels: number[]) => matrix(Float32Array.from(pixels, (p) => p / 64), pixels.length, 1);
const split = { images: points(PIXELS), labels: Int32Array.from(CLASSES) };
const DATA: Dataset = {
  name: "made",
  height: 1,
  width: 1,
  classes: 3,
  train: split,
  test: split,
  sources: [],
  split: "made",
};

/** What is measured where this share of the images are to be core points. */
async function measure(share: number) {
  const experiment = experimentOf(siam, "dbscan");
  const { measurements } = await runChanged(experiment, { dbscan: { minPoints: 2, share } }, DATA);
  const valueOf = (asked: string, where?: string) =>
    measurements.find(({ metric, space }) => metric === asked && (where === undefined || space === where))!
      .value;
  const others = measurements.filter(({ metric }) => metric.startsWith("OTHER:")).map(({ value }) => value);
  const spaces = new Set(measurements.map(({ space }) => space).filter((space) => space !== ""));
  return { valueOf, others, spaces: [...spaces] };
}

Deno.test("dbscan scores the images in clusters without the noise, and all with the noise as a cluster", async () => {
  const { valueOf, others, spaces } = await measure(0.75);
  assertEquals(others, [1 / 64, 2, 0.75, 0.25]);
  assertEquals(spaces, ["pixels without noise", "pixels with noise as a cluster"]);
  const clustered = points(PIXELS.filter((_, i) => CLASSES[i] < 2));
  const own = CLASSES.filter((label) => label < 2);
  assertAlmostEquals(valueOf("SIL", "pixels without noise"), await silhouette(clustered, own), 1e-6);
  assertAlmostEquals(
    valueOf("SIL", "pixels with noise as a cluster"),
    await silhouette(split.images, CLASSES),
    1e-6,
  );
  assertEquals(valueOf("ACC"), 1);
});

Deno.test("dbscan has no indices of one cluster, except for the noise beside it", async () => {
  const beside = await measure(0.875);
  assertEquals(beside.others, [15 / 64, 1, 0.875, 0.125]);
  assertEquals(beside.spaces, ["pixels with noise as a cluster"]);
  // Of the seven together three are of one class; the noise is of another.
  assertEquals(beside.valueOf("ACC"), 4 / 8);
  const alone = await measure(1);
  assertEquals(alone.others, [30 / 64, 1, 1, 0]);
  assertEquals(alone.spaces, []);
});

Deno.test("dbscan keeps its clusters with the noise among them, and has no randomness", async () => {
  const experiment = experimentOf(siam, "dbscan");
  const found = async (seed: number) =>
    await runChanged(experiment, { dbscan: { minPoints: 2, share: 0.75 } }, DATA, seed);
  const { measurements, clusterings } = await found(1);
  assertEquals(clusterings!.map(({ space, split }) => [space, split]), [[
    "pixels with noise as a cluster",
    "test",
  ]]);
  assertEquals(clusterings![0].classes, split.labels);
  assertEquals((await found(2)).measurements, measurements);
});
