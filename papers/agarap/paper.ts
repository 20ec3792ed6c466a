/**
 * Agarap & Azcarraga, "Improving k-Means Clustering Performance with Disentangled Internal Representations": principal
 * components, an autoencoder, and eight trained with the soft nearest neighbour loss, on three data sets (Tables I to V),
 * and two of them with few labels (Figs 3 and 4). See README.md for what the paper leaves open; Q1 to Q12 are its questions.
 *
 * @module
 */
import { ADAM, KERAS_ADAM } from "../../engine/mod.ts";
import type { Change } from "../../experiments/config.ts";
import type { Experiment } from "../../experiments/experiment.ts";
import type { PaperFigure } from "../../experiments/figures.ts";
import { ALL_IMAGES } from "../../experiments/images.ts";
import { classCount, sizes } from "../../experiments/measures.ts";
import { type CommonChoices, type DeclaredExperiment, type Found, paper } from "../../experiments/paper.ts";
import { DIGITS, FEW, WHOLE_BATCHES } from "../../experiments/profiles.ts";
import { denseCode, principalComponents } from "../../experiments/representations.ts";
import { measured } from "../../experiments/scores.ts";
import { accuracy } from "../../metrics/mod.ts";
import { PLAIN } from "../../models/autoencoder/dense.ts";
import { KMEANS } from "../../models/kmeans/kmeans.ts";
import type { Temperature } from "../../models/snnl/loss.ts";
import { LAYER_SETS } from "../../models/snnl/penalty.ts";
import { fig1 } from "./fig_1.ts";
import { fig2 } from "./fig_2.ts";
import { code, type CodeChoices, inspected, type Model, NETWORK_SMOKE } from "./snnl.ts";

/** Table II's data sets: their classes, and how many labelled images the supervised variants get (§III.D). */
const DATASETS: Record<
  string,
  { classes: number; labelled: number; seconds: Record<"original" | "labelled" | "full", number> }
> = {
  "mnist": { classes: 10, labelled: 10_000, seconds: { original: 10, labelled: 70, full: 350 } },
  "fashion-mnist": { classes: 10, labelled: 10_000, seconds: { original: 10, labelled: 70, full: 350 } },
  "emnist-balanced": { classes: 47, labelled: 20_000, seconds: { original: 40, labelled: 150, full: 650 } },
};

/** Figs 3 and 4: variants by the number of labels, beside what no label is told to. */
const FEW_LABELS = [1000, 3000, 6000];

const fewLabels = (dataset: string, title: string): PaperFigure => ({
  kind: "scores",
  name: `few-labels-${dataset}`,
  title: `Figs 3 and 4: fewer labels, ${title}`,
  subtitle:
    "Scores on the test images by the number of labelled training images. Thin lines: single seeds. Thick line: their mean.",
  description:
    `ACC and NMI on ${title} by the number of labels, for SNNL-1 and SNNL-5, beside the baselines.`,
  dataset,
  x: "labels",
  scores: [
    { metric: "ACC", space: "code", split: "test" },
    { metric: "NMI", space: "code", split: "test", average: "arithmetic" },
  ],
  series: [1, 5].map((variant) => ({
    name: `SNNL-${variant}`,
    points: [
      ...FEW_LABELS.map((x) => ({ x, method: `snnl-${variant}-${x}` })),
      { x: 10_000, method: `snnl-${variant}` },
    ],
  })),
  levels: [{ name: "Original", method: "original", space: "PCA-70" }, { name: "Baseline AE", method: "ae" }],
});

