/**
 * What the scaled profiles take in place of a paper's data and restarts.
 *
 * @module
 */
import type { Change } from "./config.ts";
import type { CommonChoices } from "./paper.ts";

/** MNIST's embedded digits in place of all of it. */
export const DIGITS: Readonly<Record<string, string>> = { mnist: "mnist-10k" };

/** Few images, and few starts of k-means: seconds. */
export const FEW = {
  images: { rows: { train: 256, test: 128 } },
  cluster: { nInit: 2 },
} as const satisfies Change<CommonChoices>;
