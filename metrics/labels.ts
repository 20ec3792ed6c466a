/** Labels written as 0 … count - 1, numbered by first appearance, so that their names cannot change a result. */
export interface Codes {
  readonly codes: Int32Array;
  readonly count: number;
}

/**
 * The codes of `labels`. `what` is the value that is being computed and `whose` the labels' role, both for the
 * error: "Cannot compute the accuracy: the true labels must be integers, got NaN at position 3".
 *
 * @throws {RangeError} If a label is not an integer, or one beyond 2^53 - 1, where different integers are the same number;
 * positions count from 0.
 */
export function encode(labels: ArrayLike<number>, what: string, whose: string): Codes {
  const codeOf = new Map<number, number>();
  const codes = new Int32Array(labels.length);
  for (let i = 0; i < labels.length; i++) {
    const label = labels[i];
    let code = codeOf.get(label);
    if (code === undefined) {
      if (!Number.isInteger(label)) {
        throw new RangeError(
          `Cannot compute ${what}: ${whose} must be integers, got ${label} at position ${i}`,
        );
      }
      if (!Number.isSafeInteger(label)) {
        throw new RangeError(
          `Cannot compute ${what}: ${whose} must be at most 2^53 - 1 in size, got ${label} at position ${i}`,
        );
      }
      code = codeOf.size;
      codeOf.set(label, code);
    }
    codes[i] = code;
  }
  return { codes, count: codeOf.size };
}

/** How many of `codes` equal 0, 1, … `count - 1`. */
export function countEach({ codes, count }: Codes): Float64Array {
  const sizes = new Float64Array(count);
  for (const code of codes) sizes[code]++;
  return sizes;
}
