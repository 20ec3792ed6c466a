import { assertAlmostEquals, assertEquals, assertRejects } from "@std/assert";
import { initEngine, matrix, tf } from "../../engine/mod.ts";
import { type Architecture, initAutoencoder, pass, PLAIN } from "../autoencoder/dense.ts";
import { entanglement, type EntanglementOptions, pointEntanglement } from "./inspect.ts";
import { softNearestNeighborLoss } from "./loss.ts";

await initEngine({ engine: "tensorflow", quiet: true });

const ARCHITECTURE: Architecture = {
  ...PLAIN,
  sizes: [6, 5, 2],
  codeActivation: "sigmoid",
  outputActivation: "sigmoid",
  initialisation: "he",
};
const IMAGES = matrix(Float32Array.from({ length: 60 }, (_, i) => Math.sin(i) ** 2), 10, 6);
const LABELS = Int32Array.of(0, 1, 0, 1, 0, 0, 1, 1, 0, 1);
const OPTIONS = { labels: LABELS, temperature: 0.5, batchSize: 4, distance: "cosine" } as const;

Deno.test("entanglement() is each hidden layer's mean over the whole batches", async () => {
  const network = initAutoencoder(ARCHITECTURE, 7);
  const expected = tf.tidy(() =>
    [0, 1, 2].map((layer) => {
      const losses = [0, 4].map((first) => {
        const x = tf.tensor2d(Float32Array.from(IMAGES.data.slice(first * 6, (first + 4) * 6)), [4, 6]);
        const y = tf.tensor1d(LABELS.slice(first, first + 4), "int32");
        const { hidden } = pass(ARCHITECTURE, network, x, null);
        return softNearestNeighborLoss(hidden[layer], y, tf.scalar(0.5), { distance: "cosine" })
          .dataSync()[0];
      });
      return (losses[0] + losses[1]) / 2;
    })
  );
  const layers = await entanglement(ARCHITECTURE, network, IMAGES, OPTIONS);
  assertEquals(layers.length, 3);
  layers.forEach((value, i) => assertAlmostEquals(value, expected[i], 1e-5));
  tf.dispose(network);
});

Deno.test("pointEntanglement() is the mean over the whole batches of the points as they are", async () => {
  const expected = tf.tidy(() => {
    const losses = [0, 4].map((first) =>
      softNearestNeighborLoss(
        tf.tensor2d(Float32Array.from(IMAGES.data.slice(first * 6, (first + 4) * 6)), [4, 6]),
        tf.tensor1d(LABELS.slice(first, first + 4), "int32"),
        tf.scalar(0.5),
        { distance: "cosine" },
      ).dataSync()[0]
    );
    return (losses[0] + losses[1]) / 2;
  });
  assertAlmostEquals(await pointEntanglement(IMAGES, OPTIONS), expected, 1e-6);
});

Deno.test("entanglement() refuses batches, temperatures and labels that it cannot take", async () => {
  const network = initAutoencoder(ARCHITECTURE, 7);
  const cases: [Partial<EntanglementOptions>, string][] = [
    ...[11, 0, 2.5].map((batchSize): [Partial<EntanglementOptions>, string] => [
      { batchSize },
      `batchSize must be from 1 to the 10 images, got ${batchSize}`,
    ]),
    [{ temperature: 0 }, "temperature must be above 0, got 0"],
    [{ temperature: NaN }, "temperature must be above 0, got NaN"],
    [{ labels: LABELS.subarray(1) }, "there must be a label for each of the 10 images, got 9"],
  ];
  for (const [change, message] of cases) {
    await assertRejects(
      () => entanglement(ARCHITECTURE, network, IMAGES, { ...OPTIONS, ...change }),
      RangeError,
      `Cannot measure the entanglement: ${message}`,
    );
  }
  tf.dispose(network);
});
