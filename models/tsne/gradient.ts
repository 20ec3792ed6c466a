import type { Affinities } from "./affinities.ts";
import { build, repel, type Tree } from "./tree.ts";

/** What the gradient at an embedding depends on. */
export interface Problem {
  affinities: Affinities;
  tree: Tree;
  inSpace: boolean;
}

/** Sets `gradient` (n × 3) to that of KL by the embedding (n × 3), with p multiplied by `exaggeration`. */
export function setGradient(
  gradient: Float64Array,
  { affinities: { n, starts, others, values }, tree, inSpace }: Problem,
  points: Float64Array,
  exaggeration: number,
): void {
  gradient.fill(0);
  build(tree, points);
  const repulsion = -1 / repel(tree, points, inSpace, gradient);
  const factor = inSpace ? 3 : 4;
  for (let a = 0; a < gradient.length; a++) gradient[a] *= factor * repulsion;
  for (let i = 0; i < n; i++) {
    const from = i * 3;
    const x = points[from], y = points[from + 1], z = points[from + 2];
    let forceX = 0, forceY = 0, forceZ = 0;
    for (let pair = starts[i]; pair < starts[i + 1]; pair++) {
      const to = others[pair] * 3;
      const dx = x - points[to], dy = y - points[to + 1], dz = z - points[to + 2];
      const squared = dx * dx + dy * dy + dz * dz;
      const force = factor * exaggeration * values[pair] / (1 + (inSpace ? squared / 2 : squared));
      forceX += force * dx;
      forceY += force * dy;
      forceZ += force * dz;
      gradient[to] -= force * dx;
      gradient[to + 1] -= force * dy;
      gradient[to + 2] -= force * dz;
    }
    gradient[from] += forceX;
    gradient[from + 1] += forceY;
    gradient[from + 2] += forceZ;
  }
}

/** Σ p_ij ln(p_ij / q_ij) of the embedding (n × 3). */
export function divergence(
  { affinities: { n, starts, others, values }, tree, inSpace }: Problem,
  points: Float64Array,
): number {
  build(tree, points);
  const logTotal = Math.log(repel(tree, points, inSpace, new Float64Array(points.length)));
  let sum = 0;
  for (let i = 0; i < n; i++) {
    for (let pair = starts[i]; pair < starts[i + 1]; pair++) {
      let squared = 0;
      for (let a = 0; a < 3; a++) squared += (points[i * 3 + a] - points[others[pair] * 3 + a]) ** 2;
      const logQ = -(inSpace ? 1.5 * Math.log1p(squared / 2) : Math.log1p(squared)) - logTotal;
      if (values[pair] > 0) sum += 2 * values[pair] * (Math.log(values[pair]) - logQ);
    }
  }
  return sum;
}