const agarap = paper("agarap", {
  dataset: "mnist",
  small: DIGITS,
  images: ALL_IMAGES,
  // What the encoding was learned from decides the clusters; the test images are scored.
  cluster: { kind: "k-means", fitOn: "train", ...KMEANS, k: 10, nInit: 10, maxIterations: 90 },
  score: ["test"],
  smoke: FEW,
  figures: [
    {
      kind: "network",
      name: "network",
      experiment: "agarap/ae/mnist",
      title: "The autoencoder of all experiments",
      subtitle:
        "All layers are fully connected. The longer a box, the more numbers its layer has (logarithmic).",
      description: "The layers of the autoencoder.",
    },
    fewLabels("mnist", "MNIST"),
    fewLabels("fashion-mnist", "Fashion-MNIST"),
    {
      kind: "history",
      name: "fig-1",
      experiment: "agarap/fig-1/gaussian",
      title: "Fig. 1: 300 points moved by the loss of their random labels",
      subtitle: "A loss at one temperature does not compare with one at another; the separation does.",
      description:
        "Two panels over epochs: the soft nearest neighbour loss, and the silhouette of the labels, each " +
        "under the annealed and under the fixed temperature.",
      panels: [
        { title: "Soft nearest neighbour loss", curves: ["loss", "loss at the fixed temperature"] },
        {
          title: "Separation: silhouette of the labels",
          curves: ["separation", "separation at the fixed temperature"],
        },
      ],
      legend: ["annealed temperature", "fixed temperature"],
    },
  ],
  sameComputation: Object.keys(DATASETS).map((data) => ({
    experiments: ["ae", "snnl-2", "snnl-4", "snnl-6", "snnl-8"].map((method) => `agarap/${method}/${data}`),
    why:
      "SNNL-2, 4, 6 and 8 use no labels. The gradient of their soft nearest neighbour loss is less than a " +
      "hundredth of the reconstruction's, so that they train the baseline autoencoder again.",
  })),
});

/** "Baseline AE" (§III.A). The batch size is not stated (Q2). Eq. 1 is meant over the batch and the pixels. */
const BASELINE: CodeChoices = {
  network: {
    architecture: {
      ...PLAIN,
      sizes: [784, 500, 500, 2000, 70],
      codeActivation: "sigmoid",
      outputActivation: "sigmoid",
      initialisation: "he",
    },
    loss: "bce",
    optimiser: { ...KERAS_ADAM, learningRate: 1e-3 },
    batchSize: 256,
    epochs: 50,
  },
  labelled: null,
  snnl: null,
};

/** "Original": 70 components. */
export const original = { config: { pca: { components: 70 } }, represent: principalComponents };

/** The baseline's code, as others compare it. */
export const baseline = { config: { network: BASELINE.network }, represent: denseCode };

/** Eq. 3 with §II.B's η and γ; and the fixed temperature, which the paper does not state (Q1). */
const ANNEALED: Temperature = { kind: "annealed", eta: 1, gamma: 0.55 };
const FIXED = { kind: "fixed", value: 1 } as const;

/** Table I: odd numbers are supervised, and these take the lowest layer; from 5 on the temperature is annealed. */
const VARIANTS = [1, 2, 3, 4, 5, 6, 7, 8] as const;
const LOWEST: readonly number[] = [3, 4, 7, 8];

type Variant = typeof VARIANTS[number];

/** SNNL-1 to SNNL-8 (Table I), the supervised ones with so many labelled images. */
function variantChoices(variant: Variant, labelled: number) {
  const supervised = variant % 2 === 1;
  return {
    ...BASELINE,
    labelled: supervised ? labelled : null,
    snnl: {
      labels: supervised ? "classes" : "none",
      layers: "hidden",
      combine: LOWEST.includes(variant) ? "min" : "sum",
      alpha: 100,
      temperature: variant >= 5 ? ANNEALED : FIXED,
      distance: "cosine",
      epsilon: 1e-5,
      gradientBatches: 4,
    },
  } as const satisfies CodeChoices;
}

/** What the methods do on the embedded digits, beside what they do on the paper's data, and the seconds that it takes. */
const SCALED: Record<
  string,
  { quick: [seconds: number, change: Change<CodeChoices>]; smoke?: [number, Change<CodeChoices>] }
> = {
  "ae": { quick: [8, { ...WHOLE_BATCHES, network: { epochs: 5 } }], smoke: [2, NETWORK_SMOKE] },
  "snnl-1": { quick: [12, { labelled: 4 * 256 }] },
  "snnl-5": { quick: [12, { labelled: 4 * 256 }], smoke: [3, { ...NETWORK_SMOKE, labelled: 256 }] },
  "snnl-6": { quick: [10, { ...WHOLE_BATCHES, network: { epochs: 4 } }] },
};

/** The profiles' seconds and changes of a method. */
function scaled(method: string, dataset: string, paper: number) {
  const { quick, smoke } = dataset === "mnist" ? SCALED[method] ?? {} : {};
  return {
    seconds: { paper, ...quick && { quick: quick[0] }, ...smoke && { smoke: smoke[0] } },
    ...quick && { quick: quick[1] },
    ...smoke && { smoke: smoke[1] },
  };
}

/** §III.E.1 says by how much SNNL-7's accuracy on MNIST exceeds a cited one. */
type Cited = { readonly cited: { readonly name: string; readonly accuracy: number } | null };

