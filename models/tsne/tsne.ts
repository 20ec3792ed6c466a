/**
 * t-SNE: points in two or three dimensions whose neighbours are those of the data.
 *
 * @module
 */
import { type Matrix, normal, random, seedFor } from "../../engine/mod.ts";
import { shared } from "../../engine/threads.ts";
import { checkFor, isAmount, isCount, isPositive } from "../check.ts";
import { nearestNeighbours } from "../neighbours.ts";
import { fitPca } from "../pca/pca.ts";
import type { ProgressListener } from "../training.ts";
import { conditionalProbabilities, jointProbabilities } from "./affinities.ts";
import { divergence, setGradient } from "./gradient.ts";
import { type Descent, startDescent } from "./stages.ts";
import { emptyTree } from "./tree.ts";

/** All that {@linkcode tsne} depends on. */
export type TsneChoices = {
  /** Of the embedding. */
  readonly dimensions: 2 | 3;
  /** The number of neighbours that a point effectively has, at least 1 and below n. */
  readonly perplexity: number;
  /** How far the logarithm of a point's perplexity may be from that, above 0. */
  readonly perplexityTolerance: number;
  /** The probabilities are of ⌊this · perplexity⌋ + 1 nearest neighbours, others' are 0; at least 1. */
  readonly neighboursPerPerplexity: number;
  /** The start: by principal components, or normal numbers. */
  readonly init: "pca" | "random";
  /** The standard deviation of the start, of its first component by `pca`; above 0. */
  readonly deviation: number;
  /** Steps of the gradient descent, at least 1. */
  readonly iterations: number;
  /** Of the gradient descent, above 0; `auto` is n / earlyExaggeration / 4, but at least 50. */
  readonly learningRate: number | "auto";
  /** The number of steps with early exaggeration and early momentum, after which gains start anew; at least 0. */
  readonly earlyIterations: number;
  /** What the attraction is multiplied by in these, at least 1. */
  readonly earlyExaggeration: number;
  /** Of the gradient descent, in these steps and after them; in [0, 1). */
  readonly momentum: { readonly early: number; readonly late: number };
  /**
   * Each coordinate's factor of its learning rate, at first 1: what is added to it where the gradient is against the last
   * step, at least 0; what it is multiplied by where it is not, in [0, 1]; and the least that it can be, at least 0.
   */
  readonly gains: { readonly increase: number; readonly decrease: number; readonly least: number };
  /** A cell of points that is this many times smaller than its distance is taken as one; at least 0, which takes none. */
  readonly angle: number;
  /** The descent ends where the gradient, once without exaggeration, is no longer than this; at least 0. */
  readonly minGradientNorm: number;
};

/**
 * Scikit-learn's defaults, and what it holds fixed. It also ends where 300 iterations brought no progress, and looks every
 * 50 iterations whether to end; here the gradient is looked at in each.
 */
export const TSNE: TsneChoices = {
  dimensions: 2,
  perplexity: 30,
  perplexityTolerance: 1e-5,
  neighboursPerPerplexity: 3,
  init: "pca",
  deviation: 1e-4,
  iterations: 1000,
  learningRate: "auto",
  earlyIterations: 250,
  earlyExaggeration: 12,
  momentum: { early: 0.5, late: 0.8 },
  gains: { increase: 0.2, decrease: 0.8, least: 0.01 },
  angle: 0.5,
  minGradientNorm: 1e-7,
};

