import type { EmbeddingData } from "../../../records/figure_data.ts";

/** How a cloud of points is turned, in radians. */
export interface Turn {
  readonly yaw: number;
  readonly pitch: number;
}

/**
 * Points as they are seen: x to the right, y upwards, both from -1 to 1 at most, and how near each is; row-major, three
 * numbers a point. Points in the plane are not turned.
 */
export function project({ points, dimensions }: EmbeddingData, { yaw, pitch }: Turn): Float32Array {
  const rows = points.length / dimensions;
  const { centre, reach } = frameOf(points, dimensions);
  const [sinYaw, cosYaw, sinPitch, cosPitch] = [
    Math.sin(yaw),
    Math.cos(yaw),
    Math.sin(pitch),
    Math.cos(pitch),
  ];
  const seen = new Float32Array(3 * rows);
  for (let row = 0; row < rows; row++) {
    const at = (axis: number) => (points[row * dimensions + axis] - centre[axis]) / reach;
    const [x, y] = [at(0), at(1)];
    if (dimensions === 2) {
      seen.set([x, y, 0], 3 * row);
      continue;
    }
    const z = at(2);
    const depth = z * cosYaw - x * sinYaw;
    seen.set(
      [x * cosYaw + z * sinYaw, y * cosPitch - depth * sinPitch, y * sinPitch + depth * cosPitch],
      3 * row,
    );
  }
  return seen;
}

/** The middle of the points, and how far they reach from there: in the plane along an axis, in space any way they are turned. */
function frameOf(points: readonly number[], dimensions: number): { centre: number[]; reach: number } {
  const low = new Array<number>(dimensions).fill(Infinity);
  const high = new Array<number>(dimensions).fill(-Infinity);
  for (const [i, value] of points.entries()) {
    low[i % dimensions] = Math.min(low[i % dimensions], value);
    high[i % dimensions] = Math.max(high[i % dimensions], value);
  }
  const centre = low.map((value, axis) => (value + high[axis]) / 2);
  let reach = 0;
  for (let i = 0; i < points.length; i += dimensions) {
    const from = centre.map((middle, axis) => points[i + axis] - middle);
    reach = Math.max(reach, dimensions === 2 ? Math.max(...from.map(Math.abs)) : Math.hypot(...from));
  }
  return { centre, reach: reach || 1 };
}

/** The point nearest to (x, y), at most `within` away; of those as near, the one in front. Nothing if there is none. */
export function nearestPoint(
  seen: Float32Array,
  [x, y]: readonly [number, number],
  within: number,
  isShown: (row: number) => boolean,
): number | undefined {
  let found: number | undefined, best = within ** 2;
  for (let row = 0; row < seen.length / 3; row++) {
    const distance = (seen[3 * row] - x) ** 2 + (seen[3 * row + 1] - y) ** 2;
    if (distance > best || !isShown(row)) continue;
    if (distance === best && found !== undefined && seen[3 * row + 2] <= seen[3 * found + 2]) continue;
    [found, best] = [row, distance];
  }
  return found;
}
