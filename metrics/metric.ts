import type { Matrix } from "../engine/matrix.ts";
import type { Average } from "./averages.ts";

/** Which way a metric is better. */
export type Direction = "higher" | "lower";

/**
 * The least tolerance of a claim about a metric: so many of its units (0.02), or a share of the printed value (0.05). Both
 * are above 0.
 */
export type Floor = { readonly units: number } | { readonly share: number };

/** What is known of a metric before it is computed. */
export interface Described {
  /** What claims and records call it: `ACC`. See {@linkcode isMetricName}. */
  readonly name: string;
  /** What texts call it: `accuracy`. */
  readonly title: string;
  /** Which way it is better. */
  readonly direction: Direction;
  /** The least tolerance of a claim about it. */
  readonly floor: Floor;
  /** Its least and its greatest possible value, which may be infinite. */
  readonly range: readonly [number, number];
}

/** A metric of predicted clusters against true classes. */
export interface LabelMetric extends Described {
  /** Tells it from the other kinds. */
  readonly kind: "labels";
  /** Whether classes and clusters can change places. */
  readonly symmetric: boolean;
  /** The averages that it can be normalised by, the default first; a record has one value for each. None: it has one value. */
  readonly averages?: readonly Average[];
  /**
   * Its value for the classes and the clusters of the same points, integers of any values, at least one each; a finite
   * number. Their names and the order of the points make no difference.
   */
  readonly compute: (classes: ArrayLike<number>, clusters: ArrayLike<number>, average?: Average) => number;
}

/** A metric of clusters of points in a space. */
export interface SpaceMetric extends Described {
  /** Tells it from the other kinds. */
  readonly kind: "space";
  /** Whether it looks at a sample of the points, which the seed draws. Default false: the seed makes no difference. */
  readonly sampled?: boolean;
  /** Its value for n points (n × d) and their clusters, integers of any values, 2 to n - 1 different ones; a finite number. */
  readonly compute: (
    points: Matrix,
    clusters: ArrayLike<number>,
    seed: number,
  ) => number | Promise<number>;
}

/** A metric that an experiment measures itself, such as the error of its reconstructions. */
export interface PlainMetric extends Described {
  /** Tells it from the other kinds. */
  readonly kind: "plain";
}

/** A metric as data: what it is called, which way it is better, and how it is computed. */
export type Metric = LabelMetric | SpaceMetric | PlainMetric;

/**
 * Whether `text` can be a metric's name: a capital, then capitals, digits, `@` and `-`.
 *
 * @example
 * ```ts
 * import { isMetricName } from "./metric.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(["ACC", "SIL@300", "V-1", "Acc", "1ST"].map(isMetricName), [true, true, true, false, false]);
 * ```
 */
export function isMetricName(text: string): boolean {
  return /^[A-Z][A-Z0-9@-]*$/.test(text);
}
