import * as tf from "@tensorflow/tfjs";
import { WEBGPU } from "./backend.ts";

/** The attributes of both kernels. */
interface ScanAttributes {
  axis: number;
  exclusive: boolean;
  reverse: boolean;
}

/**
 * Lets sums and products along an axis that run backwards run forwards, on what is reversed. TensorFlow.js's own program
 * for backwards has the axis's length in its code, but not in the key by which it is found again: an axis of another
 * length would have the first one's program, and wrong numbers.
 */
export function replaceScans(): void {
  for (const [name, scan] of [[tf.Cumsum, tf.cumsum], [tf.Cumprod, tf.cumprod]] as const) {
    const original = tf.getKernel(name, WEBGPU);
    tf.unregisterKernel(name, WEBGPU);
    tf.registerKernel({
      ...original,
      kernelFunc(args) {
        const { axis, exclusive, reverse } = args.attrs as unknown as ScanAttributes;
        if (!reverse) return original.kernelFunc(args);
        const x = args.inputs.x as tf.Tensor;
        return tf.tidy(() => tf.reverse(scan(tf.reverse(x, axis), axis, exclusive), axis));
      },
    });
  }
}
