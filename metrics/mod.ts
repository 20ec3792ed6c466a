/**
 * Metrics of clusterings: against true labels ({@linkcode accuracy}, {@linkcode nmi}, {@linkcode ari},
 * {@linkcode purity}, {@linkcode homogeneity}, {@linkcode completeness}, {@linkcode vMeasure},
 * {@linkcode adjustedMutualInformation}), of clusters in a space ({@linkcode silhouette}, {@linkcode sampledSilhouette},
 * {@linkcode daviesBouldin}, {@linkcode calinskiHarabasz}) and of reconstructions ({@linkcode mse}).
 *
 * Labels are integers of any values. Values agree with scikit-learn's to 1e-6 relative (float32 points: 1e-4). Corner cases
 * do too, except those that a metric's own page names, as that some refuse no points at all, where scikit-learn gives 1.
 *
 * A {@linkcode Metric} says of each which way is better, between which values, and how it is computed: those known here
 * are {@linkcode KNOWN_METRICS}. A paper can declare its own; {@linkcode checkMetric} tries whether it keeps what it says.
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
export * from "./adjusted_mutual_information.ts";
export * from "./ari.ts";
export { type Average, type AverageOptions, AVERAGES } from "./averages.ts";
export * from "./calinski_harabasz.ts";
export * from "./completeness.ts";
export * from "./davies_bouldin.ts";
export * from "./homogeneity.ts";
export * from "./metric.ts";
export * from "./mse.ts";
export * from "./nmi.ts";
export { checkMetric } from "./properties.ts";
export * from "./purity.ts";
export * from "./registry.ts";
export * from "./sampled_silhouette.ts";
export * from "./silhouette.ts";
export * from "./v_measure.ts";
