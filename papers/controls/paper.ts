/**
 * Controls: what labels drawn at random, the true labels, and the best clusters that k-means finds from many starts score on
 * the data and in the spaces that the papers' numbers are about. See README.md.
 *
 * @module
 */
import type { Matrix } from "../../engine/mod.ts";
import { randomClusters } from "../../experiments/clustering.ts";
import type { Change } from "../../experiments/config.ts";
import type { Experiment } from "../../experiments/experiment.ts";
import { ALL_IMAGES, type ImageChoices, imagesOf, type SplitName } from "../../experiments/images.ts";
import { type CommonChoices, type Method, paper, type Seconds } from "../../experiments/paper.ts";
import { DIGITS, FEW } from "../../experiments/profiles.ts";
import { pixels, principalComponents } from "../../experiments/representations.ts";
import { measured } from "../../experiments/scores.ts";
import { KMEANS } from "../../models/kmeans/kmeans.ts";
import type { PcaChoices } from "../../models/pca/pca.ts";
import { HALF_OF_USPS } from "../song/paper.ts";
import { type ComponentsChoices, runComponents } from "./components.ts";
import { extremes, lowestInertia, near, type RestartChoices, restarts } from "./restarts.ts";
import { spectralBound } from "./spectrum.ts";

const controls = paper("controls", {
  dataset: "mnist",
  small: DIGITS,
  images: ALL_IMAGES,
  cluster: { kind: "own" },
  score: ["test"],
});

/** What every control's configuration has: which images, and the k-means whose starts are each looked at. */
type ControlChoices = {
  readonly images: ImageChoices;
  readonly split: SplitName;
  readonly cluster: RestartChoices;
};

/** How near to the lowest inertia a restart counts as one that found it again. */
const AGAIN = 0.001;

/** How points are represented: the choices, and the function that makes them. */
type Representation<Own> = {
  readonly config: Own;
  readonly represent: Method<Own & CommonChoices, unknown>["represent"];
};

const PIXELS: Representation<Record<never, never>> = { config: {}, represent: pixels };

const components = (count: number): Representation<{ pca: PcaChoices }> => ({
  config: { pca: { components: count } },
  represent: principalComponents,
});

/** Random labels, true labels, and each of many starts of k-means, on one split in one space. */
function control<Own>(
  name: string,
  { title, dataset = "mnist", images = ALL_IMAGES, split, k = 10, restarts: nInit, leading = null, seconds }:
    {
      title: string;
      dataset?: string;
      images?: ImageChoices;
      split: SplitName;
      k?: number;
      restarts: number;
      leading?: number | null;
      seconds: number;
    },
  { config, represent }: Representation<Own>,
): Experiment {
  const all: Seconds = { paper: seconds, ...dataset === "mnist" && { smoke: 1 } };
  return controls.experiment<ControlChoices & Own>(`study-${name}`, {
    dataset,
    title,
    study: { question: "What do random labels, true labels and the best of many k-means score here?" },
    seconds: all,
    smoke: { images: FEW.images, cluster: { nInit: 3 } } as Change<ControlChoices & Own>,
    config: { ...config, images, split, cluster: { ...KMEANS, k, nInit, leading } },
    async run(config, data, run) {
      const { images, split, cluster } = config;
      const splits = imagesOf(data, images);
      const common: CommonChoices = { images, cluster: { kind: "own" }, score: [split] };
      const represented = await represent({ ...config, ...common }, splits, run);
      const { space } = represented;
      const points: Matrix = represented.points[split]!;
      const { labels: classes } = splits[split];
      const found = await restarts(points, classes, cluster, run.seed, run.progress("restarts"));
      const inWords = `${cluster.nInit.toLocaleString("en")} restarts`;
      const score = (whose: string, clusters: Int32Array) =>
        run.score({ space: `${space}, ${whose}`, split, points, clusters, classes });
      const bound = await spectralBound(points, cluster.k);
      return {
        measurements: [
          ...await score("random labels", randomClusters(points.rows, cluster.k, run.seed)),
          ...await score("true labels", classes),
          ...await score(`lowest inertia of ${inWords}`, lowestInertia(found).clusters),
          ...extremes(found, { space, split, restarts: inWords }),
          measured(`OTHER:restarts within ${100 * AGAIN} % of the lowest inertia`, near(found, AGAIN), {
            space,
            split,
          }),
          ...bound === Infinity
            ? []
            : [measured("CHI", bound, { space: `${space}, bound of the spectrum`, split })],
        ],
        history: [],
      };
    },
  });
}

/** As Chowdhury scales them. */
const FROM_MINUS_1: ImageChoices = { ...ALL_IMAGES, pixels: [-1, 1] };

const sweep: ComponentsChoices = {
  images: FROM_MINUS_1,
  dimensions: [2, 3, 4, 5, 6, 8, 10, 12, 13, 14, 15, 16, 18, 20, 25, 30, 40, 50, 64, 80, 100, 128, 150, 200],
  cluster: { ...KMEANS, k: 10, nInit: 10, leading: null },
  // Chowdhury's Table IV, PCA + K-means, with the tolerances of his claims.
  row: { SIL: [0.0534, 0.0734], DBI: [2.798415, 3.092985], CHI: [824.144, 910.896] },
};

/** The controls. */
export default controls.declare([
  control("pixels-test", {
    title: "Pixels of MNIST's test images (Chowdhury)",
    images: FROM_MINUS_1,
    split: "test",
    restarts: 250,
    leading: 100,
    seconds: 90,
  }, PIXELS),
  control("pixels-train", {
    title: "Pixels of MNIST's training images (Siam, Song)",
    split: "train",
    restarts: 20,
    leading: 100,
    seconds: 300,
  }, PIXELS),
  control("pca-64-test", {
    title: "64 principal components of MNIST's test images (Chowdhury)",
    images: FROM_MINUS_1,
    split: "test",
    restarts: 100,
    seconds: 20,
  }, components(64)),
  control("pca-70-test", {
    title: "70 principal components of MNIST's test images (Agarap)",
    split: "test",
    restarts: 100,
    seconds: 20,
  }, components(70)),
  control("pca-70-test", {
    title: "70 principal components of Fashion-MNIST's test images (Agarap)",
    dataset: "fashion-mnist",
    split: "test",
    restarts: 100,
    seconds: 20,
  }, components(70)),
  control("pca-70-test", {
    title: "70 principal components of EMNIST Balanced's test images (Agarap)",
    dataset: "emnist-balanced",
    split: "test",
    k: 47,
    restarts: 100,
    seconds: 60,
  }, components(70)),
  control("pixels-train", {
    title: "Pixels of half of USPS (Song)",
    dataset: "usps",
    images: HALF_OF_USPS,
    split: "train",
    restarts: 100,
    seconds: 20,
  }, PIXELS),
  control("pixels-train", {
    title: "Pixels of YaleB (Song)",
    dataset: "yaleb",
    images: { ...ALL_IMAGES, from: "train" },
    split: "train",
    restarts: 100,
    seconds: 20,
  }, PIXELS),
  controls.experiment<ComponentsChoices>("study-components", {
    title: "From 2 to 200 principal components of MNIST's test images (Chowdhury)",
    study: { question: "Which number of components gives Table IV's row of PCA and k-means?" },
    seconds: { smoke: 1, paper: 60 },
    smoke: { images: FEW.images, dimensions: [2, 16], cluster: { nInit: 2 } },
    config: sweep,
    run: runComponents,
  }),
]);
