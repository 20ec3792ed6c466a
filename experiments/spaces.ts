/**
 * One clustering problem in many spaces: where an index was measured decides its value, and papers leave it out.
 *
 * @module
 */
import { type Matrix, matrix } from "../engine/mod.ts";
import { kMeans } from "../models/kmeans/kmeans.ts";
import { fitPca } from "../models/pca/pca.ts";
import type { Measurement } from "../records/record.ts";
import { internalScores, scores } from "./scores.ts";

/** Points, and what their space is called in measurements. */
export interface Space {
  name: string;
  points: Matrix;
}

/** Rows of length 1; a row of zeros stays. */
export function unitRows({ data, rows, columns }: Matrix): Matrix {
  const unit = Float32Array.from(data);
  for (let at = 0; at < unit.length; at += columns) {
    const row = unit.subarray(at, at + columns);
    const length = Math.hypot(...row);
    if (length > 0) row.forEach((value, j) => row[j] = value / length);
  }
  return matrix(unit, rows, columns);
}

/** Columns of mean 0 and deviation 1; a constant column becomes zeros. */
export function standardised({ data, rows, columns }: Matrix): Matrix {
  const result = new Float32Array(data.length);
  for (let j = 0; j < columns; j++) {
    let sum = 0, squares = 0;
    for (let at = j; at < data.length; at += columns) sum += data[at];
    const mean = sum / rows;
    for (let at = j; at < data.length; at += columns) squares += (data[at] - mean) ** 2;
    const deviation = Math.sqrt(squares / rows);
    for (let at = j; at < data.length && deviation > 0; at += columns) {
      result[at] = (data[at] - mean) / deviation;
    }
  }
  return matrix(result, rows, columns);
}

/** A code as it is, with rows of length 1, with columns of deviation 1, and its first two and its first principal component. */
export async function codeSpaces(name: string, code: Matrix): Promise<Space[]> {
  const component = async (count: number) => (await fitPca(code, count)).transform(code);
  return [
    { name, points: code },
    { name: `${name} L2`, points: unitRows(code) },
    { name: `${name} standardised`, points: standardised(code) },
    { name: `PCA-2 of ${name}`, points: await component(2) },
    { name: `PCA-1 of ${name}`, points: await component(1) },
  ];
}

/** What was clustered, and how. */
export interface Problem {
  split: "train" | "test";
  classes: Int32Array;
  k: number;
  nInit: number;
  seed: number;
}

/** k-means in each space, with every metric there. A space in which all points are the same is left out. */
export async function clusterSpaces(
  spaces: readonly Space[],
  { split, classes, k, nInit, seed }: Problem,
): Promise<Measurement[]> {
  const found: Measurement[] = [];
  for (const { name, points } of spaces) {
    const { labels } = await kMeans(points, { k, nInit, seed });
    if (new Set(labels).size < 2) continue;
    found.push(...await scores({ points, space: name, split, clusters: labels, classes }));
  }
  return found;
}

/** The internal indices of the same clusters in each space, which is named as `<space>, <whose>`. */
export async function indicesInSpaces(
  spaces: readonly Space[],
  clusters: Int32Array,
  whose: string,
  split: "train" | "test",
): Promise<Measurement[]> {
  if (new Set(clusters).size < 2) return [];
  const found: Measurement[] = [];
  for (const { name, points } of spaces) {
    found.push(...await internalScores({ points, space: `${name}, ${whose}`, split, clusters }));
  }
  return found;
}
