import type { Curve } from "./curve.ts";

/**
 * A table has a value for each exponent of a float32 number and the first 8 bits of its mantissa; the other bits, which are
 * this many, say where a number lies between two of those.
 */
const OTHER_BITS = 15;

/** Keeps the repulsion of points at one place finite. */
const LEAST_SQUARE = 1e-3;

/** A number and its bits in one place. */
const number = new Float32Array(1), bits = new Int32Array(number.buffer);

/**
 * What the way between two points is multiplied by for their attraction, by the square of their distance d, for
 * {@linkcode factorAt}: -2ab d^(2(b - 1)) / (1 + a d^(2b)).
 */
export function attractions({ a, b }: Curve): Float32Array {
  return table((square) => -2 * a * b * square ** (b - 1) / (1 + a * square ** b));
}

/** The same for repulsion: 2b · strength / ((0.001 + d²) (1 + a d^(2b))). */
export function repulsions({ a, b }: Curve, strength: number): Float32Array {
  return table((square) => 2 * b * strength / ((LEAST_SQUARE + square) * (1 + a * square ** b)));
}

/** A function's values: the layout computes little else than powers, and `Math.pow` takes several times longer. */
function table(f: (square: number) => number): Float32Array {
  const words = Int32Array.from({ length: 2 ** (31 - OTHER_BITS) + 1 }, (_, i) => i << OTHER_BITS);
  const squares = new Float32Array(words.buffer);
  // The attraction may have no value at 0.
  squares[0] = squares[1];
  return Float32Array.from(squares, f);
}

/** The function of a table at a number above 0, with a relative error of 2e-5 at most. */
export function factorAt(table: Float32Array, square: number): number {
  number[0] = square;
  const word = bits[0];
  const at = word >> OTHER_BITS, low = table[at];
  const share = (word & (2 ** OTHER_BITS - 1)) * 2 ** -OTHER_BITS;
  return low + (table[at + 1] - low) * share;
}
