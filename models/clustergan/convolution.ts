/**
 * Convolutions of 4×4 kernels, stride 2 and padding 1, as ones of 2×2 kernels and stride 1 over blocks of 2×2 pixels. Compiled
 * for a processor, they and their gradients take half the time of TensorFlow's with a stride.
 *
 * Each is the gradient of the other with respect to its images. So the gradient penalty, which is differentiated twice, never
 * needs the gradient of a kernel's gradient, which TensorFlow.js lacks.
 *
 * @module
 */
import { tf } from "../../engine/mod.ts";

/** The pixels under a kernel. */
export const PATCH = 16;

/**
 * A convolution that halves height and width.
 *
 * @param x `[batch, height, width, from]`, of even height and width.
 * @param weights `[16 · from, to]`. The pixels under a kernel are in the order of its 2×2 blocks, and in each of its 2×2
 * pixels.
 * @returns `[batch, height / 2, width / 2, to]`.
 */
export function convolution(x: tf.Tensor, weights: tf.Tensor): tf.Tensor {
  return tf.conv2d(blocksOf(x), kernelOf(weights), 1, "valid");
}

/**
 * The adjoint of {@linkcode convolution}, which doubles height and width.
 *
 * @param x `[batch, height, width, to]`.
 * @param weights `[16 · from, to]`, as of {@linkcode convolution}.
 * @returns `[batch, 2 · height, 2 · width, from]`.
 */
export function transposedConvolution(x: tf.Tensor, weights: tf.Tensor): tf.Tensor {
  const [batch, height, width] = x.shape;
  const kernel = kernelOf(weights);
  const shape: [number, number, number, number] = [batch, height + 1, width + 1, kernel.shape[2]];
  return fromBlocks(tf.conv2dTranspose(x as tf.Tensor4D, kernel, shape, 1, "valid"));
}

/** The 2×2 kernel over blocks. */
function kernelOf(weights: tf.Tensor): tf.Tensor4D {
  const [size, to] = weights.shape;
  return tf.reshape(weights, [2, 2, 4 * size / PATCH, to]);
}

/** Images with a border of zeros, their blocks of 2×2 pixels as one pixel of four times the channels. */
function blocksOf(x: tf.Tensor): tf.Tensor4D {
  const [batch, height, width, channels] = x.shape;
  const [rows, columns] = [height / 2 + 1, width / 2 + 1];
  const padded = tf.pad(x, [[0, 0], [1, 1], [1, 1], [0, 0]]);
  const pairs = tf.reshape(padded, [batch, rows, 2, columns, 2, channels]);
  return tf.reshape(tf.transpose(pairs, [0, 1, 3, 2, 4, 5]), [batch, rows, columns, 4 * channels]);
}

/** The images of such blocks, without their border. */
function fromBlocks(blocks: tf.Tensor): tf.Tensor {
  const [batch, rows, columns, size] = blocks.shape;
  const [height, width, channels] = [2 * rows, 2 * columns, size / 4];
  const pairs = tf.reshape(blocks, [batch, rows, columns, 2, 2, channels]);
  const padded = tf.reshape(tf.transpose(pairs, [0, 1, 3, 2, 4, 5]), [batch, height, width, channels]);
  return tf.slice(padded, [0, 1, 1, 0], [batch, height - 2, width - 2, channels]);
}
