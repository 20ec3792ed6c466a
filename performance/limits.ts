/**
 * The least time that a work can take on a machine, by a model: the seconds of its matrix products, each at its very
 * shape by the fastest library at hand, and those of the bytes that it must move beside them.
 *
 * What is done for each element of a product (roots, exponentials, activations) is left out, so no work reaches its
 * limit quite. A clever algorithm can pass it by leaving out products: k-means with bounds does.
 *
 * @module
 */
import { BATCH, DEC_SIZES, SIZES, VADE_BATCH } from "./steps.ts";
import { UNIT_STEPS } from "./works.ts";

/** A shape of a product: m × k times k × n. */
export type Shape = readonly [m: number, k: number, n: number];

/** What a unit of a work comes down to. */
export interface Model {
  /** The shapes of its products, each with how many of it there are; half a one where the product is symmetric. */
  products: readonly (readonly [...Shape, count: number])[];
  /** What it moves to and from memory beside its products. */
  bytes: number;
}

/** What a machine can do. */
export interface MachineLimits {
  /** The least time of one product, in milliseconds, by {@linkcode keyOf} its shape. */
  products: ReadonlyMap<string, number>;
  /** Of memory, in bytes a millisecond. */
  bandwidth: number;
}

/** A shape as a key. */
export function keyOf([m, k, n]: Shape): string {
  return `${m}x${k}x${n}`;
}

/**
 * The time of a model's products, in milliseconds.
 *
 * @throws {RangeError} If the time of a shape is not known.
 */
export function productsMs({ products }: Model, times: MachineLimits["products"]): number {
  return products.reduce((sum, [m, k, n, count]) => {
    const ms = times.get(keyOf([m, k, n]));
    if (ms === undefined) {
      throw new RangeError(
        `Cannot compute a limit: each product must have been timed, got none of ${keyOf([m, k, n])}`,
      );
    }
    return sum + ms * count;
  }, 0);
}

/**
 * The least time of a unit of work, in milliseconds.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { limitMs } from "./limits.ts";
 *
 * const machine = { products: new Map([["10x20x30", 2]]), bandwidth: 1e6 };
 * assertEquals(limitMs({ products: [[10, 20, 30, 4]], bytes: 3e6 }, machine), 4 * 2 + 3);
 * ```
 */
export function limitMs(model: Model, { products, bandwidth }: MachineLimits): number {
  return productsMs(model, products) + model.bytes / bandwidth;
}

/** The different shapes of some models. */
export function shapesOf(models: Iterable<Model>): Shape[] {
  const shapes = new Map<string, Shape>();
  for (const { products } of models) {
    for (const [m, k, n] of products) shapes.set(keyOf([m, k, n]), [m, k, n]);
  }
  return [...shapes.values()];
}

/** Several models one after the other, each so many times. */
function inTurn(...parts: readonly (readonly [model: Model, count: number])[]): Model {
  return {
    products: parts.flatMap(([{ products }, times]) =>
      products.map(([m, k, n, count]) => [m, k, n, count * times] as const)
    ),
    bytes: parts.reduce((sum, [{ bytes }, times]) => sum + bytes * times, 0),
  };
}

/** Bytes of a float32. */
const FLOAT = 4;

/** Adam reads a parameter, its gradient and two moments, and writes all but the gradient. */
const ADAM_STREAMS = 7;

/** What a step moves beside its products: Adam's numbers, and the batch's images to their place. */
function stepBytes(parameters: number, batch = BATCH): number {
  return FLOAT * (ADAM_STREAMS * parameters + 2 * batch * 784);
}

/** The weights between layers of these sizes, each of `from` × `to`. */
function weights(sizes: readonly number[]): [from: number, to: number][] {
  return sizes.slice(1).map((to, i) => [sizes[i], to]);
}

/** A train step of dense layers: forward, the weights' gradients, and the inputs' except for the first layer's. */
function denseStep(sizes: readonly number[], batch = BATCH): Model {
  const layers = weights(sizes);
  return {
    products: layers.flatMap(([from, to], i) => [
      [batch, from, to, 1] as const,
      [from, batch, to, 1] as const,
      ...i === 0 ? [] : [[batch, to, from, 1] as const],
    ]),
    bytes: stepBytes(layers.reduce((sum, [from, to]) => sum + from * to + to, 0), batch),
  };
}

/** An autoencoder's sizes, by its encoder's. */
function mirrored(sizes: readonly number[]): number[] {
  return [...sizes, ...sizes.slice(0, -1).toReversed()];
}

/** The soft nearest neighbour loss of each hidden layer: all pairs' cosines, and their gradient. */
function snnlPart(sizes: readonly number[]): Model {
  return {
    products: mirrored(sizes).slice(1, -1).flatMap((width) => [
      [BATCH, width, BATCH, 1] as const,
      [BATCH, BATCH, width, 1] as const,
    ]),
    bytes: 0,
  };
}

/**
 * A convolution as the product of patches, `positions` of them in each image, by weights; and its gradients.
 *
 * @param patch Numbers of a patch.
 * @param back The product of the input's gradient, which the first layer has none of.
 */
function convolution(positions: number, patch: number, to: number, back?: Shape): Model["products"] {
  const rows = BATCH * positions;
  return [[rows, patch, to, 1], [patch, rows, to, 1], ...back === undefined ? [] : [[...back, 1] as const]];
}

