import { shortened, widthOf } from "./letters.ts";
import { BODY, label } from "./look.ts";

/** A sign and what it means. */
export interface LegendEntry {
  readonly words: string;
  /** How wide the sign is. */
  readonly wide: number;
  /** Draws the sign, from x on, with its middle at y. */
  sign(x: number, y: number): string;
}

const ROW = 18;

/**
 * Signs with their meanings beside each other, in as many rows as they need, and the height of these; words that are longer
 * than a row are shortened.
 */
export function legend(entries: readonly LegendEntry[]): { body: string; height: number } {
  let x = 0, row = 0;
  const body = entries.map(({ words: all, wide, sign }) => {
    const words = shortened(all, BODY - wide - 5);
    const width = wide + 5 + widthOf(words);
    if (x > 0 && x + width > BODY) [x, row] = [0, row + 1];
    const drawn = sign(x, ROW * row + 6) + label(words, x + wide + 5, ROW * row + 10, 'class="soft"');
    x += width + 12;
    return drawn;
  });
  return { body: body.join("\n"), height: entries.length === 0 ? 0 : ROW * (row + 1) };
}
