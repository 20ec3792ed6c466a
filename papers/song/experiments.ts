/**
 * Song, Liu, Huang, Wang & Tan, "Auto-encoder Based Data Clustering": an autoencoder pulled to the centres of its
 * clusters, against k-means, spectral clustering and normalised cut, on three data sets (Table 1, Figs 3 and 6). See
 * README.md for what the paper leaves open.
 *
 * @module
 */
import { normalizedCut, spectralClustering } from "../../models/spectral/spectral.ts";
import { type Experiment, experiment, type Protocol } from "../../experiments/experiment.ts";
import type { Profile } from "../../records/record.ts";
import {
  type AecConfig,
  type AutoencoderConfig,
  type GraphConfig,
  type Images,
  type KMeansConfig,
  PAPER as paper,
  runAec,
  runAutoencoder,
  runGraph,
  runKMeans,
} from "./protocol.ts";

/** Table 1's data sets: what is clustered, and λ (§3.1). */
const DATASETS = {
  mnist: { images: { from: "train" }, lambda: 0.1 },
  usps: { images: { from: "all", rows: 4649 }, lambda: 0.6 },
  yaleb: { images: { from: "train" }, lambda: 0.6 },
} as const satisfies Record<string, { images: Images; lambda: number }>;

type DatasetName = keyof typeof DATASETS;

const datasets = Object.keys(DATASETS) as DatasetName[];

/** What the scaled profiles cluster, of the embedded digits. */
const QUICK: Images = { from: "train", rows: 4000 };
const SMOKE: Images = { from: "train", rows: 500 };

/** A protocol's seconds by profile; those of `paper` by data set. */
type Seconds = { smoke: number; quick: number } & Record<DatasetName, number>;

/** The paper's protocol, and on MNIST scaled ones on the embedded digits. */
function profiles<Config extends { images: Images }>(
  dataset: DatasetName,
  config: Config,
  seconds: Seconds,
  change: { smoke: Partial<Config>; quick: Partial<Config> },
): Partial<Record<Profile, Protocol<Config>>> {
  const full = { paper: { dataset, seconds: seconds[dataset], config } };
  if (dataset !== "mnist") return full;
  const scaled = (images: Images, seconds: number, change: Partial<Config>) => ({
    dataset: "mnist-10k",
    seconds,
    config: { ...config, images, ...change },
  });
  return {
    smoke: scaled(SMOKE, seconds.smoke, change.smoke),
    quick: scaled(QUICK, seconds.quick, change.quick),
    ...full,
  };
}

const clustering = (dataset: DatasetName): KMeansConfig => ({
  images: DATASETS[dataset].images,
  k: 10,
  nInit: 10,
});

/** The graph of spectral clustering and normalised cut, which the paper leaves open. */
export const graph = (dataset: DatasetName): GraphConfig => ({
  ...clustering(dataset),
  neighbours: 10,
  affinity: { kind: "gaussian", sigma: "median" },
});

/** The paper's objective as its words describe it. */
export function aec(dataset: DatasetName): AecConfig {
  return {
    images: DATASETS[dataset].images,
    k: 10,
    layers: [1000, 250, 50, 10],
    pretraining: { epochs: 30, batchSize: 100, learningRate: 0.1 },
    objective: { lambda: DATASETS[dataset].lambda, sign: "+", mean: "both" },
    start: "random",
    iterations: 50,
    batchSize: 100,
    learningRate: 0.05,
    momentum: 0.9,
  };
}

function autoencoder(dataset: DatasetName): AutoencoderConfig {
  const { start: _, ...config } = aec(dataset);
  return { ...config, objective: { ...config.objective, lambda: 0 }, nInit: 10 };
}

/** What the networks do in the scaled profiles. */
export const NETWORK = {
  smoke: {
    iterations: 3,
    layers: [100, 50, 20, 10],
    pretraining: { epochs: 2, batchSize: 100, learningRate: 0.1 },
  },
  quick: { iterations: 20, pretraining: { epochs: 10, batchSize: 100, learningRate: 0.1 } },
};

const NETWORK_SECONDS: Seconds = { smoke: 7, quick: 22, mnist: 905, usps: 60, yaleb: 40 };
const FEW_STARTS = { smoke: { nInit: 2 }, quick: {} };

/** A step for the objective whose compactness is a sum over USPS's images: as long as the protocol's is for their mean. */
const learningRate = aec("usps").learningRate / DATASETS.usps.images.rows;

/** The objective, or the start, in another reading of the paper. */
const READINGS: Record<string, Partial<Pick<AecConfig, "objective" | "start" | "learningRate">>> = {
  "aec-minus": { objective: { lambda: 0.6, sign: "-", mean: "both" } },
  "aec-sum": { objective: { lambda: 0.6, sign: "+", mean: "reconstruction" }, learningRate },
  "aec-minus-sum": { objective: { lambda: 0.6, sign: "-", mean: "reconstruction" }, learningRate },
  "aec-kmeans-start": { start: "k-means" },
  ...Object.fromEntries(
    [0.01, 0.1, 1, 10].map((
      lambda,
    ) => [`aec-lambda-${lambda}`, { objective: { lambda, sign: "+", mean: "both" } }]),
  ),
};

