/**
 * What runs draw of their points and images, as figure data: embeddings, reconstructions, samples of clusters.
 *
 * @module
 */
import { type Matrix, permutation, random, seedFor, takeRows } from "../engine/mod.ts";
import { tsne, type TsneOptions } from "../models/tsne/tsne.ts";
import type { RunContext } from "./experiment.ts";
import {
  type EmbeddingData,
  embeddingData,
  type FigureName,
  type ImagesData,
  imagesData,
} from "../records/figure_data.ts";
import { labelsAt } from "./splits.ts";

/** The size of images, and the value of a black pixel; white is 1. */
export interface Pixels {
  width: number;
  height: number;
  low?: 0 | -1;
}

/** How many points an embedding shows, at most, unless said otherwise. */
const POINTS = 2000;

/** The rows of points drawn with the run's seed for a figure, in order: all, where there are no more than `count`. */
export function drawnRows(rows: number, seed: number, count = POINTS): Int32Array {
  if (rows <= count) return Int32Array.from({ length: rows }, (_, i) => i);
  return permutation(rows, random(seedFor(seed, "points of the figure"))).slice(0, count).sort();
}

/** Points in the plane or in space, by t-SNE. */
export interface Embedded {
  figure: EmbeddingData;
  embedding: Matrix;
  /** The divergence of t-SNE, lower is better. */
  kl: number;
}

/** t-SNE of points, with perplexity 30, 1,000 iterations and a start by principal components unless `options` say otherwise. */
export async function embedded(
  named: FigureName,
  { points, classes, clusters }: {
    points: Matrix;
    classes: ArrayLike<number>;
    clusters?: ArrayLike<number>;
  },
  { seed, progress }: RunContext,
  options: Partial<Omit<TsneOptions, "seed" | "onStep">> = {},
): Promise<Embedded> {
  const update = progress(`t-SNE: ${named.title}`);
  const { iterations = 1000 } = options;
  // Small samples have fewer neighbours to give.
  const perplexity = Math.min(options.perplexity ?? 30, Math.max(1, (points.rows - 1) / 3));
  const { embedding, kl } = await tsne(points, {
    ...options,
    iterations,
    perplexity,
    seed: seedFor(seed, "t-SNE of the figure"),
    onStep: (step) => update(step, iterations, ""),
  });
  return { figure: embeddingData(named, embedding, classes, clusters), embedding, kl };
}

/** {@linkcode embedded} of rows drawn with the run's seed, which are told. */
export async function embeddedSample(
  named: FigureName,
  { points, classes, clusters }: { points: Matrix; classes: Int32Array; clusters?: Int32Array },
  context: RunContext,
  count = POINTS,
): Promise<Embedded & { rows: Int32Array }> {
  const rows = drawnRows(points.rows, context.seed, count);
  const title = `${named.title} (t-SNE of ${rows.length.toLocaleString("en")} images)`;
  const sample = {
    points: takeRows(points, rows),
    classes: labelsAt(classes, rows),
    ...clusters && { clusters: labelsAt(clusters, rows) },
  };
  return { ...await embedded({ ...named, title }, sample, context), rows };
}

/** The first images above what was made of them. */
export function besideReconstructions(
  named: FigureName,
  images: Matrix,
  reconstructions: Matrix,
  { low = 0, ...size }: Pixels,
  count = 10,
): ImagesData {
  const rows = Int32Array.from({ length: Math.min(count, images.rows) }, (_, i) => i);
  return imagesData(named, size, [
    { label: "images", images: takeRows(images, rows) },
    { label: "reconstructions", images: takeRows(reconstructions, rows) },
  ], low);
}

/** The first images of each cluster. */
export function clusterSamples(
  named: FigureName,
  images: Matrix,
  clusters: ArrayLike<number>,
  { low = 0, ...size }: Pixels,
  count = 10,
): ImagesData {
  const ordered = [...new Set(Array.from(clusters))].sort((a, b) => a - b);
  const rows = ordered.map((cluster) => ({
    label: `cluster ${cluster}`,
    images: takeRows(
      images,
      Array.from(clusters).flatMap((own, i) => own === cluster ? [i] : []).slice(0, count),
    ),
  }));
  return imagesData(named, size, rows, low);
}
