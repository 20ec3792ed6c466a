/**
 * k-means: Lloyd's algorithm from greedy k-means++, random or given starts, by scikit-learn's rules, on the engine.
 *
 * @module
 */
import { freeing } from "../../engine/freeing.ts";
import { checkFinite, type Matrix, matrix, takeRows } from "../../engine/matrix.ts";
import { initEngine, tf } from "../../engine/mod.ts";
import { random, seedFor } from "../../engine/random.ts";
import { checkFor, isAmount, isCount } from "../check.ts";
import { centre, centredTensor, checkPoints, checkSpread, columnMeans, spreadOf } from "../points.ts";
import { type Data, lloyd, relativeDistances, type Run } from "./lloyd.ts";
import { plusPlus, randomRows } from "./starts.ts";

/**
 * How the first centroids of a start are drawn: `k-means++` by greedy k-means++, `random` as k different rows of the points,
 * all equally likely.
 */
export type KMeansInit = "k-means++" | "random";

/** Options of {@linkcode kMeans}. */
export interface KMeansOptions {
  /** The number of clusters, 1 ≤ k ≤ n. */
  k: number;
  /** Decides every start, and with it the result. */
  seed: number;
  /** How each start's first centroids are drawn; or the first centroids, k × d, from which there is one start only. */
  init?: KMeansInit | Matrix;
  /** The number of starts, at least 1; the result with the lowest inertia is kept. */
  nInit?: number;
  /** Most iterations of a start, at least 1. */
  maxIterations?: number;
  /**
   * A start has converged when the sum of its centroids' squared shifts in one iteration is at most this times the
   * mean of the features' variances; at least 0.
   */
  tolerance?: number;
}

/** All that the result of {@linkcode kMeans} depends on beside the points and the seed, each choice made; plain JSON. */
export type KMeansChoices =
  & Required<Omit<KMeansOptions, "seed" | "init">>
  & { init: KMeansInit };

/** The defaults of {@linkcode kMeans}: scikit-learn's, except `nInit`. There it is 1 for `k-means++` and 10 for `random`. */
export const KMEANS: Readonly<Omit<KMeansChoices, "k">> = {
  init: "k-means++",
  nInit: 10,
  maxIterations: 300,
  tolerance: 1e-4,
};

/** What {@linkcode kMeans} finds. */
export interface KMeans {
  /** k × d, in the points' own number type. */
  centroids: Matrix;
  /** For each of the n points the row of its nearest centroid, 0 to k - 1. */
  labels: Int32Array;
  /** The sum of the squared distances of the points to their centroids, at least 0; lower is better. */
  inertia: number;
  /** The iterations that the kept start took. */
  iterations: number;
  /** Whether the kept start ended because labels or centroids stood still, not at `maxIterations`. */
  converged: boolean;
}

const RUN = "run k-means";
const FROM_CENTROIDS = `${RUN} from these centroids`;

/**
 * Clusters points around k centroids so that the sum of the squared Euclidean distances to them is low, by Lloyd's
 * algorithm from several starts.
 *
 * ```text
 * inertia = Σ_i min_c |x_i - μ_c|²
 * ```
 *
 * By scikit-learn's rules: the points are centred on their mean; an iteration assigns each point to its nearest centroid
 * and moves each centroid to the mean of its points; a centroid without points moves to the point that is farthest from
 * its own; a start ends when no label changes, when the centroids' shift is within the tolerance, or after
 * `maxIterations`, and its labels then are those of its last centroids. The start with the lowest inertia is kept.
 *
 * Distances and means are computed in float32 on the engine (which it starts where none is running), the returned
 * inertia in float64. With fewer than k distinct points some clusters are empty and their centroids lie on others.
 *
 * @param points n × d.
 * @param options Where none is given, the default is that of {@linkcode KMEANS}.
 * @throws {RangeError} If an option is out of range, centroids given as `init` are not k × d, a coordinate is not finite
 * (its row and column are named, counting from 0), or the points are spread so widely or narrowly, or such an `init` so
 * widely, that float32 cannot hold squared distances.
 * @see S. P. Lloyd. Least squares quantization in PCM. IEEE Transactions on Information Theory 28(2), 1982.
 * @see D. Arthur, S. Vassilvitskii. k-means++: the advantages of careful seeding. SODA 2007.
 *
 * @example
 * ```ts
 * import { matrix } from "../../engine/matrix.ts";
 * import { kMeans } from "./kmeans.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const points = matrix(Float64Array.of(0, 1, 10, 11), 4, 1);
 * const { labels, inertia } = await kMeans(points, { k: 2, seed: 42 });
 * assertEquals([labels[0] === labels[1], labels[0] === labels[2], inertia], [true, false, 1]);
 * ```
 */
