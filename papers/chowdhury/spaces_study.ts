/**
 * Where may Table III's indices have been measured? One autoencoder, as in the paper, and its codes' clusters in many
 * spaces, on both splits.
 *
 * @module
 */
import { type Matrix, seedFor, tf } from "../../engine/mod.ts";
import type { Dataset } from "../../datasets/mod.ts";
import { inChunks } from "../../models/autoencoder/chunks.ts";
import { type AutoencoderState, pass } from "../../models/autoencoder/dense.ts";
import { fitAutoencoder } from "../../models/autoencoder/fit.ts";
import type { Autoencoder } from "../../models/autoencoder/trained.ts";
import { kMeans } from "../../models/kmeans/kmeans.ts";
import {
  type Experiment,
  experiment,
  FEW,
  type Outcome,
  type RunContext,
  training,
} from "../../experiments/experiment.ts";
import type { Measurement } from "../../records/record.ts";
import { labelsAt, scaledSplits } from "../../experiments/splits.ts";
import { embeddedSample } from "../../experiments/drawings.ts";
import { clusterSpaces, codeSpaces, indicesInSpaces } from "../../experiments/spaces.ts";
import { AUTOENCODER, type AutoencoderConfig, optionsOf, PAPER as paper } from "./protocol.ts";

/** The codes of a network left in training mode, as by a forgotten `eval()`: with dropout, normalised by their batch. */
function trainingCodes(
  { network }: Autoencoder<AutoencoderState>,
  images: Matrix,
  { architecture }: AutoencoderConfig,
): Matrix {
  const seed = tf.tensor1d([seedFor(42, "dropout") | 0, 0], "int32");
  try {
    return inChunks(
      images,
      architecture.sizes.at(-1)!,
      (x) => pass(architecture, network, x, seed).code,
    );
  } finally {
    seed.dispose();
  }
}

async function runSpaces(
  config: AutoencoderConfig,
  data: Dataset,
  context: RunContext,
): Promise<Outcome> {
  const { seed, progress } = context;
  const { k, nInit } = config;
  const splits = scaledSplits(data, -1, config.rows);
  const autoencoder = await fitAutoencoder(splits.train.images, {
    ...optionsOf(config),
    seed,
    ...training(context, "autoencoder"),
  });
  const measurements: Measurement[] = [];
  const kMeansSeed = seedFor(seed, "k-means");
  const update = progress("spaces");
  for (const split of ["test", "train"] as const) {
    const { images, labels: classes } = splits[split];
    const code = autoencoder.encode(images);
    const spaces = [
      ...await codeSpaces("code", code),
      { name: "code in training mode", points: trainingCodes(autoencoder, images, config) },
      // As wide as the pixels: on the training split they would take longer than all else.
      ...split === "test" ? [{ name: "reconstructions", points: autoencoder.reconstruct(images) }] : [],
    ];
    const problem = { split, classes, k, nInit, seed: kMeansSeed };
    measurements.push(...await clusterSpaces(spaces, problem));
    const { labels: clusters } = await kMeans(code, { k, nInit, seed: kMeansSeed });
    const pixels = { name: "pixels", points: images };
    const others = [pixels, ...spaces.slice(1)];
    measurements.push(...await indicesInSpaces(others, clusters, "clusters of the code", split));
    measurements.push(...await indicesInSpaces([...others, spaces[0]], classes, "digits", split));
    if (split === "test") {
      const { embedding, rows } = await embeddedSample(
        { name: "codes", title: "Test codes" },
        { points: code, classes },
        context,
      );
      const plane = [{ name: "t-SNE-2 of code", points: embedding }];
      measurements.push(...await clusterSpaces(plane, { ...problem, classes: labelsAt(classes, rows) }));
      measurements.push(
        ...await indicesInSpaces(plane, labelsAt(clusters, rows), "clusters of the code", split),
      );
    }
    update(split === "test" ? 1 : 2, 2, "");
  }
  autoencoder.dispose();
  return { measurements, history: autoencoder.history };
}

/** The study. */
export const spacesStudy: Experiment = experiment<AutoencoderConfig>({
  paper,
  method: "study-spaces",
  dataset: "mnist",
  title: "Table III's indices in many spaces, on both splits",
  profiles: {
    smoke: {
      dataset: "mnist-10k",
      seconds: 10,
      config: { ...AUTOENCODER, ...FEW, epochs: 2 },
    },
    paper: { dataset: "mnist", seconds: 120, config: AUTOENCODER },
  },
  run: runSpaces,
});
