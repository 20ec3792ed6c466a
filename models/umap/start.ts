import { type Matrix, matrix, squaredDistance } from "../../engine/matrix.ts";
import { normal, type Random, random, seedFor, uniform } from "../../engine/random.ts";
import type { Graph } from "../graph.ts";
import { connectedComponents, degrees, normalisedProduct } from "../spectral/affinity.ts";
import { type EigenChoices, largestEigen } from "../spectral/eigenvectors.ts";

/** Half the width of the start. */
const WIDTH = 10;

/** The standard deviation of the numbers that are added to a spectral start, so that no two points are at one place. */
const NOISE = 1e-4;

/** What a spectral start depends on beside the points and their graph. */
export interface StartChoices {
  /** Of the embedding. */
  readonly dimensions: number;
  /** How the eigenvectors are found. */
  readonly eigen: EigenChoices;
}

/** Where the layout starts: numbers evenly drawn from -10 to 10, n × dimensions. */
export function randomStart(n: number, dimensions: number, seed: number): Float32Array {
  const next = random(seedFor(seed, "UMAP's random start"));
  return Float32Array.from({ length: n * dimensions }, () => uniform(next, WIDTH));
}

/**
 * Where the layout starts: {@linkcode spectralLayout}, its largest coordinate scaled to 10, with normal numbers of
 * deviation 1e-4 added; n × dimensions.
 *
 * @throws {ConvergenceError} If the eigensolver does not converge.
 */
export function spectralStart(
  points: Matrix,
  graph: Graph,
  choices: StartChoices,
  seed: number,
): Float32Array {
  const next = random(seedFor(seed, "UMAP's noise"));
  const layout = spectralLayout(points, graph, choices, seed);
  const scale = WIDTH / (largestSize(layout) || 1);
  return Float32Array.from(layout, (value) => value * scale + NOISE * normal(next));
}

/** Moves and scales each coordinate of the points, in place, to reach from 0 to 10; one that is the same for all to 0. */
export function fillBox(embedding: Float32Array, dimensions: number): void {
  for (let c = 0; c < dimensions; c++) {
    let least = Infinity, most = -Infinity;
    for (let at = c; at < embedding.length; at += dimensions) {
      least = Math.min(least, embedding[at]);
      most = Math.max(most, embedding[at]);
    }
    const scale = WIDTH / (most - least || 1);
    for (let at = c; at < embedding.length; at += dimensions) embedding[at] = (embedding[at] - least) * scale;
  }
}

/**
 * The points by the eigenvectors of the graph's normalised Laplacian with the smallest eigenvalues but the first, n ×
 * dimensions, by umap-learn's rules.
 *
 * Each of several connected components is laid out by itself, around a place of its own and no wider than half the
 * distance to the next one: those of up to 2 · dimensions components lie on the axes, those of more are
 * {@linkcode componentsLayout}'s. A component of fewer than 2 · dimensions or at most dimensions + 1 points has too few
 * eigenvectors: its points are drawn evenly from a cube of that width. So are those of a whole graph that small, from -1 to 1.
 */
export function spectralLayout(
  points: Matrix,
  graph: Graph,
  { dimensions, eigen }: StartChoices,
  seed: number,
): Float64Array {
  const next = random(seedFor(seed, "UMAP's start"));
  const components = connectedComponents(graph);
  const places = placesOf(points, components, { dimensions, eigen }, seed);
  const layout = new Float64Array(graph.n * dimensions);
  components.forEach((component, p) => {
    const own = layoutOf(subgraph(graph, component), { dimensions, eigen }, seedFor(seed, "piece", p), next);
    const isDrawn = hasTooFewEigenvectors(component.length, dimensions);
    const scale = components.length === 1 ? 1 : widthAt(places, p) / (isDrawn ? 1 : largestSize(own) || 1);
    component.forEach((i, at) => {
      for (let c = 0; c < dimensions; c++) {
        layout[i * dimensions + c] = own[at * dimensions + c] * scale + places.data[p * dimensions + c];
      }
    });
  });
  return layout;
}

function hasTooFewEigenvectors(n: number, dimensions: number): boolean {
  return n < 2 * dimensions || n <= dimensions + 1;
}

