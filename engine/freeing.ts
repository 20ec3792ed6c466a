import * as tf from "@tensorflow/tfjs";

/**
 * Frees tensors where the block ends in which it is held by `using`, also where an error ends it.
 *
 * @example
 * ```ts
 * import * as tf from "@tensorflow/tfjs";
 * import { assert } from "@std/assert";
 * import { freeing } from "./freeing.ts";
 *
 * const x = tf.scalar(1);
 * {
 *   using _x = freeing(x);
 * }
 * assert(x.isDisposed);
 * ```
 */
export function freeing(tensors: tf.TensorContainer): Disposable {
  return { [Symbol.dispose]: () => tf.dispose(tensors) };
}
