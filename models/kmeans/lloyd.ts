import type { Tensor, Tensor1D, Tensor2D } from "@tensorflow/tfjs";
import { compile, type Compiled, type Matrix, spec, tf } from "../../engine/mod.ts";
import { centre } from "../points.ts";

/** What all starts work on: n × d points for k clusters. */
export interface Data {
  points: Matrix;
  /** Of the points' columns. */
  means: Float64Array;
  /** The points less the means, on the engine. */
  x: Tensor2D;
  k: number;
}

/** When a start ends. */
export interface Limits {
  maxIterations: number;
  /** It has converged when the sum of the squared shifts of its centroids is at most this. */
  maxShift: number;
}

/** How a start ended. */
export interface Run {
  /** Of the centred points, k × d. */
  centroids: Float32Array;
  labels: Int32Array;
  /** The sum of the squared distances to the centroids less that of the points' squared lengths. */
  relativeInertia: number;
  iterations: number;
  converged: boolean;
}

/** For each of the points (n × d) its nearest centroid (k × d); of two that are equally near, the first. */
export function nearest(x: Tensor, centroids: Tensor): Tensor1D {
  const [n] = x.shape, [k] = centroids.shape;
  // On a CPU the product is faster with whole vectors of 16 columns than without.
  const padded = tf.pad(centroids, [[0, (16 - k % 16) % 16], [0, 0]]) as Tensor2D;
  const products = tf.slice(tf.matMul(x as Tensor2D, padded, false, true), [0, 0], [n, k]);
  const distances = tf.sub(tf.sum(tf.square(centroids), 1), tf.mul(products, 2));
  return tf.cast(tf.argMin(distances, 1), "int32");
}

/** What one iteration gives. */
type Step = {
  /** The nearest of the old centroids for each point. */
  labels: Tensor;
  /** The sums of the clusters' points, k × d. */
  sums: Tensor;
  /** The means of the clusters' points; an empty cluster's is 0. */
  centroids: Tensor;
  /** What the host decides by: number of changed labels, shift, relative inertia of the old centroids, k sizes. */
  summary: Tensor;
};

function iterate(x: Tensor, centroids: Tensor, previous: Tensor): Step {
  const labels = nearest(x, centroids);
  const clusters = tf.range(0, centroids.shape[0], 1, "int32");
  const membership = tf.cast(tf.equal(tf.expandDims(clusters, 1), labels), "float32") as Tensor2D;
  const sizes = tf.sum(membership, 1, true);
  const sums = tf.matMul(membership, x as Tensor2D);
  const means = tf.div(sums, tf.maximum(sizes, 1));
  const changed = tf.cast(tf.sum(tf.notEqual(labels, previous)), "float32");
  const shift = tf.sum(tf.square(tf.sub(means, centroids)));
  // Σ |x - c|² - |x|² over all points, from the sums over each cluster.
  const inertia = tf.sum(tf.mul(centroids, tf.sub(tf.mul(sizes, centroids), tf.mul(sums, 2))));
  const numbers = tf.stack([changed, shift, inertia]) as Tensor1D;
  return { labels, sums, centroids: means, summary: tf.concat([numbers, tf.squeeze(sizes, [1])]) };
}

const compiled = new Map<string, Compiled<[Tensor, Tensor, Tensor], Step>>();

/** The compiled iteration for these sizes; kept, since compiling takes as long as many iterations. */
function iterationFor({ x, k }: Data): Compiled<[Tensor, Tensor, Tensor], Step> {
  const [n, d] = x.shape;
  const key = [tf.getBackend(), n, d, k].join();
  let iteration = compiled.get(key);
  if (!iteration) {
    iteration = compile(iterate, [spec([n, d]), spec([k, d]), spec([n], "int32")]);
    compiled.set(key, iteration);
  }
  return iteration;
}

/** Lloyd's algorithm from the centroids `start`, k × d. */
export async function lloyd(data: Data, start: Float32Array, limits: Limits): Promise<Run> {
  const { x, k } = data;
  const [n, d] = x.shape;
  const iteration = iterationFor(data);
  let centroids: Tensor = tf.tensor2d(start, [k, d]);
  let labels: Tensor = tf.fill([n], -1, "int32");
  let iterations = 0, converged = false;
  while (!converged && iterations < limits.maxIterations) {
    const step = iteration(x, centroids, labels);
    const [changed, shift, , ...sizes] = await step.summary.data();
    let next = { centroids: step.centroids, shift };
    if (sizes.includes(0)) {
      next = await relocate(data, centroids, step, sizes);
      step.centroids.dispose();
    }
    tf.dispose([centroids, labels, step.sums, step.summary]);
    centroids = next.centroids;
    labels = step.labels;
    iterations++;
    converged = changed === 0 || next.shift <= limits.maxShift;
  }
  // The labels so far are those of the centroids before the last move.
  const last = iteration(x, centroids, labels);
  const [, , relativeInertia] = await last.summary.data();
  const run = {
    centroids: await centroids.data<"float32">(),
    labels: await last.labels.data<"int32">(),
    relativeInertia,
    iterations,
    converged,
  };
  tf.dispose([centroids, labels, last]);
  return run;
}

/**
 * The new centroids of an iteration with empty clusters, and their shift: each empty cluster takes over a point from
 * another cluster, the farthest from its old centroid first. Where no point is away from its centroid, empty clusters
 * go to the centroid of the largest one.
 */
async function relocate(
  { points, means, k }: Data,
  old: Tensor,
  step: Step,
  stepSizes: readonly number[],
): Promise<{ centroids: Tensor; shift: number }> {
  const { rows: n, columns: d } = points;
  const centred = centre(points, means);
  const sizes = stepSizes.slice();
  const [from, labels] = [await old.data(), await step.labels.data()];
  const sums = Float64Array.from(await step.sums.data());
  const distances = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < d; j++) distances[i] += (centred[i * d + j] - from[labels[i] * d + j]) ** 2;
  }
  const empty = Array.from(sizes.keys()).filter((c) => sizes[c] === 0);
  const farthest = Int32Array.from(distances.keys()).sort((a, b) => distances[b] - distances[a]);
  if (distances[farthest[0]] > 0) {
    empty.forEach((cluster, i) => {
      const point = farthest[i], label = labels[point];
      for (let j = 0; j < d; j++) {
        const coordinate = centred[point * d + j];
        sums[label * d + j] -= coordinate;
        sums[cluster * d + j] = coordinate;
      }
      sizes[label]--;
      sizes[cluster] = 1;
    });
  }
  const largest = sizes.indexOf(Math.max(...sizes));
  const centroids = Float32Array.from({ length: k * d }, (_, at) => {
    const cluster = sizes[Math.floor(at / d)] > 0 ? Math.floor(at / d) : largest;
    return sums[cluster * d + at % d] / sizes[cluster];
  });
  const shift = centroids.reduce((sum, value, at) => sum + (value - from[at]) ** 2, 0);
  return { centroids: tf.tensor2d(centroids, [k, d]), shift };
}
