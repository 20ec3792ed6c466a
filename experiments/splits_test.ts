import { assertEquals } from "@std/assert";
import { initEngine, matrix } from "../engine/mod.ts";
import type { Dataset, Split } from "../datasets/mod.ts";
import { measured } from "./scores.ts";
import { clusterSplits, scaledSplits, scoreSplits, sizes } from "./splits.ts";

await initEngine({ engine: "tensorflow", quiet: true });

/** Two classes far apart, in turn. */
function split(rows: number): Split {
  const labels = Int32Array.from({ length: rows }, (_, i) => i % 2);
  const data = Float32Array.from(
    { length: 2 * rows },
    (_, at) => labels[Math.floor(at / 2)] * 0.9 + at / 1000,
  );
  return { images: matrix(data, rows, 2), labels };
}

const DATA: Dataset = {
  name: "pairs",
  height: 1,
  width: 2,
  classes: 2,
  train: split(12),
  test: split(6),
  sources: [],
  split: "made so",
};

Deno.test("scaledSplits() takes all images or the first, as they are or from -1 to 1", () => {
  assertEquals(scaledSplits(DATA, 0), { train: DATA.train, test: DATA.test });
  const { train, test } = scaledSplits(DATA, -1, { train: 3, test: 2 });
  assertEquals([train.images.rows, train.labels.length, test.images.rows, test.labels.length], [3, 3, 2, 2]);
  assertEquals(train.images.data[2], Math.fround(2 * DATA.train.images.data[2] - 1));
});

Deno.test("clusterSplits() fits k-means to the training points, scores both splits, training first", async () => {
  const points = { train: DATA.train.images, test: DATA.test.images };
  const options = { points, space: "pixels", k: 2, nInit: 2, seed: 1 };
  const found = await clusterSplits(DATA, options);
  const accuracies = found.filter(({ metric }) => metric === "ACC");
  assertEquals(accuracies, [
    { metric: "ACC", value: 1, space: "pixels", split: "train" },
    { metric: "ACC", value: 1, space: "pixels", split: "test" },
  ]);
  const clusters = { train: DATA.train.labels, test: DATA.test.labels };
  assertEquals(await scoreSplits(DATA, { points, clusters, space: "pixels" }), found);
});

Deno.test("sizes() counts rows and pixels", () => {
  assertEquals(sizes(DATA), [
    measured("OTHER:rows", 18),
    measured("OTHER:train rows", 12),
    measured("OTHER:test rows", 6),
    measured("OTHER:pixels", 2),
  ]);
});
