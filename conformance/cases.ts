/**
 * Ops of TensorFlow.js with inputs to try them on: what the engines' values, gradients and compiled functions are
 * compared by.
 *
 * @module
 */
import { tf } from "../engine/mod.ts";

type T = tf.Tensor;
type Op = (...inputs: T[]) => T | T[];

/** Numbers without a pattern that an op could hide behind, the same in each run, in (low, high). */
function values(shape: number[], low: number, high: number, phase = 0): T {
  const size = tf.util.sizeFromShape(shape);
  const fraction = (i: number) => {
    const x = Math.sin(12.9898 * (i + 1) + phase) * 43758.5453;
    return x - Math.floor(x);
  };
  return tf.tensor(Float32Array.from({ length: size }, (_, i) => low + (high - low) * fraction(i)), shape);
}
const integers = (shape: number[], below: number): T =>
  tf.cast(tf.floor(values(shape, 0, below, 5)), "int32");
const booleans = (shape: number[], phase = 0): T => tf.greater(values(shape, -1, 1, phase), 0);

/** An op, and what it is tried on. */
export interface Case {
  op: Op;
  inputs: () => T[];
  /** Whether TensorFlow.js has a gradient of it. */
  gradient: boolean;
}

/** The cases by name. */
export const cases: { [name: string]: Case } = {};

/** Adds a case; `gradient` is false where TensorFlow.js has none. */
function add(name: string, op: Op, inputs: () => T[], gradient = true): void {
  if (name in cases) throw new TypeError(`Cannot add the case: its name must be new, got ${name}`);
  cases[name] = { op, inputs, gradient };
}

/** Ops of TensorFlow.js by name, on the same inputs. */
function addAll(names: string, inputs: () => T[], gradient = true, of = ""): void {
  for (const name of names.split(" ")) {
    add(name + of, (...xs) => (tf as unknown as { [name: string]: Op })[name](...xs), inputs, gradient);
  }
}

const X = () => values([3, 4], -2, 2);
const Y = () => values([3, 4], -2, 2, 1);
const POSITIVE = () => values([3, 4], 0.2, 3);

addAll(
  "abs asinh atan cos cosh elu erf exp expm1 leakyRelu logSigmoid neg reciprocal relu relu6 selu sigmoid sin sinh " +
    "softplus square tanh softmax logSoftmax clone transpose",
  () => [X()],
);
addAll("log log1p rsqrt sqrt", () => [POSITIVE()]);
addAll("acos asin atanh tan", () => [values([3, 4], -0.9, 0.9)]);
addAll("acosh", () => [values([3, 4], 1.2, 3)]);
addAll("ceil floor round sign step zerosLike onesLike", () => [X()]);
addAll("isNaN isInf isFinite", () => [tf.tensor1d([1, NaN, Infinity, -Infinity])], false);
add("clipByValue", (x) => tf.clipByValue(x, -1, 1), () => [X()]);
addAll("prelu", () => [X(), Y()]);
add("sign, step and round of int32", (x) => [tf.sign(x), tf.step(x), tf.round(x)], () => [
  tf.sub(integers([6], 9), 4),
], false);

addAll("add sub mul maximum minimum squaredDifference atan2", () => [X(), Y()]);
addAll("div mod", () => [X(), POSITIVE()]);
addAll("pow", () => [POSITIVE(), Y()]);
addAll("divNoNan floorDiv", () => [X(), POSITIVE()], false);
add("broadcasting", (x, y, z) => tf.mul(tf.add(x, y), tf.sub(z, y)), () => [
  X(),
  values([4], -1, 1),
  values([3, 1], 0, 1),
]);
/** What a diverged training comes to must not be hidden. */
const EXTREME = () => tf.tensor1d([NaN, Infinity, -Infinity, 0, -3e30, 3e30]);
addAll(
  "abs exp expm1 floor log log1p neg reciprocal relu rsqrt sigmoid softplus sqrt square step tanh isNaN",
  () => [EXTREME()],
  false,
  " of NaN, infinities and 0",
);
addAll(
  "add sub mul div maximum minimum squaredDifference greater less equal",
  () => [EXTREME(), tf.reverse(EXTREME())],
  false,
  " of NaN, infinities and 0",
);
addAll("sum mean min max", () => [EXTREME()], false, " of NaN and infinities");
add("addN", (x, y) => tf.addN([x, y, x]), () => [X(), Y()]);
addAll("equal notEqual greater greaterEqual less lessEqual", () => [
  tf.tensor1d([1, 2, 3, NaN]),
  tf.tensor1d([1, 3, 2, NaN]),
], false);
addAll("logicalAnd logicalOr logicalXor", () => [booleans([8]), booleans([8], 3)], false);
addAll("logicalNot", () => [booleans([8])], false);
addAll("bitwiseAnd", () => [integers([8], 99), integers([8], 77)], false);
add("where", (x, y) => tf.where(booleans([3, 4]), tf.square(x), y), () => [X(), Y()]);

