/**
 * A panel of curves over epochs, or over anything else that runs in steps.
 *
 * @module
 */
// @ts-types="npm:@types/d3-array@3.2.2"
import { extent, rollup } from "d3-array";
// @ts-types="npm:@types/d3-format@3.0.4"
import { format } from "d3-format";
// @ts-types="npm:@types/d3-scale@4.0.9"
import { type ScaleLinear, scaleLinear } from "d3-scale";
// @ts-types="npm:@types/d3-shape@3.2.0"
import { line } from "d3-shape";
import { legend as legendOf } from "./legend.ts";
import { lines } from "./letters.ts";
import { BODY, label, painted, round } from "./look.ts";

/** A point of a curve. */
export type Point = readonly [x: number, y: number];

/** Curves of one kind: one a seed, and their mean. */
export interface Series {
  readonly name: string;
  /** Number of the colour, and of the dashes. */
  readonly index: number;
  readonly runs: readonly (readonly Point[])[];
}

/** A number that the paper prints: a ring at a place, or a level where it has none. */
export interface Printed {
  readonly name: string;
  readonly index: number;
  readonly x?: number;
  readonly y: number;
}

/** What a panel shows. */
export interface Panel {
  readonly title: string;
  readonly x: string;
  readonly series: readonly Series[];
  readonly printed?: readonly Printed[];
}

const DASHES = ["", "7 3", "2 3", "9 3 2 3"];

/** The most points that a curve is drawn with. */
const MOST = 200;

/** The most runs of a series that have a line of their own beside their mean. */
export const MOST_RUNS = 12;

const LEFT = 46;
const BELOW = 38;
const ABOVE = 20;

/** How high a line of a title is. */
const LINE = 15;

/** A panel, in a field from (0, 0), below a title of as many lines as that of the panel beside it. */
function panel(
  { x, series, printed = [] }: Panel,
  title: readonly string[],
  { width, height, top }: { width: number; height: number; top: number },
): string {
  const points = series.flatMap(({ runs }) => runs).flat();
  const levels = printed.map(({ y }) => y);
  const [first = 0, last = 1] = extent([
    ...points.map(([x]) => x),
    ...printed.flatMap(({ x }) => x === undefined ? [] : [x]),
  ]);
  const [low = 0, high = 1] = extent([...points.map(([, y]) => y), ...levels]);
  const across = scaleLinear([first, last > first ? last : first + 1], [LEFT, width - 8]);
  const up = scaleLinear(low < high ? [low, high] : [low - 0.5, high + 0.5], [height - BELOW, top + 6])
    .nice(4);
  const places = line().x(([x]) => across(x)).y(([, y]) => up(y)).digits(1);
  const shape = (points: readonly Point[]) => places(thinned(points) as [number, number][]) ?? "";
  const ticks = up.ticks(4);
  const write = writerOf(up);
  return [
    ...title.map((line, i) => label(line, 0, 12 + LINE * i, 'class="name"')),
    ...ticks.flatMap((tick) => [
      `<path class="rule" d="M${LEFT} ${round(up(tick))}H${width - 8}"/>`,
      label(write(tick), LEFT - 5, up(tick) + 4, 'class="small" text-anchor="end"'),
    ]),
    ...across.ticks(Math.min(5, width / 60)).filter(Number.isInteger).map((tick) =>
      label(
        across.tickFormat(5, "~s")(tick),
        across(tick),
        height - BELOW + 18,
        'class="small" text-anchor="middle"',
      )
    ),
    `<path class="axis" d="M${LEFT} ${height - BELOW}H${width - 8}"/>`,
    label(x, (LEFT + width - 8) / 2, height - BELOW + 32, 'class="small" text-anchor="middle"'),
    ...printed.filter(({ x }) => x === undefined).map(({ index, y }) =>
      `<path ${
        painted("stroke", index, { classes: "line" })
      } stroke-dasharray="1 4" stroke-linecap="round" d="M${LEFT} ${round(up(y))}H${width - 8}"/>`
    ),
    ...series.flatMap(({ index, runs }) => [
      ...(runs.length > 1 ? runs.slice(0, MOST_RUNS) : []).map((run) =>
        `<path ${painted("stroke", index, { classes: "thin" })} d="${shape(run)}"/>`
      ),
      `<path ${painted("stroke", index, { classes: "line" })}${dash(index)} d="${shape(meanOf(runs))}"/>`,
      ...dots(meanOf(runs)).map(([x, y]) =>
        `<circle ${painted("fill", index)} cx="${round(across(x))}" cy="${round(up(y))}" r="3"/>`
      ),
    ]),
    ...printed.flatMap(({ index, x, y }) =>
      x === undefined ? [] : [
        `<circle ${painted("stroke", index, { classes: "hollow" })} cx="${round(across(x))}" cy="${
          round(up(y))
        }" r="4.5"/>`,
      ]
    ),
  ].join("\n");
}

