/**
 * The gradient of a convolution by its filter on WebGPU.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { type GuardedBackend, WEBGPU } from "./backend.ts";
import { type Program, runProgram } from "./program.ts";

/** The parts of a gradient have at most about so many numbers together. */
const MOST_NUMBERS = 1 << 22;

/**
 * Replaces the kernel of TensorFlow.js, in which one thread for each weight goes through all images: few threads, and
 * software devices end a thread's loop after 65,535 turns, which 84 images of 28 × 28 pixels have. Here a thread goes through
 * one image, or a few, and what they found is summed.
 */
export function replaceFilterGradient(): void {
  const original = tf.getKernel(tf.Conv2DBackpropFilter, WEBGPU)!;
  tf.unregisterKernel(tf.Conv2DBackpropFilter, WEBGPU);
  tf.registerKernel({
    ...original,
    kernelFunc: (args) => {
      const { x, dy } = args.inputs as Record<"x" | "dy", tf.TensorInfo>;
      const { strides, pad, dataFormat, dimRoundingMode, filterShape } = args
        .attrs as unknown as tf.Conv2DBackpropFilterAttrs;
      const backend = args.backend as GuardedBackend;
      // What was cast to float32 keeps its numbers as they were, int32 or bool; the original reads them so.
      const areFloats = [x, dy].every(({ dataId }) => backend.tensorMap.get(dataId).dtype === "float32");
      if (dataFormat !== "NHWC" || !areFloats) return original.kernelFunc(args);
      const info = tf.backend_util.computeConv2DInfo(
        x.shape as [number, number, number, number],
        filterShape as [number, number, number, number],
        strides,
        1,
        pad,
        dimRoundingMode,
      );
      const size = tf.util.sizeFromShape(filterShape);
      const images = Math.ceil(info.batchSize * size / MOST_NUMBERS);
      const parts = Math.ceil(info.batchSize / images);
      const shape = [parts, ...filterShape];
      const [found] = runProgram(backend, program(info, images), [x, dy], [shape], parts * size);
      const sum = tf.getKernel(tf.Sum, WEBGPU)!.kernelFunc({
        inputs: { x: found },
        backend,
        attrs: { axis: 0, keepDims: false },
      });
      backend.disposeData(found.dataId);
      return sum;
    },
  });
}

/** A thread is for one weight and so many images. */
function program(
  { batchSize, inHeight, inWidth, inChannels, outHeight, outWidth, outChannels, ...info }:
    tf.backend_util.Conv2DInfo,
  images: number,
): Program {
  const { filterWidth, strideHeight, strideWidth, padInfo: { top, left } } = info;
  const size = info.filterHeight * filterWidth * inChannels * outChannels;
  const geometry = [batchSize, inHeight, inWidth, inChannels, outHeight, outWidth, outChannels, size];
  return {
    key: `filter gradient ${[...geometry, filterWidth, strideHeight, strideWidth, top, left, images]}`,
    outputs: [["parts", "f32"]],
    inputs: [["x", "f32"], ["dy", "f32"]],
    scalars: 0,
    declarations: "",
    body: `
  if (i >= arrayLength(&parts)) { return; }
  let weight = i32(i % ${size}u);
  let first = i32(i / ${size}u) * ${images};
  let outChannel = weight % ${outChannels};
  let inChannel = weight / ${outChannels} % ${inChannels};
  let column = weight / ${outChannels * inChannels} % ${filterWidth} - ${left};
  let row = weight / ${outChannels * inChannels * filterWidth} - ${top};
  var sum = 0.0;
  for (var image = first; image < min(first + ${images}, ${batchSize}); image++) {
    for (var outRow = 0; outRow < ${outHeight}; outRow++) {
      let inRow = row + outRow * ${strideHeight};
      if (inRow < 0 || inRow >= ${inHeight}) { continue; }
      for (var outColumn = 0; outColumn < ${outWidth}; outColumn++) {
        let inColumn = column + outColumn * ${strideWidth};
        if (inColumn < 0 || inColumn >= ${inWidth}) { continue; }
        sum += x[((image * ${inHeight} + inRow) * ${inWidth} + inColumn) * ${inChannels} + inChannel] *
          dy[((image * ${outHeight} + outRow) * ${outWidth} + outColumn) * ${outChannels} + outChannel];
      }
    }
  }
  parts[i] = sum;`,
  };
}
