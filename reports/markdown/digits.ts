/**
 * Numbers as readers see them: with as many digits as their spread allows, and the same digits everywhere.
 *
 * @module
 */
import { shownSpread } from "../../judging/spread.ts";

/** How many decimals a number has that no paper prints, unless its spread asks for more or fewer. */
const USUAL = 3;

/** Decimals beyond which no number is told. */
const MOST = 6;

/**
 * How many decimals a number with a spread has: two digits of the spread (three where the first is 1), but no more decimals than
 * `usual`, or one more where the spread's first digit is there. Below 0 for tens, hundreds and so on.
 *
 * @param spread Null or 0 where there is none: then the usual decimals.
 * @param usual The decimals that such a number has without a spread.
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
export function decimalsFor(spread: number | null, usual: number = USUAL): number {
  if (spread === null || !(spread > 0 && spread < Infinity)) return usual;
  const [first, exponent] = spread.toExponential(1).split("e");
  const one = -Number(exponent);
  const most = one + (first.startsWith("1") ? 2 : 1);
  return Math.min(most, Math.max(usual, Math.min(one, usual + 1)));
}

/**
 * A number with so many decimals, with separators and a true minus; never "−0". Below 0 decimals it is rounded to tens, hundreds
 * and so on.
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
  return text.replace(/^-/, /[1-9]/.test(text) ? MINUS : "");
}

const MINUS = "−";

/** A number with its sign, `+` or a true minus, and so many decimals; without a sign where no digit but 0 is left. */
export function signedText(value: number, decimals: number): string {
  const text = numberText(Math.abs(value), decimals);
  if (!/[1-9]/.test(text)) return text;
  return `${value < 0 ? MINUS : "+"}${text}`;
}

/**
 * A mean with its standard deviation, where there is one above 0: `35,400 ± 11,400`, `0.956 ± 0.001`; of one that has no digit
 * left, what it is below: `0.7252 ± <0.0001`.
 *
 * @param printed The decimals that the paper prints of it, if it does: the mean has no fewer unless its spread is wider.
 */
export function spreadText(mean: number, sd: number | null, printed = 0): string {
  const spread = sd === null ? 0 : shownSpread(sd, mean);
  // Where nothing is known of the spread, digits far behind the usual ones say nothing, even if the paper prints them.
  const usual = spread === 0 ? Math.min(printed, decimalsBySize(mean) + 1) : printed;
  // A mean that is small beside its spread has that one's digits.
  const decimals = decimalsFor(spread, Math.max(usual, usualFor(Math.abs(mean) < spread ? spread : mean)));
  return numberText(mean, decimals) + (spread === 0 ? "" : ` ± ${sdText(spread, decimals)}`);
}

/** A standard deviation above 0 with so many decimals, or what it is below. */
export function sdText(sd: number, decimals: number): string {
  const text = numberText(sd, decimals);
  return /[1-9]/.test(text) ? text : `<${numberText(10 ** -decimals, decimals)}`;
}

/** The decimals of a number that no paper prints: none of a whole one, fewer of a large one, two digits of a small one. */
export function usualFor(value: number): number {
  return Number.isInteger(value) ? 0 : decimalsBySize(value);
}

function decimalsBySize(value: number): number {
  if (value === 0) return USUAL;
  const size = Math.floor(Math.log10(Math.abs(value)));
  return size < 0 ? Math.min(MOST, Math.max(USUAL, 1 - size)) : Math.max(0, USUAL - size);
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

/** A value with the paper's decimals, or, where our seeds' spread is known, with as many as that allows. */
export function asPrinted(value: number, { value: printed }: Printed, sd: number | null = null): string {
  const decimals = decimalsIn(printed);
  if (sd !== null) {
    const usual = Math.max(decimals, usualFor(Number(printed)));
    return numberText(value, decimalsFor(shownSpread(sd, value), usual));
  }
  // A mean of whole numbers is not whole.
  return numberText(value, decimals === 0 && !Number.isInteger(value) ? 1 : decimals);
}

/** A difference with its sign, with the digits of {@linkcode asPrinted}. */
export function signed(difference: number, claim: Printed, sd: number | null = null): string {
  const text = asPrinted(Math.abs(difference), claim, sd);
  if (!/[1-9]/.test(text)) return text;
  return `${difference < 0 ? MINUS : "+"}${text}`;
}

/**
 * A text with its numbers as this module writes them: separators between thousands, and a true minus. Names and numbers within
 * words stay as they are.
 *
 * @param least From how many digits on there are separators. In running text four digits may be a year.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { typeset } from "./digits.ts";
 *
 * assertEquals(typeset("by -56000 (runs/a-10000, 162605.531)"), "by −56,000 (runs/a-10000, 162,605.531)");
 * ```
 */
export function typeset(text: string, least = 5): string {
  return text.replace(/(?<=^|[\s(→])-(?=\d)/g, MINUS)
    .replace(
      /(?<![\w.,/-])\d+(?![\w-])/g,
      (digits) => digits.length < least ? digits : numberText(Number(digits), 0),
    );
}
