/**
 * What the abbreviations of a page stand for.
 *
 * @module
 */
import { DESCRIPTIONS } from "../../metrics/descriptions.ts";
import type { Described } from "../../metrics/metric.ts";

/** What the letters stand for by which the suite's pages name methods and measures, beside the metrics. */
export const NAMES = {
  AE: "autoencoder",
  AEC: "auto-encoder based clustering",
  DBSCAN: "density-based spatial clustering of applications with noise",
  DEC: "deep embedded clustering",
  IDEC: "improved deep embedded clustering",
  KL: "Kullback-Leibler divergence",
  N2D: "not too deep clustering",
  "N-cut": "normalised cut",
  PCA: "principal component analysis",
  RBM: "restricted Boltzmann machine",
  SNNL: "soft nearest neighbour loss",
  "t-SNE": "t-distributed stochastic neighbour embedding",
  UMAP: "uniform manifold approximation and projection",
  VaDE: "variational deep embedding",
} as const satisfies Readonly<Record<string, string>>;

/**
 * The abbreviations that a page uses, each with what it stands for, in a line and sorted; nothing where it uses none.
 *
 * @param page Markdown; what is code in it, and where its links lead, does not count.
 * @param metrics Those that the page's papers measure beside the suite's own.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { abbreviations } from "./abbreviations.ts";
 *
 * assertEquals(abbreviations("SNNL-7 has an ACC of 0.9."), [
 *   "Abbreviations: accuracy (ACC), soft nearest neighbour loss (SNNL).",
 * ]);
 * ```
 */
export function abbreviations(page: string, metrics: readonly Described[] = []): string[] {
  const described = [...Object.values(DESCRIPTIONS), ...metrics]
    .filter(({ name, title }) => name.toLowerCase() !== title.toLowerCase());
  const known = new Map([
    ...described.map(({ name, title }) => [name, title] as const),
    ...Object.entries(NAMES),
  ]);
  const words = page.replace(/`[^`]*`/g, "").replace(/\]\([^)]*\)/g, "]");
  const used = [...known].filter(([name]) =>
    new RegExp(`(?<![\\w-])${name.replaceAll(/[^\w-]/g, "\\$&")}(?![A-Za-z])`).test(words)
  ).sort(([a], [b]) => a.toLowerCase() < b.toLowerCase() ? -1 : 1);
  if (used.length === 0) return [];
  return [`Abbreviations: ${used.map(([name, title]) => `${title} (${name})`).join(", ")}.`];
}
