/**
 * Song, Liu, Huang, Wang & Tan, "Auto-encoder Based Data Clustering": an autoencoder pulled to the centres of its
 * clusters, against k-means, spectral clustering and normalised cut, on three data sets (Table 1, Figs 3 and 6). See
 * README.md for what the paper leaves open.
 *
 * @module
 */
import { type Matrix, seedFor, SGD } from "../../engine/mod.ts";
import { clustersOf } from "../../experiments/clustering.ts";
import { type Change, changed } from "../../experiments/config.ts";
import {
  drawClusters,
  drawCounts,
  drawEmbedding,
  drawImages,
  type InThePlane,
  PLANE,
} from "../../experiments/drawings.ts";
import type { Experiment } from "../../experiments/experiment.ts";
import { ALL_IMAGES, type ImageChoices } from "../../experiments/images.ts";
import {
  type CommonChoices,
  type Drawing,
  type Found,
  paper,
  type Seconds,
  type Studies,
} from "../../experiments/paper.ts";
import { DIGITS } from "../../experiments/profiles.ts";
import { type EigenvectorChoices, eigenvectors, pixels } from "../../experiments/representations.ts";
import { measured } from "../../experiments/scores.ts";
import { KMEANS, type KMeansChoices } from "../../models/kmeans/kmeans.ts";
import { RBM } from "../../models/rbm/rbm.ts";
import { SPECTRAL } from "../../models/spectral/spectral.ts";
import type { Measurement } from "../../records/record.ts";
import { aecCode, type AecCodeChoices, fastGain, stableFrom } from "./aec.ts";

const K_MEANS: KMeansChoices = { ...KMEANS, k: 10, nInit: 10 };

/** The seed by which images are drawn. */
const DRAW = seedFor(42, "song");

/** Of USPS's 9,298 images as many as the paper clusters; it doesn't say which. */
const HALF = 4649;

/** What Song clusters of USPS. */
export const HALF_OF_USPS: ImageChoices = { ...ALL_IMAGES, from: "all", rows: { drawn: HALF, seed: DRAW } };

/** Table 1's data sets: what is clustered, and λ (§3.1). */
const DATASETS: Record<string, { images: ImageChoices; lambda: number }> = {
  mnist: { images: { ...ALL_IMAGES, from: "train" }, lambda: 0.1 },
  usps: { images: HALF_OF_USPS, lambda: 0.6 },
  yaleb: { images: { ...ALL_IMAGES, from: "train" }, lambda: 0.6 },
};

const song = paper("song", {
  dataset: "mnist",
  small: DIGITS,
  images: DATASETS.mnist.images,
  cluster: { kind: "k-means", fitOn: "train", ...K_MEANS },
  score: ["train"], // the paper clusters what it trains on
  figures: [
    {
      kind: "network",
      name: "network",
      experiment: "song/aec/mnist",
      title: "Figs 1 and 2: the autoencoder",
      subtitle:
        "All layers are fully connected; the code is pulled to the centres of its clusters. The longer a box, the more numbers its layer has (logarithmic).",
      description: "The layers of the autoencoder.",
    },
    {
      kind: "bars",
      name: "fig-6",
      title: "Fig. 6: clusters in three spaces",
      subtitle: "k-means in each space. Bar: the mean of the seeds; ring: one seed.",
      description: "Bars of ACC and NMI on each data set, one for each of the three spaces.",
      scores: [{ metric: "ACC", split: "train" }, { metric: "NMI", split: "train", average: "max" }],
      datasets: [
        { name: "mnist", title: "MNIST" },
        { name: "usps", title: "USPS" },
        { name: "yaleb", title: "YaleB" },
      ],
      bars: [
        { name: "pixels", method: "kmeans", space: "pixels" },
        { name: "code of an autoencoder alone", method: "ae-kmeans", space: "code" },
        { name: "code of the method", method: "aec", space: "code, clustered by k-means" },
      ],
    },
  ],
});

/** What the scaled profiles cluster, of the embedded digits. */
const QUICK: Change<CommonChoices> = { images: { rows: { drawn: 4000, seed: DRAW } } };
const SMOKE: Change<CommonChoices> = { images: { rows: { drawn: 256, seed: DRAW } } };
const SMOKE_STARTS: Change<CommonChoices> = { ...SMOKE, cluster: { nInit: 2 } };

/** A method's seconds on a data set: only MNIST has scaled profiles. */
function secondsOn(dataset: string, { smoke, quick, ...paper }: Record<string, number>): Seconds {
  return { paper: paper[dataset], ...dataset === "mnist" && { smoke, quick } };
}

/** Where numbers are found: the paper clusters what it trains on. */
const CLUSTERED = { split: "train" };

