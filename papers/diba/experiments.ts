/**
 * Diba, "Clustering MNIST Digits Using Deep Autoencoders and Deep Embedded Clustering (DEC)": k-means on the code of a
 * convolutional autoencoder, and DEC from it (§V). See README.md for what the paper leaves open.
 *
 * @module
 */
import type { Matrix, Parameters } from "../../engine/mod.ts";
import type { Dataset } from "../../datasets/mod.ts";
import { mse, silhouette } from "../../metrics/mod.ts";
import { convolutionalParameterCounts } from "../../models/autoencoder/convolutional.ts";
import type { Autoencoder } from "../../models/autoencoder/trained.ts";
import { type Experiment, experiment, onMnist, type Outcome, type RunContext } from "../../experiments/experiment.ts";
import type { FigureData } from "../../records/figure_data.ts";
import type { Measurement } from "../../records/record.ts";
import { measured } from "../../experiments/scores.ts";
import { kMeansOfSplits, scaledSplits, scoreSplits, sizes, type Splits } from "../../experiments/splits.ts";
import { type DecConfig, trainConvolutional, trainDec } from "../../experiments/convolutional.ts";
import { besideReconstructions, clusterSamples, embeddedSample } from "../../experiments/drawings.ts";
import { originals } from "./original_dec.ts";
import {
  ARCHITECTURE,
  AUTOENCODER,
  type AutoencoderConfig,
  DATASET as dataset,
  DEC,
  PAPER as paper,
} from "./protocol.ts";
import { spacesStudy } from "./spaces_study.ts";

/** How well the autoencoder reconstructs, and its size. */
function ofAutoencoder(
  { history, reconstruct }: Autoencoder<Parameters>,
  { test }: Splits,
): Measurement[] {
  const counts = convolutionalParameterCounts(ARCHITECTURE);
  return [
    measured("OTHER:MSE first epoch", history[0].loss, { split: "train" }),
    measured("OTHER:MSE last epoch", history.at(-1)!.loss, { split: "train" }),
    measured("MSE", mse(test.images, reconstruct(test.images)), { split: "test" }),
    measured("PARAMS", counts.reduce((sum, { count }) => sum + count, 0)),
  ];
}

/** Fig. 5 or 6: the test codes in the plane; and how tight their clusters are there, by the silhouette (§VI). */
async function inThePlane(
  named: { name: string; title: string },
  points: Matrix,
  classes: Int32Array,
  clusters: Int32Array,
  context: RunContext,
): Promise<{ figure: FigureData; measurements: Measurement[] }> {
  const { figure, embedding, rows } = await embeddedSample(named, { points, classes, clusters }, context);
  const shown = Int32Array.from(rows, (i) => clusters[i]);
  if (new Set(shown).size < 2) return { figure, measurements: [] };
  const space = "t-SNE-2 of code";
  return {
    figure,
    measurements: [measured("SIL", await silhouette(embedding, shown), { space, split: "test" })],
  };
}

/** Fig. 2: how many training images each digit has. */
function distribution({ train }: Splits): FigureData {
  const digits = [...new Set(train.labels)].sort((a, b) => a - b);
  return {
    kind: "counts",
    name: "fig-2",
    title: "Fig. 2: training images of each digit",
    rowTitle: "",
    columnTitle: "digit",
    rows: ["images"],
    columns: digits.map(String),
    counts: [digits.map((digit) => train.labels.filter((label) => label === digit).length)],
  };
}

