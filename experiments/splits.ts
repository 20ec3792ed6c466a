import { type Matrix, matrix, seedFor, takeRows } from "../engine/mod.ts";
import { type Dataset, scaleTo, type Split } from "../datasets/mod.ts";
import { kMeans, predict } from "../models/kmeans/kmeans.ts";
import type { Measurement } from "../records/record.ts";
import { measured, scores } from "./scores.ts";

/** Both splits of a data set. */
export interface Splits {
  train: Split;
  test: Split;
}

/** Both splits, or the first images of each, with pixels from `low` to 1; not copied where nothing is changed. */
export function scaledSplits(
  data: Dataset,
  low: 0 | -1,
  rows?: { train: number; test: number },
): Splits {
  const part = ({ images, labels }: Split, limit = labels.length): Split => {
    const first = limit === labels.length
      ? images
      : takeRows(images, Array.from({ length: limit }, (_, i) => i));
    return { images: low === 0 ? first : scaleTo(first, low, 1), labels: labels.subarray(0, limit) };
  };
  return { train: part(data.train, rows?.train), test: part(data.test, rows?.test) };
}

/** The labels at these rows. */
export function labelsAt(labels: Int32Array, rows: ArrayLike<number>): Int32Array {
  return Int32Array.from(rows, (row) => labels[row]);
}

/** The images at these rows, with their labels. */
export function takeImages({ images, labels }: Split, rows: ArrayLike<number>): Split {
  return { images: takeRows(images, rows), labels: labelsAt(labels, rows) };
}

/** The training images and after them the test images, as one split. */
export function joinSplits({ train, test }: Splits): Split {
  const data = new Float32Array(train.images.data.length + test.images.data.length);
  data.set(train.images.data);
  data.set(test.images.data, train.images.data.length);
  return {
    images: matrix(data, train.images.rows + test.images.rows, train.images.columns),
    labels: Int32Array.of(...train.labels, ...test.labels),
  };
}

/** Scores of clusters of both splits, the training split's first. */
export async function scoreSplits(
  splits: Splits,
  { points, clusters, space }: {
    points: { train: Matrix; test: Matrix };
    clusters: { train: Int32Array; test: Int32Array };
    space: string;
  },
): Promise<Measurement[]> {
  const of = (split: "train" | "test") =>
    scores({
      points: points[split],
      space,
      split,
      clusters: clusters[split],
      classes: splits[split].labels,
    });
  return [...await of("train"), ...await of("test")];
}

/** k-means on the training points: the clusters of both splits. */
export async function kMeansOfSplits(
  points: { train: Matrix; test: Matrix },
  { k, nInit, seed }: { k: number; nInit: number; seed: number },
): Promise<{ train: Int32Array; test: Int32Array }> {
  const { labels, centroids } = await kMeans(points.train, { k, nInit, seed: seedFor(seed, "k-means") });
  return { train: labels, test: await predict(centroids, points.test) };
}

/** Scores of the clusters of {@linkcode kMeansOfSplits}, the training split's first. */
export async function clusterSplits(
  splits: Splits,
  { points, space, ...options }: {
    points: { train: Matrix; test: Matrix };
    space: string;
    k: number;
    nInit: number;
    seed: number;
  },
): Promise<Measurement[]> {
  const clusters = await kMeansOfSplits(points, options);
  return await scoreSplits(splits, { points, clusters, space });
}

/** What papers say of a data set's size: rows, training and test rows, pixels. */
export function sizes({ train, test, width, height }: Dataset): Measurement[] {
  return [
    measured("OTHER:rows", train.labels.length + test.labels.length),
    measured("OTHER:train rows", train.labels.length),
    measured("OTHER:test rows", test.labels.length),
    measured("OTHER:pixels", width * height),
  ];
}

/** What papers say of a data set's classes: how many there are. */
export function classCount({ train, test }: Dataset): Measurement {
  return measured("OTHER:classes", new Set([...train.labels, ...test.labels]).size);
}
