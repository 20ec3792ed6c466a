import type { Tensor, Tensor1D, Tensor2D } from "@tensorflow/tfjs";
import { freeing } from "../../engine/freeing.ts";
import { permutation, type Random, tf } from "../../engine/mod.ts";
import type { Data } from "./lloyd.ts";

type Trial = {
  /** For each start the squared distance of each point to the nearest chosen one, starts × n. */
  closest: Tensor;
  /** For each start which of its candidates was chosen. */
  best: Tensor;
};

/**
 * One choice of k-means++ for all starts at once, since going through the points is what takes the time: of each start's
 * candidates (rows of the points, start by start) the one that leaves the lowest sum of squared distances.
 */
function choose(x: Tensor, squares: Tensor, closest: Tensor, candidates: Tensor): Trial {
  const [starts, n] = closest.shape;
  const trials = candidates.size / starts;
  const points = tf.gather(x as Tensor2D, candidates as Tensor1D);
  const lengths = tf.add(tf.expandDims(tf.sum(tf.square(points), 1), 1), squares);
  const distances = tf.relu(tf.sub(lengths, tf.mul(tf.matMul(points, x as Tensor2D, false, true), 2)));
  const left = tf.minimum(tf.reshape(distances, [starts, trials, n]), tf.expandDims(closest, 1));
  const best = tf.cast(tf.argMin(tf.sum(left, 2), 1), "int32");
  const rows = tf.add(best, tf.range(0, starts * trials, trials, "int32")) as Tensor1D;
  return { closest: tf.gather(tf.reshape(left, [starts * trials, n]), rows), best };
}

/** k different rows of n, each as likely as any other. */
export function randomRows(n: number, k: number, random: Random): Int32Array {
  return permutation(n, random).subarray(0, k);
}

/**
 * For each generator k rows by greedy k-means++: the first at random, each further one the best of 2 + ⌊ln k⌋ candidates
 * drawn with probabilities proportional to the squared distance to the nearest chosen row.
 */
export async function plusPlus(
  { x, squares, k }: Data,
  randoms: readonly Random[],
): Promise<Int32Array[]> {
  const [n] = x.shape;
  const starts = randoms.length, trials = 2 + Math.floor(Math.log(k));
  const lengths = tf.tensor1d(squares);
  const chosen = randoms.map(() => new Int32Array(k));
  let candidates = randoms.flatMap((random) => Array(trials).fill(Math.floor(random() * n)));
  let closest: Tensor = tf.fill([starts, n], Infinity);
  try {
    for (let c = 0; c < k; c++) {
      const trial = tf.tidy(() => choose(x, lengths, closest, tf.tensor1d(candidates, "int32")));
      using _best = freeing(trial.best);
      closest.dispose();
      closest = trial.closest;
      const best = await trial.best.data();
      chosen.forEach((row, start) => row[c] = candidates[start * trials + best[start]]);
      const distances = await closest.data<"float32">();
      candidates = randoms.flatMap((random, start) =>
        draw(distances.subarray(start * n, (start + 1) * n), trials, random)
      );
    }
    return chosen;
  } finally {
    tf.dispose([lengths, closest]);
  }
}

/** `count` indices drawn with probabilities proportional to `weights`; the last one where all weights are 0. */
function draw(weights: Float32Array, count: number, random: Random): number[] {
  const sums = new Float64Array(weights.length);
  let total = 0;
  for (let i = 0; i < weights.length; i++) sums[i] = total += weights[i];
  return Array.from({ length: count }, () => {
    const target = random() * total;
    let low = 0, high = weights.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (sums[middle] > target) high = middle;
      else low = middle + 1;
    }
    return low;
  });
}
