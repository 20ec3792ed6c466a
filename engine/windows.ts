/**
 * Convolutions and pools as TensorFlow.js defines them, over the package's kernels, which know fewer: padding by a number
 * of elements or a list of them, the order of dimensions NCHW, dilated depthwise filters, windows without a result.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";

/** A kernel made of the package's own. */
export type Change = (original: tf.KernelFunc) => tf.KernelFunc;

type Info = tf.backend_util.Conv2DInfo | tf.backend_util.Conv3DInfo;
type Padding = "same" | "valid" | number | [number, number][];
type Inputs = { [name: string]: tf.Tensor | undefined };

interface WindowAttributes {
  strides: number | number[];
  pad: Padding;
  dimRoundingMode?: "floor" | "round" | "ceil" | undefined;
  dataFormat?: string;
}
interface PoolAttributes extends WindowAttributes {
  filterSize: number | number[];
}
interface ConvolutionAttributes extends WindowAttributes {
  dilations?: number | [number, number] | null;
  inputShape?: number[];
  filterShape?: number[];
}

/** `original` with other inputs and attributes. */
function call(
  original: tf.KernelFunc,
  args: Parameters<tf.KernelFunc>[0],
  inputs: Inputs,
  attributes: object,
): tf.Tensor {
  const attrs = { ...args.attrs, ...attributes } as unknown as tf.NamedAttrMap;
  return original({ ...args, inputs: inputs as unknown as tf.NamedTensorInfoMap, attrs }) as tf.Tensor;
}

/** Without padding, sizes need no rounding. */
const VALID = { pad: "valid", dimRoundingMode: undefined };

/** Whether TensorFlow pads as `info` says. */
function isOwnPadding(info: Info): boolean {
  return info.padInfo.type === "VALID" || info.padInfo.type === "SAME";
}

/**
 * How many elements before and after each dimension of the input make its windows, without further padding, those of the
 * result.
 */
function margins(info: Info, resultShape: number[]): [number, number][] {
  const sizes = info as unknown as { [name: string]: number };
  const before = info.padInfo as unknown as { [side: string]: number };
  const spatial = [["Depth", "front"], ["Height", "top"], ["Width", "left"]].slice(5 - resultShape.length);
  const around = spatial.map(([axis, side], i): [number, number] => {
    const covered = (resultShape[i + 1] - 1) * sizes[`stride${axis}`] + sizes[`effectiveFilter${axis}`];
    return [before[side], Math.max(0, covered - before[side] - sizes[`in${axis}`])];
  });
  return [[0, 0], ...around, [0, 0]];
}

/** `x` without its margins. */
function inside(x: tf.Tensor, around: [number, number][], shape: number[]): tf.Tensor {
  return tf.slice(x, around.map(([before]) => before), shape);
}

function poolInfo(shape: number[], { filterSize, strides, pad, dimRoundingMode }: PoolAttributes): Info {
  const compute = shape.length === 5 ? tf.backend_util.computePool3DInfo : tf.backend_util.computePool2DInfo;
  return compute(shape as never, filterSize as never, strides as never, 1, pad as never, dimRoundingMode);
}

/** Of each window of a pool, the share of elements that are not in the margins. */
function shares(shape: number[], around: [number, number][], attributes: PoolAttributes): tf.Tensor {
  const { filterSize, strides } = attributes;
  const ones = tf.pad(tf.ones([1, ...shape.slice(1, -1), 1]), around);
  const pool = (shape.length === 5 ? tf.avgPool3d : tf.avgPool) as typeof tf.avgPool;
  return pool(ones as tf.Tensor4D, filterSize as [number, number], strides as [number, number], "valid");
}

/** What no maximum is, since padding is not. */
const lowest = ({ dtype }: tf.Tensor) => dtype === "int32" ? -(2 ** 31) : -Infinity;

const pool = (kind: "max" | "mean"): Change => (original) => (args) => {
  const { x } = args.inputs as { x: tf.Tensor };
  const attributes = args.attrs as unknown as PoolAttributes;
  const info = poolInfo(x.shape, attributes);
  if (tf.util.sizeFromShape(info.outShape) === 0) return tf.zeros(info.outShape, x.dtype);
  if (isOwnPadding(info)) return original(args);
  return tf.tidy(() => {
    const around = margins(info, info.outShape);
    if (kind === "max") return call(original, args, { x: tf.pad(x, around, lowest(x)) }, VALID);
    const sums = call(original, args, { x: tf.pad(x, around) }, VALID);
    return tf.divNoNan(sums, shares(x.shape, around, attributes));
  });
};

const poolGradient = (kind: "max" | "mean"): Change => (original) => (args) => {
  const { dy, input, ...rest } = args.inputs as { dy: tf.Tensor; input: tf.Tensor };
  const attributes = args.attrs as unknown as PoolAttributes;
  const info = poolInfo(input.shape, attributes);
  if (isOwnPadding(info)) return original(args);
  return tf.tidy(() => {
    const around = margins(info, dy.shape);
    const inputs = kind === "max"
      ? { dy, input: tf.pad(input, around, lowest(input)) }
      : { dy: tf.divNoNan(dy, shares(input.shape, around, attributes)), input: tf.pad(input, around) };
    return inside(call(original, args, { ...rest, ...inputs }, VALID), around, input.shape);
  });
};

