/**
 * How experiments are declared: which images they take, what represents them, how that is clustered and scored, and what is
 * measured and drawn beside. A paper is begun with {@linkcode paper}.
 *
 * @module
 */
export * from "./clustering.ts";
export * from "./config.ts";
export * from "./drawings.ts";
export * from "./experiment.ts";
export * from "./figures.ts";
export * from "./images.ts";
export * from "./made_elsewhere.ts";
export * from "./measures.ts";
export * from "./paper.ts";
export * from "./profiles.ts";
export * from "./representations.ts";
export * from "./scores.ts";
export * from "./spaces.ts";
