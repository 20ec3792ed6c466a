/// <reference lib="dom" />
import { verdictAt, VERDICTS } from "../../../judging/judge.ts";
import { asPrinted } from "../../markdown/digits.ts";
import type { SiteClaim, SiteRun } from "../data.ts";
import { type Attributes, type Child, svg } from "./dom.ts";
import { offOf, tally } from "./rows.ts";
import { short, verdictClass } from "./text.ts";
import { counted } from "../../../terminal/counted.ts";

/** A linear map from a range of values to one of the drawing. */
function scale([low, high]: [number, number], [from, to]: [number, number]): (value: number) => number {
  const span = high - low || 1;
  return (value) => from + (value - low) / span * (to - from);
}

function drawing(width: number, height: number, name: string, ...children: Child[]): SVGSVGElement {
  const seen: Attributes = name === "" ? { "aria-hidden": "true" } : { role: "img", "aria-label": name };
  return svg("svg", { viewBox: `0 0 ${width} ${height}`, ...seen }, ...children);
}

/** How many tolerances to each side the small drawing in a row shows. */
const REACH = 4;

/**
 * How much better than the paper's ours is, in tolerances: better is to the right. The band is as wide as the tolerance (the
 * style sheet widens it).
 */
export function offPlot(claim: SiteClaim): SVGSVGElement | "" {
  const off = offOf(claim);
  if (off === null) return "";
  const [width, middle] = [112, 56];
  const at = (tolerances: number) => middle + tolerances * (middle - 6) / REACH;
  const beyond = Math.abs(off) > REACH;
  const x = at(Math.max(-REACH, Math.min(REACH, off)));
  const tip = Math.sign(off) * 5;
  return drawing(
    width,
    16,
    "",
    svg("line", { x1: 0, x2: width, y1: 8, y2: 8, class: "axis" }),
    svg(
      "g",
      { transform: `translate(${middle} 0)` },
      svg("rect", { x: at(-1) - middle, width: at(1) - at(-1), y: 2, height: 12, class: "band" }),
    ),
    svg("line", { x1: middle, x2: middle, y1: 1, y2: 15, class: "paper-line" }),
    beyond
      ? svg("path", { d: `M${x - tip} 3L${x + tip} 8L${x - tip} 13Z`, class: "ours" })
      : svg("circle", { cx: x, cy: 8, r: 3.5, class: "ours" }),
  );
}

/** How far beyond the values an interval is followed, as a share of their range: it may be as wide as you like. */
const INTERVAL_REACH = 0.35;

/**
 * The seeds' values and the paper's on one line, with the tolerance around the paper's, and where ours lies by its interval.
 * Better is to the right; of a number that is only right or wrong, higher is.
 *
 * @param mine The mean of the reader's own runs.
 */
export function seedPlot(claim: SiteClaim, factor: number, mine?: number): SVGSVGElement | "" {
  const { judging, values, ours, direction } = claim;
  if (claim.value === "" || ours === null) return "";
  const printed = Number(claim.value);
  const { tolerance, others, interval } = "printed" in judging
    ? { ...judging, tolerance: judging.tolerance * factor }
    : { tolerance: 0, others: [], interval: null };
  const ends = (interval ?? []).map((end) => printed + end);
  const shown = [
    printed - tolerance,
    printed + tolerance,
    ours,
    ...values,
    ...others.map(({ value }) => value),
    ...mine === undefined ? [] : [mine],
  ];
  const [low, high] = [Math.min(...shown), Math.max(...shown)];
  const reach = INTERVAL_REACH * (high - low);
  const range: [number, number] = [
    Math.min(low, Math.max(low - reach, ...ends.slice(0, 1))),
    Math.max(high, Math.min(high + reach, ...ends.slice(1))),
  ];
  const x = scale(range, direction === "lower" ? [546, 14] : [14, 546]);
  const line = 46;
  const across = (from: number, to: number, height: number, name: string) => {
    const [left, right] = [x(from), x(to)].sort((a, b) => a - b).map((at) => Math.max(0, Math.min(560, at)));
    return svg("rect", { x: left, width: right - left, y: line - height / 2, height, class: name });
  };
  const anchor = (at: number) => at < 90 ? "start" : at > 470 ? "end" : "middle";
  const [left, right] = direction === null ? ["← lower", "higher →"] : ["← worse", "better →"];
  return drawing(
    560,
    96,
    `${values.length === 1 ? "one value" : `${values.length} values`}, from ${
      short(Math.min(...values))
    } to ${short(Math.max(...values))}; the paper's is ${claim.value}`,
    ...(tolerance > 0
      ? [
        across(printed - 2 * tolerance, printed + 2 * tolerance, 24, "band near"),
        across(printed - tolerance, printed + tolerance, 24, "band"),
      ]
      : []),
    svg("line", { x1: 0, x2: 560, y1: line, y2: line, class: "axis" }),
    svg("line", { x1: x(printed), x2: x(printed), y1: line - 17, y2: line + 13, class: "paper-line" }),
    svg(
      "text",
      { x: x(printed), y: 24, "text-anchor": anchor(x(printed)) },
      `paper ${claim.value}`,
    ),
    ...others.map(({ value }) =>
      svg("line", { x1: x(value), x2: x(value), y1: line - 12, y2: line + 12, class: "paper-line other" })
    ),
    ...ends.length === 0 ? [] : [across(ends[0], ends[1], 5, "interval")],
    ...apart(values.map(x)).map(([cx, dy]) =>
      svg("circle", { cx, cy: line + dy, r: 4.5, class: "ours seed" })
    ),
    svg("line", { x1: x(ours), x2: x(ours), y1: line - 9, y2: line + 13, class: "ours-line" }),
    ...mine === undefined
      ? []
      : [svg("path", { d: `M${tenth(x(mine))} ${line - 7}l7 7l-7 7l-7 -7Z`, class: "mine-mark" })],
    svg(
      "text",
      { x: x(ours), y: line + 28, "text-anchor": anchor(x(ours)) },
      `ours ${asPrinted(ours, claim, claim.sd)}`,
    ),
    svg("text", { x: 0, y: 93, class: "way" }, left),
    svg("text", { x: 560, y: 93, "text-anchor": "end", class: "way" }, right),
  );
}

