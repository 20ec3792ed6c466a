/**
 * The numbers that the papers print, and the errors known of them.
 *
 * @module
 */
import type { Direction } from "../metrics/metric.ts";

/** What a claim can be: about results, copied from other work, about data or parameters, an order ("A beats B"). */
export const KINDS = ["result", "cited", "fact", "ordinal"] as const;

/** What a paper's number sums up. */
export const STATISTICS = ["avg", "best", "single"] as const;

/**
 * What a claim's number counts as: a score of clusters; a loss, or another metric that an experiment measures itself; a count or
 * sum that needs no training; or anything else, such as a time.
 */
export type Measure = "score" | "loss" | "count" | "other";

/** What a claim is about. */
export type Kind = typeof KINDS[number];

/** What a claim's number sums up. */
export type Statistic = typeof STATISTICS[number];

/** Where a claim is written. */
export interface Place {
  /** The file's path, as messages show it. */
  readonly file: string;
  /** From 1, the header's; absent for a fault of the whole file. */
  readonly row?: number;
  /** The column's heading, where a row has several claims. */
  readonly column?: string;
}

/** One number, or one order, that a paper prints. */
export interface Claim {
  readonly id: string;
  readonly paper: string;
  /** Table, figure or section. */
  readonly where: string;
  readonly dataset: string;
  readonly method: string;
  readonly metric: string;
  /** Which way the metric is better; null where a number is only right or wrong, such as a number of parameters. */
  readonly direction: Direction | null;
  readonly measure: Measure;
  readonly statistic: Statistic;
  /** How many of the paper's runs are behind the value; nothing where the paper does not say. */
  readonly runs: number | null;
  /** The digits as printed, without separators; empty for an order. */
  readonly value: string;
  /** The paper's own writing. */
  readonly printed: string;
  /** How many printed units one unit of our measurement is: 100 where a ratio is printed in percent. */
  readonly units: number;
  readonly kind: Kind;
  /** The experiment that answers it; for an order, what {@linkcode orderOf} reads; empty where none does, or none yet. */
  readonly experiment: string;
  /**
   * The space of the measurement that answers it, as that has it; empty where the measurement's is. For an order what
   * {@linkcode askedOf} reads.
   */
  readonly space: string;
  /** The measurement's split, like the space. */
  readonly split: string;
  /** The measurement's average; empty where the metric has none. */
  readonly average: string;
  /** In the printed unit; for an order, what still is "comparable"; nothing for what is not judged. */
  readonly tolerance: number | null;
  /** Where the tolerance comes from, or why there is none, in words. */
  readonly basis: string;
  /** Whether the tolerance is so wide that meeting it says nothing. */
  readonly tooCoarse: boolean;
  readonly note: string;
  /** The line of the paper's text; nothing where the text has no lines. */
  readonly line: number | null;
  /** Where it is written; absent where it was not read from a file. */
  readonly place?: Place;
}

/** An error of a paper, or something it leaves open. */
export interface Erratum {
  readonly id: string;
  readonly paper: string;
  /** The line of the paper's text; nothing where the text has no lines. */
  readonly line: number | null;
  readonly where: string;
  readonly printed: string;
  /**
   * What it should be. Compared with are only a plain number, which is in the unit that the paper prints, one in percent, and
   * {@linkcode DOES_NOT_HOLD}.
   */
  readonly right: string;
  /** The claims that it touches. */
  readonly claims: readonly string[];
  readonly note: string;
}

/** What an erratum says of an order that the paper's own numbers do not have. */
export const DOES_NOT_HOLD = "does not hold";

/** The sides that a bound can be on. */
export const SIDES = ["at most", "at least"] as const;

/** What a value that is printed can be at most, or must be at least, whatever the clusters are. */
export interface Bound {
  /** The claims that it bounds. */
  readonly claims: readonly string[];
  readonly side: typeof SIDES[number];
  /** The value as stated, in the measurement's unit: for where the control's runs show none. Nothing where none is stated. */
  readonly value: number | null;
  /** The experiment that reaches it; empty where only a value is stated. */
  readonly control: string;
  /** What of the control is looked at. */
  readonly metric: string;
  readonly space: string;
  readonly split: string;
  readonly average: string;
  /** Why nothing lies beyond it, in words. */
  readonly evidence: string;
  /** Where it is written; absent where it was not read from a file. */
  readonly place?: Place;
}

