// @ts-types="npm:@types/d3-array@3.2.2"
import { extent, median } from "d3-array";
// @ts-types="npm:@types/d3-scale@4.0.9"
import { scaleLinear } from "d3-scale";
import type { EmbeddingData } from "../../records/figure_data.ts";
import { BODY, type Drawing, label, painted, round } from "./look.ts";

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
 * Points in two dimensions, coloured by class and, beside that, by cluster; points in three as three projections, a figure
 * by class and one by cluster.
 */
export function embedding(data: EmbeddingData): EmbeddingFigure[] {
  const groupings: [string, number[]][] = [["class", data.classes]];
  if (data.clusters !== undefined) groupings.push(["cluster", data.clusters]);
  if (data.dimensions === 3) {
    return groupings.map(([name, groups]) => {
      const axes: [number, number][] = [[0, 1], [0, 2], [1, 2]];
      const panels = axes.map(([x, y]) => ({ title: `${"xyz"[x]} and ${"xyz"[y]}`, x, y, groups }));
      return { suffix: `-${name}`, ...drawn(data, `by ${name}`, panels) };
    });
  }
  const panels = groupings.map(([name, groups]) => ({ title: `by ${name}`, x: 0, y: 1, groups }));
  return [{ suffix: "", ...drawn(data, groupings.map(([name]) => `by ${name}`).join(" and "), panels) }];
}

interface Scatter {
  title: string;
  /** The dimension across, and the one upwards. */
  x: number;
  y: number;
  groups: readonly number[];
}

function drawn(
  data: EmbeddingData,
  how: string,
  panels: readonly Scatter[],
): Omit<EmbeddingFigure, "suffix"> {
  const count = data.classes.length;
  const step = Math.max(1, count / MOST);
  const rows = Array.from({ length: Math.floor(count / step) }, (_, i) => Math.floor(i * step));
  const size = panels.length === 1 ? 420 : (BODY - GAP * (panels.length - 1)) / panels.length;
  const thinned = rows.length < count ? ` ${rows.length} of the ${count} points, evenly.` : "";
  return {
    title: `${data.title}, ${how}`,
    subtitle: `A number stands where the middle of its class or cluster is. Axes have no unit.${thinned}`,
    description: `Scatter plot of ${count} points, ${how}: ${new Set(data.classes).size} classes.`,
    body: panels.map((panel, i) =>
      `<g transform="translate(${round(i * (size + GAP))},0)">\n${scatter(data, rows, panel, size)}\n</g>`
    ).join("\n"),
    height: size + 20,
  };
}

function scatter(
  { points, dimensions }: EmbeddingData,
  rows: readonly number[],
  { title, x, y, groups }: Scatter,
  size: number,
): string {
  const at = (row: number, axis: number) => points[row * dimensions + axis];
  const [across, up] = [x, y].map((axis) => rangeOf(rows.map((row) => at(row, axis))));
  // One scale for both axes: distances are what an embedding shows.
  const span = Math.max(across[1] - across[0], up[1] - up[0]) || 1;
  const scales = [across, up].map(([low, high]) => {
    const middle = (low + high) / 2;
    return scaleLinear([middle - span / 2, middle + span / 2], [6, size - 6]);
  });
  const place = (row: number): [number, number] => [scales[0](at(row, x)), 20 + size - scales[1](at(row, y))];
  const names = [...new Set(groups)].sort((a, b) => a - b);
  const members = Map.groupBy(rows, (row) => groups[row]);
  return [
    label(title, 0, 12, 'class="name"'),
    `<rect class="rule" x="0" y="20" width="${round(size)}" height="${round(size)}"/>`,
    ...names.map((name, i) =>
      `<path ${painted("stroke", i, { classes: "points", count: names.length })} d="${
        dots((members.get(name) ?? []).map(place))
      }" transform="scale(${1 / FINE})" stroke-width="${(rows.length > FEW ? DOTS.many : DOTS.few) * FINE}"/>`
    ),
    ...names.map((name) => {
      const own = (members.get(name) ?? []).map(place);
      return own.length === 0 ? "" : label(
        String(name),
        median(own, ([x]) => x)!,
        median(own, ([, y]) => y)! + 4,
        'class="halo" text-anchor="middle"',
      );
    }),
  ].join("\n");
}

function rangeOf(values: readonly number[]): [number, number] {
  const [low, high] = extent(values);
  return low === undefined ? [0, 1] : [low, high!];
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
