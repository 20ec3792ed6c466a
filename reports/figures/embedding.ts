// @ts-types="npm:@types/d3-array@3.2.2"
import { extent, median } from "d3-array";
import type { EmbeddingData } from "../../records/figure_data.ts";
import { apart } from "./apart.ts";
import { shortened } from "./letters.ts";
import { BODY, type Drawing, label, painted, round } from "./look.ts";
import { matchedClasses } from "./matching.ts";

/** The most points that are drawn; of more, evenly as many. */
const MOST = 10_000;

const GAP = 14;

/** The width of a dot: of many points, and of those few that larger ones do not hide each other. */
const DOTS = { many: 2, few: 3.4 };
const FEW = 4000;

/** Coordinates are written as whole numbers of these per pixel: the file is small and the eye sees no steps. */
const FINE = 4;

/** A figure's part that an embedding gives: its name's end, its words and its body. */
export type EmbeddingFigure = Pick<Drawing, "title" | "subtitle" | "description" | "body" | "height"> & {
  suffix: string;
};

/**
 * Points in two dimensions, coloured by class and, beside that, by cluster, where a cluster has the colour of the class that it
 * is matched to. Points in three dimensions as two views that share their height: a figure by class, and one by cluster.
 */
export function embedding(data: EmbeddingData): EmbeddingFigure[] {
  const groupings = groupingsOf(data);
  if (data.dimensions === 3) {
    return groupings.map((grouping) => ({
      suffix: `-${grouping.name}`,
      ...drawn(data, [grouping], [
        { title: `by ${grouping.name}: x and y`, x: 0, y: 1, grouping },
        { title: "from the side: z and y", x: 2, y: 1, grouping },
      ]),
    }));
  }
  const panels = groupings.map((grouping) => ({ title: `by ${grouping.name}`, x: 0, y: 1, grouping }));
  return [{ suffix: "", ...drawn(data, groupings, panels) }];
}

/** What points are coloured by. */
interface Grouping {
  readonly name: "class" | "cluster";
  /** Of each point. */
  readonly groups: readonly number[];
  /** The number of each group's colour. */
  readonly colours: ReadonlyMap<number, number>;
}

/** Classes in their order; clusters as the classes that they are matched to, and after those the ones left over. */
function groupingsOf({ classes, clusters }: EmbeddingData): Grouping[] {
  const ordered = (groups: readonly number[]) => [...new Set(groups)].sort((a, b) => a - b);
  const ofClasses = new Map(ordered(classes).map((name, i) => [name, i]));
  const byClass: Grouping = { name: "class", groups: classes, colours: ofClasses };
  if (clusters === undefined) return [byClass];
  const matched = matchedClasses(classes, clusters);
  const isMatched = (name: number) => matched.has(name);
  const names = ordered(clusters);
  const colours = new Map([
    ...names.filter(isMatched).map((name) => [name, ofClasses.get(matched.get(name)!)!] as const),
    ...names.filter((name) => !isMatched(name)).map((name, i) => [name, ofClasses.size + i] as const),
  ]);
  return [byClass, { name: "cluster", groups: clusters, colours }];
}

interface View {
  readonly title: string;
  /** The dimension across, and the one upwards. */
  readonly x: number;
  readonly y: number;
  readonly grouping: Grouping;
}

/** What is between a frame and the points, and the frame's distance from the top, where its title is. */
const PADDING = 7;
const TOP = 20;

/** The highest that a view is drawn. */
const HIGHEST = 300;

