import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { initEngine, tf } from "../../engine/mod.ts";
import type { EmbeddingData } from "../../records/figure_data.ts";
import { experimentOf, madeData, runChanged, valuesOf } from "../../experiments/testing.ts";
import { softNearestNeighborLoss } from "../../models/snnl/loss.ts";
import agarap from "./paper.ts";

await initEngine({ engine: "wasm", quiet: true });

const fig2 = experimentOf(agarap, "fig-2");
const DATA = madeData();

/** What makes the figure fit the made-up images. */
const SMALL = {
  network: { architecture: { sizes: [6, 8, 3] }, batchSize: 16, epochs: 2 },
  labelled: 48,
  classes: 3,
  points: 20,
  tsne: { perplexity: 3, iterations: 30 },
  cluster: { k: 3, nInit: 2 },
};

Deno.test("Fig. 2 draws pixels and code in three dimensions, of the same images, and measures there", async () => {
  const before = tf.memory().numTensors;
  const outcome = await runChanged(fig2, SMALL, DATA);
  const figures = outcome.figures as EmbeddingData[];
  assertEquals(figures.map(({ name, dimensions, classes }) => [name, dimensions, classes.length]), [
    ["fig-2-code", 3, 20],
    ["fig-2-pixels", 3, 20],
  ]);
  assertEquals(figures[0].classes, figures[1].classes);
  for (const space of ["code", "pixels"]) {
    const named = `t-SNE-3 of ${space}`;
    for (const metric of ["ACC", "SIL", "OTHER:KL"]) assertEquals(valuesOf(outcome, metric, named).length, 1);
    const [loss] = valuesOf(outcome, `OTHER:SNNL ${space}`);
    assert(figures.find(({ name }) => name.endsWith(space))!.title.endsWith(`SNNL ${loss.toFixed(4)}`));
  }
  assertEquals(outcome.clusterings!.map(({ space, clusters }) => [space, clusters.length]), [
    ["t-SNE-3 of code", 20],
    ["t-SNE-3 of pixels", 20],
  ]);
  assertEquals(outcome.history.length, 2);
  assertEquals(tf.memory().numTensors, before);
});

Deno.test("Fig. 2's loss of the pixels is the mean over whole batches at the last epoch's temperature", async () => {
  const outcome = await runChanged(fig2, SMALL, DATA);
  // Of the 30 test images one batch of 16 is whole; annealed over two epochs from 1.
  const { images, labels } = DATA.test;
  const loss = tf.tidy(() =>
    softNearestNeighborLoss(
      tf.tensor2d(Float32Array.from(images.data.subarray(0, 16 * 6)), [16, 6]),
      tf.tensor1d(labels.subarray(0, 16), "int32"),
      tf.scalar(2 ** -0.55),
      { distance: "cosine", epsilon: 1e-5 },
    )
  );
  assertAlmostEquals(valuesOf(outcome, "OTHER:SNNL pixels")[0], loss.dataSync()[0], 1e-6);
  loss.dispose();
});

Deno.test("Fig. 2 shows as many classes as it is told, drawn by the seed, and no others", async () => {
  const shown = new Set<string>();
  for (const seed of [1, 2, 3, 4]) {
    const outcome = await runChanged(fig2, { ...SMALL, classes: 2, points: 100 }, DATA, seed);
    const [{ classes }] = outcome.figures as EmbeddingData[];
    assertEquals([new Set(classes).size, classes.length], [2, 20]);
    shown.add([...new Set(classes)].sort().join());
  }
  assert(shown.size > 1);
});
