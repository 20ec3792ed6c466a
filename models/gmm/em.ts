import { type Matrix, matrix } from "../../engine/matrix.ts";

/** The shape of a Gaussian distribution: any ellipsoid, or one along the axes. */
export type Covariance = "full" | "diagonal";

/** A mixture's parameters. */
interface Parameters {
  weights: Float64Array;
  /** k × d. */
  means: Matrix;
  /** k × d², or k × d where they are diagonal. */
  covariances: Matrix;
  covariance: Covariance;
}

/** A mixture's parameters, and what its densities are computed from. */
export interface Components extends Parameters {
  /**
   * k times what takes a difference to a mean to length 1 in each direction: the rows of the inverse of the covariance
   * matrix's lower Cholesky factor, d × d, or the inverses of the standard deviations, d.
   */
  whitening: Float64Array;
  /** The logarithm of each component's weight times its density at its mean. */
  logPeaks: Float64Array;
}

/** What the expectation gives. */
export interface Weighted {
  /** n × k. */
  responsibilities: Matrix;
  /** Of the n points. */
  logDensities: Float64Array;
}

/** Added to the points of a component, so that one without any is no division by 0; as in scikit-learn. */
const LEAST_COUNT = 10 * Number.EPSILON;

/**
 * The components made ready for densities.
 *
 * @throws {RangeError} If a covariance matrix is not positive definite.
 */
export function componentsOf(parameters: Parameters, what: string): Components {
  const { weights, means: { rows: k, columns: d }, covariances, covariance } = parameters;
  const size = covariances.columns;
  const whitening = new Float64Array(k * size), logPeaks = new Float64Array(k);
  for (let c = 0; c < k; c++) {
    const own = Float64Array.from(covariances.data.subarray(c * size, (c + 1) * size));
    const root = covariance === "full" ? inverseRoot(own, d) : own.map((variance) => 1 / Math.sqrt(variance));
    let logDeterminant = 0;
    for (let j = 0; j < d; j++) {
      const inverse = root?.[covariance === "full" ? j * d + j : j] ?? NaN;
      if (!(inverse > 0 && inverse < Infinity)) {
        throw new RangeError(
          `Cannot ${what}: each covariance matrix must be positive definite, which more regularisation makes it, ` +
            `got a singular one of component ${c}`,
        );
      }
      logDeterminant += Math.log(inverse);
    }
    whitening.set(root!, c * size);
    logPeaks[c] = Math.log(weights[c]) - d / 2 * Math.log(2 * Math.PI) + logDeterminant;
  }
  return { ...parameters, whitening, logPeaks };
}

/** The inverse of the lower Cholesky factor of a d × d matrix; null where it is not positive definite. */
function inverseRoot(symmetric: Float64Array, d: number): Float64Array | null {
  const lower = new Float64Array(d * d), inverse = new Float64Array(d * d);
  for (let i = 0; i < d; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = symmetric[i * d + j];
      for (let l = 0; l < j; l++) sum -= lower[i * d + l] * lower[j * d + l];
      if (i === j && !(sum > 0)) return null;
      lower[i * d + j] = i === j ? Math.sqrt(sum) : sum / lower[j * d + j];
    }
    inverse[i * d + i] = 1 / lower[i * d + i];
    for (let j = 0; j < i; j++) {
      let sum = 0;
      for (let l = j; l < i; l++) sum -= lower[i * d + l] * inverse[l * d + j];
      inverse[i * d + j] = sum / lower[i * d + i];
    }
  }
  return inverse;
}

/**
 * The probabilities that each component made each point, and the mixture's log-densities at the points.
 *
 * @throws {RangeError} If a point is so far from the components that its log-density is no number.
 */
