import { accuracy } from "./accuracy.ts";
import { adjustedMutualInformation } from "./adjusted_mutual_information.ts";
import { ari } from "./ari.ts";
import { type Average, AVERAGES } from "./averages.ts";
import { calinskiHarabasz } from "./calinski_harabasz.ts";
import { completeness } from "./completeness.ts";
import { daviesBouldin } from "./davies_bouldin.ts";
import { DESCRIPTIONS } from "./descriptions.ts";
import { homogeneity } from "./homogeneity.ts";
import type { LabelMetric, Metric, PlainMetric, SpaceMetric } from "./metric.ts";
import { nmi } from "./nmi.ts";
import { purity } from "./purity.ts";
import { silhouette } from "./silhouette.ts";
import { vMeasure } from "./v_measure.ts";

const LABELS: readonly LabelMetric[] = [
  { ...DESCRIPTIONS.ACC, symmetric: true, compute: accuracy },
  {
    ...DESCRIPTIONS.NMI,
    symmetric: true,
    compute: (classes, clusters, average: Average = AVERAGES[0]) => nmi(classes, clusters, { average }),
  },
  { ...DESCRIPTIONS.ARI, symmetric: true, compute: ari },
  { ...DESCRIPTIONS.PURITY, symmetric: false, compute: purity },
];

const INDICES: readonly SpaceMetric[] = [
  { ...DESCRIPTIONS.SIL, compute: (points, clusters) => silhouette(points, clusters) },
  { ...DESCRIPTIONS.DBI, compute: daviesBouldin },
  { ...DESCRIPTIONS.CHI, compute: calinskiHarabasz },
];

/** What every paper measures of its clusters unless it says otherwise: ACC, NMI, ARI, PURITY, SIL, DBI, CHI. */
export const STANDARD: readonly (LabelMetric | SpaceMetric)[] = [...LABELS, ...INDICES];

/** What a paper can measure of its clusters beside {@linkcode STANDARD}: HOM, COM, VM, AMI. */
export const MORE: readonly LabelMetric[] = [
  { ...DESCRIPTIONS.HOM, symmetric: false, compute: homogeneity },
  { ...DESCRIPTIONS.COM, symmetric: false, compute: completeness },
  {
    ...DESCRIPTIONS.VM,
    symmetric: true,
    compute: (classes, clusters) => vMeasure(classes, clusters),
  },
  {
    ...DESCRIPTIONS.AMI,
    symmetric: true,
    compute: (classes, clusters, average: Average = AVERAGES[0]) =>
      adjustedMutualInformation(classes, clusters, { average }),
  },
];

/** The mean squared error of reconstructions, which an experiment measures itself. */
export const MSE: PlainMetric = DESCRIPTIONS.MSE;

/** Every metric that is known without a paper's own. */
export const KNOWN_METRICS: readonly Metric[] = [...STANDARD, ...MORE, MSE];
