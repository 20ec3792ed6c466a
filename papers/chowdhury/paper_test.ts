import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { initEngine, tf } from "../../engine/mod.ts";
import { imagesOf } from "../../experiments/images.ts";
import { experimentOf, madeData, runChanged, valuesOf } from "../../experiments/testing.ts";
import type { DenseChoices } from "../../models/autoencoder/fit.ts";
import { trustworthiness } from "../../models/tsne/trustworthiness.ts";
import { tsne } from "../../models/tsne/tsne.ts";
import chowdhury, { plane } from "./paper.ts";

await initEngine({ engine: "wasm", quiet: true });

const DATA = madeData();
/** What makes the autoencoder fit the made-up images, its layers as many as the paper's. */
const NETWORK = { architecture: { sizes: [6, 8, 5, 3] }, batchSize: 16, epochs: 2 };
const PLANE = { perplexity: 3, iterations: 20, points: 20 };

const configOf = (method: string) => experimentOf(chowdhury, method).profiles.paper!.config;

Deno.test("k-means clusters the test images, whose pixels run from -1, and counts the data", async () => {
  const outcome = await runChanged(experimentOf(chowdhury, "kmeans"), { cluster: { k: 3 } }, DATA);
  assertEquals(valuesOf(outcome, "ACC", "pixels"), [1]);
  assertEquals(valuesOf(outcome, "OTHER:rows"), [94]);
  assertEquals(valuesOf(outcome, "OTHER:classes"), [3]);
  for (const { method } of chowdhury.experiments) {
    const { images } = configOf(method);
    assertEquals((images as { pixels: unknown }).pixels, [-1, 1], method);
  }
});

Deno.test("t-SNE tells its divergence, and how trustworthy the plane is beside the pixels", async () => {
  const change = { perplexity: 5, iterations: 50 };
  const outcome = await runChanged(
    experimentOf(chowdhury, "tsne-kmeans"),
    { tsne: change, cluster: { k: 3 }, trustworthiness: { neighbours: 4 } },
    DATA,
  );
  const { test: { images } } = imagesOf(DATA, { pixels: [-1, 1], from: "split", rows: null });
  const { embedding, kl } = await tsne(images, { ...plane.config.tsne, ...change, seed: 42 });
  assertEquals(valuesOf(outcome, "OTHER:KL", "t-SNE-2"), [kl]);
  assertAlmostEquals(
    valuesOf(outcome, "OTHER:trustworthiness", "t-SNE-2")[0],
    await trustworthiness(images, embedding, 4),
    1e-12,
  );
});

Deno.test("the autoencoders differ in their learning rates alone (§III.D)", () => {
  const networks = chowdhury.experiments.filter(({ method }) => method.startsWith("ae-kmeans"))
    .map(({ method }) => configOf(method).network as DenseChoices);
  assertEquals(networks.map(({ optimiser }) => optimiser.learningRate), [0.001, 0.0001, 0.01]);
  for (const network of networks) {
    assertEquals({ ...network, optimiser: { ...network.optimiser, learningRate: 0.001 } }, networks[0]);
  }
});

Deno.test("the autoencoder's parameters are counted layer by layer, by Table I's names, and it is drawn", async () => {
  const before = tf.memory().numTensors;
  const outcome = await runChanged(
    experimentOf(chowdhury, "ae-kmeans"),
    { network: NETWORK, cluster: { k: 3 }, plane: PLANE },
    DATA,
  );
  const counts = outcome.measurements.filter(({ metric }) => metric.includes("PARAMS"));
  assertEquals(counts.map(({ metric, value }) => [metric, value]), [
    ["PARAMS", 56 + 45 + 18 + 20 + 48 + 54],
    ["OTHER:PARAMS input-hidden1", 56],
    ["OTHER:PARAMS hidden1-hidden2", 45],
    ["OTHER:PARAMS hidden2-latent", 18],
    ["OTHER:PARAMS latent-hidden3", 20],
    ["OTHER:PARAMS hidden3-hidden4", 48],
    ["OTHER:PARAMS hidden4-output", 54],
  ]);
  assertEquals(outcome.figures!.map(({ name }) => name), ["fig-3-4", "fig-5", "fig-6", "reconstructions"]);
  assertEquals(valuesOf(outcome, "MSE").length, 1);
  assertEquals(tf.memory().numTensors, before);
});

Deno.test("the study of spaces looks at codes in training mode and reconstructions, and leaves no tensors", async () => {
  const before = tf.memory().numTensors;
  const { measurements, figures, history } = await runChanged(experimentOf(chowdhury, "study-spaces"), {
    network: NETWORK,
    spaces: { cluster: { k: 3, nInit: 2 }, plane: PLANE },
  }, DATA);
  const spaces = new Set(measurements.map(({ space, split }) => `${split}: ${space}`));
  for (const split of ["train", "test"]) {
    for (
      const space of [
        "code",
        "code in training mode",
        "pixels, clusters of the code",
        "code L2, clusters of the code",
        "code, digits",
      ]
    ) {
      assert(spaces.has(`${split}: ${space}`), `${split}: ${space}`);
    }
    assertEquals(spaces.has(`${split}: reconstructions`), split === "test");
  }
  assert(spaces.has("test: t-SNE-2 of code"));
  assertEquals([figures!.map(({ name }) => name), history.length], [["codes"], 2]);
  assertEquals(tf.memory().numTensors, before);
});
