/**
 * Every experiment of every paper, and their comparison.
 *
 * @module
 */
import { experiments as agarap } from "./agarap/experiments.ts";
import { experiments as chowdhury } from "./chowdhury/experiments.ts";
import { experiments as comparison } from "./comparison/experiments.ts";
import { experiments as diba } from "./diba/experiments.ts";
import { experiments as siamDbscan } from "./siam/dbscan.ts";
import { experiments as siam } from "./siam/experiments.ts";
import { experiments as song } from "./song/experiments.ts";
import type { Experiment } from "../experiments/experiment.ts";

/** The experiments, by paper; the comparison last. */
export const EXPERIMENTS: readonly Experiment[] = [
  ...diba,
  ...siam,
  ...siamDbscan,
  ...chowdhury,
  ...agarap,
  ...song,
  ...comparison,
];
