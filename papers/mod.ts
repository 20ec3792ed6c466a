/**
 * The suite's own papers.
 *
 * @module
 */
import type { PaperDeclaration } from "../experiments/experiment.ts";
import agarap from "./agarap/paper.ts";
import chowdhury from "./chowdhury/paper.ts";
import clustergan from "./clustergan/paper.ts";
import comparison from "./comparison/paper.ts";
import controls from "./controls/paper.ts";
import diba from "./diba/paper.ts";
import idec from "./idec/paper.ts";
import league from "./league/paper.ts";
import n2d from "./n2d/paper.ts";
import siam from "./siam/paper.ts";
import song from "./song/paper.ts";
import vade from "./vade/paper.ts";

/**
 * The declaration of each paper, of those whose methods they cite, of the league and the comparison, and of the controls; a
 * paper's folder is named by its id.
 */
export const PAPERS: readonly PaperDeclaration[] = [
  diba,
  siam,
  chowdhury,
  agarap,
  song,
  idec,
  n2d,
  vade,
  clustergan,
  league,
  comparison,
  controls,
];
