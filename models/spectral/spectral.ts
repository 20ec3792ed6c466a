/**
 * Spectral clustering: the eigenvectors of a graph's normalised Laplacian as coordinates, and k-means among them.
 *
 * @module
 */
import { type Matrix, matrix } from "../../engine/matrix.ts";
import { seedFor } from "../../engine/random.ts";
import { checkFor, isCount } from "../check.ts";
import type { Defaulted } from "../choices.ts";
import type { Graph } from "../graph.ts";
import { KMEANS, kMeans, type KMeansChoices } from "../kmeans/kmeans.ts";
import { nearestNeighbours } from "../neighbours.ts";
import type { ProgressListener } from "../training.ts";
import {
  affinityGraph,
  connectedComponents,
  degrees,
  type GraphChoices,
  normalisedProduct,
} from "./affinity.ts";
import { EIGEN, type EigenChoices, largestEigen } from "./eigenvectors.ts";

/** All that {@linkcode spectralClustering} and {@linkcode normalizedCut} depend on beside the graph. */
export type SpectralChoices = {
  /** The number of clusters, 1 ≤ k ≤ n, at least that of the graph's connected components. */
  readonly k: number;
  /** How the eigenvectors are found. */
  readonly eigen: EigenChoices;
  /** How their rows are clustered. */
  readonly kMeans: Omit<KMeansChoices, "k">;
};

/** Eigenvectors and k-means as each is by default. */
export const SPECTRAL: Pick<SpectralChoices, "eigen" | "kMeans"> = { eigen: EIGEN, kMeans: KMEANS };

/** Options of {@linkcode spectralClustering} and {@linkcode normalizedCut}; what is left out is as in {@linkcode SPECTRAL}. */
export type SpectralOptions = Defaulted<SpectralChoices, keyof typeof SPECTRAL> & {
  /** Of the eigensolver's first vectors and of k-means. */
  seed: number;
  /** Hears after each round of the eigensolver how many eigenvectors have converged. */
  onProgress?: ProgressListener;
};

/** What spectral clustering finds. */
export interface SpectralClusters {
  /** For each point its cluster, 0 to k - 1. */
  labels: Int32Array;
  /** The k smallest eigenvalues of the normalised Laplacian, 0 to 2, ascending. */
  eigenvalues: Float64Array;
  /** The coordinates that were clustered, n × k. */
  embedding: Matrix;
  /** The normalised cut of the clusters: see {@linkcode cutOf}. */
  cut: number;
}

/**
 * The graph of the nearest neighbours of each of the points (n × d).
 *
 * @throws {RangeError} If `neighbours` or σ is out of range, a coordinate is not finite, or float64 cannot hold the squared
 * distances.
 */
export async function neighbourGraph(
  points: Matrix,
  { neighbours, affinity }: GraphChoices,
): Promise<Graph> {
  checkFor("make the graph")(
    isCount(neighbours) && neighbours < points.rows,
    `neighbours must be from 1 to n - 1 = ${points.rows - 1}`,
    neighbours,
  );
  return affinityGraph(await nearestNeighbours(points, neighbours), affinity);
}

/**
 * Spectral clustering by Ng, Jordan & Weiss: the points become the rows of the matrix of the k eigenvectors of
 * D^-½ W D^-½ with the largest eigenvalues, scaled to length 1, and k-means clusters these.
 *
 * @throws {RangeError} If k is out of range, or the graph has more than k components: any k groups of them would do.
 * @throws {ConvergenceError} If the eigensolver does not converge.
 * @see A. Ng, M. Jordan, Y. Weiss. On spectral clustering: analysis and an algorithm. NIPS 2001.
 *
 * @example
 * ```ts
 * import { matrix } from "../../engine/matrix.ts";
 * import { neighbourGraph, spectralClustering } from "./spectral.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const points = matrix(Float64Array.of(0, 1, 2, 10, 11, 12), 6, 1);
 * const graph = await neighbourGraph(points, {
 *   neighbours: 2,
 *   affinity: { kind: "connectivity", mutual: false },
 * });
 * const { labels } = await spectralClustering(graph, { k: 2, seed: 42 });
 * assertEquals([labels[0] === labels[2], labels[0] === labels[3], labels[3] === labels[5]], [true, false, true]);
 * ```
 */
