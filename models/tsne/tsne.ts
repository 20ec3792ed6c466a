/**
 * t-SNE: points in two or three dimensions whose neighbours are those of the data.
 *
 * @module
 */
import { type Matrix, normal, random, seedFor } from "../../engine/mod.ts";
import { checkFor } from "../check.ts";
import { nearestNeighbours } from "../neighbours.ts";
import { fitPca } from "../pca/pca.ts";
import { conditionalProbabilities, jointProbabilities } from "./affinities.ts";
import { divergence, type Problem, setGradient } from "./gradient.ts";
import { emptyTree } from "./tree.ts";

/** Options of {@linkcode tsne}. */
export interface TsneOptions {
  /** Of the embedding. Default 2. */
  dimensions?: 2 | 3;
  /** The number of neighbours that a point effectively has, at least 1 and below n. Default 30. */
  perplexity?: number;
  /** Decides the random start; one from principal components has no randomness where there are enough of them. */
  seed: number;
  /** Steps of the gradient descent, the first 250 with early exaggeration. Default 1000. */
  iterations?: number;
  /** Of the gradient descent, above 0; `auto` is n / earlyExaggeration / 4, but at least 50. Default `auto`. */
  learningRate?: number | "auto";
  /** What the attraction is multiplied by in the first 250 steps, at least 1. Default 12. */
  earlyExaggeration?: number;
  /** The start: by principal components, or normal numbers; both of deviation 1e-4. Default `pca`. */
  init?: "pca" | "random";
  /** Called after each step with its number, from 1. */
  onStep?: (step: number) => void;
}

/** What {@linkcode tsne} finds. */
export interface Tsne {
  /** n × dimensions. */
  embedding: Matrix;
  /** The Kullback-Leibler divergence Σ p_ij ln(p_ij / q_ij) at the end; lower is better, 0 is least. */
  kl: number;
  /** Steps made: fewer than asked for where the gradient had vanished. */
  iterations: number;
  /** As used. */
  learningRate: number;
}

const RUN = "run t-SNE";

/** Steps with early exaggeration. */
const EXPLORATION = 250;

/**
 * t-distributed stochastic neighbour embedding: moves points y_i so that the probabilities q_ij, which fall with their
 * distances, come near to the data's p_ij.
 *
 * ```text
 * p_ij = (p(j | i) + p(i | j)) / 2n,  q_ij ∝ (1 + |y_i - y_j|² / ν)^(-(ν + 1) / 2),  KL = Σ p_ij ln(p_ij / q_ij)
 * ```
 *
 * with p(j | i) a Gaussian around x_i of the given perplexity, over its 3 · perplexity + 1 nearest neighbours, and ν = 1
 * degree of freedom in two dimensions, 2 in three. By scikit-learn's rules: gradient descent with gains, momentum 0.5 while
 * p is exaggerated and 0.8 after it, repulsion by Barnes-Hut with angle 0.5, the end where the gradient's length is at most
 * 1e-7. Neighbours and principal components are found on the engine (which it starts where none is running), the descent
 * is in float64 on the host. The same seed gives the same result on the same engine.
 *
 * In three dimensions it reaches a lower KL than scikit-learn 1.7, whose Barnes-Hut gradient there is not that of the KL
 * which it reports: it has w^(3/2) where the derivative has w = 1 / (1 + |y_i - y_j|² / 2).
 *
 * Distances between the groups of an embedding, and their sizes, mean little.
 *
 * @param points n × d, n ≥ 2. Equal points come to lie together.
 * @throws {RangeError} If an option is out of range, or a coordinate is not finite.
 * @see L. van der Maaten, G. Hinton. Visualizing data using t-SNE. Journal of Machine Learning Research 9, 2008.
 * @see L. van der Maaten. Accelerating t-SNE using tree-based algorithms. Journal of Machine Learning Research 15, 2014.
 *
 * @example
 * ```ts
 * import { matrix } from "../../engine/matrix.ts";
 * import { tsne } from "./tsne.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const points = matrix(Float64Array.of(0, 1, 2, 50, 51, 52), 6, 1);
 * const { embedding } = await tsne(points, { seed: 42, perplexity: 2, iterations: 300 });
 * assertEquals([embedding.rows, embedding.columns], [6, 2]);
 * ```
 */
