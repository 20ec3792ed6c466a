/**
 * Ours against the paper: how far each judged number is from the printed one, in its tolerances.
 *
 * @module
 */
// @ts-types="npm:@types/d3-array@3.2.2"
import { max } from "d3-array";
// @ts-types="npm:@types/d3-scale@4.0.9"
import { type ScaleSymLog, scaleSymlog } from "d3-scale";
import type { Measure } from "../../claims/claims.ts";
import type { Comparison } from "../../judging/compare.ts";
import type { Verdict } from "../../judging/judge.ts";
import { isJudged, JUDGED, onceEach } from "../../judging/tallies.ts";
import { legend } from "./legend.ts";
import { widthOf } from "./letters.ts";
import { BODY, glyph, label, round } from "./look.ts";

/** A judged result as a figure shows it. */
export interface Mark {
  readonly comparison: Comparison;
  readonly verdict: Verdict;
  /** The difference in tolerances, above 0 where ours is better; of a metric that is right or wrong, below 0 if wrong. */
  readonly at: number;
  /** Where the difference lies by the seeds, in tolerances, the lower end first; null where that is not known. */
  readonly interval: readonly [number, number] | null;
}

/** The judged results of these measures, each number once; facts about data are right or wrong, and orders have no difference. */
export function marksOf(comparisons: readonly Comparison[], measures: readonly Measure[]): Mark[] {
  return onceEach(comparisons).flatMap((comparison) => {
    const { claim, difference, tolerance, verdict } = comparison;
    if (claim.kind !== "result" || !measures.includes(claim.measure)) return [];
    if (difference === null || tolerance === null || !isJudged(comparison)) return [];
    const { direction } = claim;
    const sign = direction === null ? -Math.sign(difference) : direction === "higher" ? 1 : -1;
    // A difference from a number without tolerance is beyond every scale.
    const at = difference === 0 ? 0 : sign * difference / tolerance;
    const ends = tolerance === 0 ? [] : (comparison.interval ?? []).map((end) => sign * end / tolerance);
    const interval = ends.length === 0 ? null : [Math.min(...ends), Math.max(...ends)] as const;
    return [{ comparison, verdict, at, interval }];
  });
}

/** What marks need at the ends of a scale, so that they don't reach beyond it. */
const EDGE = 6;

/** A scale of tolerances that holds all the marks, up to a thousand, and always the two around a number. */
export function toleranceScale(marks: readonly Mark[], width: number): ScaleSymLog<number, number> {
  const widest = max(
    marks,
    ({ at, interval }) => Number.isFinite(at) ? Math.max(...[at, ...interval ?? []].map(Math.abs)) : 0,
  ) ??
    0;
  const end = Math.min(1000, Math.max(3, widest * 1.15));
  return scaleSymlog([-end, end], [EDGE, width - EDGE]).constant(1).clamp(true);
}

/** Where the scale has lines, on both sides of 0, as far as there is room. */
const TICKS = [1, 3, 10, 30, 100, 300, 1000];

/** How high the numbers of a scale are, with the words under them. */
export const AXIS = 34;

/** The band of the tolerance, that of twice as much, and the lines of the scale; below them what is along it. */
export function toleranceField(scale: ScaleSymLog<number, number>, height: number): string {
  const band = (tolerances: number, opacity: number) =>
    `<rect class="band" x="${round(scale(-tolerances))}" width="${
      round(scale(tolerances) - scale(-tolerances))
    }" height="${height}" style="fill-opacity:${opacity}"/>`;
  const [, end] = scale.domain();
  const [left, right] = scale.range();
  const wide = (tick: number) => widthOf(`−${tick}`);
  const isFree = (tick: number, last: number) =>
    scale(tick) - scale(last) > (wide(tick) + wide(last)) / 2 + 4;
  const kept = TICKS.filter((tick) => tick <= end && scale(end) + EDGE - scale(tick) > wide(tick) / 2)
    .reduce<number[]>((kept, tick) => isFree(tick, kept.at(-1)!) ? [...kept, tick] : kept, [0]);
  const ticks = [...kept, ...kept.slice(1).map((tick) => -tick)];
  return [
    band(2, 0.45),
    band(1, 1),
    ...ticks.map((tick) => `<path class="rule" d="M${round(scale(tick))} 0V${height}"/>`),
    `<path class="axis" d="M${round(scale(0))} 0V${height}"/>`,
    ...ticks.map((tick) =>
      label(String(tick).replace("-", "−"), scale(tick), height + 14, 'class="small" text-anchor="middle"')
    ),
    label("tolerances, log scale", (left + right) / 2, height + 29, 'class="small" text-anchor="middle"'),
  ].join("\n");
}

/** The shapes and what they mean; those that are there. */
export function verdictLegend(marks: readonly Mark[]): { body: string; height: number } {
  const shown = JUDGED.filter((verdict) => marks.some((mark) => mark.verdict === verdict));
  return legend(shown.map((verdict) => {
    const count = marks.filter((mark) => mark.verdict === verdict).length;
    return { words: `${count} ${verdict}`, wide: 12, sign: (x, y) => glyph(verdict, x + 6, y) };
  }));
}

/** A mark at a height; hollow if it is a best run's. */
export function mark(
  { comparison, verdict, at, interval }: Mark,
  scale: ScaleSymLog<number, number>,
  y: number,
  size = 36,
): string {
  const x = scale(at);
  const line = interval === null
    ? ""
    : `<path class="axis" d="M${round(scale(interval[0]))} ${round(y)}H${round(scale(interval[1]))}"/>`;
  return line + glyph(verdict, x, y, { size, hollow: comparison.claim.statistic === "best" });
}

/** Which side of a scale means what, above it. */
export function sides(x: number, width: number): string {
  return label("← worse", x, 0, 'class="small"') +
    label("better →", x + width, 0, 'class="small" text-anchor="end"');
}

/** How the marks of all rows are read, for under a title. */
export const HOW =
  "Right is better than printed. Across: difference from the printed value, in tolerances. " +
  "Green: within the tolerance; pale: within twice.";

/** The width that names of rows have. */
export const NAMES = 128;

/** The width that is left for the scale. */
export const FIELD = BODY - NAMES;
