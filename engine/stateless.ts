/**
 * Random tensors whose numbers depend on a seed tensor alone, so that they can be drawn inside a compiled function.
 * Uniform numbers, and what is drawn by them alone, are the same eager, compiled, and on every engine; normal ones as far
 * as an engine's logarithm, sine and cosine are.
 *
 * The generator is Threefry-2x32 with 20 rounds (Salmon, Moraes, Dror & Shaw, "Parallel random numbers: as easy as
 * 1, 2, 3", SC 2011), in 32-bit additions, shifts and exclusive ors. (TensorFlow's own stateless ops give other
 * numbers when XLA compiles them than when they run eagerly.) WebGPU has it as a program of its own.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { type TensorFlowBackend, tensorFlowBackend } from "./backend.ts";
import { AttributeType, DataType } from "./libtensorflow.ts";
import { deviceUniform, isWebGpu } from "./webgpu/mod.ts";

const ROTATIONS = [13, 15, 26, 6, 17, 29, 16, 24];
const ROUNDS = 20;
const PARITY = 0x1bd11bda;

/** 32-bit integer arithmetic that wraps around, on numbers or on tensors. */
interface Arithmetic<Word> {
  add(a: Word, b: Word): Word;
  addNumber(a: Word, b: number): Word;
  xor(a: Word, b: Word): Word;
  rotateLeft(a: Word, bits: number): Word;
}

/** One block of Threefry-2x32: two words of counter encrypted under two words of key. */
function threefry<Word>(
  on: Arithmetic<Word>,
  key: [Word, Word],
  counter: [Word, Word],
  parity: Word,
): [Word, Word] {
  const keys = [key[0], key[1], on.xor(parity, on.xor(key[0], key[1]))];
  let x = on.add(counter[0], keys[0]);
  let y = on.add(counter[1], keys[1]);
  for (let round = 0; round < ROUNDS; round++) {
    x = on.add(x, y);
    y = on.xor(on.rotateLeft(y, ROTATIONS[round % 8]), x);
    if (round % 4 === 3) {
      const injection = (round + 1) / 4;
      x = on.add(x, keys[injection % 3]);
      y = on.addNumber(on.add(y, keys[(injection + 1) % 3]), injection);
    }
  }
  return [x, y];
}

const onNumbers: Arithmetic<number> = {
  add: (a, b) => (a + b) | 0,
  addNumber: (a, b) => (a + b) | 0,
  xor: (a, b) => a ^ b,
  rotateLeft: (a, bits) => (a << bits) | (a >>> (32 - bits)),
};

/** {@linkcode threefry} on numbers: the block of `counter` under `key`, as signed 32-bit words. */
export function threefryBlock(key: [number, number], counter: [number, number]): [number, number] {
  return threefry(onNumbers, key, counter, PARITY);
}

function onTensors(backend: TensorFlowBackend): Arithmetic<tf.Tensor> {
  const { binding } = backend;
  const op = (name: string, a: tf.Tensor, b: tf.Tensor) =>
    backend.createOutputTensor(
      binding.executeOp(
        name,
        [{ name: "T", type: AttributeType.TF_ATTR_TYPE, value: DataType.TF_INT32 }],
        backend.getInputTensorIds([a, b]),
        1,
      )[0],
    );
  const word = (value: number) => tf.scalar(value, "int32");
  return {
    add: (a, b) => tf.add(a, b),
    addNumber: (a, b) => tf.add(a, word(b)),
    xor: (a, b) => op("BitwiseXor", a, b),
    // A signed word's right shift draws in its sign, which the mask takes off again.
    rotateLeft: (a, bits) =>
      op(
        "BitwiseOr",
        op("LeftShift", a, word(bits)),
        op("BitwiseAnd", op("RightShift", a, word(32 - bits)), word(2 ** bits - 1)),
      ),
  };
}

