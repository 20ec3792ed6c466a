import { assert, assertEquals } from "@std/assert";
import { initEngine, tf } from "../../engine/mod.ts";
import { experimentOf, madeData, runChanged, valuesOf } from "../../experiments/testing.ts";
import n2d from "./paper.ts";

await initEngine({ engine: "wasm", quiet: true });

const DATA = madeData({ height: 8, width: 8 });
const PLANE = { perplexity: 3, iterations: 20, points: 20 };
const SMALL = {
  network: { architecture: { sizes: [64, 16, 4] }, epochs: 30, batchSize: 16 },
  umap: { dimensions: 2, neighbours: 5, epochs: 50 },
  mixture: { k: 3 },
  plane: PLANE,
};

Deno.test("N2D clusters UMAP's embedding, and is scored beside k-means in the code that it is of", async () => {
  const before = tf.memory().numTensors;
  const outcome = await runChanged(experimentOf(n2d, "n2d"), SMALL, DATA);
  assertEquals(tf.memory().numTensors, before);
  for (const space of ["UMAP-2 of code", "code"]) {
    assertEquals(valuesOf(outcome, "ACC", space).length, 1, space);
  }
  assertEquals(valuesOf(outcome, "SIL", "UMAP-2 of code").length, 1);
  assert(valuesOf(outcome, "MSE")[0] > 0);
  assert(valuesOf(outcome, "OTHER:iterations of the mixture")[0] >= 1);
  assertEquals(outcome.history.length, 30);
  assertEquals(outcome.figures?.map(({ name }) => name), ["embedding", "clusters"]);
});

Deno.test("N2D clusters the test images alone, or all", async () => {
  const rows = async (from: string) => {
    const outcome = await runChanged(experimentOf(n2d, "n2d"), { ...SMALL, images: { from } }, DATA);
    return outcome.clusterings![0].clusters.length;
  };
  const [test, all] = [await rows("test"), await rows("all")];
  assertEquals([test, all], [DATA.test.labels.length, DATA.train.labels.length + DATA.test.labels.length]);
});
