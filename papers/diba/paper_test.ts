import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { initEngine, matrix, tf } from "../../engine/mod.ts";
import { experimentOf, madeData, runChanged, valuesOf } from "../../experiments/testing.ts";
import { silhouette } from "../../metrics/mod.ts";
import type { ConvolutionalArchitecture } from "../../models/autoencoder/convolutional.ts";
import type { CountsData, EmbeddingData, ImagesData } from "../../records/figure_data.ts";
import diba from "./paper.ts";

await initEngine({ engine: "wasm", quiet: true });

/** Layers of the paper's kinds on images of 4 × 4 pixels. */
const ARCHITECTURE: ConvolutionalArchitecture = {
  input: [4, 4],
  encoder: [{ kind: "convolution", channels: 2, stride: 2 }, { kind: "relu" }, { kind: "linear", units: 3 }],
  decoder: [
    { kind: "linear", units: 8 },
    { kind: "reshape", shape: [2, 2, 2] },
    { kind: "transposed convolution", channels: 1 },
    { kind: "tanh" },
  ],
  initialisation: "pytorch",
};
const NETWORK = { architecture: ARCHITECTURE, batchSize: 16, epochs: 4 };
const DEC_CHANGE = { k: 3, batchSize: 16, epochs: 2, kMeans: { nInit: 2 } };
const PLANE = { perplexity: 3, iterations: 20, points: 20 };
const DATA = madeData({ height: 4, width: 4 });

Deno.test("the autoencoder is scored on both splits, and in the plane of Fig. 6, and draws its digits", async () => {
  const before = tf.memory().numTensors;
  const outcome = await runChanged(experimentOf(diba, "ae-kmeans"), {
    network: NETWORK,
    plane: PLANE,
    cluster: { k: 3, nInit: 2 },
  }, DATA);
  assertEquals(valuesOf(outcome, "SIL", "code").length, 2);
  // §VI's tightness is the silhouette of the clusters, which were found in the code, in the plane.
  const figures = new Map(outcome.figures!.map((figure) => [figure.name, figure]));
  assertEquals([...figures.keys()], ["fig-1", "fig-2", "fig-6", "reconstructions"]);
  const { points, clusters } = figures.get("fig-6") as EmbeddingData;
  assertAlmostEquals(
    valuesOf(outcome, "SIL", "t-SNE-2 of code")[0],
    await silhouette(matrix(Float64Array.from(points), 20, 2), clusters!),
    1e-2,
  );
  const digits = figures.get("fig-1") as ImagesData;
  assertEquals(digits.rows.map(({ label }) => label), ["cluster 0", "cluster 1", "cluster 2"]);
  const { columns, counts } = figures.get("fig-2") as CountsData;
  assertEquals([columns, counts], [["0", "1", "2"], [[22, 21, 21]]]);
  // Of the layers above: 20 + 27 + 32 + 19.
  assertEquals(valuesOf(outcome, "PARAMS"), [98]);
  assertEquals(tf.memory().numTensors, before);
});

Deno.test("DEC is scored by its own clusters on both splits, beside the errors of its autoencoder", async () => {
  const before = tf.memory().numTensors;
  const outcome = await runChanged(experimentOf(diba, "dec"), {
    network: NETWORK,
    dec: DEC_CHANGE,
    plane: PLANE,
  }, DATA);
  assertEquals(outcome.clusterings!.map(({ space, split }) => [space, split]), [
    ["code", "train"],
    ["code", "test"],
  ]);
  const { clusters } = outcome.clusterings![0];
  assertEquals(valuesOf(outcome, "OTHER:clusters with points"), [new Set(clusters).size]);
  assertEquals(valuesOf(outcome, "OTHER:clustering epochs"), [2]);
  assertEquals(valuesOf(outcome, "OTHER:stopped since labels stood still"), [0]);
  const stopped = await runChanged(experimentOf(diba, "dec"), {
    network: NETWORK,
    dec: { ...DEC_CHANGE, tolerance: 1, epochs: 9 },
    plane: PLANE,
  }, DATA);
  assertEquals(valuesOf(stopped, "OTHER:stopped since labels stood still"), [1]);
  assert(valuesOf(stopped, "OTHER:clustering epochs")[0] < 9);
  // The history is DEC's, the errors are the autoencoder's.
  assertEquals(outcome.history.length, 2);
  assert(valuesOf(outcome, "OTHER:MSE last epoch")[0] !== outcome.history[1].loss);
  assertEquals(tf.memory().numTensors, before);
});

Deno.test("no tightness in the plane is measured of a single cluster", async () => {
  const outcome = await runChanged(experimentOf(diba, "ae-kmeans"), {
    network: NETWORK,
    plane: PLANE,
    cluster: { k: 1, nInit: 1 },
  }, DATA);
  assertEquals(valuesOf(outcome, "SIL"), []);
  assertEquals(outcome.figures!.length, 4);
});

Deno.test("the study of spaces looks at codes before and after DEC and soft assignments, and leaves no tensors", async () => {
  const before = tf.memory().numTensors;
  const { measurements, figures, history } = await runChanged(experimentOf(diba, "study-spaces"), {
    network: NETWORK,
    dec: DEC_CHANGE,
    spaces: { cluster: { k: 3, nInit: 2 }, plane: PLANE },
    decEpochs: [1],
  }, DATA);
  const spaces = new Set(measurements.map(({ space, split }) => `${split}: ${space}`));
  for (const split of ["train", "test"]) {
    for (
      const space of [
        "code",
        "soft assignments",
        "code before DEC",
        "PCA-1 of code before DEC",
        "soft assignments, clusters of DEC",
        "code before DEC, clusters of DEC",
        "pixels, clusters of DEC",
        "code after DEC of 1 epoch",
      ]
    ) {
      assert(spaces.has(`${split}: ${space}`), `${split}: ${space}`);
    }
  }
  for (const space of ["t-SNE-2 of code", "t-SNE-2 of code before DEC"]) assert(spaces.has(`test: ${space}`));
  assertEquals([figures!.map(({ name }) => name), history.length], [["fig-5", "fig-6"], 2]);
  assertEquals(tf.memory().numTensors, before);
});
