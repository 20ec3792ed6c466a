/**
 * Which images of a data set an experiment takes, and how their pixels are scaled.
 *
 * @module
 */
import { type Matrix, matrix, permutation, random, takeRows } from "../engine/mod.ts";
import { type Dataset, scaleTo, type Split } from "../datasets/mod.ts";

/** One of the two parts of a data set. */
export type SplitName = "train" | "test";

/** Both parts of a data set. */
export type Splits = Readonly<Record<SplitName, Split>>;

/** Which images are taken, and the value of a black and of a white pixel. */
export type ImageChoices = {
  readonly pixels: readonly [black: 0 | -1, white: 1];
  /**
   * Both splits as the data set has them; or all, the training images, or the test images as one, `train`: the test split is
   * then empty.
   */
  readonly from: "split" | "all" | "train" | "test";
  /** All; or the first of each split; or so many, drawn without putting back by a seed that all runs share. */
  readonly rows: null | { readonly train: number; readonly test: number } | {
    readonly drawn: number;
    readonly seed: number;
  };
};

/** All images of both splits, black 0 and white 1. */
export const ALL_IMAGES: ImageChoices = { pixels: [0, 1], from: "split", rows: null };

/**
 * The images that an experiment takes: of each split the first so many, or all where there are fewer; or as many drawn. Not
 * copied where nothing is changed.
 *
 * @throws {RangeError} If there are not as many to draw.
 */
export function imagesOf(data: Dataset, { pixels: [black], from, rows }: ImageChoices): Splits {
  const cut: Splits = rows === null || "drawn" in rows
    ? data
    : { train: first(data.train, rows.train), test: first(data.test, rows.test) };
  const taken: Splits = from === "split" ? cut : {
    train: from === "all" ? joinSplits(cut) : cut[from],
    test: { images: matrix(new Float32Array(0), 0, data.test.images.columns), labels: new Int32Array(0) },
  };
  const train = rows !== null && "drawn" in rows ? draw(taken.train, rows.drawn, rows.seed) : taken.train;
  const scaled = ({ images, labels }: Split) => ({
    images: black === 0 ? images : scaleTo(images, black, 1),
    labels,
  });
  return { train: scaled(train), test: scaled(taken.test) };
}

/**
 * Images drawn at random, without putting back, with their labels.
 *
 * @throws {RangeError} If there are not as many.
 */
export function draw(split: Split, count: number, seed: number): Split {
  const { length } = split.labels;
  if (!(Number.isInteger(count) && count >= 1 && count <= length)) {
    throw new RangeError(
      `Cannot draw images: their number must be from 1 to the ${length} there are, got ${count}`,
    );
  }
  return takeImages(split, permutation(length, random(seed)).subarray(0, count));
}

function first(split: Split, count: number): Split {
  return count >= split.labels.length
    ? split
    : takeImages(split, Int32Array.from({ length: count }, (_, i) => i));
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
    labels: Int32Array.from([...train.labels, ...test.labels]),
  };
}

/** A matrix of each split. */
export type SplitPoints = Readonly<Partial<Record<SplitName, Matrix>>>;

/** What a function makes of the images of each of these splits. */
export async function ofSplits(
  splits: Splits,
  names: readonly SplitName[],
  represent: (images: Matrix) => Matrix | Promise<Matrix>,
): Promise<SplitPoints> {
  return Object.fromEntries(
    await Promise.all(names.map(async (name) => [name, await represent(splits[name].images)])),
  );
}
