import { assertEquals, assertNotEquals } from "@std/assert";
import { initEngine, tf } from "../../engine/mod.ts";
import { experimentOf, madeData, runChanged, valuesOf } from "../../experiments/testing.ts";
import diba from "../diba/paper.ts";
import idec from "./paper.ts";

await initEngine({ engine: "wasm", quiet: true });

const DATA = madeData({ height: 8, width: 8 });
const DESCENT = { epochs: 2, tenthEvery: 1 };
const PRETRAINING = {
  pretraining: {
    architecture: { sizes: [64, 16, 8, 4] },
    layerwise: { ...DESCENT, deviation: 0.1 },
    whole: { epochs: 60, tenthEvery: 40 },
    batchSize: 16,
  },
  dec: { k: 3, kMeans: { nInit: 2 }, epochs: 2, batchSize: 16, updateInterval: 2, tolerance: 0 },
  plane: { perplexity: 3, iterations: 20, points: 20 },
};
const IDEC = { idec: { ...PRETRAINING.dec, gamma: 0.1 } };

Deno.test("IDEC and DEC are scored from one network, beside k-means before both", async () => {
  const before = tf.memory().numTensors;
  const outcome = await runChanged(experimentOf(idec, "idec"), { ...PRETRAINING, ...IDEC }, DATA);
  assertEquals(tf.memory().numTensors, before);
  for (const space of ["code", "code of DEC", "code before both"]) {
    assertEquals(valuesOf(outcome, "ACC", space).length, 1, space);
  }
  assertEquals(["code", "code of DEC"].map((space) => valuesOf(outcome, "SIL", space).length), [1, 1]);
  assertEquals(valuesOf(outcome, "OTHER:epochs of IDEC"), [2]);
  assertEquals(outcome.figures?.map(({ name }) => name), ["codes", "clusters"]);
});

Deno.test("DEC beside IDEC is the one that is run alone, number by number", async () => {
  const beside = await runChanged(experimentOf(idec, "idec"), { ...PRETRAINING, ...IDEC }, DATA);
  const alone = await runChanged(experimentOf(diba, "study-dec-original-layerwise"), PRETRAINING, DATA);
  for (const metric of ["ACC", "NMI", "SIL", "CHI"]) {
    assertEquals(valuesOf(beside, metric, "code of DEC"), valuesOf(alone, metric, "code"), metric);
  }
  assertNotEquals(valuesOf(beside, "CHI", "code"), valuesOf(beside, "CHI", "code of DEC"));
});
