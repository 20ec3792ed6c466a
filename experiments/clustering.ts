/**
 * How points are clustered once they are represented: by k-means, or by the method itself.
 *
 * @module
 */
import { type Matrix, random, seedFor } from "../engine/mod.ts";
import { kMeans, type KMeansChoices, predict } from "../models/kmeans/kmeans.ts";
import type { SplitName, SplitPoints } from "./images.ts";

/** The clusters of each split. */
export type SplitClusters = Readonly<Partial<Record<SplitName, Int32Array>>>;

/** How represented points come to clusters. */
export type ClusterChoices =
  /** k-means on one split; the points of the other go to the nearest centroid. */
  | { readonly kind: "k-means"; readonly fitOn: SplitName } & KMeansChoices
  /** The method's own clusters. */
  | { readonly kind: "own" };

/** Clusters that know nothing of the points: of k, all equally likely. */
export function randomClusters(rows: number, k: number, seed: number): Int32Array {
  const next = random(seedFor(seed, "random labels"));
  return Int32Array.from({ length: rows }, () => Math.floor(next() * k));
}

/** The splits whose points are looked at: those that are scored, and the one that k-means is fitted on. */
export function splitsNeeded(
  { cluster, score }: { readonly cluster: ClusterChoices; readonly score: readonly SplitName[] },
): SplitName[] {
  return [...new Set(cluster.kind === "own" ? score : [cluster.fitOn, ...score])];
}

/** k-means with a seed for it of the run's: the cluster of each point. */
export async function clustersOf(
  points: Matrix,
  choices: KMeansChoices,
  { seed }: { readonly seed: number },
): Promise<Int32Array> {
  return (await kMeans(points, { ...choices, seed: seedFor(seed, "k-means") })).labels;
}

/**
 * k-means on the points of one split, and the clusters of all splits.
 *
 * @throws {RangeError} If there are no points of the split that it is fitted on.
 */
export async function clusterByKMeans(
  points: SplitPoints,
  { kind: _, fitOn, ...choices }: ClusterChoices & { kind: "k-means" },
  seed: number,
): Promise<{ clusters: SplitClusters; centroids: Matrix }> {
  const fitted = points[fitOn];
  if (fitted === undefined) {
    throw new RangeError(`Cannot run k-means: there must be points of the ${fitOn} split`);
  }
  const { labels, centroids } = await kMeans(fitted, { ...choices, seed: seedFor(seed, "k-means") });
  const clusters: Partial<Record<SplitName, Int32Array>> = { [fitOn]: labels };
  const other = fitOn === "train" ? "test" : "train";
  if (points[other]) clusters[other] = await predict(centroids, points[other]);
  return { clusters, centroids };
}
