import type { Described } from "./metric.ts";

/** The metrics that are known here. */
type Known = "ACC" | "NMI" | "ARI" | "PURITY" | "HOM" | "COM" | "VM" | "AMI" | "SIL" | "DBI" | "CHI" | "MSE";

/**
 * What is known of each metric before it is computed. This file loads no other, so that verdicts, reports and the web page
 * do without the code that computes them.
 */
export const DESCRIPTIONS: Readonly<Record<Known, Described>> = {
  ACC: { name: "ACC", title: "accuracy", direction: "higher", floor: { units: 0.02 }, range: [0, 1] },
  NMI: {
    name: "NMI",
    title: "normalised mutual information",
    direction: "higher",
    floor: { units: 0.02 },
    range: [0, 1],
  },
  ARI: {
    name: "ARI",
    title: "adjusted Rand index",
    direction: "higher",
    floor: { units: 0.02 },
    range: [-0.5, 1],
  },
  PURITY: { name: "PURITY", title: "purity", direction: "higher", floor: { units: 0.02 }, range: [0, 1] },
  HOM: { name: "HOM", title: "homogeneity", direction: "higher", floor: { units: 0.02 }, range: [0, 1] },
  COM: { name: "COM", title: "completeness", direction: "higher", floor: { units: 0.02 }, range: [0, 1] },
  VM: { name: "VM", title: "V-measure", direction: "higher", floor: { units: 0.02 }, range: [0, 1] },
  AMI: {
    name: "AMI",
    title: "adjusted mutual information",
    direction: "higher",
    floor: { units: 0.02 },
    range: [-Infinity, 1],
  },
  SIL: { name: "SIL", title: "silhouette", direction: "higher", floor: { units: 0.01 }, range: [-1, 1] },
  DBI: {
    name: "DBI",
    title: "Davies-Bouldin index",
    direction: "lower",
    floor: { share: 0.05 },
    range: [0, Infinity],
  },
  CHI: {
    name: "CHI",
    title: "Calinski-Harabasz index",
    direction: "higher",
    floor: { share: 0.05 },
    range: [0, Infinity],
  },
  MSE: {
    name: "MSE",
    title: "mean squared error",
    direction: "lower",
    floor: { share: 0.1 },
    range: [0, Infinity],
  },
};
