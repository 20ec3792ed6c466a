import * as tf from "@tensorflow/tfjs";
import type { Parameters } from "./optimisers.ts";
import { mapTree, type Tree } from "./tree.ts";

/** What a loss function returns: the loss, and what else its pass makes, such as the statistics of a batch. */
export type Loss<Rest extends Tree> = {
  /** A scalar. */
  loss: tf.Tensor;
  rest: Rest;
};

/**
 * The loss at `parameters`, its gradient with respect to each of them by name, and the rest that `fn` returns.
 *
 * @throws {RangeError} If the loss is not a scalar.
 */
export function lossAndGradients<Rest extends Tree>(
  fn: (parameters: Parameters) => Loss<Rest>,
  parameters: Parameters,
): Loss<Rest> & { gradients: Parameters } {
  const names = Object.keys(parameters);
  let kept: Rest | undefined;
  try {
    const { value, grads } = tf.valueAndGrads((...tensors: tf.Tensor[]) => {
      const { loss, rest } = fn(Object.fromEntries(names.map((name, i) => [name, tensors[i]])));
      if (loss.rank !== 0) {
        throw new RangeError(
          `Cannot take the gradient of the loss: it must be a scalar, got [${loss.shape}]`,
        );
      }
      // TensorFlow.js disposes of all that a gradient's function makes but the loss.
      kept = mapTree(rest, (t: tf.Tensor) => tf.keep(tf.clone(t))) as unknown as Rest;
      return loss as tf.Scalar;
    })(names.map((name) => parameters[name]));
    // Those that are kept are out of sight of tf.tidy(), copies are not.
    const rest = mapTree(kept!, (t: tf.Tensor) => tf.clone(t)) as unknown as Rest;
    return { loss: value, rest, gradients: Object.fromEntries(names.map((name, i) => [name, grads[i]])) };
  } finally {
    if (kept) tf.dispose(kept as tf.TensorContainer);
  }
}
