/**
 * The code of Agarap & Azcarraga's autoencoder, with or without their soft nearest neighbour term, and what the term did.
 *
 * @module
 */
import { seedFor, tf } from "../../engine/mod.ts";
import type { Split } from "../../datasets/mod.ts";
import { draw, ofSplits, type Splits } from "../../experiments/images.ts";
import { splitsNeeded } from "../../experiments/clustering.ts";
import type { Change } from "../../experiments/config.ts";
import type { CommonChoices, Found, Represented, Run } from "../../experiments/paper.ts";
import { owning, trainDense } from "../../experiments/representations.ts";
import { measured } from "../../experiments/scores.ts";
import { type AutoencoderState, initAutoencoder } from "../../models/autoencoder/dense.ts";
import type { DenseChoices, Penalty } from "../../models/autoencoder/fit.ts";
import type { Autoencoder } from "../../models/autoencoder/trained.ts";
import { entanglement, type EntanglementOptions, gradientRatio } from "../../models/snnl/inspect.ts";
import type { Temperature } from "../../models/snnl/loss.ts";
import { snnlPenalty, type SnnlPenaltyChoices } from "../../models/snnl/penalty.ts";
import type { Measurement } from "../../records/record.ts";

/** The term beside the reconstruction loss, and whether it sees the classes. */
export type Term = SnnlPenaltyChoices & { readonly labels: "classes" | "none" };

/** The network and its training. */
export type NetworkChoices = {
  readonly network: DenseChoices;
  /** Left out, as in all but one study: batches are dealt anew for each epoch. `fixed`: once. */
  readonly batches?: "fixed";
  /** How many training images, drawn with the run's seed, it is trained on; null for all. */
  readonly labelled: number | null;
  /** Null for the baseline. */
  readonly snnl: Term | null;
};

/**
 * What the network does in the smoke profile: a fifth as wide, it is trained in seconds also where the processor stands in
 * for a GPU.
 */
export const NETWORK_SMOKE = {
  network: { architecture: { sizes: [784, 100, 100, 400, 70] }, epochs: 2 },
} as const satisfies Change<NetworkChoices>;

/** The network and its training, and over how many batches the term's gradient is compared with the reconstruction's. */
export type CodeChoices = NetworkChoices & {
  readonly snnl: Term & { readonly gradientBatches: number } | null;
};

/** What measures look at. */
export interface Model extends Autoencoder<AutoencoderState> {
  /** The images that it was trained on. */
  trained: Split;
  penalty: Penalty | null;
}

/** The training images that an autoencoder is trained on. */
export function trainingImages({ train }: Splits, labelled: number | null, seed: number): Split {
  return labelled === null ? train : draw(train, labelled, seedFor(seed, "labelled images"));
}

/** Trains the autoencoder on its images. */
export async function train(
  { network, batches, labelled, snnl }: NetworkChoices,
  splits: Splits,
  run: Run,
): Promise<Model> {
  const trained = trainingImages(splits, labelled, run.seed);
  const penalty = snnl &&
    snnlPenalty({ ...snnl, labels: snnl.labels === "classes" ? trained.labels : null });
  const otherwise = { ...penalty && { penalty }, ...batches && { batches } };
  return { ...await trainDense(network, trained.images, run, otherwise), trained, penalty };
}

/** The codes of the images that it was trained on, and of the test images. */
export async function code(
  config: CodeChoices & CommonChoices,
  splits: Splits,
  run: Run,
): Promise<Represented<Model>> {
  const model = await train(config, splits, run);
  const seen = { train: model.trained, test: splits.test };
  return await owning(model.dispose, async () => ({
    space: "code",
    points: await ofSplits(seen, splitsNeeded(config), model.encode),
    model,
    history: model.history,
  }));
}

/** The temperature of the last epoch. */
export function lastTemperature(epochs: number, temperature: Temperature): number {
  return temperature.kind === "fixed"
    ? temperature.value
    : (temperature.eta + epochs - 1) ** -temperature.gamma;
}

/**
 * The soft nearest neighbour loss of the test images by layer, at the last epoch's temperature and with their classes
 * (Fig. 2 prints the code's; Q4, Q5 and Q10); and how strong the term was beside the reconstruction (Q6).
 */
export async function inspected(
  { config: { network, snnl }, model, splits: { test }, run }: Found<
    CodeChoices & CommonChoices,
    Model
  >,
): Promise<Measurement[]> {
  const { penalty, trained } = model;
  if (snnl === null || penalty === null) return [];
  const { architecture, loss, batchSize, epochs } = network;
  const layers = await layerLosses(network, model.network, test, snnl);
  const ratio = (state: AutoencoderState, epoch: number) =>
    gradientRatio(architecture, state, trained.images, {
      penalty,
      loss,
      batchSize,
      batches: snnl.gradientBatches,
      epoch,
    });
  const untrained = initAutoencoder(architecture, run.seed);
  const measurements = [
    ...layers.map((loss, i) => measured(`OTHER:SNNL ${nameOf(i, layers.length)}`, loss, { split: "test" })),
    measured("OTHER:gradient ratio first epoch", await ratio(untrained, 0), { split: "train" }),
    measured("OTHER:gradient ratio last epoch", await ratio(model.network, epochs - 1), { split: "train" }),
  ];
  tf.dispose(untrained);
  return measurements;
}

/** The soft nearest neighbour loss of labelled images in each hidden layer, at the last epoch's temperature. */
export function layerLosses(
  choices: DenseChoices,
  network: AutoencoderState,
  { images, labels }: Split,
  penalty: SnnlPenaltyChoices,
): Promise<number[]> {
  return entanglement(choices.architecture, network, images, entanglementOptions(choices, penalty, labels));
}

/** How the soft nearest neighbour loss of labelled images is taken: as in the last epoch, in batches as large as in training. */
export function entanglementOptions(
  { batchSize, epochs }: DenseChoices,
  { temperature, distance, epsilon }: SnnlPenaltyChoices,
  labels: Int32Array,
): EntanglementOptions {
  return {
    labels,
    temperature: lastTemperature(epochs, temperature),
    batchSize: Math.min(batchSize, labels.length),
    distance,
    epsilon,
  };
}

/** The hidden layers by number, the one in the middle being the code. */
function nameOf(layer: number, layers: number): string {
  return 2 * layer + 1 === layers ? "code" : `layer ${layer + 1}`;
}