export async function spectralClustering(graph: Graph, options: SpectralOptions): Promise<SpectralClusters> {
  return await cluster(graph, options, (row) => {
    const length = Math.hypot(...row);
    // A row is 0 where an isolated point's own eigenvector is not among the k.
    return row.map((value) => length === 0 ? 0 : value / length);
  });
}

/**
 * Normalised cut by Shi & Malik, into k parts at once (their §5): the points become the rows of the matrix of the k
 * generalised eigenvectors of (D - W) y = λ D y with the smallest λ, and k-means clusters these.
 *
 * The steps and errors are otherwise those of {@linkcode spectralClustering}. Its labels are those of scikit-learn's
 * `SpectralClustering(assign_labels="kmeans")`.
 *
 * @see J. Shi, J. Malik. Normalized cuts and image segmentation. IEEE Transactions on Pattern Analysis and Machine
 * Intelligence 22(8), 2000.
 */
export async function normalizedCut(graph: Graph, options: SpectralOptions): Promise<SpectralClusters> {
  const roots = degrees(graph).map(Math.sqrt);
  return await cluster(
    graph,
    options,
    (row, i) => row.map((value) => roots[i] === 0 ? value : value / roots[i]),
  );
}

async function cluster(
  graph: Graph,
  options: SpectralOptions,
  place: (row: number[], point: number) => number[],
): Promise<SpectralClusters> {
  const { k, eigen, kMeans: clustering, seed, onProgress } = { ...SPECTRAL, ...options };
  const { n } = graph;
  const components = connectedComponents(graph).length;
  if (!(isCount(k) && k <= n)) {
    throw new RangeError(`Cannot cluster the graph: k must be from 1 to n = ${n}, got ${k}`);
  }
  if (components > k) {
    throw new RangeError(
      `Cannot cluster the graph: k must be at least the number of its connected components, ${components}, or the ` +
        `points need more neighbours, got ${k}`,
    );
  }
  const { values, vectors } = largestEigen(n, normalisedProduct(graph), k, {
    ...eigen,
    seed,
    ...onProgress && { onProgress },
  });
  const data = new Float64Array(n * k);
  for (let i = 0; i < n; i++) {
    data.set(place(Array.from({ length: k }, (_, j) => vectors.data[j * n + i]), i), i * k);
  }
  const embedding = matrix(data, n, k);
  const { labels } = await kMeans(embedding, { ...clustering, k, seed: seedFor(seed, "spectral") });
  return { labels, eigenvalues: values.map((value) => 1 - value), embedding, cut: cutOf(graph, labels) };
}

/**
 * The normalised cut of a partition, from 0 to the number of its clusters; lower is better:
 *
 * ```text
 * Σ_c (weights between c and the others) / (degrees in c)
 * ```
 *
 * Clusters without edges add nothing.
 */
export function cutOf(graph: Graph, labels: ArrayLike<number>): number {
  const { n, starts, columns, weights } = graph;
  const cuts = new Map<number, number>(), volumes = new Map<number, number>();
  for (let i = 0; i < n; i++) {
    for (let at = starts[i]; at < starts[i + 1]; at++) {
      const cluster = labels[i];
      volumes.set(cluster, (volumes.get(cluster) ?? 0) + weights[at]);
      if (labels[columns[at]] !== cluster) cuts.set(cluster, (cuts.get(cluster) ?? 0) + weights[at]);
    }
  }
  return [...cuts].reduce((sum, [cluster, cut]) => sum + cut / volumes.get(cluster)!, 0);
}
