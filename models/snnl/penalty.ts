import { tf } from "../../engine/mod.ts";
import type { Penalty } from "../autoencoder/fit.ts";
import { softNearestNeighborLoss, type Temperature, temperatureAt } from "./loss.ts";

/** Options of {@linkcode snnlPenalty}. */
export interface SnnlPenaltyOptions {
  /** The classes of the images; null for the unsupervised form. */
  labels: Int32Array | null;
  /** The weight α of the term. */
  alpha: number;
  /** Which hidden layers count: the sum over all of them, or the one whose loss is lowest in the batch (Eq. 4). */
  layers: "sum" | "min";
  temperature: Temperature;
  distance: "cosine" | "euclidean";
}

/**
 * The soft nearest neighbour term of an autoencoder's loss, α · Σ SNNL(layer) over its hidden layers, the code among
 * them (Agarap & Azcarraga, IJCNN 2020, Eqs 4 and 5).
 */
export function snnlPenalty({ labels, alpha, layers, temperature, distance }: SnnlPenaltyOptions): Penalty {
  return {
    ...labels && { labels },
    term({ hidden }, batchLabels, epoch) {
      const t = temperatureAt(temperature, epoch);
      const losses = tf.stack(hidden.map((h) => softNearestNeighborLoss(h, batchLabels, t, { distance })));
      return tf.mul(alpha, layers === "sum" ? tf.sum(losses) : tf.min(losses));
    },
  };
}