/** Options of {@linkcode tsne}; what is left out is as in {@linkcode TSNE}. */
export interface TsneOptions extends Partial<TsneChoices> {
  /** Decides the random start; one from principal components has no randomness where there are enough of them. */
  seed: number;
  /** Called after each step with its number, from 1, and how many there are. */
  onProgress?: ProgressListener;
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

/** With fewer points, threads take more time than they save. */
const MANY = 2000;

/** Coordinates that a thread moves at a time. */
const COORDINATES = 1 << 14;

/**
 * t-distributed stochastic neighbour embedding: moves points y_i so that the probabilities q_ij, which fall with their
 * distances, come near to the data's p_ij.
 *
 * ```text
 * p_ij = (p(j | i) + p(i | j)) / 2n,  q_ij ∝ (1 + |y_i - y_j|² / ν)^(-(ν + 1) / 2),  KL = Σ p_ij ln(p_ij / q_ij)
 * ```
 *
 * with p(j | i) a Gaussian around x_i of the given perplexity, over its nearest neighbours, and ν = 1 degree of freedom in
 * two dimensions, 2 in three. By scikit-learn's rules: gradient descent with gains and momentum, p exaggerated at first,
 * repulsion by Barnes-Hut, the end where the gradient has vanished. Neighbours and principal components are found on the
 * engine (which it starts where none is running). The descent is in float64 on the host, on as many threads as the engine
 * computes with. The same seed gives the same result on the same engine, for any number of threads.
 *
 * In three dimensions it reaches a lower KL than scikit-learn 1.7, whose Barnes-Hut gradient there is not that of the KL
 * which it reports: it has w^(3/2) where the derivative has w = 1 / (1 + |y_i - y_j|² / 2).
 *
 * Distances between the groups of an embedding, and their sizes, mean little.
 *
 * @param points n × d, n ≥ 2. Equal points come to lie together.
 * @throws {RangeError} If an option is out of range, a coordinate is not finite, or float64 cannot hold the squared
 * distances; by init `pca` also where {@linkcode fitPca} refuses the points, as those of a spread of 1e-14.
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
  const choices = { ...TSNE, ...options };
  const { dimensions, perplexity, init, iterations, earlyIterations, earlyExaggeration, momentum, gains } =
    choices;
  const { seed, onProgress } = options;
  const n = points.rows;
  const learningRate = choices.learningRate === "auto"
    ? Math.max(n / earlyExaggeration / 4, 50)
    : choices.learningRate;
  checkChoices(choices, learningRate, n);

  const count = Math.floor(choices.neighboursPerPerplexity * perplexity + 1);
  const neighbours = await nearestNeighbours(points, Math.min(n - 1, count));
  const affinities = jointProbabilities(
    neighbours,
    conditionalProbabilities(neighbours, perplexity, choices.perplexityTolerance),
  );
  const start = init === "pca" ? await principalStart(points, choices, seed) : randomStart(n, choices, seed);
  const descent: Descent = {
    affinities,
    tree: emptyTree(n, choices.angle),
    inSpace: dimensions === 3,
    points: shared(start),
    gradient: shared(new Float64Array(n * 3)),
    update: shared(new Float64Array(n * 3)),
    gains: shared(new Float64Array(n * 3).fill(1)),
    sums: shared(new Float64Array(n)),
  };
  using threads = await startDescent(descent, n < MANY ? 1 : undefined);
  const { increase, decrease, least } = gains;
  let done = 0;
  for (; done < iterations; done++) {
    if (done === earlyIterations) {
      descent.update.fill(0);
      descent.gains.fill(1);
    }
    const isEarly = done < earlyIterations;
    setGradient(threads, descent, isEarly ? earlyExaggeration : 1);
    if (done > earlyIterations && lengthOf(descent.gradient) <= choices.minGradientNorm) break;
    const kept = isEarly ? momentum.early : momentum.late;
    threads.run("move", n * 3, COORDINATES, learningRate, kept, increase, decrease, least);
    onProgress?.(done + 1, iterations, "");
  }
  const kl = divergence(threads, descent);
  if (!Number.isFinite(kl)) {
    throw new RangeError(
      `Cannot ${RUN}: learningRate must be so low that the embedding stays finite, got ${learningRate}`,
    );
  }
  return { embedding: withoutDepth(descent.points, dimensions), kl, iterations: done, learningRate };
}

function checkChoices(
  {
    dimensions,
    perplexity,
    perplexityTolerance,
    neighboursPerPerplexity,
    init,
    deviation,
    iterations,
    learningRate,
    earlyIterations,
    earlyExaggeration,
    momentum,
    gains,
    angle,
    minGradientNorm,
  }: TsneChoices,
  rate: number,
  n: number,
): void {
  const check = checkFor(RUN);
  check(dimensions === 2 || dimensions === 3, "dimensions must be 2 or 3", dimensions);
  check(perplexity >= 1 && perplexity < n, `perplexity must be at least 1 and below n = ${n}`, perplexity);
  check(perplexityTolerance > 0, "perplexityTolerance must be above 0", perplexityTolerance);
  check(
    neighboursPerPerplexity >= 1 && neighboursPerPerplexity < Infinity,
    "neighboursPerPerplexity must be finite and at least 1",
    neighboursPerPerplexity,
  );
  check(init === "pca" || init === "random", "init must be pca or random", init);
  check(isPositive(deviation), "deviation must be finite and above 0", deviation);
  check(isCount(iterations), "iterations must be a positive integer", iterations);
  check(
    Number.isSafeInteger(earlyIterations) && earlyIterations >= 0,
    "earlyIterations must be an integer, at least 0",
    earlyIterations,
  );
  check(earlyExaggeration >= 1, "earlyExaggeration must be at least 1", earlyExaggeration);
  check(isPositive(rate), "learningRate must be finite and above 0, or auto", learningRate);
  for (const [steps, value] of Object.entries(momentum)) {
    check(value >= 0 && value < 1, `momentum.${steps} must be in [0, 1)`, value);
  }
  const { increase, decrease, least } = gains;
  check(isAmount(increase), "gains.increase must be finite and at least 0", increase);
  check(decrease >= 0 && decrease <= 1, "gains.decrease must be in [0, 1]", decrease);
  check(isAmount(least), "gains.least must be finite and at least 0", least);
  check(isAmount(angle), "angle must be finite and at least 0", angle);
  check(minGradientNorm >= 0, "minGradientNorm must be at least 0", minGradientNorm);
}

function lengthOf(gradient: Float64Array): number {
  return Math.sqrt(gradient.reduce((sum, value) => sum + value * value, 0));
}

/** What a start depends on. */
type StartChoices = Pick<TsneChoices, "dimensions" | "deviation">;

/**
 * The points by their first principal components, in n × 3: those of the first have the deviation. Where there are fewer
 * components than dimensions, the others are as in the random start.
 */
async function principalStart(points: Matrix, choices: StartChoices, seed: number): Promise<Float64Array> {
  const start = randomStart(points.rows, choices, seed);
  const axes = Math.min(choices.dimensions, points.columns, points.rows);
  const { transform } = await fitPca(points, { components: axes });
  const { data } = await transform(points);
  let squares = 0;
  for (let at = 0; at < data.length; at += axes) squares += data[at] ** 2;
  // All points the same: they start at one place.
  const own = Math.sqrt(squares / points.rows) || 1;
  for (let i = 0; i < points.rows; i++) {
    for (let a = 0; a < axes; a++) start[i * 3 + a] = data[i * axes + a] / own * choices.deviation;
  }
  return start;
}

/** Normal numbers of that deviation, in n × 3. */
function randomStart(n: number, { dimensions, deviation }: StartChoices, seed: number): Float64Array {
  const next = random(seedFor(seed, "t-SNE"));
  return Float64Array.from({ length: n * 3 }, (_, at) => at % 3 < dimensions ? normal(next) * deviation : 0);
}

function withoutDepth(points: Float64Array, dimensions: number): Matrix {
  const rows = points.length / 3;
  const data = Float64Array.from(
    { length: rows * dimensions },
    (_, at) => points[Math.floor(at / dimensions) * 3 + at % dimensions],
  );
  return { data, rows, columns: dimensions };
}
