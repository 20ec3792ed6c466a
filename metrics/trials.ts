import { type Matrix, matrix } from "../engine/matrix.ts";
import { normal, type Random, random } from "../engine/random.ts";

/** Classes and clusters of the same points, on which a metric of labels is tried. */
export interface LabelTrial {
  readonly classes: Int32Array;
  readonly clusters: Int32Array;
}

/** Points and their clusters, on which a metric of a space is tried. */
export interface SpaceTrial {
  readonly points: Matrix;
  readonly clusters: Int32Array;
}

/** `n` labels from 0 to k - 1, drawn at random. */
export function randomLabels(n: number, k: number, next: Random): Int32Array {
  return Int32Array.from({ length: n }, () => Math.floor(next() * k));
}

/** The same labels under other names, in another order, negative and large ones among them. */
export function renamed(labels: Int32Array, next: Random): Float64Array {
  const names = new Map<number, number>();
  for (const label of labels) names.set(label, Math.floor((next() - 0.5) * 2 ** 50));
  return Float64Array.from(labels, (label) => names.get(label)!);
}

/** 60 pairs of labellings of 1 to 80 points, from unrelated to equal, with different numbers of names on both sides. */
export function labelTrials(seed: number): LabelTrial[] {
  const next = random(seed);
  return Array.from({ length: 60 }, () => {
    const n = 1 + Math.floor(next() * 80);
    const classes = randomLabels(n, 1 + Math.floor(next() * 8), next);
    const noise = randomLabels(n, 1 + Math.floor(next() * 8), next);
    const kept = next();
    return { classes, clusters: classes.map((label, i) => next() < kept ? label : noise[i]) };
  });
}

/**
 * Eight sets of 20 to 79 points of 1 to 4 columns and of both number types, in 2 to 6 clusters that overlap in part; their
 * numbers are in steps of 1/64, so that float32 holds them when they are moved, too.
 */
export function spaceTrials(seed: number): SpaceTrial[] {
  const next = random(seed);
  return Array.from({ length: 8 }, (_, trial) => {
    const n = 20 + Math.floor(next() * 60), columns = 1 + trial % 4, k = 2 + trial % 5;
    const clusters = Int32Array.from({ length: n }, (_, i) => i < k ? i : Math.floor(next() * k));
    const centres = Float64Array.from({ length: k * columns }, () => 4 * normal(next));
    const data = Float64Array.from({ length: n * columns }, (_, i) => {
      const value = centres[clusters[Math.floor(i / columns)] * columns + i % columns] + normal(next);
      return Math.round(64 * value) / 64;
    });
    return { points: matrix(trial % 2 ? Float32Array.from(data) : data, n, columns), clusters };
  });
}

/** The points with a further column, in which the clusters lie 100 apart. */
export function spreadApart({ points: { data, rows, columns }, clusters }: SpaceTrial): SpaceTrial {
  const wider = new (data.constructor as Float64ArrayConstructor)(rows * (columns + 1));
  for (let i = 0; i < rows; i++) {
    wider.set(data.subarray(i * columns, (i + 1) * columns), i * (columns + 1));
    wider[i * (columns + 1) + columns] = 100 * clusters[i];
  }
  return { points: matrix(wider, rows, columns + 1), clusters };
}