/** What is counted by the paper's §3.1. */
function facts({ data, splits: { train: { labels } } }: Found): Measurement[] {
  return [
    measured("OTHER:rows", labels.length, CLUSTERED),
    measured("OTHER:train rows", data.train.labels.length, CLUSTERED),
    measured("OTHER:pixels", data.width * data.height, CLUSTERED),
    measured("OTHER:classes", new Set(labels).size, CLUSTERED),
  ];
}

/** A drawing of what the clusters' centres look like. */
function drawCentres<Model>(
  name: string,
  title: string,
  centresOf: (found: Found<CommonChoices, Model>) => Matrix,
): Drawing<CommonChoices, Model> {
  return (found) => drawImages({ name, title }, found, [{ label: "centres", images: centresOf(found) }]);
}

/** Fig. 6 compares k-means in three spaces; one of them in the plane. */
const inThePlane = (space: string): Drawing<CommonChoices & InThePlane, unknown> =>
  drawEmbedding({ name: "fig-6", title: `Fig. 6's spaces: ${space}` }, "train");

/** How many points of them are drawn. */
const FIG_6: InThePlane = { plane: { ...PLANE, points: 1000 } };

const clusters = drawClusters({ name: "clusters", title: "Images of each cluster" }, "train");

/** The graph of spectral clustering and normalised cut, which the paper leaves open, and what clusters its eigenvectors. */
export const EIGENVECTORS: EigenvectorChoices = {
  graph: {
    neighbours: 10,
    affinity: { kind: "gaussian", sigma: "median", mutual: false },
    lengths: "as they are",
  },
  spectral: { ...SPECTRAL, method: "ng-jordan-weiss", k: 10, kMeans: KMEANS },
};

/** The paper's objective as its words describe it. */
export function aec(lambda: number): AecCodeChoices {
  return {
    layers: [1000, 250, 50, 10],
    units: {
      hiddenActivation: "sigmoid",
      codeActivation: "sigmoid",
      outputActivation: "sigmoid",
      batchNorm: null,
    },
    pretraining: { ...RBM, visible: "binary", epochs: 30, batchSize: 100, learningRate: 0.1 },
    aec: {
      k: 10,
      objective: { lambda, sign: "+", mean: "both" },
      start: "random",
      optimiser: { ...SGD, learningRate: 0.05, momentum: 0.9 },
      epochs: 50,
      batchSize: 100,
    },
  };
}

/** What the networks do in the scaled profiles. */
export const NETWORK_SMOKE = { layers: [100, 50, 20, 10], pretraining: { epochs: 2 }, aec: { epochs: 3 } };
const NETWORK_QUICK = { pretraining: { epochs: 5 }, aec: { epochs: 10 } };

const NETWORK_SECONDS = { smoke: 9, quick: 12, mnist: 905, usps: 60, yaleb: 40 };

/** The graph methods. */
const GRAPH_METHODS: readonly [
  name: string,
  title: string,
  method: EigenvectorChoices["spectral"]["method"],
][] = [
  ["spectral", "Spectral clustering (Ng, Jordan & Weiss)", "ng-jordan-weiss"],
  ["ncut", "Normalised cut (Shi & Malik)", "shi-malik"],
];

/** The paper's Algorithm 1, and what its history and its code tell. */
const MEASURES_OF_AEC = [
  ({ history }: Found) => {
    const last = history.at(-1)!;
    const found = ["NMI", "ACC"].map((name) => history.map((epoch) => epoch[name]));
    return [
      measured("OTHER:reconstruction", last.reconstruction, CLUSTERED),
      measured("OTHER:compactness", last.compactness, CLUSTERED),
      measured("OTHER:empty clusters", last.empty, CLUSTERED),
      measured("OTHER:iterations of fast gain", Math.max(...found.map(fastGain)), CLUSTERED),
      measured("OTHER:iterations until stable", Math.max(...found.map(stableFrom)), CLUSTERED),
    ];
  },
  // Fig. 6 compares k-means in the code of the method with k-means in the other two spaces.
  async ({ points, splits, run, config }: Found<CommonChoices & { fig6: KMeansChoices }>) =>
    await run.score({
      space: "code, clustered by k-means",
      split: "train",
      clusters: await clustersOf(points.train!, config.fig6, run),
      classes: splits.train.labels,
    }),
];

/** A step for the objective whose compactness is a sum over USPS's images: as long as the protocol's is for their mean. */
const SUMMED = { optimiser: { learningRate: 0.05 / HALF } };

const reading = (objective: string, change: Change<AecCodeChoices["aec"]>) => ({
  question: `Does Eq. 4 with ${objective}, reach the printed values?`,
  change: { aec: change },
});

