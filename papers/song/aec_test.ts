import { assert, assertAlmostEquals, assertEquals, assertNotEquals } from "@std/assert";
import { initEngine, tf } from "../../engine/mod.ts";
import { ALL_IMAGES, imagesOf } from "../../experiments/images.ts";
import type { CommonChoices } from "../../experiments/paper.ts";
import { madeData, quietRun } from "../../experiments/testing.ts";
import { accuracy, nmi } from "../../metrics/mod.ts";
import { aecCode, type AecCodeChoices, fastGain, stableFrom } from "./aec.ts";
import { aec } from "./paper.ts";

await initEngine({ engine: "wasm", quiet: true });

const SPLITS = imagesOf(madeData(), ALL_IMAGES);
const OWN = aec(0.1);
const CONFIG: CommonChoices & AecCodeChoices = {
  ...OWN,
  images: ALL_IMAGES,
  cluster: { kind: "own" },
  score: ["train"],
  layers: [8, 3],
  pretraining: { ...OWN.pretraining, epochs: 2, batchSize: 16 },
  aec: { ...OWN.aec, k: 3, epochs: 3, batchSize: 16 },
};

Deno.test("aecCode() has the training images' codes and the method's own clusters, and leaves no tensors", async () => {
  const before = tf.memory().numTensors;
  const asked: string[] = [];
  const run = { ...quietRun(), progress: (what: string) => (asked.push(what), () => {}) };
  const { space, points, clusters, history, model, dispose } = await aecCode(CONFIG, SPLITS, run);
  assertEquals([space, Object.keys(points), Object.keys(clusters!)], ["code", ["train"], ["train"]]);
  assertEquals([points.train!.rows, points.train!.columns, dispose], [64, 3, undefined]);
  assertEquals(clusters!.train, model.labels);
  assertEquals(asked, ["RBM 1 of 2", "RBM 2 of 2", "AEC"]);
  const { labels } = SPLITS.train;
  const last = history!.at(-1)!;
  assertAlmostEquals(last.ACC, accuracy(labels, model.labels), 1e-12);
  assertAlmostEquals(last.NMI, nmi(labels, model.labels, { average: "max" }), 1e-12);
  assertEquals(tf.memory().numTensors, before);
});

Deno.test("aecCode() sees the classes in its history only, and is another by another seed", async () => {
  const found = async (splits = SPLITS, seed = 42) => {
    const { points, clusters, history } = await aecCode(CONFIG, splits, quietRun(undefined, seed));
    return {
      points,
      clusters,
      losses: history!.map(({ loss }) => loss),
      scores: history!.map(({ ACC }) => ACC),
    };
  };
  const { scores, ...own } = await found();
  const labels = SPLITS.train.labels.map((_, i) => Math.floor(i / 3) % 3);
  const { scores: otherScores, ...others } = await found({
    ...SPLITS,
    train: { ...SPLITS.train, labels },
  });
  assertEquals(others, own);
  assert(otherScores.join() !== scores.join());
  assertNotEquals((await found(SPLITS, 43)).points, own.points);
});

Deno.test("fastGain() is the iteration by which nine tenths of the gain are made", () => {
  assertEquals(fastGain([0.1, 0.5, 0.99, 1.05, 1.1]), 4);
  assertEquals(fastGain([0.1, 1, 0.2, 1.1]), 2);
  assertEquals(fastGain([0.5]), 1);
  // Without a gain it is the first.
  assertEquals(fastGain([0.5, 0.4]), 1);
});

Deno.test("stableFrom() is the iteration after the last that is 0.01 or more away from the end", () => {
  assertEquals(stableFrom([0.1, 0.6, 0.5, 0.605, 0.6]), 4);
  assertEquals(stableFrom([0.6, 0.6]), 1);
  assertEquals(stableFrom([0.5, 0.6]), 2);
});
