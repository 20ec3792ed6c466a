/**
 * Agarap & Azcarraga, "Improving k-Means Clustering Performance with Disentangled Internal Representations": principal
 * components, an autoencoder, and eight trained with the soft nearest neighbour loss, on three data sets (Tables I to V),
 * and two of them with few labels (Figs 3 and 4). See README.md for what the paper leaves open.
 *
 * @module
 */
import { type Experiment, experiment, FEW, type Protocol } from "../../experiments/experiment.ts";
import type { Profile } from "../../records/record.ts";
import {
  type AutoencoderConfig,
  baselineConfig,
  type ClusteringConfig,
  type DatasetName,
  DATASETS,
  FIXED_TEMPERATURE,
  type OriginalConfig,
  originalConfig,
  PAPER as paper,
  runAutoencoder,
  runOriginal,
  SECONDS,
  snnlConfig,
  type Variant,
  VARIANTS,
} from "./protocol.ts";
import { type EmbeddingsConfig, runEmbeddings } from "./embeddings.ts";
import { type PointsConfig, runPoints } from "./points.ts";
import { studies } from "./studies.ts";

/** What a method does on the embedded digits, beside what it does on the paper's data, and the seconds each takes. */
interface Scaled<Config> {
  quick: { seconds: number; change: Partial<Config> };
  smoke?: { seconds: number; change: Partial<Config> };
}

/** The paper's protocol, and on MNIST, for some methods, scaled ones on the embedded digits. */
function profiles<Config extends ClusteringConfig>(
  dataset: DatasetName,
  seconds: number,
  config: Config,
  scaled?: Scaled<Config>,
): Partial<Record<Profile, Protocol<Config>>> {
  const full = { paper: { dataset, seconds, config } };
  if (dataset !== "mnist" || scaled === undefined) return full;
  const small = ({ seconds, change }: { seconds: number; change: Partial<Config> }) => ({
    dataset: "mnist-10k",
    seconds,
    config: { ...config, ...change },
  });
  return {
    ...scaled.smoke && { smoke: small({ ...scaled.smoke, change: { ...FEW, ...scaled.smoke.change } }) },
    quick: small(scaled.quick),
    ...full,
  };
}

function original(dataset: DatasetName): Experiment {
  return experiment<OriginalConfig>({
    paper,
    method: "original",
    dataset,
    title: "k-means on 70 principal components of the pixels",
    profiles: profiles(dataset, SECONDS[dataset].original, originalConfig(dataset), {
      quick: { seconds: 2, change: {} },
      smoke: { seconds: 1, change: {} },
    }),
    run: runOriginal,
  });
}

function baseline(dataset: DatasetName): Experiment {
  return experiment<AutoencoderConfig>({
    paper,
    method: "ae",
    dataset,
    title: "k-means on an autoencoder's code",
    profiles: profiles(dataset, SECONDS[dataset].full, baselineConfig(dataset), {
      quick: { seconds: 10, change: { epochs: 10 } },
      smoke: { seconds: 4, change: { epochs: 2 } },
    }),
    run: runAutoencoder,
  });
}

/** What SNNL-1, SNNL-5 and SNNL-6 do on the embedded digits. */
const SCALED: Partial<Record<Variant, Scaled<AutoencoderConfig>>> = {
  1: { quick: { seconds: 15, change: { labelled: 2000 } } },
  5: {
    quick: { seconds: 15, change: { labelled: 2000 } },
    smoke: { seconds: 6, change: { labelled: 512, epochs: 2 } },
  },
  6: { quick: { seconds: 15, change: { epochs: 10 } } },
};

function snnl(variant: Variant, dataset: DatasetName): Experiment {
  const config = {
    ...snnlConfig(variant, dataset),
    // §III.E.1.
    ...variant === 7 && dataset === "mnist" && { cited: { name: "ClusterGAN", accuracy: 0.95 } },
  };
  const { labels, combine, temperature } = config.snnl!;
  const supervised = labels === "classes";
  return experiment<AutoencoderConfig>({
    paper,
    method: `snnl-${variant}`,
    dataset,
    title: `SNNL-${variant}: ${supervised ? "supervised" : "unsupervised"}, ` +
      `${combine === "sum" ? "all layers" : "the lowest layer"}, ${temperature.kind} temperature`,
    profiles: profiles(dataset, SECONDS[dataset][supervised ? "labelled" : "full"], config, SCALED[variant]),
    run: runAutoencoder,
  });
}

/** Figs 3 and 4: SNNL-1 and SNNL-5 with fewer labels than in Tables III and IV. */
function fewLabels(variant: Variant, labelled: number, dataset: DatasetName): Experiment {
  return experiment<AutoencoderConfig>({
    paper,
    method: `snnl-${variant}-${labelled}`,
    dataset,
    title: `SNNL-${variant} with ${labelled} labelled images`,
    profiles: profiles(
      dataset,
      Math.ceil(SECONDS[dataset].labelled * labelled / DATASETS[dataset].labelled) + 5,
      snnlConfig(variant, dataset, labelled),
    ),
    run: runAutoencoder,
  });
}

const datasets = Object.keys(DATASETS) as DatasetName[];

/** Fig. 1. */
function points(): Experiment {
  const config = { learningRate: 300, epochs: 50, distance: "cosine" as const, fixed: FIXED_TEMPERATURE };
  return experiment<PointsConfig>({
    paper,
    method: "fig-1",
    dataset: "gaussian",
    title: "300 points with random labels, moved by the soft nearest neighbour loss",
    profiles: {
      quick: { dataset: "gaussian", seconds: 6, config },
      paper: { dataset: "gaussian", seconds: 6, config },
    },
    run: runPoints,
  });
}

/**
 * Fig. 2, with its settings of t-SNE; how many points it shows is not given. No number or order is printed of other data
 * sets than MNIST, so that these are studies.
 */
function embeddings(dataset: DatasetName): Experiment {
  const { snnl, ...training } = snnlConfig(7, dataset);
  const config: EmbeddingsConfig = {
    ...training,
    snnl: snnl!,
    labelled: DATASETS[dataset].labelled,
    classes: 10,
    points: 2000,
    tsne: { perplexity: 50, learningRate: 10, iterations: 5000, earlyExaggeration: 4 },
  };
  const isMnist = dataset === "mnist";
  return experiment<EmbeddingsConfig>({
    paper,
    method: isMnist ? "fig-2" : "study-fig-2",
    dataset,
    title: "Fig. 2: pixels and SNNL-7's code in three dimensions, by t-SNE",
    profiles: profiles(dataset, SECONDS[dataset].labelled + 60, config, {
      quick: {
        seconds: 10,
        change: { labelled: 1000, epochs: 20, points: 500, tsne: { ...config.tsne, iterations: 1000 } },
      },
      smoke: {
        seconds: 5,
        change: {
          labelled: 512,
          epochs: 2,
          points: 200,
          tsne: { ...config.tsne, perplexity: 10, iterations: 300 },
        },
      },
    }),
    run: runEmbeddings,
  });
}

/** The paper's experiments, and the studies of what it leaves open. */
export const experiments: Experiment[] = [
  ...datasets.flatMap((dataset) => [
    original(dataset),
    baseline(dataset),
    ...VARIANTS.map((variant) => snnl(variant, dataset)),
  ]),
  ...(["mnist", "fashion-mnist"] as const).flatMap((dataset) =>
    ([1, 5] as const).flatMap((variant) =>
      [1000, 3000, 6000].map((labelled) => fewLabels(variant, labelled, dataset))
    )
  ),
  points(),
  ...datasets.map(embeddings),
  ...studies,
];
