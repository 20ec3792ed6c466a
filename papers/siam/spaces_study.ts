/**
 * Where may the paper's two sets of indices come from? One autoencoder, as in the paper, and its codes' clusters in many
 * spaces, on both splits and on 2,000 images; the codes of the same network untrained, and with its dropout left on; and
 * those that deep embedded clustering makes of them, which the paper names as what could be tried next (§4).
 *
 * @module
 */
import { type Matrix, type Parameters, seedFor, takeRows, tf } from "../../engine/mod.ts";
import type { Dataset } from "../../datasets/mod.ts";
import { inChunks } from "../../models/autoencoder/chunks.ts";
import {
  codeSize,
  type ConvolutionalArchitecture,
  convolutionalCode,
  initConvolutional,
} from "../../models/autoencoder/convolutional.ts";
import { kMeans } from "../../models/kmeans/kmeans.ts";
import { type Experiment, experiment, FEW, type Outcome, type RunContext } from "../../experiments/experiment.ts";
import type { Measurement } from "../../records/record.ts";
import { labelsAt, scaledSplits } from "../../experiments/splits.ts";
import { clusterAfterDec, trainConvolutional } from "../../experiments/convolutional.ts";
import { embeddedSample } from "../../experiments/drawings.ts";
import { clusterSpaces, codeSpaces, indicesInSpaces } from "../../experiments/spaces.ts";
import { AUTOENCODER, type AutoencoderConfig, PAPER as paper } from "./protocol.ts";

/** The autoencoder's training, and after how many epochs of DEC its codes are looked at; each starts from the autoencoder. */
type SpacesConfig = AutoencoderConfig & { clusteringEpochs: number[] };

/** The codes of a network; with its dropout, if told so. */
function codes(
  architecture: ConvolutionalArchitecture,
  network: Parameters,
  images: Matrix,
  withDropout = false,
): Matrix {
  const seed = withDropout ? tf.tensor1d([seedFor(42, "dropout") | 0, 0], "int32") : null;
  try {
    return inChunks(
      images,
      codeSize(architecture),
      (x) => convolutionalCode(architecture, network, x, seed),
    );
  } finally {
    seed?.dispose();
  }
}

async function runSpaces(config: SpacesConfig, data: Dataset, context: RunContext): Promise<Outcome> {
  const { seed, progress } = context;
  const { architecture, k, nInit } = config;
  const splits = scaledSplits(data, 0, config.rows);
  const autoencoder = await trainConvolutional(config, splits.train.images, context);
  const untrained = initConvolutional(architecture, seed);
  const { network, history } = autoencoder;
  const measurements: Measurement[] = [];
  const kMeansSeed = seedFor(seed, "k-means");
  const update = progress("spaces");
  for (const split of ["train", "test"] as const) {
    const { images, labels: classes } = splits[split];
    const code = codes(architecture, network, images);
    const problem = { split, classes, k, nInit, seed: kMeansSeed };
    const spaces = [
      ...await codeSpaces("code", code),
      { name: "code with dropout", points: codes(architecture, network, images, true) },
      { name: "code of the untrained network", points: codes(architecture, untrained, images) },
    ];
    measurements.push(...await clusterSpaces(spaces, problem));
    const { labels: clusters } = await kMeans(code, { k, nInit, seed: kMeansSeed });
    const pixels = { name: "pixels", points: images };
    measurements.push(...await indicesInSpaces([pixels], clusters, "clusters of the code", split));
    measurements.push(...await indicesInSpaces([pixels, spaces[0]], classes, "digits", split));
    if (split === "test") {
      const { embedding, rows } = await embeddedSample(
        { name: "codes", title: "Test codes" },
        { points: code, classes },
        context,
      );
      const sample = [
        { name: `t-SNE-2 of code, ${rows.length} images`, points: embedding },
        { name: `code, ${rows.length} images`, points: takeRows(code, rows) },
        { name: `pixels, ${rows.length} images`, points: takeRows(images, rows) },
      ];
      measurements.push(...await clusterSpaces(sample, { ...problem, classes: labelsAt(classes, rows) }));
      measurements.push(
        ...await indicesInSpaces(sample.slice(0, 1), labelsAt(clusters, rows), "clusters of the code", split),
      );
    }
    update(split === "train" ? 1 : 2, 2, "");
  }
  tf.dispose(untrained);
  const decConfig = { ...config, tolerance: 0 };
  measurements.push(
    ...await clusterAfterDec(decConfig, config.clusteringEpochs, splits, autoencoder, context),
  );
  autoencoder.dispose();
  return { measurements, history };
}

/** The study. */
export const spacesStudy: Experiment = experiment<SpacesConfig>({
  paper,
  method: "study-spaces",
  dataset: "mnist",
  title: "The two sets of indices in many spaces, on both splits",
  profiles: {
    smoke: {
      dataset: "mnist-10k",
      seconds: 15,
      config: {
        ...AUTOENCODER,
        ...FEW,
        epochs: 2,
        clusteringEpochs: [1],
      },
    },
    paper: { dataset: "mnist", seconds: 500, config: { ...AUTOENCODER, clusteringEpochs: [1, 5, 20] } },
  },
  run: runSpaces,
});
