import type { Descent, DescentThreads } from "./stages.ts";
import { build } from "./tree.ts";

/** Groups of points whose repulsion a thread computes at a time. */
const GROUPS = 32;

/** Points whose attraction a thread computes at a time. */
const POINTS = 512;

/** Sets the descent's gradient to that of KL at its points, with p multiplied by `exaggeration`. */
export function setGradient(threads: DescentThreads, descent: Descent, exaggeration: number): void {
  const repulsion = -1 / setRepulsion(threads, descent);
  const factor = descent.inSpace ? 3 : 4;
  threads.run("attract", descent.affinities.n, POINTS, factor * repulsion, factor * exaggeration);
}

/** Sets the descent's gradient to the points' repulsion, and returns what that is to be divided by: Σ_i Σ_j≠i q_ij. */
function setRepulsion(threads: DescentThreads, { tree, points, sums }: Descent): number {
  const groups = build(tree, points);
  threads.run("repel", groups, GROUPS);
  let total = 0;
  for (const sum of sums) total += sum;
  return total;
}

/** Σ p_ij ln(p_ij / q_ij) at the descent's points. Its gradient is lost. */
export function divergence(threads: DescentThreads, descent: Descent): number {
  const { affinities: { n, starts, others, values }, points, inSpace } = descent;
  const logTotal = Math.log(setRepulsion(threads, descent));
  let sum = 0;
  for (let i = 0; i < n; i++) {
    for (let pair = starts[i]; pair < starts[i + 1]; pair++) {
      // Each pair counts twice, but its logarithms are computed once.
      if (others[pair] < i || values[pair] === 0) continue;
      let squared = 0;
      for (let a = 0; a < 3; a++) squared += (points[i * 3 + a] - points[others[pair] * 3 + a]) ** 2;
      const logQ = -(inSpace ? 1.5 * Math.log1p(squared / 2) : Math.log1p(squared)) - logTotal;
      sum += 2 * values[pair] * (Math.log(values[pair]) - logQ);
    }
  }
  return sum;
}