/** Siam's autoencoder: kernels of 3 × 3, images of 28 × 28 that are halved twice, and back. */
const SIAM_STEP: Model = {
  products: [
    ...convolution(28 * 28, 9, 16),
    ...convolution(14 * 14, 9 * 16, 8, [BATCH * 14 * 14, 9 * 8, 16]),
    ...convolution(1, 392, 64, [BATCH, 64, 392]),
    ...convolution(1, 64, 392, [BATCH, 392, 64]),
    // Transposed: each position of the input gives a patch of the output.
    ...convolution(7 * 7, 8, 9 * 16, [BATCH * 7 * 7, 9 * 16, 8]),
    ...convolution(14 * 14, 16, 9 * 8, [BATCH * 14 * 14, 9 * 8, 16]),
    ...convolution(28 * 28, 9 * 8, 1, [BATCH * 28 * 28, 9, 8]),
  ],
  bytes: stepBytes(
    9 * 16 + 16 + 9 * 16 * 8 + 8 + 392 * 64 + 64 + 64 * 392 + 392 + 9 * 8 * 16 + 16 + 9 * 16 * 8 + 8 + 9 * 8 +
      1,
  ),
};

/** Rows of all data, and columns of images and points. */
const N = 60_000, PIXELS = 784, COLUMNS = 70;

/** Each pair of rows once, in tiles that stay in cache. */
function pairs(rows: number): Model {
  const [left, right] = [1024, 2048];
  return {
    products: [[left, COLUMNS, right, rows ** 2 / 2 / (left * right)]],
    bytes: FLOAT * rows * COLUMNS,
  };
}

/** Lloyd's algorithm: each iteration looks at all points, which the product reads from memory. */
function lloyd(columns: number, iterations: number): Model {
  return { products: [[N, columns, 10, iterations]], bytes: 0 };
}

/** Iterations of k-means from the first ten rows until it stands still: scikit-learn's, and ours within a few. */
const ITERATIONS = { pixels: 90, points: 80 };

/** Half of the symmetric product of the columns, in chunks of rows that stay in cache, and one look at all rows. */
function covariance(): Model {
  const chunk = 2048;
  return { products: [[PIXELS, chunk, PIXELS, N / chunk / 2]], bytes: FLOAT * N * PIXELS };
}

/**
 * t-SNE: each pair of rows once for the neighbours, and in each iteration a look at the neighbours' probabilities (a number
 * of 8 bytes and an index of 4 for each of 90 neighbours, each pair once). Repulsion is left out.
 */
function tsne(rows: number): Model {
  return { ...pairs(rows), bytes: TSNE_ITERATIONS * rows * 90 / 2 * 12 };
}

/** Iterations of t-SNE on both sides, 250 of them with exaggeration: openTSNE's default. */
export const TSNE_ITERATIONS = 750;

const AE_STEP = denseStep(mirrored(SIZES));
const SNNL_STEP = inTurn([AE_STEP, 1], [snnlPart(SIZES), 1]);
const DEC_STEP = denseStep(DEC_SIZES);
/** Its mixture, of ten Gaussians in ten dimensions, and the second layer of ten are left out. */
const VADE_STEP = denseStep(mirrored(DEC_SIZES), VADE_BATCH);
/** Steps of ten epochs of 10,000 images. */
const TEN_EPOCHS = 10 * Math.ceil(10_000 / BATCH);

/** The models of the works, by name. */
export const MODELS: Readonly<Record<string, Model>> = {
  "ae-step": inTurn([AE_STEP, UNIT_STEPS]),
  "snnl-step": inTurn([SNNL_STEP, UNIT_STEPS]),
  "conv-step": inTurn([SIAM_STEP, UNIT_STEPS]),
  "dec-step": inTurn([DEC_STEP, UNIT_STEPS]),
  "dec-run": inTurn([denseStep(mirrored(DEC_SIZES)), TEN_EPOCHS], [DEC_STEP, TEN_EPOCHS]),
  "n2d-step": inTurn([denseStep(mirrored(DEC_SIZES)), UNIT_STEPS]),
  "vade-step": inTurn([VADE_STEP, UNIT_STEPS]),
  "silhouette": pairs(N),
  "kmeans-784": lloyd(PIXELS, ITERATIONS.pixels),
  "kmeans-70": lloyd(COLUMNS, ITERATIONS.points),
  "faiss-784": lloyd(PIXELS, ITERATIONS.pixels),
  "faiss-70": lloyd(COLUMNS, ITERATIONS.points),
  "pca": covariance(),
  "tsne-10000": tsne(10_000),
  "tsne-60000": tsne(N),
  "umap-10000": pairs(10_000),
  "umap-60000": pairs(N),
  "dbscan": pairs(N),
  "spectral": pairs(N),
  "run": inTurn([SNNL_STEP, 5 * TEN_EPOCHS]),
};

/** The least time of each shape, by the times of all shapes in their order, once or in several rounds. */
export function leastTimes(shapes: readonly Shape[], times: readonly number[]): Map<string, number> {
  return new Map(
    shapes.map((shape, s) => [
      keyOf(shape),
      Math.min(...times.filter((_, i) => i % shapes.length === s)),
    ]),
  );
}

/** For each shape the time of the faster one of two libraries. */
export function faster(
  a: ReadonlyMap<string, number>,
  b: ReadonlyMap<string, number>,
): Map<string, number> {
  return new Map([...a].map(([key, ms]) => [key, Math.min(ms, b.get(key) ?? Infinity)]));
}
