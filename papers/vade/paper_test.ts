import { assert, assertEquals } from "@std/assert";
import { initEngine, tf } from "../../engine/mod.ts";
import { experimentOf, madeData, runChanged, valuesOf } from "../../experiments/testing.ts";
import vade from "./paper.ts";

await initEngine({ engine: "wasm", quiet: true });

const DATA = madeData({ height: 8, width: 8 });
const SMALL = {
  pretraining: { architecture: { sizes: [64, 16, 4] }, epochs: 20, batchSize: 16 },
  vade: { k: 3, epochs: 3, batchSize: 16 },
  plane: { perplexity: 3, iterations: 20, points: 20 },
};

Deno.test("VaDE is scored by its own clusters, beside the mixture that it starts from", async () => {
  const before = tf.memory().numTensors;
  const outcome = await runChanged(experimentOf(vade, "vade"), SMALL, DATA);
  assertEquals(tf.memory().numTensors, before);
  for (const space of ["code", "code before VaDE"]) {
    assertEquals(valuesOf(outcome, "ACC", space).length, 1, space);
  }
  assert(valuesOf(outcome, "OTHER:least variance of the mixture")[0] > 0);
  assert(valuesOf(outcome, "OTHER:clusters with points")[0] >= 1);
  assertEquals(outcome.history.length, 3);
  assertEquals(outcome.figures?.map(({ name }) => name), ["codes", "clusters"]);
});
