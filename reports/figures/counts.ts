// @ts-types="npm:@types/d3-scale@4.0.9"
import { scaleSqrt } from "d3-scale";
import type { CountsData } from "../../records/figure_data.ts";
import { BODY, type Drawing, label, round, shortened } from "./look.ts";

const LEFT = 74;
const ABOVE = 40;

/** The widest and the narrowest that a cell is drawn; narrower than `LEGIBLE`, it has no number in it. */
const WIDEST = 46;
const LEGIBLE = 27;

/** A table of counts as a heat map: the larger a cell's share of its row, the stronger its colour. */
export function counts(
  { title, rowTitle, columnTitle, rows, columns, counts }: CountsData,
): Pick<Drawing, "title" | "subtitle" | "description" | "body" | "height"> {
  const size = Math.min(WIDEST, (BODY - LEFT) / Math.max(1, columns.length));
  const tall = Math.min(size, 30);
  const name = (words: string, x: number, y: number, anchor: string) =>
    label(words, x, y, `class="small" text-anchor="${anchor}"`);
  const every = Math.ceil(13 / tall);
  const body = [
    label(columnTitle, LEFT, 14, 'class="soft"'),
    label(rowTitle, 0, ABOVE - 6, 'class="soft"'),
    ...columns.map((column, i) =>
      i % Math.ceil(18 / size) === 0
        ? name(shortened(column, Math.max(size, 18)), LEFT + size * (i + 0.5), ABOVE - 6, "middle")
        : ""
    ),
    ...rows.map((row, i) =>
      i % every === 0 ? name(shortened(row, LEFT - 10), LEFT - 6, ABOVE + tall * (i + 0.5) + 4, "end") : ""
    ),
    ...counts.flatMap((own, i) => {
      const share = scaleSqrt([0, own.reduce((sum, count) => sum + count, 0) || 1], [0, 1]);
      return own.map((count, j) => {
        const [x, y] = [LEFT + size * j, ABOVE + tall * i];
        const depth = Math.round(100 * share(count)) / 100;
        const cell = `<rect x="${round(x + 0.5)}" y="${round(y + 0.5)}" width="${round(size - 1)}" height="${
          round(tall - 1)
        }" class="f0" fill-opacity="${Math.max(0.06, depth)}"/>`;
        const words = size < LEGIBLE || count === 0 ? "" : label(
          String(count),
          x + size / 2,
          y + tall / 2 + 4,
          `class="number${depth > 0.6 ? " over" : ""}" text-anchor="middle"`,
        );
        return cell + words;
      });
    }),
  ];
  return {
    title,
    subtitle:
      `Each row is one ${rowTitle}; the larger its share in a ${columnTitle}, the stronger the colour.`,
    description:
      `Table of counts: ${rows.length} rows (${rowTitle}) by ${columns.length} columns (${columnTitle}).`,
    body: body.filter((part) => part !== "").join("\n"),
    height: ABOVE + tall * rows.length,
  };
}
