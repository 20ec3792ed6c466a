/**
 * Numbers as readers see them: with as many digits as their spread allows, and the same digits everywhere.
 *
 * @module
 */
import { shownSpread } from "../../judging/spread.ts";

/** How many decimals a number has that no paper prints, unless its spread asks for more or fewer. */
const USUAL = 3;

/**
 * How many decimals a number with a spread has: two digits of the spread (three where the first is 1), but no more decimals than
 * the paper prints, as long as the spread still has one digit. Below 0 for tens, hundreds and so on.
 *
 * @param spread Null or 0 where there is none: then the paper's decimals.
 * @param printed The decimals that the paper prints.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { decimalsFor } from "./digits.ts";
 *
 * assertEquals([decimalsFor(11387, 3), decimalsFor(0.044, 3), decimalsFor(0.0012, 3)], [-2, 3, 3]);
 * assertEquals([decimalsFor(0.4, 0), decimalsFor(null, 2)], [1, 2]);
 * ```
 */
export function decimalsFor(spread: number | null, printed: number = USUAL): number {
  if (spread === null || !(spread > 0 && spread < Infinity)) return printed;
  const [first, exponent] = spread.toExponential(1).split("e");
  const one = -Number(exponent);
  const most = one + (first.startsWith("1") ? 2 : 1);
  return Math.min(most, Math.max(printed, one));
}

/**
 * A number with so many decimals and with separators; never "-0". Below 0 it is rounded to tens, hundreds and so on.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { numberText } from "./digits.ts";
 *
 * assertEquals([numberText(35361.786, -2), numberText(-0.04, 1), numberText(0.9, 3)], ["35,400", "0.0", "0.900"]);
 * ```
 */
export function numberText(value: number, decimals: number): string {
  if (!Number.isFinite(value)) return String(value);
  const step = 10 ** Math.max(0, -decimals);
  const digits = Math.min(20, Math.max(0, decimals));
  const text = (Math.round(value / step * 10 ** digits) / 10 ** digits * step).toLocaleString("en-US", {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
  return /^-[0.,]*$/.test(text) ? text.slice(1) : text;
}

/** A mean with its standard deviation, where there is one above 0: `35,400 ± 11,400`, `0.956 ± 0.001`. */
export function spreadText(mean: number, sd: number | null, printed?: number): string {
  const spread = sd === null ? 0 : shownSpread(sd, mean);
  const decimals = decimalsFor(spread, printed ?? usualFor(mean));
  return numberText(mean, decimals) + (spread === 0 ? "" : ` ± ${numberText(spread, decimals)}`);
}

/** The decimals of a number that no paper prints: none of a whole one, fewer of a large one. */
export function usualFor(value: number): number {
  if (Number.isInteger(value)) return 0;
  const size = Math.floor(Math.log10(Math.abs(value)));
  return Math.max(0, size < 0 ? USUAL : USUAL - size);
}

/** The decimals that a paper prints of a value, which may have an exponent. */
export function decimalsIn(value: string): number {
  const [digits, exponent = "0"] = value.split("e");
  return Math.max(0, (digits.split(".")[1]?.length ?? 0) - Number(exponent));
}

/** What a claim's numbers are written by. */
export interface Printed {
  readonly value: string;
}

/** A value with the digits that a claim's numbers have, by the seeds' spread. */
export function asPrinted(value: number, { value: printed }: Printed, sd: number | null = null): string {
  const decimals = decimalsIn(printed);
  const shown = decimalsFor(sd === null ? null : shownSpread(sd, value), decimals);
  // A mean of whole numbers is not whole.
  return numberText(value, shown === 0 && sd === null && !Number.isInteger(value) ? 1 : shown);
}

/** A difference with its sign, with the digits of {@linkcode asPrinted}. */
export function signed(difference: number, claim: Printed, sd: number | null = null): string {
  const text = asPrinted(Math.abs(difference), claim, sd);
  return `${difference < 0 && /[1-9]/.test(text) ? "−" : "+"}${text}`;
}