/** Where each reading is tried: on USPS, whose runs are short; and on MNIST that which may explain its miss. */
const TRIED: [name: string, dataset: DatasetName][] = [
  ...Object.keys(READINGS).map((name): [string, DatasetName] => [name, "usps"]),
  ["aec-kmeans-start", "mnist"],
];

/** The graph otherwise than with the ten nearest neighbours and Gaussian weights. */
const GRAPHS: Record<string, Partial<Pick<GraphConfig, "neighbours" | "affinity" | "lengths">>> = {
  ...Object.fromEntries(
    [3, 5, 20, 50, 100].map((neighbours) => [`${neighbours}-neighbours`, { neighbours }]),
  ),
  "connectivity": { affinity: { kind: "connectivity" } },
  "local": { affinity: { kind: "local" } },
  "local-100-neighbours": { affinity: { kind: "local" }, neighbours: 100 },
  "mutual-50-neighbours": {
    affinity: { kind: "gaussian", sigma: "median", mutual: true },
    neighbours: 50,
  },
  ...Object.fromEntries([5, 10, 50].map((neighbours) => [
    `unit-${neighbours}-neighbours`,
    { neighbours, lengths: "unit" },
  ])),
};

/** The graph methods. */
const GRAPH_METHODS = [
  ["spectral", "Spectral clustering (Ng, Jordan & Weiss)", spectralClustering],
  ["ncut", "Normalised cut (Shi & Malik)", normalizedCut],
] as const;

/** The paper's experiments, and on USPS other readings of its objective and other graphs. */
export const experiments: Experiment[] = [
  ...datasets.flatMap((dataset) => [
    experiment<KMeansConfig>({
      paper,
      method: "kmeans",
      dataset,
      title: "k-means on pixels",
      profiles: profiles(
        dataset,
        clustering(dataset),
        { smoke: 2, quick: 4, mnist: 60, usps: 5, yaleb: 4 },
        FEW_STARTS,
      ),
      run: runKMeans,
    }),
    ...GRAPH_METHODS.map(([method, title, run]) =>
      experiment<GraphConfig>({
        paper,
        method,
        dataset,
        title,
        profiles: profiles(
          dataset,
          graph(dataset),
          { smoke: 1, quick: 3, mnist: 80, usps: 3, yaleb: 1 },
          FEW_STARTS,
        ),
        run: runGraph(run),
      })
    ),
    experiment<AutoencoderConfig>({
      paper,
      method: "ae-kmeans",
      dataset,
      title: "k-means on the code of a pretrained autoencoder",
      profiles: profiles(dataset, autoencoder(dataset), NETWORK_SECONDS, {
        smoke: { ...NETWORK.smoke, nInit: 2 },
        quick: NETWORK.quick,
      }),
      run: runAutoencoder,
    }),
    experiment<AecConfig>({
      paper,
      method: "aec",
      dataset,
      title: "Auto-encoder based clustering",
      profiles: profiles(dataset, aec(dataset), NETWORK_SECONDS, NETWORK),
      run: runAec,
    }),
  ]),
  ...TRIED.map(([name, dataset]) =>
    experiment<AecConfig>({
      paper,
      method: `study-${name}`,
      dataset,
      title: `Auto-encoder based clustering: ${name.slice("aec-".length).replaceAll("-", " ")}`,
      profiles: {
        paper: {
          dataset,
          seconds: NETWORK_SECONDS[dataset],
          config: { ...aec(dataset), ...READINGS[name] },
        },
      },
      run: runAec,
    })
  ),
  ...GRAPH_METHODS.flatMap(([method, title, run]) =>
    [1.5, 6].map((sigma) =>
      experiment<GraphConfig>({
        paper,
        method: `study-${method}-complete-${sigma}`,
        dataset: "usps",
        title: `${title}: all pairs, Gaussian, σ = ${sigma}`,
        profiles: {
          paper: {
            dataset: "usps",
            seconds: 100,
            config: { ...graph("usps"), neighbours: 4648, affinity: { kind: "gaussian", sigma } },
          },
        },
        run: runGraph(run),
      })
    )
  ),
  ...GRAPH_METHODS.flatMap(([method, title, run]) =>
    Object.entries(GRAPHS).map(([name, change]) =>
      experiment<GraphConfig>({
        paper,
        method: `study-${method}-${name}`,
        dataset: "usps",
        title: `${title}: ${name.replaceAll("-", " ")}`,
        profiles: { paper: { dataset: "usps", seconds: 3, config: { ...graph("usps"), ...change } } },
        run: runGraph(run),
      })
    )
  ),
];