const CITED: Cited = { cited: { name: "ClusterGAN", accuracy: 0.95 } };

function lead(
  { config: { cited }, clusters: { test: clusters }, splits: { test: { labels } } }: Found<
    CommonChoices & Cited
  >,
) {
  if (cited === null) return [];
  const above = accuracy(labels, clusters!) - cited.accuracy;
  return [measured(`OTHER:ACC above ${cited.name}`, above, { split: "test" })];
}

/** The methods of Tables III to V on one data set. */
function methodsOn(dataset: string) {
  const { classes, labelled, seconds } = DATASETS[dataset];
  const common = { cluster: { k: classes } };
  const autoencoder = (
    name: string,
    title: string,
    seconds: number,
    config: CodeChoices,
    cited: Cited = { cited: null },
  ): DeclaredExperiment<CodeChoices & Cited & CommonChoices> =>
    agarap.method<CodeChoices & Cited, Model>(name, {
      dataset,
      title,
      ...scaled(name, dataset, seconds),
      config: { ...config, ...cited },
      common,
      represent: code,
      measure: [inspected, lead],
    });
  const variant = (number: Variant) => {
    const config = variantChoices(number, labelled);
    const { labels, combine, temperature } = config.snnl;
    const how = labels === "classes" ? "supervised" : "unsupervised";
    const where = combine === "sum" ? "all layers" : "the lowest layer";
    return autoencoder(
      `snnl-${number}`,
      `SNNL-${number}: ${how}, ${where}, ${temperature.kind} temperature`,
      labels === "classes" ? seconds.labelled : seconds.full,
      config,
      number === 7 && dataset === "mnist" ? CITED : undefined,
    );
  };
  return {
    dataset,
    original: agarap.method("original", {
      dataset,
      title: "k-means on 70 principal components of the pixels",
      seconds: { paper: seconds.original, ...dataset === "mnist" && { quick: 2, smoke: 1 } },
      config: original.config,
      common,
      represent: original.represent,
      measure: [sizes, classCount],
    }),
    ae: autoencoder("ae", "k-means on an autoencoder's code", seconds.full, BASELINE),
    variants: Object.fromEntries(VARIANTS.map((number) => [number, variant(number)])),
    /** Figs 3 and 4: with fewer labels than in Tables III and IV. */
    fewLabels: ([1, 5] as const).flatMap((number) =>
      FEW_LABELS.map((few) =>
        autoencoder(
          `snnl-${number}-${few}`,
          `SNNL-${number} with ${few} labelled images`,
          Math.ceil(seconds.labelled * few / labelled) + 5,
          variantChoices(number, few),
        )
      )
    ),
  };
}

type Methods = ReturnType<typeof methodsOn>;
type Changes = Record<string, Change<CodeChoices & CommonChoices>>;

/** Each of these methods with each of these changes made. */
function vary(methods: readonly Methods["ae"][], question: string, changes: Changes): Experiment[] {
  return methods.flatMap(({ method, studies }) =>
    studies(Object.fromEntries(
      Object.entries(changes).map(([name, change]) => [`${method}-${name}`, { question, change }]),
    ))
  );
}

const FIT_ON_TEST = { cluster: { fitOn: "test" } } as const;
const BATCHES: Changes = {
  "batch-64": { network: { batchSize: 64 } },
  "batch-512": { network: { batchSize: 512 } },
};
/**
 * What the supervised rows are judged under beside the protocol, to choose between by the rule in README.md: the layers of
 * a network that is made of an encoder and a decoder, as a public one of Agarap's is, and the batch of a notebook.
 */
const CANDIDATES: Changes = {
  "batch-512": BATCHES["batch-512"],
  "layers-code-and-output": { snnl: { layers: "code and output" } },
  "layers-code-and-output-batch-512": {
    network: { batchSize: 512 },
    snnl: { layers: "code and output" },
  },
};
const LAYERS: Changes = Object.fromEntries(
  LAYER_SETS.filter((layers) => layers !== "hidden" && layers !== "code and output")
    .map((layers) => [`layers-${layers.replaceAll(" ", "-")}`, { snnl: { layers } }]),
);
/** What the term on one layer alone does; the fourth is the code. */
const LAYERS_ALONE: Changes = Object.fromEntries(
  [2, 3, 5, 6, 7].map((layers) => [`layer-${layers}-alone`, { snnl: { layers } }]),
);

