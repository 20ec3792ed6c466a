/**
 * Where may §V's indices have been measured? The autoencoder and DEC as in the paper, and their clusters in many spaces,
 * on both splits: DEC's code after few and after all epochs, its soft assignments, and t-SNE of its codes.
 *
 * @module
 */
import { type Matrix, seedFor, tf } from "../../engine/mod.ts";
import type { Dataset } from "../../datasets/mod.ts";
import { inChunks } from "../../models/autoencoder/chunks.ts";
import type { Dec } from "../../models/dec/dec.ts";
import { logSoftAssignments } from "../../models/dec/target.ts";
import { tensorOf } from "../../models/points.ts";
import { type Experiment, experiment, FEW, type Outcome, type RunContext } from "../../experiments/experiment.ts";
import type { FigureData } from "../../records/figure_data.ts";
import type { Measurement } from "../../records/record.ts";
import { labelsAt, scaledSplits } from "../../experiments/splits.ts";
import { clusterAfterDec, type DecConfig, trainConvolutional, trainDec } from "../../experiments/convolutional.ts";
import { embeddedSample } from "../../experiments/drawings.ts";
import { clusterSpaces, codeSpaces, indicesInSpaces } from "../../experiments/spaces.ts";
import { DATASET as dataset, DEC, PAPER as paper } from "./protocol.ts";

/** DEC's training; and numbers of epochs of clustering after which its code is looked at too, each from the autoencoder. */
type SpacesConfig = DecConfig & { shorter: number[] };

/** The figures of both codes, by what measurements call their spaces: DEC's is the code, as in `diba/dec`. */
const FIGURES = {
  "code": { name: "fig-5", title: "Test codes after DEC" },
  "code before DEC": { name: "fig-6", title: "Test codes of the autoencoder" },
} as const;

/** DEC's soft assignments of codes, n × k. */
function softAssignments({ centroids }: Dec, codes: Matrix): Matrix {
  const centres = tensorOf(centroids);
  try {
    return inChunks(codes, centroids.rows, (z) => tf.exp(logSoftAssignments(z, centres)));
  } finally {
    centres.dispose();
  }
}

async function runSpaces(config: SpacesConfig, data: Dataset, context: RunContext): Promise<Outcome> {
  const { seed, progress } = context;
  const { k, nInit } = config;
  const splits = scaledSplits(data, -1, config.rows);
  const autoencoder = await trainConvolutional(config, splits.train.images, context);
  const dec = await trainDec(config, splits, autoencoder, context);
  const measurements: Measurement[] = [];
  const figures: FigureData[] = [];
  const kMeansSeed = seedFor(seed, "k-means");
  const update = progress("spaces");
  for (const split of ["train", "test"] as const) {
    const { images, labels: classes } = splits[split];
    const problem = { split, classes, k, nInit, seed: kMeansSeed };
    const codes = { "code": dec.encode(images), "code before DEC": autoencoder.encode(images) };
    const clusters = dec.predict(images);
    const spaces = [
      ...await codeSpaces("code", codes["code"]),
      { name: "soft assignments", points: softAssignments(dec, codes["code"]) },
    ];
    const before = await codeSpaces("code before DEC", codes["code before DEC"]);
    measurements.push(...await clusterSpaces([...spaces, ...before], problem));
    const pixels = { name: "pixels", points: images };
    measurements.push(
      ...await indicesInSpaces([...spaces, before[0], pixels], clusters, "clusters of DEC", split),
    );
    for (const [space, points] of Object.entries(codes) as [keyof typeof codes, Matrix][]) {
      if (split === "train") continue;
      const { figure, embedding, rows } = await embeddedSample(
        FIGURES[space],
        { points, classes, clusters },
        context,
      );
      figures.push(figure);
      const plane = [{ name: `t-SNE-2 of ${space}`, points: embedding }];
      measurements.push(...await clusterSpaces(plane, { ...problem, classes: labelsAt(classes, rows) }));
      measurements.push(...await indicesInSpaces(plane, labelsAt(clusters, rows), "clusters of DEC", split));
    }
    update(split === "train" ? 1 : 2, 2, "");
  }
  const { history } = dec;
  dec.dispose();
  measurements.push(...await clusterAfterDec(config, config.shorter, splits, autoencoder, context));
  autoencoder.dispose();
  return { measurements, history, figures };
}

/** The study. */
export const spacesStudy: Experiment = experiment<SpacesConfig>({
  paper,
  method: "study-spaces",
  dataset,
  title: "§V's indices in many spaces, on both splits",
  profiles: {
    smoke: {
      dataset: "mnist-10k",
      seconds: 10,
      config: {
        ...DEC,
        ...FEW,
        batchSize: 64,
        epochs: 8,
        clusteringEpochs: 2,
        shorter: [1],
      },
    },
    paper: { dataset, seconds: 900, config: { ...DEC, shorter: [1, 5, 20] } },
  },
  run: runSpaces,
});
