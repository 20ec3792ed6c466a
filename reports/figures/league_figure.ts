// @ts-types="npm:@types/d3-array@3.2.2"
import { extent } from "d3-array";
// @ts-types="npm:@types/d3-scale@4.0.9"
import { type ScaleLinear, scaleLinear } from "d3-scale";
import {
  type LeagueMethod,
  type LeagueRow,
  mayBeFirst,
  nameOf,
  type Standing,
} from "../../judging/league.ts";
import { plainMetric } from "../../records/record.ts";
import type { DrawnLeague } from "../leagues.ts";
import { legend } from "./legend.ts";
import { lines, shortened, widthOf } from "./letters.ts";
import { BODY, type Figure, figure, label, painted, round } from "./look.ts";
import { sourceOf } from "./source.ts";

/** The most width that the methods' names have. */
const NAMES = 190;

/** What is between panels, so that the numbers under them do not touch. */
const GAP = 20;

/** What a number of the scale needs. */
const TICK = 36;

/** What a row is high. */
const ROW = 19;

/** The numbers of the colours, among the look's ten; the shapes tell the same. */
const COLOURS: Record<LeagueMethod["kind"], number> = { inductive: 0, transductive: 5, control: 7 };

const MEANINGS: readonly (readonly [LeagueMethod["kind"], string])[] = [
  ["inductive", "also clusters unseen images"],
  ["transductive", "clusters only what it was fitted to"],
  ["control", "control"],
];

/** The most panels beside each other. */
const COLUMNS = 2;

/**
 * A league as a picture: a panel for each data set, a row for each method in the order over all data sets, with a mark at its mean
 * and a bar for the interval of that. Right is better.
 */
export function leagueFigure({ paper, declared, league, direction, range, picture }: DrawnLeague): Figure {
  const { overall, standings } = league;
  const columns = Math.min(COLUMNS, standings.length);
  const names = Math.min(NAMES, Math.max(...overall.map(({ title }) => widthOf(title))) + 8);
  const width = (BODY - names - GAP * columns) / columns;
  const titles = standings.map(({ title }) => lines(title, width, { bold: true }));
  const head = 15 * Math.max(...titles.map((own) => own.length)) + 8;
  const height = ROW * overall.length;
  const band = head + height + 38;
  const across = scaleOf(standings, direction, range, width);
  const axis = `${plainMetric(declared.rankedBy.metric)}, better →`;
  const signs = signsOf(overall);
  const body = standings.map((standing, i) => {
    const [column, row] = [i % columns, Math.floor(i / columns)];
    const methods = column > 0
      ? []
      : overall.map((method, j) =>
        label(shortened(method.title, names - 8), 0, head + ROW * (j + 0.5) + 4, nameClass(method))
      );
    const x = names + GAP / 2 + column * (width + GAP);
    return [
      `<g transform="translate(0,${signs.height + 8 + row * band})">`,
      ...methods,
      `<g transform="translate(${round(x)},0)">`,
      ...titles[i].map((line, j) => label(line, 0, 12 + 15 * j, 'class="name"')),
      `<g transform="translate(0,${head})">`,
      panel(standing, overall, { across, width, height, axis }),
      "</g>",
      "</g>",
      "</g>",
    ].join("\n");
  });
  const { title, subtitle, description } = declared;
  return figure({
    name: picture,
    section: "league",
    title,
    subtitle,
    description: [description, ...standings.flatMap(leaders)].join(" "),
    source: sourceOf(standings.flatMap(({ rows }) => rows).flatMap(({ sample }) => sample.records)),
    body: [signs.body, ...body].join("\n"),
    height: signs.height + 8 + Math.ceil(standings.length / columns) * band,
    paper,
  });
}

function nameClass({ kind }: LeagueMethod): string {
  return kind === "control" ? 'class="soft" font-style="italic"' : "";
}

/** From the metric's lowest to its highest value, where it has both, and else as far as the runs go; the better end is right. */
function scaleOf(
  standings: readonly Standing[],
  direction: DrawnLeague["direction"],
  range: DrawnLeague["range"],
  width: number,
): ScaleLinear<number, number> {
  const values = standings.flatMap(({ rows }) => rows).flatMap(({ sample: { mean }, interval }) =>
    interval === null ? [mean] : [interval.low, interval.high]
  );
  const [low = 0, high = 0] = range.every(Number.isFinite) ? range : extent(values);
  const ends = low < high ? [low, high] : [low - 0.5, high + 0.5];
  return scaleLinear(direction === "higher" ? ends : ends.toReversed(), [0, width]);
}

/** One data set, in a field from (0, 0). */
function panel(
  { rows }: Standing,
  overall: readonly LeagueMethod[],
  { across, width, height, axis }: {
    across: ScaleLinear<number, number>;
    width: number;
    height: number;
    axis: string;
  },
): string {
  const byMethod = new Map(rows.map((row) => [nameOf(row), row]));
  const ticks = across.ticks(Math.min(4, width / TICK));
  return [
    ...ticks.map((tick) => `<path class="rule" d="M${round(across(tick))} 0V${height}"/>`),
    ...overall.map((_, i) =>
      `<path class="rule" stroke-opacity="0.6" d="M0 ${ROW * (i + 0.5)}H${round(width)}"/>`
    ),
    ...ticks.map((tick) =>
      label(String(tick).replace("-", "−"), across(tick), height + 13, 'class="small" text-anchor="middle"')
    ),
    `<path class="axis" d="M0 ${height}H${round(width)}"/>`,
    label(axis, width / 2, height + 27, 'class="small" text-anchor="middle"'),
    ...overall.map((method, i) => {
      const y = ROW * (i + 0.5);
      const row = byMethod.get(nameOf(method));
      return row === undefined
        ? label("not run", width / 2, y + 4, 'class="small" text-anchor="middle"')
        : mark(row, across, y);
    }),
  ].join("\n");
}

function mark({ kind, sample, interval }: LeagueRow, across: (value: number) => number, y: number): string {
  const bar = interval === null
    ? ""
    : `<path ${painted("stroke", COLOURS[kind], { classes: "line" })} d="M${round(across(interval.low))} ${
      round(y)
    }H${round(across(interval.high))}"/>`;
  return bar + sign(kind, across(sample.mean), y);
}

/** A filled circle, a hollow one, or a cross. */
function sign(kind: LeagueMethod["kind"], x: number, y: number): string {
  const at = `cx="${round(x)}" cy="${round(y)}" r="4"`;
  switch (kind) {
    case "inductive":
      return `<circle ${painted("fill", COLOURS[kind])} ${at}/>`;
    case "transductive":
      return `<circle ${painted("stroke", COLOURS[kind], { classes: "hollow" })} ${at}/>`;
    case "control":
      return `<path ${painted("stroke", COLOURS[kind], { classes: "cross" })} d="M${round(x - 4)} ${
        round(y - 4)
      }l8 8m-8 0l8 -8"/>`;
  }
}

/** The signs and what they mean; those that are there. */
function signsOf(overall: readonly LeagueMethod[]): { body: string; height: number } {
  const shown = MEANINGS.filter(([kind]) => overall.some((method) => method.kind === kind));
  return legend(shown.map(([kind, words]) => ({ words, wide: 10, sign: (x, y) => sign(kind, x + 5, y) })));
}

/** Who may be first, for those who cannot see it. */
function leaders({ title, rows }: Standing): string[] {
  const first = rows.filter(mayBeFirst).map((row) => row.title);
  if (first.length === 0) return [];
  return [`${first.length === 1 ? "First" : "May be first"} on ${title}: ${first.join(", ")}.`];
}
