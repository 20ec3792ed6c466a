import type { Matrix } from "../engine/matrix.ts";
import { accuracy } from "./accuracy.ts";
import { ari } from "./ari.ts";
import { calinskiHarabasz } from "./calinski_harabasz.ts";
import { daviesBouldin } from "./davies_bouldin.ts";
import { nmi } from "./nmi.ts";
import { purity } from "./purity.ts";
import { silhouette } from "./silhouette.ts";

/** A metric of predicted against true labels, and what holds for it. */
export interface LabelMetric {
  /** The name in claims and records. */
  readonly name: string;
  readonly compute: (trueLabels: ArrayLike<number>, predictedLabels: ArrayLike<number>) => number;
  /** Least and greatest possible value. */
  readonly range: readonly [number, number];
  /** Whether the two labellings can change places. */
  readonly symmetric: boolean;
}

/** A metric of clusters of points in a space, and what holds for it. */
export interface InternalMetric {
  /** The name in claims and records. */
  readonly name: string;
  readonly compute: (points: Matrix, labels: ArrayLike<number>) => number | Promise<number>;
  /** Least and greatest possible value. */
  readonly range: readonly [number, number];
}

/** Every metric of predicted against true labels; NMI with the arithmetic mean. */
export const labelMetrics: readonly LabelMetric[] = [
  { name: "ACC", compute: accuracy, range: [0, 1], symmetric: true },
  { name: "NMI", compute: nmi, range: [0, 1], symmetric: true },
  { name: "ARI", compute: ari, range: [-0.5, 1], symmetric: true },
  { name: "PURITY", compute: purity, range: [0, 1], symmetric: false },
];

/** Every metric of clusters of points in a space. */
export const internalMetrics: readonly InternalMetric[] = [
  { name: "SIL", compute: silhouette, range: [-1, 1] },
  { name: "DBI", compute: daviesBouldin, range: [0, Infinity] },
  { name: "CHI", compute: calinskiHarabasz, range: [0, Infinity] },
];
