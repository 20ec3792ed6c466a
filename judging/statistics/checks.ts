/**
 * What all functions here ask of their arguments.
 *
 * @module
 */

/** @throws {RangeError} If `values` is empty or has a value that is not finite. */
export function checkValues(values: readonly number[], what: string): void {
  if (values.length === 0) throw new RangeError(`Cannot compute ${what}: there must be a value, got none`);
  const odd = values.find((value) => !Number.isFinite(value));
  if (odd !== undefined) {
    throw new RangeError(`Cannot compute ${what}: all values must be finite, got ${odd}`);
  }
}

/** @throws {RangeError} If the number of runs is not a whole number from 1. */
export function checkRuns(m: number, what: string): void {
  if (!Number.isSafeInteger(m) || m < 1) {
    throw new RangeError(`Cannot compute ${what}: m must be a whole number from 1, got ${m}`);
  }
}

/** @throws {RangeError} If the level is not above 0 and below 1. */
export function checkLevel(level: number, what: string): void {
  if (!(level > 0 && level < 1)) {
    throw new RangeError(`Cannot compute ${what}: level must be above 0 and below 1, got ${level}`);
  }
}
