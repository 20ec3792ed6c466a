import { assert, assertEquals } from "@std/assert";
import { initEngine, tf } from "../../engine/mod.ts";
import { experimentOf, madeData, runChanged, valuesOf } from "../../experiments/testing.ts";
import {
  type ConvolutionalChoices,
  convolutionalParameterCounts,
} from "../../models/autoencoder/convolutional.ts";
import type { ConvolutionalArchitecture } from "../../models/autoencoder/convolutional.ts";
import siam from "./paper.ts";

await initEngine({ engine: "wasm", quiet: true });

const architectureOf = (method: string) =>
  (experimentOf(siam, method).profiles.paper!.config.network as ConvolutionalChoices).architecture;

/** Siam's layers on images of 8 × 8 pixels. */
const SMALL_ARCHITECTURE: ConvolutionalArchitecture = {
  ...architectureOf("ae-kmeans"),
  input: [8, 8],
  encoder: architectureOf("ae-kmeans").encoder.map((layer) =>
    layer.kind === "linear" ? { ...layer, units: 4 } : layer
  ),
  decoder: architectureOf("ae-kmeans").decoder.map((layer) => {
    if (layer.kind === "linear") return { ...layer, units: 32 };
    return layer.kind === "reshape" ? { ...layer, shape: [2, 2, 8] } : layer;
  }),
};
const NETWORK = { architecture: SMALL_ARCHITECTURE, batchSize: 16, epochs: 2 };
const PLANE = { perplexity: 3, iterations: 20, points: 20 };
const DATA = madeData({ height: 8, width: 8 });

Deno.test("Siam's autoencoder has the parameters that §2.4 counts layer by layer, and their sum", () => {
  const counts = convolutionalParameterCounts(architectureOf("ae-kmeans"));
  assertEquals(counts, [
    { name: "conv 1-16", count: 160 },
    { name: "conv 16-8", count: 1160 },
    { name: "linear 392-64", count: 25152 },
    { name: "linear 64-392", count: 25480 },
    { name: "convt 8-16", count: 1168 },
    { name: "convt 16-8", count: 1160 },
    { name: "conv 8-1", count: 73 },
  ]);
  assertEquals(counts.reduce((sum, { count }) => sum + count, 0), 54353);
});

Deno.test("the study of a code of 128 changes the code alone", () => {
  const [own, wide] = [architectureOf("ae-kmeans"), architectureOf("study-latent-128")];
  assertEquals(wide.decoder, own.decoder);
  assertEquals(wide.encoder.slice(0, -1), own.encoder.slice(0, -1));
  assertEquals([own.encoder.at(-1), wide.encoder.at(-1)], [
    { kind: "linear", units: 64 },
    { kind: "linear", units: 128 },
  ]);
});

Deno.test("k-means on pixels is scored on both splits, beside the facts of the data", async () => {
  const outcome = await runChanged(experimentOf(siam, "kmeans"), { cluster: { k: 3 } }, DATA);
  assertEquals(valuesOf(outcome, "ACC", "pixels"), [1, 1]);
  assertEquals(valuesOf(outcome, "OTHER:train rows per class"), [64 / 3]);
  assertEquals(valuesOf(outcome, "OTHER:pixel mean").length, 1);
});

Deno.test("the autoencoder's seconds of an epoch are the median, and leave no name of a device on a CPU", async () => {
  const before = tf.memory().numTensors;
  const outcome = await runChanged(
    experimentOf(siam, "ae-kmeans"),
    { network: { ...NETWORK, epochs: 3 }, cluster: { k: 3 }, plane: PLANE },
    DATA,
  );
  const seconds = outcome.history.map(({ seconds }) => seconds).sort((a, b) => a - b);
  assertEquals(valuesOf(outcome, "OTHER:seconds per epoch"), [seconds[1]]);
  assertEquals(valuesOf(outcome, "OTHER:MSE last epoch"), [outcome.history[2].loss]);
  assertEquals(outcome.figures!.map(({ name }) => name), ["fig-2", "reconstructions", "clusters"]);
  assertEquals(tf.memory().numTensors, before);
});

Deno.test("DEC has its own clusters and those of k-means in its code, which are the study's, and leaves no tensors", async () => {
  const before = tf.memory().numTensors;
  const change = { network: NETWORK, dec: { k: 3, batchSize: 16, kMeans: { nInit: 2 } } };
  const own = await runChanged(experimentOf(siam, "dec"), {
    ...change,
    dec: { ...change.dec, epochs: 1 },
    kMeans: { k: 3, nInit: 2 },
  }, DATA);
  const study = await runChanged(experimentOf(siam, "study-spaces"), {
    ...change,
    spaces: { cluster: { k: 3, nInit: 2 }, plane: { perplexity: 3, iterations: 20, points: 20 } },
    decEpochs: [1],
  }, DATA);
  for (const metric of ["SIL", "DBI", "CHI", "ACC"]) {
    assertEquals(valuesOf(own, metric, "code").length, 2, metric);
    assertEquals(
      valuesOf(own, metric, "code, clustered by k-means"),
      valuesOf(study, metric, "code after DEC of 1 epoch"),
      metric,
    );
  }
  assertEquals(own.history.length, 1);
  assertEquals(tf.memory().numTensors, before);
});

Deno.test("the study of spaces looks at codes with dropout, untrained, after DEC and in the plane, and leaves no tensors", async () => {
  const before = tf.memory().numTensors;
  const { measurements, figures } = await runChanged(experimentOf(siam, "study-spaces"), {
    network: NETWORK,
    spaces: { cluster: { k: 3, nInit: 2 }, plane: PLANE },
    dec: { k: 3, batchSize: 16, kMeans: { nInit: 2 } },
    decEpochs: [1],
  }, DATA);
  const spaces = new Set(measurements.map(({ space, split }) => `${split}: ${space}`));
  for (const split of ["train", "test"]) {
    for (
      const space of [
        "code",
        "code with dropout",
        "code of the untrained network",
        "pixels, clusters of the code",
        "pixels, digits",
        "code, digits",
        "code after DEC of 1 epoch",
      ]
    ) {
      assert(spaces.has(`${split}: ${space}`), `${split}: ${space}`);
    }
  }
  for (const space of ["t-SNE-2 of code", "code", "pixels"]) assert(spaces.has(`test: ${space}, 20 images`));
  assertEquals(figures!.map(({ name }) => name), ["codes"]);
  assertEquals(tf.memory().numTensors, before);
});