addAll("sum mean max min prod logSumExp euclideanNorm", () => [X()]);
add("sum along axes", (x) => [tf.sum(x, 0), tf.sum(x, [1], true)], () => [X()]);
add(
  "mean of int32 and bool",
  (x, b) => [tf.mean(x), tf.mean(b)],
  () => [integers([7], 9), booleans([7])],
  false,
);
add("max and min along axes", (x) => [tf.max(x, 1), tf.min(x, 0, true)], () => [X()]);
add("prod along an axis", (x) => tf.prod(x, 1), () => [POSITIVE()]);
add("logSumExp along an axis", (x) => tf.logSumExp(x, 0), () => [X()]);
add("all and any", (x) => [tf.all(x), tf.any(x, 0)], () => [booleans([3, 4])], false);
add("argMax and argMin", (x) => [tf.argMax(x, 1), tf.argMin(x, 0)], () => [X()], false);
add("moments", (x) => Object.values(tf.moments(x, 0)), () => [X()]);
add(
  "norms",
  (x) => [tf.norm(x), tf.norm(x, 1, 0), tf.norm(x, Infinity, 1), tf.norm(x, "fro", [0, 1])],
  () => [X()],
);
add("cumsum", (x) => [tf.cumsum(x, 1), tf.cumsum(x, 1, true, true)], () => [X()]);
add("cumsum along the first axis", (x) => tf.cumsum(x, 0), () => [X()], false);
add("cumprod", (x) => [tf.cumprod(x, 1), tf.cumprod(x, 0, true, true)], () => [X()], false);
add("bincount", (x, w) => tf.bincount(x as tf.Tensor1D, w as tf.Tensor1D, 6), () => [
  integers([9], 6),
  values([9], 0, 1),
], false);
add("denseBincount", (x, w) => tf.denseBincount(x as tf.Tensor2D, w as tf.Tensor2D, 6), () => [
  integers([2, 9], 6),
  values([2, 9], 0, 1),
], false);
add("unsortedSegmentSum", (x) => tf.unsortedSegmentSum(x, tf.tensor1d([2, 0, 2], "int32"), 4), () => [X()]);
add(
  "topk",
  (x) => {
    const { values, indices } = tf.topk(x, 2);
    return [values, indices];
  },
  () => [X()],
  false,
);
add("searchSorted", (x, y) => [tf.lowerBound(x, y), tf.upperBound(x, y)], () => [
  tf.tensor2d([[1, 2, 2, 5], [0, 1, 3, 4]]),
  tf.tensor2d([[2, 9], [-1, 3]]),
], false);
add("confusionMatrix", (x, y) => tf.math.confusionMatrix(x as tf.Tensor1D, y as tf.Tensor1D, 4), () => [
  integers([9], 4),
  tf.reverse(integers([9], 4)),
], false);

