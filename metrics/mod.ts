/**
 * Metrics of clusterings: against true labels ({@linkcode accuracy}, {@linkcode nmi}, {@linkcode ari},
 * {@linkcode purity}), of clusters in a space ({@linkcode silhouette}, {@linkcode daviesBouldin},
 * {@linkcode calinskiHarabasz}) and of reconstructions ({@linkcode mse}).
 *
 * Labels are integers of any values. Values agree with scikit-learn's, corner cases included, to 1e-6 relative
 * (float32 points: 1e-4). Which way is better: {@linkcode DIRECTIONS}.
 *
 * ```ts
 * import { accuracy, nmi } from "./mod.ts";
 * import { assertAlmostEquals, assertEquals } from "@std/assert";
 *
 * const classes = [0, 0, 1, 1, 2, 2], clusters = [5, 5, 8, 8, 8, 1];
 * assertEquals(accuracy(classes, clusters), 5 / 6);
 * assertAlmostEquals(nmi(classes, clusters, { average: "geometric" }), 0.7403, 1e-4);
 * ```
 *
 * @module
 */
export * from "./accuracy.ts";
export * from "./ari.ts";
export * from "./calinski_harabasz.ts";
export * from "./davies_bouldin.ts";
export * from "./directions.ts";
export * from "./mse.ts";
export * from "./nmi.ts";
export * from "./purity.ts";
export * from "./registry.ts";
export * from "./silhouette.ts";
