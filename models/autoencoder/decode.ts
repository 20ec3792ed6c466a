import type { Matrix, Parameters, tf } from "../../engine/mod.ts";
import { checkFor } from "../check.ts";
import { inChunks } from "./chunks.ts";
import { applyLayer, type Architecture, type AutoencoderState, layersOf } from "./dense.ts";

/**
 * What the decoder of a fully connected autoencoder makes of codes, such as the centres of clusters: `[rows, input]`.
 *
 * @throws {RangeError} If it has batch normalisation, or the codes are not as wide as its code.
 *
 * @example
 * ```ts
 * import { initEngine, matrix } from "../../engine/mod.ts";
 * import { type Architecture, encode, initAutoencoder, PLAIN, reconstruct } from "./dense.ts";
 * import { decode } from "./decode.ts";
 * import { assertEquals } from "@std/assert";
 *
 * await initEngine({ quiet: true });
 * const architecture: Architecture = {
 *   ...PLAIN,
 *   sizes: [3, 4, 2],
 *   codeActivation: "linear",
 *   outputActivation: "tanh",
 *   initialisation: "pytorch",
 * };
 * const network = initAutoencoder(architecture, 42);
 * const images = matrix(Float32Array.of(0, 0.5, 1), 1, 3);
 * assertEquals(
 *   await decode(architecture, network, await encode(architecture, network, images)),
 *   await reconstruct(architecture, network, images),
 * );
 * ```
 */
export async function decode(
  architecture: Architecture,
  { parameters }: AutoencoderState,
  codes: Matrix,
): Promise<Matrix> {
  const { sizes, batchNorm } = architecture;
  const check = checkFor("decode");
  check(batchNorm === null, "the autoencoder must have no batch normalisation", JSON.stringify(batchNorm));
  check(codes.columns === sizes.at(-1), `codes must have ${sizes.at(-1)} columns`, codes.columns);
  return await inChunks(codes, sizes[0], (z) => decodeBatch(architecture, parameters, z));
}

/** The decoder without batch normalisation on a batch of codes: `[batch, code]` to `[batch, input]`. */
export function decodeBatch(architecture: Architecture, parameters: Parameters, z: tf.Tensor): tf.Tensor {
  const decoder = layersOf(architecture).slice(architecture.sizes.length - 1);
  return decoder.reduce((h, layer) => applyLayer(architecture, parameters, layer, h), z);
}
