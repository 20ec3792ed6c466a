import { assert, assertEquals, assertNotEquals, assertThrows } from "@std/assert";
import { initEngine, KERAS_ADAM, tf } from "../../engine/mod.ts";
import { ALL_IMAGES, imagesOf } from "../../experiments/images.ts";
import type { CommonChoices, Found } from "../../experiments/paper.ts";
import { madeData, quietRun } from "../../experiments/testing.ts";
import { PLAIN } from "../../models/autoencoder/dense.ts";
import { KMEANS } from "../../models/kmeans/kmeans.ts";
import { code, type CodeChoices, inspected, lastTemperature, type Model, trainingImages } from "./snnl.ts";

await initEngine({ engine: "wasm", quiet: true });

const DATA = madeData();
const SPLITS = imagesOf(DATA, ALL_IMAGES);
const CONFIG: CodeChoices & CommonChoices = {
  images: ALL_IMAGES,
  cluster: { kind: "k-means", fitOn: "train", ...KMEANS, k: 3 },
  score: ["test"],
  network: {
    architecture: {
      ...PLAIN,
      sizes: [6, 8, 3],
      codeActivation: "sigmoid",
      outputActivation: "sigmoid",
      initialisation: "he",
    },
    loss: "bce",
    optimiser: { ...KERAS_ADAM, learningRate: 0.01 },
    batchSize: 16,
    epochs: 3,
  },
  labelled: 48,
  snnl: {
    labels: "classes",
    layers: "hidden",
    combine: "sum",
    alpha: 100,
    temperature: { kind: "annealed", eta: 1, gamma: 0.55 },
    distance: "cosine",
    epsilon: 1e-5,
    gradientBatches: 2,
  },
};

Deno.test("lastTemperature() is that of the last epoch by Eq. 3, from 1 down, or the fixed one", () => {
  const annealed = { kind: "annealed", eta: 1, gamma: 0.5 } as const;
  assertEquals([1, 4].map((epochs) => lastTemperature(epochs, annealed)), [1, 0.5]);
  assertEquals(lastTemperature(4, { kind: "fixed", value: 3 }), 3);
});

Deno.test("trainingImages() are all, or so many that the run's seed draws, each once, with its label", () => {
  assert(trainingImages(SPLITS, null, 42) === SPLITS.train);
  const { images, labels } = trainingImages(SPLITS, 20, 42);
  const rows = (points: typeof images) =>
    Array.from({ length: points.rows }, (_, i) => points.data.slice(6 * i, 6 * i + 6).join());
  const all = rows(DATA.train.images);
  const places = rows(images).map((row) => all.indexOf(row));
  assertEquals(new Set(places).size, 20);
  assertEquals(labels, Int32Array.from(places, (place) => DATA.train.labels[place]));
  assertEquals(trainingImages(SPLITS, 20, 42), { images, labels });
  assert(rows(trainingImages(SPLITS, 20, 43).images).join() !== rows(images).join());
});

Deno.test("trainingImages() refuses more images than there are, and none", () => {
  for (const labelled of [65, 0, 2.5, NaN]) {
    assertThrows(
      () => trainingImages(SPLITS, labelled, 42),
      RangeError,
      `Cannot draw images: their number must be from 1 to the 64 there are, got ${labelled}`,
    );
  }
});

/** What a run with another choice finds: its codes of the test images, its losses, and what it measures of the term. */
async function found(change: Partial<CodeChoices>) {
  const config = { ...CONFIG, ...change };
  const run = quietRun();
  const represented = await code(config, SPLITS, run);
  const { points, history } = represented;
  const measurements = await inspected(
    { ...represented, config, splits: SPLITS, run } as Found<CodeChoices & CommonChoices, Model>,
  );
  represented.dispose!();
  return { points, losses: history!.map(({ loss }) => loss), measurements };
}

Deno.test("code() has the codes of the images that it was trained on, for k-means, and of the test images", async () => {
  const before = tf.memory().numTensors;
  const { points: { train, test } } = await found({});
  assertEquals([train!.rows, train!.columns, test!.rows, test!.columns], [48, 3, 30, 3]);
  assertEquals((await found({ labelled: null })).points.train!.rows, 64);
  assertEquals(tf.memory().numTensors, before);
});

Deno.test("code() sees the classes only where the term is told them", async () => {
  const others = (labels: Int32Array) => labels.map((_, i) => Math.floor(i / 3) % 3);
  const turned = {
    train: { ...SPLITS.train, labels: others(SPLITS.train.labels) },
    test: { ...SPLITS.test, labels: others(SPLITS.test.labels) },
  };
  const codes = async (snnl: CodeChoices["snnl"], splits = SPLITS) => {
    const { points, dispose } = await code({ ...CONFIG, snnl }, splits, quietRun());
    dispose!();
    return points;
  };
  const classes = { ...CONFIG.snnl!, labels: "classes" as const };
  const none = { ...CONFIG.snnl!, labels: "none" as const };
  assertNotEquals(await codes(classes, turned), await codes(classes));
  for (const snnl of [none, null]) assertEquals(await codes(snnl, turned), await codes(snnl));
  assertNotEquals(await codes(none), await codes(null));
});

Deno.test("inspected() has the term's loss by layer, the code in the middle, and its strength; nothing of the baseline", async () => {
  const names = ({ measurements }: Awaited<ReturnType<typeof found>>) =>
    measurements.map(({ metric, split }) => `${metric} ${split}`);
  const deep = await found({
    network: {
      ...CONFIG.network,
      architecture: { ...CONFIG.network.architecture, sizes: [6, 8, 5, 3] },
    },
  });
  assertEquals(names(deep), [
    "OTHER:SNNL layer 1 test",
    "OTHER:SNNL layer 2 test",
    "OTHER:SNNL code test",
    "OTHER:SNNL layer 4 test",
    "OTHER:SNNL layer 5 test",
    "OTHER:gradient ratio first epoch train",
    "OTHER:gradient ratio last epoch train",
  ]);
  assert(deep.measurements.every(({ value }) => value > 0 && Number.isFinite(value)));
  assertEquals(names(await found({ snnl: null })), []);
  // A stronger term is so much stronger beside the reconstruction, before any training.
  const [weak, strong] = [
    await found({ snnl: { ...CONFIG.snnl!, alpha: 1 } }),
    await found({ snnl: { ...CONFIG.snnl!, alpha: 10 } }),
  ];
  const first = ({ measurements }: typeof weak) =>
    measurements.find(({ metric }) => metric === "OTHER:gradient ratio first epoch")!.value;
  assert(Math.abs(first(strong) / first(weak) - 10) < 1e-3);
});