export async function kMeans(points: Matrix, options: KMeansOptions): Promise<KMeans> {
  const {
    k,
    seed,
    init = KMEANS.init,
    nInit = KMEANS.nInit,
    maxIterations = KMEANS.maxIterations,
    tolerance = KMEANS.tolerance,
  } = options;
  const { rows: n, columns: d } = points;
  const means = columnMeans(points, RUN);
  checkOptions(points, { k, nInit, maxIterations, tolerance, init });
  const spread = spreadOf(points, means);
  checkSpread(spread, RUN);
  if (typeof init !== "string") {
    checkSpread(
      spreadOf(init, means),
      FROM_CENTROIDS,
      { points: "the centroids'", mean: "the points' mean" },
      0,
    );
  }
  await initEngine();

  const { squares, total } = spread;
  const data: Data = { points, means, x: centredTensor(points, means), squares, k };
  using _x = freeing(data.x);
  const starts = typeof init === "string" ? await drawnStarts(data, { init, nInit, seed }) : [init];

  const limits = { maxIterations, maxShift: tolerance * total / (n * d) };
  let best: Run | null = null;
  for (const start of starts) {
    const run = await lloyd(data, centre(start, means), limits);
    if (!best || isBetter(run, best, total)) best = run;
  }
  const { centroids: shifts, labels, iterations, converged } = best!;
  const coordinates = new (points.data.constructor as Float64ArrayConstructor)(k * d);
  for (let i = 0; i < coordinates.length; i++) coordinates[i] = shifts[i] + means[i % d];
  const centroids = matrix(coordinates, k, d);
  return { centroids, labels, inertia: inertiaOf(points, centroids, labels), iterations, converged };
}

/**
 * The row of the nearest centroid (k × d) for each of the points (n × d); of two that are equally near, the first.
 * Computed in float32 on the engine: a point may go to either of two centroids that are nearly equally near.
 *
 * @throws {RangeError} If there is no point or no centroid, their numbers of columns differ, one is not finite, or they are
 * spread so widely, or the centroids so narrowly, that float32 cannot hold squared distances.
 *
 * @example
 * ```ts
 * import { matrix } from "../../engine/matrix.ts";
 * import { predict } from "./kmeans.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const centroids = matrix(Float32Array.of(0, 10), 2, 1);
 * assertEquals(await predict(centroids, matrix(Float32Array.of(2, 7, 5), 3, 1)), Int32Array.of(0, 1, 0));
 * ```
 */
export async function predict(centroids: Matrix, points: Matrix): Promise<Int32Array> {
  const what = "assign points to centroids";
  checkFinite(centroids, what, "centroids");
  const means = columnMeans(centroids, what);
  checkPoints(points, what);
  if (points.columns !== centroids.columns) {
    throw new RangeError(
      `Cannot ${what}: both must have the same number of columns, ` +
        `got ${points.columns} and ${centroids.columns}`,
    );
  }
  checkSpread(spreadOf(centroids, means), what, { points: "the centroids'", mean: "their mean" });
  checkSpread(spreadOf(points, means), what, { points: "the points'", mean: "the centroids' mean" }, 0);
  await initEngine();
  const x = tf.tensor2d(centre(points, means), [points.rows, points.columns]);
  using _x = freeing(x);
  const distances = await relativeDistances(x, centre(centroids, means));
  const k = centroids.rows;
  return Int32Array.from({ length: points.rows }, (_, i) => {
    let label = 0;
    for (let c = 1; c < k; c++) if (distances[i * k + c] < distances[i * k + label]) label = c;
    return label;
  });
}

/** The first centroids of each start. */
async function drawnStarts(
  data: Data,
  { init, nInit, seed }: { init: KMeansInit; nInit: number; seed: number },
): Promise<Matrix[]> {
  const randoms = Array.from({ length: nInit }, (_, start) => random(seedFor(seed, "k-means", start)));
  const chosen = init === "random"
    ? randoms.map((random) => randomRows(data.points.rows, data.k, random))
    : await plusPlus(data, randoms);
  return chosen.map((rows) => takeRows(data.points, rows));
}

function checkOptions(
  { rows, columns }: Matrix,
  { k, init, nInit, maxIterations, tolerance }: Required<Omit<KMeansOptions, "seed">>,
): void {
  const check = checkFor(RUN);
  check(isCount(k), "k must be a positive integer", k);
  check(k <= rows, `k must be at most n = ${rows}`, k);
  check(isCount(nInit), "nInit must be a positive integer", nInit);
  check(
    isCount(maxIterations),
    "maxIterations must be a positive integer",
    maxIterations,
  );
  check(isAmount(tolerance), "tolerance must be finite and at least 0", tolerance);
  if (typeof init === "string") {
    check(init === "k-means++" || init === "random", 'init must be "k-means++", "random" or a matrix', init);
  } else {
    const size = `${init.rows} × ${init.columns}`;
    check(init.rows === k && init.columns === columns, `init must be k × d = ${k} × ${columns}`, size);
    checkPoints(init, FROM_CENTROIDS);
  }
}

/** Whether a start ends lower than the best, by more than the rounding by which starts that end alike differ. */
function isBetter(run: Run, { relativeInertia: best }: Run, total: number): boolean {
  const rounding = 1e-7 * (total + best) + 1e-12 * total;
  return run.relativeInertia < best - rounding;
}

function inertiaOf({ data, rows, columns }: Matrix, centroids: Matrix, labels: Int32Array): number {
  let inertia = 0;
  for (let i = 0, at = 0; i < rows; i++) {
    const centroid = centroids.data.subarray(labels[i] * columns, (labels[i] + 1) * columns);
    for (let j = 0; j < columns; j++, at++) inertia += (data[at] - centroid[j]) ** 2;
  }
  return inertia;
}
