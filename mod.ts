/**
 * Reclaim as a library: the engine, the data sets, the models, the metrics, and all that a paper's `paper.ts` declares its
 * experiments with. How papers are read, judged and reported is in `@reclaim/reclaim/reports`.
 *
 * @example
 * ```ts
 * import { ALL_IMAGES, KMEANS, ofSplits, paper, pixels } from "@reclaim/reclaim";
 * import { assertEquals } from "@std/assert";
 *
 * const tiny = paper("tiny", {
 *   dataset: "mnist-10k",
 *   images: ALL_IMAGES,
 *   cluster: { kind: "k-means", fitOn: "train", ...KMEANS, k: 10 },
 *   score: ["test"],
 * });
 * const kmeans = tiny.method("kmeans", {
 *   title: "k-means on pixels",
 *   seconds: { paper: 10 },
 *   config: {},
 *   represent: pixels,
 * });
 * assertEquals(tiny.declare([kmeans]).experiments.map(({ id }) => id), ["tiny/kmeans/mnist-10k"]);
 * ```
 *
 * @example Without a paper
 * ```ts ignore
 * import { accuracy, initEngine, kMeans, loadDataset } from "@reclaim/reclaim";
 *
 * await initEngine();
 * const { test } = await loadDataset("mnist-10k");
 * const { labels } = await kMeans(test.images, { k: 10, seed: 42 });
 * console.log(accuracy(test.labels, labels));
 * ```
 *
 * @module
 */
export * from "./datasets/mod.ts";
export * from "./engine/mod.ts";
export * from "./experiments/mod.ts";
export * from "./metrics/mod.ts";
export * from "./models/mod.ts";
// The representation of this name; the network's function of it is reached through an `Autoencoder`.
export { convolutionalCode } from "./experiments/representations.ts";
export {
  LEAGUE,
  LEAGUE_DATASETS,
  type LeagueDataset,
  type LeagueEntry,
  leagueMethod,
} from "./papers/league/protocol.ts";
export {
  classesByClusters,
  type CountsData,
  type EmbeddingData,
  embeddingData,
  type FigureData,
  type FigureName,
  type ImagesData,
  imagesData,
} from "./records/figure_data.ts";
export type { Clustering } from "./records/labels.ts";
export {
  type Asked,
  type Epoch,
  type ExperimentId,
  type Measurement,
  type Profile,
  PROFILES,
  type Settings,
  type Study,
} from "./records/record.ts";
export { UserError } from "./terminal/usage.ts";