/** Pixels are scaled to [-1, 1] (§III). */
async function runAutoencoder(
  config: AutoencoderConfig,
  data: Dataset,
  context: RunContext,
): Promise<Outcome> {
  const splits = scaledSplits(data, -1, config.rows);
  const autoencoder = await trainConvolutional(config, splits.train.images, context);
  const { train, test } = splits;
  const points = { train: autoencoder.encode(train.images), test: autoencoder.encode(test.images) };
  const measurements = ofAutoencoder(autoencoder, splits);
  const reconstructions = autoencoder.reconstruct(test.images);
  autoencoder.dispose();
  const clusters = await kMeansOfSplits(points, { ...config, seed: context.seed });
  const plane = await inThePlane(
    { name: "fig-6", title: "Fig. 6: test codes of the autoencoder" },
    points.test,
    test.labels,
    clusters.test,
    context,
  );
  const pixels = { width: data.width, height: data.height, low: -1 } as const;
  return {
    measurements: [
      ...await scoreSplits(splits, { points, clusters, space: "code" }),
      ...measurements,
      ...sizes(data),
      ...plane.measurements,
    ],
    history: autoencoder.history,
    figures: [
      clusterSamples({ name: "fig-1", title: "Fig. 1: digits" }, train.images, train.labels, pixels),
      distribution(splits),
      plane.figure,
      besideReconstructions(
        { name: "reconstructions", title: "Test images and their reconstructions" },
        test.images,
        reconstructions,
        pixels,
      ),
    ],
  };
}

/** The history is that of the clustering; with each epoch goes the share of labels that changed before it. */
async function runDec(config: DecConfig, data: Dataset, context: RunContext): Promise<Outcome> {
  const splits = scaledSplits(data, -1, config.rows);
  const { train, test } = splits;
  const autoencoder = await trainConvolutional(config, splits.train.images, context);
  const dec = await trainDec(config, splits, autoencoder, context);
  const measurements = ofAutoencoder(autoencoder, splits);
  autoencoder.dispose();
  const points = { train: dec.encode(train.images), test: dec.encode(test.images) };
  const clusters = { train: dec.labels, test: dec.predict(test.images) };
  dec.dispose();
  const plane = await inThePlane(
    { name: "fig-5", title: "Fig. 5: test codes of DEC" },
    points.test,
    test.labels,
    clusters.test,
    context,
  );
  return {
    measurements: [
      ...await scoreSplits(splits, { points, clusters, space: "code" }),
      ...measurements,
      measured("OTHER:clusters with points", dec.updates.at(-1)!.clusters, { split: "train" }),
      measured("OTHER:clustering epochs", dec.history.length),
      measured("OTHER:stopped since labels stood still", dec.stopReason === "tolerance" ? 1 : 0),
      ...plane.measurements,
    ],
    history: dec.history.map((epoch, i) => ({ ...epoch, changed: dec.updates[i].changed })),
    figures: [
      plane.figure,
      clusterSamples({ name: "clusters", title: "Test images of each cluster" }, test.images, clusters.test, {
        width: data.width,
        height: data.height,
        low: -1,
      }),
    ],
  };
}

/** "103" may be 10³ with a lost superscript. */
const studies: Experiment[] = [
  experiment<AutoencoderConfig>({
    paper,
    method: "study-ae-1000-epochs",
    dataset,
    title: "Autoencoder and k-means, 1,000 epochs",
    profiles: { paper: { dataset, seconds: 7000, config: { ...AUTOENCODER, epochs: 1000 } } },
    run: runAutoencoder,
  }),
  experiment<DecConfig>({
    paper,
    method: "study-dec-1000-epochs",
    dataset,
    title: "DEC, 1,000 epochs of clustering",
    profiles: { paper: { dataset, seconds: 5000, config: { ...DEC, clusteringEpochs: 1000 } } },
    run: runDec,
  }),
];

/** The paper's experiments, and the studies of its number of epochs. */
export const experiments: Experiment[] = [
  experiment<AutoencoderConfig>({
    paper,
    method: "ae-kmeans",
    dataset,
    title: "Convolutional autoencoder and k-means",
    profiles: onMnist(AUTOENCODER, { smoke: 5, quick: 24, paper: 805 }, {
      quick: { epochs: 20 },
      smoke: { epochs: 2 },
    }),
    run: runAutoencoder,
  }),
  experiment<DecConfig>({
    paper,
    method: "dec",
    dataset,
    title: "Deep embedded clustering",
    profiles: onMnist(DEC, { smoke: 6, quick: 29, paper: 705 }, {
      quick: { epochs: 10, clusteringEpochs: 20 },
      smoke: { batchSize: 64, epochs: 8, clusteringEpochs: 2 },
    }),
    run: runDec,
  }),
  ...studies,
  spacesStudy,
  ...originals,
];
