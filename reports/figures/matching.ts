import munkres from "munkres";

/**
 * The class that each cluster is matched to, by the one-to-one matching with the most points in common: that of the accuracy
 * (ACC). Clusters beyond the number of classes have none, and are not in it.
 *
 * @param classes Of the points, integers of any values.
 * @param clusters Of the same points.
 */
export function matchedClasses(
  classes: readonly number[],
  clusters: readonly number[],
): ReadonlyMap<number, number> {
  if (classes.length === 0) return new Map();
  const rows = [...new Set(classes)], columns = [...new Set(clusters)];
  const place = (names: readonly number[]) => new Map(names.map((name, i) => [name, i]));
  const [rowOf, columnOf] = [place(rows), place(columns)];
  const cost = rows.map(() => columns.map(() => 0));
  for (const [i, name] of classes.entries()) cost[rowOf.get(name)!][columnOf.get(clusters[i])!]--;
  return new Map(munkres(cost).map(([row, column]) => [columns[column], rows[row]]));
}
