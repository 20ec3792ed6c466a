import { AVERAGES } from "./averages.ts";
import type { Described, LabelMetric, Metric } from "./metric.ts";

/** The metrics that are known here. */
type Known = "ACC" | "NMI" | "ARI" | "PURITY" | "HOM" | "COM" | "VM" | "AMI" | "SIL" | "DBI" | "CHI" | "MSE";

/** What is known of a metric before it is computed, and what it is computed of. */
export type Description = Described & Pick<Metric, "kind"> & Pick<LabelMetric, "averages">;

/**
 * What is known of each metric before it is computed. This file loads none that computes one, so that verdicts, reports and
 * the web page do without.
 */
export const DESCRIPTIONS = {
  ACC: {
    name: "ACC",
    kind: "labels",
    title: "accuracy",
    direction: "higher",
    floor: { units: 0.02 },
    range: [0, 1],
  },
  NMI: {
    name: "NMI",
    kind: "labels",
    averages: AVERAGES,
    title: "normalised mutual information",
    direction: "higher",
    floor: { units: 0.02 },
    range: [0, 1],
  },
  ARI: {
    name: "ARI",
    kind: "labels",
    title: "adjusted Rand index",
    direction: "higher",
    floor: { units: 0.02 },
    range: [-0.5, 1],
  },
  PURITY: {
    name: "PURITY",
    kind: "labels",
    title: "purity",
    direction: "higher",
    floor: { units: 0.02 },
    range: [0, 1],
  },
  HOM: {
    name: "HOM",
    kind: "labels",
    title: "homogeneity",
    direction: "higher",
    floor: { units: 0.02 },
    range: [0, 1],
  },
  COM: {
    name: "COM",
    kind: "labels",
    title: "completeness",
    direction: "higher",
    floor: { units: 0.02 },
    range: [0, 1],
  },
  VM: {
    name: "VM",
    kind: "labels",
    title: "V-measure",
    direction: "higher",
    floor: { units: 0.02 },
    range: [0, 1],
  },
  AMI: {
    name: "AMI",
    kind: "labels",
    averages: AVERAGES,
    title: "adjusted mutual information",
    direction: "higher",
    floor: { units: 0.02 },
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
