import type { Contingency } from "./contingency.ts";

/**
 * The entropy of a labelling with clusters of these sizes, in nats.
 *
 * ```text
 * H = -Σ n_i / n · ln(n_i / n)
 * ```
 */
export function entropy(sizes: Float64Array, points: number): number {
  return sizes.reduce((sum, size) => sum - size / points * Math.log(size / points), 0);
}

/**
 * What two labellings tell about each other, in nats; exactly 0 where one has a single cluster or both are independent.
 *
 * ```text
 * I = Σ n_ij / n · ln(n · n_ij / (n_i· · n_·j))
 * ```
 */
export function mutualInformation({ points, rows, columns, cells }: Contingency): number {
  let information = 0;
  for (const { row, column, size } of cells) {
    // One logarithm of a ratio of exact integers: independent labels give exactly 0.
    information += size / points * Math.log(points * size / (rows[row] * columns[column]));
  }
  return information;
}

/**
 * The share of the entropy of one of a table's two labellings, whose clusters have these sizes, that the other tells; from
 * 0 to 1, and 1 where there is no entropy.
 */
export function shareTold(table: Contingency, sizes: Float64Array): number {
  if (sizes.length === 1) return 1;
  return Math.min(1, Math.max(0, mutualInformation(table) / entropy(sizes, table.points)));
}
