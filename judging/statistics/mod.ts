/**
 * The statistics that verdicts stand on: how far our seeds may be from what a paper prints, by chance alone.
 *
 * | what the paper prints | its estimate | the interval |
 * | --- | --- | --- |
 * | the mean of m runs, or a single value (m = 1) | our mean | {@linkcode meanInterval} |
 * | the best of m runs | {@linkcode expectedBest} | {@linkcode bestInterval} |
 * | that one method beats another, same seeds | the mean difference | {@linkcode pairedDifference} |
 * | that one method beats another, other seeds | the difference of the means | {@linkcode groupDifference} |
 * | that a method beats a number from elsewhere | the difference of our mean | {@linkcode citedDifference} |
 *
 * Each interval counts the errors of both sides. Seeds are added until a claim is decided, with looks at 4, 8 and 16
 * seeds; {@linkcode levelAt} gives the level of each, at which the three together keep 95 %. One seed has no
 * interval.
 *
 * **Coverage.** `coverage_test.ts` draws seeds and papers' runs from five distributions (normal; skewed: gamma of
 * shape 4, lognormal of σ = 0.4; two modes, equally wide or one almost a point) and counts how often an interval of
 * 95 % holds the truth: for n = 4, 8 and 16 and m = 1 and 4, and for the three looks together. It is 93 to 97 of 100
 * cases, except:
 *
 * - **Two modes and n = 4.** Once in eight times all four seeds are in one mode, and nothing shows that there is
 *   another. The intervals of a mean of 4 hold 89 of 100 cases, those of an order with one side that does not vary,
 *   or varies a third as much, 87.5, and that of the lowest of 4 runs, where the upper mode is almost a point, 91.
 *   The looks together hold no more than the first: 89, 85 to 86 and 90.5. Eight seeds mend it. Intervals of an order
 *   between two such methods hold 97 to 98.
 * - **Two modes and a single value.** The interval of one run holds 98.5 of 100 cases at n = 8 and 99.6 at n = 16: an
 *   interval around two narrow modes holds one of them, which is half of all runs, or both, which is nearly all. It is
 *   wider than it need be, which leaves claims undecided and rejects none wrongly.
 * - **Skewed seeds and orders with one side that does not vary,** or varies a third as much: 92.9 to 94 at one look,
 *   92 to 93 at three. Where both sides vary alike, skewness drops out of the difference.
 * - **Skewed seeds and a best on their short side:** the three looks together hold 97.0.
 *
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { bestInterval, levelAt, meanInterval } from "./mod.ts";
 *
 * const seeds = [0.654, 0.669, 0.742, 0.743];
 * const level = levelAt(seeds.length);
 * // A paper that prints .741 as the mean of 4 runs, and .79 as the best of them, is within reach.
 * const mean = meanInterval(seeds, 4, level)!, best = bestInterval(seeds, 4, "higher", level)!;
 * assertEquals(mean.low < 0.741 && 0.741 < mean.high, true);
 * assertEquals(best.low < 0.79 && 0.79 < best.high, true);
 * ```
 *
 * @module
 */
export { bestInterval, type Direction, expectedBest } from "./best.ts";
export { citedDifference, type Difference, groupDifference, pairedDifference } from "./difference.ts";
export { type Interval, meanInterval } from "./interval.ts";
export { levelAt, LOOKS } from "./looks.ts";
export { momentsOf } from "./moments.ts";
export { expectedOfMany, type OfMany, type PaperNumber } from "./more_seeds.ts";