add("reshape", (x) => tf.reshape(x, [2, -1]), () => [X()]);
add("expandDims and squeeze", (x) => [tf.expandDims(x, 1), tf.squeeze(tf.expandDims(x))], () => [X()]);
add("transpose by a permutation", (x) => tf.transpose(x, [2, 0, 1]), () => [values([2, 3, 4], -1, 1)]);
add("concat", (x, y) => [tf.concat([x, y]), tf.concat([x, y], -1)], () => [X(), Y()]);
add("stack", (x, y) => [tf.stack([x, y]), tf.stack([x, y], 2)], () => [X(), Y()]);
add("unstack", (x) => tf.unstack(x, 1), () => [X()]);
add("split", (x) => [...tf.split(x, 2, 1), ...tf.split(x, [1, 2], 0)], () => [X()]);
add("slice", (x) => [tf.slice(x, [1, 1], [2, 2]), tf.slice(x, 2)], () => [X()]);
add("stridedSlice", (x) => tf.stridedSlice(x, [0, 3], [3, 0], [2, -1]), () => [X()], false);
add("pad", (x) => tf.pad(x, [[1, 0], [2, 1]], 0.5), () => [X()]);
add(
  "mirrorPad",
  (x) => [tf.mirrorPad(x, [[1, 1], [0, 2]], "reflect"), tf.mirrorPad(x, [[1, 1], [0, 2]], "symmetric")],
  () => [X()],
  false,
);
add("tile", (x) => tf.tile(x, [2, 3]), () => [X()]);
add("reverse", (x) => tf.reverse(x, 1), () => [X()]);
add("broadcastTo", (x) => tf.broadcastTo(x, [2, 3, 4]), () => [values([3, 1], -1, 1)]);
add(
  "gather",
  (x, i) => [tf.gather(x, tf.tensor1d([2, 0, 2], "int32")), tf.gather(x, i, 1)],
  () => [X(), integers([3], 4)],
  false,
);
add("gather's gradient", (x) => tf.gather(x, tf.tensor1d([2, 0, 2], "int32")), () => [X()]);
add("gatherND", (x) => tf.gatherND(x, tf.tensor2d([[2, 1], [0, 3]], [2, 2], "int32")), () => [X()], false);
add(
  "scatterND",
  (x) => tf.scatterND(tf.tensor2d([[2], [0], [2]], [3, 1], "int32"), x, [5, 4]),
  () => [X()],
  false,
);
add(
  "tensorScatterUpdate",
  (x, y) => tf.tensorScatterUpdate(x, tf.tensor2d([[2], [0]], [2, 1], "int32"), y),
  () => [X(), values([2, 4], 0, 1)],
  false,
);
add(
  "sparseToDense",
  (x) => tf.sparseToDense(tf.tensor1d([1, 2, 4], "int32"), x, [6]),
  () => [values([3], 0, 1)],
  false,
);
add("spaceToBatchND and back", (x) => {
  const batches = tf.spaceToBatchND(x, [2, 2], [[0, 0], [1, 1]]);
  return [batches, tf.batchToSpaceND(batches, [2, 2], [[0, 0], [1, 1]])];
}, () => [values([1, 4, 4, 2], -1, 1)]);
add("depthToSpace", (x) => tf.depthToSpace(x as tf.Tensor4D, 2), () => [values([1, 2, 2, 8], -1, 1)], false);
add(
  "cast",
  (x) => [tf.cast(tf.mul(x, 9), "int32"), tf.cast(x, "bool"), tf.cast(tf.cast(x, "int32"), "float32")],
  () => [X()],
  false,
);
add("diag", (x) => tf.diag(x), () => [values([3], 0, 1)], false);
add("oneHot", (x) => tf.oneHot(x, 5, 2, -1), () => [integers([4], 5)], false);
add(
  "eye, fill, linspace, range",
  (
    x,
  ) => [
    tf.mul(tf.eye(3), x),
    tf.mul(tf.fill([2], 7), x),
    tf.mul(tf.linspace(0, 1, 5), x),
    tf.mul(tf.range(0, 9, 2), x),
  ],
  () => [tf.scalar(2.5)],
);
add("meshgrid", (x, y) => tf.meshgrid(x, y), () => [values([3], 0, 1), values([2], 0, 1)], false);
add("bandPart", (x) => tf.linalg.bandPart(x, 1, 0), () => [X()], false);

const A = () => values([3, 4], -1, 1);
const B = () => values([4, 2], -1, 1, 2);
addAll("matMul", () => [A(), B()]);
add(
  "matMul, transposed",
  (a, b) => tf.matMul(a, b, true, true),
  () => [values([4, 3], -1, 1), values([2, 4], -1, 1)],
);
add(
  "matMul of batches",
  (a, b) => tf.matMul(a, b),
  () => [values([2, 3, 4], -1, 1), values([2, 4, 2], -1, 1)],
);
addAll("dot outerProduct", () => [values([4], -1, 1), values([4], -1, 1, 3)]);
add(
  "einsum",
  (a, b) => [tf.einsum("ij,jk->ik", a, b), tf.einsum("ij,jk->kj", a, b)],
  () => [A(), B()],
  false,
);
add("gramSchmidt", (x) => tf.linalg.gramSchmidt(x as tf.Tensor2D), () => [A()]);
add(
  "fused matMul",
  (a, b, bias) => tf.fused.matMul({ a, b, bias, activation: "relu" }),
  () => [A(), B(), values([2], 0, 1)],
);

