/**
 * How wide text is, without a browser: by the letters of DejaVu Sans, the widest of the fonts that figures are shown in. What
 * fits by these widths fits in the others too.
 *
 * @module
 */

/** The widths of letters in ems, rounded up: each with the letters that have it. */
const WIDTHS: readonly (readonly [em: number, bold: number, letters: string])[] = [
  [0.29, 0.38, "'ijlIJ"],
  [0.34, 0.4, " ,.’·/:;\\|"],
  [0.41, 0.49, 'f-()[]t!r"'],
  [0.56, 0.65, "*_`–szcL?"],
  [0.64, 0.71, "FkvxyλPTYaoeESbdghnpquσ$0123456789{}"],
  [0.7, 0.78, "KαAVBRXZC"],
  [0.8, 0.88, "UHNDG&OQ"],
  [0.86, 1, "w#+<=>^~×±→←≥≤−M"],
  [1, 1.11, "%mW@—…"],
];

const EM: ReadonlyMap<string, readonly [number, number]> = new Map(
  WIDTHS.flatMap(([em, bold, letters]) => [...letters].map((letter) => [letter, [em, bold] as const])),
);

/** A letter that the table does not have may be a wide one. */
const OTHERS = [1, 1.11] as const;

/** How text is set. */
export interface Setting {
  /** Pixels; at least {@linkcode SMALLEST}. */
  readonly size?: number;
  readonly bold?: boolean;
}

/** The smallest size that figures have text in: 9 pixels where a figure is shown 360 pixels wide, as on a phone. */
export const SMALLEST = 12;

/** The width of text in pixels, as wide as it can be in the fonts that figures are shown in. */
export function widthOf(data: string, { size = SMALLEST, bold = false }: Setting = {}): number {
  let em = 0;
  for (const letter of data) em += (EM.get(letter) ?? OTHERS)[bold ? 1 : 0];
  return em * size;
}

/** Text as far as a width of `pixels` holds it; what is cut off is an ellipsis. */
export function shortened(data: string, pixels: number, setting: Setting = {}): string {
  if (widthOf(data, setting) <= pixels) return data;
  const letters = [...data];
  while (letters.length > 1 && widthOf(`${letters.join("")}…`, setting) > pixels) letters.pop();
  return `${letters.join("").trimEnd()}…`;
}

/**
 * Text in lines of at most `pixels`, broken between words; a word that is longer than a line is shortened.
 *
 * @param most The most lines: of more text, the last ends in an ellipsis.
 */
export function lines(data: string, pixels: number, setting: Setting & { most?: number } = {}): string[] {
  const { most = Infinity } = setting;
  const found = [""];
  for (const word of data.split(/\s+/)) {
    const last = found.at(-1)!;
    const longer = last === "" ? word : `${last} ${word}`;
    if (last === "" || widthOf(longer, setting) <= pixels || found.length === most) {
      found[found.length - 1] = longer;
    } else found.push(word);
  }
  return found.map((line) => shortened(line, pixels, setting));
}
