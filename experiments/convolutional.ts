/**
 * The training of a convolutional autoencoder, and DEC after it, that Diba's and Siam's papers share.
 *
 * @module
 */
import { adam, type Matrix, type Parameters, seedFor } from "../engine/mod.ts";
import { type ConvolutionalArchitecture, fitConvolutional } from "../models/autoencoder/convolutional.ts";
import type { Autoencoder } from "../models/autoencoder/trained.ts";
import { type Dec, fitDec } from "../models/dec/dec.ts";
import { convolutionalEncoder } from "../models/dec/encoders.ts";
import { type KMeansConfig, type RunContext, training } from "./experiment.ts";
import type { Measurement } from "../records/record.ts";
import type { Splits } from "./splits.ts";
import { clusterSpaces } from "./spaces.ts";

/** A convolutional autoencoder and its training by Adam. */
export type ConvolutionalConfig = {
  architecture: ConvolutionalArchitecture;
  learningRate: number;
  batchSize: number;
  epochs: number;
};

/** DEC after a pretraining of `epochs`. */
export type DecConfig = ConvolutionalConfig & KMeansConfig & { clusteringEpochs: number; tolerance: number };

/** The autoencoder, trained on these images. */
export function trainConvolutional(
  config: ConvolutionalConfig,
  images: Matrix,
  context: RunContext,
): Promise<Autoencoder<Parameters>> {
  return fitConvolutional(images, {
    ...config,
    optimiser: { learningRate: config.learningRate },
    seed: context.seed,
    ...training(context, "autoencoder"),
  });
}

/** DEC from a trained autoencoder, which is left as it is. */
export async function trainDec(
  config: DecConfig,
  { train }: Splits,
  autoencoder: Autoencoder<Parameters>,
  context: RunContext,
): Promise<Dec> {
  const { k, nInit, batchSize, clusteringEpochs, tolerance } = config;
  return await fitDec(train.images, {
    encoder: convolutionalEncoder(config.architecture, autoencoder.network),
    k,
    nInit,
    epochs: clusteringEpochs,
    batchSize,
    tolerance,
    optimiser: adam({ learningRate: config.learningRate }),
    seed: seedFor(context.seed, "DEC"),
    ...training(context, `DEC, ${clusteringEpochs} epochs`),
  });
}

/** k-means in the code after DEC of each of these numbers of epochs, always from the autoencoder, on both splits. */
export async function clusterAfterDec(
  config: Omit<DecConfig, "clusteringEpochs">,
  epochs: readonly number[],
  splits: Splits,
  autoencoder: Autoencoder<Parameters>,
  context: RunContext,
): Promise<Measurement[]> {
  const { k, nInit } = config;
  const seed = seedFor(context.seed, "k-means");
  const found: Measurement[] = [];
  for (const clusteringEpochs of epochs) {
    const dec = await trainDec({ ...config, clusteringEpochs }, splits, autoencoder, context);
    for (const split of ["train", "test"] as const) {
      const { images, labels: classes } = splits[split];
      const name = `code after DEC of ${clusteringEpochs} ${clusteringEpochs === 1 ? "epoch" : "epochs"}`;
      const spaces = [{ name, points: dec.encode(images) }];
      found.push(...await clusterSpaces(spaces, { split, classes, k, nInit, seed }));
    }
    dec.dispose();
  }
  return found;
}
