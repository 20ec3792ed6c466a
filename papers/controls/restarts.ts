/**
 * k-means from many starts, each looked at by itself, and what its scores lie between.
 *
 * @module
 */
import { type Matrix, seedFor } from "../../engine/mod.ts";
import { measured, scores } from "../../experiments/scores.ts";
import { calinskiHarabasz, daviesBouldin, STANDARD } from "../../metrics/mod.ts";
import { kMeans, type KMeansChoices } from "../../models/kmeans/kmeans.ts";
import { fitPca } from "../../models/pca/pca.ts";
import type { ProgressListener } from "../../models/training.ts";
import type { Measurement } from "../../records/record.ts";
import { silhouettes } from "./silhouettes.ts";

/** The k-means whose `nInit` starts are each looked at. */
export type RestartChoices = KMeansChoices & {
  /**
   * Each start first goes to its end on so many principal components of the points, which costs a fraction, and from there
   * to its end on the points themselves; null: on these alone. Either way it ends where k-means ends.
   */
  readonly leading: number | null;
};

/** What one start of k-means came to. */
export interface Restart {
  readonly clusters: Int32Array;
  readonly inertia: number;
  /** Its scores, of no space yet: each restart's in the same order. */
  readonly scores: readonly Measurement[];
}

/** The metrics that see the classes. */
const LABEL_METRICS = STANDARD.filter(({ kind }) => kind === "labels");

/**
 * k-means from `nInit` starts, each by itself, with all of them kept and scored.
 *
 * @param classes Seen by the metrics of labels alone.
 */
export async function restarts(
  points: Matrix,
  classes: Int32Array,
  { nInit, leading, ...choices }: RestartChoices,
  seed: number,
  onProgress: ProgressListener,
): Promise<Restart[]> {
  const pca = leading === null ? null : await fitPca(points, { components: leading });
  const codes = await pca?.transform(points);
  const found: Omit<Restart, "scores">[] = [];
  for (let start = 0; start < nInit; start++) {
    const options = { ...choices, nInit: 1, seed: seedFor(seed, "restart", start) };
    const init = await pca?.inverse((await kMeans(codes!, options)).centroids);
    const { labels, inertia } = await kMeans(points, { ...options, ...init && { init } });
    found.push({ clusters: labels, inertia });
    onProgress(start + 1, nInit, "");
  }
  const sil = await silhouettes(points, found.map(({ clusters }) => clusters), choices.k);
  return await Promise.all(found.map(async ({ clusters, inertia }, start) => ({
    clusters,
    inertia,
    scores: [
      ...await scores({ space: "", split: "", clusters, classes }, LABEL_METRICS, seed),
      measured("SIL", sil[start]),
      measured("DBI", daviesBouldin(points, clusters)),
      measured("CHI", calinskiHarabasz(points, clusters)),
    ],
  })));
}

/** The restart with the lowest inertia; of several the first. */
export function lowestInertia(all: readonly Restart[]): Restart {
  return all.reduce((a, b) => b.inertia < a.inertia ? b : a);
}

/** How many restarts end within a share of the lowest inertia, that one among them. */
export function near(all: readonly Restart[], share: number): number {
  const { inertia: lowest } = lowestInertia(all);
  return all.filter(({ inertia }) => inertia <= lowest * (1 + share)).length;
}

/**
 * The highest and the lowest of each score over restarts, in spaces of these names: `pixels, highest CHI of 100 restarts`.
 *
 * @param restarts In words: `100 restarts`.
 */
export function extremes(
  all: readonly Restart[],
  { space, split, restarts }: { space: string; split: string; restarts: string },
): Measurement[] {
  return all[0].scores.flatMap((score, at) => {
    const values = all.map(({ scores }) => scores[at].value);
    const one = (which: "highest" | "lowest", value: number): Measurement => ({
      ...score,
      value,
      space: `${space}, ${which} ${score.metric} of ${restarts}`,
      split,
    });
    return [one("highest", Math.max(...values)), one("lowest", Math.min(...values))];
  });
}
