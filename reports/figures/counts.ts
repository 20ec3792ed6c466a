// @ts-types="npm:@types/d3-array@3.2.2"
import { max } from "d3-array";
// @ts-types="npm:@types/d3-scale@4.0.9"
import { scaleLinear, scaleSqrt } from "d3-scale";
import type { CountsData } from "../../records/figure_data.ts";
import { shortened, widthOf } from "./letters.ts";
import { BODY, type Drawing, label, round } from "./look.ts";

/** What a figure of counts consists of. */
type CountsFigure = Pick<Drawing, "title" | "subtitle" | "description" | "body" | "height">;

const LEFT = 46;
const ABOVE = 40;

/** The widest that a cell is drawn, and the highest. */
const WIDEST = 46;
const HIGHEST = 30;

/** What a line of text needs. */
const LINE = 15;

/** A table of counts as a heat map: the larger a cell's share of its row, the stronger its colour. One row is drawn as bars. */
export function counts(data: CountsData): CountsFigure {
  return data.rows.length === 1 ? bars(data) : heatMap(data);
}

function heatMap({ title, rowTitle, columnTitle, rows, columns, counts }: CountsData): CountsFigure {
  const size = Math.min(WIDEST, (BODY - LEFT) / Math.max(1, columns.length));
  const tall = Math.min(size, HIGHEST);
  const isLegible = (max(counts.flat(), (count) => widthOf(String(count))) ?? 0) + 2 <= size;
  const every = Math.ceil(LINE / tall);
  const body = [
    label(columnTitle, LEFT, 14, 'class="soft"'),
    label(rowTitle, 0, ABOVE - 6, 'class="soft"'),
    ...columnNames(columns, { left: LEFT, size, y: ABOVE - 6 }),
    ...rows.map((row, i) =>
      i % every === 0
        ? label(
          shortened(row, LEFT - 8),
          LEFT - 6,
          ABOVE + tall * (i + 0.5) + 4,
          'class="small" text-anchor="end"',
        )
        : ""
    ),
    ...counts.flatMap((own, i) => {
      const share = scaleSqrt([0, own.reduce((sum, count) => sum + count, 0) || 1], [0, 1]);
      return own.map((count, j) => {
        const [x, y] = [LEFT + size * j, ABOVE + tall * i];
        const depth = Math.round(100 * share(count)) / 100;
        const cell = `<rect x="${round(x + 0.5)}" y="${round(y + 0.5)}" width="${round(size - 1)}" height="${
          round(tall - 1)
        }" class="f0" fill-opacity="${Math.max(0.06, depth)}"/>`;
        const words = !isLegible || count === 0 ? "" : label(
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
      `Each row is one ${rowTitle}. The stronger the colour, the larger the share of the ${rowTitle} that is in the ${columnTitle}.`,
    description:
      `Table of counts: ${rows.length} rows (${rowTitle}) by ${columns.length} columns (${columnTitle}).`,
    body: body.filter((part) => part !== "").join("\n"),
    height: ABOVE + tall * rows.length,
  };
}

/** How high the longest bar is. */
const BAR = 130;

function bars({ title, columnTitle, rows: [row], columns, counts: [own] }: CountsData): CountsFigure {
  const size = Math.min(WIDEST, BODY / Math.max(1, columns.length));
  const up = scaleLinear([0, Math.max(1, ...own)], [0, BAR]);
  const isLegible = (max(own, (count) => widthOf(String(count))) ?? 0) + 2 <= size;
  const foot = LINE + BAR;
  const body = own.map((count, i) => {
    const height = up(count);
    return `<rect x="${round(size * i + 2)}" y="${round(foot - height)}" width="${round(size - 4)}" height="${
      round(height)
    }" class="f0"/>` +
      (isLegible
        ? label(String(count), size * (i + 0.5), foot - height - 4, 'class="number" text-anchor="middle"')
        : "");
  });
  const width = round(size * columns.length);
  return {
    title,
    subtitle: "",
    description: `Bars, one for each ${columnTitle}: ${
      columns.map((column, i) => `${column}: ${own[i]}`).join(", ")
    } ${row}.`,
    body: [
      ...body,
      `<path class="axis" d="M0 ${foot}H${width}"/>`,
      ...columnNames(columns, { left: 0, size, y: foot + LINE }),
      label(columnTitle, width / 2, foot + 2 * LINE + 2, 'class="soft" text-anchor="middle"'),
    ].join("\n"),
    height: foot + 2 * LINE + 6,
  };
}

/** The names of columns from `left` on: so many of them that they don't touch. */
function columnNames(
  columns: readonly string[],
  { left, size, y }: { left: number; size: number; y: number },
): string[] {
  const room = Math.max(size, 24);
  const names = columns.map((column) => shortened(column, room - 4));
  const every = Math.ceil(((max(names, (name) => widthOf(name)) ?? 0) + 4) / size);
  return names.flatMap((name, i) =>
    i % every === 0 ? [label(name, left + size * (i + 0.5), y, 'class="small" text-anchor="middle"')] : []
  );
}
