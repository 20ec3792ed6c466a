/**
 * What the choices that the paper leaves open do to its numbers: each study is one of its methods with one choice made
 * otherwise. The questions are those of README.md.
 *
 * @module
 */
import type { Architecture } from "../../models/autoencoder/dense.ts";
import { LAYER_SETS } from "../../models/snnl/penalty.ts";
import { type Experiment, experiment } from "../../experiments/experiment.ts";
import {
  type AutoencoderConfig,
  baselineConfig,
  BATCH_SIZE,
  type DatasetName,
  FIXED_TEMPERATURE,
  type OriginalConfig,
  originalConfig,
  PAPER as paper,
  runAutoencoder,
  runOriginal,
  SECONDS,
  type SnnlConfig,
  snnlConfig,
  type Variant,
} from "./protocol.ts";

/** What is otherwise than in the method that is studied. */
type Change = Partial<Omit<AutoencoderConfig, "snnl" | "architecture">> & {
  snnl?: Partial<SnnlConfig>;
  architecture?: Partial<Architecture>;
};

/** A method with something changed. */
interface Study {
  question: string;
  /** The method, and in words what is changed. */
  name: string;
  /** The baseline, or a variant. */
  of: "ae" | Variant;
  datasets: readonly DatasetName[];
  change: Change;
}

const MNIST = ["mnist"] as const;
const BOTH = ["mnist", "fashion-mnist"] as const;

/** The values other than the protocol's own, whose results are the plain method's. */
function others<Value>(values: readonly Value[], own: Value): Value[] {
  return values.filter((value) => value !== own);
}

const STUDIES: Study[] = [
  ...([1, 3] as const).flatMap((variant) =>
    others([1, 10, 100], FIXED_TEMPERATURE).map((value) => ({
      question: "Q1",
      name: `snnl-${variant}-temperature-${value}`,
      of: variant,
      datasets: BOTH,
      change: { snnl: { temperature: { kind: "fixed" as const, value } } },
    }))
  ),
  ...others([64, 256, 512], BATCH_SIZE).flatMap((batchSize): Study[] => [
    { question: "Q2", name: `ae-batch-${batchSize}`, of: "ae", datasets: MNIST, change: { batchSize } },
    { question: "Q2", name: `snnl-1-batch-${batchSize}`, of: 1, datasets: BOTH, change: { batchSize } },
    { question: "Q2", name: `snnl-5-batch-${batchSize}`, of: 5, datasets: BOTH, change: { batchSize } },
  ]),
  ...([1, 3, 5, 7] as const).map((variant): Study => ({
    question: "Q3",
    name: `snnl-${variant}-fit-on-test`,
    of: variant,
    datasets: BOTH,
    change: { fitOn: "test" },
  })),
  ...([1, 3, 5, 7] as const).flatMap((variant) =>
    others(LAYER_SETS, "hidden").map((layers): Study => ({
      question: "Q4",
      name: `snnl-${variant}-layers-${layers.replaceAll(" ", "-")}`,
      of: variant,
      datasets: MNIST,
      change: { snnl: { layers } },
    }))
  ),
  // What the term on one layer alone does; the fourth is the code.
  ...([3, 7] as const).flatMap((variant) =>
    [2, 3, 5, 6, 7].map((layers): Study => ({
      question: "Q4",
      name: `snnl-${variant}-layer-${layers}-alone`,
      of: variant,
      datasets: MNIST,
      change: { snnl: { layers } },
    }))
  ),
  // A sum over the 784 pixels beside 100 · SNNL is, to Adam, their mean beside 100 / 784 · SNNL.
  ...([1, 3, 5] as const).map((variant): Study => ({
    question: "Q7",
    name: `snnl-${variant}-bce-summed`,
    of: variant,
    datasets: MNIST,
    change: { snnl: { alpha: 100 / 784 } },
  })),
  {
    question: "Q8",
    name: "snnl-7-initialised-as-pytorch",
    of: 7,
    datasets: MNIST,
    change: { architecture: { initialisation: "pytorch" } },
  },
  { question: "Q8", name: "snnl-7-adam-as-pytorch", of: 7, datasets: MNIST, change: { adam: "pytorch" } },
  {
    question: "Q9",
    name: "snnl-5-1000-batch-100",
    of: 5,
    datasets: BOTH,
    change: { labelled: 1000, batchSize: 100 },
  },
  // Distances that are not divided by lengths are largest in the widest layers.
  ...([3, 5, 7] as const).map((variant): Study => ({
    question: "Q12",
    name: `snnl-${variant}-euclidean`,
    of: variant,
    datasets: MNIST,
    change: { snnl: { distance: "euclidean" } },
  })),
];

function changed(config: AutoencoderConfig, { snnl, architecture, ...change }: Change): AutoencoderConfig {
  return {
    ...config,
    ...change,
    architecture: { ...config.architecture, ...architecture },
    ...config.snnl && { snnl: { ...config.snnl, ...snnl } },
  };
}

function study({ question, name, of, change }: Study, dataset: DatasetName): Experiment {
  const config = of === "ae" ? baselineConfig(dataset) : snnlConfig(of, dataset);
  return experiment<AutoencoderConfig>({
    paper,
    method: `study-${name}`,
    dataset,
    title: `${question}: ${name.replaceAll("-", " ")}`,
    profiles: {
      paper: {
        dataset,
        seconds: SECONDS[dataset][config.labelled === undefined ? "full" : "labelled"],
        config: changed(config, change),
      },
    },
    run: runAutoencoder,
  });
}

/** k-means on principal components, fitted to the test images' (Q0). */
function originalStudy(dataset: DatasetName): Experiment {
  return experiment<OriginalConfig>({
    paper,
    method: "study-original-fit-on-test",
    dataset,
    title: "Q0: original fit on test",
    profiles: {
      paper: {
        dataset,
        seconds: SECONDS[dataset].original,
        config: { ...originalConfig(dataset), fitOn: "test" },
      },
    },
    run: runOriginal,
  });
}

/** The studies, by question. */
export const studies: Experiment[] = [
  ...BOTH.map(originalStudy),
  ...STUDIES.flatMap((one) => one.datasets.map((dataset) => study(one, dataset))),
];