function drawn(
  data: EmbeddingData,
  groupings: readonly Grouping[],
  views: readonly View[],
): Omit<EmbeddingFigure, "suffix"> {
  const count = data.classes.length;
  const step = Math.max(1, count / MOST);
  const rows = Array.from({ length: Math.floor(count / step) }, (_, i) => Math.floor(i * step));
  const ranges = rangesOf(data, rows);
  const span = (axis: number) => ranges[axis][1] - ranges[axis][0];
  // One scale for all axes and views: distances are what an embedding shows. Frames are as large as the points need.
  const room = BODY - (GAP + 2 * PADDING) * (views.length - 1) - 2 * PADDING;
  const scale = Math.min(
    room / views.reduce((sum, { x }) => sum + span(x), 0),
    HIGHEST / Math.max(...views.map(({ y }) => span(y))),
  );
  const most = Math.max(0, ...groupings.flatMap(({ colours }) => [...colours.values()])) + 1;
  let left = 0;
  const body = views.map((view) => {
    const [width, height] = [view.x, view.y].map((axis) => span(axis) * scale + 2 * PADDING);
    const place = (row: number): [number, number] => {
      const at = (axis: number) => (data.points[row * data.dimensions + axis] - ranges[axis][0]) * scale;
      return [PADDING + at(view.x), TOP + height - PADDING - at(view.y)];
    };
    const panel = `<g transform="translate(${round(left)},0)">\n${
      scatter(view, rows, { place, width, height, most })
    }\n</g>`;
    left += width + GAP;
    return panel;
  });
  const how = groupings.map(({ name }) => `by ${name}`).join(" and ");
  const isClustered = groupings.some(({ name }) => name === "cluster");
  return {
    title: data.title,
    subtitle: [
      "Numbers stand in the middle of their classes or clusters.",
      ...isClustered ? ["A cluster has the colour of the class that it is matched to."] : [],
      "Axes have no unit.",
      ...rows.length < count ? [`${rows.length} of the ${count} points, evenly.`] : [],
    ].join(" "),
    description: `Scatter plot of ${count} points, ${how}: ${new Set(data.classes).size} classes.`,
    body: body.join("\n"),
    height: Math.max(...views.map(({ y }) => span(y))) * scale + 2 * PADDING + TOP,
  };
}

/** From where to where each dimension is shown: as far as the points go, and wide enough to be seen. */
function rangesOf({ points, dimensions }: EmbeddingData, rows: readonly number[]): [number, number][] {
  const ends = Array.from({ length: dimensions }, (_, axis) => {
    const [low = 0, high = 0] = extent(rows, (row) => points[row * dimensions + axis]);
    return [low, high] as const;
  });
  const least = Math.max(...ends.map(([low, high]) => high - low)) / 4 || 1;
  return ends.map(([low, high]) => {
    const more = Math.max(0, least - (high - low)) / 2;
    return [low - more, high + more];
  });
}

function scatter(
  { title, grouping: { groups, colours } }: View,
  rows: readonly number[],
  { place, width, height, most }: {
    place: (row: number) => [number, number];
    width: number;
    height: number;
    most: number;
  },
): string {
  const members = Map.groupBy(rows, (row) => groups[row]);
  const places = [...colours].map(([name, colour]) => {
    return { name, colour, own: (members.get(name) ?? []).map(place) };
  });
  const middles = places.filter(({ own }) => own.length > 0).map(({ name, own }) => ({
    words: String(name),
    x: median(own, ([x]) => x)!,
    y: median(own, ([, y]) => y)!,
  }));
  return [
    label(shortened(title, width, { bold: true }), 0, 12, 'class="name"'),
    `<rect class="rule" x="0" y="${TOP}" width="${round(width)}" height="${round(height)}"/>`,
    ...places.map(({ colour, own }) =>
      `<path ${painted("stroke", colour, { classes: "points", count: most })} d="${
        dots(own)
      }" transform="scale(${1 / FINE})" stroke-width="${(rows.length > FEW ? DOTS.many : DOTS.few) * FINE}"/>`
    ),
    ...apart(middles, { left: 0, right: width, top: TOP, bottom: TOP + height }).map(({ words, x, y }) =>
      label(words, x, y + 4, 'class="halo" text-anchor="middle"')
    ),
  ].join("\n");
}

/** Points as dots of a path: each is a step from the one before, from left to right, so that the numbers are short. */
function dots(places: readonly (readonly [number, number])[]): string {
  const whole = places.map(([x, y]) => [Math.round(x * FINE), Math.round(y * FINE)] as const)
    .sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  const parts: string[] = [];
  let from: readonly [number, number] = [0, 0];
  for (const [i, to] of whole.entries()) {
    const [dx, dy] = [to[0] - from[0], to[1] - from[1]];
    // A point on top of another of its kind adds nothing.
    if (i > 0 && dx === 0 && dy === 0) continue;
    parts.push(`m${dx}${dy < 0 ? "" : " "}${dy}h0`);
    from = to;
  }
  return parts.join("");
}