/** How the numbers of a scale with some four ticks are written: in full, if they are short. */
export function writerOf(scale: ScaleLinear<number, number>): (tick: number) => string {
  const ticks = scale.ticks(4);
  const plain = scale.tickFormat(4);
  if (ticks.every((tick) => plain(tick).length <= 6)) return plain;
  return format(Math.max(...ticks.map(Math.abs)) >= 10_000 ? "~s" : "~r");
}

function dash(index: number): string {
  const dashes = DASHES[index % DASHES.length];
  return dashes === "" ? "" : ` stroke-dasharray="${dashes}"`;
}

/** The mean over runs, at each place that the first run has. */
export function meanOf(runs: readonly (readonly Point[])[]): Point[] {
  const means = rollup(
    runs.flat(),
    (points) => points.reduce((sum, [, y]) => sum + y, 0) / points.length,
    ([x]) => x,
  );
  return [...means].sort(([a], [b]) => a - b);
}

/** The points of a curve with so few that each counts. */
function dots(points: readonly Point[]): readonly Point[] {
  return points.length <= 6 ? points : [];
}

/** At most `MOST` points, evenly, with the first and the last. */
function thinned(points: readonly Point[]): readonly Point[] {
  if (points.length <= MOST) return points;
  return Array.from({ length: MOST }, (_, i) => points[Math.round(i * (points.length - 1) / (MOST - 1))]);
}

/** What a line means, or a ring or a dotted level: what a paper prints. */
interface Entry {
  readonly name: string;
  readonly index: number;
  readonly kind?: "ring" | "level";
}

/** Panels side by side and one under another, below what their lines mean. `height`: of one with a title of one line. */
export function grid(
  panels: readonly Panel[],
  { columns, height, legend = [] }: { columns: number; height: number; legend?: readonly Entry[] },
): { body: string; height: number } {
  const gap = 14;
  const width = (BODY - gap * (columns - 1)) / columns;
  const titles = panels.map(({ title }) => lines(title, width, { bold: true, most: 3 }));
  const extra = LINE * (Math.max(1, ...titles.map((title) => title.length)) - 1);
  const band = height + extra;
  const size = { width, height: band - 14, top: ABOVE + extra };
  const body = panels.map((one, i) =>
    `<g transform="translate(${round(i % columns * (width + gap))},${Math.floor(i / columns) * band})">\n${
      panel(one, titles[i], size)
    }\n</g>`
  );
  const own = Math.ceil(panels.length / columns) * band - 10;
  if (legend.length === 0) return { body: body.join("\n"), height: own };
  const signs = legendOf(legend.map((entry) => ({ words: entry.name, wide: 22, sign: signOf(entry) })));
  const below = signs.height + 6;
  return {
    body: `${signs.body}\n<g transform="translate(0,${below})">${body.join("\n")}</g>`,
    height: own + below,
  };
}

/** A line, as it runs in panels; or a ring, or a dotted level. */
function signOf({ index, kind }: Entry): (x: number, y: number) => string {
  const inColour = (classes: string) => painted("stroke", index, { classes });
  return (x, y) =>
    kind === "ring"
      ? `<circle ${inColour("hollow")} cx="${round(x + 11)}" cy="${y}" r="4.5"/>`
      : `<path ${inColour("line")}${
        kind === "level" ? ' stroke-dasharray="1 4" stroke-linecap="round"' : dash(index)
      } d="M${round(x)} ${y}h22"/>`;
}