/** What the choices that the paper leaves open do to its numbers: each study is a method with one choice made otherwise. */
function studiesOf({ dataset, original, ae, variants: { 1: one, 3: three, 5: five, 7: seven } }: Methods) {
  const isMnist = dataset === "mnist";
  const supervised = [one, three, five, seven];
  const Q4 = "Q4: Which layers does the term see?";
  const ofBoth = [
    ...original.studies({
      "original-fit-on-test": { question: "Q0: Is k-means fitted to the test images?", change: FIT_ON_TEST },
    }),
    ...vary([one, three], "Q1: What is the fixed temperature?", {
      "temperature-0.1": { snnl: { temperature: { value: 0.1 } } },
      "temperature-0.25": { snnl: { temperature: { value: 0.25 } } },
      "temperature-0.5": { snnl: { temperature: { value: 0.5 } } },
      "temperature-10": { snnl: { temperature: { value: 10 } } },
      "temperature-100": { snnl: { temperature: { value: 100 } } },
    }),
    ...vary(isMnist ? [ae] : [], "Q2: What does the batch size change?", BATCHES),
    ...vary(supervised, "Q2: What does the batch size change?", { "batch-64": BATCHES["batch-64"] }),
    ...vary(supervised, "Q2 and Q4: Which layers does the term see, in batches of which size?", CANDIDATES),
    ...vary(supervised, "Q3: Is k-means fitted to the test images' codes?", { "fit-on-test": FIT_ON_TEST }),
    ...vary([five], "Q9: Do smaller batches help with few labels?", {
      "1000-batch-100": { labelled: 1000, network: { batchSize: 100 } },
    }),
  ];
  if (!isMnist) return ofBoth;
  return [
    ...ofBoth,
    ...vary(supervised, Q4, LAYERS),
    ...vary([three, seven], Q4, LAYERS_ALONE),
    ...vary(
      [one, three],
      "Q1 and Q4: Is the fixed temperature another, if the term sees code and reconstruction in batches of 512?",
      Object.fromEntries(
        [0.5, 10, 100].map((value) => [`layers-code-and-output-batch-512-temperature-${value}`, {
          network: { batchSize: 512 },
          snnl: { layers: "code and output", temperature: { value } },
        }]),
      ),
    ),
    // A sum over the 784 pixels beside 100 · SNNL is, to Adam, their mean beside 100 / 784 · SNNL.
    ...vary([one, three, five], "Q7: Is the cross entropy a sum over the pixels?", {
      "bce-summed": { snnl: { alpha: 100 / 784 } },
    }),
    ...vary([seven], "Q8: Do the first weights matter?", {
      "initialised-as-pytorch": { network: { architecture: { initialisation: "pytorch" } } },
    }),
    ...vary([seven], "Q8: Does Adam's convention matter?", {
      "adam-as-pytorch": { network: { optimiser: { convention: ADAM.convention, epsilon: ADAM.epsilon } } },
    }),
    ...vary([three, seven], "Q8: Are batches dealt once, and only their order drawn for each epoch?", {
      "fixed-batches": { batches: "fixed" },
    }),
    // Distances that are not divided by lengths are largest in the widest layers.
    ...vary(supervised, "Q12: Are the distances Euclidean?", {
      euclidean: { snnl: { distance: "euclidean" } },
    }),
    ...vary([one, three], "Q12 and Q1: Are the distances Euclidean, and the fixed temperature another?", {
      "euclidean-temperature-10": { snnl: { distance: "euclidean", temperature: { value: 10 } } },
      "euclidean-temperature-100": { snnl: { distance: "euclidean", temperature: { value: 100 } } },
    }),
  ];
}

const methods = Object.keys(DATASETS).map(methodsOn);
/** The data sets of Figs 3 and 4. */
const fewer = methods.filter(({ dataset }) => dataset !== "emnist-balanced");

export default agarap.declare([
  ...methods.flatMap(({ original, ae, variants }) => [original, ae, ...Object.values(variants)]),
  ...fewer.flatMap(({ fewLabels }) => fewLabels),
  fig1(agarap, { annealed: ANNEALED, fixed: FIXED }),
  ...Object.entries(DATASETS).map(([dataset, { labelled, seconds }]) =>
    fig2(agarap, { dataset, config: variantChoices(7, labelled), seconds: seconds.labelled + 60 })
  ),
  ...fewer.flatMap(studiesOf),
]);
