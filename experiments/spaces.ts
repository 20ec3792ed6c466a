/**
 * One clustering problem in many spaces: where an index was measured decides its value, and papers leave it out.
 *
 * @module
 */
import { type Matrix, matrix } from "../engine/mod.ts";
import type { KMeansChoices } from "../models/kmeans/kmeans.ts";
import { fitPca } from "../models/pca/pca.ts";
import { standardise } from "../models/scaling/standardise.ts";
import type { FigureData, FigureName } from "../records/figure_data.ts";
import type { Measurement } from "../records/record.ts";
import { clustersOf } from "./clustering.ts";
import { embeddedSample, type PlaneChoices } from "./drawings.ts";
import { labelsAt, type SplitName, type Splits } from "./images.ts";
import type { Run } from "./paper.ts";

/** Points, by what their space is called in measurements. */
export type Spaces = Readonly<Record<string, Matrix>>;

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

/** The leading principal components of points, by their own. */
async function principalCodes(points: Matrix, components: number): Promise<Matrix> {
  const { transform } = await fitPca(points, { components });
  return await transform(points);
}

/** A code as it is, with rows of length 1, with columns of deviation 1, and its first two and its first principal component. */
export async function codeSpaces(name: string, code: Matrix): Promise<Spaces> {
  return {
    [name]: code,
    [`${name} L2`]: unitRows(code),
    [`${name} standardised`]: standardise(code),
    [`PCA-2 of ${name}`]: await principalCodes(code, 2),
    [`PCA-1 of ${name}`]: await principalCodes(code, 1),
  };
}

/** What is clustered in each space, and how. */
export interface Problem {
  split: SplitName;
  classes: Int32Array;
  cluster: KMeansChoices;
}

/** k-means in each space, with every metric there. A space in which all points are the same is left out. */
export async function clusterSpaces(
  spaces: Spaces,
  { split, classes, cluster }: Problem,
  run: Run,
): Promise<Measurement[]> {
  const found: Measurement[] = [];
  for (const [space, points] of Object.entries(spaces)) {
    const clusters = await clustersOf(points, cluster, run);
    if (new Set(clusters).size < 2) continue;
    found.push(...await run.score({ points, space, split, clusters, classes }));
  }
  return found;
}

/** Whose clusters are called so that are made in one space and measured in another. */
export const SAME_CLUSTERS = "the same clusters";

/** The metrics of a space of the same clusters in each space, which is named as `<space>, <whose>`. */
export async function indicesInSpaces(
  spaces: Spaces,
  clusters: Int32Array,
  whose: string,
  split: SplitName,
  run: Run,
): Promise<Measurement[]> {
  const found: Measurement[] = [];
  for (const [name, points] of Object.entries(spaces)) {
    found.push(...await run.score({ points, space: `${name}, ${whose}`, split, clusters }));
  }
  return found;
}

/** What is looked at of one split. */
export interface View {
  /** k-means clusters in each of these. */
  spaces: Spaces;
  /** Clusters, and the spaces in which their indices are taken. */
  clusterings: readonly { whose: string; clusters: Int32Array; spaces: Spaces }[];
  /**
   * What is drawn in the plane, and what its space is called: k-means clusters there and in the other spaces of the same
   * sample, and the indices of the first of `clusterings` are taken there.
   */
  planes: readonly { figure: FigureName; name: string; points: Matrix; others?(rows: Int32Array): Spaces }[];
}

/** How spaces are looked at: k-means in each, and t-SNE for what is drawn. */
export type SpacesChoices = { readonly cluster: KMeansChoices; readonly plane: PlaneChoices };

/** All numbers of the views of both splits, and their figures. */
export async function lookAtSplits(
  splits: Splits,
  { cluster, plane }: SpacesChoices,
  run: Run,
  view: (split: SplitName) => Promise<View>,
): Promise<{ measurements: Measurement[]; figures: FigureData[] }> {
  const measurements: Measurement[] = [];
  const figures: FigureData[] = [];
  const update = run.progress("spaces");
  for (const [done, split] of (["train", "test"] as const).entries()) {
    const { labels: classes } = splits[split];
    const problem = { split, classes, cluster };
    const { spaces, clusterings, planes } = await view(split);
    measurements.push(...await clusterSpaces(spaces, problem, run));
    for (const { whose, clusters, spaces } of clusterings) {
      measurements.push(...await indicesInSpaces(spaces, clusters, whose, split, run));
    }
    const [{ whose, clusters }] = clusterings;
    for (const { figure: named, name, points, others } of planes) {
      const sample = { points, classes, clusters };
      const { figure, embedding, rows } = await embeddedSample(named, sample, run, plane);
      const drawn = { [name]: embedding };
      figures.push(figure);
      measurements.push(
        ...await clusterSpaces({ ...drawn, ...others?.(rows) }, {
          ...problem,
          classes: labelsAt(classes, rows),
        }, run),
        ...await indicesInSpaces(drawn, labelsAt(clusters, rows), whose, split, run),
      );
    }
    update(done + 1, 2, "");
  }
  return { measurements, figures };
}
