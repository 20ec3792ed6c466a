/**
 * Siam, "Unsupervised Clustering of MNIST Dataset Using Convolutional Autoencoder and K-Means": k-means on pixels and on
 * the code of an autoencoder (§2 to §4, Table 1), and what §2.3 and §4 mention beside it. See README.md for what the paper
 * leaves open.
 *
 * @module
 */
import { type Experiment, experiment, type KMeansConfig, onMnist } from "../../experiments/experiment.ts";
import {
  architecture,
  AUTOENCODER,
  type AutoencoderConfig,
  K_MEANS,
  PAPER as paper,
  runAutoencoder,
  runKMeans,
} from "./protocol.ts";
import { spacesStudy } from "./spaces_study.ts";

/** What the paper mentions and prints no number of: the autoencoder with one thing changed. */
const MENTIONED: [name: string, title: string, change: Partial<AutoencoderConfig>][] = [
  ["latent-128", "a code of 128 (§2.3)", { architecture: architecture(128) }],
  ["15-epochs", "15 epochs (§2.3)", { epochs: 15 }],
  ["learning-rate-0.0005", "learning rate 0.0005 (§2.3)", { learningRate: 5e-4 }],
  ...[8, 9, 11, 12].map((k): [string, string, Partial<AutoencoderConfig>] => [
    `${k}-clusters`,
    `${k} clusters (§4.2)`,
    { k },
  ]),
];

const studies = MENTIONED.map(([name, title, change]) =>
  experiment<AutoencoderConfig>({
    paper,
    method: `study-${name}`,
    dataset: "mnist",
    title,
    profiles: { paper: { dataset: "mnist", seconds: 130, config: { ...AUTOENCODER, ...change } } },
    run: runAutoencoder,
  })
);

/** The paper's experiments, and the studies of what it mentions. */
export const experiments: Experiment[] = [
  experiment<KMeansConfig>({
    paper,
    method: "kmeans",
    dataset: "mnist",
    title: "k-means on raw pixels",
    profiles: onMnist(K_MEANS, { smoke: 1, quick: 6, paper: 60 }),
    run: runKMeans,
  }),
  experiment<AutoencoderConfig>({
    paper,
    method: "ae-kmeans",
    dataset: "mnist",
    title: "Convolutional autoencoder and k-means",
    profiles: onMnist(AUTOENCODER, { smoke: 6, quick: 19, paper: 105 }, { smoke: { epochs: 2 } }),
    run: runAutoencoder,
  }),
  ...studies,
  spacesStudy,
];