const IMAGE = () => values([2, 5, 6, 3], -1, 1);
type Image = tf.Tensor4D;
const filter = (...shape: number[]) => values(shape, -1, 1, 4);
for (
  const [name, strides, pad] of [["same", 1, "same"], ["valid, strides", 2, "valid"], [
    "padding 1",
    [2, 1],
    1,
  ], ["explicit", 1, [[0, 0], [1, 2], [0, 1], [0, 0]]]] as [string, number, "same"][]
) {
  add(
    `conv2d: ${name}`,
    (x, f) => tf.conv2d(x as Image, f as Image, strides, pad),
    () => [IMAGE(), filter(3, 2, 3, 4)],
  );
  add(
    `depthwiseConv2d: ${name}`,
    (x, f) => tf.depthwiseConv2d(x as Image, f as Image, Array.isArray(strides) ? 2 : strides, pad),
    () => [IMAGE(), filter(3, 2, 3, 2)],
  );
  add(`maxPool: ${name}`, (x) => tf.maxPool(x as Image, 3, strides, pad), () => [IMAGE()]);
  add(`avgPool: ${name}`, (x) => tf.avgPool(x as Image, 3, strides, pad), () => [IMAGE()]);
}
add(
  "conv2d: NCHW",
  (x, f) => tf.conv2d(x as Image, f as Image, 1, "same", "NCHW"),
  () => [values([2, 3, 5, 6], -1, 1), filter(3, 2, 3, 4)],
);
add(
  "conv2d: dilated",
  (x, f) => tf.conv2d(x as Image, f as Image, 1, "same", "NHWC", 2),
  () => [IMAGE(), filter(2, 2, 3, 4)],
  false,
);
add(
  "depthwiseConv2d: dilated",
  (x, f) => tf.depthwiseConv2d(x as Image, f as Image, 1, "same", "NHWC", [2, 1]),
  () => [IMAGE(), filter(2, 2, 3, 2)],
  false,
);
add(
  "separableConv2d",
  (x, d, p) => tf.separableConv2d(x as Image, d as Image, p as Image, 1, "same"),
  () => [IMAGE(), filter(3, 3, 3, 2), filter(1, 1, 6, 4)],
);
add(
  "conv2dTranspose: same",
  (x, f) => tf.conv2dTranspose(x as Image, f as Image, [2, 10, 12, 2], 2, "same"),
  () => [IMAGE(), filter(3, 3, 2, 3)],
);
add(
  "conv2dTranspose: valid",
  (x, f) => tf.conv2dTranspose(x as Image, f as Image, [2, 11, 13, 2], 2, "valid"),
  () => [IMAGE(), filter(3, 3, 2, 3)],
);
add(
  "conv2dTranspose: padding 1",
  (x, f) => tf.conv2dTranspose(x as Image, f as Image, [2, 9, 11, 2], 2, 1),
  () => [IMAGE(), filter(3, 3, 2, 3)],
);
add(
  "conv1d",
  (x, f) => tf.conv1d(x as tf.Tensor3D, f as tf.Tensor3D, 1, "same"),
  () => [values([2, 7, 3], -1, 1), filter(3, 3, 2)],
);
add(
  "conv3d",
  (x, f) => tf.conv3d(x as tf.Tensor5D, f as tf.Tensor5D, 1, "same"),
  () => [values([1, 3, 4, 4, 2], -1, 1), filter(2, 2, 2, 2, 3)],
);
add(
  "conv3dTranspose",
  (x, f) => tf.conv3dTranspose(x as tf.Tensor5D, f as tf.Tensor5D, [1, 6, 8, 8, 3], 2, "same"),
  () => [values([1, 3, 4, 4, 2], -1, 1), filter(2, 2, 2, 3, 2)],
  false,
);
add("maxPool3d", (x) => tf.maxPool3d(x as tf.Tensor5D, 2, 2, "same"), () => [values([1, 3, 4, 4, 2], -1, 1)]);
add(
  "avgPool3d",
  (x) => [tf.avgPool3d(x as tf.Tensor5D, 2, 2, "valid"), tf.avgPool3d(x as tf.Tensor5D, 2, 1, 1)],
  () => [values([1, 3, 4, 4, 2], -1, 1)],
);
add("pool", (x) => tf.pool(x as Image, 2, "max", "valid", 2), () => [IMAGE()], false);
add(
  "dilation2d",
  (x, f) => tf.dilation2d(x as Image, f as tf.Tensor3D, 1, "same"),
  () => [IMAGE(), filter(2, 2, 3)],
);
add("localResponseNormalization", (x) => tf.localResponseNormalization(x as Image, 1), () => [IMAGE()]);
add(
  "batchNorm",
  (x, mean, variance, offset, scale) =>
    tf.batchNorm(
      x as Image,
      mean as tf.Tensor1D,
      variance as tf.Tensor1D,
      offset as tf.Tensor1D,
      scale as tf.Tensor1D,
    ),
  () => [IMAGE(), values([3], 0, 1), values([3], 0.5, 1), values([3], 0, 1), values([3], 0, 1)],
);
add(
  "fused conv2d",
  (x, f, bias) =>
    tf.fused.conv2d({ x: x as Image, filter: f as Image, strides: 1, pad: "same", bias, activation: "elu" }),
  () => [IMAGE(), filter(3, 3, 3, 2), values([2], 0, 1)],
);
add(
  "fused depthwiseConv2d",
  (x, f) =>
    tf.fused.depthwiseConv2d({ x: x as Image, filter: f as Image, strides: 1, pad: 1, activation: "relu6" }),
  () => [IMAGE(), filter(3, 3, 3, 2)],
);
add(
  "resizeBilinear",
  (x) => [tf.image.resizeBilinear(x as Image, [9, 4]), tf.image.resizeBilinear(x as Image, [9, 4], true)],
  () => [IMAGE()],
);
add("resizeNearestNeighbor", (x) => tf.image.resizeNearestNeighbor(x as Image, [10, 12]), () => [IMAGE()]);
add(
  "cropAndResize",
  (x) => tf.image.cropAndResize(x as Image, tf.tensor2d([[0, 0, 0.5, 1]]), tf.tensor1d([1], "int32"), [3, 3]),
  () => [IMAGE()],
  false,
);
add("flipLeftRight", (x) => tf.image.flipLeftRight(x as Image), () => [IMAGE()], false);
add(
  "image.transform",
  (x) => tf.image.transform(x as Image, tf.tensor2d([[1, 0.1, 0.5, 0, 0.9, 0.2, 0, 0.01]])),
  () => [IMAGE()],
  false,
);
add(
  "rgbToGrayscale and back",
  (x) => tf.image.grayscaleToRGB(tf.image.rgbToGrayscale(x as Image)),
  () => [IMAGE()],
  false,
);

