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

/** A scale of tolerances that holds all the marks, up to a thousand, and always the two around a number. */
export function toleranceScale(marks: readonly Mark[], width: number): ScaleSymLog<number, number> {
  const widest = max(
    marks,
    ({ at, interval }) => Number.isFinite(at) ? Math.max(...[at, ...interval ?? []].map(Math.abs)) : 0,
  ) ??
    0;
  const end = Math.min(1000, Math.max(3, widest * 1.15));
  return scaleSymlog([-end, end], [0, width]).constant(1).clamp(true);
}

/** Where the scale has lines, on both sides of 0, as far as there is room. */
const TICKS = [1, 3, 10, 30, 100, 300, 1000];

/** The band of the tolerance, that of twice as much, and the lines of the scale. */
export function toleranceField(scale: ScaleSymLog<number, number>, height: number): string {
  const band = (tolerances: number, opacity: number) =>
    `<rect class="band" x="${round(scale(-tolerances))}" width="${
      round(scale(tolerances) - scale(-tolerances))
    }" height="${height}" style="fill-opacity:${opacity}"/>`;
  const [, end] = scale.domain();
  const kept = TICKS.filter((tick) => tick <= end && scale(end) - scale(tick) > 10).reduce<number[]>(
    (kept, tick) => scale(tick) - scale(kept.at(-1)!) < 23 ? kept : [...kept, tick],
    [0],
  );
  const ticks = [...kept, ...kept.slice(1).map((tick) => -tick)];
  return [
    band(2, 0.45),
    band(1, 1),
    ...ticks.map((tick) => `<path class="rule" d="M${round(scale(tick))} 0V${height}"/>`),
    `<path class="axis" d="M${round(scale(0))} 0V${height}"/>`,
    ...ticks.map((tick) =>
      label(String(tick).replace("-", "−"), scale(tick), height + 13, 'class="small" text-anchor="middle"')
    ),
  ].join("\n");
}

/** The shapes and what they mean, in one line; those that are there. */
export function verdictLegend(marks: readonly Mark[], y: number): string {
  let x = 6;
  return JUDGED.filter((verdict) => marks.some((mark) => mark.verdict === verdict)).map((verdict) => {
    const count = marks.filter((mark) => mark.verdict === verdict).length;
    const words = `${count} ${verdict}`;
    const drawn = glyph(verdict, x, y - 4) + label(words, x + 9, y, 'class="soft"');
    x += 26 + words.length * 6.6;
    return drawn;
  }).join("\n");
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
  return label("← worse than printed", x, 0, 'class="small"') +
    label("better than printed →", x + width, 0, 'class="small" text-anchor="end"');
}

/** The width that names of rows have. */
export const NAMES = 150;

/** The width that is left for the scale. */
export const FIELD = BODY - NAMES - 12;
