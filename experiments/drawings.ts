/**
 * What runs draw of their points and images, as figure data: embeddings, reconstructions, samples of clusters.
 *
 * @module
 */
import { type Matrix, permutation, random, seedFor, takeRows } from "../engine/mod.ts";
import { TSNE, tsne, type TsneChoices } from "../models/tsne/tsne.ts";
import {
  classesByClusters,
  type EmbeddingData,
  embeddingData,
  type FigureName,
  imagesData,
} from "../records/figure_data.ts";
import type { RunContext } from "./experiment.ts";
import { labelsAt, type SplitName } from "./images.ts";
import type { CommonChoices, Drawing, Drawn, Found } from "./paper.ts";

/** How points are embedded for a figure: so many of them, drawn with the run's seed, by t-SNE. */
export type PlaneChoices = TsneChoices & { readonly points: number };

/** What a configuration has whose points are drawn in the plane. */
export type InThePlane = { readonly plane: PlaneChoices };

/** 2,000 points in the plane, by t-SNE with perplexity 30 and 1,000 iterations from principal components. */
export const PLANE: PlaneChoices = { ...TSNE, perplexity: 30, iterations: 1000, points: 2000 };

/** The rows of points drawn with the run's seed for a figure, in order: all, where there are no more than `count`. */
export function drawnRows(rows: number, seed: number, count: number): Int32Array {
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

/** t-SNE of points; small samples have fewer neighbours to give, and take a lower perplexity. */
export async function embedded(
  named: FigureName,
  { points, classes, clusters }: {
    points: Matrix;
    classes: ArrayLike<number>;
    clusters?: ArrayLike<number>;
  },
  { seed, progress }: RunContext,
  choices: TsneChoices,
): Promise<Embedded> {
  const perplexity = Math.min(choices.perplexity, Math.max(1, (points.rows - 1) / 3));
  const { embedding, kl } = await tsne(points, {
    ...choices,
    perplexity,
    seed: seedFor(seed, "t-SNE of the figure"),
    onProgress: progress(`t-SNE: ${named.title}`),
  });
  return { figure: embeddingData(named, embedding, classes, clusters), embedding, kl };
}

/** {@linkcode embedded} of rows drawn with the run's seed, which are told. */
export async function embeddedSample(
  named: FigureName,
  { points, classes, clusters }: { points: Matrix; classes: Int32Array; clusters?: Int32Array },
  context: RunContext,
  { points: count, ...choices }: PlaneChoices,
): Promise<Embedded & { rows: Int32Array }> {
  const rows = drawnRows(points.rows, context.seed, count);
  const title = `${named.title} (t-SNE of ${rows.length.toLocaleString("en")} images)`;
  const sample = {
    points: takeRows(points, rows),
    classes: labelsAt(classes, rows),
    ...clusters && { clusters: labelsAt(clusters, rows) },
  };
  return { ...await embedded({ ...named, title }, sample, context, choices), rows };
}

/** Rows of images, as large as the data set's and with black as the experiment has it. */
export function drawImages(
  named: FigureName,
  { data: { width, height }, config: { images: { pixels: [black] } } }: Pick<Found, "data" | "config">,
  rows: { label: string; images: Matrix }[],
): Drawn {
  return { figure: imagesData(named, { width, height }, rows, black) };
}

/** How many images of a group are drawn, or above their reconstructions. */
const SHOWN = 10;

/** The first images of each group, such as clusters or classes, in the order of their numbers. */
export function drawGroups(
  named: FigureName,
  found: Pick<Found, "data" | "config">,
  images: Matrix,
  groups: ArrayLike<number>,
): Drawn {
  const members = Map.groupBy(Array.from(groups).keys(), (i) => groups[i]);
  const rows = [...members].sort(([a], [b]) => a - b).map(([group, rows]) => ({
    label: `cluster ${group}`,
    images: takeRows(images, rows.slice(0, SHOWN)),
  }));
  return drawImages(named, found, rows);
}

/** A drawing of the represented points in the plane, by class and by cluster. */
export function drawEmbedding<Choices extends CommonChoices & InThePlane>(
  named: FigureName,
  split: SplitName = "test",
): Drawing<Choices, unknown> {
  return async ({ points, splits, clusters, config, run }) => {
    const sample = { points: points[split]!, classes: splits[split].labels, clusters: clusters[split]! };
    const { figure } = await embeddedSample(named, sample, run, config.plane);
    return { figure };
  };
}

/** A drawing of the first images of each cluster. */
export function drawClusters<Choices extends CommonChoices>(
  named: FigureName,
  split: SplitName = "test",
): Drawing<Choices, unknown> {
  return (found) => drawGroups(named, found, found.splits[split].images, found.clusters[split]!);
}

/** A drawing of how many images of each class each cluster has. */
export function drawCounts<Choices extends CommonChoices>(
  named: FigureName,
  split: SplitName = "test",
): Drawing<Choices, unknown> {
  return ({ splits, clusters }) => ({
    figure: classesByClusters(named, splits[split].labels, clusters[split]!),
  });
}

/** A drawing of test images above their reconstructions. */
export function drawReconstructions<Choices extends CommonChoices>(
  named: FigureName,
): Drawing<Choices, { reconstruct(images: Matrix): Promise<Matrix> }> {
  return async (found) => {
    const { images } = found.splits.test;
    const reconstructions = await found.model.reconstruct(images);
    const first = Array.from({ length: Math.min(images.rows, SHOWN) }, (_, i) => i);
    return drawImages(named, found, [
      { label: "images", images: takeRows(images, first) },
      { label: "reconstructions", images: takeRows(reconstructions, first) },
    ]);
  };
}
