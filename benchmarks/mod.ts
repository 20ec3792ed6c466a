/**
 * Every experiment of every paper.
 *
 * @module
 */
import { experiments as chowdhury } from "./chowdhury/experiments.ts";
import type { Experiment } from "./runner/experiment.ts";

/** The experiments, by paper. */
export const EXPERIMENTS: readonly Experiment[] = [...chowdhury];
