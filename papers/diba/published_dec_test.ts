import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { initEngine, tf } from "../../engine/mod.ts";
import { experimentOf, madeData, runChanged, valuesOf } from "../../experiments/testing.ts";
import diba from "./paper.ts";

await initEngine({ engine: "wasm", quiet: true });

const DATA = madeData();
const SMALL = {
  plane: { perplexity: 3, iterations: 20, points: 20 },
  pretraining: {
    architecture: { sizes: [6, 8, 3] },
    layerwise: { epochs: 2 },
    whole: { epochs: 2 },
    batchSize: 16,
  },
  dec: { k: 3, kMeans: { nInit: 2 }, epochs: 2, batchSize: 32, updateInterval: 2, tolerance: 0 },
};
const layerwise = experimentOf(diba, "study-dec-original-layerwise");

Deno.test("DEC as published clusters all images as one split, and scores k-means before it too", async () => {
  const before = tf.memory().numTensors;
  const outcome = await runChanged(layerwise, SMALL, DATA);
  assertEquals(outcome.clusterings!.map(({ space, split, clusters }) => [space, split, clusters.length]), [
    ["code", "train", 94],
    ["code before DEC", "train", 94],
  ]);
  assertEquals(valuesOf(outcome, "SIL", "code before DEC"), []);
  assertEquals(
    outcome.measurements.map(({ metric }) => metric).filter((metric) => metric.includes("MSE")),
    [
      "MSE",
      "OTHER:MSE last epoch of layer 1",
      "OTHER:MSE last epoch of layer 2",
      "OTHER:MSE last epoch of the whole network",
    ],
  );
  assertEquals(outcome.figures!.map(({ name }) => name), ["codes", "clusters"]);
  assertEquals(tf.memory().numTensors, before);
});

Deno.test("each epoch's history has the share of labels that changed at the update before it", async () => {
  // Three steps an epoch; the target is updated before the first, third and fifth step.
  const { history } = await runChanged(layerwise, SMALL, DATA);
  assertEquals(history.map(({ epoch }) => epoch), [1, 2]);
  const every = await runChanged(layerwise, {
    ...SMALL,
    dec: { ...SMALL.dec, updateInterval: 3 },
  }, DATA);
  assertEquals(every.history[0].changed, 1);
  assert(history[0].changed < 1);
});

Deno.test("the network as a whole has no phase of layers", async () => {
  const { pretraining: { layerwise: _, ...pretraining }, ...others } = SMALL;
  const outcome = await runChanged(
    experimentOf(diba, "study-dec-original-whole"),
    { pretraining, ...others },
    DATA,
  );
  const phases = outcome.measurements.map(({ metric }) => metric).filter((metric) =>
    metric.includes("epoch of")
  );
  assertEquals(phases, ["OTHER:MSE last epoch of the whole network"]);
});

Deno.test("the unit scale is one at which the pixels' mean square is 1, however bright they are", async () => {
  const scaled = (split: typeof DATA.train, factor: number) => ({
    ...split,
    images: { ...split.images, data: split.images.data.map((pixel) => pixel * factor) },
  });
  const darker = { ...DATA, train: scaled(DATA.train, 0.5), test: scaled(DATA.test, 0.5) };
  const errorOf = async (data: typeof DATA, scale: 1 | "unit") =>
    valuesOf(await runChanged(layerwise, { ...SMALL, scale }, data), "MSE")[0];
  const [bright, dark] = [await errorOf(DATA, "unit"), await errorOf(darker, "unit")];
  assertAlmostEquals(dark, bright, 1e-4);
  assert(Math.abs(await errorOf(darker, 1) - await errorOf(DATA, 1)) > 1e-3);
  // At that scale already, they are left as they are.
  const pixels = [...DATA.train.images.data, ...DATA.test.images.data];
  const factor = Math.sqrt(pixels.length / pixels.reduce((sum, pixel) => sum + pixel * pixel, 0));
  const unit = { ...DATA, train: scaled(DATA.train, factor), test: scaled(DATA.test, factor) };
  assertAlmostEquals(await errorOf(unit, 1), await errorOf(unit, "unit"), 1e-4);
  assertAlmostEquals(await errorOf(unit, 1), bright, 1e-4);
});
