/**
 * Fig. 2: test images in three dimensions by t-SNE, from their pixels and from the code of SNNL-7.
 *
 * @module
 */
import { type Matrix, permutation, random, seedFor, takeRows, tf } from "../../engine/mod.ts";
import type { Dataset, Split } from "../../datasets/mod.ts";
import { fitAutoencoder } from "../../models/autoencoder/fit.ts";
import { kMeans } from "../../models/kmeans/kmeans.ts";
import { entanglement } from "../../models/snnl/inspect.ts";
import { softNearestNeighborLoss } from "../../models/snnl/loss.ts";
import { snnlPenalty } from "../../models/snnl/penalty.ts";
import { type Outcome, type RunContext, training } from "../../experiments/experiment.ts";
import type { FigureData } from "../../records/figure_data.ts";
import type { Measurement } from "../../records/record.ts";
import { measured, scores } from "../../experiments/scores.ts";
import { labelsAt, scaledSplits, takeImages } from "../../experiments/splits.ts";
import { drawnRows, embedded } from "../../experiments/drawings.ts";
import {
  type AutoencoderConfig,
  drawLabelled,
  lastTemperature,
  optionsOf,
  type SnnlConfig,
} from "./protocol.ts";

/** SNNL-7's training, and what is drawn of the test images. */
export type EmbeddingsConfig = AutoencoderConfig & {
  snnl: SnnlConfig;
  labelled: number;
  /** How many classes are shown, drawn with the run's seed. */
  classes: number;
  /** How many test images of these are shown, drawn with the run's seed. */
  points: number;
  tsne: { perplexity: number; learningRate: number; iterations: number; earlyExaggeration: number };
};

/** The test images of some classes. */
function ofClasses(split: Split, count: number, seed: number): Split {
  const { labels } = split;
  const classes = [...new Set(labels)].sort((a, b) => a - b);
  const chosen = new Set(
    Array.from(
      permutation(classes.length, random(seedFor(seed, "classes of the figure"))).slice(0, count),
      (i) => classes[i],
    ),
  );
  return takeImages(split, Int32Array.from(labels.keys()).filter((i) => chosen.has(labels[i])));
}

/** The mean over batches of the soft nearest neighbour loss of points as they are. */
function lossOf(
  { data, rows, columns }: Matrix,
  labels: Int32Array,
  { distance, epsilon }: SnnlConfig,
  temperature: number,
  batchSize: number,
): number {
  const batches = Math.floor(rows / batchSize);
  let sum = 0;
  for (let batch = 0; batch < batches; batch++) {
    const [from, to] = [batch * batchSize, (batch + 1) * batchSize];
    const loss = tf.tidy(() =>
      softNearestNeighborLoss(
        tf.tensor2d(new Float32Array(data.subarray(from * columns, to * columns)), [batchSize, columns]),
        tf.tensor1d(labels.subarray(from, to), "int32"),
        tf.scalar(temperature),
        { distance, epsilon },
      )
    );
    sum += loss.dataSync()[0];
    loss.dispose();
  }
  return sum / batches;
}

/** Trains SNNL-7; draws pixels and codes; and clusters what was drawn, three-dimensional as it is. */
export async function runEmbeddings(
  config: EmbeddingsConfig,
  data: Dataset,
  context: RunContext,
): Promise<Outcome> {
  const { seed } = context;
  const { snnl, architecture, batchSize, nInit } = config;
  const splits = scaledSplits(data, 0, config.rows);
  const train = drawLabelled(splits.train, config.labelled, seed);
  const test = ofClasses(splits.test, config.classes, seed);
  const { history, network, encode, dispose } = await fitAutoencoder(train.images, {
    ...optionsOf(config),
    penalty: snnlPenalty({ ...snnl, labels: train.labels }),
    seed,
    ...training(context, "autoencoder"),
  });
  const code = encode(test.images);
  const temperature = lastTemperature(config, snnl);
  const batch = Math.min(batchSize, test.labels.length);
  const layers = entanglement(architecture, network, test.images, {
    labels: test.labels,
    temperature,
    batchSize: batch,
    distance: snnl.distance,
    epsilon: snnl.epsilon,
  });
  dispose();
  const losses = {
    pixels: lossOf(test.images, test.labels, snnl, temperature, batch),
    code: layers[(layers.length - 1) / 2],
  };
  const rows = drawnRows(test.labels.length, seed, config.points);
  const classes = labelsAt(test.labels, rows);
  const measurements: Measurement[] = [];
  const figures: FigureData[] = [];
  for (const [space, points] of [["code", code], ["pixels", test.images]] as const) {
    const { figure, embedding, kl } = await embedded(
      {
        name: `fig-2-${space}`,
        title: `Fig. 2: ${space} of ${rows.length.toLocaleString("en")} test images, SNNL ${
          losses[space].toFixed(4)
        }`,
      },
      { points: takeRows(points, rows), classes },
      context,
      { ...config.tsne, dimensions: 3 },
    );
    figures.push(figure);
    const { labels: clusters } = await kMeans(embedding, {
      k: config.classes,
      nInit,
      seed: seedFor(seed, "k-means"),
    });
    const named = `t-SNE-3 of ${space}`;
    measurements.push(
      ...await scores({ points: embedding, space: named, split: "test", clusters, classes }),
      measured(`OTHER:SNNL ${space}`, losses[space], { split: "test" }),
      measured("OTHER:KL", kl, { space: named, split: "test" }),
    );
  }
  return { measurements, history, figures };
}
