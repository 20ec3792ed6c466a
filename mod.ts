/**
 * Reclaim as a library: the engine, the metrics, the data sets, the models, and the comparison of records with claims.
 *
 * @example
 * ```ts ignore
 * import { accuracy, initEngine, kMeans, loadDataset } from "./mod.ts";
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
export * from "./metrics/mod.ts";
export * from "./models/mod.ts";
export * from "./reports/mod.ts";
