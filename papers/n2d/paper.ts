/**
 * McConville et al., "N2D: (Not Too) Deep Clustering via Clustering the Local Manifold of an Autoencoded Embedding": UMAP of
 * an autoencoder's code, and a mixture of Gaussians in it. See README.md for where each setting comes from.
 *
 * @module
 */
import { KERAS_ADAM, type Matrix, seedFor } from "../../engine/mod.ts";
import { drawClusters, drawEmbedding, type InThePlane, PLANE } from "../../experiments/drawings.ts";
import { ALL_IMAGES, type Splits } from "../../experiments/images.ts";
import {
  type CommonChoices,
  type Found,
  paper,
  type Represented,
  type Run,
} from "../../experiments/paper.ts";
import { DIGITS, FEW_POINTS } from "../../experiments/profiles.ts";
import { trainDense } from "../../experiments/representations.ts";
import { measured } from "../../experiments/scores.ts";
import { mse } from "../../metrics/mod.ts";
import { PLAIN } from "../../models/autoencoder/dense.ts";
import type { DenseChoices } from "../../models/autoencoder/fit.ts";
import { fitMixture, type FittedMixture, MIXTURE, type MixtureChoices } from "../../models/gmm/gmm.ts";
import { kMeans } from "../../models/kmeans/kmeans.ts";
import { UMAP, umap, type UmapChoices } from "../../models/umap/umap.ts";
import type { Measurement } from "../../records/record.ts";

/** N2D's own choices. */
export type N2dChoices = {
  readonly network: DenseChoices;
  /** Of the code. */
  readonly umap: UmapChoices;
  /** In UMAP's embedding. */
  readonly mixture: MixtureChoices;
};

/** What the measures look at. */
interface Model {
  mixture: FittedMixture;
  /** The mean squared error of the reconstructions. */
  error: number;
  /** The autoencoder's, in which k-means finds the clusters that UMAP is to better. */
  codes: Matrix;
}

async function represent(
  { network, umap: umapChoices, mixture: choices }: N2dChoices,
  { train: { images } }: Splits,
  run: Run,
): Promise<Represented<Model>> {
  const autoencoder = await trainDense(network, images, run);
  const { history, encode, reconstruct, dispose } = autoencoder;
  const seen = async () => ({ codes: await encode(images), error: mse(images, await reconstruct(images)) });
  const { codes, error } = await seen().finally(dispose);
  const { embedding } = await umap(codes, {
    ...umapChoices,
    seed: seedFor(run.seed, "UMAP"),
    onProgress: run.progress("UMAP"),
  });
  const mixture = await fitMixture(embedding, { ...choices, seed: seedFor(run.seed, "mixture") });
  return {
    space: `UMAP-${umapChoices.dimensions} of code`,
    points: { train: embedding },
    clusters: { train: mixture.labels },
    model: { mixture, error, codes },
    history,
  };
}

/** What there is beside the scores of the mixture's clusters: those of k-means in the code, and how both fits went. */
async function measure(
  { model: { mixture, error, codes }, splits: { train: { labels: classes } }, config, run }: Found<
    CommonChoices & N2dChoices,
    Model
  >,
): Promise<Measurement[]> {
  const seed = seedFor(run.seed, "k-means in the code");
  const { labels: before } = await kMeans(codes, { k: config.mixture.k, nInit: 10, seed });
  return [
    ...await run.score({ space: "code", split: "train", clusters: before, classes }),
    measured("MSE", error, { split: "train" }),
    measured("OTHER:log-likelihood of the mixture", mixture.logLikelihood, { split: "train" }),
    measured("OTHER:iterations of the mixture", mixture.iterations, { split: "train" }),
  ];
}

/** The released settings (n2d.py, run.sh). */
const N2D: N2dChoices = {
  network: {
    architecture: {
      ...PLAIN,
      sizes: [784, 500, 500, 2000, 10],
      codeActivation: "linear",
      outputActivation: "linear",
      initialisation: "glorot",
    },
    loss: "mse",
    optimiser: KERAS_ADAM,
    batchSize: 256,
    epochs: 1000,
  },
  umap: { ...UMAP, dimensions: 10, neighbours: 20, minDistance: 0 },
  mixture: { ...MIXTURE, k: 10 },
};

/** N2D, as others compare it. */
export const n2d = { config: N2D, represent };

/** What N2D needs to keep its clusters apart on few images. */
export const N2D_SMOKE = {
  network: { architecture: { sizes: [784, 100, 100, 400, 10] }, epochs: 20, batchSize: 32 },
  umap: { epochs: 50 },
};

const n2dPaper = paper("n2d", {
  dataset: "mnist",
  small: DIGITS,
  images: { ...ALL_IMAGES, from: "test" },
  cluster: { kind: "own" },
  score: ["train"],
  smoke: { images: { rows: { train: 256, test: 200 } } },
});

/** N2D on some images. */
function on(images: string, declared: {
  dataset: string;
  from: "test" | "all";
  seconds: { smoke?: number; quick?: number; paper: number };
}) {
  const { dataset, from, seconds } = declared;
  return n2dPaper.method<N2dChoices & InThePlane, Model>("n2d", {
    title: `N2D on ${images}`,
    dataset,
    seconds,
    quick: { images: { rows: { train: 1, test: 7 * 256 } }, network: { epochs: 40 }, ...FEW_POINTS },
    smoke: N2D_SMOKE,
    config: { ...N2D, plane: PLANE },
    common: { images: { ...ALL_IMAGES, from } },
    represent,
    measure: [measure],
    figures: [
      drawEmbedding({ name: "embedding", title: "N2D: UMAP of the code" }, "train"),
      drawClusters({ name: "clusters", title: "N2D: images of each cluster" }, "train"),
    ],
  });
}

const mnistTest = on("MNIST's test images", {
  dataset: "mnist",
  from: "test",
  seconds: { smoke: 5, quick: 14, paper: 1300 },
});
const fashion = on("all of Fashion-MNIST", {
  dataset: "fashion-mnist",
  from: "all",
  seconds: { paper: 8500 },
});

export default n2dPaper.declare([
  mnistTest,
  fashion,
  ...mnistTest.studies({
    "all-images": {
      question: "Does N2D reach the 0.979 that it prints for all of MNIST?",
      seconds: 8500,
      change: { images: { from: "all" } },
    },
    "10-neighbours": {
      question: "Do ten neighbours, which mended a user's runs, do better?",
      change: { umap: { neighbours: 10 } },
    },
    "200-epochs": {
      question: "Are 1,000 epochs needed?",
      seconds: 300,
      change: { network: { epochs: 200 } },
    },
  }),
]);
