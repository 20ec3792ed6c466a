/**
 * What the scaled profiles take in place of a paper's data and restarts.
 *
 * @module
 */
import type { Change } from "./config.ts";
import type { InThePlane } from "./drawings.ts";
import type { CommonChoices } from "./paper.ts";

/** MNIST's embedded digits in place of all of it. */
export const DIGITS: Readonly<Record<string, string>> = { mnist: "mnist-10k" };

/** Whole batches of 256: a last one that is smaller would be compiled for itself, which takes as long as many steps. */
export const WHOLE_BATCHES = {
  images: { rows: { train: 31 * 256, test: 2000 } },
} as const satisfies Change<CommonChoices>;

/** A drawing in the plane of few points, in few steps. */
export const FEW_POINTS = {
  plane: { points: 500, iterations: 500 },
} as const satisfies Change<InThePlane>;

/** Few images, and few starts of k-means: seconds. */
export const FEW = {
  images: { rows: { train: 256, test: 128 } },
  cluster: { nInit: 2 },
} as const satisfies Change<CommonChoices>;
