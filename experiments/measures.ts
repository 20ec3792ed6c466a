/**
 * What is measured of data and networks beside the scores of clusters.
 *
 * @module
 */
import type { Matrix } from "../engine/mod.ts";
import { mse } from "../metrics/mod.ts";
import type { Measurement } from "../records/record.ts";
import type { Found } from "./paper.ts";
import { measured } from "./scores.ts";

type Data = Pick<Found, "data">;
type History = Pick<Found, "history">;

/** What papers say of a data set's size: rows, training and test rows, pixels. */
export function sizes({ data: { train, test, width, height } }: Data): Measurement[] {
  return [
    measured("OTHER:rows", train.labels.length + test.labels.length),
    measured("OTHER:train rows", train.labels.length),
    measured("OTHER:test rows", test.labels.length),
    measured("OTHER:pixels", width * height),
  ];
}

/** What papers say of a data set's classes: how many there are. */
export function classCount({ data: { train, test } }: Data): Measurement[] {
  return [measured("OTHER:classes", new Set([...train.labels, ...test.labels]).size)];
}

/** The loss of the first and of the last epoch, where it is the squared error. */
export function trainingMse({ history }: History): Measurement[] {
  return [
    measured("OTHER:MSE first epoch", history[0].loss, { split: "train" }),
    measured("OTHER:MSE last epoch", history.at(-1)!.loss, { split: "train" }),
  ];
}

/** How well the test images are reconstructed. */
export async function testMse(
  { model, splits: { test: { images } } }: Pick<Found, "splits"> & {
    model: { reconstruct(images: Matrix): Promise<Matrix> };
  },
): Promise<Measurement[]> {
  return [measured("MSE", mse(images, await model.reconstruct(images)), { split: "test" })];
}

/** The number of a network's parameters. */
export function parameters(counts: readonly number[]): Measurement[] {
  return [measured("PARAMS", counts.reduce((sum, count) => sum + count, 0))];
}

/** The number of parameters of a network's layers, by their names. */
export function parametersByLayer(layers: readonly { name: string; count: number }[]): Measurement[] {
  return layers.map(({ name, count }) => measured(`OTHER:PARAMS ${name}`, count));
}

/** What papers say of all training pixels: their mean and deviation. */
export function pixelMoments({ data: { train: { images: { data } } } }: Data): Measurement[] {
  let sum = 0, squares = 0;
  for (const value of data) {
    sum += value;
    squares += value * value;
  }
  const mean = sum / data.length;
  // Of pixels that are all the same, rounding can leave less than nothing.
  const variance = Math.max(0, squares / data.length - mean * mean);
  return [
    measured("OTHER:pixel mean", mean, { split: "train" }),
    measured("OTHER:pixel deviation", Math.sqrt(variance), { split: "train" }),
  ];
}