/** What may be why ours differs from what a paper prints. */
export interface Cause {
  /** The claims that are missed. */
  readonly misses: readonly string[];
  /** In words. */
  readonly cause: string;
  /** The experiment that tests it; empty where none does. */
  readonly study: string;
  /** What of the study is shown; its other metrics are judged in the same space and split. Empty where there is none. */
  readonly metric: string;
  readonly space: string;
  readonly split: string;
  readonly average: string;
  /** What the numbers do not say. */
  readonly note: string;
  /** Where it is written; absent where it was not read from a file. */
  readonly place?: Place;
}

/** What is known of a paper's numbers. */
export interface Claims {
  readonly claims: readonly Claim[];
  readonly errata: readonly Erratum[];
  readonly bounds: readonly Bound[];
  readonly causes: readonly Cause[];
}

/**
 * The ids that a name stands for: its own, or those that begin with what is before the star at its end.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { idsOf } from "./claims.ts";
 *
 * assertEquals(idsOf("made-t1-*", [{ id: "made-t1-acc" }, { id: "made-t2-acc" }]), ["made-t1-acc"]);
 * ```
 */
export function idsOf(name: string, claims: readonly Pick<Claim, "id">[]): string[] {
  return claims.map(({ id }) => id)
    .filter((id) => name.endsWith("*") ? id.startsWith(name.slice(0, -1)) : id === name);
}

/** The two sides of an order. */
export interface Order {
  /** Experiments, or claims about cited values: each of them is ahead of each on the other side. */
  readonly ahead: readonly string[];
  readonly behind: readonly string[];
  /** Whether being comparable is enough. */
  readonly orComparable: boolean;
}

/**
 * What an order compares: `a & b > c & d` says that each of a and b is better than each of c and d, `a >= b` that a is
 * better than b or comparable. Nothing if `text` is not an order.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { orderOf } from "./claims.ts";
 *
 * assertEquals(orderOf("made/a/data & made/b/data > made-cited-acc"), {
 *   ahead: ["made/a/data", "made/b/data"],
 *   behind: ["made-cited-acc"],
 *   orComparable: false,
 * });
 * ```
 */
export function orderOf(text: string): Order | undefined {
  const sides = text.split(/ >=? /);
  if (sides.length !== 2) return undefined;
  const [ahead, behind] = sides.map((side) => side.split(" & "));
  return { ahead, behind, orComparable: text.includes(" >= ") };
}

/**
 * What an order's `space` or `split` says of each thing that it compares. The text has the order's own form: sides with
 * ` > ` between, and within a side a part for each thing, with ` & ` between; one part stands for a whole side, and one
 * side for both. Nothing if the parts are not as many as the things.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { orderOf, partsOf } from "./claims.ts";
 *
 * const order = orderOf("made/a/data > made/b/data & made/c/data")!;
 * assertEquals(partsOf("code > pixels & PCA-64", order)?.get("made/c/data"), "PCA-64");
 * assertEquals(partsOf("code > pixels", order)?.get("made/c/data"), "pixels");
 * assertEquals(partsOf("code > pixels & PCA-64 & code", order), undefined);
 * ```
 */
export function partsOf(text: string, { ahead, behind }: Order): Map<string, string> | undefined {
  const sides = text.split(" > ");
  if (sides.length > 2) return undefined;
  const parts = new Map<string, string>();
  for (const [things, side] of [[ahead, sides[0]], [behind, sides.at(-1)!]] as const) {
    const own = side.split(" & ");
    if (own.length !== 1 && own.length !== things.length) return undefined;
    for (const [index, thing] of things.entries()) parts.set(thing, own.length === 1 ? own[0] : own[index]);
  }
  return parts;
}

/** What a claim asks of one of its experiments: an order asks each for its own space and split. */
export function askedOf(claim: Claim, experiment: string): Claim {
  const order = orderOf(claim.experiment);
  if (order === undefined) return claim;
  const part = (text: string) => partsOf(text, order)?.get(experiment) ?? text;
  return { ...claim, space: part(claim.space), split: part(claim.split) };
}

/** The experiments that answer a claim: none, one, or those that an order compares. */
export function experimentsOf({ experiment }: Claim): string[] {
  const order = orderOf(experiment);
  const sides = order === undefined ? [experiment] : [...order.ahead, ...order.behind];
  return sides.filter((side) => side.includes("/"));
}
