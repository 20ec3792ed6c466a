/**
 * Mixtures of Gaussian distributions, fitted by expectation-maximisation.
 *
 * @module
 */
import { type Matrix, matrix } from "../../engine/matrix.ts";
import { seedFor } from "../../engine/random.ts";
import { checkFor, isAmount, isCount } from "../check.ts";
import type { Defaulted } from "../choices.ts";
import { KMEANS, kMeans, type KMeansChoices, predict } from "../kmeans/kmeans.ts";
import { checkPoints, columnMeans, mostLikely } from "../points.ts";
import { componentsOf, type Covariance, expectation, maximisation, type Weighted } from "./em.ts";

export type { Covariance };

/** All that {@linkcode fitMixture} depends on beside the points, a given start and the seed. */
export type MixtureChoices = {
  /** The number of components, 1 ≤ k ≤ n. */
  readonly k: number;
  /** The shape of each component: any ellipsoid, or one along the axes. */
  readonly covariance: Covariance;
  /** What is added to each variance, at least 0. */
  readonly regularisation: number;
  /** A start has converged when the mean log-likelihood changes by less than this in one iteration; at least 0. */
  readonly tolerance: number;
  /** Most iterations of a start, at least 1. */
  readonly maxIterations: number;
  /** The number of starts, at least 1; the result with the highest mean log-likelihood is kept. */
  readonly nInit: number;
  /** The clustering that each start begins with. */
  readonly kMeans: Omit<KMeansChoices, "k">;
};

/** Scikit-learn's defaults. */
export const MIXTURE: Omit<MixtureChoices, "k"> = {
  covariance: "full",
  regularisation: 1e-6,
  tolerance: 1e-3,
  maxIterations: 100,
  nInit: 1,
  kMeans: { ...KMEANS, nInit: 1 },
};

/** Where a mixture starts, in the place of k-means: there is one start then. */
export type MixtureStart =
  /** n × k, each row at least 0 with the sum 1: how much of a point belongs to each component. */
  | { readonly responsibilities: Matrix }
  /** k × d: each point belongs to the nearest of these. */
  | { readonly means: Matrix };

/** Options of {@linkcode fitMixture}; what is left out is as in {@linkcode MIXTURE}. */
export type MixtureOptions = Defaulted<MixtureChoices, keyof typeof MIXTURE> & {
  /** Of k-means. */
  seed: number;
  /** A start of one's own. */
  start?: MixtureStart;
};

/** A mixture of k Gaussian distributions in d dimensions. */
export interface Mixture {
  /** The share of each component, k numbers with the sum 1. */
  weights: Float64Array;
  /** k × d. */
  means: Matrix;
  /** Each component's covariance matrix as a row, k × d²; or its variances, k × d, where they are `diagonal`. */
  covariances: Matrix;
  /** The shape of the components. */
  covariance: Covariance;
}

/** Points under a mixture. */
export interface UnderMixture {
  /** For each of the n points the component that most likely made it; of equally likely ones the first. */
  labels: Int32Array;
  /** n × k: the probabilities that each component made a point. */
  responsibilities: Matrix;
  /** The logarithm of the mixture's density at each point. */
  logDensities: Float64Array;
  /** Their mean: higher is better. */
  logLikelihood: number;
}

/** What {@linkcode fitMixture} finds. */
export interface FittedMixture extends UnderMixture {
  /** The weights, means and covariances. */
  mixture: Mixture;
  /** The iterations that the kept start took. */
  iterations: number;
  /** Whether the kept start ended because the likelihood stood still, not at `maxIterations`. */
  converged: boolean;
}

const RUN = "fit the mixture";

