import { type Matrix, type OptimiserState, tf, type Tree } from "../../engine/mod.ts";
import { type Batch, type Epoch, train, type Trainable, type TrainingOptions } from "../training.ts";

/** A trained autoencoder, fully connected or convolutional. */
export interface Autoencoder<Network extends Tree> {
  /** The epochs in order. */
  history: Epoch[];
  /** What training left; freed by `dispose()`. */
  network: Network;
  /**
   * The codes of `images`, `[rows, code]`.
   *
   * @throws {RangeError} If the images are not as wide as the network's input.
   */
  encode(images: Matrix): Promise<Matrix>;
  /**
   * The reconstructions of `images`.
   *
   * @throws {RangeError} As {@linkcode encode}.
   */
  reconstruct(images: Matrix): Promise<Matrix>;
  /** Frees its tensors. */
  dispose(): void;
}

/** An autoencoder under training. */
export type TrainingState<Network extends Tree> = { network: Network; optimiser: OptimiserState };

/** What an autoencoder's network makes of images. */
export interface Passes<Network> {
  /** The codes, `[rows, code]`. */
  encode(network: Network, images: Matrix): Promise<Matrix>;
  /** The reconstructions. */
  reconstruct(network: Network, images: Matrix): Promise<Matrix>;
}

/**
 * Trains an autoencoder and hands it out.
 *
 * @param data What training goes through; disposed.
 */
export async function trainAutoencoder<Network extends Tree>(
  model: Trainable<TrainingState<Network>>,
  data: Batch,
  options: TrainingOptions,
  { encode, reconstruct }: Passes<Network>,
): Promise<Autoencoder<Network>> {
  try {
    const { state: { network, optimiser }, history } = await train(model, data, options);
    tf.dispose(optimiser);
    return {
      history,
      network,
      encode: (images) => encode(network, images),
      reconstruct: (images) => reconstruct(network, images),
      dispose: () => tf.dispose(network as tf.TensorContainer),
    };
  } finally {
    tf.dispose(data);
  }
}