function convolutionInfo(
  inputShape: number[],
  filterShape: number[],
  { strides, dilations, pad, dimRoundingMode }: ConvolutionAttributes,
  depthwise: boolean,
): tf.backend_util.Conv2DInfo {
  return tf.backend_util.computeConv2DInfo(
    inputShape as never,
    filterShape as never,
    strides as never,
    dilations ?? 1,
    pad as never,
    dimRoundingMode,
    depthwise,
  );
}

/** A filter with zeros between its elements. */
function dilated(
  filter: tf.Tensor,
  { dilationHeight, dilationWidth }: tf.backend_util.Conv2DInfo,
): tf.Tensor {
  const [height, width, ...rest] = filter.shape;
  const apart = tf.reshape(filter, [height, 1, width, 1, -1]);
  const spread = tf.pad(apart, [[0, 0], [0, dilationHeight - 1], [0, 0], [0, dilationWidth - 1], [0, 0]]);
  const whole = tf.reshape(spread, [height * dilationHeight, width * dilationWidth, ...rest]);
  return tf.slice(whole, [0, 0], [(height - 1) * dilationHeight + 1, (width - 1) * dilationWidth + 1]);
}

const convolution = (depthwise: boolean): Change => (original) => (args) => {
  const { x, filter, ...rest } = args.inputs as { x: tf.Tensor; filter: tf.Tensor };
  const attributes = args.attrs as unknown as ConvolutionAttributes;
  const info = convolutionInfo(x.shape, filter.shape, attributes, depthwise);
  const apart = depthwise && (info.dilationHeight > 1 || info.dilationWidth > 1);
  if (isOwnPadding(info) && !apart) return original(args);
  return tf.tidy(() =>
    call(original, args, { ...rest, x, filter: apart ? dilated(filter, info) : filter }, {
      ...(apart && { dilations: 1 }),
      ...(!isOwnPadding(info) && { pad: margins(info, info.outShape), dimRoundingMode: undefined }),
    })
  );
};

const inputGradient = (depthwise: boolean): Change => (original) => (args) => {
  const { dy, filter } = args.inputs as { dy: tf.Tensor; filter: tf.Tensor };
  const attributes = args.attrs as unknown as ConvolutionAttributes;
  const inputShape = attributes.inputShape!;
  const info = convolutionInfo(inputShape, filter.shape, attributes, depthwise);
  if (isOwnPadding(info)) return original(args);
  return tf.tidy(() => {
    const around = margins(info, dy.shape);
    const padded = inputShape.map((size, i) => around[i][0] + size + around[i][1]);
    const whole = call(original, args, { dy, filter }, { ...VALID, inputShape: padded });
    return inside(whole, around, inputShape);
  });
};

const filterGradient = (depthwise: boolean): Change => (original) => (args) => {
  const { x, dy } = args.inputs as { x: tf.Tensor; dy: tf.Tensor };
  const attributes = args.attrs as unknown as ConvolutionAttributes;
  const info = convolutionInfo(x.shape, attributes.filterShape!, attributes, depthwise);
  if (isOwnPadding(info)) return original(args);
  return tf.tidy(() => call(original, args, { x: tf.pad(x, margins(info, dy.shape)), dy }, VALID));
};

/** Computes NCHW as NHWC, the only order that TensorFlow's convolutions know on the CPU. */
const channelsLast = (change: Change, isResultAnImage = true): Change => (original) => {
  const kernel = change(original);
  return (args) => {
    const { dataFormat, pad, inputShape } = args.attrs as unknown as ConvolutionAttributes;
    if (dataFormat !== "NCHW") return kernel(args);
    const reorder = <T>([n, c, h, w]: T[]) => [n, h, w, c];
    return tf.tidy(() => {
      const inputs = Object.entries(args.inputs as unknown as Inputs).map(([name, t]) => {
        if (name === "filter" || !t || t.rank < 3) return [name, t];
        // Of rank 3: one weight, or bias, for each element of an image.
        return [name, tf.transpose(t, t.rank === 4 ? [0, 2, 3, 1] : [1, 2, 0])];
      });
      const result = call(kernel, args, Object.fromEntries(inputs), {
        dataFormat: "NHWC",
        ...(Array.isArray(pad) && { pad: reorder(pad) }),
        ...(inputShape && { inputShape: reorder(inputShape) }),
      });
      return isResultAnImage ? tf.transpose(result, [0, 3, 1, 2]) : result;
    });
  };
};

/** The kernels of convolutions and pools by name. */
export const WINDOW_KERNELS: { readonly [name: string]: Change } = {
  [tf.AvgPool]: pool("mean"),
  [tf.AvgPool3D]: pool("mean"),
  [tf.AvgPoolGrad]: poolGradient("mean"),
  [tf.AvgPool3DGrad]: poolGradient("mean"),
  [tf.MaxPool]: pool("max"),
  [tf.MaxPool3D]: pool("max"),
  [tf.MaxPoolGrad]: poolGradient("max"),
  [tf.MaxPool3DGrad]: poolGradient("max"),
  [tf.Conv2D]: channelsLast(convolution(false)),
  [tf.FusedConv2D]: channelsLast(convolution(false)),
  [tf.Conv2DBackpropInput]: channelsLast(inputGradient(false)),
  [tf.Conv2DBackpropFilter]: channelsLast(filterGradient(false), false),
  [tf.DepthwiseConv2dNative]: convolution(true),
  [tf.FusedDepthwiseConv2D]: convolution(true),
  [tf.DepthwiseConv2dNativeBackpropInput]: inputGradient(true),
  [tf.DepthwiseConv2dNativeBackpropFilter]: filterGradient(true),
};