/** The layout of a connected graph. */
function layoutOf(
  graph: Graph,
  { dimensions, eigen }: StartChoices,
  seed: number,
  next: Random,
): Float64Array {
  const { n } = graph;
  const layout = new Float64Array(n * dimensions);
  if (hasTooFewEigenvectors(n, dimensions)) return layout.map(() => uniform(next, 1));
  const { vectors } = largestEigen(n, normalisedProduct(graph), dimensions + 1, { ...eigen, seed });
  // The first one is that of the degrees, and says nothing about places.
  return layout.map((_, at) => vectors.data[(at % dimensions + 1) * n + Math.floor(at / dimensions)]);
}

/** The graph of these points alone, ascending, which are joined to no others. */
function subgraph(graph: Graph, component: Int32Array): Graph {
  if (component.length === graph.n) return graph;
  const at = new Int32Array(graph.n);
  component.forEach((i, place) => at[i] = place);
  const starts = new Int32Array(component.length + 1);
  component.forEach((i, place) => starts[place + 1] = starts[place] + graph.starts[i + 1] - graph.starts[i]);
  const columns = new Int32Array(starts[component.length]), weights = new Float64Array(columns.length);
  component.forEach((i, place) => {
    const [from, to] = [graph.starts[i], graph.starts[i + 1]];
    columns.set(graph.columns.subarray(from, to).map((j) => at[j]), starts[place]);
    weights.set(graph.weights.subarray(from, to), starts[place]);
  });
  return { n: component.length, starts, columns, weights };
}

/** Where each of the components lies, as a row. */
function placesOf(points: Matrix, components: Int32Array[], choices: StartChoices, seed: number): Matrix {
  const { dimensions } = choices;
  const count = components.length;
  const places = new Float64Array(count * dimensions);
  if (count === 1) return matrix(places, count, dimensions);
  if (count > 2 * dimensions) return componentsLayout(points, components, choices, seed);
  const axes = Math.ceil(count / 2);
  for (let p = 0; p < count; p++) places[p * dimensions + p % axes] = p < axes ? 1 : -1;
  return matrix(places, count, dimensions);
}

/**
 * Where the components of a graph lie: the spectral embedding of their means with the weights exp(-distance²), the largest
 * coordinate being 1; components × dimensions.
 */
export function componentsLayout(
  points: Matrix,
  components: Int32Array[],
  { dimensions, eigen }: StartChoices,
  seed: number,
): Matrix {
  const graph = graphOf(meansOf(points, components));
  const count = components.length;
  const { vectors } = largestEigen(count, normalisedProduct(graph), dimensions + 1, {
    ...eigen,
    seed: seedFor(seed, "places of the pieces"),
  });
  const roots = degrees(graph).map((degree) => Math.sqrt(degree) || 1);
  const places = new Float64Array(count * dimensions);
  for (let p = 0; p < count; p++) {
    for (let c = 0; c < dimensions; c++) {
      places[p * dimensions + c] = vectors.data[(c + 1) * count + p] / roots[p];
    }
  }
  const largest = largestSize(places) || 1;
  return matrix(places.map((value) => value / largest), count, dimensions);
}

function meansOf({ data, columns }: Matrix, components: Int32Array[]): Matrix {
  const means = new Float64Array(components.length * columns);
  components.forEach((component, p) => {
    for (const i of component) {
      for (let j = 0; j < columns; j++) means[p * columns + j] += data[i * columns + j] / component.length;
    }
  });
  return matrix(means, components.length, columns);
}

/** The complete graph of the points with the weights exp(-distance²); those that are 0 are no edges. */
function graphOf(points: Matrix): Graph {
  const n = points.rows;
  const starts = new Int32Array(n + 1);
  const columns = new Int32Array(n * (n - 1)), weights = new Float64Array(n * (n - 1));
  let length = 0;
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      const weight = i === j ? 0 : Math.exp(-squaredDistance(points, i, j));
      if (weight === 0) continue;
      columns[length] = j;
      weights[length++] = weight;
    }
    starts[i + 1] = length;
  }
  return { n, starts, columns: columns.slice(0, length), weights: weights.slice(0, length) };
}

/** Half the distance from a place to the nearest other one; 1 where all are the same. */
function widthAt(places: Matrix, p: number): number {
  let least = Infinity;
  for (let q = 0; q < places.rows; q++) {
    const square = squaredDistance(places, p, q);
    if (square > 0 && square < least) least = square;
  }
  return least === Infinity ? 1 : Math.sqrt(least) / 2;
}

function largestSize(values: Float64Array): number {
  let largest = 0;
  for (const value of values) largest = Math.max(largest, Math.abs(value));
  return largest;
}
