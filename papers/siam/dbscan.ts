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
import type { Experiment, Outcome } from "../../experiments/experiment.ts";
import { ALL_IMAGES, type ImageChoices, imagesOf, labelsAt } from "../../experiments/images.ts";
import type { PaperBuilder, Run } from "../../experiments/paper.ts";
import { FEW } from "../../experiments/profiles.ts";
import { measured } from "../../experiments/scores.ts";
import type { Dataset } from "../../datasets/mod.ts";
import { dbscan as cluster } from "../../models/dbscan/dbscan.ts";
import { epsAtQuantile } from "../../models/dbscan/epsilon.ts";
import type { Measurement } from "../../records/record.ts";

type Choices = {
  images: ImageChoices;
  dbscan: {
    minPoints: number;
    /** Which share of the images are to be core points. */
    share: number;
  };
};

async function run({ images: choices, dbscan }: Choices, data: Dataset, { score }: Run): Promise<Outcome> {
  const { images, labels: classes } = imagesOf(data, choices).test;
  const eps = await epsAtQuantile(images, dbscan);
  const { labels, corePoints, clusters } = await cluster(images, { eps, minPoints: dbscan.minPoints });
  const clustered = Int32Array.from(labels.keys()).filter((i) => labels[i] >= 0);
  const noise = labels.length - clustered.length;
  const split = "test";
  const measurements: Measurement[] = [
    ...await score({
      points: takeRows(images, clustered),
      space: "pixels without noise",
      split,
      clusters: labelsAt(labels, clustered),
    }),
    measured("OTHER:eps", eps, { split }),
    measured("OTHER:clusters", clusters, { split }),
    measured("OTHER:share of core points", corePoints.length / labels.length, { split }),
    measured("OTHER:share of noise", noise / labels.length, { split }),
  ];
  if (clusters + Math.min(noise, 1) < 2) return { measurements, history: [] };
  const space = "pixels with noise as a cluster";
  measurements.push(...await score({ points: images, space, split, clusters: labels, classes }));
  return { measurements, history: [] };
}

/** DBSCAN, and studies of how many core points it is to have. */
export function dbscan({ experiment }: PaperBuilder): Experiment[] {
  const own = experiment("dbscan", {
    title: "DBSCAN on raw pixels",
    seconds: { smoke: 1, quick: 2, paper: 10 },
    smoke: { images: FEW.images },
    config: { images: ALL_IMAGES, dbscan: { minPoints: 5, share: 0.5 } } as Choices,
    run,
  });
  return [
    own,
    ...own.studies(Object.fromEntries(
      [0.1, 0.25, 0.75, 0.9].map((share) => [`dbscan-share-${share}`, {
        question: `What do ${100 * share} % of core points change?`,
        change: { dbscan: { share } },
      }]),
    )),
  ];
}