for (
  const loss of [
    "absoluteDifference",
    "cosineDistance",
    "hingeLoss",
    "huberLoss",
    "logLoss",
    "meanSquaredError",
    "sigmoidCrossEntropy",
    "softmaxCrossEntropy",
  ] as const
) {
  add(
    `losses.${loss}`,
    (labels, predictions) =>
      loss === "cosineDistance"
        ? tf.losses.cosineDistance(labels, predictions, 1)
        : tf.losses[loss](labels, predictions),
    () => [tf.softmax(X()), tf.softmax(Y())],
  );
}
add("losses.computeWeightedLoss", (x) => tf.losses.computeWeightedLoss(x, POSITIVE()), () => [X()]);
add("movingAverage", (v, x) => tf.movingAverage(v, x, 0.9, undefined, false), () => [X(), Y()]);
add(
  "basicLSTMCell",
  (kernel, x, c, h) =>
    tf.basicLSTMCell(
      tf.scalar(1),
      kernel as tf.Tensor2D,
      tf.zeros([12]) as tf.Tensor1D,
      x as tf.Tensor2D,
      c as tf.Tensor2D,
      h as tf.Tensor2D,
    ),
  () => [values([5, 12], -1, 1), values([2, 2], -1, 1), values([2, 3], -1, 1), values([2, 3], -1, 1)],
);
add(
  "complex, real, imag, abs",
  (x, y) => {
    const z = tf.complex(x, y);
    return [tf.real(z), tf.imag(z), tf.abs(z), tf.mul(z, z)];
  },
  () => [X(), Y()],
  false,
);
add(
  "fft and ifft",
  (x, y) => {
    const z = tf.fft(tf.complex(x, y));
    return [z, tf.ifft(z)];
  },
  () => [X(), Y()],
  false,
);
add(
  "rfft and irfft",
  (x) => [tf.spectral.rfft(x), tf.spectral.irfft(tf.spectral.rfft(x))],
  () => [X()],
  false,
);
add(
  "signal",
  (x) => [tf.mul(tf.signal.hannWindow(8), x), tf.signal.frame(x as tf.Tensor1D, 4, 2)],
  () => [values([8], -1, 1)],
  false,
);

/** The sum of all results, each number with a weight of its own, so that no part of the gradient can hide. */
function weighted(results: T | T[]): tf.Scalar {
  const sums = [results].flat().filter(({ dtype }) => dtype === "float32")
    .map((t, i) => tf.sum(tf.mul(t, values(t.shape, 0.5, 1.5, i))));
  return tf.addN(sums) as tf.Scalar;
}

/** What a case computes, as a function of its inputs: the op's results, and the gradient of {@linkcode weighted}. */
export function withGradient({ op, gradient }: Case): (...xs: T[]) => T[] {
  return (...xs) => [
    ...[op(...xs)].flat(),
    ...gradient ? tf.grads((...xs: T[]) => weighted(op(...xs)))(xs) : [],
  ];
}
