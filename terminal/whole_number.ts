import { UsageError } from "./usage.ts";

/**
 * The whole number that a flag gives, in decimal digits.
 *
 * @param most Unless it may be any from `least` on.
 * @throws {UsageError} If it is none, or out of that range.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { wholeNumber } from "./whole_number.ts";
 *
 * assertEquals(wholeNumber("--jobs", "4", [1]), 4);
 * ```
 */
export function wholeNumber(
  flag: string,
  text: string,
  [least, most = Infinity]: readonly [least: number, most?: number],
): number {
  const value = Number(text);
  // Number() also reads "0x10", "1e300" and blanks.
  if (/^\d+$/.test(text) && Number.isSafeInteger(value) && value >= least && value <= most) return value;
  const range = most === Infinity ? `of at least ${least}` : `from ${least} to ${most}`;
  const got = text.trim() === text ? text : JSON.stringify(text);
  throw new UsageError(`${flag} must be a whole number ${range}, got ${got}`);
}
