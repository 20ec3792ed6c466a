/**
 * The models: each a folder, each a function from points to what it found.
 *
 * @module
 */
export * from "./autoencoder/dense.ts";
export * from "./autoencoder/fit.ts";
export * from "./kmeans/kmeans.ts";
export * from "./pca/pca.ts";
export * from "./training.ts";
