import { type Matrix, takeRows } from "../engine/matrix.ts";
import { permutation, random, seedFor } from "../engine/random.ts";
import { clustersOf } from "./clusters.ts";
import { DESCRIPTIONS } from "./descriptions.ts";
import type { SpaceMetric } from "./metric.ts";
import { silhouette } from "./silhouette.ts";

/** Options of {@linkcode sampledSilhouette}. */
export interface SampledSilhouetteOptions {
  /** The number of points in the sample, at least 3; all points where there are not more. */
  size: number;
  /** Decides which points are drawn. */
  seed: number;
}

/**
 * The silhouette of a sample of the points: `size` of them are drawn at random without replacement, and the others are left
 * out altogether, as if they had not been clustered. From -1 to 1, higher is better. scikit-learn's
 * `silhouette_score(…, sample_size=size)` is the same, except that it draws other points.
 *
 * The value depends on the sample: its standard deviation is about that of the points' silhouettes divided by √size. A
 * small cluster may have one point in the sample, which counts as 0, or none.
 *
 * @param points n × d.
 * @param labels The clusters of the n points: integers of any values.
 * @throws {RangeError} As {@linkcode silhouette}, of all points and of the sample: that has 2 to `size - 1` clusters. Or if
 * `size` is not an integer of at least 3.
 * @see P. J. Rousseeuw. Silhouettes: a graphical aid to the interpretation and validation of cluster analysis.
 * Journal of Computational and Applied Mathematics 20, 1987.
 *
 * @example
 * ```ts
 * import { matrix } from "../engine/matrix.ts";
 * import { sampledSilhouette } from "./sampled_silhouette.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const points = matrix(Float64Array.of(0, 0, 0, 4, 4, 4), 6, 1);
 * assertEquals(await sampledSilhouette(points, [7, 7, 7, 8, 8, 8], { size: 5, seed: 42 }), 1);
 * ```
 */
export async function sampledSilhouette(
  points: Matrix,
  labels: ArrayLike<number>,
  { size, seed }: SampledSilhouetteOptions,
): Promise<number> {
  checkSize(size, "compute the silhouette of a sample");
  clustersOf(points, labels, "the silhouette");
  if (size >= points.rows) return await silhouette(points, labels);
  const chosen = permutation(points.rows, random(seedFor(seed, "silhouette"))).subarray(0, size);
  const sample = takeRows(points, chosen);
  const clusters = Array.from(chosen, (row) => labels[row]);
  clustersOf(sample, clusters, "the silhouette of a sample");
  return await silhouette(sample, clusters);
}

/**
 * The silhouette of a sample as a metric of its own, `SIL@300` for 300 points, so that a record shows that it is not the
 * silhouette of all points. A run's seed draws its sample.
 *
 * @throws {RangeError} If `size` is not an integer of at least 3.
 *
 * @example
 * ```ts
 * import { silhouetteOfSample } from "./sampled_silhouette.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const { name, title } = silhouetteOfSample(300);
 * assertEquals([name, title], ["SIL@300", "silhouette of a sample of 300 points"]);
 * ```
 */
export function silhouetteOfSample(size: number): SpaceMetric {
  checkSize(size, "sample the silhouette");
  const { name, title, ...description } = DESCRIPTIONS.SIL;
  return {
    ...description,
    name: `${name}@${size}`,
    title: `${title} of a sample of ${size} points`,
    sampled: true,
    compute: (points, clusters, seed) => sampledSilhouette(points, clusters, { size, seed }),
  };
}

function checkSize(size: number, what: string): void {
  if (!(Number.isSafeInteger(size) && size >= 3)) {
    throw new RangeError(`Cannot ${what}: size must be an integer of at least 3, got ${size}`);
  }
}
