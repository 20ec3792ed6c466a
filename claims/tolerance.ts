/**
 * The rule that makes the tolerance of a claim: how far our value may be from the printed one and still reproduce it.
 *
 * @module
 */
import type { Metric } from "../metrics/metric.ts";
import { familyOf } from "../records/record.ts";
import type { Claim } from "./claims.ts";
import { ROUNDING, significant } from "./numbers.ts";

/** A tolerance, and where it comes from. */
export interface Tolerance {
  /** In the printed unit. */
  readonly tolerance: number;
  /** In words. */
  readonly basis: string;
}

/** What the rule needs of a claim. */
export type Ruled = Pick<Claim, "kind" | "metric" | "value" | "units">;

/**
 * The tolerance that the rule gives to a printed number, and its basis in words.
 *
 * A number of parameters, and a fact that is a whole number, are counts: 0. Another fact has half a unit of the last printed
 * digit. Every other number has the largest of:
 *
 * - the metric's floor: so many of its units, or a share of the printed value;
 * - half the way from the average to the best run, where the paper prints both ({@linkcode spreads});
 * - half a unit of the last printed digit.
 *
 * @param metric The metric that the claim's is one of.
 * @param spread From the paper's average to its best, in the metric's unit.
 * @returns Nothing if the rule needs a floor and no metric is known.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { toleranceOf } from "./tolerance.ts";
 *
 * const claim = { kind: "result", metric: "ACC", value: "95.5", units: 100 } as const;
 * assertEquals(toleranceOf(claim, { name: "ACC", floor: { units: 0.02 } }, 0.009), {
 *   tolerance: 2,
 *   basis: "floor for ACC 2; half the paper's avg-to-best spread is 0.45; half a unit of the last digit is 0.05",
 * });
 * ```
 */
export function toleranceOf(
  { kind, metric: name, value, units }: Ruled,
  metric?: Pick<Metric, "name" | "floor">,
  spread?: number,
): Tolerance | undefined {
  const half = { name: "half a unit of the last digit", value: exact(lastDigit(value) / 2) };
  if (familyOf(name) === "PARAMS" || kind === "fact" && lastDigit(value) >= 1) {
    return { tolerance: 0, basis: "exact: a count" };
  }
  if (kind === "fact") return { tolerance: half.value, basis: half.name };
  if (metric === undefined) return undefined;
  const parts: Part[] = [
    floorOf(metric, Math.abs(Number(value)), units),
    ...spread === undefined
      ? []
      : [{ name: "half the paper's avg-to-best spread", value: exact(spread / 2 * units) }],
    half,
  ];
  const largest = parts.reduce((a, b) => b.value > a.value ? b : a);
  const others = parts.filter((part) => part !== largest).map(({ name, value }) => `${name} is ${value}`);
  return { tolerance: largest.value, basis: [largest.alone ?? largest.name, ...others].join("; ") };
}

/**
 * What still is "comparable" in an order (`a >= b`): the metric's floor, in the metric's unit. Nothing where that is a share of
 * a printed value, which an order has not, or no metric is known.
 */
export function comparable(metric?: Pick<Metric, "name" | "floor">): Tolerance | undefined {
  if (metric === undefined || !("units" in metric.floor)) return undefined;
  const { units } = metric.floor;
  return { tolerance: units, basis: `comparable: floor for ${metric.name} ${units}` };
}

/** The share of a printed value without an upper bound, and of a bounded metric's greatest value, that a tolerance may be at most. */
const COARSEST = { unbounded: 1 / 4, bounded: 1 / 10 };

/**
 * Whether a tolerance is too wide for meeting it to say anything: more than a quarter of the printed value of a metric without
 * an upper bound above 0, more than a tenth of the greatest value of one that has one, or as large as the printed value
 * itself.
 *
 * @param metric The metric that the claim's is one of; without one there is no upper bound.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { isTooCoarse } from "./tolerance.ts";
 *
 * assertEquals(isTooCoarse({ value: "1.2", units: 1, tolerance: 0.9 }, { range: [0, Infinity] }), true);
 * assertEquals(isTooCoarse({ value: "95.5", units: 100, tolerance: 2 }, { range: [0, 1] }), false);
 * ```
 */
export function isTooCoarse(
  { value, units, tolerance }: Pick<Claim, "value" | "units" | "tolerance">,
  metric?: Pick<Metric, "range">,
): boolean {
  if (tolerance === null || tolerance === 0 || value === "") return false;
  const size = Math.abs(Number(value));
  const greatest = metric?.range[1] ?? Infinity;
  const most = greatest > 0 && greatest < Infinity
    ? COARSEST.bounded * greatest * units
    : COARSEST.unbounded * size;
  return tolerance > most * (1 + ROUNDING) || tolerance >= size;
}

/** Something that a tolerance must not be below. */
interface Part {
  name: string;
  value: number;
  /** How it is named where it is the largest, if otherwise. */
  alone?: string;
}

function floorOf({ name, floor }: Pick<Metric, "name" | "floor">, value: number, units: number): Part {
  if ("units" in floor) {
    const least = exact(floor.units * units);
    return { name: `floor for ${name}`, value: least, alone: `floor for ${name} ${least}` };
  }
  const percent = exact(floor.share * 100);
  return { name: `floor for ${name}: ${percent} % of the value`, value: exact(floor.share * value) };
}

/**
 * The number of its last printed digit's places: 0.01 for `0.50`, 1 for `60000`.
 *
 * @param value A plain number.
 */
function lastDigit(value: string): number {
  const [digits, exponent = "0"] = value.split("e");
  return 10 ** (Number(exponent) - (digits.split(".")[1]?.length ?? 0));
}

/** A number without what the arithmetic of float64 adds to the decimals that it was computed from. */
function exact(value: number): number {
  return significant(value, 12);
}

/**
 * How far apart a paper's averages and best runs are: for each claim of which one place (a table, a section) prints both for
 * the same measurement, their distance in the metric's unit; the largest, where several places do.
 */
export function spreads(claims: readonly Claim[]): Map<Claim, number> {
  const same = ({ experiment, metric, space, split, average }: Claim) =>
    JSON.stringify([experiment, metric, space, split, average]);
  const results = claims.filter(({ kind, experiment }) => kind === "result" && experiment !== "");
  const found = new Map<Claim, number>();
  for (const group of Map.groupBy(results, same).values()) {
    const apart = [...Map.groupBy(group, ({ where }) => where).values()].flatMap((printed) => {
      const of = (wanted: Claim["statistic"]) => printed.filter(({ statistic }) => statistic === wanted);
      return of("avg").flatMap((avg) => of("best").map((best) => Math.abs(inUnits(avg) - inUnits(best))));
    });
    if (apart.length > 0) { for (const claim of group) found.set(claim, Math.max(...apart)); }
  }
  return found;
}

/** A printed value in the metric's unit. */
function inUnits({ value, units }: Pick<Claim, "value" | "units">): number {
  return Number(value) / units;
}
