/**
 * Siam names DBSCAN among the methods that it outperforms (§3.3, Table 1, §5) and prints no value and no setting of it.
 * Here it clusters the pixels of the test images.
 *
 * - `minPoints` is 5, scikit-learn's default. `eps` is the least with which half of the images are core points; the
 *   studies take other shares. Labels are not looked at.
 * - SIL, DBI and CHI are those of the images in clusters, without the noise: the space says so. Where fewer than two
 *   clusters were found there are none. A second set, with all metrics, takes the noise as one more cluster.
 * - The method has no randomness: all seeds give the same.
 *
 * @module
 */
import { takeRows } from "../../engine/mod.ts";
import type { Dataset } from "../../datasets/mod.ts";
import { dbscan } from "../../models/dbscan/dbscan.ts";
import { epsAtQuantile } from "../../models/dbscan/epsilon.ts";
import { type Experiment, experiment, FEW, type Outcome } from "../../experiments/experiment.ts";
import type { Measurement } from "../../records/record.ts";
import { internalScores, measured, scores } from "../../experiments/scores.ts";
import { labelsAt, scaledSplits } from "../../experiments/splits.ts";
import { PAPER as paper } from "./protocol.ts";

type DbscanConfig = {
  minPoints: number;
  /** Which share of the images are to be core points. */
  share: number;
  rows?: { train: number; test: number };
};

async function runDbscan({ minPoints, share, rows }: DbscanConfig, data: Dataset): Promise<Outcome> {
  const { images, labels: classes } = scaledSplits(data, 0, rows).test;
  const eps = await epsAtQuantile(images, { minPoints, share });
  const { labels, corePoints, clusters } = await dbscan(images, { eps, minPoints });
  const clustered = Int32Array.from(labels.keys()).filter((i) => labels[i] >= 0);
  const noise = labels.length - clustered.length;
  const split = "test" as const;
  const measurements: Measurement[] = [];
  if (clusters >= 2) {
    measurements.push(
      ...await internalScores({
        points: takeRows(images, clustered),
        space: "pixels without noise",
        split,
        clusters: labelsAt(labels, clustered),
      }),
    );
  }
  if (clusters + Math.min(noise, 1) >= 2) {
    const space = "pixels with noise as a cluster";
    measurements.push(...await scores({ points: images, space, split, clusters: labels, classes }));
  }
  measurements.push(
    measured("OTHER:eps", eps, { split }),
    measured("OTHER:clusters", clusters, { split }),
    measured("OTHER:share of core points", corePoints.length / labels.length, { split }),
    measured("OTHER:share of noise", noise / labels.length, { split }),
  );
  return { measurements, history: [] };
}

const config: DbscanConfig = { minPoints: 5, share: 0.5 };

/** DBSCAN, and studies of how many core points it is to have. */
export const experiments: Experiment[] = [
  experiment<DbscanConfig>({
    paper,
    method: "dbscan",
    dataset: "mnist",
    title: "DBSCAN on raw pixels",
    profiles: {
      smoke: {
        dataset: "mnist-10k",
        seconds: 1,
        config: { ...config, rows: FEW.rows },
      },
      quick: { dataset: "mnist-10k", seconds: 2, config },
      paper: { dataset: "mnist", seconds: 10, config },
    },
    run: runDbscan,
  }),
  ...[0.1, 0.25, 0.75, 0.9].map((share) =>
    experiment<DbscanConfig>({
      paper,
      method: `study-dbscan-share-${share}`,
      dataset: "mnist",
      title: `DBSCAN on raw pixels, ${share * 100} % core points`,
      profiles: { paper: { dataset: "mnist", seconds: 10, config: { ...config, share } } },
      run: runDbscan,
    })
  ),
];
