/**
 * Mukherjee, Asnani, Lin & Kannan, "ClusterGAN: Latent Space Clustering in Generative Adversarial Networks", by its released
 * code: k-means on the latent vectors that the encoder finds for the test images. See README.md for what that code does.
 *
 * @module
 */
import { seedFor } from "../../engine/mod.ts";
import { drawCounts, drawImages } from "../../experiments/drawings.ts";
import { training } from "../../experiments/experiment.ts";
import { clusterByKMeans, splitsNeeded } from "../../experiments/clustering.ts";
import { ALL_IMAGES, ofSplits, type Splits } from "../../experiments/images.ts";
import {
  type CommonChoices,
  type Drawn,
  type Found,
  paper,
  type Represented,
  type Run,
} from "../../experiments/paper.ts";
import { DIGITS } from "../../experiments/profiles.ts";
import { owning } from "../../experiments/representations.ts";
import {
  CLUSTERGAN,
  type ClusterGan,
  CLUSTERGAN_NETWORKS,
  type ClusterGanChoices,
  fitClusterGan,
  type LatentPart,
} from "../../models/clustergan/clustergan.ts";
import { KMEANS } from "../../models/kmeans/kmeans.ts";
import type { Measurement } from "../../records/record.ts";

/** ClusterGAN's own choices. */
type Own = { readonly clustergan: ClusterGanChoices };

/** As many training images as the original has, whose 5,000 for validation are drawn and left out. */
const TRAINING_IMAGES = 55_000;

/** Iterations of an epoch: a step takes five batches of 64 images, and the last what is left. */
const ITERATIONS = Math.ceil(TRAINING_IMAGES / (CLUSTERGAN.criticSteps * CLUSTERGAN.batchSize));

/** The whole epochs that come next to a number of iterations. */
const epochsOf = (iterations: number): number => Math.round(iterations / ITERATIONS);

const clustergan = paper("clustergan", {
  dataset: "mnist",
  small: DIGITS,
  images: { ...ALL_IMAGES, rows: { drawn: TRAINING_IMAGES, seed: seedFor("clustergan", "training images") } },
  cluster: { kind: "k-means", fitOn: "test", ...KMEANS, k: 10 },
  score: ["test"],
  smoke: { images: { rows: { drawn: 256 } }, cluster: { nInit: 2 } },
});

/** What is clustered: noise and code; the code alone where the encoder does not learn the noise. */
function partOf({ cycle }: ClusterGanChoices): LatentPart {
  return cycle.noise === 0 ? "code" : "noise and code";
}

/** The latent vectors of the images. */
async function represent(
  { clustergan: choices, ...common }: Own & CommonChoices,
  splits: Splits,
  run: Run,
): Promise<Represented<ClusterGan>> {
  const model = await fitClusterGan(splits.train.images, {
    ...choices,
    seed: run.seed,
    ...training(run, "ClusterGAN"),
  });
  const part = partOf(choices);
  return await owning(model.dispose, async () => ({
    space: part,
    points: await ofSplits(splits, splitsNeeded(common), (images) => model.encode(images, part)),
    model,
    history: model.history,
  }));
}

/** The same clustering of what the encoder finds before it is trained: what training adds is above it. */
async function untrained(
  { config: { clustergan, cluster }, splits, run }: Found<Own & CommonChoices, ClusterGan>,
): Promise<Measurement[]> {
  if (cluster.kind !== "k-means") return [];
  const { images, labels: classes } = splits.test;
  const { seed } = run;
  const model = await fitClusterGan(splits.train.images, { ...clustergan, epochs: 0, seed });
  const part = partOf(clustergan);
  const points = await model.encode(images, part).finally(model.dispose);
  const { clusters } = await clusterByKMeans({ test: points }, cluster, seed);
  const space = `${part} of the untrained encoder`;
  return await run.score({ space, split: "test", points, clusters: clusters.test!, classes });
}

/** How many images of each code are drawn. */
const SHOWN = 10;

/** Generated images, a row for each code. */
async function drawGenerated(found: Found<Own & CommonChoices, ClusterGan>): Promise<Drawn> {
  const { latent: { k } } = found.config.clustergan;
  const codes = Array.from({ length: k * SHOWN }, (_, i) => Math.floor(i / SHOWN));
  const { data, columns } = await found.model.generate(codes, found.run.seed);
  const size = SHOWN * columns;
  const rows = Array.from({ length: k }, (_, code) => ({
    label: `code ${code}`,
    images: { data: data.slice(code * size, (code + 1) * size), rows: SHOWN, columns },
  }));
  return drawImages({ name: "generated", title: "Generated images of each code" }, found, rows);
}

/** The released settings, for MNIST: 500,000 iterations. */
const MNIST: ClusterGanChoices = {
  ...CLUSTERGAN,
  architecture: CLUSTERGAN_NETWORKS,
  epochs: epochsOf(500_000),
};

/** A method on one data set. */
function on(
  dataset: string,
  title: string,
  choices: ClusterGanChoices,
  seconds: { smoke?: number; quick?: number; paper: number },
) {
  return clustergan.method<Own, ClusterGan>("clustergan", {
    dataset,
    title: `ClusterGAN on ${title}`,
    seconds,
    quick: {
      images: { rows: { drawn: 8000 } },
      clustergan: {
        architecture: { filters: [16, 32], units: 128 },
        criticSteps: 1,
        optimiser: { learningRate: 2e-3 },
        epochs: 4,
      },
    },
    smoke: {
      clustergan: {
        architecture: { filters: [4, 8], units: 32 },
        criticSteps: 1,
        batchSize: 32,
        epochs: 1,
      },
    },
    config: { clustergan: choices },
    represent,
    measure: [untrained],
    figures: [
      drawGenerated,
      drawCounts({ name: "clusters", title: "Test images of each class, by cluster" }),
    ],
  });
}

const mnist = on("mnist", "MNIST", MNIST, { smoke: 5, quick: 20, paper: 500_000 });

/** 40 numbers of noise, which the encoder does not learn to find. */
const fashion = on(
  "fashion-mnist",
  "Fashion-MNIST",
  { ...MNIST, latent: { ...MNIST.latent, noise: 40 }, cycle: { noise: 0, code: 10 } },
  { paper: 500_000 },
);

export default clustergan.declare([
  mnist,
  fashion,
  ...[mnist, fashion].flatMap(({ studies }) =>
    studies({
      "50000-iterations": {
        question: "Does a tenth of the iterations do?",
        seconds: 50_000,
        change: { clustergan: { epochs: epochsOf(50_000) } },
      },
    })
  ),
]);