export function expectation(
  { data, rows: n, columns: d }: Matrix,
  components: Components,
  what: string,
): Weighted {
  const { means: { data: means, rows: k }, whitening, logPeaks, covariance } = components;
  const responsibilities = new Float64Array(n * k), logDensities = new Float64Array(n);
  const difference = new Float64Array(d);
  for (let i = 0; i < n; i++) {
    let largest = -Infinity;
    for (let c = 0; c < k; c++) {
      for (let j = 0; j < d; j++) difference[j] = data[i * d + j] - means[c * d + j];
      const square = covariance === "full"
        ? whitenedSquare(difference, whitening, c * d * d)
        : scaledSquare(difference, whitening, c * d);
      const logDensity = logPeaks[c] - square / 2;
      responsibilities[i * k + c] = logDensity;
      if (logDensity > largest) largest = logDensity;
    }
    let sum = 0;
    for (let c = i * k; c < (i + 1) * k; c++) {
      responsibilities[c] = Math.exp(responsibilities[c] - largest);
      sum += responsibilities[c];
    }
    if (Number.isNaN(sum)) {
      throw new RangeError(
        `Cannot ${what}: the log-density of each point must be a number, got none at row ${i}, which is too far from the ` +
          "components",
      );
    }
    for (let c = i * k; c < (i + 1) * k; c++) responsibilities[c] /= sum;
    logDensities[i] = largest + Math.log(sum);
  }
  return { responsibilities: matrix(responsibilities, n, k), logDensities };
}

/** |L⁻¹ x|² with the lower triangle L⁻¹ from `from` on. */
function whitenedSquare(x: Float64Array, inverse: Float64Array, from: number): number {
  const d = x.length;
  let square = 0;
  for (let row = 0; row < d; row++) {
    let sum = 0;
    for (let j = 0, at = from + row * d; j <= row; j++, at++) sum += inverse[at] * x[j];
    square += sum * sum;
  }
  return square;
}

/** Σ_j (x_j s_j)² with the scales s from `from` on. */
function scaledSquare(x: Float64Array, scales: Float64Array, from: number): number {
  let square = 0;
  for (let j = 0; j < x.length; j++) square += (x[j] * scales[from + j]) ** 2;
  return square;
}

/** The weights, means and covariances of the points by their responsibilities, n × k. */
export function maximisation(
  points: Matrix,
  responsibilities: Matrix,
  { covariance, regularisation }: { covariance: Covariance; regularisation: number },
): Parameters {
  const { data, rows: n, columns: d } = points;
  const { data: shares, columns: k } = responsibilities;
  const counts = new Float64Array(k).fill(LEAST_COUNT);
  const means = new Float64Array(k * d);
  for (let i = 0; i < n; i++) {
    for (let c = 0; c < k; c++) {
      const share = shares[i * k + c];
      if (share === 0) continue;
      counts[c] += share;
      for (let j = 0; j < d; j++) means[c * d + j] += share * data[i * d + j];
    }
  }
  for (let at = 0; at < means.length; at++) means[at] /= counts[Math.floor(at / d)];

  const size = covariance === "full" ? d * d : d;
  const covariances = new Float64Array(k * size);
  const difference = new Float64Array(d);
  for (let i = 0; i < n; i++) {
    for (let c = 0; c < k; c++) {
      const share = shares[i * k + c];
      if (share === 0) continue;
      for (let j = 0; j < d; j++) difference[j] = data[i * d + j] - means[c * d + j];
      if (covariance === "full") addProduct(covariances, c * size, difference, share);
      else for (let j = 0; j < d; j++) covariances[c * size + j] += share * difference[j] * difference[j];
    }
  }
  for (let c = 0; c < k; c++) {
    for (let j = 0; j < size; j++) covariances[c * size + j] /= counts[c];
    for (let j = 0; j < d; j++) {
      covariances[c * size + (covariance === "full" ? j * (d + 1) : j)] += regularisation;
    }
    if (covariance === "full") mirror(covariances, c * size, d);
  }
  const total = counts.reduce((a, b) => a + b);
  return {
    weights: counts.map((count) => count / total),
    means: matrix(means, k, d),
    covariances: matrix(covariances, k, size),
    covariance,
  };
}

/** Adds the lower triangle of share · x xᵀ to the matrix from `from` on. */
function addProduct(matrices: Float64Array, from: number, x: Float64Array, share: number): void {
  const d = x.length;
  for (let row = 0; row < d; row++) {
    const scaled = share * x[row];
    for (let j = 0, at = from + row * d; j <= row; j++, at++) matrices[at] += scaled * x[j];
  }
}

/** Copies the lower triangle of the matrix from `from` on to its upper one. */
function mirror(matrices: Float64Array, from: number, d: number): void {
  for (let row = 0; row < d; row++) {
    for (let j = 0; j < row; j++) matrices[from + j * d + row] = matrices[from + row * d + j];
  }
}
