import { tf } from "../../engine/mod.ts";
import type { Pass } from "../autoencoder/dense.ts";
import type { Penalty } from "../autoencoder/fit.ts";
import type { Defaulted } from "../choices.ts";
import {
  type SNNL,
  type SnnlChoices,
  softNearestNeighborLoss,
  type Temperature,
  temperatureAt,
} from "./loss.ts";

/** Which layers of an autoencoder a penalty sees, after their activations unless said. */
export const LAYER_SETS = [
  "hidden",
  "hidden and output",
  "encoder",
  "code",
  "code and output",
  "every module",
] as const;

/**
 * `hidden`: all layers but the last, the code among them; `hidden and output`: the reconstruction too; `encoder`: the
 * layers up to the code, with it; `code`: the code alone; `code and output`: the code and the reconstruction, which are
 * all that a model made of two parts, encoder and decoder, shows as its layers; `every module`: all layers, before and
 * after their activations, as the authors' later PyTorch code takes them.
 */
export type LayerSet = typeof LAYER_SETS[number];

/** All that {@linkcode snnlPenalty} depends on beside the labels. */
export type SnnlPenaltyChoices = SnnlChoices & {
  /** The weight α of the term. */
  readonly alpha: number;
  /** The layers that count: a set, or the number of one hidden layer, from 1. */
  readonly layers: LayerSet | number;
  /**
   * The sum over the layers; or the lowest of their losses, anew in each batch (Eq. 4), whose layer alone, and those
   * below it, the gradient then goes to.
   */
  readonly combine: "sum" | "min";
  /** The loss's, by epoch. */
  readonly temperature: Temperature;
};

/** Options of {@linkcode snnlPenalty}; what is left out is as in {@linkcode SNNL}. */
export type SnnlPenaltyOptions = Defaulted<SnnlPenaltyChoices, keyof typeof SNNL> & {
  /** The classes of the images; null for the unsupervised form. */
  labels: Int32Array | null;
};

/**
 * The soft nearest neighbour term of an autoencoder's loss, α · Σ SNNL(layer) or α · min SNNL(layer) (Agarap & Azcarraga,
 * IJCNN 2020, Eqs 4 and 5).
 *
 * @throws {RangeError} If the temperature is not above 0.
 */
export function snnlPenalty(options: SnnlPenaltyOptions): Penalty {
  const { labels, alpha, layers, combine, temperature } = options;
  const least = temperature.kind === "fixed" ? temperature.value : temperature.eta;
  if (!(least > 0)) {
    throw new RangeError(
      `Cannot make the penalty: the temperature, or its eta, must be above 0, got ${least}`,
    );
  }
  return {
    ...labels && { labels },
    term(through, batchLabels, epoch) {
      const t = temperatureAt(temperature, epoch);
      const losses = tf.stack(
        chosenLayers(through, layers).map((layer) => softNearestNeighborLoss(layer, batchLabels, t, options)),
      );
      return tf.mul(alpha, combine === "sum" ? tf.sum(losses) : tf.min(losses));
    },
  };
}

/** What the layers of a set give on a batch, from the input on. */
function chosenLayers({ hidden, code, output, sums }: Pass, layers: LayerSet | number): tf.Tensor[] {
  if (typeof layers === "number") {
    if (hidden[layers - 1]) return [hidden[layers - 1]];
    throw new RangeError(
      `Cannot choose a layer: it must be from 1 to ${hidden.length}, got ${layers}`,
    );
  }
  switch (layers) {
    case "hidden":
      return hidden;
    case "hidden and output":
      return [...hidden, output];
    case "encoder":
      return hidden.slice(0, hidden.indexOf(code) + 1);
    case "code":
      return [code];
    case "code and output":
      return [code, output];
    case "every module":
      return [...hidden, output].flatMap((given, i) => [sums[i], given]);
  }
}