export async function tsne(points: Matrix, options: TsneOptions): Promise<Tsne> {
  const { dimensions = 2, perplexity = 30, iterations = 1000, earlyExaggeration = 12 } = options;
  const { seed, init = "pca", learningRate: rate = "auto", onStep } = options;
  const n = points.rows;
  const learningRate = rate === "auto" ? Math.max(n / earlyExaggeration / 4, 50) : rate;
  const check = checkFor(RUN);
  check(dimensions === 2 || dimensions === 3, "dimensions must be 2 or 3", dimensions);
  check(perplexity >= 1 && perplexity < n, `perplexity must be at least 1 and below n = ${n}`, perplexity);
  check(Number.isSafeInteger(iterations) && iterations >= 1, "iterations must be at least 1", iterations);
  check(earlyExaggeration >= 1, "earlyExaggeration must be at least 1", earlyExaggeration);
  check(learningRate > 0 && learningRate < Infinity, "learningRate must be above 0 or auto", rate);

  const neighbours = await nearestNeighbours(points, Math.min(n - 1, Math.floor(3 * perplexity + 1)));
  const affinities = jointProbabilities(neighbours, conditionalProbabilities(neighbours, perplexity));
  const embedding = init === "pca"
    ? await principalStart(points, dimensions, seed)
    : randomStart(n, dimensions, seed);
  const problem: Problem = { affinities, tree: emptyTree(n), inSpace: dimensions === 3 };
  const gradient = new Float64Array(n * 3);
  const update = new Float64Array(n * 3), gains = new Float64Array(n * 3).fill(1);
  let done = 0;
  for (; done < iterations; done++) {
    if (done === EXPLORATION) {
      update.fill(0);
      gains.fill(1);
    }
    const [exaggeration, momentum] = done < EXPLORATION ? [earlyExaggeration, 0.5] : [1, 0.8];
    setGradient(gradient, problem, embedding, exaggeration);
    if (done > EXPLORATION && isSmall(gradient)) break;
    for (let a = 0; a < gradient.length; a++) {
      gains[a] = update[a] * gradient[a] < 0 ? gains[a] + 0.2 : Math.max(gains[a] * 0.8, 0.01);
      update[a] = momentum * update[a] - learningRate * gains[a] * gradient[a];
      embedding[a] += update[a];
    }
    onStep?.(done + 1);
  }
  const kl = divergence(problem, embedding);
  if (!Number.isFinite(kl)) {
    throw new RangeError(
      `Cannot ${RUN}: learningRate must be so low that the embedding stays finite: current value is ${learningRate}`,
    );
  }
  return { embedding: withoutDepth(embedding, dimensions), kl, iterations: done, learningRate };
}

/** Whether the length of the gradient is at most 1e-7. */
function isSmall(gradient: Float64Array): boolean {
  return gradient.reduce((sum, value) => sum + value * value, 0) <= 1e-14;
}

/**
 * The points by their first principal components, in n × 3: those of the first have deviation 1e-4. Where there are fewer
 * components than dimensions, the others are as in the random start.
 */
async function principalStart(points: Matrix, dimensions: number, seed: number): Promise<Float64Array> {
  const start = randomStart(points.rows, dimensions, seed);
  const axes = Math.min(dimensions, points.columns, points.rows);
  const { data } = (await fitPca(points, axes)).transform(points);
  let squares = 0;
  for (let at = 0; at < data.length; at += axes) squares += data[at] ** 2;
  // All points the same: they start at one place.
  const deviation = Math.sqrt(squares / points.rows) || 1;
  for (let i = 0; i < points.rows; i++) {
    for (let a = 0; a < axes; a++) start[i * 3 + a] = data[i * axes + a] / deviation * 1e-4;
  }
  return start;
}

/** Normal numbers of deviation 1e-4, in n × 3. */
function randomStart(n: number, dimensions: number, seed: number): Float64Array {
  const next = random(seedFor(seed, "t-SNE"));
  return Float64Array.from({ length: n * 3 }, (_, at) => at % 3 < dimensions ? normal(next) * 1e-4 : 0);
}

function withoutDepth(points: Float64Array, dimensions: number): Matrix {
  const rows = points.length / 3;
  const data = Float64Array.from(
    { length: rows * dimensions },
    (_, at) => points[Math.floor(at / dimensions) * 3 + at % dimensions],
  );
  return { data, rows, columns: dimensions };
}
