/**
 * The code of Song et al.'s autoencoder: pretrained by restricted Boltzmann machines, then trained under their objective.
 *
 * @module
 */
import { seedFor, tf } from "../../engine/mod.ts";
import { training } from "../../experiments/experiment.ts";
import type { CommonChoices, Represented, Run } from "../../experiments/paper.ts";
import type { Splits } from "../../experiments/images.ts";
import { accuracy, nmi } from "../../metrics/mod.ts";
import { type AecChoices, type AecResult, fitAec } from "../../models/aec/aec.ts";
import type { Architecture } from "../../models/autoencoder/dense.ts";
import { pretrain, type PretrainingChoices } from "../../models/rbm/rbm.ts";

/** The network, its pretraining, and its training. */
export type AecCodeChoices = {
  /** The layers after the input. */
  readonly layers: readonly number[];
  /** What the layers are of: they neither drop out nor start at random, but as the machines leave them. */
  readonly units: Omit<Architecture, "sizes" | "dropout" | "initialisation">;
  readonly pretraining: PretrainingChoices;
  readonly aec: Omit<AecChoices, "architecture">;
};

/** The training images' codes, with the method's own clusters; the labels are only for the history. */
export async function aecCode(
  { layers, units, pretraining, aec }: CommonChoices & AecCodeChoices,
  { train: { images, labels } }: Splits,
  run: Run,
): Promise<Represented<AecResult>> {
  const { seed, progress, checkpoint } = run;
  const machine = (layer: number) => `RBM ${layer} of ${layers.length}`;
  const sizes = [images.columns, ...layers];
  const architecture: Architecture = { ...units, sizes, dropout: 0, initialisation: "pytorch" };
  const { network } = await pretrain(images, architecture, {
    ...pretraining,
    seed: seedFor(seed, "pretraining"),
    onProgress: (layer) => progress(machine(layer)),
    ...checkpoint && { checkpoint: (layer) => checkpoint(machine(layer)) },
  });
  const model = await fitAec(images, network, {
    ...aec,
    architecture,
    seed,
    ...training(run, "AEC"),
    measure: (clusters) => ({
      ACC: accuracy(labels, clusters),
      NMI: nmi(labels, clusters, { average: "max" }),
    }),
  }).finally(() => tf.dispose(network as tf.TensorContainer));
  return {
    space: "code",
    points: { train: model.codes },
    clusters: { train: model.labels },
    model,
    history: model.history,
  };
}

/** The iteration by which nine tenths of the gain from the first to the last iteration are made. */
export function fastGain(values: readonly number[]): number {
  const goal = values[0] + 0.9 * (values.at(-1)! - values[0]);
  return 1 + values.findIndex((value) => value >= goal);
}

/** The iteration from which on the value stays within 0.01 of the last one. */
export function stableFrom(values: readonly number[]): number {
  return 2 + values.findLastIndex((value) => Math.abs(value - values.at(-1)!) > 0.01);
}