/** Places along a line, and how far above or below it each is put so that those that are near do not hide each other. */
function apart(places: readonly number[]): [number, number][] {
  const rows: number[] = [];
  return places.toSorted((a, b) => a - b).map((place) => {
    const free = rows.findIndex((last) => place - last >= 9);
    const row = free === -1 ? rows.length : free;
    rows[row] = place;
    const side = row % 2 === 0 ? 1 : -1;
    return [place, side * Math.ceil(row / 2) * 4];
  });
}

/** One logged value over the epochs, a line a run. */
export function curvePlot(runs: readonly SiteRun[], name: string): SVGSVGElement {
  const series = runs.map(({ seed, epochs, curves }) => {
    const values = curves.find(([own]) => own === name)?.[1] ?? [];
    return {
      seed,
      points: values.flatMap((value, i) => value === null ? [] : [[epochs[i], value] as const]),
    };
  }).filter(({ points }) => points.length > 0);
  const points = series.flatMap(({ points }) => points);
  const [xs, ys] = [points.map(([epoch]) => epoch), points.map(([, value]) => value)];
  const [xRange, yRange] = [rangeOf(xs), rangeOf(ys)];
  const x = scale(xRange, [64, 548]);
  const y = scale(yRange, [172, 14]);
  const middle = (yRange[0] + yRange[1]) / 2;
  const levels = yRange[0] === yRange[1] ? [yRange[0]] : [yRange[0], middle, yRange[1]];
  return drawing(
    560,
    206,
    `${name} by epoch, ${counted(series.length, "run")}: from ${
      rangeText(series.map(({ points }) => points[0]))
    } to ${rangeText(series.map(({ points }) => points.at(-1)!))}`,
    ...levels.flatMap((level) => [
      svg("line", { x1: 64, x2: 548, y1: y(level), y2: y(level), class: "grid" }),
      svg("text", { x: 58, y: y(level) + 4, "text-anchor": "end" }, short(level)),
    ]),
    ...(xRange[0] === xRange[1] ? [xRange[0]] : xRange).map((epoch, i) =>
      svg("text", { x: x(epoch), y: 192, "text-anchor": i === 0 ? "start" : "end" }, String(epoch))
    ),
    svg("text", { x: 306, y: 192, "text-anchor": "middle" }, "epoch"),
    ...series.map(({ seed, points }, i) =>
      points.length === 1
        ? svg("circle", { cx: x(points[0][0]), cy: y(points[0][1]), r: 3, class: `line-dot line-${i % 4}` })
        : svg(
          "path",
          {
            d: `M${points.map(([epoch, value]) => `${tenth(x(epoch))} ${tenth(y(value))}`).join("L")}`,
            class: `line line-${i % 4}`,
          },
          svg("title", {}, `seed ${seed}`),
        )
    ),
  );
}

/** How many judged claims have each verdict, by the tolerances' factor: areas one above the other. */
export function factorPlot(claims: readonly SiteClaim[]): SVGSVGElement | "" {
  const judged = claims.filter(({ judging }) => !("verdict" in judging));
  if (judged.length === 0) return "";
  const steps = 24;
  const counts = Array.from(
    { length: steps + 1 },
    (_, i) => tally(judged.map(({ judging }) => verdictAt(judging, 2 ** (2 * i / steps - 1)))),
  );
  const x = scale([0, steps], [0, 320]);
  const y = scale([0, judged.length], [0, 44]);
  const below = counts.map(() => 0);
  const areas = VERDICTS.flatMap((verdict, v) => {
    const from = [...below];
    for (const [i, count] of counts.entries()) below[i] += count[v];
    if (below.every((value, i) => value === from[i])) return [];
    const edge = (at: number[]) => at.map((value, i) => `${tenth(x(i))} ${tenth(y(value))}`);
    return [svg("path", {
      d: `M${edge(from).join("L")}L${edge(below).reverse().join("L")}Z`,
      class: `area ${verdictClass(verdict)}`,
    }, svg("title", {}, verdict))];
  });
  const plot = drawing(320, 44, "", ...areas);
  plot.setAttribute("preserveAspectRatio", "none");
  return plot;
}

function tenth(value: number): number {
  return Math.round(value * 10) / 10;
}

/** The least and the greatest of many values. */
function rangeOf(values: readonly number[]): [number, number] {
  return [values.reduce((a, b) => Math.min(a, b)), values.reduce((a, b) => Math.max(a, b))];
}

/** Where the curves of several runs are: `0.1 to 0.2 at epoch 1`. */
function rangeText(points: readonly (readonly [epoch: number, value: number])[]): string {
  const range = (values: readonly number[]) => [...new Set(rangeOf(values).map(short))].join(" to ");
  return `${range(points.map(([, value]) => value))} at epoch ${range(points.map(([epoch]) => epoch))}`;
}
