/**
 * What elementwise operations compute, in WGSL.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";

/**
 * What an operation computes of one element of each operand, in WGSL; all are `f32`, a truth is 0 or 1.
 *
 * @param operands The elements, as names.
 * @param index The element's number in the result, a name of type `u32`.
 */
export type Operation = (operands: readonly string[], index: string) => string;

const unary = (code: (x: string) => string): Operation => ([x]) => code(x);
const binary = (code: (a: string, b: string) => string): Operation => ([a, b]) => code(a, b);
const truth = (condition: string) => `select(0.0, 1.0, ${condition})`;

/** The operations by the name of TensorFlow.js's kernel, whose value they have. */
export const OPERATIONS: { readonly [kernel: string]: Operation } = {
  [tf.Add]: binary((a, b) => `${a} + ${b}`),
  [tf.Sub]: binary((a, b) => `${a} - ${b}`),
  [tf.Multiply]: binary((a, b) => `${a} * ${b}`),
  [tf.RealDiv]: binary((a, b) => `${a} / ${b}`),
  [tf.Maximum]: binary((a, b) => `maximum(${a}, ${b})`),
  [tf.Minimum]: binary((a, b) => `-maximum(-${a}, -${b})`),
  [tf.SquaredDifference]: binary((a, b) => `(${a} - ${b}) * (${a} - ${b})`),
  [tf.Pow]: binary((a, b) => `power(${a}, ${b})`),
  [tf.Abs]: unary((x) => `abs(${x})`),
  [tf.Exp]: unary((x) => `exp(${x})`),
  [tf.Expm1]: unary((x) => `exponentialLess1(${x})`),
  [tf.Log]: unary((x) => `logarithm(${x})`),
  [tf.Log1p]: unary((x) => `logarithmOf1More(${x})`),
  [tf.Neg]: unary((x) => `-${x}`),
  [tf.Reciprocal]: unary((x) => `1.0 / ${x}`),
  // A driver may take a choice by `<` alone for its maximum, which loses NaN.
  [tf.Relu]: unary((x) => `select(select(${x}, 0.0, ${x} < 0.0), ${x}, isNaN(${x}))`),
  [tf.Rsqrt]: unary((x) => `inverseSqrt(${x})`),
  [tf.Sigmoid]: unary((x) => `1.0 / (1.0 + exp(-${x}))`),
  [tf.Sqrt]: unary((x) => `sqrt(${x})`),
  [tf.Square]: unary((x) => `${x} * ${x}`),
  [tf.Tanh]: unary((x) => `hyperbolicTangent(${x})`),
};

/** Those whose result is a truth. */
export const COMPARISONS: { readonly [kernel: string]: Operation } = {
  [tf.Greater]: binary((a, b) => truth(`${a} > ${b}`)),
  [tf.GreaterEqual]: binary((a, b) => truth(`${a} >= ${b}`)),
  [tf.Less]: binary((a, b) => truth(`${a} < ${b}`)),
  [tf.LessEqual]: binary((a, b) => truth(`${a} <= ${b}`)),
};

/** The operand itself, which may be broadcast. */
export const itself: Operation = ([x]) => x;

/** 1 above 0, else the second operand; not a number where the first is not. */
export const step: Operation = ([x, below]) => `select(select(${below}, 1.0, ${x} > 0.0), ${x}, isNaN(${x}))`;

/** The functions that the operations call. */
export const FUNCTIONS = `
fn isNaN(x: f32) -> bool {
  return (bitcast<u32>(x) & 0x7fffffffu) > 0x7f800000u;
}

fn nan() -> f32 {
  var bits = 0x7fc00000u;
  return bitcast<f32>(bits);
}

fn maximum(a: f32, b: f32) -> f32 {
  if (isNaN(a)) { return a; }
  if (isNaN(b)) { return b; }
  return max(a, b);
}

fn power(a: f32, b: f32) -> f32 {
  if (b == 0.0) { return 1.0; }
  if (isNaN(a) || isNaN(b) || (a < 0.0 && floor(b) < b)) { return nan(); }
  let size = pow(abs(a), b);
  return select(size, -size, a < 0.0 && round(abs(b) % 2.0) == 1.0);
}

fn logarithm(x: f32) -> f32 {
  if (isNaN(x) || x < 0.0) { return nan(); }
  return log(x);
}

// Where x is small, e^x - 1 and 1 + x lose most of its digits, and a series has them all.
fn exponentialLess1(x: f32) -> f32 {
  if (!(abs(x) <= 1.0)) { return exp(x) - 1.0; }
  var sum = 1.0;
  for (var k = 12; k >= 2; k--) { sum = 1.0 + sum * x / f32(k); }
  return x * sum;
}

fn logarithmOf1More(x: f32) -> f32 {
  if (!(abs(x) <= 0.5)) { return logarithm(1.0 + x); }
  let s = x / (2.0 + x);
  var sum = 0.0;
  for (var k = 13; k >= 1; k -= 2) { sum = sum * s * s + 1.0 / f32(k); }
  return 2.0 * s * sum;
}

fn hyperbolicTangent(x: f32) -> f32 {
  let less = exponentialLess1(-2.0 * abs(x));
  return sign(x) * -less / (2.0 + less);
}
`;

/**
 * Where an element of a result stands in an operand that is broadcast to it.
 *
 * @param index The element's number in the result, in WGSL.
 * @param from The operand's shape.
 * @param to The result's.
 * @returns The number of the operand's element, in WGSL.
 */
export function broadcastIndex(index: string, from: readonly number[], to: readonly number[]): string {
  const padded = [...new Array<number>(to.length - from.length).fill(1), ...from];
  // Neighbouring dimensions that are both kept, or both broadcast, are as one.
  const groups: { size: number; kept: boolean }[] = [];
  to.forEach((size, d) => {
    if (size === 1) return;
    const kept = padded[d] !== 1;
    const last = groups.at(-1);
    if (last?.kept === kept) last.size *= size;
    else groups.push({ size, kept });
  });
  if (groups.every(({ kept }) => !kept)) return "0u";
  if (groups.length === 1) return index;
  const terms: string[] = [];
  let inside = 1, stride = 1;
  for (let g = groups.length - 1; g >= 0; g--) {
    const { size, kept } = groups[g];
    if (kept) {
      const quotient = inside === 1 ? index : `${index} / ${inside}u`;
      const coordinate = g === 0 ? quotient : `${quotient} % ${size}u`;
      terms.push(stride === 1 ? coordinate : `${coordinate} * ${stride}u`);
      stride *= size;
    }
    inside *= size;
  }
  return terms.join(" + ");
}