/**
 * Fits a mixture of Gaussian distributions by expectation-maximisation, by scikit-learn's rules: from the clusters of
 * k-means, it alternates between each point's probabilities of the components and the components' weights, means and
 * covariances, until the mean log-likelihood changes by less than the tolerance. Of several starts the best is kept.
 *
 * ```text
 * p(x) = Σ_c π_c N(x; μ_c, Σ_c)
 * ```
 *
 * k-means runs in float32 on the engine (which it starts where none is running), all else in float64 on the host.
 *
 * Degenerate cases: a component whose points span fewer than d dimensions has a covariance matrix that only the
 * regularisation keeps from being singular; one that has lost all its points, as some have where there are fewer distinct
 * points than k, lies at the mean of all points with a weight of about 0, and its variances are the regularisation alone.
 *
 * @param points n × d, n ≥ 1.
 * @throws {RangeError} If an option is out of range, a start given has not the right size, a coordinate is not finite, points
 * lie so near or far apart that float32 cannot hold squared distances (unless a start is given), or a covariance matrix becomes
 * singular, where more regularisation is needed.
 * @see A. Dempster, N. Laird, D. Rubin. Maximum likelihood from incomplete data via the EM algorithm. Journal of the Royal
 * Statistical Society B 39(1), 1977.
 *
 * @example
 * ```ts
 * import { matrix } from "../../engine/matrix.ts";
 * import { fitMixture } from "./gmm.ts";
 * import { assertAlmostEquals } from "@std/assert";
 *
 * const points = matrix(Float64Array.of(0, 1, 10, 11, 12), 5, 1);
 * const { mixture } = await fitMixture(points, { k: 2, seed: 42 });
 * assertAlmostEquals(Math.min(...mixture.weights), 2 / 5, 1e-6);
 * ```
 */
export async function fitMixture(points: Matrix, options: MixtureOptions): Promise<FittedMixture> {
  const { k, nInit, kMeans: clustering, start, seed, ...choices } = { ...MIXTURE, ...options };
  const { rows: n } = points;
  const centre = columnMeans(points, RUN);
  checkChoices({ k, nInit, kMeans: clustering, ...choices }, n);
  const centred = shifted(points, centre, -1);

  let best: Run | null = null;
  for (let turn = 0; turn < (start ? 1 : nInit); turn++) {
    const first = start
      ? await givenStart(points, k, start)
      : hard((await kMeans(points, { ...clustering, k, seed: seedFor(seed, "mixture", turn) })).labels, k);
    const run = runFrom(centred, first, choices);
    if (!best || run.logLikelihood > best.logLikelihood) best = run;
  }
  const { components: { weights, means, covariances }, iterations, converged, ...found } = best!;
  return {
    mixture: { weights, means: shifted(means, centre, 1), covariances, covariance: choices.covariance },
    iterations,
    converged,
    ...found,
  };
}

/**
 * The points (n × d) under a mixture: for each its component, the probabilities of all, and the log-density.
 *
 * @throws {RangeError} If the numbers of columns differ, the mixture's parts do not fit each other, a coordinate is not
 * finite, a covariance matrix is not positive definite, or a point is so far from the components that its log-density is no number.
 *
 * @example
 * ```ts
 * import { matrix } from "../../engine/matrix.ts";
 * import { underMixture } from "./gmm.ts";
 * import { assertAlmostEquals, assertEquals } from "@std/assert";
 *
 * const { labels, logLikelihood } = underMixture({
 *   weights: Float64Array.of(1),
 *   means: matrix(Float64Array.of(0), 1, 1),
 *   covariances: matrix(Float64Array.of(1), 1, 1),
 *   covariance: "full",
 * }, matrix(Float64Array.of(0), 1, 1));
 * assertEquals(labels, Int32Array.of(0));
 * assertAlmostEquals(logLikelihood, -Math.log(2 * Math.PI) / 2);
 * ```
 */
export function underMixture(mixture: Mixture, points: Matrix): UnderMixture {
  const what = "judge points by the mixture";
  checkPoints(points, what);
  const { weights, means: { rows: k, columns: d }, covariances, covariance } = mixture;
  const check = checkFor(what);
  check(
    points.columns === d,
    "both must have the same number of columns",
    `${points.columns} and ${d}`,
  );
  check(weights.length === k, `there must be a weight for each of the ${k} components`, weights.length);
  const columns = covariance === "full" ? d * d : d;
  check(
    covariances.rows === k && covariances.columns === columns,
    `${covariance} covariances must be ${k} × ${columns}`,
    `${covariances.rows} × ${covariances.columns}`,
  );
  return summed(expectation(points, componentsOf(mixture, what), what));
}

