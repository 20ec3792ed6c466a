/**
 * TensorFlow.js's WebAssembly kernels, on all processors: the engine `wasm`.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { threads } from "./processor.ts";

const WASM = "wasm";

/** Loads TensorFlow.js's WebAssembly backend, with the kernel that it lacks. */
export async function prepareWasm(): Promise<void> {
  const { setThreadsCount } = await import("@tensorflow/tfjs-backend-wasm");
  setThreadsCount(threads());
  // The package lacks it, and without it convolutions cannot be trained.
  if (!tf.getKernel(tf.Conv2DBackpropFilter, WASM)) {
    tf.registerKernel({
      kernelName: tf.Conv2DBackpropFilter,
      backendName: WASM,
      kernelFunc: ({ inputs, attrs }) =>
        filterGradient(
          inputs as unknown as { x: tf.Tensor4D; dy: tf.Tensor4D },
          attrs as unknown as tf.Conv2DBackpropFilterAttrs,
        ),
    });
  }
}

/**
 * The gradient of a convolution with respect to its filter: itself a convolution of the input by the gradient of the
 * result, with images and channels exchanged, and strides and dilations.
 */
function filterGradient(
  { x, dy }: { x: tf.Tensor4D; dy: tf.Tensor4D },
  { strides, pad, dimRoundingMode, filterShape }: tf.Conv2DBackpropFilterAttrs,
): tf.Tensor {
  const [height, width] = filterShape;
  const { padInfo: { top, bottom, left, right } } = tf.backend_util.computeConv2DInfo(
    x.shape,
    filterShape,
    strides,
    1,
    pad,
    dimRoundingMode,
  );
  return tf.tidy(() => {
    const padded = tf.pad(x, [[0, 0], [top, bottom], [left, right], [0, 0]]);
    const [input, filter] = [tf.transpose(padded, [3, 1, 2, 0]), tf.transpose(dy, [1, 2, 0, 3])];
    const gradient = tf.conv2d(input as tf.Tensor4D, filter as tf.Tensor4D, 1, "valid", "NHWC", strides);
    // Rows and columns that no stride reached come out as more of the filter.
    return tf.slice(tf.transpose(gradient, [1, 2, 0, 3]), [0, 0, 0, 0], [height, width, -1, -1]);
  });
}
