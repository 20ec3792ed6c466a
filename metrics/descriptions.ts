import { AVERAGES } from "./averages.ts";
import type { Described, LabelMetric, Metric } from "./metric.ts";

/** The metrics that are known here. */
type Known = "ACC" | "NMI" | "ARI" | "PURITY" | "HOM" | "COM" | "VM" | "AMI" | "SIL" | "DBI" | "CHI" | "MSE";

/** What is known of a metric before it is computed, and what it is computed of. */
export type Description = Described & Pick<Metric, "kind"> & Pick<LabelMetric, "averages">;

/** What the metrics that compare clusters with classes have in common, where a metric does not say otherwise. */
const AGREEMENT = { kind: "labels", direction: "higher", floor: { units: 0.02 }, range: [0, 1] } as const;

/**
 * What is known of each metric before it is computed. This file loads none that computes one, so that verdicts, reports and
 * the web page do without.
 */
export const DESCRIPTIONS = {
  ACC: { ...AGREEMENT, name: "ACC", title: "accuracy" },
  NMI: { ...AGREEMENT, name: "NMI", averages: AVERAGES, title: "normalised mutual information" },
  ARI: { ...AGREEMENT, name: "ARI", title: "adjusted Rand index", range: [-0.5, 1] },
  PURITY: { ...AGREEMENT, name: "PURITY", title: "purity" },
  HOM: { ...AGREEMENT, name: "HOM", title: "homogeneity" },
  COM: { ...AGREEMENT, name: "COM", title: "completeness" },
  VM: { ...AGREEMENT, name: "VM", title: "V-measure" },
  AMI: {
    ...AGREEMENT,
    name: "AMI",
    averages: AVERAGES,
    title: "adjusted mutual information",
    range: [-Infinity, 1],
  },
  SIL: {
    name: "SIL",
    kind: "space",
    title: "silhouette",
    direction: "higher",
    floor: { units: 0.01 },
    range: [-1, 1],
  },
  DBI: {
    name: "DBI",
    kind: "space",
    title: "Davies-Bouldin index",
    direction: "lower",
    floor: { share: 0.05 },
    range: [0, Infinity],
  },
  CHI: {
    name: "CHI",
    kind: "space",
    title: "Calinski-Harabasz index",
    direction: "higher",
    floor: { share: 0.05 },
    range: [0, Infinity],
  },
  MSE: {
    name: "MSE",
    kind: "plain",
    title: "mean squared error",
    direction: "lower",
    floor: { share: 0.1 },
    range: [0, Infinity],
  },
} as const satisfies Readonly<Record<Known, Description>>;
