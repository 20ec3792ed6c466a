/**
 * A step of t-SNE's descent in parts that threads can share. Each point's forces are added up by one thread, in one order,
 * so that they are the same for any number of threads.
 *
 * @module
 */
import { answer, type Stages, startThreads, type Threads } from "../../engine/threads.ts";
import type { Affinities } from "./affinities.ts";
import { repel, type Tree } from "./tree.ts";

/** What a descent works on. Arrays of coordinates are n × 3; all arrays are in memory that threads share. */
export interface Descent {
  affinities: Affinities;
  tree: Tree;
  inSpace: boolean;
  points: Float64Array;
  /** Of KL by the points, n × 3. */
  gradient: Float64Array;
  /** The last step, n × 3. */
  update: Float64Array;
  /** What each coordinate's learning rate is multiplied by, n × 3. */
  gains: Float64Array;
  /** n: Σ_j≠i q_ij of each point, in the tree's order. */
  sums: Float64Array;
}

const STAGES = {
  /** Of groups of the tree: sets their points' gradient to the repulsion, before it is divided by its total. */
  repel({ tree, points, inSpace, gradient, sums }, from, to) {
    repel(tree, points, inSpace, gradient, sums, from, to);
  },
  attract,
  move,
} satisfies Stages<Descent>;

/** Threads at work on a descent. */
export type DescentThreads = Threads<Descent, keyof typeof STAGES>;

/**
 * Starts threads for a descent.
 *
 * @param count How many; as many as the engine computes with unless given.
 */
export function startDescent(descent: Descent, count?: number): Promise<DescentThreads> {
  return startThreads(import.meta.url, STAGES, descent, count);
}

/** Of points: multiplies their gradient by `scale`, and adds the attraction, with p multiplied by `strength`. */
function attract(
  { affinities: { starts, others, values }, points, inSpace, gradient }: Descent,
  from: number,
  to: number,
  scale: number,
  strength: number,
): void {
  const perFreedom = inSpace ? 0.5 : 1;
  for (let i = from; i < to; i++) {
    const own = i * 3;
    const x = points[own], y = points[own + 1], z = points[own + 2];
    let sumX = gradient[own] * scale, sumY = gradient[own + 1] * scale, sumZ = gradient[own + 2] * scale;
    // Forces of later points are added up by themselves first.
    let laterX = 0, laterY = 0, laterZ = 0;
    for (let pair = starts[i], end = starts[i + 1]; pair < end; pair++) {
      const j = others[pair], other = j * 3;
      const dx = x - points[other], dy = y - points[other + 1], dz = z - points[other + 2];
      const force = strength * values[pair] / (1 + (dx * dx + dy * dy + dz * dz) * perFreedom);
      if (j < i) {
        sumX += force * dx;
        sumY += force * dy;
        sumZ += force * dz;
      } else {
        laterX += force * dx;
        laterY += force * dy;
        laterZ += force * dz;
      }
    }
    gradient[own] = sumX + laterX;
    gradient[own + 1] = sumY + laterY;
    gradient[own + 2] = sumZ + laterZ;
  }
}

/** Of coordinates: moves them against the gradient, with gains and momentum. */
function move(
  { points, gradient, update, gains }: Descent,
  from: number,
  to: number,
  learningRate: number,
  momentum: number,
  increase: number,
  decrease: number,
  least: number,
): void {
  for (let a = from; a < to; a++) {
    gains[a] = update[a] * gradient[a] < 0 ? gains[a] + increase : Math.max(gains[a] * decrease, least);
    update[a] = momentum * update[a] - learningRate * gains[a] * gradient[a];
    points[a] += update[a];
  }
}

answer(import.meta.url, STAGES);