/** Two uniform numbers in [0, 1) of 24 bits from each of `blocks` blocks, as a pair of float32 tensors `[blocks]`. */
function uniformPairs(blocks: number, seed: tf.Tensor, draw: number): [tf.Tensor, tf.Tensor] {
  const backend = tensorFlowBackend();
  if (!backend) {
    const [key0, key1] = seed.dataSync();
    const pair = [new Float32Array(blocks), new Float32Array(blocks)];
    for (let i = 0; i < blocks; i++) {
      threefryBlock([key0, key1], [i, draw]).forEach((word, j) => pair[j][i] = (word >>> 8) * 2 ** -24);
    }
    return [tf.tensor1d(pair[0]), tf.tensor1d(pair[1])];
  }
  const on = onTensors(backend);
  const [key0, key1] = tf.unstack(seed);
  const counter: [tf.Tensor, tf.Tensor] = [tf.range(0, blocks, 1, "int32"), tf.scalar(draw, "int32")];
  const words = threefry(on, [key0, key1], counter, tf.scalar(PARITY, "int32"));
  const top24 = (word: tf.Tensor) =>
    tf.mod(tf.floorDiv(word, tf.scalar(256, "int32")), tf.scalar(2 ** 24, "int32"));
  return words.map((word) => tf.mul(tf.cast(top24(word), "float32"), 2 ** -24)) as [tf.Tensor, tf.Tensor];
}

/**
 * Uniform numbers in [0, 1), float32 with 24 random bits.
 *
 * @param seed int32 `[2]`: for a step's draws the run's seed and the step's number.
 * @param draw Which draw from this seed it is, so that one seed serves several: 0, 1, …
 */
export function uniformTensor(shape: number[], seed: tf.Tensor, draw = 0): tf.Tensor {
  const size = tf.util.sizeFromShape(shape);
  return tf.tidy(() => {
    if (isWebGpu() && size > 0) return tf.reshape(deviceUniform(size, seed, draw), shape);
    const pair = uniformPairs(Math.ceil(size / 2), seed, draw);
    return tf.reshape(tf.slice(tf.concat(pair), [0], [size]), shape);
  });
}

/**
 * Numbers from the standard normal distribution, float32, by Box & Muller's transform of {@linkcode uniformTensor}; at most
 * 5.8 in size, since a uniform number has 24 bits.
 *
 * @param seed int32 `[2]`, as of {@linkcode uniformTensor}.
 * @param draw Which draw from this seed it is; the uniform draw of the same number is used up by it.
 */
export function normalTensor(shape: number[], seed: tf.Tensor, draw = 0): tf.Tensor {
  const size = tf.util.sizeFromShape(shape);
  const pairs = Math.ceil(size / 2);
  return tf.tidy(() => {
    const [first, second] = tf.split(uniformTensor([2 * pairs], seed, draw), 2);
    // 1 - u is above 0.
    const radius = tf.sqrt(tf.mul(tf.log(tf.sub(1, first)), -2));
    const angle = tf.mul(second, 2 * Math.PI);
    const both = tf.concat([tf.mul(radius, tf.cos(angle)), tf.mul(radius, tf.sin(angle))]);
    return tf.reshape(tf.slice(both, [0], [size]), shape);
  });
}

/**
 * Dropout (Srivastava et al., JMLR 2014) in its inverted form: each element is zero with probability `rate`, else
 * divided by 1 - rate, so that its expectation stays.
 *
 * @param rate In [0, 1).
 * @throws {RangeError} If `rate` is not in [0, 1).
 */
export function dropout<T extends tf.Tensor>(x: T, rate: number, seed: tf.Tensor, draw = 0): T {
  if (!(rate >= 0 && rate < 1)) {
    throw new RangeError(`Cannot drop out: rate must be in [0, 1), got ${rate}`);
  }
  if (rate === 0) return x;
  const kept = tf.cast(tf.greaterEqual(uniformTensor(x.shape, seed, draw), rate), "float32");
  return tf.mul(x, tf.mul(kept, 1 / (1 - rate)));
}
