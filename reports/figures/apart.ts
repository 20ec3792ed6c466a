import { widthOf } from "./letters.ts";

/** Words with their middle at a place. */
export interface PlacedWords {
  readonly words: string;
  readonly x: number;
  readonly y: number;
}

/** What words need: the height of a line, and a little on each side. */
const HEIGHT = 16;
const SIDE = 2;

/** How far words are moved at most, in steps of so many pixels. */
const FARTHEST = 64;
const STEP = 4;

/**
 * Words moved as little as needed, so that they neither lie on each other nor reach beyond a field: the first keep their places.
 * Words that have no free place near theirs are left out.
 */
export function apart(
  all: readonly PlacedWords[],
  field: { left: number; right: number; top: number; bottom: number },
): PlacedWords[] {
  const placed: { one: PlacedWords; half: number }[] = [];
  for (const one of all) {
    const half = widthOf(one.words, { bold: true }) / 2 + SIDE;
    const isInside = ({ x, y }: PlacedWords) =>
      x - half >= field.left && x + half <= field.right && y - HEIGHT / 2 >= field.top &&
      y + HEIGHT / 2 <= field.bottom;
    const isFree = ({ x, y }: PlacedWords) =>
      placed.every((other) =>
        Math.abs(x - other.one.x) >= half + other.half || Math.abs(y - other.one.y) >= HEIGHT
      );
    const found = OFFSETS.map(([dx, dy]) => ({ ...one, x: one.x + dx, y: one.y + dy }))
      .find((moved) => isInside(moved) && isFree(moved));
    if (found !== undefined) placed.push({ one: found, half });
  }
  return placed.map(({ one }) => one);
}

/** Steps from a place to those around it, the nearest first. */
const OFFSETS: readonly (readonly [dx: number, dy: number])[] = offsets();

function offsets(): [number, number][] {
  const across = Array.from({ length: 2 * FARTHEST / STEP + 1 }, (_, i) => i * STEP - FARTHEST);
  return across.flatMap((dx) => across.map((dy): [number, number] => [dx, dy]))
    .filter(([dx, dy]) => Math.hypot(dx, dy) <= FARTHEST)
    .sort((a, b) => Math.hypot(...a) - Math.hypot(...b));
}
