/**
 * The training of a convolutional autoencoder that Diba's and Siam's papers share.
 *
 * @module
 */
import type { Matrix, Parameters } from "../../engine/mod.ts";
import { type ConvolutionalArchitecture, fitConvolutional } from "../../models/autoencoder/convolutional.ts";
import type { Autoencoder } from "../../models/autoencoder/trained.ts";
import { type RunContext, training } from "../runner/experiment.ts";

/** A convolutional autoencoder and its training by Adam. */
export type ConvolutionalConfig = {
  architecture: ConvolutionalArchitecture;
  learningRate: number;
  batchSize: number;
  epochs: number;
};

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
