/**
 * The engine's and the metrics' building blocks, timed by `deno task bench`; within a group the first is the baseline.
 *
 * @module
 */
import { adam, compile, initEngine, lossAndGradients, matrix, normal, random, tf } from "../engine/mod.ts";
import { accuracy, nmi, silhouette } from "../metrics/mod.ts";
import { kMeans } from "../models/kmeans/kmeans.ts";
import { fitPca } from "../models/pca/pca.ts";

await initEngine({ quiet: true });

/** Normal numbers on the engine, the same in each run. */
function normalTensor(shape: number[], seed: number): tf.Tensor {
  const next = random(seed);
  return tf.tensor(Float32Array.from({ length: tf.util.sizeFromShape(shape) }, () => normal(next)), shape);
}

/** Runs `fn` to its last number, without leaving tensors behind. */
function run(fn: () => tf.Tensor): void {
  tf.tidy(() => void fn().dataSync());
}

const [x, w, v] = [[256, 784], [784, 2000], [2000, 784]].map((shape, seed) => normalTensor(shape, seed));
const images = normalTensor([256, 28, 28, 1], 3) as tf.Tensor4D;
const kernel = normalTensor([3, 3, 1, 16], 4) as tf.Tensor4D;

Deno.bench(
  "matrix product, 256 × 784 × 2,000",
  () => run(() => tf.matMul(x as tf.Tensor2D, w as tf.Tensor2D)),
);
Deno.bench(
  "convolution 3 × 3, 256 images, 16 channels",
  () => run(() => tf.conv2d(images, kernel, 1, "same")),
);

const optimiser = adam();
const slots = optimiser.init({ w, v });
const step = (x: tf.Tensor, w: tf.Tensor, v: tf.Tensor) => {
  const { loss, gradients } = lossAndGradients(({ w, v }) => {
    const output = tf.matMul(tf.relu(tf.matMul(x as tf.Tensor2D, w as tf.Tensor2D)), v as tf.Tensor2D);
    return { loss: tf.mean(tf.square(tf.sub(output, x))), rest: [] };
  }, { w, v });
  return [loss, optimiser.update({ w, v }, gradients, slots).parameters.w];
};
const compiled = compile(step, [x, w, v]);

Deno.bench("train step 784-2000-784, op by op", { group: "train step", baseline: true }, () => {
  run(() => step(x, w, v)[0]);
});
Deno.bench("train step 784-2000-784, compiled", { group: "train step" }, () => {
  const results = compiled(x, w, v);
  results[0].dataSync();
  tf.dispose(results);
});

const next = random(5);
const points = matrix(Float32Array.from({ length: 5000 * 70 }, () => normal(next)), 5000, 70);
const labels = Int32Array.from({ length: 5000 }, (_, i) => i % 10);
const guesses = labels.map((label, i) => (label + +(i % 3 === 0)) % 10);

Deno.bench("silhouette, 5,000 × 70", async () => void await silhouette(points, labels));
Deno.bench("k-means, 5,000 × 70, 10 clusters, one start", async () => {
  await kMeans(points, { k: 10, nInit: 1, maxIterations: 20, seed: 1 });
});
Deno.bench("20 principal components, 5,000 × 70", async () => void await fitPca(points, { components: 20 }));
Deno.bench("ACC, 5,000 labels", () => void accuracy(labels, guesses));
Deno.bench("NMI, 5,000 labels", () => void nmi(labels, guesses));
