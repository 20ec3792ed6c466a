import munkres from "munkres";
import { contingency } from "../../metrics/contingency.ts";

/**
 * The class that each cluster is matched to, by the one-to-one matching that makes the accuracy (ACC) largest; null for a cluster
 * that has none, since there are more clusters than classes.
 *
 * @param classes Integers, one for each point.
 * @param clusters As many.
 * @throws {RangeError} If the lengths differ or a label is not an integer.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { matchedClasses } from "./matched.ts";
 *
 * assertEquals(matchedClasses([4, 4, 5, 5, 5], [1, 1, 0, 0, 2]), [[1, 4], [0, 5], [2, null]]);
 * ```
 */
export function matchedClasses(
  classes: readonly number[],
  clusters: readonly number[],
): [cluster: number, own: number | null][] {
  const [classNames, clusterNames] = [namesOf(classes), namesOf(clusters)];
  const { cells } = contingency(clusters, classes, "the matching of clusters to classes");
  const costs = clusterNames.map(() => classNames.map(() => 0));
  for (const { row, column, size } of cells) costs[row][column] = -size;
  const matched = new Map(munkres(costs));
  return clusterNames.map((name, row) => [name, classNames[matched.get(row) ?? -1] ?? null]);
}

/** The different labels in the order of their first points: as a contingency table has its rows and columns. */
function namesOf(labels: readonly number[]): number[] {
  return [...new Set(labels)];
}
