/**
 * The suite's own papers.
 *
 * @module
 */
import type { PaperDeclaration } from "../experiments/experiment.ts";
import agarap from "./agarap/paper.ts";
import chowdhury from "./chowdhury/paper.ts";
import comparison from "./comparison/paper.ts";
import controls from "./controls/paper.ts";
import diba from "./diba/paper.ts";
import siam from "./siam/paper.ts";
import song from "./song/paper.ts";

/** The declaration of each paper, of their comparison, and of the controls; a paper's folder is named by its id. */
export const PAPERS: readonly PaperDeclaration[] = [
  diba,
  siam,
  chowdhury,
  agarap,
  song,
  comparison,
  controls,
];