/** Other readings of the paper's objective. */
const OBJECTIVES = {
  "aec-minus": reading("-λ, and the mean over both sums", { objective: { sign: "-" } }),
  "aec-sum": reading("+λ, and the mean over the reconstruction alone", {
    objective: { mean: "reconstruction" },
    ...SUMMED,
  }),
  "aec-minus-sum": reading("-λ, and the mean over the reconstruction alone", {
    objective: { sign: "-", mean: "reconstruction" },
    ...SUMMED,
  }),
};

/** Other weights of the compactness than the data set's own. */
const LAMBDAS: Record<string, readonly number[]> = {
  mnist: [0, 0.3, 1, 3, 10, 30],
  usps: [0.01, 0.1, 1, 10],
};

function lambdaStudies(dataset: string): Studies<AecCodeChoices> {
  return Object.fromEntries(
    LAMBDAS[dataset].map((lambda) => [`aec-lambda-${lambda}`, {
      question: `What does λ = ${lambda} change?`,
      change: { aec: { objective: { lambda } } },
    }]),
  );
}

const LOCAL = { kind: "local", neighbour: 7, mutual: false } as const;

/** Other graphs than that of the ten nearest neighbours with Gaussian weights. */
const GRAPHS: Record<string, [graph: string, change: Change<EigenvectorChoices["graph"]>, seconds?: number]> =
  {
    "complete-1.5": [
      "all pairs, Gaussian with σ = 1.5",
      { neighbours: HALF - 1, affinity: { sigma: 1.5 } },
      100,
    ],
    "complete-6": ["all pairs, Gaussian with σ = 6", { neighbours: HALF - 1, affinity: { sigma: 6 } }, 100],
    "3-neighbours": ["3 nearest neighbours", { neighbours: 3 }],
    "5-neighbours": ["5 nearest neighbours", { neighbours: 5 }],
    "20-neighbours": ["20 nearest neighbours", { neighbours: 20 }],
    "50-neighbours": ["50 nearest neighbours", { neighbours: 50 }],
    "100-neighbours": ["100 nearest neighbours", { neighbours: 100 }],
    "connectivity": ["weights 1 and ½", { affinity: { kind: "connectivity", mutual: false } }],
    "local": ["each image's own σ", { affinity: LOCAL }],
    "local-100-neighbours": ["each image's own σ and 100 neighbours", { affinity: LOCAL, neighbours: 100 }],
    "mutual-50-neighbours": ["50 neighbours that are mutual", { affinity: { mutual: true }, neighbours: 50 }],
    "unit-5-neighbours": ["images divided by their lengths and 5 neighbours", {
      neighbours: 5,
      lengths: "unit",
    }],
    "unit-10-neighbours": ["images divided by their lengths and 10 neighbours", { lengths: "unit" }],
    "unit-50-neighbours": [
      "images divided by their lengths and 50 neighbours",
      { neighbours: 50, lengths: "unit" },
    ],
  };

/** On MNIST all pairs of so many images are joined; of all 60,000 they would not fit into memory. */
const JOINED = 4000;

function joinedStudies(method: string): Studies<EigenvectorChoices & CommonChoices> {
  return {
    [`${method}-complete-6`]: {
      question: `Which graph has the paper's values: all pairs of ${JOINED} images, Gaussian with σ = 6?`,
      change: {
        images: { rows: { drawn: JOINED, seed: DRAW } },
        graph: { neighbours: JOINED - 1, affinity: { sigma: 6 } },
      },
      seconds: 100,
    },
  };
}

/** Other halves of USPS, by the seeds that they are drawn with. */
function halfStudies(method: string): Studies<CommonChoices> {
  return Object.fromEntries(
    [1234, 73, 1024, 1].map((seed) => [`${method}-half-${seed}`, {
      question: `What does another half of USPS change, drawn with seed ${seed}?`,
      change: { images: { rows: { seed: seedFor(seed, "song") } } },
    }]),
  );
}

function graphStudies(method: string): Studies<EigenvectorChoices> {
  return Object.fromEntries(
    Object.entries(GRAPHS).map(([name, [graph, change, seconds = 3]]) => [
      `${method}-${name}`,
      { question: `Which graph has the paper's values: ${graph}?`, change: { graph: change }, seconds },
    ]),
  );
}