/** How a start ended. */
interface Run extends UnderMixture {
  components: ReturnType<typeof componentsOf>;
  iterations: number;
  converged: boolean;
}

function runFrom(
  points: Matrix,
  first: Matrix,
  { covariance, regularisation, tolerance, maxIterations }: Omit<MixtureChoices, "k" | "nInit" | "kMeans">,
): Run {
  const fit = (responsibilities: Matrix) =>
    componentsOf(maximisation(points, responsibilities, { covariance, regularisation }), RUN);
  let components = fit(first);
  let before = -Infinity, iterations = 0, converged = false;
  while (!converged && iterations < maxIterations) {
    const found = expectation(points, components, RUN);
    components = fit(found.responsibilities);
    const likelihood = meanOf(found.logDensities);
    converged = Math.abs(likelihood - before) < tolerance;
    before = likelihood;
    iterations++;
  }
  return { components, iterations, converged, ...summed(expectation(points, components, RUN)) };
}

function summed({ responsibilities, logDensities }: Weighted): UnderMixture {
  return {
    labels: mostLikely(responsibilities),
    responsibilities,
    logDensities,
    logLikelihood: meanOf(logDensities),
  };
}

function meanOf(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Each point belongs to its cluster alone. */
function hard(labels: Int32Array, k: number): Matrix {
  const data = new Float64Array(labels.length * k);
  labels.forEach((label, i) => data[i * k + label] = 1);
  return matrix(data, labels.length, k);
}

async function givenStart(points: Matrix, k: number, start: MixtureStart): Promise<Matrix> {
  const { rows: n, columns: d } = points;
  const check = checkFor(RUN);
  const given = "means" in start ? start.means : start.responsibilities;
  const size = `${given.rows} × ${given.columns}`;
  if ("means" in start) {
    check(given.rows === k && given.columns === d, `start.means must be k × d = ${k} × ${d}`, size);
    return hard(await predict(given, points), k);
  }
  check(
    given.rows === n && given.columns === k,
    `start.responsibilities must be n × k = ${n} × ${k}`,
    size,
  );
  for (let i = 0; i < n; i++) {
    const row = Array.from(given.data.subarray(i * k, (i + 1) * k));
    const sum = row.reduce((a, b) => a + b);
    check(
      row.every((value) => value >= 0) && Math.abs(sum - 1) < 1e-5,
      `start.responsibilities must be at least 0 with the sum 1 in each row, as in row ${i}`,
      row.join(", "),
    );
  }
  return matrix(Float64Array.from(given.data), n, k);
}

/** The points with `sign` times the shift added, in float64. */
function shifted({ data, rows, columns }: Matrix, shift: Float64Array, sign: 1 | -1): Matrix {
  const moved = Float64Array.from(data, (value, at) => value + sign * shift[at % columns]);
  return matrix(moved, rows, columns);
}

function checkChoices(
  { k, covariance, regularisation, tolerance, maxIterations, nInit }: MixtureChoices,
  n: number,
): void {
  const check = checkFor(RUN);
  check(isCount(k) && k <= n, `k must be from 1 to n = ${n}`, k);
  check(
    covariance === "full" || covariance === "diagonal",
    "covariance must be full or diagonal",
    covariance,
  );
  check(
    isAmount(regularisation),
    "regularisation must be finite and at least 0",
    regularisation,
  );
  check(isAmount(tolerance), "tolerance must be finite and at least 0", tolerance);
  check(
    isCount(maxIterations),
    "maxIterations must be a positive integer",
    maxIterations,
  );
  check(isCount(nInit), "nInit must be a positive integer", nInit);
}
