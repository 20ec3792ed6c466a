/** What DBSCAN finds among n points. */
export interface Dbscan {
  /** For each of the n points its cluster, 0 to k - 1 in the order of their first core points, or -1: noise. */
  labels: Int32Array;
  /** The rows of the core points, in their order. */
  corePoints: Int32Array;
  /** The number of clusters, which may be 0. */
  clusters: number;
}

/**
 * DBSCAN's clusters from pairs of neighbours, which come in any order, each once.
 *
 * Two core points are joined as soon as both are known to be core points. Other pairs wait: fewer than `minPoints` for
 * each point, so memory is n · minPoints at most, however many pairs there are.
 *
 * @example
 * ```ts
 * import { ClusterBuilder } from "./clusters.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const builder = new ClusterBuilder(5, 2);
 * builder.add(3, 4);
 * builder.add(0, 1);
 * assertEquals(builder.finish().labels, Int32Array.of(0, 0, -1, 1, 1));
 * ```
 */
export class ClusterBuilder {
  /** How many neighbours each point has so far, itself included. */
  readonly #degrees: Int32Array;
  /** A point of the same cluster with a smaller row, or the point itself. */
  readonly #parents: Int32Array;
  /** Pairs of which one is no core point so far, one point after the other. */
  readonly #waiting: number[] = [];
  readonly #minPoints: number;

  /**
   * @param n How many points there are.
   * @param minPoints How many neighbours a core point has at least, itself included.
   */
  constructor(n: number, minPoints: number) {
    this.#degrees = new Int32Array(n).fill(1);
    this.#parents = Int32Array.from({ length: n }, (_, i) => i);
    this.#minPoints = minPoints;
  }

  /** Adds two different points that are neighbours. */
  add(i: number, j: number): void {
    const degrees = this.#degrees;
    // Both are counted before either is looked at.
    const least = Math.min(++degrees[i], ++degrees[j]);
    if (least >= this.#minPoints) this.#join(i, j);
    else this.#waiting.push(i, j);
  }

  /** The clusters of all pairs that were added; a point that is no core point is in the first cluster that it borders on. */
  finish(): Dbscan {
    const degrees = this.#degrees, waiting = this.#waiting;
    const isCore = (i: number) => degrees[i] >= this.#minPoints;
    for (let at = 0; at < waiting.length; at += 2) {
      if (isCore(waiting[at]) && isCore(waiting[at + 1])) this.#join(waiting[at], waiting[at + 1]);
    }
    const labels = new Int32Array(degrees.length).fill(-1);
    const corePoints = Int32Array.from(degrees.keys()).filter(isCore);
    let clusters = 0;
    // The first of a cluster is its root.
    for (const i of corePoints) labels[i] = this.#parents[i] === i ? clusters++ : labels[this.#rootOf(i)];
    for (let at = 0; at < waiting.length; at++) {
      const i = waiting[at], other = waiting[at ^ 1];
      if (isCore(i) || !isCore(other)) continue;
      if (labels[i] < 0 || labels[other] < labels[i]) labels[i] = labels[other];
    }
    return { labels, corePoints, clusters };
  }

  #join(i: number, j: number): void {
    const a = this.#rootOf(i), b = this.#rootOf(j);
    this.#parents[Math.max(a, b)] = Math.min(a, b);
  }

  #rootOf(i: number): number {
    const parents = this.#parents;
    while (parents[i] !== i) i = parents[i] = parents[parents[i]];
    return i;
  }
}
