/**
 * Fig. 2: test images in three dimensions by t-SNE, from their pixels and from the code of SNNL-7.
 *
 * @module
 */
import { permutation, random, seedFor, takeRows } from "../../engine/mod.ts";
import type { Dataset, Split } from "../../datasets/mod.ts";
import { clustersOf } from "../../experiments/clustering.ts";
import { drawnRows, embedded } from "../../experiments/drawings.ts";
import type { Experiment, Outcome } from "../../experiments/experiment.ts";
import { ALL_IMAGES, type ImageChoices, imagesOf, labelsAt, takeImages } from "../../experiments/images.ts";
import type { PaperBuilder, Run } from "../../experiments/paper.ts";
import { FEW } from "../../experiments/profiles.ts";
import { measured } from "../../experiments/scores.ts";
import { KMEANS, type KMeansChoices } from "../../models/kmeans/kmeans.ts";
import { pointEntanglement } from "../../models/snnl/inspect.ts";
import { TSNE, type TsneChoices } from "../../models/tsne/tsne.ts";
import type { FigureData } from "../../records/figure_data.ts";
import type { Measurement } from "../../records/record.ts";
import {
  entanglementOptions,
  layerLosses,
  NETWORK_SMOKE,
  type NetworkChoices,
  type Term,
  train,
} from "./snnl.ts";

/** SNNL-7's training, and what is drawn of the test images. */
type Choices = NetworkChoices & {
  readonly images: ImageChoices;
  readonly snnl: Term;
  /** How many classes are shown, drawn with the run's seed. */
  readonly classes: number;
  /** How many test images of these are shown, drawn with the run's seed. */
  readonly points: number;
  readonly tsne: TsneChoices;
  readonly cluster: KMeansChoices;
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

/** Trains SNNL-7; draws pixels and codes; and clusters what was drawn, three-dimensional as it is. */
async function runFig2(config: Choices, data: Dataset, run: Run): Promise<Outcome> {
  const { seed } = run;
  const { network, snnl } = config;
  const splits = imagesOf(data, config.images);
  const test = ofClasses(splits.test, config.classes, seed);
  const { history, network: trained, encode, dispose } = await train(config, splits, run);
  const seen = async () => ({
    code: await encode(test.images),
    layers: await layerLosses(network, trained, test, snnl),
  });
  const { code, layers } = await seen().finally(dispose);
  const losses = {
    pixels: await pointEntanglement(test.images, entanglementOptions(network, snnl, test.labels)),
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
      run,
      config.tsne,
    );
    figures.push(figure);
    const clusters = await clustersOf(embedding, config.cluster, run);
    const named = `t-SNE-3 of ${space}`;
    measurements.push(
      ...await run.score({ points: embedding, space: named, split: "test", clusters, classes }),
      measured(`OTHER:SNNL ${space}`, losses[space], { split: "test" }),
      measured("OTHER:KL", kl, { space: named, split: "test" }),
    );
  }
  return { measurements, history, figures };
}

/**
 * Fig. 2, with its settings of t-SNE; how many points it shows is not given. No number or order is printed of other data
 * sets than MNIST, so that these are studies.
 */
export function fig2(
  { experiment }: PaperBuilder,
  { dataset, config: { network, labelled, snnl: { gradientBatches: _, ...snnl } }, seconds }: {
    dataset: string;
    config: NetworkChoices & { readonly snnl: Term & { readonly gradientBatches: number } };
    seconds: number;
  },
): Experiment {
  const isMnist = dataset === "mnist";
  return experiment<Choices>(isMnist ? "fig-2" : "study-fig-2", {
    dataset,
    title: "Fig. 2: pixels and SNNL-7's code in three dimensions, by t-SNE",
    ...!isMnist && { study: { question: `What does Fig. 2 look like on ${dataset}?` } },
    seconds: { paper: seconds, ...isMnist && { quick: 10, smoke: 4 } },
    quick: { labelled: 4 * 256, network: { epochs: 20 }, points: 500, tsne: { iterations: 1000 } },
    smoke: {
      images: FEW.images,
      cluster: FEW.cluster,
      ...NETWORK_SMOKE,
      labelled: 256,
      points: 100,
      tsne: { perplexity: 10, iterations: 300 },
    },
    config: {
      images: ALL_IMAGES,
      network,
      labelled,
      snnl,
      classes: 10,
      points: 2000,
      tsne: {
        ...TSNE,
        dimensions: 3,
        perplexity: 50,
        learningRate: 10,
        iterations: 5000,
        earlyExaggeration: 4,
      },
      cluster: { ...KMEANS, k: 10, nInit: 10 },
    },
    run: runFig2,
  });
}
