/**
 * UMAP: points in few dimensions whose neighbours are those of the data. (The implementation on npm, umap-js, starts at
 * random and takes arrays of arrays.)
 *
 * @module
 */
import { type Matrix, matrix } from "../../engine/matrix.ts";
import { checkFor, isAmount, isCount, isPositive } from "../check.ts";
import { nearestNeighbours } from "../neighbours.ts";
import { EIGEN, type EigenChoices } from "../spectral/eigenvectors.ts";
import type { ProgressListener } from "../training.ts";
import { type Curve, fitCurve } from "./curve.ts";
import { fuzzyGraph, pruned } from "./graph.ts";
import { layOut } from "./layout.ts";
import { fillBox, randomStart, spectralStart } from "./start.ts";

/** All that {@linkcode umap} depends on. */
export type UmapChoices = {
  /** Of the embedding, at least 1. */
  readonly dimensions: number;
  /** How many nearest points each point's surroundings are, itself included: from 2 to n. */
  readonly neighbours: number;
  /** How near to each other points of the embedding may lie, in its own unit: from 0 to `spread`. */
  readonly minDistance: number;
  /** The distance in the embedding over which the likeness of points falls, above 0. */
  readonly spread: number;
  /** The start: by the graph's eigenvectors, or evenly drawn. */
  readonly init: "spectral" | "random";
  /** How the eigenvectors are found. */
  readonly eigen: EigenChoices;
  /** How often to go through the graph's edges, at least 0; `auto` is 500 for up to 10,000 points and 200 for more. */
  readonly epochs: number | "auto";
  /** Of the first epochs, above 0. */
  readonly learningRate: number;
  /** How many points an edge is pushed away from whenever it is drawn, at least 1. */
  readonly negativeSamples: number;
  /** What that repulsion is multiplied by, at least 0. */
  readonly repulsion: number;
};

/** Umap-learn's defaults. Its eigenvectors are found to 1e-4: the layout moves them by far more. */
export const UMAP: UmapChoices = {
  dimensions: 2,
  neighbours: 15,
  minDistance: 0.1,
  spread: 1,
  init: "spectral",
  eigen: { ...EIGEN, tolerance: 1e-4 },
  epochs: "auto",
  learningRate: 1,
  negativeSamples: 5,
  repulsion: 1,
};

/** Options of {@linkcode umap}; what is left out is as in {@linkcode UMAP}. */
export interface UmapOptions extends Partial<UmapChoices> {
  /** Decides the start and which points are pushed apart. */
  seed: number;
  /** Called after each epoch with the number of epochs done, and that of all. */
  onProgress?: ProgressListener;
}

/** What {@linkcode umap} finds. */
export interface Umap {
  /** n × dimensions, float32. */
  embedding: Matrix;
  /** The curve by which distances in it were judged, as fitted. */
  curve: Curve;
  /** As used. */
  epochs: number;
}

const RUN = "run UMAP";

/** Up to this many points need more epochs. */
const FEW_POINTS = 10_000;

/**
 * Uniform manifold approximation and projection: a graph of the points' nearest neighbours, each distance judged by the
 * scale around its point, is laid out so that joined points lie together and others apart.
 *
 * By umap-learn's rules, but that the neighbours are the exact ones: found on the engine (which it starts where none is
 * running), where umap-learn's are approximate from 4,096 points on, and that the layout sees a move a sixteenth of an
 * epoch later at most, where umap-learn's sees it at once ({@linkcode layOut} tells more). The layout is computed on the
 * host, on as many threads as the engine computes with. The same seed gives the same result on the same engine, for any
 * number of threads.
 *
 * Distances between the groups of an embedding, and their sizes, mean little.
 *
 * @param points n × d, n ≥ 2. Equal points come to lie near each other. The connected components of their graph
 * are laid out each around a place of its own.
 * @throws {RangeError} If an option is out of range, there are fewer points than neighbours, a coordinate is not
 * finite, or float64 cannot hold the squared distances.
 * @throws {ConvergenceError} If the eigenvectors of the start are not found.
 * @see L. McInnes, J. Healy, J. Melville. UMAP: Uniform manifold approximation and projection for dimension reduction.
 * arXiv:1802.03426, 2018.
 *
 * @example
 * ```ts
 * import { matrix } from "../../engine/matrix.ts";
 * import { umap } from "./umap.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const points = matrix(Float64Array.of(0, 1, 2, 50, 51, 52), 6, 1);
 * const { embedding } = await umap(points, { seed: 42, neighbours: 3, epochs: 50 });
 * assertEquals([embedding.rows, embedding.columns], [6, 2]);
 * ```
 */
export async function umap(points: Matrix, options: UmapOptions): Promise<Umap> {
  const choices = { ...UMAP, ...options };
  const { dimensions, neighbours, minDistance, spread, init } = choices;
  const { seed, onProgress } = options;
  const n = points.rows;
  checkChoices(choices, n);
  const usual = n <= FEW_POINTS ? 500 : 200;
  const epochs = choices.epochs === "auto" ? usual : choices.epochs;
  const curve = fitCurve(minDistance, spread);

  // So few epochs would leave hardly an edge.
  const draws = epochs > 10 ? epochs : usual;
  const graph = pruned(fuzzyGraph(await nearestNeighbours(points, neighbours - 1)), draws);
  const embedding = init === "spectral"
    ? spectralStart(points, graph, choices, seed)
    : randomStart(n, dimensions, seed);
  fillBox(embedding, dimensions);
  await layOut(embedding, graph, { ...choices, curve, epochs }, seed, {
    onEpoch: (epoch) => onProgress?.(epoch, epochs, "layout"),
  });
  if (!embedding.every(Number.isFinite)) {
    throw new RangeError(
      `Cannot ${RUN}: learningRate must be so low that the embedding stays finite, ` +
        `got ${choices.learningRate}`,
    );
  }
  return { embedding: matrix(embedding, n, dimensions), curve, epochs };
}

function checkChoices(
  { dimensions, neighbours, init, epochs, learningRate, negativeSamples, repulsion }: UmapChoices,
  n: number,
): void {
  const check = checkFor(RUN);
  check(n >= 2, "there must be at least 2 points", n);
  check(isCount(dimensions), "dimensions must be a positive integer", dimensions);
  check(
    Number.isSafeInteger(neighbours) && neighbours >= 2 && neighbours <= n,
    `neighbours must be from 2 to n = ${n}`,
    neighbours,
  );
  check(init === "spectral" || init === "random", "init must be spectral or random", init);
  check(
    epochs === "auto" || Number.isSafeInteger(epochs) && epochs >= 0,
    "epochs must be an integer, at least 0, or auto",
    epochs,
  );
  check(isPositive(learningRate), "learningRate must be finite and above 0", learningRate);
  check(
    isCount(negativeSamples),
    "negativeSamples must be a positive integer",
    negativeSamples,
  );
  check(isAmount(repulsion), "repulsion must be finite and at least 0", repulsion);
}
