import type { Parameters, tf } from "../../engine/mod.ts";
import {
  type ConvolutionalArchitecture,
  convolutionalCode,
  encoderParameters,
} from "../autoencoder/convolutional.ts";
import { checkFor } from "../check.ts";
import { decodeBatch } from "../autoencoder/decode.ts";
import { applyLayer, type Architecture, type AutoencoderState, layersOf } from "../autoencoder/dense.ts";

/** A network from points to codes, with what training changes in it. */
export interface Encoder {
  /** Where training starts from; not disposed by it. */
  parameters: Parameters;
  /** The width of its input. */
  inputs: number;
  /** The codes, `[batch, d]`, of a batch of points. */
  encode(parameters: Parameters, x: tf.Tensor): tf.Tensor;
}

/** The encoder of a convolutional autoencoder, without dropout; the decoder is left behind. */
export function convolutionalEncoder(
  architecture: ConvolutionalArchitecture,
  parameters: Parameters,
): Encoder {
  return {
    parameters: encoderParameters(architecture, parameters),
    inputs: architecture.input[0] * architecture.input[1],
    encode: (parameters, x) => convolutionalCode(architecture, parameters, x, null),
  };
}

/**
 * The encoder of a fully connected autoencoder, without dropout; the decoder is left behind.
 *
 * @throws {RangeError} If it has batch normalisation, whose statistics this training does not move.
 */
export function denseEncoder(architecture: Architecture, { parameters }: AutoencoderState): Encoder {
  const check = checkFor("cluster by this encoder");
  check(
    architecture.batchNorm === null,
    "it must have no batch normalisation",
    JSON.stringify(architecture.batchNorm),
  );
  const layers = layersOf(architecture).slice(0, architecture.sizes.length - 1);
  const names = layers.flatMap(({ index }) => [`weight${index}`, `bias${index}`]);
  return {
    parameters: Object.fromEntries(names.map((name) => [name, parameters[name]])),
    inputs: architecture.sizes[0],
    encode: (parameters, x) => layers.reduce((h, layer) => applyLayer(architecture, parameters, layer, h), x),
  };
}

/** An encoder whose parameters have a decoder's among them, which makes points of its codes. */
export interface Coder extends Encoder {
  /** The points, `[batch, input]`, that codes `[batch, d]` stand for. */
  decode(parameters: Parameters, codes: tf.Tensor): tf.Tensor;
}

/**
 * Encoder and decoder of a fully connected autoencoder, without dropout.
 *
 * @throws {RangeError} If it has batch normalisation, whose statistics this training does not move.
 */
export function denseCoder(architecture: Architecture, network: AutoencoderState): Coder {
  return {
    ...denseEncoder(architecture, network),
    parameters: network.parameters,
    decode: (parameters, codes) => decodeBatch(architecture, parameters, codes),
  };
}
