import type { Metric } from "../metrics/metric.ts";

/** Words that papers write for numbers. */
const WORDS = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];

/** What follows a value to say how far it is uncertain. */
const DEVIATION = /(?:±|\\pm|\+\/?-)\s*\d+(\.\d+)?(e[+-]?\d+)?/gi;

/**
 * The share of a number by which float64 arithmetic may miss it: numbers that are not farther apart count as equal
 * (docs/VERDICTS.md, Rounding).
 */
export const ROUNDING = 1e-12;

/**
 * The numbers in a paper's own writing, as plain digits: without separators, any kind of minus as a hyphen, a zero before a
 * leading point, words as digits, and of an image's size (`28 × 28`) the number of its pixels too. What follows a `±` is
 * left out: it says how far a value is uncertain, and is none.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { numbersIn } from "./numbers.ts";
 *
 * assertEquals(numbersIn("1,100,128"), ["1100128"]);
 * assertEquals(numbersIn("96.2% (or 0.3-0.5)"), ["96.2", "0.3", "0.5"]);
 * assertEquals(numbersIn("−0.05 and .954"), ["-0.05", "0.954"]);
 * assertEquals(numbersIn("95.6 ± 1.2%"), ["95.6"]);
 * assertEquals(numbersIn("28 × 28"), ["28", "28", "784"]);
 * ```
 */
export function numbersIn(printed: string): string[] {
  const digits = printed.replace(/(?<=\d),(?=\d{3}(?!\d))/g, "")
    .replace(/(?<![\p{L}\d.])[\u2010-\u2013\u2212](?=\.?\d)/gu, "-")
    .replace(/(?<![\w.])\.(?=\d)/g, "0.")
    .replace(DEVIATION, "");
  const numbers = digits.match(/(?<![\d.])(?:(?<!\p{L})-)?\d+(\.\d+)?(e[+-]?\d+)?/gu) ?? [];
  const sizes = digits.matchAll(/(\d+)\s*(?:x|×|by)\s*(\d+)/g);
  const words = digits.toLowerCase().match(/[a-z]+/g) ?? [];
  return [
    ...numbers,
    ...[...sizes].map(([, height, width]) => String(Number(height) * Number(width))),
    ...words.filter((word) => WORDS.includes(word)).map((word) => String(WORDS.indexOf(word))),
  ];
}

/** A number with so many digits that count. */
export function significant(value: number, digits: number): number {
  return Number(value.toPrecision(digits));
}

/**
 * A number rounded to two digits of how far it may be off.
 *
 * @param spread Above 0.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { roundedBeside } from "./numbers.ts";
 *
 * assertEquals([roundedBeside(-12870.4, 298.7), roundedBeside(0.01123, 0.00042)], [-12870, 0.01123]);
 * ```
 */
export function roundedBeside(value: number, spread: number): number {
  const [, exponent] = spread.toExponential(1).split("e");
  const step = Number(`1e${Number(exponent) - 1}`);
  return Number((Math.round(value / step) * step).toPrecision(12));
}

/**
 * How many printed units one unit of our measurement is: 100 where a paper prints a ratio, a metric of which 1 is the
 * greatest value, in percent.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { printedUnits } from "./numbers.ts";
 *
 * assertEquals(printedUnits("96.2%", { range: [0, 1] }), 100);
 * assertEquals(printedUnits("0.962", { range: [0, 1] }), 1);
 * ```
 */
export function printedUnits(printed: string, metric: Pick<Metric, "range"> | undefined): number {
  return printed.trimEnd().endsWith("%") && metric?.range[1] === 1 ? 100 : 1;
}

/**
 * The number that a text is, alone or in percent: 0.5 of `50%`. Nothing for other texts.
 *
 * @param units What 100 % is.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { numberOf } from "./numbers.ts";
 *
 * assertEquals(["50%", "-0.5 %", "50", "half"].map((text) => numberOf(text)), [0.5, -0.005, 50, undefined]);
 * assertEquals(numberOf("50%", 100), 50);
 * ```
 */
export function numberOf(text: string, units: number = 1): number | undefined {
  const digits = /^(.*\d)\s*%$/.exec(text)?.[1];
  if (!isPlainNumber(digits ?? text)) return undefined;
  // By one division: 57 % of 100 are 57, and not 56.99999999999999.
  return digits === undefined ? Number(text) : Number(digits) / (100 / units);
}

/** Whether `text` is a finite number as the files of claims write it: digits, no separators. */
export function isPlainNumber(text: string): boolean {
  return /^-?\d+(\.\d+)?(e[+-]?\d+)?$/.test(text) && Number.isFinite(Number(text));
}