/** A method's experiments on one data set, and the studies of what the paper leaves open. */
function experimentsOn(dataset: string): Experiment[] {
  const { images, lambda } = DATASETS[dataset];
  const network = aec(lambda);
  const common: Change<CommonChoices> = { images };

  const kmeans = song.method("kmeans", {
    dataset,
    title: "k-means on pixels",
    seconds: secondsOn(dataset, { smoke: 1, quick: 4, mnist: 60, usps: 5, yaleb: 4 }),
    quick: QUICK,
    smoke: SMOKE_STARTS,
    config: FIG_6,
    common,
    represent: pixels,
    measure: [facts],
    figures: [
      drawCounts({ name: "fig-5", title: "Fig. 5: classes of each cluster" }, "train"),
      drawCentres("fig-5-centres", "Fig. 5: the clusters' centres", ({ centroids }) => centroids!),
      clusters,
      inThePlane("pixels"),
    ],
  });

  const graphs = GRAPH_METHODS.map(([name, title, method]) =>
    song.method(name, {
      dataset,
      title,
      seconds: secondsOn(dataset, { smoke: 1, quick: 3, mnist: 80, usps: 3, yaleb: 1 }),
      quick: QUICK,
      smoke: { ...SMOKE, spectral: { kMeans: { nInit: 2 } } },
      config: { ...EIGENVECTORS, spectral: { ...EIGENVECTORS.spectral, method } },
      common: { ...common, cluster: { kind: "own" } },
      represent: eigenvectors("train"),
      measure: [
        ({ model: { cut, eigenvalues }, config: { spectral: { k } } }) => [
          measured("OTHER:normalised cut", cut, CLUSTERED),
          measured("OTHER:last eigenvalue", eigenvalues[k - 1], CLUSTERED),
        ],
      ],
    })
  );

  const aeKmeans = song.method("ae-kmeans", {
    dataset,
    title: "k-means on the code of a pretrained autoencoder",
    seconds: secondsOn(dataset, NETWORK_SECONDS),
    quick: { ...QUICK, ...NETWORK_QUICK },
    smoke: { ...SMOKE_STARTS, ...NETWORK_SMOKE },
    config: { ...FIG_6, ...changed(network, { aec: { objective: { lambda: 0 } } }) },
    common,
    represent: aecCode,
    measure: [
      ({ history }) => [measured("OTHER:reconstruction", history.at(-1)!.reconstruction, CLUSTERED)],
    ],
    figures: [inThePlane("the code of an autoencoder alone")],
  });

  const aecMethod = song.method("aec", {
    dataset,
    title: "Auto-encoder based clustering",
    seconds: secondsOn(dataset, NETWORK_SECONDS),
    quick: { ...QUICK, ...NETWORK_QUICK },
    smoke: { ...SMOKE, ...NETWORK_SMOKE },
    config: { ...network, ...FIG_6, fig6: K_MEANS },
    common: { ...common, cluster: { kind: "own" } },
    represent: aecCode,
    measure: MEASURES_OF_AEC,
    figures: [
      drawCounts({ name: "fig-4", title: "Fig. 4: classes of each cluster" }, "train"),
      drawCentres("fig-4-centres", "Fig. 4: the clusters' centres", ({ model }) => model.centreImages),
      clusters,
      inThePlane("the code of the method"),
    ],
  });

  const beginnings = {
    "aec-kmeans-start": {
      question: "Does AEC reach the printed values from k-means in the first code, not from random clusters?",
      change: { aec: { start: KMEANS } },
    },
    "aec-linear-code": {
      question: "Does AEC reach the printed values from a linear code with Gaussian noise in pretraining?",
      change: {
        units: { codeActivation: "linear" },
        // Hinton & Salakhutdinov's.
        pretraining: { learningRate: { hidden: 0.1, code: 0.001 } },
      },
    },
  } as const;
  const longer = (name: string) => ({
    question: `Does ${name} reach the printed values in 150 iterations, not 50?`,
    seconds: 2300,
    change: { aec: { epochs: 150 } },
  });
  return [
    kmeans,
    ...graphs,
    aeKmeans,
    aecMethod,
    ...dataset !== "mnist" ? [] : [
      ...aecMethod.studies({ "aec-150-iterations": longer("AEC") }),
      ...aeKmeans.studies({ "ae-kmeans-150-iterations": longer("the autoencoder alone") }),
      ...aecMethod.studies({ ...beginnings, ...lambdaStudies(dataset) }),
      ...graphs.flatMap((graph, i) => graph.studies(joinedStudies(GRAPH_METHODS[i][0]))),
    ],
    ...dataset !== "usps" ? [] : [
      ...kmeans.studies(halfStudies("kmeans")),
      ...aecMethod.studies({ ...OBJECTIVES, ...lambdaStudies(dataset), ...beginnings }),
      ...graphs.flatMap((graph, i) => {
        const [method] = GRAPH_METHODS[i];
        return graph.studies({ ...graphStudies(method), ...halfStudies(method) });
      }),
    ],
  ];
}

/** The paper. */
export default song.declare(Object.keys(DATASETS).flatMap(experimentsOn));
