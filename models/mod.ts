/**
 * The models: each a folder, each a function from points to what it found.
 *
 * @module
 */
export { type AecChoices, type AecOptions, type AecResult, fitAec, type Objective } from "./aec/aec.ts";
export * from "./autoencoder/convolutional.ts";
export * from "./autoencoder/dense.ts";
export { decode } from "./autoencoder/decode.ts";
export * from "./autoencoder/fit.ts";
export {
  type Descent,
  fitStacked,
  type Stacked,
  type StackedChoices,
  type StackedOptions,
} from "./autoencoder/stacked.ts";
export type { Autoencoder } from "./autoencoder/trained.ts";
export * from "./choices.ts";
export * from "./clustergan/clustergan.ts";
export * from "./dbscan/dbscan.ts";
export * from "./dbscan/epsilon.ts";
export * from "./dec/dec.ts";
export * from "./dec/encoders.ts";
export * from "./dec/idec.ts";
export * from "./dec/target.ts";
export * from "./gmm/gmm.ts";
export type { Graph, SparseMatrix } from "./graph.ts";
export * from "./kmeans/kmeans.ts";
export { nearestNeighbours, type Neighbours } from "./neighbours.ts";
export * from "./pca/pca.ts";
export {
  fitRbm,
  pretrain,
  type Pretrained,
  type PretrainingChoices,
  type PretrainingOptions,
  RBM,
  type Rbm,
  type RbmChoices,
  type RbmOptions,
  type RbmUnits,
} from "./rbm/rbm.ts";
export * from "./scaling/standardise.ts";
export * from "./snnl/inspect.ts";
export * from "./snnl/loss.ts";
export * from "./snnl/penalty.ts";
export type { Affinity, GraphChoices } from "./spectral/affinity.ts";
export {
  ConvergenceError,
  EIGEN,
  type EigenChoices,
  type EigenOptions,
  largestEigen,
} from "./spectral/eigenvectors.ts";
export * from "./spectral/spectral.ts";
export * from "./training.ts";
export * from "./tsne/trustworthiness.ts";
export * from "./tsne/tsne.ts";
export type { Curve } from "./umap/curve.ts";
export * from "./umap/umap.ts";
export * from "./vade/loss.ts";
export * from "./vade/vade.ts";
